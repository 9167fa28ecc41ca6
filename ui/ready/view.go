package ready

import (
	"strings"

	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// View draws a line for each check, and under it what to do where it is open.
func (p *Page) View(w, h int) kit.Frame {
	t := p.r.Theme
	if w < 1 || h < 1 {
		return kit.Frame{}
	}
	l := kit.Listing{Theme: t, Head: []string{t.Title.Render(t.Cut(p.title(), w))}, Body: p.list}
	switch {
	case p.err != nil:
		l.Failed = "it could not be looked at: " + room.Sentence(p.err)
	case !p.loaded:
		l.Reading = "looking"
	default:
		l.Head = append(l.Head, "")
	}
	return l.View(w, h)
}

// list draws the checks around the focused one.
func (p *Page) list(w, h int) kit.Frame {
	p.at = max(0, min(p.at, len(p.checks)-1))
	var lines []string
	first, last := 0, 0
	for i, c := range p.checks {
		if i == p.at {
			first = len(lines)
		}
		lines = append(lines, p.draw(c, i == p.at, w)...)
		if i == p.at {
			last = len(lines) - 1
		}
	}
	p.top = max(p.top, last-h+1)
	p.top = max(0, min(p.top, first, len(lines)-h))
	return kit.Frame{Lines: lines[p.top:min(p.top+h, len(lines))], Cursor: kit.Point{Y: first - p.top}}
}

// column is where what was found begins.
const column = 24

// draw is one check: a sign, what is looked at, what was found and, where it is open, what to do.
func (p *Page) draw(c store.Check, focused bool, w int) []string {
	t := p.r.Theme
	sign, style := "✓", t.Good
	switch {
	case !c.OK:
		sign, style = kit.ConflictSign, t.Bad
	case t.ASCII:
		sign = "+"
	}
	lead := "  "
	if focused {
		lead = t.Strong.Render("> ")
	}
	lead += style.Render(sign) + " "
	indent := column
	if w < 2*column {
		indent = 6
	}
	var lines []string
	says := c.Says
	if p.r.Curtain && c.What == required {
		says = "hidden by the curtain"
	}
	for i, words := range t.Wrap(says, max(w-indent, 10)) {
		head := strings.Repeat(" ", indent)
		switch {
		case i == 0 && indent == column:
			head = lead + t.Strong.Render(t.Fit(c.What, column-5)) + " "
		case i == 0:
			lines = append(lines, t.FitStyled(lead+t.Strong.Render(c.What), w))
		}
		lines = append(lines, t.FitStyled(head+words, w))
	}
	if c.Do == "" {
		return lines
	}
	arrow := "→ "
	if t.ASCII {
		arrow = "> "
	}
	for i, words := range t.Wrap(c.Do, max(w-indent-2, 10)) {
		head := strings.Repeat(" ", indent+2)
		if i == 0 {
			head = strings.Repeat(" ", indent) + arrow
		}
		lines = append(lines, t.FitStyled(t.Faint.Render(head+words), w))
	}
	return lines
}
