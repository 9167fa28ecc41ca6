package kit

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
)

// Align is where a cell's text stands in its column.
type Align uint8

// The alignments.
const (
	Left Align = iota
	Right
	Center
)

// Column is one column of a grid. It is between Min and Max cells wide (Min 0: as its title; Max 0:
// no limit); room left over goes to columns by their Flex.
type Column struct {
	Title          string
	Min, Max, Flex int
	Align          Align
}

// Cell is what a grid draws at a row and a column: plain text and its style.
type Cell struct {
	Text  string
	Style lipgloss.Style
}

// Grid is a table with a focus. It asks for the cells that are visible and no others, so that it
// costs the same for 25 rows and for 5,000.
type Grid struct {
	Theme    *Theme
	Columns  []Column
	Frozen   int // the first columns that stay when the others scroll sideways
	Rows     int
	Cell     func(row, col int) Cell
	Row, Col int    // the focus; View and the moves keep it inside the grid
	ByCell   bool   // the focus is one cell; else the whole row
	Empty    string // said when there are no rows
	NoHeader bool

	top, left int // first visible row; first visible column after the frozen ones
	page      int // rows of the last View
	hidden    bool
	slots     []slot // columns of the last View
}

// slot is where a visible column stands.
type slot struct{ col, x, w int }

// context is how many rows stay visible beyond the focus.
const context = 2

// Key moves the focus: arrows, j and k, PgUp, PgDn, Home, End; left and right only where a cell is
// the focus or columns are hidden. false: the key is not for the grid.
func (g *Grid) Key(key tea.KeyPressMsg) bool {
	switch key.String() {
	case "up", "k":
		g.Move(-1, 0)
	case "down", "j":
		g.Move(1, 0)
	case "pgup":
		g.Move(-max(g.page-1, 1), 0)
	case "pgdown":
		g.Move(max(g.page-1, 1), 0)
	case "home":
		g.Row = 0
	case "end":
		g.Row = max(g.Rows-1, 0)
	case "left":
		return g.sideways(-1)
	case "right":
		return g.sideways(1)
	default:
		return false
	}
	return true
}

func (g *Grid) sideways(by int) bool {
	switch {
	case g.ByCell:
		g.Move(0, by)
	case g.hidden:
		g.left += by
	default:
		return false
	}
	return true
}

// Move moves the focus by rows and columns and stops at the edges.
func (g *Grid) Move(rows, cols int) {
	g.Row += rows
	g.Col += cols
	g.hold()
}

func (g *Grid) hold() {
	g.Row = max(0, min(g.Row, g.Rows-1))
	g.Col = max(0, min(g.Col, len(g.Columns)-1))
}

// MoveKeys are the moving keys for a screen's table: not in the footer, only on the page of keys.
func (g *Grid) MoveKeys() []Binding {
	move := func(about string, f func(), keys ...string) Binding {
		return Binding{Keys: keys, Name: "move", About: about, Hidden: true, Do: func() tea.Cmd { f(); return nil }}
	}
	keys := []Binding{
		move("The row above.", func() { g.Move(-1, 0) }, "up", "k"),
		move("The row below.", func() { g.Move(1, 0) }, "down", "j"),
		move("A page up.", func() { g.Move(-max(g.page-1, 1), 0) }, "pgup"),
		move("A page down.", func() { g.Move(max(g.page-1, 1), 0) }, "pgdown"),
		move("The first row.", func() { g.Row = 0 }, "home"),
		move("The last row.", func() { g.Row = max(g.Rows-1, 0) }, "end"),
	}
	left, right := "Columns hidden on the left.", "Columns hidden on the right."
	if g.ByCell {
		left, right = "The cell on the left.", "The cell on the right."
	}
	return append(keys,
		move(left, func() { g.sideways(-1) }, "left"),
		move(right, func() { g.sideways(1) }, "right"))
}

// Visible is the range of rows that the last View drew: from first up to, not including, end.
func (g *Grid) Visible() (first, end int) { return g.top, min(g.top+g.page, g.Rows) }

// View draws the header and the rows around the focus. The cursor stands on the focused row, or on
// the focused cell.
func (g *Grid) View(w, h int) Frame {
	if w < 1 || h < 1 {
		return Frame{}
	}
	g.hold()
	g.lay(w)
	f := Frame{Lines: make([]string, 0, h)}
	head := 0
	if !g.NoHeader && h > 1 {
		f.Lines = append(f.Lines, g.header(w))
		head = 1
	}
	if g.Rows == 0 {
		for _, line := range g.Theme.Wrap(g.Empty, w) {
			f.Lines = append(f.Lines, g.Theme.Faint.Render(line))
		}
		f.Cursor.Y = head
		return g.Theme.clip(f, w, h)
	}
	g.scroll(h - head)
	var b strings.Builder
	for row := g.top; row < min(g.top+g.page, g.Rows); row++ {
		b.Reset()
		x := g.line(&b, row)
		if row == g.Row {
			f.Cursor = Point{X: x, Y: len(f.Lines)}
		}
		f.Lines = append(f.Lines, b.String())
	}
	return g.Theme.clip(f, w, h)
}

// scroll moves the window as little as it must for the focus and its context to be inside.
func (g *Grid) scroll(page int) {
	g.page = max(page, 1)
	around := min(context, (g.page-1)/2)
	g.top = min(g.top, g.Row-around)
	g.top = max(g.top, g.Row+around-g.page+1)
	g.top = max(0, min(g.top, g.Rows-g.page))
}

// line draws a row and returns the cell where its focus begins.
func (g *Grid) line(b *strings.Builder, row int) (x int) {
	t := g.Theme
	focused := row == g.Row
	for i, s := range g.slots {
		if i > 0 {
			gap := " "
			if focused {
				gap = t.FocusRow.Render(gap)
			}
			b.WriteString(gap)
		}
		cell := g.Cell(row, s.col)
		fitted, lead := t.align(cell.Text, s.w, g.Columns[s.col].Align)
		switch {
		case focused && g.ByCell && s.col == g.Col:
			b.WriteString(ink(t.Focus, fitted))
			x = s.x + lead
		case focused:
			b.WriteString(t.FocusRow.over(cell.Style).Render(fitted))
		default:
			b.WriteString(ink(cell.Style, fitted))
		}
	}
	return x
}

// align fits text into a column and says how many blanks stand before it.
func (t *Theme) align(text string, w int, a Align) (fitted string, lead int) {
	if a == Left {
		return t.Fit(text, w), 0
	}
	text, n := t.cut(text, w)
	lead = w - n
	if a == Center {
		lead /= 2
	}
	if n == 0 {
		return spaces(w), 0
	}
	return spaces(lead) + text + spaces(w-n-lead), lead
}

func (g *Grid) header(w int) string {
	t := g.Theme
	var b strings.Builder
	for i, s := range g.slots {
		if i > 0 {
			b.WriteByte(' ')
		}
		title, _ := t.align(g.Columns[s.col].Title, s.w, g.Columns[s.col].Align)
		b.WriteString(title)
	}
	line := b.String()
	if n := len(g.slots); n > 0 && g.hidden { // signs at the edges where columns are hidden
		if g.slots[n-1].col < len(g.Columns)-1 {
			line = t.FitStyled(line, w-1) + ">"
		}
		for i, s := range g.slots {
			if i > 0 && g.slots[i-1].col < s.col-1 {
				line = t.slice(line, 0, s.x-1) + "<" + t.slice(line, s.x, w)
				break
			}
		}
	}
	return t.Title.Render(line)
}
