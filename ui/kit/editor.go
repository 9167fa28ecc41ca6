package kit

import (
	tea "charm.land/bubbletea/v2"
)

// Editor is a page to write a note on. What is typed is never lost: the caller keeps each change as
// a draft, and esc leaves with the draft kept.
type Editor struct {
	Theme *Theme
	Title string
	Hint  string // under the title
	Under string // under the text
	Text  string // what stands there at first
	After int    // how many bytes of it stand behind the cursor at first
	// Status is drawn at the right of the title ("written together", "draft kept"); may be nil.
	Status func() string
	// Changed is called after each change; the caller keeps the draft. May be nil.
	Changed func(text string) tea.Cmd
	// Save is run by ctrl+s. done false keeps the editor open.
	Save func(text string) (done bool, cmd tea.Cmd)
	// Leave is run by esc: the caller says that the draft is kept. May be nil.
	Leave func(text string) tea.Cmd
	// Extra are further keys, with ctrl or alt: "ctrl+t" 'written together'.
	Extra []Binding

	area    area
	started bool
}

func (e *Editor) start() {
	if !e.started {
		e.started = true
		e.area.w = 80
		e.area.fill(e.Text)
		e.area.at = max(0, len(e.area.s)-max(0, e.After))
		e.area.settle()
	}
}

// Rest is how many bytes of the text stand behind the cursor now.
func (e *Editor) Rest() int {
	e.start()
	return len(e.area.s) - e.area.at
}

// Now is the text as it stands.
func (e *Editor) Now() string {
	e.start()
	return e.area.s
}

// Update takes keys and pastes; a paste is text, whatever keys it holds.
func (e *Editor) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	e.start()
	if key, ok := msg.(tea.KeyPressMsg); ok {
		switch key.String() {
		case "ctrl+s":
			return e.Save(e.area.s)
		case "esc", "ctrl+c":
			if e.Leave == nil {
				return true, nil
			}
			return true, e.Leave(e.area.s)
		}
		if cmd, found := Press(e.Extra, key); found {
			return false, cmd
		}
	}
	changed, cut, _ := e.area.update(e.Theme, msg)
	if changed && e.Changed != nil {
		cmd = e.Changed(e.area.s)
	}
	if cut {
		cmd = Batch(cmd, Warn(cutShort))
	}
	return false, cmd
}

// View draws the title with the status, the hint, and the text around the cursor.
func (e *Editor) View(w, h int) Frame {
	e.start()
	if w < 1 || h < 1 {
		return Frame{}
	}
	t := e.Theme
	f := Frame{Bar: true}
	if h > 1 {
		f.Lines = append(f.Lines, t.Title.Render(t.Cut(e.Title, w)))
		if e.Status != nil {
			f.Lines[0] = t.ends(t.Title.Render(t.Cut(e.Title, w)), t.Faint.Render(t.Cut(e.Status(), w)), w)
		}
	}
	if e.Hint != "" && h > 5 {
		for _, line := range t.Wrap(e.Hint, w) {
			if len(f.Lines) < h/2 {
				f.Lines = append(f.Lines, t.Faint.Render(line))
			}
		}
		f.Lines = append(f.Lines, "")
	}
	under := e.under(w, h)
	lines, cur := e.area.view(t, w, h-len(f.Lines)-len(under))
	f.Cursor = Point{X: cur.X, Y: len(f.Lines) + cur.Y}
	f.Lines = append(f.Lines, lines...)
	for len(under) > 0 && len(f.Lines) < h-len(under) {
		f.Lines = append(f.Lines, "")
	}
	f.Lines = append(f.Lines, under...)
	return t.clip(f, w, h)
}

// under is the line that stands at the bottom, where there is room for it.
func (e *Editor) under(w, h int) (lines []string) {
	if e.Under == "" || h < 6 {
		return nil
	}
	for _, line := range e.Theme.Wrap(e.Under, w) {
		if len(lines) < h/3 {
			lines = append(lines, e.Theme.Faint.Render(line))
		}
	}
	return lines
}

// ends puts one styled text at the left and one at the right of w cells; the right one wins.
func (t *Theme) ends(left, right string, w int) string {
	n := t.Width(right)
	if n >= w {
		return t.FitStyled(right, w)
	}
	if n == 0 {
		return t.FitStyled(left, w)
	}
	return t.FitStyled(left, w-n-1) + " " + right
}

// Keys is what the footer shows meanwhile.
func (e *Editor) Keys() []Binding {
	return append([]Binding{
		shown("ctrl+s", "save", "Saves the note.", 1),
		shown("esc", "leave", "Leaves; the draft is kept.", 2),
	}, e.Extra...)
}

// Place is a page.
func (e *Editor) Place() Place { return OnPage }
