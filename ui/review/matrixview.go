package review

import (
	"strings"

	"rollbook/model"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// draw draws what is shown, a line on the cell and one on its person, the matrix, the totals and how
// full the room was.
func (m *matrix) draw(w, h int) kit.Frame {
	t := m.r.Theme
	if m.r.Cohort == nil || h < 1 {
		return kit.Frame{}
	}
	m.sync()
	m.lay(w)
	m.grid.Empty = m.empty()
	head := []string{t.Title.Render(t.Cut(m.heading(w), w)), t.Text.Render(t.Cut(m.about(), w))}
	if !m.r.Curtain {
		head = append(head, m.because(w, h)...)
	}
	head = head[:min(len(head), max(0, h-4))]
	tail := m.tail(h - len(head))
	f := m.grid.View(w, max(1, h-len(head)-tail))
	lines := append(head, f.Lines...)
	if tail > 0 {
		for len(lines) < h-tail {
			lines = append(lines, "")
		}
		lines = append(lines, m.feet(w, tail)...)
	}
	return kit.Frame{Lines: lines[:min(len(lines), h)], Cursor: kit.Point{X: f.Cursor.X, Y: f.Cursor.Y + len(head)}}
}

// tail is how many lines stand under the matrix: the totals and the bars. Under blocks, which have no
// room for totals of their own, they share a line.
func (m *matrix) tail(h int) int {
	switch {
	case h < 6 || m.r.Curtain || len(m.rows) == 0 && m.only.what == all:
		return 0
	case h < 9 || m.by == byBlock && h < 24:
		return 1
	case m.by == byBlock:
		return pictureLines
	}
	return 2
}

// pictureLines is how high the bars under the blocks are, where there is room.
const pictureLines = 3

// feet are the lines under the matrix. A row below them takes the focus of that grid, and is not drawn.
func (m *matrix) feet(w, n int) []string {
	m.foot.Rows, m.foot.Row, m.foot.Col = n+1, n, m.grid.Col
	return m.foot.View(w, n+1).Lines[:n]
}

func (m *matrix) empty() string {
	if m.only.what == all || m.r.Curtain {
		return "nobody is on the roster yet"
	}
	if m.counting != nil {
		return "counting"
	}
	return "nobody is listed: " + m.only.words() + ". f lists everybody again."
}

// footCell is a total of the column above it, or a part of its bar.
func (m *matrix) footCell(row, col int) kit.Cell {
	t, c := m.r.Theme, m.columns[col]
	totals, bars := 0, m.foot.Rows-2 // the row of the totals, and how many of bars
	if m.by == byBlock {
		totals, bars = m.foot.Rows-2, m.foot.Rows-1
	}
	switch {
	case row == m.foot.Rows-1 || c.kind == rowColumn:
		return kit.Cell{}
	case m.counting != nil && c.kind == nameColumn && row == totals:
		return kit.Cell{Text: "counting", Style: t.Faint}
	case m.counting != nil:
		return kit.Cell{}
	case m.by == byBlock && (c.kind == blockColumn || c.kind == standingColumn):
		return m.barCell(row, bars, col)
	case row != totals:
		return m.barCell(row-1, bars, col)
	}
	return m.totalCell(col)
}

func (m *matrix) totalCell(col int) kit.Cell {
	t, c := m.r.Theme, m.columns[col]
	switch c.kind {
	case nameColumn:
		return kit.Cell{Text: "everybody", Style: t.Strong}
	case missedColumn:
		return minutesCell(t, m.tally.whole.missed, t.Strong)
	case makeUpColumn:
		return minutesCell(t, m.tally.toMakeUp, t.Strong)
	case unmarkedColumn:
		return minutesCell(t, m.tally.whole.unmarked, t.Strong)
	case dayColumn, topicColumn:
		if !m.tally.anyOver(c.blocks) {
			return kit.Cell{}
		}
		missed := m.tally.together(c.blocks).missed
		cell := minutesCell(t, missed, t.Strong)
		cell.Text = brief(missed, m.grid.Columns[col].Min)
		return cell
	}
	return kit.Cell{}
}

// barCell is a part of the bar that shows how full the room was in the column.
func (m *matrix) barCell(line, lines, col int) kit.Cell {
	t, c := m.r.Theme, m.columns[col]
	switch {
	case c.kind == nameColumn && m.by != byBlock:
		return kit.Cell{Text: "in the room", Style: t.Faint}
	case c.kind == standingColumn && line == lines-1:
		if share, marked := m.tally.whole.full(); marked {
			return kit.Cell{Text: map[bool]string{true: "room "}[m.by == byBlock] + percent(share), Style: t.Faint}
		}
	case c.kind.piece():
		share, marked := m.tally.together(c.blocks).full()
		if !marked {
			return kit.Cell{}
		}
		if c.kind == blockColumn {
			return kit.Cell{Text: standingBar(t, share, line, lines), Style: t.Present}
		}
		w := m.grid.Columns[col].Min
		return kit.Cell{Text: t.Fit(lyingBar(t, share, w), w), Style: t.Present}
	}
	return kit.Cell{}
}

// heading says what is shown: of which cohort, up to when, how it is listed, and how full the room was
// in the focused column.
func (m *matrix) heading(w int) string {
	said := []string{m.by.words()}
	if only, sort := m.chosen(); !m.r.Curtain {
		if words := only.words(); words != "" {
			said = append(said, words)
		}
		if sort != inRowOrder {
			said = append(said, sort.words())
		}
	}
	tail := upTo(m.r) + " · " + strings.Join(said, " · ")
	t := m.r.Theme
	line := t.Cut(m.r.Cohort.Name, max(w-t.Width(tail)-1, 12)) + " " + tail
	if full := m.roomWords(); full != "" && t.Width(line+full)+3 <= w {
		line += " · " + full
	}
	return line
}

// roomWords is how full the room was in the focused column: what the bar draws.
func (m *matrix) roomWords() string {
	c := m.aim()
	if m.r.Curtain || !c.kind.piece() || m.counting != nil {
		return ""
	}
	all := m.tally.together(c.blocks)
	share, marked := all.full()
	switch {
	case !marked:
		return ""
	case all.unmarked > 0:
		return "room " + percent(share) + " full, of what is marked"
	}
	return "room " + percent(share) + " full"
}

// upTo is until when is counted.
func upTo(r *room.Room) string {
	asOf := r.AsOf()
	until := "up to " + asOf.Date.Short()
	if asOf.Clock < 24*60 {
		until += ", " + asOf.Clock.Words(r.Twelve)
	}
	return until
}

// because is the standing of the person in the focus, why it is so, and what is open: on two lines
// where there is room, so that nothing moves when the focus does.
func (m *matrix) because(w, h int) []string {
	t, says := m.r.Theme, ""
	switch p := m.person(); {
	case p == nil:
	case len(p.Guest) > 0:
		says = "only makes something up here: outside all totals"
	default:
		says = whole(m.account(p))
	}
	lines := t.Wrap(says, w)
	if h < 20 {
		return []string{t.Faint.Render(t.Cut(strings.Join(lines, " "), w))}
	}
	lines = append(lines, "", "")
	return []string{t.Faint.Render(lines[0]), t.Faint.Render(t.Cut(strings.Join(lines[1:], " "), w))}
}

// whole is an account in a line.
func whole(a model.Account) string {
	line := a.Standing.Words()
	if a.Why != "" {
		line += ": " + a.Why
	}
	if len(a.Open) > 0 {
		line += " · open: " + strings.Join(a.Open, "; ")
	}
	return line
}
