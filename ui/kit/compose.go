package kit

// boxWidth is the widest that a box becomes, frame included.
const boxWidth = 76

// Compose draws the overlays over a screen of w by h. The first header lines and the last footer
// lines stay as they are; in a window too small for that the overlay gets all of it. The cursor is
// the top overlay's.
func (s *Stack) Compose(screen Frame, w, h, header, footer int) Frame {
	if w < 1 || h < 1 {
		return Frame{}
	}
	if len(s.over) == 0 {
		return s.Theme.clip(screen, w, h)
	}
	if h-header-footer < 3 {
		header, footer = 0, 0
	}
	f := screen
	f.Lines = make([]string, h)
	copy(f.Lines, screen.Lines)
	for _, l := range s.over {
		switch l.overlay.Place() {
		case AtPrompt:
			s.prompt(&f, l.overlay, w, h-header-footer, h-footer)
		case OnPage:
			s.page(&f, l.overlay, w, header, h-footer)
		default:
			s.box(&f, l.overlay, w, header, h-footer)
		}
	}
	return s.Theme.clip(f, w, h)
}

// prompt draws an overlay on the lines that end at bottom, at most room of them.
func (s *Stack) prompt(f *Frame, o Overlay, w, room, bottom int) {
	part := s.Theme.clip(o.View(w, min(room, 3)), w, room)
	y := bottom - len(part.Lines)
	copy(f.Lines[y:], part.Lines)
	s.cursor(f, part, 0, y)
}

func (s *Stack) page(f *Frame, o Overlay, w, from, to int) {
	part := s.Theme.clip(o.View(w, to-from), w, to-from)
	for y := from; y < to; y++ {
		f.Lines[y] = ""
	}
	copy(f.Lines[from:to], part.Lines)
	s.cursor(f, part, 0, from)
}

// box draws a framed overlay in the middle. What is beside it stays readable, to the cell.
func (s *Stack) box(f *Frame, o Overlay, w, from, to int) {
	t := s.Theme
	outer := min(w, boxWidth)
	inner, room := outer-4, to-from-2
	if inner < 10 || room < 2 { // no room for a frame
		s.page(f, o, w, from, to)
		return
	}
	part := t.clip(o.View(inner, room), inner, room)
	x, y := (w-outer)/2, from+(room-len(part.Lines))/2
	edges := [...]string{"╭", "─", "╮", "│", "╰", "╯"}
	if t.ASCII {
		edges = [...]string{"+", "-", "+", "|", "+", "+"}
	}
	rule := ""
	for range outer - 2 {
		rule += edges[1]
	}
	put := func(y int, line string) {
		base := t.FitStyled(f.Lines[y], w)
		f.Lines[y] = t.slice(base, 0, x) + line + t.slice(base, x+outer, w)
	}
	put(y, t.Border.Render(edges[0]+rule+edges[2]))
	side := t.Border.Render(edges[3])
	for i, line := range part.Lines {
		put(y+1+i, side+" "+t.FitStyled(line, inner)+" "+side)
	}
	put(y+1+len(part.Lines), t.Border.Render(edges[4]+rule+edges[5]))
	s.cursor(f, part, x+2, y+1)
}

func (s *Stack) cursor(f *Frame, part Frame, x, y int) {
	f.Cursor = Point{X: part.Cursor.X + x, Y: part.Cursor.Y + y}
	f.Bar = part.Bar
}
