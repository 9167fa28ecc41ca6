package kit_test

import (
	"image/color"
	"math"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
)

var states = []kit.State{kit.Unmarked, kit.Present, kit.Part, kit.Absent}

func TestEveryStateIsTellableWithoutColour(t *testing.T) {
	for _, ascii := range []bool{false, true} {
		theme := kit.NewTheme(true, true, ascii)
		seen := map[string]bool{}
		for _, s := range states {
			g := theme.Glyph(s)
			if seen[g] || theme.Width(g) != 1 {
				t.Errorf("ascii %v, state %d: glyph %q", ascii, s, g)
			}
			if ascii && g[0] >= 0x80 {
				t.Errorf("state %d: %q is not ASCII", s, g)
			}
			seen[g] = true
		}
	}
}

func TestNoColorMeansNoColourAtAll(t *testing.T) {
	for _, s := range styles(kit.NewTheme(true, true, false)) {
		if _, no := s.GetForeground().(lipgloss.NoColor); !no {
			t.Errorf("foreground %v", s.GetForeground())
		}
		if _, no := s.GetBackground().(lipgloss.NoColor); !no {
			t.Errorf("background %v", s.GetBackground())
		}
		if out := s.Render("x"); strings.Contains(out, "38;") || strings.Contains(out, "48;") {
			t.Errorf("rendered %q", out)
		}
	}
}

// 4.5 to 1 is what WCAG asks of text.
func TestColoursAreReadableOnTheirBackground(t *testing.T) {
	for _, dark := range []bool{true, false} {
		theme := kit.NewTheme(dark, false, false)
		grounds := []color.Color{color.White, theme.FocusRow.GetBackground()}
		if dark {
			grounds[0] = color.Black
		}
		for i, s := range styles(theme) {
			fg := s.GetForeground()
			if _, none := fg.(lipgloss.NoColor); none {
				continue
			}
			for _, bg := range grounds {
				if c := contrast(fg, bg); c < 4.5 && i != borderStyle {
					t.Errorf("dark %v, style %d: contrast %.1f", dark, i, c)
				}
			}
		}
	}
}

const borderStyle = 10 // a line, not text

func styles(t *kit.Theme) []lipgloss.Style {
	return []lipgloss.Style{t.Text, t.Faint, t.Strong, t.Title, t.Key, t.Good, t.Bad, t.Focus, t.Tab, t.TabOn.Style,
		t.Border, t.Input.Style, t.Conflict, t.Present, t.Part, t.Absent, t.Unmarked, t.FocusRow.Style}
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	lin := func(v uint32) float64 {
		f := float64(v) / 65535
		if f <= 0.03928 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(r) + 0.7152*lin(g) + 0.0722*lin(b)
}

func TestThemeFollowsTheTerminalsAnswers(t *testing.T) {
	theme := kit.NewTheme(true, false, false)
	if theme.Update(tea.BackgroundColorMsg{Color: color.Black}) {
		t.Error("a dark answer changed a dark theme")
	}
	before := theme.Present.GetForeground()
	if !theme.Update(tea.BackgroundColorMsg{Color: color.White}) || theme.Dark || theme.Present.GetForeground() == before {
		t.Error("a light answer did not change a dark theme")
	}
	if w := theme.Width("कि"); w != 2 {
		t.Errorf("before the terminal confirmed: %d", w)
	}
	if !theme.Update(graphemes) || theme.Width("कि") != 1 {
		t.Error("the confirmation did not change the measure")
	}
}

func TestNoColorIsAnyNonEmptyValue(t *testing.T) {
	for value, want := range map[string]bool{"": false, "0": true, "false": true, "yes": true, "1": true} {
		if got := kit.NoColor(env("NO_COLOR", value)); got != want {
			t.Errorf("NO_COLOR=%q: %v", value, got)
		}
	}
}

func TestASCIIWhereTheTerminalHasNoUnicode(t *testing.T) {
	for _, c := range []struct {
		vars []string
		want bool
	}{
		{[]string{"TERM", "xterm-256color", "LANG", "en_US.UTF-8"}, false},
		{[]string{"TERM", "linux", "LANG", "en_US.UTF-8"}, true},
		{[]string{"TERM", "dumb", "LANG", "C.utf8"}, true},
		{[]string{"TERM", "xterm", "LANG", "C.utf8"}, false},
		{[]string{"TERM", "xterm", "LANG", "en_US.UTF-8", "LC_ALL", "C"}, true},
		{[]string{"TERM", "xterm"}, true},
		{[]string{"OS", "Windows_NT"}, false},
		{[]string{"TERM", "xterm", "LANG", "ja_JP.UTF-8", "RUNEWIDTH_EASTASIAN", "1"}, true},
	} {
		if got := kit.ASCIIOnly(env(c.vars...)); got != c.want {
			t.Errorf("%v: %v", c.vars, got)
		}
	}
}

func env(vars ...string) func(string) string {
	return func(name string) string {
		for i := 0; i < len(vars); i += 2 {
			if vars[i] == name {
				return vars[i+1]
			}
		}
		return ""
	}
}

func TestStatesInColourOnBothBackgrounds(t *testing.T) {
	for name, dark := range map[string]bool{"states-light": false, "states-dark": true} {
		theme := kit.NewTheme(dark, false, false)
		var lines []string
		for _, s := range states {
			lines = append(lines, theme.Mark(s).Render(theme.Glyph(s)))
		}
		s := vtest.NewScreen(t, 4, 4)
		s.Draw(lines, 0, 0)
		vtest.Golden(t, name, s.Styled())
	}
}
