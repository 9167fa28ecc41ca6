package topics

import (
	"fmt"
	"strconv"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/today"
)

// focused is who has the focus, zero for nobody.
func (s *Screen) focused() model.ID { return s.list.Who(s.grid.Row) }

// View draws the header, two lines of titles, the grid with the cursor on the focused cell, the
// totals of each block, and what is known of that cell.
func (s *Screen) View(w, h int) kit.Frame {
	s.w = w
	s.sync()
	t := s.r.Theme
	lines := []string{s.header(w)}
	if s.r.Cohort == nil || len(s.blocks) == 0 {
		return kit.Frame{Lines: append(lines, t.Wrap(s.empty(), w)...), Cursor: kit.Point{Y: 1}}
	}
	s.columns(w)
	foot := s.foot(w)
	if h < 12 {
		foot = foot[:1]
	}
	around := 4 // header, two lines of titles, totals
	if h < 8 {
		around, foot = 2, nil
	}
	f := s.grid.View(w, h-around-len(foot))
	if around == 4 {
		lines = append(lines, s.titled(w, s.starts()), s.titled(w, s.topics()))
	} else {
		lines = append(lines, s.titled(w, s.starts()))
	}
	f.Cursor.Y += len(lines)
	f.Lines = append(lines, f.Lines...)
	if around == 4 {
		f.Lines = append(f.Lines, s.titled(w, s.totals()))
	}
	for len(f.Lines) < h-len(foot) {
		f.Lines = append(f.Lines, "")
	}
	f.Lines = append(f.Lines, foot...)
	return f
}

// header says which day or topic this is, and what keys act on.
func (s *Screen) header(w int) string {
	t, r := s.r.Theme, s.r
	if r.Cohort == nil {
		return t.Title.Render(t.Cut("no cohort is open: ctrl+o lists them", w))
	}
	d := r.DayNow()
	what := fmt.Sprintf("Day %d of %d · %s", d.Number, len(r.Cohort.Days), d.Date.Words())
	if s.topic != "" {
		what = t.Cut(s.topic, max(w/2, 10)) + " · all days"
	}
	if r.Whole {
		what += " · marks go to the whole day"
	}
	if r.Paper {
		what += " · marks are from paper"
	}
	return t.Title.Render(t.Cut(t.Cut(r.Cohort.Name, max(w-t.Width(what)-3, 8))+" · "+what, w))
}

func (s *Screen) empty() string {
	if why := s.whyNoBlock(); why != "" {
		return why
	}
	return ""
}

// How wide a block's column is at the least: so that the totals of 99 people fit, with blanks
// between them or without.
const (
	roomy  = 13
	narrow = 10
)

// columns lays the grid out for w cells; the blocks of a usual day fit in 60.
func (s *Screen) columns(w int) {
	digits := 2
	if s.r.Cohort != nil {
		digits = s.list.Digits(s.r.Cohort)
	}
	name := min(24, max(12, w/5))
	s.least = roomy
	if n := len(s.blocks); n > 0 {
		s.least = max(narrow, min(roomy, (w-digits-1-name)/n-1))
	}
	s.grid.Columns = append(s.grid.Columns[:0],
		kit.Column{Min: digits, Align: kit.Right}, kit.Column{Min: name, Max: 24, Flex: 1})
	for range s.blocks {
		s.grid.Columns = append(s.grid.Columns, kit.Column{Min: s.least, Flex: 1})
	}
	s.grid.Empty = "Nobody is enrolled for this."
}

// titled is a line of titles over, or totals under, the columns of the grid as it was drawn last.
func (s *Screen) titled(w int, titles []string) string {
	g := s.grid
	g.NoHeader, g.Rows, g.Empty = false, 0, ""
	g.Columns = append([]kit.Column(nil), g.Columns...)
	for i, title := range titles {
		g.Columns[firstBlock+i].Title = title
	}
	return g.View(w, 2).Lines[0]
}

// starts are the first line of titles: when the blocks begin, and on which day.
func (s *Screen) starts() []string {
	r := s.r
	target, whole := r.Target()
	titles := make([]string, len(s.blocks))
	for i, b := range s.blocks {
		titles[i] = b.Start.Words(r.Twelve)
		if s.topic != "" {
			titles[i] = fmt.Sprintf("day %d %s", b.Day, titles[i])
		}
		if !whole && b.ID == target.ID {
			titles[i] = "[" + titles[i] + "]"
		}
	}
	return titles
}

// topics are the second line: what the blocks are on, or their dates where that is the same.
func (s *Screen) topics() []string {
	titles := make([]string, len(s.blocks))
	for i, b := range s.blocks {
		if titles[i] = b.Topic; s.topic != "" {
			d, _ := s.r.Cohort.Day(b.Day)
			titles[i] = d.Date.Short()
		}
	}
	return titles
}

// totals are how many are present, part, absent and not marked in each block.
func (s *Screen) totals() []string {
	t, gap := s.r.Theme, " "
	if s.least < roomy {
		gap = ""
	}
	titles := make([]string, len(s.blocks))
	for i, n := range s.tally.Counts {
		for _, state := range []model.State{model.Present, model.Part, model.Absent, model.Unmarked} {
			if n[state] > 0 {
				titles[i] += strconv.Itoa(n[state]) + t.Glyph(kit.State(state)) + gap
			}
		}
	}
	return titles
}

// cell is one cell of the grid.
func (s *Screen) cell(row, col int) kit.Cell {
	t := s.r.Theme
	l := s.list.Lines[row]
	if l.Heading != "" {
		if col == nameColumn {
			return kit.Cell{Text: l.HeadingFor(s.r), Style: t.Title}
		}
		return kit.Cell{Style: t.Text}
	}
	p := s.r.Cohort.Person(l.Person)
	switch {
	case p == nil:
		return kit.Cell{Style: t.Text}
	case col == rowColumn:
		return kit.Cell{Text: strconv.Itoa(p.Row), Style: t.Faint}
	case col == nameColumn:
		return kit.Cell{Text: p.Name, Style: t.Text}
	}
	return s.mark(p, s.blocks[col-firstBlock])
}

// mark is a mark in a cell: its shape, and in a word what the shape doesn't say.
func (s *Screen) mark(p *store.Person, b model.Block) kit.Cell {
	t, r := s.r.Theme, s.r
	if !p.Covers(b) {
		return kit.Cell{Style: t.Faint}
	}
	cell := p.Cell(b.ID)
	m := cell.Mark.In(b)
	state := kit.State(m.State)
	text := t.Glyph(state)
	style := t.Mark(state)
	if len(cell.Conflict) > 0 {
		text, style = text+" "+kit.ConflictSign, t.Conflict
	}
	if _, failed := r.Unwritten(cell.Gesture); failed {
		return kit.Cell{Text: text + " " + kit.ConflictSign + "NOT SAVED", Style: t.Conflict}
	}
	if detail := short(m, b, r.Twelve); detail != "" {
		text += " " + detail
	}
	if cell.Told && !r.Curtain {
		text += " told"
	}
	if cell.Remark != "" && !r.Curtain {
		text += " *"
	}
	return kit.Cell{Text: text, Style: style}
}

// short is what a part mark says in a cell: when the person came or left, else how much is missed.
func short(m model.Mark, b model.Block, twelve bool) string {
	switch {
	case m.State != model.Part:
		return ""
	case m.Arrived > b.Start && m.Left == model.NoClock && len(m.Out) == 0:
		return today.Hour(m.Arrived, twelve)
	case m.Left != model.NoClock && m.Left < b.End && m.Arrived <= b.Start && len(m.Out) == 0:
		return "to " + today.Hour(m.Left, twelve)
	}
	return strconv.Itoa(m.Missed(b)) + "m"
}

// foot is what is known of the focused cell, or the row number that waits.
func (s *Screen) foot(w int) []string {
	t := s.r.Theme
	lines := []string{"", ""}
	copy(lines, today.Detail(s.r, s.marking(s.focused, nil).Aim(), w))
	if s.number.Waiting() != "" {
		lines[0] = s.number.Line(t, w)
	}
	return lines
}
