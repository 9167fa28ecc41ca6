package review

import (
	"fmt"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// rulePreview says, before a rule is saved, what it would change for whom: those first who would stand
// elsewhere or have other time to make up. A large cohort is worked out in parts, one between two
// frames. Where the rule asks for another course before, the book is read first for who did it
// (rulecourse.go); those who did are listed last.
type rulePreview struct {
	r      *room.Room
	form   *ruleForm
	rule   model.Rule
	asOf   model.Moment
	next   int // the first person not looked at yet
	course ruleCourse

	moves, others, same []effect
	grid                kit.Grid
}

// effect is a person and what the rule changes for them, and how it is known that they did the course
// before.
type effect struct {
	row     int
	trainee model.ID
	moves   bool
	words   string
}

// effectMsg goes on working out effects.
type effectMsg struct{ of *rulePreview }

func newRulePreview(form *ruleForm, rule model.Rule) *rulePreview {
	p := &rulePreview{r: form.r, form: form, rule: rule, asOf: form.r.AsOf()}
	p.grid = kit.Grid{Theme: p.r.Theme, Cell: p.cell, NoHeader: true,
		Columns: []kit.Column{{Min: 3, Align: kit.Right}, {Min: 12, Max: 24, Flex: 1}, {Min: 20, Flex: 3}}}
	p.course.asked = rule.Requires != "" && !rule.SameCourse(form.r.Cohort.Rule)
	if !p.course.asked {
		p.work()
	}
	return p
}

// work works out the next part.
func (p *rulePreview) work() {
	people := p.r.Cohort.People
	var entries []model.Entry
	done := map[model.ID]string{}
	for end := min(p.next+part, len(people)); p.next < end; p.next++ {
		e, how := p.entry(people[p.next])
		entries = append(entries, e)
		if how != "" {
			done[e.Trainee] = "the course before is done: " + how
		}
	}
	for _, e := range model.Preview(&p.r.Cohort.Cohort, p.rule, entries, p.asOf) {
		words := e.Words()
		if how, did := done[e.Trainee]; did {
			words = append(words, how)
			delete(done, e.Trainee)
		}
		of := effect{e.Row, e.Trainee, e.Moves(), strings.Join(words, "; ")}
		if of.moves {
			p.moves = append(p.moves, of)
		} else {
			p.others = append(p.others, of)
		}
	}
	for _, e := range entries {
		if how, did := done[e.Trainee]; did {
			p.same = append(p.same, effect{e.Row, e.Trainee, false, how})
		}
	}
	p.grid.Rows = len(p.moves) + len(p.others) + len(p.same)
}

// reading reports whether the book is still looked through for the course.
func (p *rulePreview) reading() bool { return p.course.asked && !p.course.read }

func (p *rulePreview) worked() bool {
	return p.r.Cohort == nil || !p.reading() && p.next >= len(p.r.Cohort.People)
}

// Start reads what the rule needs, and goes on where not everybody was worked out at once.
func (p *rulePreview) Start() tea.Cmd {
	switch {
	case p.worked():
		return nil
	case p.reading():
		return p.readCourse()
	}
	return func() tea.Msg { return effectMsg{p} }
}

// Asks keeps stray keys from saving the rule.
func (p *rulePreview) Asks() bool { return true }

// Update saves the rule on Enter, or leads back to the form.
func (p *rulePreview) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case effectMsg:
		if msg.of == p && p.r.Cohort != nil {
			p.work()
			return false, p.Start()
		}
	case ruleCourseMsg:
		if msg.of == p && p.r.Cohort != nil {
			return false, p.courseRead(msg)
		}
	case tea.KeyPressMsg:
		switch msg.String() {
		case "esc", "ctrl+c":
			return true, nil
		case "enter", "ctrl+s":
			return p.save()
		}
		if !p.grid.Key(msg) {
			return false, kit.Say("Enter saves the rule, esc goes back to it")
		}
	}
	return false, nil
}

func (p *rulePreview) save() (done bool, cmd tea.Cmd) {
	if p.r.Cohort == nil {
		return true, nil
	}
	if !p.worked() {
		return false, kit.Say("what it changes is still being worked out")
	}
	cmd, err := p.r.TryCommit(oplog.Single, "the rule is saved: "+strings.Join(p.rule.Words(), "; "), p.r.Cohort.EditRule(p.rule)...)
	if err != nil {
		return false, kit.Warn(p.r.Sentence(err))
	}
	return true, kit.Batch(cmd, p.r.Look(), kit.Send(ruleSavedMsg{p.form}))
}

// View draws the rule as it would be, how many it concerns, and what it changes for each.
func (p *rulePreview) View(w, h int) kit.Frame {
	t := p.r.Theme
	if w < 1 || h < 1 || p.r.Cohort == nil {
		return kit.Frame{}
	}
	lines := []string{t.Title.Render(t.Cut("The rule of "+p.r.Cohort.Name+" would be", w))}
	for _, says := range p.rule.Words() {
		lines = append(lines, t.Cut("  "+says, w))
	}
	lines = append(lines, "")
	for _, line := range t.Wrap(p.summary(), w) {
		lines = append(lines, t.Strong.Render(line))
	}
	lines = lines[:min(len(lines), max(1, h-4))]
	about := p.about(w)
	room := max(1, h-len(lines)-len(about))
	f := p.grid.View(w, room)
	f.Cursor.Y += len(lines)
	lines = append(lines, f.Lines...)
	for len(lines) < h-len(about) {
		lines = append(lines, "")
	}
	return kit.Frame{Lines: append(lines, about...)[:min(h, len(lines)+len(about))], Cursor: f.Cursor}
}

// summary is how many people the rule concerns.
func (p *rulePreview) summary() string {
	if p.reading() && p.r.Cohort != nil {
		return "looking through the book for who did " + model.CourseTitle(p.rule.Requires)
	}
	if !p.worked() {
		return fmt.Sprintf("working out what it changes: %d of %s", p.next, howMany(len(p.r.Cohort.People), "person", "people"))
	}
	said := "nobody would stand elsewhere or have other time to make up"
	if n := len(p.moves); n > 0 {
		said = howMany(n, "person", "people") + " would stand elsewhere or have other time to make up"
	}
	if n := len(p.others); n > 0 {
		said += fmt.Sprintf("; for %d other figures change", n)
	}
	if n := len(p.r.Cohort.People) - len(p.moves) - len(p.others); n > 0 {
		said += fmt.Sprintf("; for %d nothing does", n)
	}
	return said + "." + p.courseWords()
}

func (p *rulePreview) effect(row int) effect {
	switch {
	case row < len(p.moves):
		return p.moves[row]
	case row < len(p.moves)+len(p.others):
		return p.others[row-len(p.moves)]
	}
	return p.same[row-len(p.moves)-len(p.others)]
}

// cell is a person and what changes for them.
func (p *rulePreview) cell(row, col int) kit.Cell {
	t, e := p.r.Theme, p.effect(row)
	style := t.Text
	if e.moves {
		style = t.Strong
	}
	switch col {
	case 0:
		return kit.Cell{Text: strconv.Itoa(e.row), Style: t.Faint}
	case 1:
		if person := p.r.Cohort.Person(e.trainee); person != nil {
			return kit.Cell{Text: person.Name, Style: style}
		}
		return kit.Cell{}
	}
	return kit.Cell{Text: e.words, Style: style}
}

// about is all that changes for the person in the focus, where it may not fit in their row.
func (p *rulePreview) about(w int) []string {
	if p.grid.Rows == 0 {
		return nil
	}
	lines := p.r.Theme.Wrap(p.effect(max(0, min(p.grid.Row, p.grid.Rows-1))).words, w)
	for len(lines) < 2 {
		lines = append(lines, "")
	}
	for i := range lines {
		lines[i] = p.r.Theme.Faint.Render(lines[i])
	}
	return lines[:2]
}

// Keys is what the footer shows meanwhile.
func (p *rulePreview) Keys() []kit.Binding {
	shown := func(key, name, about string, footer int) kit.Binding {
		return kit.Binding{Keys: []string{key}, Name: name, About: about, Footer: footer, Do: func() tea.Cmd { return nil }}
	}
	return []kit.Binding{
		shown("enter", "save the rule", "Saves the rule; u undoes it.", 1),
		shown("esc", "back to it", "Goes back to the rule; nothing is saved.", 2),
		shown("down", "look", "Goes through the people for whom something changes.", 3),
	}
}

// Place is a page.
func (p *rulePreview) Place() kit.Place { return kit.OnPage }
