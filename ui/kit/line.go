package kit

import (
	"strings"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// maxLine is how much fits in a prompt or a field, in bytes.
const maxLine = 4000

// cutShort is said when more was pasted than fits.
const cutShort = "that was too long: only the beginning was taken"

// Line edits one line of text in a window of cells that follows the cursor. The zero value is
// empty and ready; a copy edits the same text.
//
// Bubbles' text input does the editing. It counts runes, which are not always characters, and its
// cursor and its window are wrong for wide text; so how far a key goes, and what is drawn, is
// reckoned here.
type Line struct {
	Secret bool // stars, and keys that go by words go to the ends, as a passphrase's words are nobody's business

	input *textinput.Model // nil: nothing was typed yet
	from  int              // the first byte shown
}

// Set replaces the text, cleaned, and puts the cursor at its end.
func (l *Line) Set(s string) {
	in := l.in()
	s, _ = within(CleanLine(s), maxLine)
	in.SetValue(s)
	in.CursorEnd()
	l.from = 0
}

// Text is what was typed.
func (l *Line) Text() string {
	if l.input == nil {
		return ""
	}
	return l.input.Value()
}

// Update takes a key or a paste. taken is false for what means nothing to a line (Enter, up, tab);
// cut says that some was too long to take.
func (l *Line) Update(msg tea.Msg) (taken, changed, cut bool) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return l.key(msg)
	case tea.PasteMsg:
		changed, cut = l.insert(msg.Content)
		return true, changed, cut
	}
	return false, false, false
}

// in is the text input, made when it is needed. It has no width: it would scroll by runes.
func (l *Line) in() *textinput.Model {
	if l.input == nil {
		m := textinput.New()
		m.KeyMap.DeleteCharacterBackward.SetKeys("backspace", "ctrl+h", "shift+backspace")
		m.SetVirtualCursor(false)
		m.Focus() // a command only to blink, which no hidden cursor does
		l.input = &m
	}
	l.input.EchoMode = textinput.EchoNormal
	if l.Secret {
		l.input.EchoMode = textinput.EchoPassword
	}
	return l.input
}

// key gives the text input the keys that mean something to it. The others it would swallow (tab,
// up and down, which take suggestions) or read the clipboard for (ctrl+v).
func (l *Line) key(k tea.KeyPressMsg) (taken, changed, cut bool) {
	in, was := l.in(), l.characters()
	keys := &in.KeyMap
	switch {
	case key.Matches(k, keys.CharacterBackward, keys.DeleteCharacterBackward):
		l.press(k, utf8.RuneCountInString(was.s[was.prev():was.at]))
	case key.Matches(k, keys.CharacterForward, keys.DeleteCharacterForward):
		l.press(k, utf8.RuneCountInString(was.s[was.at:was.next()]))
	case key.Matches(k, keys.DeleteWordForward):
		// Its own reads beyond the end when one rune is left.
		from := in.Position()
		l.press(tea.KeyPressMsg{Code: tea.KeyRight, Mod: tea.ModCtrl}, 1)
		l.press(tea.KeyPressMsg{Code: tea.KeyBackspace}, in.Position()-from)
	case key.Matches(k, keys.WordBackward, keys.WordForward, keys.LineStart, keys.LineEnd,
		keys.DeleteWordBackward, keys.DeleteBeforeCursor, keys.DeleteAfterCursor):
		l.press(k, 1)
	default:
		s := typed(k)
		if s == "" {
			return false, false, false
		}
		changed, cut = l.insert(s)
		return true, changed, cut
	}
	l.settle()
	return true, l.Text() != was.s, false
}

func (l *Line) press(k tea.KeyPressMsg, times int) {
	for range times {
		*l.input, _ = l.input.Update(k)
	}
}

func (l *Line) insert(s string) (changed, cut bool) {
	in := l.in()
	was := in.Value()
	s, cut = within(CleanLine(s), maxLine-len(was))
	*in, _ = in.Update(tea.PasteMsg{Content: s})
	l.settle()
	return in.Value() != was, cut
}

// characters is the text and the cursor in it as bytes.
func (l *Line) characters() text {
	in := l.in()
	e := text{s: in.Value()}
	for range in.Position() {
		_, n := utf8.DecodeRuneInString(e.s[e.at:])
		e.at += n
	}
	return e
}

// settle moves the cursor out of the middle of a character.
func (l *Line) settle() {
	e := l.characters()
	at := e.at
	e.settle()
	l.input.SetCursor(l.input.Position() + utf8.RuneCountInString(e.s[at:e.at]))
}

// View is the part of the text that fits in w cells, padded to w, and the cursor's cell in it.
func (l *Line) View(t *Theme, w int) (shown string, x int) {
	w = max(w, 1)
	e := l.characters()
	s, at := e.s, e.at
	if l.Secret {
		s, at = veil(s), len(veil(s[:at]))
	}
	l.scroll(t, s, at, w)
	shown, n := t.part(s[l.from:], w)
	return shown + spaces(w-n), min(t.Width(s[l.from:at]), w-1)
}

// scroll brings the cursor, which stands at byte at of what is shown, into a window of w cells.
func (l *Line) scroll(t *Theme, s string, at, w int) {
	if t.Width(s) < w {
		l.from = 0
		return
	}
	first := text{s: s, at: min(l.from, at)}
	first.settle() // an edit may have left it within a character
	l.from = first.at
	for before := t.Width(s[l.from:at]); before >= w && l.from < at; {
		n, cells := t.cluster(s[l.from:])
		l.from, before = min(l.from+n, at), before-cells
	}
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
