package lock

import (
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"rollbook/store"
	"rollbook/ui/kit"
)

// most is how long a secret may be, in bytes.
const most = 4 << 10

// Hidden is a line of which only the length is seen. What is typed lies in one piece of memory and
// nowhere else of ours, so that it can be overwritten: a Go string can't. It is only typed at its
// end.
type Hidden struct {
	typed []byte
}

// Empty reports whether nothing was typed.
func (h *Hidden) Empty() bool { return len(h.typed) == 0 }

// Key takes a key; false: it means nothing here.
func (h *Hidden) Key(key tea.KeyPressMsg) bool {
	switch key.String() {
	case "backspace", "ctrl+h", "shift+backspace":
		h.back()
		return true
	case "ctrl+u", "ctrl+w":
		h.Clear()
		return true
	}
	if key.Text == "" || key.Mod&(tea.ModCtrl|tea.ModAlt|tea.ModSuper|tea.ModMeta) != 0 {
		return false
	}
	return h.add(key.Text)
}

// Paste takes a text without the line break at its end; false: it is too long, and nothing was
// taken.
func (h *Hidden) Paste(text string) bool {
	return h.add(kit.CleanLine(text))
}

func (h *Hidden) add(text string) bool {
	if len(h.typed)+len(text) > most {
		return false
	}
	if h.typed == nil {
		h.typed = make([]byte, 0, most) // never grown, which would leave a copy behind
	}
	h.typed = append(h.typed, text...)
	return true
}

// back takes the last character away, accents and all.
func (h *Hidden) back() {
	at := 0
	for rest := h.typed; len(rest) > 0; {
		n := width(rest)
		if n >= len(rest) {
			break
		}
		at, rest = at+n, rest[n:]
	}
	clear(h.typed[at:])
	h.typed = h.typed[:at]
}

// width is the length of the first character, in bytes.
func width(text []byte) int {
	if text[0] < utf8.RuneSelf && (len(text) == 1 || text[1] < utf8.RuneSelf) {
		return 1
	}
	first, _ := ansi.FirstGraphemeCluster(text, ansi.GraphemeWidth)
	return max(len(first), 1)
}

// Take hands over what was typed, for the caller to clear, and leaves the line empty.
func (h *Hidden) Take() store.Secret {
	typed := h.typed
	h.typed = nil
	return typed
}

// Clear overwrites what was typed.
func (h *Hidden) Clear() {
	clear(h.typed[:cap(h.typed)])
	h.typed = h.typed[:0]
}

// same reports whether two lines hold the same text.
func (h *Hidden) same(other *Hidden) bool { return string(h.typed) == string(other.typed) } // compares without a copy

// View is a shape for each character in w cells, and the cursor's cell. A line longer than that
// shows its end.
func (h *Hidden) View(t *kit.Theme, w int) (shown string, x int) {
	n := 0
	for rest := h.typed; len(rest) > 0; rest = rest[width(rest):] {
		n++
	}
	n = min(n, w-1)
	shape := "●"
	if t.ASCII {
		shape = "*"
	}
	return strings.Repeat(shape, n) + strings.Repeat(" ", w-n), n
}
