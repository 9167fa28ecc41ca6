package kit_test

import (
	"strings"
	"testing"

	"charm.land/lipgloss/v2"

	"rollbook/ui/kit"
)

// A terminal joins runes into a character only where no escape sequence stands between them.
func TestTextUnderARuleIsNotTornApart(t *testing.T) {
	theme := kit.NewTheme(true, true, false)
	theme.Update(graphemes)
	for _, name := range []string{"स्तेफ़ानी", "Chloe\u0301", "한국어", "นํ้า"} {
		g := &kit.Grid{Theme: theme, Rows: 1, Columns: []kit.Column{{Title: "Name", Min: 20}},
			Cell: func(int, int) kit.Cell { return kit.Cell{Text: name, Style: theme.Part} }}
		p := &kit.Prompt{Theme: theme, Label: "find", Text: name}
		help := &kit.Help{Theme: theme, Pages: []kit.Page{{Title: name}}}
		for what, line := range map[string]string{
			"a focused row": g.View(20, 2).Lines[1],
			"a prompt":      p.View(40, 1).Lines[0],
			"a heading":     help.View(40, 3).Lines[0],
			"a tab":         theme.TabOn.Render("[" + name + "]"),
		} {
			if !strings.Contains(line, name) && !strings.Contains(line, "Chloé") || !strings.Contains(line, "\x1b[4m") {
				t.Errorf("%s shows %q as %q", what, name, line)
			}
		}
	}
}

func TestARuleGoesOnBehindAStyleWithinTheText(t *testing.T) {
	got := kit.Ruled{Style: lipgloss.NewStyle(), Rule: true}.Render("a\x1b[1mb\x1b[mc")
	if want := "\x1b[4ma\x1b[1mb\x1b[m\x1b[4mc\x1b[m"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := (kit.Ruled{Rule: true}).Render(""); got != "" {
		t.Errorf("nothing became %q", got)
	}
}
