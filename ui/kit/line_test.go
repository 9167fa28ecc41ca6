package kit_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
)

// keyIn gives keys to a line and returns what the last one did.
func keyIn(l *kit.Line, names ...string) (taken, changed, cut bool) {
	for _, k := range vtest.Keys(names...) {
		taken, changed, cut = l.Update(k)
	}
	return taken, changed, cut
}

// accented are letters that no single rune can write, so that NFC leaves them apart.
const accented = "x\u0302q\u0301"

func TestLineGoesByCharactersInEveryScript(t *testing.T) {
	for _, c := range []struct{ text, last string }{
		{"Maya", "a"},
		{"日本語", "語"},
		{accented, "q\u0301"},
		{"कृष्णन", "न"},
		{"नमस्ते", "स्ते"},
		{"محمد", "د"},
		{"นำ", "นำ"},
		{"a👩‍💻", "👩‍💻"},
	} {
		for measure, theme := range themes() {
			var l kit.Line
			l.Set(c.text)
			for _, keys := range [][]string{nil, {"left"}, {"right"}, {"home", "end"}} {
				keyIn(&l, keys...)
				before := c.text
				if len(keys) == 1 && keys[0] == "left" {
					before = strings.TrimSuffix(c.text, c.last)
				}
				if _, x := l.View(theme, 40); x != measure.StringWidth(before) {
					t.Errorf("%q after %q: the cursor is in cell %d, not behind %q", c.text, keys, x, before)
				}
			}
			if keyIn(&l, "left", "delete"); l.Text() != strings.TrimSuffix(c.text, c.last) {
				t.Errorf("%q: delete left %q", c.text, l.Text())
			}
			l.Set(c.text)
			if keyIn(&l, "backspace"); l.Text() != strings.TrimSuffix(c.text, c.last) {
				t.Errorf("%q: backspace left %q", c.text, l.Text())
			}
		}
	}
}

func TestLineDeletesWords(t *testing.T) {
	for _, c := range []struct {
		keys []string
		want string
	}{
		{[]string{"ctrl+w"}, "日本 x "},
		{[]string{"ctrl+left", "ctrl+w"}, "日本 ab"},
		{[]string{"home", "alt+d"}, " x ab"},
		{[]string{"home", "ctrl+right", "alt+d"}, "日本 ab"},
		{[]string{"left", "alt+d"}, "日本 x a"},
		{[]string{"alt+d"}, "日本 x ab"},
		{[]string{"ctrl+left", "ctrl+u"}, "ab"},
		{[]string{"ctrl+left", "ctrl+k"}, "日本 x "},
	} {
		var l kit.Line
		l.Set("日本 x ab")
		if keyIn(&l, c.keys...); l.Text() != c.want {
			t.Errorf("%q made %q", c.keys, l.Text())
		}
	}
}

// A mark goes onto what stands before it, be it a blank: no place is left between the two.
func TestLineNeverPartsAMarkFromWhatItStandsOn(t *testing.T) {
	for _, c := range []struct {
		text string
		keys []string
		want string
	}{
		{"\u0301b", []string{"home", "x", "#"}, "x\u0301#b"},
		{"ab \u0301c", []string{"ctrl+left", "#"}, "ab \u0301#c"},
	} {
		var l kit.Line
		l.Set(c.text)
		if keyIn(&l, c.keys...); l.Text() != c.want {
			t.Errorf("%q in %q made %q", c.keys, c.text, l.Text())
		}
	}
}

// Forms and prompts move and choose with these; a line with words to suggest or a clipboard to read
// would keep them.
func TestLineLeavesKeysToThoseAroundIt(t *testing.T) {
	var l kit.Line
	l.Set("Maya")
	for _, name := range []string{"enter", "tab", "shift+tab", "up", "down", "ctrl+n", "ctrl+p", "ctrl+v", "ctrl+s", "esc", "pgup", "pgdown", "alt+x"} {
		if taken, changed, _ := keyIn(&l, name); taken || changed || l.Text() != "Maya" {
			t.Errorf("%s: taken %v, changed %v, text %q", name, taken, changed, l.Text())
		}
	}
	if taken, changed, _ := keyIn(&l, "left"); !taken || changed {
		t.Errorf("left: taken %v, changed %v", taken, changed)
	}
}

func TestSecretShowsNeitherItsCharactersNorItsWords(t *testing.T) {
	l := kit.Line{Secret: true}
	l.Set("open 日本 " + accented)
	if shown, x := l.View(light(), 20); strings.TrimRight(shown, " ") != strings.Repeat("*", 10) || x != 10 {
		t.Errorf("shown %q, cursor %d", shown, x)
	}
	keyIn(&l, "ctrl+left")
	if _, x := l.View(light(), 20); x != 0 {
		t.Errorf("ctrl+left shows where a word begins: %d", x)
	}
}

// Whatever was edited, the window begins and ends at characters, and what is typed next appears
// where the cursor stands.
func TestLineTypesWhereItsCursorIsDrawn(t *testing.T) {
	edits := []string{"left", "right", "home", "end", "backspace", "delete", "ctrl+left", "ctrl+right", "ctrl+w", "alt+d", "a", "日", "ि", "\u0301", "space"}
	for measure, theme := range themes() {
		rapid.Check(t, func(t *rapid.T) {
			var l kit.Line
			l.Update(tea.PasteMsg{Content: strings.Map(alone, anyText().Draw(t, "text"))})
			w := rapid.IntRange(4, 30).Draw(t, "w")
			for range rapid.IntRange(0, 15).Draw(t, "edits") {
				keyIn(&l, rapid.SampledFrom(edits).Draw(t, "edit"))
				if rapid.Bool().Draw(t, "drawn") {
					l.View(theme, w)
				}
			}
			before, was := l.View(theme, w)
			keyIn(&l, "#")
			after, x := l.View(theme, w)
			for _, shown := range []string{before, after} {
				if n := measure.StringWidth(shown); n != w {
					t.Fatalf("%q is %d wide, not %d", shown, n, w)
				}
			}
			if x != was+1 {
				return // the window moved
			}
			cells := uv.NewScreenBuffer(w, 1)
			cells.Method = measure
			uv.NewStyledString(after).Draw(cells, cells.Bounds())
			if got := cells.CellAt(was, 0); !strings.HasPrefix(got.Content, "#") {
				t.Fatalf("typed in cell %d, drawn %q", was, after)
			}
		})
	}
}

// alone leaves out what becomes one character with the blank or the # behind it, as Arabic's number
// sign does: there is no cell between them to type in.
func alone(r rune) rune {
	if ansi.StringWidth(string(r)+"#") <= ansi.StringWidth(string(r)) {
		return -1
	}
	return r
}

func TestLongPasteIsDrawnAtOnce(t *testing.T) {
	var l kit.Line
	if _, _, cut := l.Update(tea.PasteMsg{Content: strings.Repeat("日本", 4000)}); !cut {
		t.Error("a paste that did not fit was cut without a word")
	}
	shown, x := l.View(light(), 21)
	if ansi.StringWidth(shown) != 21 || x != 20 || len(l.Text()) > 4000 {
		t.Errorf("shown %q, cursor %d, %d bytes", shown, x, len(l.Text()))
	}
}

func BenchmarkKeyInLine(b *testing.B) {
	for name, text := range map[string]string{"short": "Maya Ellison", "full": strings.Repeat("日本語 abc ", 300)} {
		b.Run(name, func(b *testing.B) {
			theme := light()
			var l kit.Line
			l.Set(text)
			keys := vtest.Keys("a", "backspace")
			for i := 0; b.Loop(); i++ {
				l.Update(keys[i%2])
				l.View(theme, 40)
			}
		})
	}
}
