package kit_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
)

// graphemes is the report after which the renderer, and so the theme, measures whole clusters.
var graphemes = tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeReset}

// light is the theme of most tests: a light terminal that measures graphemes, as vtest does.
func light() *kit.Theme {
	t := kit.NewTheme(false, false, false)
	t.Update(graphemes)
	return t
}

// show puts a frame on a screen of w by h.
func show(t *testing.T, f kit.Frame, w, h int) *vtest.Screen {
	t.Helper()
	s := vtest.NewScreen(t, w, h)
	s.Draw(f.Lines, f.Cursor.X, f.Cursor.Y)
	return s
}

// press gives keys to an overlay and returns what the last one did.
func press(o kit.Overlay, names ...string) (done bool, cmd tea.Cmd) {
	for _, k := range vtest.Keys(names...) {
		done, cmd = o.Update(k)
	}
	return done, cmd
}

// said is the sentence that a command shows, "" when it shows none.
func said(cmd tea.Cmd) string {
	if cmd != nil {
		if m, ok := cmd().(kit.SayMsg); ok {
			return m.Text
		}
	}
	return ""
}

// roster is a grid as Today draws it, with names of many scripts.
func roster(t *kit.Theme, rows int) *kit.Grid {
	return &kit.Grid{
		Theme: t,
		Columns: []kit.Column{
			{Title: "#", Min: 3, Align: kit.Right},
			{Title: "Name", Min: 12, Max: 30, Flex: 2},
			{Title: "", Min: 1},
			{Title: "What", Min: 10, Flex: 3},
			{Title: "Worksite", Min: 10, Max: 20, Flex: 1},
		},
		Frozen: 2,
		Rows:   rows,
		Empty:  "nobody is on this roster yet: press + to add a person",
		Cell: func(row, col int) kit.Cell {
			state := kit.State(row % 4)
			switch col {
			case 0:
				return kit.Cell{Text: number(row + 1), Style: t.Faint}
			case 1:
				return kit.Cell{Text: names[row%len(names)]}
			case 2:
				return kit.Cell{Text: t.Glyph(state), Style: t.Mark(state)}
			case 3:
				return kit.Cell{Text: [...]string{"not marked", "present", "from 09:20", "absent"}[state]}
			}
			return kit.Cell{Text: "Riverview Psychiatric Center", Style: lipgloss.NewStyle()}
		},
	}
}

var names = []string{
	"Maya Ellison", "日本 太郎", "स्तेफ़ानी कृष्णन", "محمد الأمين", "Zoe\u0308 Bru\u0302le\u0301", "김서연",
	"Nguyễn Thị Minh Khai", "நிர்மலா", "a\u200bb\u200dc", "\u0301odd", "Ольга Петровна Длинная-Фамилия-Двойная", "",
}

func number(n int) string {
	digits := ""
	for ; n > 0; n /= 10 {
		digits = string(rune('0'+n%10)) + digits
	}
	return digits
}

// widest is the width of the widest line, by the measure named.
func widest(lines []string, measure ansi.Method) int {
	w := 0
	for _, line := range lines {
		if strings.Contains(line, "\n") {
			return 1 << 20 // a line that is two
		}
		w = max(w, measure.StringWidth(line))
	}
	return w
}
