package journal

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// Keys is the table of the page.
func (p *Page) Keys() []kit.Binding {
	return append([]kit.Binding{
		{Keys: []string{"enter"}, Name: "its changes", About: "Shows every change of what was done at one key, where it can be undone.", Command: "rollbook journal --cohort C --json", Footer: 1,
			Why: p.nothing, Do: func() tea.Cmd { return kit.Open(gestureOf(p)) }},
		{Keys: []string{"u", "x"}, Name: "undo it", About: "Takes back what this line tells of, whoever did it, with all that was done at the same key.", Command: "rollbook undo --gesture ID", Footer: 2,
			Why: p.notUndone, Do: func() tea.Cmd { return undo(p.r, p.focused()) }},
		{Keys: []string{"ctrl+r"}, Name: "put back", About: "Puts back what was undone of this line.", Command: "rollbook redo", Footer: 5,
			Why: p.notPutBack, Do: func() tea.Cmd { return p.r.RedoOf(p.focused().gesture) }},
		{Keys: []string{"f"}, Name: "filter", About: "Lists what is about one person or day, or what one trainer did; everything again with the first choice.", Command: "rollbook journal --cohort C --trainee NAME", Footer: 3,
			Why: p.whyNoFilter, Do: p.choose},
		{Keys: []string{"/"}, Name: "find", About: "Lists the lines that hold what is typed.", Command: "rollbook journal --cohort C", Footer: 4,
			Why: p.whyNoFind, Do: p.ask},
		{Keys: []string{"esc"}, Name: "back", About: "Goes back.", Footer: 6, Do: func() tea.Cmd { return nil }},
	}, p.grid.MoveKeys()...)
}

func (p *Page) nothing() string {
	if p.focused() == nil {
		return "no line is here"
	}
	return ""
}

func (p *Page) notUndone() string {
	switch l := p.focused(); {
	case l == nil:
		return "there is nothing to undo"
	case l.undone:
		return "it is undone already: ctrl+r puts it back"
	}
	return ""
}

func (p *Page) notPutBack() string {
	switch l := p.focused(); {
	case l == nil:
		return "there is nothing to put back"
	case !l.undone:
		return "this is not undone: u undoes it; Enter shows what of it stands"
	}
	return ""
}

func (p *Page) whyNoFilter() string {
	switch {
	case !p.loaded:
		return "the journal is being read"
	case p.fixed:
		return "this is the history of one thing: g j has all of the journal"
	}
	return ""
}

func (p *Page) whyNoFind() string {
	switch {
	case !p.loaded:
		return "the journal is being read"
	case p.r.Curtain:
		return "the curtain is closed: . and Enter open it"
	}
	return ""
}

// undo asks whether to take a gesture back. The room itself asks about one of another date, so that
// nobody is asked twice.
func undo(r *room.Room, l *line) tea.Cmd {
	gesture := l.gesture
	if model.DateIn(l.at) != model.DateIn(r.Now()) {
		return r.UndoOf(gesture)
	}
	what := "'" + l.what + "'"
	if r.Curtain && !l.marks {
		what = hidden
	}
	detail := fmt.Sprintf("%s on %s, %s.", l.by, l.device, r.Moment(l.at))
	if l.changes > 1 {
		detail += fmt.Sprintf(" It made %d changes: all are taken back, except what was changed since.", l.changes)
	}
	return kit.Open(&kit.Confirm{Theme: r.Theme, Question: "Undo " + what + "?", Detail: detail,
		Yes: "undo it", No: "leave it", Do: func() tea.Cmd { return r.UndoOf(gesture) }})
}

// choose asks about whom or what the journal is to be.
func (p *Page) choose() tea.Cmd {
	items, only := []kit.Item{{Title: "everything"}}, []Only{{}}
	c := &kit.Chooser{Theme: p.r.Theme, Title: "List what is about"}
	add := func(o Only, title, detail string) {
		if o == p.only {
			c.Focus = len(items)
		}
		items, only = append(items, kit.Item{Title: title, Detail: detail}), append(only, o)
	}
	for _, name := range p.trainers {
		add(Only{Trainer: name}, name, "what this trainer did")
	}
	for _, d := range p.r.Cohort.Days {
		add(Only{Day: d.Number}, fmt.Sprintf("day %d", d.Number), d.Date.Words())
	}
	for _, q := range p.r.Cohort.People {
		add(Only{Person: q.Trainee.ID}, label(q), "")
	}
	c.Items = items
	c.Choose = func(i int) tea.Cmd {
		p.only, p.grid.Row = only[i], 0
		return p.load()
	}
	return kit.Open(c)
}

func label(q *store.Person) string { return fmt.Sprintf("%d %s", q.Row, q.Name) }

// ask asks for words, and lists what holds them meanwhile.
func (p *Page) ask() tea.Cmd {
	was := p.found.query
	return kit.Open(&kit.Prompt{Theme: p.r.Theme, Label: "find", Text: p.found.query, Passing: true, Changed: p.find, Preview: func(string) (string, bool) {
		return counted(len(p.hits), "line"), len(p.hits) == 0
	}, Enter: func(text string) (bool, tea.Cmd) { p.find(text); return true, nil },
		Cancel: func() tea.Cmd { p.find(was); return nil }})
}

// found tells of which lines and what query the hits are.
type found struct {
	lines int // which reading brought them
	query string
}

// find lists the lines that hold all words of a query, whatever their case and accents.
func (p *Page) find(query string) {
	now := found{p.read, query}
	if now == p.found {
		return
	}
	p.found, p.hits = now, p.hits[:0]
	words := strings.Fields(model.Fold(query))
	for i := range p.lines {
		if holds(p.lines[i].folded, words) {
			p.hits = append(p.hits, i)
		}
	}
	p.grid.Rows = len(p.hits)
	p.grid.Row = max(0, min(p.grid.Row, p.grid.Rows-1))
}

func holds(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}
