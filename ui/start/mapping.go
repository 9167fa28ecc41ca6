package start

import (
	"fmt"
	"maps"
	"slices"

	tea "charm.land/bubbletea/v2"

	"rollbook/ui/intake"
	"rollbook/ui/kit"
)

// mapStep shows which column of the file is which field, and what is wrong with its rows.
type mapStep struct {
	i       *importer
	table   intake.Table
	mapping intake.Mapping
	preview [][]string
	grid    kit.Grid

	turn   int // of the mapping: an answer to an older one is dropped
	known  bool
	result intake.Result
	bad    int      // rows with a fault
	words  []string // sentences under the columns, the worst first
	top    int      // first of them in sight
	skip   bool     // rows that can't be read are left out
}

// previewRows are how many rows of the file are shown.
const previewRows = 3

// fieldWords are what the fields are called on the screen.
var fieldWords = map[intake.Field]string{
	intake.Name: "name", intake.First: "first name", intake.Last: "last name", intake.Say: "say it like",
	intake.Pronouns: "pronouns", intake.Certificate: "for certificate", intake.Email: "email",
	intake.Phone: "phone", intake.Worksite: "worksite",
}

const leftOut = "left out"

// peopleMsg brings what the rows yield under a mapping.
type peopleMsg struct {
	of     *mapStep
	turn   int
	result intake.Result
}

func newMapStep(i *importer, table intake.Table) *mapStep {
	s := &mapStep{i: i, table: table, preview: table.Preview(previewRows)}
	// Recognise fails only for columns that a person named, and nobody has.
	s.mapping, _ = intake.Recognise(table.Header, intake.Overrides{})
	s.grid = kit.Grid{Theme: i.r.Theme, Cell: s.cell, ByCell: true, Rows: 1 + len(s.preview)}
	s.columns()
	return s
}

func (s *mapStep) start() tea.Cmd {
	s.turn++
	s.known = false
	turn, table, mapping := s.turn, s.table, s.mapping
	mapping.Columns = maps.Clone(mapping.Columns)
	return func() tea.Msg { return peopleMsg{s, turn, intake.People(table, mapping)} }
}

// columns puts the fields over the columns.
func (s *mapStep) columns() {
	s.grid.Columns = make([]kit.Column, len(s.table.Header))
	for c := range s.grid.Columns {
		s.grid.Columns[c] = kit.Column{Title: s.fieldOf(c), Min: 15, Flex: 1, Max: 40}
	}
}

// fieldOf is what a column is, in words.
func (s *mapStep) fieldOf(column int) string {
	words := ""
	for _, f := range s.mapping.FieldsOf(column) {
		if words != "" {
			words += ", "
		}
		words += fieldWords[f]
	}
	if words == "" {
		return leftOut
	}
	return words
}

func (s *mapStep) cell(row, col int) kit.Cell {
	t := s.i.r.Theme
	fields := s.mapping.FieldsOf(col)
	if row == 0 {
		text := s.table.Header[col]
		if text == "" {
			text = "(no heading)"
		}
		return kit.Cell{Text: text, Style: t.Strong}
	}
	text := s.preview[row-1][col]
	if s.i.r.Curtain && text != "" && !shownBehindCurtain(fields) {
		text = "(hidden)"
	}
	if len(fields) == 0 {
		return kit.Cell{Text: text, Style: t.Faint}
	}
	return kit.Cell{Text: text, Style: t.Text}
}

// shownBehindCurtain says whether a column holds names, which the curtain leaves.
func shownBehindCurtain(fields []intake.Field) bool {
	return len(fields) > 0 && !slices.ContainsFunc(fields, func(f intake.Field) bool {
		return f != intake.Name && f != intake.First && f != intake.Last && f != intake.Say
	})
}

func (s *mapStep) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case peopleMsg:
		if msg.of == s && msg.turn == s.turn {
			s.result, s.bad, s.known = msg.result, faulty(msg.result.Faults), true
			s.sentences()
		}
	case tea.KeyPressMsg:
		switch msg.String() {
		case "left", "h":
			s.grid.Move(0, -1)
		case "right", "l":
			s.grid.Move(0, 1)
		case "up", "k":
			s.top = max(0, s.top-1)
		case "down", "j":
			s.top = min(s.top+1, max(0, len(s.words)-1))
		case "space", "f":
			return s.askField()
		case "s":
			if len(s.result.Faults) == 0 {
				return kit.Say("every row can be read: nothing to skip")
			}
			s.skip = !s.skip
		case "enter":
			return s.next()
		}
	}
	return nil
}

func (s *mapStep) next() tea.Cmd {
	switch {
	case s.mapping.Check() != nil:
		return kit.Warn("no column holds the names: go to the one that does and press space")
	case !s.known:
		return kit.Say("the rows are still being read")
	case len(s.result.Faults) > 0 && !s.skip:
		return kit.Warn(fmt.Sprintf("%s can't be read: mend the file, or press s to leave them out", count(s.bad, "row", "rows")))
	case len(s.result.People) == 0:
		return kit.Warn("no row of this file names a person")
	}
	return s.i.push(newCompareStep(s.i, s.table.File, s.result))
}

// faulty is how many rows have a fault.
func faulty(faults []intake.Fault) int {
	lines := map[int]bool{}
	for _, f := range faults {
		lines[f.Line] = true
	}
	return len(lines)
}

// sentences are the faults, then what was changed on the way in, then what is left out.
func (s *mapStep) sentences() {
	s.words, s.top = nil, 0
	for _, f := range s.result.Faults {
		s.words = append(s.words, kit.ConflictSign+" "+f.String())
	}
	s.words = append(s.words, s.table.Notes...)
	for _, w := range s.result.Warnings {
		s.words = append(s.words, w.String())
	}
	for _, l := range s.mapping.LeftOut(s.table) {
		s.words = append(s.words, l.Sentence())
	}
	if s.mapping.Check() != nil {
		s.words = []string{kit.ConflictSign + " no column holds the names: go to the one that does and press space"}
	}
}

// status says how many people there are, and what is in the way.
func (s *mapStep) status() (text string, bad bool) {
	if !s.known {
		return "reading the rows", false
	}
	text = count(len(s.result.People), "person", "people")
	switch n := s.bad; {
	case n > 0 && s.skip:
		text += ", " + count(n, "row", "rows") + " left out"
	case n > 0:
		return text + ", " + count(n, "row", "rows") + " can't be read: s leaves them out", true
	}
	return text, false
}

func (s *mapStep) view(w, h int) kit.Frame {
	t := s.i.r.Theme
	head := []string{
		t.Title.Render(t.Cut(s.table.File+": which column is what?", w)),
		t.Faint.Render(t.Cut("the first line says what Rollbook takes each column for", w)),
	}
	s.grid.Row = 0
	f := s.grid.View(w, min(s.grid.Rows+1, max(2, h-len(head)-3)))
	lines := append(head, f.Lines...)
	status, bad := s.status()
	style := t.Strong
	if bad {
		style, status = t.Bad, kit.ConflictSign+" "+status
	}
	lines = append(lines, "", style.Render(t.Cut(status, w)))
	for _, words := range s.words[min(s.top, len(s.words)):] {
		if len(lines) >= h {
			break
		}
		if s.i.r.Curtain {
			words = "(details are behind the curtain)"
		}
		for _, line := range t.Wrap(words, w) {
			lines = append(lines, t.Text.Render(line))
		}
		if s.i.r.Curtain {
			break
		}
	}
	return kit.Frame{Lines: lines[:min(len(lines), h)], Cursor: kit.Point{X: f.Cursor.X, Y: f.Cursor.Y + len(head)}}
}

func (s *mapStep) keys() []kit.Binding {
	keys := []kit.Binding{
		tells("enter", "go on", "Compares the people of the file with the book.", 1),
		tells("space", "change a column", "Says what the focused column is.", 2),
		tells("right", "next column", "Left and right go to another column.", 3),
	}
	if len(s.result.Faults) > 0 {
		name := "leave bad rows out"
		if s.skip {
			name = "keep bad rows"
		}
		keys = append(keys, tells("s", name, "Leaves out the rows that can't be read, or not.", 2))
	}
	if len(s.words) > 1 {
		keys = append(keys, tells("down", "more below", "Up and down read what is said of the file.", 4))
	}
	return keys
}
