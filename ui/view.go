package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rollbook/ui/kit"
)

// ascii stands in for the signs between words where the terminal has no Unicode, cell for cell.
// What is a mark, a frame or a key by itself the theme writes otherwise.
var ascii = strings.NewReplacer("·", "-", "–", "-", "…", "~", "×", "x", "→", ">")

// View draws the header, the screen, the message line and the footer, and the overlays over them.
func (m *root) View() tea.View {
	return viewOf(m.frame(), m.room.Theme)
}

// viewOf is a frame as Bubble Tea shows it.
func viewOf(f kit.Frame, t *kit.Theme) tea.View {
	text := strings.Join(f.Lines, "\n")
	if t.ASCII {
		text = ascii.Replace(text)
	}
	v := tea.NewView(text)
	v.AltScreen = true
	v.WindowTitle = "Rollbook"
	v.Cursor = tea.NewCursor(f.Cursor.X, f.Cursor.Y)
	if f.Bar {
		v.Cursor.Shape = tea.CursorBar
	}
	return v
}

func (m *root) frame() kit.Frame {
	switch {
	case m.cover != nil:
		return m.cover.View(m.w, m.h)
	case m.small():
		return m.tooSmall()
	}
	said := m.message()
	foot := footerLines - 1 + len(said)
	body := m.screen().View(m.w, m.h-headerLines-foot)
	lines := make([]string, m.h)
	lines[0] = m.header()
	copy(lines[headerLines:m.h-foot], body.Lines)
	copy(lines[m.h-foot:], said)
	lines[m.h-1] = m.footer()
	f := kit.Frame{Lines: lines, Cursor: kit.Point{X: body.Cursor.X, Y: body.Cursor.Y + headerLines}, Bar: body.Bar}
	return m.stack.Compose(f, m.w, m.h, headerLines, foot)
}

// mostSaid is how many lines a message may take.
const mostSaid = 4

// message is the message line. What went wrong is told to its end, which says what to do; why something
// is not saved stands there whenever nothing else does.
func (m *root) message() []string {
	t := m.room.Theme
	say, bad := m.say, m.bad
	if why := m.room.WhyNotSaved(); say == "" && why != "" {
		say, bad = why, true
	}
	if !bad || m.h < 3*mostSaid {
		return []string{t.Message(say, bad, m.w)}
	}
	var lines []string
	for _, line := range t.Wrap(say, max(m.w-2, 1)) {
		if len(lines) < mostSaid {
			lines = append(lines, t.Message(line, true, m.w))
		}
	}
	if len(lines) == 0 {
		return []string{t.Message("", true, m.w)}
	}
	return lines
}

// tooSmall says what to do, and what is not saved: quitting would lose it, and that can't be asked here.
func (m *root) tooSmall() kit.Frame {
	t, lines := m.room.Theme, []string{"window too small: make it 60 × 20"}
	if m.room.Failed() {
		lines = t.Wrap(kit.ConflictSign+" "+unsaved(m.room.Unsaved())+" not saved: make the window larger, then q asks", max(m.w, 1))
	}
	for i := range lines {
		lines[i] = t.Cut(lines[i], max(m.w, 1))
	}
	return kit.Frame{Lines: lines[:min(len(lines), max(m.h, 1))]}
}

// small reports whether the window is too small to draw anything in.
func (m *root) small() bool { return m.w < leastWidth || m.h < leastHeight }

func (m *root) header() string {
	t := m.room.Theme
	status, bad := m.room.Status()
	style := t.Good
	if bad {
		style = t.Bad
	}
	right := style.Render(status)
	if m.room.Curtain {
		right = t.Strong.Render("curtain closed") + " · " + right
	}
	if m.room.Cohort == nil && m.screen() == m.start {
		return t.Header([]string{"Rollbook"}, 0, right, m.w)
	}
	tabs := make([]string, len(m.screens))
	for i, s := range m.screens {
		tabs[i] = s.Title()
	}
	return t.Header(tabs, int(m.tab), right, m.w)
}

func (m *root) footer() string {
	t := m.room.Theme
	if m.stack.Len() > 0 {
		return t.Footer(m.stack.Keys(), m.w)
	}
	everywhere := m.keys()
	if m.screen() == m.start {
		everywhere = slices.DeleteFunc(everywhere, func(b kit.Binding) bool { return b.Keys[0] != "?" && b.Keys[0] != "q" })
	}
	return t.Footer(append(m.screen().Keys(), everywhere...), m.w)
}
