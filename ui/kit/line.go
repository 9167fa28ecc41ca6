package kit

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// maxLine is how much fits in a prompt or a field, in bytes.
const maxLine = 4000

// cutShort is said when more was pasted than fits.
const cutShort = "that was too long: only the beginning was taken"

// Line edits one line of text in a window of cells that follows the cursor. The zero value is
// empty and ready.
type Line struct {
	text
	from   int // the first byte shown
	Secret bool
}

// Set replaces the text, cleaned, and puts the cursor at its end.
func (l *Line) Set(s string) {
	l.limit, l.from = maxLine, 0
	l.text.set(s)
}

// Text is what was typed.
func (l *Line) Text() string { return l.s }

// Update takes a key or a paste. taken is false for what means nothing to a line (Enter, up, tab);
// cut says that some was too long to take.
func (l *Line) Update(msg tea.Msg) (taken, changed, cut bool) {
	l.limit = maxLine
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return l.key(msg)
	case tea.PasteMsg:
		before := l.s
		cut = l.insert(msg.Content)
		return true, l.s != before, cut
	}
	return false, false, false
}

// View is the part of the text that fits in w cells, padded to w, and the cursor's cell in it.
func (l *Line) View(t *Theme, w int) (shown string, x int) {
	w = max(w, 1)
	s, at := l.s, l.at
	if l.Secret {
		s, at = veil(s), len(veil(s[:at]))
	}
	l.from = min(l.from, at)
	for l.from < at && t.Width(s[l.from:at]) > w-1 {
		l.from = min(l.from+step(s[l.from:]), at)
	}
	if l.from > 0 && t.Width(s) < w {
		l.from = 0
	}
	shown, n := t.part(s[l.from:], w)
	return shown + spaces(w-n), min(t.Width(s[l.from:at]), w-1)
}

// part is as much of s as fits in w cells, with no sign that there is more.
func (t *Theme) part(s string, w int) (string, int) {
	x := 0
	for at := 0; at < len(s); {
		n, cw := t.cluster(s[at:])
		if x+cw > w {
			return s[:at], x
		}
		at, x = at+n, x+cw
	}
	return s, x
}

// step is the length of the first character of s, in bytes.
func step(s string) int {
	if s == "" {
		return 0
	}
	if s[0] < 0x80 && (len(s) == 1 || s[1] < 0x80) {
		return 1
	}
	c, _ := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
	return max(len(c), 1)
}

// veil is one star for each character of a passphrase.
func veil(s string) string {
	n := 0
	for s != "" {
		s = s[step(s):]
		n++
	}
	return strings.Repeat("*", n)
}
