package today

import (
	"strconv"
	"strings"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
)

// Columns of the grid before those of the blocks.
const (
	rowColumn  = 0
	nameColumn = 1
	firstBlock = 2
)

// columns lays the grid out for w cells: row number, name, one column a block, and the words.
func (s *Screen) columns(w int) {
	t, r := s.r.Theme, s.r
	digits := 2
	if r.Cohort != nil {
		digits = s.list.Digits(r.Cohort)
	}
	target, whole := r.Target()
	long := len(s.list.blocks)*6 <= w*2/5
	blocks := s.grid.Columns[:0]
	blocks = append(blocks, kit.Column{Min: digits, Align: kit.Right}, kit.Column{Title: "name"})
	room := w - digits - 2
	for i, b := range s.list.blocks {
		title := strconv.Itoa(i + 1)
		if long {
			title = Hour(b.Start, r.Twelve)
		}
		if !whole && b.ID == target.ID {
			title = "[" + title + "]"
		}
		c := kit.Column{Title: title, Min: max(t.Width(title), 2), Align: kit.Center}
		room -= c.Min + 1
		blocks = append(blocks, c)
	}
	name := max(14, min(room*9/20, 34))
	blocks[nameColumn].Min, blocks[nameColumn].Max = name, name
	s.grid.Columns = append(blocks, kit.Column{Title: "known", Min: min(12, max(room-name, 5)), Flex: 1})
	s.grid.Empty = s.empty()
	s.name = name
}

// Hour is a start in a column's title: without am or pm, which the row of titles makes plain.
func Hour(c model.Clock, twelve bool) string {
	hour, _, _ := strings.Cut(c.Words(twelve), " ")
	return hour
}

func (s *Screen) empty() string {
	r := s.r
	switch d := r.DayNow(); {
	case r.Cohort == nil:
		return "Open a cohort with ctrl+o, or make one with ctrl+n."
	case len(r.Cohort.People) == 0:
		return "Nobody is on the roster yet: + adds a person, ctrl+e takes a roster file, ctrl+a takes names one a line."
	case d.Cancelled:
		return "Marks made on this day are kept, and come back with it."
	case len(s.list.blocks) == 0:
		return "This day has no blocks: b adds one."
	}
	return "Nobody is enrolled for this day."
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
	p := s.person(l.Person)
	switch {
	case p == nil:
		return kit.Cell{Style: t.Text}
	case col == rowColumn:
		return kit.Cell{Text: strconv.Itoa(p.Row), Style: t.Faint}
	case col == nameColumn:
		return kit.Cell{Text: s.called(p), Style: t.Text}
	case col-firstBlock < len(s.list.blocks):
		return s.glyph(p, s.list.blocks[col-firstBlock], s.grid.Columns[col].Min)
	}
	words, bad := s.known(p)
	if bad {
		return kit.Cell{Text: words, Style: t.Conflict}
	}
	return kit.Cell{Text: words, Style: t.Text}
}

// called is the name with how to say it and the pronouns, as far as all of that fits.
func (s *Screen) called(p *store.Person) string {
	t := s.r.Theme
	for _, text := range []string{calledBy(p, !s.r.Curtain), calledBy(p, false)} {
		if t.Width(text) <= s.name {
			return text
		}
	}
	return p.Name
}

// glyph is the shape of a mark in w cells; where people disagree, a sign stands behind it, and the shape
// where the others stand.
func (s *Screen) glyph(p *store.Person, b model.Block, w int) kit.Cell {
	t := s.r.Theme
	if !p.Covers(b) {
		return kit.Cell{Style: t.Faint}
	}
	state, disputed := model.Unmarked, false
	if cell := p.Marks[b.ID]; cell != nil {
		state, disputed = cell.Mark.In(b).State, len(cell.Conflict) > 0
	}
	if disputed {
		return kit.Cell{Text: strings.Repeat(" ", w%2) + t.Glyph(kit.State(state)) + kit.ConflictSign, Style: t.Conflict}
	}
	return kit.Cell{Text: t.Glyph(kit.State(state)), Style: t.Mark(kit.State(state))}
}

// known says what the shapes don't, of the blocks that keys act on; bad: something needs an answer.
func (s *Screen) known(p *store.Person) (words string, bad bool) {
	r := s.r
	var says []string
	told, remark, moved, waiting := false, false, false, false
	target := s.list.target()
	for _, b := range target {
		cell := p.Marks[b.ID]
		if cell == nil || !p.Covers(b) {
			continue
		}
		if len(cell.Conflict) > 0 && !bad {
			bad = true
			says = append(says, kit.ConflictSign+" two sides: v")
		}
		if _, failed := r.Unwritten(cell.Gesture); failed {
			bad = true
			says = append(says, kit.ConflictSign+" NOT SAVED")
		}
		told, remark = told || cell.Told, remark || cell.Remark != ""
		moved, waiting = moved || cell.Moved, waiting || cell.Waiting
	}
	if words := timesWords(p, target, r.Twelve); words != "" {
		says = append(says, words)
	}
	if r.Curtain {
		return strings.Join(says, " · "), bad
	}
	for _, more := range []string{toMakeUp(r, p, target), r.LacksRequired(p)} {
		if more != "" {
			says = append(says, more)
		}
	}
	for _, k := range []struct {
		so   bool
		says string
	}{{told, "told us ahead"}, {remark, "remark"}, {moved, "block's hours changed since"},
		{waiting, "more is to arrive"}, {p.WalkIn && p.From == r.Day, "walked in"}} {
		if k.so {
			says = append(says, k.says)
		}
	}
	return strings.Join(says, " · "), bad
}

// timesWords are the times of a person's marks: of the blocks that are part, else of the absent ones.
func timesWords(p *store.Person, blocks []model.Block, twelve bool) string {
	var part, absent []string
	for _, b := range blocks {
		cell := p.Marks[b.ID]
		if cell == nil || !p.Covers(b) {
			continue
		}
		words := model.Describe(cell.Mark, b, twelve)
		if said, ok := strings.CutPrefix(words, "part: "); ok {
			part = append(part, said)
		} else if said, ok := strings.CutPrefix(words, "absent ("); ok {
			absent = append(absent, strings.TrimSuffix(said, ")"))
		}
	}
	if len(part) == 0 {
		part = absent[:min(len(absent), 1)]
	}
	return strings.Join(part, "; ")
}
