package review

import (
	"fmt"
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"

	"rollbook/model"
	"rollbook/ui/kit"
)

// dayWidth is what a day's cell needs: '3h20'.
const dayWidth = 4

// columns are the rows, the names, the days and what they come to. Where there is room the days
// have their dates beside the numbers. The curtain hides what they come to.
func (s *Screen) columns(w int) {
	c := s.r.Cohort
	cols := []kit.Column{{Title: "", Min: 3, Align: kit.Right}, {Title: "name", Min: 12, Flex: 1, Max: 40}}
	dated := w >= 3+1+16+1+len(c.Days)*(len("8 11 Mar")+1)+len("missed")+1+len("not marked")
	for _, d := range c.Days {
		col := kit.Column{Title: strconv.Itoa(d.Number), Min: dayWidth, Align: kit.Right}
		if dated {
			_, date, _ := strings.Cut(d.Date.Short(), " ")
			col.Title, col.Min = strings.TrimSpace(col.Title+" "+date), len("8 11 Mar")
		}
		cols = append(cols, col)
	}
	if !s.r.Curtain {
		cols = append(cols, kit.Column{Title: "missed", Min: 6, Align: kit.Right}, kit.Column{Title: "not marked", Min: 10, Align: kit.Right})
	}
	s.grid.Columns, s.foot.Columns = cols, cols
	s.grid.Rows = len(c.People)
	s.grid.Col = max(firstDay, min(s.grid.Col, len(cols)-1))
}

// cell is one of a person's: their row, name, a day, or what the days come to.
func (s *Screen) cell(row, col int) kit.Cell {
	t := s.r.Theme
	p := s.r.Cohort.People[row]
	switch col {
	case rowColumn:
		return kit.Cell{Text: strconv.Itoa(p.Row), Style: t.Faint}
	case nameColumn:
		return kit.Cell{Text: p.Name, Style: t.Text}
	}
	a := s.account(row)
	switch at := col - firstDay; {
	case at < len(a.Days):
		return s.dayCell(a.Days[at])
	case len(p.Guest) > 0: // outside all totals
		return kit.Cell{Text: "guest", Style: t.Faint}
	case at == len(a.Days):
		return s.sumCell(a.Missed, t.Text)
	}
	return s.sumCell(a.Unmarked, t.Text)
}

// dayCell is a day's shape, or its minutes missed where only a part was.
func (s *Screen) dayCell(d model.DayAccount) kit.Cell {
	t := s.r.Theme
	shape := func(state kit.State) kit.Cell { return kit.Cell{Text: t.Glyph(state), Style: t.Mark(state)} }
	switch d.State {
	case model.DayPresent:
		return shape(kit.Present)
	case model.DayPart:
		if s.r.Curtain {
			return shape(kit.Part)
		}
		return kit.Cell{Text: minutes(d.Missed), Style: t.Part}
	case model.DayAbsent:
		return shape(kit.Absent)
	case model.DayUnmarked:
		return shape(kit.Unmarked)
	case model.DayNotEnrolled:
		if t.ASCII {
			return kit.Cell{Text: "n/e", Style: t.Faint} // '-' is absent there
		}
		return kit.Cell{Text: "–", Style: t.Faint}
	case model.DayCancelled:
		return kit.Cell{Text: "x", Style: t.Faint}
	}
	return kit.Cell{}
}

func (s *Screen) sumCell(n int, style lipgloss.Style) kit.Cell {
	if n == 0 {
		return kit.Cell{Text: "0", Style: s.r.Theme.Faint}
	}
	return kit.Cell{Text: minutes(n), Style: style}
}

// footCell is a total of the column above it.
func (s *Screen) footCell(row, col int) kit.Cell {
	t := s.r.Theme
	switch {
	case row > 0 || col == rowColumn:
		return kit.Cell{}
	case col == nameColumn && !s.sums.done():
		return kit.Cell{Text: "counting", Style: t.Faint}
	case col == nameColumn:
		return kit.Cell{Text: "everybody", Style: t.Strong}
	case !s.sums.done():
		return kit.Cell{}
	}
	switch at := col - firstDay; {
	case at < len(s.sums.days):
		if d := s.r.Cohort.Days[at]; d.Cancelled || !s.sums.ended[at] {
			return kit.Cell{}
		}
		return s.sumCell(s.sums.days[at], t.Strong)
	case at == len(s.sums.days):
		return s.sumCell(s.sums.missed, t.Strong)
	}
	return s.sumCell(s.sums.unmarked, t.Strong)
}

// minutes is short for a cell: '20', '3h', '3h20'; from ten hours on, whole hours and a + for more.
func minutes(n int) string {
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
