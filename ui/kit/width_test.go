package kit_test

import (
	"strings"
	"testing"
	"unicode"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
)

func themes() map[ansi.Method]*kit.Theme {
	wc, gr := kit.NewTheme(true, false, false), kit.NewTheme(true, false, false)
	gr.Update(graphemes)
	return map[ansi.Method]*kit.Theme{ansi.WcWidth: wc, ansi.GraphemeWidth: gr}
}

// The renderer takes a line apart into cells by its own measure; the column after a name must begin
// at the same cell whatever the script, in both of its measures.
func TestColumnsStandStillUnderNamesOfAnyScript(t *testing.T) {
	for measure, theme := range themes() {
		for _, name := range names {
			for _, w := range []int{1, 2, 3, 5, 8, 12, 30} {
				line := theme.Fit(name, w) + "|" + theme.PadLeft(name, w) + "|"
				cells := uv.NewScreenBuffer(2*w+2, 1)
				cells.Method = measure
				uv.NewStyledString(line).Draw(cells, cells.Bounds())
				for _, x := range []int{w, 2*w + 1} {
					if got := cells.CellAt(x, 0); got == nil || got.Content != "|" {
						t.Errorf("measure %d, %q in %d cells: the column moved: %q", measure, name, w, line)
					}
				}
			}
		}
	}
}

func TestFitIsExactlyAsWideAsAskedWhateverTheText(t *testing.T) {
	all := themes()
	rapid.Check(t, func(t *rapid.T) {
		measure := rapid.SampledFrom([]ansi.Method{ansi.WcWidth, ansi.GraphemeWidth}).Draw(t, "measure")
		theme := all[measure]
		text := anyText().Draw(t, "text")
		w := rapid.IntRange(0, 30).Draw(t, "w")
		for _, got := range []string{theme.Fit(text, w), theme.PadLeft(text, w)} {
			if n := measure.StringWidth(got); n != w {
				t.Fatalf("%q in %d cells became %q of %d", text, w, got, n)
			}
			if n := measure.StringWidth(" " + got + " "); n != w+2 {
				t.Fatalf("%q draws in its neighbours: %d", got, n)
			}
		}
		styled := "\x1b[1m" + theme.Fit(text, w) + "\x1b[m tail"
		for _, to := range []int{0, w / 2, w, w + 9} {
			if n := measure.StringWidth(theme.FitStyled(styled, to)); n != to {
				t.Fatalf("FitStyled of %q to %d is %d", styled, to, n)
			}
		}
	})
}

func TestWrapLosesNoWordAndKeepsWithinTheWidth(t *testing.T) {
	all := themes()
	rapid.Check(t, func(t *rapid.T) {
		measure := rapid.SampledFrom([]ansi.Method{ansi.WcWidth, ansi.GraphemeWidth}).Draw(t, "measure")
		text := anyText().Draw(t, "text")
		w := rapid.IntRange(8, 40).Draw(t, "w") // the widest character is narrower
		lines := all[measure].Wrap(text, w)
		if n := widest(lines, measure); n > w {
			t.Fatalf("%q wrapped to %d is %d wide: %q", text, w, n, lines)
		}
		squeeze := func(s string) string { // a mark without a letter can't be drawn at the start of a line
			return strings.Map(func(r rune) rune {
				if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.White_Space) {
					return -1
				}
				return r
			}, s)
		}
		if measure == ansi.WcWidth && squeeze(strings.Join(lines, "")) != squeeze(kit.Clean(text)) {
			t.Fatalf("%q became %q", kit.Clean(text), lines)
		}
	})
}

func TestWrapBreaksAtSpacesAndBetweenIdeographs(t *testing.T) {
	theme := light()
	for _, c := range []struct {
		text string
		w    int
		want string
	}{
		{"one two three", 8, "one two|three"},
		{"one  two", 3, "one|two"},
		{"abcdefghij kl", 4, "abcd|efgh|ij|kl"},
		{"日本語です", 5, "日本|語で|す"},
		{"a\n\nb", 5, "a||b"},
		{"👩🏽‍🔬👩🏽‍🔬👩🏽‍🔬", 5, "👩🏽‍🔬👩🏽‍🔬|👩🏽‍🔬"},
		{"", 5, ""},
	} {
		if got := strings.Join(theme.Wrap(c.text, c.w), "|"); got != c.want {
			t.Errorf("%q in %d: %q, want %q", c.text, c.w, got, c.want)
		}
	}
}

func TestAWordOfLettersAndSignsIsNotBrokenWhereItFitsOnTheNextLine(t *testing.T) {
	for measure, theme := range themes() {
		w := theme.Width("2 स्तेफ़ानी") - 1
		if got := strings.Join(theme.Wrap("2 स्तेफ़ानी", w), "|"); got != "2|स्तेफ़ानी" {
			t.Errorf("measure %d, in %d cells: %q", measure, w, got)
		}
	}
}

func TestCutTextSaysThatThereIsMore(t *testing.T) {
	ascii := kit.NewTheme(true, false, true)
	if got := ascii.Fit("Maya Ellison", 6); got != "Maya ~" {
		t.Errorf("ascii %q", got)
	}
	if got := light().Fit("日本太郎", 6); got != "日本… " {
		t.Errorf("wide %q", got)
	}
}

func TestPastedTextIsCleanedOfControlsAndEscapes(t *testing.T) {
	got := kit.CleanLine("\x1b]0;evil\x07a\x1b[31mb\tc\r\nd\u202ee\x00\n")
	if got != "ab c de" {
		t.Errorf("got %q", got)
	}
	if got := kit.Clean("e\u0301\r\nx"); got != "é\nx" {
		t.Errorf("got %q", got)
	}
}

func TestDevanagariNamesDoNotMoveTheColumnOnTheTerminal(t *testing.T) {
	s := vtest.NewScreen(t, 40, len(names))
	theme := light()
	var lines []string
	for _, n := range names {
		lines = append(lines, theme.Fit(n, 20)+"|")
	}
	s.Draw(lines, 0, 0)
	for y := range names {
		if s.CellAt(20, y) != "|" {
			t.Errorf("row %d: %q", y, s.Lines()[y])
		}
	}
}

// anyText is text of all scripts, broken pieces of characters and control characters.
func anyText() *rapid.Generator[string] {
	piece := rapid.OneOf(
		rapid.SampledFrom(names),
		rapid.SampledFrom([]string{" ", "  ", "\n", "\t", "\x1b[31m", "\u0301", "\u200d", "\ufe0f", "\u0600", "👩", "🇺", "日", "ि", "\xff", "\u202e", "각"}),
		rapid.String(),
	)
	return rapid.Map(rapid.SliceOfN(piece, 0, 6), func(p []string) string { return strings.Join(p, "") })
}
