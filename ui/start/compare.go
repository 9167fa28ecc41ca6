package start

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/intake"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// compareStep shows what the people of the file are to those in the book, one decision a line.
type compareStep struct {
	i      *importer
	file   string
	result intake.Result
	lines  []line // what needs a person's eye comes first
	same   int    // people of the file of whom nothing differs
	found  string // how many of each kind
	ready  bool
	fault  string
	grid   kit.Grid
}

// comparedMsg brings the comparison.
type comparedMsg struct {
	of    *compareStep
	lines []line
	same  int
	err   error
}

func newCompareStep(i *importer, file string, result intake.Result) *compareStep {
	s := &compareStep{i: i, file: file, result: result}
	s.grid = kit.Grid{Theme: i.r.Theme, Cell: s.cell, Empty: "reading the book", NoHeader: true, Columns: []kit.Column{
		{Min: 3}, {Min: 13}, {Min: 14, Flex: 1, Max: 24}, {Min: 10, Flex: 4},
	}}
	return s
}

// start reads everybody whom the book knows and compares. Who is in the cohort is taken along: the
// cohort itself is the screen's.
func (s *compareStep) start() tea.Cmd {
	book, file := s.i.r.Book, s.result.People
	rows := map[model.ID]int{}
	coming := map[model.ID]bool{}
	for _, p := range s.i.r.Cohort.People {
		rows[p.Trainee.ID] = p.Row
		coming[p.Trainee.ID] = p.To == 0 && len(p.Guest) == 0
	}
	return func() tea.Msg {
		everybody, err := book.Trainees()
		if err != nil {
			return comparedMsg{of: s, err: err}
		}
		lines, same := compare(file, knownOf(everybody, rows), coming)
		return comparedMsg{s, lines, same, nil}
	}
}

// knownOf are the people of the book as the comparison takes them.
func knownOf(everybody []store.Known, rows map[model.ID]int) []intake.Known {
	known := make([]intake.Known, len(everybody))
	for i, k := range everybody {
		row, in := rows[k.Trainee.ID]
		known[i] = intake.Known{ID: k.Trainee.ID, Trainee: k.Trainee, Row: row, InCohort: in}
	}
	return known
}

// compare makes the lines of a file's people; same counts those of whom nothing differs.
func compare(file []intake.Person, known []intake.Known, coming map[model.ID]bool) (lines []line, same int) {
	for _, f := range intake.Compare(file, known) {
		more := linesOf(f)
		if len(more) == 0 {
			same++
		}
		lines = append(lines, more...)
	}
	for _, k := range intake.NoLonger(file, known) {
		if coming[k.ID] {
			lines = append(lines, line{kind: unlisted, known: &k})
		}
	}
	slices.SortStableFunc(lines, func(a, b line) int { return int(a.kind) - int(b.kind) })
	return lines, same
}

func (s *compareStep) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case comparedMsg:
		if msg.of != s {
			return nil
		}
		s.ready, s.lines, s.same = true, msg.lines, msg.same
		s.grid.Rows, s.found = len(s.lines), s.heading()
		s.grid.Empty = "everybody in this file is on the roster, and nothing differs"
		if msg.err != nil {
			s.fault = room.Sentence(msg.err)
			s.grid.Empty = kit.ConflictSign + " " + s.fault
		}
	case tea.KeyPressMsg:
		return s.key(msg)
	}
	return nil
}

func (s *compareStep) key(key tea.KeyPressMsg) tea.Cmd {
	switch key.String() {
	case "space":
		if len(s.lines) > 0 {
			return s.toggle(&s.lines[s.grid.Row])
		}
	case "a":
		if len(s.lines) > 0 {
			s.toggleAlike(s.lines[s.grid.Row].kind)
		}
	case "enter":
		return s.next()
	default:
		s.grid.Key(key)
	}
	return nil
}

func (s *compareStep) toggle(l *line) tea.Cmd {
	if why := s.whyNot(l.kind); why != "" {
		return kit.Say(why)
	}
	l.turn()
	return nil
}

// toggleAlike turns all lines of a kind on, or off when all are. People who may be known are
// decided one by one.
func (s *compareStep) toggleAlike(k kind) {
	if k == likely || s.whyNot(k) != "" {
		return
	}
	on := slices.ContainsFunc(s.lines, func(l line) bool { return l.kind == k && l.answer == 0 })
	for i := range s.lines {
		if s.lines[i].kind == k {
			s.lines[i].answer = map[bool]int{true: 1}[on]
		}
	}
}

// whyNot says why lines of a kind can't be turned on, "" where they can.
func (s *compareStep) whyNot(k kind) string {
	if k == unlisted && s.i.leaveDay() < 2 {
		return "the training has not begun: on the roster, nobody has left it yet"
	}
	return ""
}

// leaveDay is the first day that somebody who is no longer coming does not attend.
func (i *importer) leaveDay() int {
	day, _ := room.NearestDay(&i.r.Cohort.Cohort, i.r.Today)
	return day
}

func (s *compareStep) next() tea.Cmd {
	switch {
	case s.fault != "":
		return kit.Warn(s.fault)
	case !s.ready:
		return kit.Say("the book is still being read")
	}
	o := decide(s.lines)
	if o.empty() {
		if o.undecided > 0 {
			return kit.Say("say for each who may be known: space turns between the same person and another")
		}
		s.i.done = true
		return kit.Say("nothing to import: " + s.found)
	}
	return s.i.push(newConfirmStep(s.i, s, o))
}

// heading counts what the comparison found.
func (s *compareStep) heading() string {
	n := map[kind]int{}
	for _, l := range s.lines {
		n[l.kind]++
	}
	var parts []string
	for k := likely; k <= unlisted; k++ {
		if n[k] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n[k], k))
		}
	}
	if s.same > 0 {
		parts = append(parts, fmt.Sprintf("%d as in the book", s.same))
	}
	return strings.Join(parts, ", ")
}

func (s *compareStep) cell(row, col int) kit.Cell {
	t, l := s.i.r.Theme, &s.lines[row]
	switch col {
	case 0:
		return kit.Cell{Text: l.sign(), Style: t.Strong}
	case 1:
		return kit.Cell{Text: l.kind.String(), Style: t.Faint}
	case 2:
		return kit.Cell{Text: l.who(), Style: t.Text}
	}
	return kit.Cell{Text: l.says(s.i.leaveDay(), s.i.r.Curtain), Style: t.Text}
}

func (s *compareStep) view(w, h int) kit.Frame {
	t := s.i.r.Theme
	head := []string{t.Title.Render(t.Cut(s.file+" and the book", w))}
	for _, words := range t.Wrap(s.found, w) {
		head = append(head, t.Faint.Render(words))
	}
	head = append(head, "")
	foot := []string{""}
	if row := s.grid.Row; row < len(s.lines) {
		l := &s.lines[row]
		for _, words := range t.Wrap(l.who()+": "+l.says(s.i.leaveDay(), s.i.r.Curtain), w) {
			foot = append(foot, t.Text.Render(words))
		}
		foot = foot[:min(len(foot), 4)]
	}
	f := s.grid.View(w, max(1, h-len(head)-4))
	lines := append(head, f.Lines...)
	for len(lines) < h-4 {
		lines = append(lines, "")
	}
	lines = append(lines, foot...)
	return kit.Frame{Lines: lines[:min(len(lines), h)], Cursor: kit.Point{X: f.Cursor.X, Y: f.Cursor.Y + len(head)}}
}

func (s *compareStep) keys() []kit.Binding {
	keys := []kit.Binding{tells("enter", "go on", "Says what will be done, before it is.", 1)}
	if len(s.lines) == 0 {
		return keys
	}
	name := "yes or no"
	if s.lines[min(s.grid.Row, len(s.lines)-1)].kind == likely {
		name = "who it is"
	}
	return append(keys, tells("space", name, "Turns the line on or off; of somebody who may be known, goes between the same person and another.", 2),
		tells("a", "all of this kind", "Turns all lines of this kind on, or off.", 3))
}
