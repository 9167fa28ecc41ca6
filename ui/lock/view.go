package lock

import (
	"charm.land/lipgloss/v2"

	"rollbook/ui/kit"
)

// margin is left free beside text.
const margin = 2

// sheet gathers lines of text.
type sheet struct {
	t     *kit.Theme
	w     int
	lines []string
	f     kit.Frame
}

func (p *sheet) inner() int { return max(1, p.w-2*margin) }

func (p *sheet) gap() { p.lines = append(p.lines, "") }

func (p *sheet) add(line string) {
	pad := ""
	if p.w > 4*margin {
		pad = "  "
	}
	p.lines = append(p.lines, pad+line)
}

// say adds text, wrapped.
func (p *sheet) say(style lipgloss.Style, text string) {
	for _, line := range p.t.Wrap(text, p.inner()) {
		p.add(style.Render(line))
	}
}

// ask adds a labelled hidden field; the cursor is in it where it has the focus.
func (p *sheet) ask(label string, field *Hidden, focused bool) {
	t := p.t
	style := t.Text
	if focused {
		style = t.Strong
	}
	room := max(1, min(40, p.inner()-t.Width(label)-2))
	shown, x := field.View(t, room)
	if focused {
		p.f.Cursor, p.f.Bar = kit.Point{X: margin + t.Width(label) + 2 + x, Y: len(p.lines)}, true
	}
	p.add(style.Render(label) + "  " + t.Input.Render(shown))
}

// frame is what fits in h lines: where it is too much, the lines around the cursor.
func (p *sheet) frame(h int) kit.Frame {
	top := max(0, min(p.f.Cursor.Y-h+2, len(p.lines)-h))
	f := p.f
	f.Lines = p.lines[top:min(len(p.lines), top+max(h, 0))]
	f.Cursor.Y = max(0, f.Cursor.Y-top)
	f.Cursor.X = min(f.Cursor.X, max(p.w-1, 0))
	for i := range f.Lines {
		f.Lines[i] = p.t.FitStyled(f.Lines[i], p.w)
	}
	return f
}

// least is how wide and high a window has to be for more than one line.
const (
	leastWidth  = 40
	leastHeight = 10
)

// Small reports whether a window is too small to type a secret in: the end of it could not be seen.
func Small(w, h int) bool { return w < leastWidth || h < leastHeight }

// View draws the locked screen on the whole of a window.
func (s *Screen) View(w, h int) kit.Frame {
	t := s.Theme
	if Small(w, h) {
		return kit.Frame{Lines: []string{t.FitStyled("Rollbook is locked: make the window larger", max(w, 1))}}
	}
	p := &sheet{t: t, w: w}
	p.gap()
	p.say(t.Title, s.title())
	if words := s.reason(); words != "" {
		p.say(t.Text, words)
	}
	p.gap()
	switch {
	case s.Try == nil:
		p.f.Cursor = kit.Point{X: margin, Y: len(p.lines)}
		p.say(t.Strong, "Enter opens it.")
		p.gap()
		p.say(t.Text, "This book has no passphrase: whoever has this laptop can open it. g k sets one.")
	case s.byPIN():
		p.ask("PIN of the day", &s.field, true)
		p.gap()
		p.say(t.Faint, "or tab, and the passphrase")
	default:
		p.ask("Passphrase", &s.field, true)
		p.say(t.Faint, "or the twelve words of the recovery code")
	}
	p.gap()
	s.news(p)
	f := p.frame(h - 2)
	for len(f.Lines) < h-1 {
		f.Lines = append(f.Lines, "")
	}
	f.Lines = append(f.Lines, t.Footer(s.keys(), w))
	return f
}

// news is what there is to say: a try under way, what was wrong with the last, what is not saved.
func (s *Screen) news(p *sheet) {
	t := s.Theme
	switch {
	case s.busy:
		p.say(t.Text, "Opening: this takes a moment, so that guessing takes years.")
	case s.says != "":
		p.say(t.Bad, kit.ConflictSign+" "+s.says)
	}
	if n := s.unsaved(); n > 0 {
		p.say(t.Bad, kit.ConflictSign+" "+notSaved(n)+": this is tried again while the screen is locked")
	}
	if s.Try != nil && !s.byPIN() {
		p.gap()
		p.say(t.Faint, "A passphrase that is lost together with its recovery code is lost for good: nobody can open this book without one of the two.")
	}
}

func (s *Screen) title() string {
	if s.Why == AtStart {
		return "This book has a passphrase"
	}
	return "Rollbook is locked"
}

func (s *Screen) reason() string {
	switch s.Why {
	case AtStart:
		return s.Place
	case Idle:
		return "No key was pressed for a while."
	case Slept:
		return "The laptop was asleep."
	}
	return ""
}

// keys is what the footer shows.
func (s *Screen) keys() []kit.Binding {
	tells := func(key, name string, footer int) kit.Binding {
		return kit.Binding{Keys: []string{key}, Name: name, Footer: footer}
	}
	keys := []kit.Binding{tells("enter", "open", 1), tells("ctrl+c", "quit", 9)}
	if s.Try != nil {
		keys = append(keys, tells("esc", "clear", 3))
	}
	switch {
	case s.byPIN():
		keys = append(keys, tells("tab", "passphrase", 2))
	case s.PIN != nil:
		keys = append(keys, tells("tab", "PIN of the day", 2))
	}
	return keys
}
