package review

import (
	"fmt"
	"slices"
	"strconv"

	"charm.land/lipgloss/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
)

// cell is one of a person's: their row, name, standing, a day, a topic or a block, or a total.
func (m *matrix) cell(row, col int) kit.Cell {
	t := m.r.Theme
	p := m.r.Cohort.Person(m.rows[row])
	if p == nil {
		return kit.Cell{}
	}
	c := m.columns[col]
	switch c.kind {
	case rowColumn:
		return kit.Cell{Text: strconv.Itoa(p.Row), Style: t.Faint}
	case nameColumn:
		return kit.Cell{Text: p.Name, Style: t.Text}
	case blockColumn:
		return m.blockCell(p, m.latest().blocks[c.at], m.latest().over[c.at])
	}
	a := m.account(p)
	switch c.kind {
	case dayColumn:
		return m.dayCell(p, c, a.Days[c.at])
	case topicColumn:
		return m.topicCell(p, c, a.Topics[c.at])
	case standingColumn:
		return m.standingCell(a, m.grid.Columns[col].Min)
	}
	if a.Standing == "" { // a guest is outside all totals
		return kit.Cell{}
	}
	switch c.kind {
	case missedColumn:
		return minutesCell(t, a.Missed, t.Text)
	case makeUpColumn:
		return minutesCell(t, a.ToMakeUp, t.Strong)
	case leftColumn:
		return minutesCell(t, a.AllowanceLeft, t.Text)
	}
	return minutesCell(t, a.Unmarked, t.Text)
}

// standingCell is a standing in words, or in a sign with the minutes that matter to it: what is left
// of the allowance, or is to make up.
func (m *matrix) standingCell(a model.Account, w int) kit.Cell {
	c := standing(m.r.Theme, a.Standing, a.AllowanceLeft, a.ToMakeUp)
	if a.Standing != "" && w >= len(model.MustAttendMissed.Words()) {
		c.Text = a.Standing.Words()
	}
	return c
}

func standing(t *kit.Theme, s model.Standing, left, toMakeUp int) kit.Cell {
	switch s {
	case "":
		return kit.Cell{Text: "guest", Style: t.Faint}
	case model.OnCourse:
		return kit.Cell{Text: minutes(left) + " left", Style: t.Faint}
	case model.NearAllowance:
		return kit.Cell{Text: "near " + minutes(left), Style: t.Part}
	case model.OverAllowance:
		return kit.Cell{Text: "over " + minutes(toMakeUp), Style: t.Absent}
	}
	return kit.Cell{Text: "must " + minutes(toMakeUp), Style: t.Absent}
}

// dayCell is a day's shape, or its minutes missed where only a part was; with a sign where all that
// was missed is made up, and where people disagree.
func (m *matrix) dayCell(p *store.Person, c column, d model.DayAccount) kit.Cell {
	t, w := m.r.Theme, m.dayWidth(c)
	var cell kit.Cell
	switch d.State {
	case model.DayPresent:
		cell = m.shape(kit.Present)
	case model.DayPart:
		cell = m.partCell(d.Missed, w)
	case model.DayAbsent:
		cell = m.shape(kit.Absent)
	case model.DayUnmarked:
		cell = m.shape(kit.Unmarked)
	case model.DayNotEnrolled:
		if len(p.Guest) > 0 {
			return m.guestCell(p, c)
		}
		return m.notEnrolled()
	case model.DayCancelled:
		return kit.Cell{Text: "x", Style: t.Faint}
	default:
		return kit.Cell{}
	}
	return m.signed(p, c, cell, d.Missed, d.MadeUp, w)
}

// topicCell is the same of a topic.
func (m *matrix) topicCell(p *store.Person, c column, a model.TopicAccount) kit.Cell {
	w := leastTopic
	var cell kit.Cell
	switch covered := m.covers(p, c); {
	case len(p.Guest) > 0 && covered:
		return m.guestCell(p, c)
	case len(p.Guest) > 0:
		return kit.Cell{}
	case a.Scheduled == 0 && !covered:
		return m.notEnrolled()
	case a.Scheduled == 0:
		return kit.Cell{}
	case a.Missed == a.Scheduled:
		cell = m.shape(kit.Absent)
	case a.Missed > 0:
		cell = m.partCell(a.Missed, w)
	case a.Unmarked > 0:
		cell = m.shape(kit.Unmarked)
	default:
		cell = m.shape(kit.Present)
	}
	return m.signed(p, c, cell, a.Missed, a.MadeUp, w)
}

// blockCell is the mark of a block; where all that was missed of it is made up, the sign for that.
// The curtain leaves the mark.
func (m *matrix) blockCell(p *store.Person, b model.Block, over bool) kit.Cell {
	t := m.r.Theme
	if !p.Covers(b) {
		if len(p.Guest) > 0 {
			return kit.Cell{}
		}
		return kit.Cell{Text: map[bool]string{true: "x", false: "–"}[t.ASCII], Style: t.Faint}
	}
	cell := p.Cell(b.ID)
	mark := cell.Mark.In(b)
	switch {
	case cell.Disputed():
		return kit.Cell{Text: kit.ConflictSign, Style: t.Conflict}
	case mark.State == model.Unmarked && !over:
		return kit.Cell{}
	case !m.r.Curtain && mark.Missed(b) > 0 && len(p.Guest) == 0 && m.madeUpAll(p, b):
		return kit.Cell{Text: madeUpSign(t), Style: t.Present}
	}
	return m.shape(kit.State(mark.State))
}

// madeUpAll reports whether something was made up of a block, and nothing is left to make up.
func (m *matrix) madeUpAll(p *store.Person, b model.Block) bool {
	return slices.ContainsFunc(p.MakeUps, func(made store.MakeUp) bool { return made.Block == b.ID }) && m.r.Cohort.Owing(p, b.ID) == 0
}

// guestCell is what a guest came for, of a day or a topic.
func (m *matrix) guestCell(p *store.Person, c column) kit.Cell {
	for _, i := range c.blocks {
		if b := m.latest().blocks[i]; p.Covers(b) {
			return m.blockCell(p, b, m.latest().over[i])
		}
	}
	return kit.Cell{}
}

func (m *matrix) covers(p *store.Person, c column) bool {
	return slices.ContainsFunc(c.blocks, func(i int) bool { return p.Covers(m.latest().blocks[i]) })
}

// signed puts a sign behind a cell: of a disagreement, or that all that was missed is made up.
func (m *matrix) signed(p *store.Person, c column, cell kit.Cell, missed, madeUp, w int) kit.Cell {
	t := m.r.Theme
	disputed := slices.ContainsFunc(c.blocks, func(i int) bool { return p.Cell(m.latest().blocks[i].ID).Disputed() })
	switch sign := madeUpSign(t); {
	case disputed:
		return kit.Cell{Text: t.Cut(cell.Text, w-1) + kit.ConflictSign, Style: t.Conflict}
	case missed > 0 && madeUp == missed && !m.r.Curtain:
		if t.Width(cell.Text)+1 > w {
			cell.Text = brief(missed, w-1)
		}
		return kit.Cell{Text: cell.Text + sign, Style: t.Present}
	}
	return cell
}

// madeUpSign stands for what was missed and made up.
func madeUpSign(t *kit.Theme) string {
	if t.ASCII {
		return "v"
	}
	return "✓"
}

func (m *matrix) shape(s kit.State) kit.Cell {
	return kit.Cell{Text: m.r.Theme.Glyph(s), Style: m.r.Theme.Mark(s)}
}

// partCell is the minutes missed of what was attended in part; the curtain leaves its shape.
func (m *matrix) partCell(missed, w int) kit.Cell {
	if m.r.Curtain {
		return m.shape(kit.Part)
	}
	return kit.Cell{Text: brief(missed, w), Style: m.r.Theme.Part}
}

func (m *matrix) notEnrolled() kit.Cell {
	if m.r.Theme.ASCII {
		return kit.Cell{Text: "n/e", Style: m.r.Theme.Faint} // '-' is absent there
	}
	return kit.Cell{Text: "–", Style: m.r.Theme.Faint}
}

// dayWidth is how many cells the days have.
func (m *matrix) dayWidth(c column) int {
	for i := range m.columns {
		if m.columns[i].kind == c.kind {
			return m.grid.Columns[i].Min
		}
	}
	return len("3h20")
}

// minutesCell is a number of minutes; none is faint.
func minutesCell(t *kit.Theme, n int, style lipgloss.Style) kit.Cell {
	if n == 0 {
		return kit.Cell{Text: "0", Style: t.Faint}
	}
	return kit.Cell{Text: minutes(n), Style: style}
}

// minutes is short for a cell: '20', '3h', '3h20'; from ten hours on, whole hours and a + for more.
func minutes(n int) string {
	if n < 0 {
		return "-" + minutes(-n)
	}
	switch h, m := n/60, n%60; {
	case h == 0:
		return strconv.Itoa(m)
	case m == 0:
		return fmt.Sprintf("%dh", h)
	case h >= 10:
		return fmt.Sprintf("%dh+", h)
	default:
		return fmt.Sprintf("%dh%02d", h, m)
	}
}

// brief is minutes in w cells: whole hours and a + where the minutes don't fit.
func brief(n, w int) string {
	if text := minutes(n); len(text) <= w {
		return text
	}
	return fmt.Sprintf("%dh+", n/60)
}
