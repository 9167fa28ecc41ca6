package kit

import (
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
)

// Sheet is text in parts, one under another, some of which can have the focus. What doesn't fit scrolls
// with the focus. It is for pages of a few dozen lines: all of them are laid out at each View.
type Sheet struct {
	Theme *Theme
	At    int // the focused one of the parts that stop; kept inside them by View and Move
	parts []Piece
	stops []int // indexes of the parts that can have the focus
	top   int   // first line in sight
}

// Piece is one piece of a Sheet.
type Piece struct {
	Text   string
	Right  string // faint, at the right end of the first line, or under it where there is no room
	Style  lipgloss.Style
	Indent int  // cells before the text, beside the two that the focus needs
	Stops  bool // it can have the focus
}

// Set puts other parts on the sheet; the focus stays where it was, as far as it can.
func (s *Sheet) Set(parts []Piece) {
	s.parts, s.stops = parts, s.stops[:0]
	for i, p := range parts {
		if p.Stops {
			s.stops = append(s.stops, i)
		}
	}
	s.At = max(0, min(s.At, len(s.stops)-1))
}

// Move moves the focus by some parts.
func (s *Sheet) Move(by int) { s.At = max(0, min(s.At+by, len(s.stops)-1)) }

// MoveKeys are the keys that move the focus.
func (s *Sheet) MoveKeys() []Binding {
	move := func(about string, by int, keys ...string) Binding {
		return Binding{Keys: keys, Name: "move", About: about, Hidden: true, Do: func() tea.Cmd { s.Move(by); return nil }}
	}
	return []Binding{
		move("The line above.", -1, "up", "k"), move("The line below.", 1, "down", "j"),
		move("Some lines up.", -8, "pgup"), move("Some lines down.", 8, "pgdown"),
		move("The first line.", -1<<20, "home"), move("The last line.", 1<<20, "end"),
	}
}

// View draws the parts around the focus, where the cursor stands.
func (s *Sheet) View(w, h int) Frame {
	if w < 1 || h < 1 {
		return Frame{}
	}
	var lines []string
	first, last, focused := 0, 0, -1
	if s.At < len(s.stops) {
		focused = s.stops[s.At]
	}
	for i, p := range s.parts {
		if i == focused {
			first = len(lines)
		}
		lines = append(lines, s.draw(p, i == focused, w)...)
		if i == focused {
			last = len(lines) - 1
		}
	}
	if s.At == 0 {
		s.top = 0 // what stands over the first is seen again
	}
	if s.At == len(s.stops)-1 {
		last = len(lines) - 1 // and what stands under the last
	}
	s.top = max(s.top, last-h+1)
	s.top = max(0, min(s.top, first, len(lines)-h))
	f := Frame{Lines: lines[s.top:min(s.top+h, len(lines))], Cursor: Point{Y: max(0, first-s.top)}}
	return s.Theme.clip(f, w, h)
}

func (s *Sheet) draw(p Piece, focused bool, w int) []string {
	t := s.Theme
	indent := min(2+p.Indent, max(w-10, 0))
	room := max(w-indent, 1)
	beside := p.Right != "" && t.Width(p.Text)+2+t.Width(p.Right) <= room
	var lines []string
	for i, text := range t.Wrap(p.Text, room) {
		lead := spaces(indent)
		style := p.Style
		if focused {
			style = style.Bold(true)
			if i == 0 && indent >= 2 {
				lead = spaces(indent-2) + t.Strong.Render(">") + " "
			}
		}
		line := lead + style.Render(text)
		if i == 0 && beside {
			line += spaces(room-t.Width(text)-t.Width(p.Right)) + t.Faint.Render(p.Right)
		}
		lines = append(lines, line)
	}
	if p.Right != "" && !beside {
		for _, text := range t.Wrap(p.Right, room) {
			lines = append(lines, spaces(indent)+t.Faint.Render(text))
		}
	}
	return lines
}
