package kit

import (
	tea "charm.land/bubbletea/v2"
)

// maxArea is how much fits in a note, in bytes.
const maxArea = 64 << 10

// area is text of several lines, softly wrapped: what the editor and a form's longer fields are
// made of.
//
// Bubbles' textarea v2.2.1 is not it: it wraps by runes, so that 'x̂' may end a row with the x and
// begin the next with the accent; it puts the cursor behind "स्ते" in cell 2 where a terminal of mode
// 2027 drew one cell; and with each key it draws all of the note, 8 to 34 ms for 10,000 runes.
type area struct {
	text
	goal int // the cell that up and down aim for; -1: where the cursor is
	top  int // first row in sight
	page int // rows of the last view

	w       int // of the rows below
	measure int // Theme.measure of the rows below, so that a change of it wraps again
	of      string
	cached  []span
}

func (a *area) fill(s string) {
	a.limit, a.goal = maxArea, -1
	a.text.set(s)
}

func (a *area) wrapped(t *Theme) []span {
	if a.cached == nil || a.of != a.s || a.measure != int(t.measure) {
		// One cell stays free at the right for the cursor behind the last character.
		a.cached, a.of, a.measure = t.rows(a.s, a.w-1), a.s, int(t.measure)
	}
	return a.cached
}

// row is the row of the cursor. At a soft break that is the row below.
func (a *area) row(rows []span) int {
	lo, hi := 0, len(rows)-1
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if rows[mid].from <= a.at {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return lo
}

// update takes a key or a paste. atEdge says that up or down met the first or the last row.
func (a *area) update(t *Theme, msg tea.Msg) (changed, cut, atEdge bool) {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		before := a.s
		cut = a.insert(msg.Content)
		a.goal = -1
		return a.s != before, cut, false
	case tea.KeyPressMsg:
		switch msg.String() {
		case "up", "ctrl+p":
			return false, false, a.vertical(t, -1)
		case "down", "ctrl+n":
			return false, false, a.vertical(t, 1)
		case "pgup":
			a.vertical(t, -max(a.page-1, 1))
			return false, false, false
		case "pgdown":
			a.vertical(t, max(a.page-1, 1))
			return false, false, false
		}
		a.goal = -1
		switch msg.String() {
		case "enter", "shift+enter", "ctrl+j", "alt+enter":
			cut = a.insert("\n")
			return !cut, cut, false
		case "home":
			a.at = a.wrapped(t)[a.row(a.wrapped(t))].from
			return false, false, false
		case "end":
			a.at = a.rowEnd(t)
			return false, false, false
		case "ctrl+home":
			a.at = 0
			return false, false, false
		case "ctrl+end":
			a.at = len(a.s)
			return false, false, false
		}
		_, changed, cut = a.key(msg)
		return changed, cut, false
	}
	return false, false, false
}

// rowEnd is the last place on the cursor's row: before the blank at a soft break, for the place
// behind that blank is on the next row.
func (a *area) rowEnd(t *Theme) int {
	rows := a.wrapped(t)
	r := a.row(rows)
	if r == len(rows)-1 || a.s[rows[r].to] == '\n' {
		return rows[r].to
	}
	end := text{s: a.s, at: rows[r].to}
	return max(end.prev(), rows[r].from)
}

// vertical moves by rows. It returns true when there is no row to go to.
func (a *area) vertical(t *Theme, by int) (atEdge bool) {
	rows := a.wrapped(t)
	r := a.row(rows)
	if a.goal < 0 {
		a.goal = t.Width(a.s[rows[r].from:a.at])
	}
	to := max(0, min(r+by, len(rows)-1))
	if to == r {
		return true
	}
	at, x := rows[to].from, 0
	for at < rows[to].to && x < a.goal {
		n, cw := t.cluster(a.s[at:])
		if at+n >= rows[to].to && to < len(rows)-1 && a.s[rows[to].to] != '\n' {
			break // the place after the last character belongs to the next row
		}
		at, x = at+n, x+cw
	}
	a.at = at
	return false
}

// view draws h rows of w cells around the cursor, and where the cursor is.
func (a *area) view(t *Theme, w, h int) (lines []string, cur Point) {
	w, a.page = max(w, 1), max(h, 1)
	if w != a.w {
		a.w, a.cached = w, nil
	}
	rows := a.wrapped(t)
	r := a.row(rows)
	a.top = max(r-a.page+1, min(a.top, r, len(rows)-a.page), 0)
	for i := a.top; i < min(a.top+a.page, len(rows)); i++ {
		shown, _ := t.part(a.s[rows[i].from:rows[i].to], w)
		lines = append(lines, shown)
	}
	return lines, Point{X: min(t.Width(a.s[rows[r].from:a.at]), w-1), Y: r - a.top}
}
