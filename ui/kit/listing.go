package kit

import tea "charm.land/bubbletea/v2"

// Listing is how a page is drawn that reads what it lists: the head stays, and under it stands what is
// listed, or that it is still being read, or why it could not be.
type Listing struct {
	Theme   *Theme
	Head    []string // styled, a line each
	Failed  string   // why it could not be read, in a sentence; empty: it could
	Reading string   // what is said until it is read; empty: it is
	// Body draws what is listed within w by h: a grid's View, mostly.
	Body func(w, h int) Frame
	Foot []string // styled, at the bottom: the focused line in full
}

// View draws the page.
func (l Listing) View(w, h int) Frame {
	if w < 1 || h < 1 {
		return Frame{}
	}
	if h <= len(l.Head) {
		return Frame{Lines: l.Head[:h]}
	}
	t, f := l.Theme, Frame{Lines: l.Head, Cursor: Point{Y: len(l.Head)}}
	switch {
	case l.Failed != "":
		for _, line := range t.Wrap(ConflictSign+" "+l.Failed, w) {
			f.Lines = append(f.Lines, t.Bad.Render(line))
		}
		f.Lines = f.Lines[:min(len(f.Lines), h)]
		return f
	case l.Reading != "":
		f.Lines = append(f.Lines, t.Faint.Render(t.Cut(l.Reading, w)))
		return f
	}
	foot := l.Foot[:min(len(l.Foot), h-len(l.Head)-1)]
	body := l.Body(w, h-len(l.Head)-len(foot))
	f.Lines = append(f.Lines, body.Lines...)
	f.Cursor = Point{X: body.Cursor.X, Y: len(l.Head) + body.Cursor.Y}
	for len(foot) > 0 && len(f.Lines) < h-len(foot) {
		f.Lines = append(f.Lines, "")
	}
	f.Lines = append(f.Lines, foot...)
	return f
}

// Footing is a blank line and a text under it on at most most lines, faint, for the foot of a Listing.
func (t *Theme) Footing(text string, w, most int) []string {
	lines := []string{""}
	for _, line := range t.Wrap(text, w) {
		if len(lines) <= most {
			lines = append(lines, t.Faint.Render(line))
		}
	}
	return lines
}

// PressPage takes a key on a page: esc and q close it, keys of its table act, and what it has no use for
// goes to the root.
func PressPage(table []Binding, key tea.KeyPressMsg) (done bool, cmd tea.Cmd) {
	switch key.String() {
	case "esc", "q", "ctrl+c":
		return true, nil
	}
	cmd, found := Press(table, key)
	if !found {
		cmd = Send(BesidesMsg{Key: key})
	}
	return false, cmd
}
