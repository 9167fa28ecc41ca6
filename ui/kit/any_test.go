package kit_test

import (
	"errors"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
)

// overlays is one of each, made anew.
func overlays(theme *kit.Theme) map[string]func() kit.Overlay {
	nothing := func() tea.Cmd { return nil }
	return map[string]func() kit.Overlay{
		"prompt": func() kit.Overlay { return prompt(theme) },
		"confirm": func() kit.Overlay {
			return &kit.Confirm{Theme: theme, Question: "Cancel day 3, Wednesday 14 October, with 42 marks?",
				Detail: "The marks stay with their blocks and count for nobody.", Yes: "cancel the day", No: "keep it", Do: nothing}
		},
		"chooser": func() kit.Overlay { return chooser(theme, false) },
		"marking": func() kit.Overlay { return chooser(theme, true) },
		"form":    func() kit.Overlay { return form(theme) },
		"editor":  func() kit.Overlay { return editor(theme) },
		"help":    func() kit.Overlay { return help(theme) },
		"palette": func() kit.Overlay { return kit.NewPalette(theme, table()) },
	}
}

func prompt(theme *kit.Theme) *kit.Prompt {
	return &kit.Prompt{Theme: theme, Label: "7 日本 太郎 came at", Text: "9",
		Preview: func(text string) (string, bool) {
			if text == "920" {
				return "7 日本 太郎: 09:20, 20 min missed", false
			}
			return "not a time: " + text, true
		},
		Enter: func(text string) (bool, tea.Cmd) {
			if text == "920" {
				return true, kit.Say("saved")
			}
			return false, kit.Warn("not a time: " + text)
		}}
}

func chooser(theme *kit.Theme, many bool) *kit.Chooser {
	c := &kit.Chooser{Theme: theme, Title: "Go to", Many: many,
		Choose:     func(i int) tea.Cmd { return kit.Say(names[i]) },
		ChooseMany: func(marked []int) tea.Cmd { return kit.Say(number(len(marked)) + " marked") }}
	for i, n := range names {
		item := kit.Item{Title: n, Detail: "row " + number(i+1)}
		if i == 1 {
			item.Why = "no longer coming"
		}
		c.Items = append(c.Items, item)
	}
	return c
}

func form(theme *kit.Theme) *kit.Form {
	need := func(s string) error {
		if s == "" {
			return errors.New("a name is needed: type the one they use")
		}
		return nil
	}
	return &kit.Form{Theme: theme, Title: "Walk-in",
		Sections: []kit.Section{
			{Fields: []*kit.Field{
				{Label: "Name", Hint: "the one they use", Check: need},
				{Label: "Say it like", Text: "太郎"},
			}},
			{Title: "In this cohort", Fields: []*kit.Field{
				{Kind: kit.ChoiceField, Label: "Worksite", Choices: []string{"Riverview", "Dorothea Dix", "warmline"}, Text: "Riverview"},
				{Kind: kit.YesNoField, Label: "Peer Support 101", Hint: "was there, or it was accepted"},
				{Kind: kit.LinesField, Label: "Remark", Text: "first\nsecond"},
				{Label: "From day", Text: "3"},
			}},
		},
		Save: func() (bool, tea.Cmd) { return true, kit.Say("saved") }}
}

func editor(theme *kit.Theme) *kit.Editor {
	return &kit.Editor{Theme: theme, Title: "Note on 日本 太郎", Hint: "Write what 太郎 could read beside you; no reasons, health or stories.",
		Text:   "Came early and helped with the chairs.\n",
		Status: func() string { return "draft kept" },
		Save:   func(string) (bool, tea.Cmd) { return true, kit.Say("saved") },
		Leave:  func(string) tea.Cmd { return kit.Say("the draft is kept") }}
}

func help(theme *kit.Theme) *kit.Help {
	return &kit.Help{Theme: theme, Groups: []kit.KeyGroup{{Title: "Today", Keys: table()}},
		Pages: []kit.Page{{Title: "The first day", Text: "# Before\nOpen the laptop. The roster of today\nis there.\n\n- mark who is here\n- say who is not\n\n    rollbook ready --cohort autumn\n"}}}
}

func table() []kit.Binding {
	do := func(says string) func() tea.Cmd { return func() tea.Cmd { return kit.Say(says) } }
	return []kit.Binding{
		{Keys: []string{"p", "space"}, Name: "present", About: "Marks the person present, and goes on to the next.", Command: "rollbook mark … present", Footer: 1, Do: do("present")},
		{Keys: []string{"a"}, Name: "absent", About: "Marks the person absent, and goes on.", Command: "rollbook mark … absent", Footer: 2, Do: do("absent")},
		{Keys: []string{"l"}, Name: "late", About: "Asks when the person came.", Command: "rollbook mark … late HH:MM", Footer: 3, Do: do("late")},
		{Keys: []string{"P"}, Name: "the rest present", About: "Everyone not marked yet: present.", Command: "rollbook mark --rest present", Footer: 4, Do: do("rest")},
		{Keys: []string{"D"}, Name: "close the day", About: "Closes the day.", Command: "rollbook day close", Footer: 5,
			Why: func() string { return "three people are not marked yet" }, Do: do("closed")},
		{Keys: []string{"q"}, Name: "quit", About: "Leaves the program.", Footer: 9, Do: do("quit")},
		{Keys: []string{"?"}, Name: "keys", About: "The keys of this screen, then the guide.", Footer: 8, Do: do("help")},
		{Keys: []string{"up", "k"}, Name: "move", About: "The row above.", Hidden: true, Do: do("up")},
	}
}

var someKeys = []string{
	"up", "down", "left", "right", "home", "end", "pgup", "pgdown", "tab", "shift+tab", "space", "backspace", "delete",
	"ctrl+s", "ctrl+u", "ctrl+w", "ctrl+k", "ctrl+a", "ctrl+e", "ctrl+left", "ctrl+right", "alt+d", "ctrl+home", "ctrl+end",
	"a", "y", "n", "é", "日", "ि", "ctrl+t", "k", "j",
}

// Whatever is pressed or pasted, in whatever window, a part draws inside it and shows its cursor.
func TestEveryPartStaysInItsWindow(t *testing.T) {
	for measure, theme := range themes() {
		for name, build := range overlays(theme) {
			t.Run(name, func(t *testing.T) {
				rapid.Check(t, func(t *rapid.T) {
					o := build()
					for range rapid.IntRange(1, 25).Draw(t, "steps") {
						switch rapid.IntRange(0, 9).Draw(t, "kind") {
						case 0:
							o.Update(tea.PasteMsg{Content: anyText().Draw(t, "paste")})
						case 1:
							o.Update(vtest.Key("enter"))
						case 2:
							o.Update(vtest.Key("esc"))
						default:
							o.Update(vtest.Key(rapid.SampledFrom(someKeys).Draw(t, "key")))
						}
						w, h := rapid.IntRange(1, 90).Draw(t, "w"), rapid.IntRange(1, 30).Draw(t, "h")
						inside(t, o.View(w, h), w, h, measure)
						theme.Footer(o.Keys(), w)
					}
				})
			})
		}
	}
}

func TestGridStaysInItsWindow(t *testing.T) {
	for measure, theme := range themes() {
		rapid.Check(t, func(t *rapid.T) {
			g := roster(theme, rapid.IntRange(0, 40).Draw(t, "rows"))
			g.ByCell = rapid.Bool().Draw(t, "by cell")
			g.Frozen = rapid.IntRange(0, 6).Draw(t, "frozen")
			g.Row, g.Col = rapid.IntRange(-3, 50).Draw(t, "row"), rapid.IntRange(-3, 9).Draw(t, "col")
			for range 6 {
				g.Key(vtest.Key(rapid.SampledFrom(someKeys).Draw(t, "key")))
				w, h := rapid.IntRange(1, 90).Draw(t, "w"), rapid.IntRange(1, 30).Draw(t, "h")
				inside(t, g.View(w, h), w, h, measure)
			}
		})
	}
}

func TestComposedScreenStaysInItsWindow(t *testing.T) {
	for measure, theme := range themes() {
		built := overlays(theme)
		rapid.Check(t, func(t *rapid.T) {
			s := kit.Stack{Theme: theme}
			for _, name := range rapid.SliceOfN(rapid.SampledFrom([]string{"prompt", "confirm", "chooser", "form", "editor", "help"}), 0, 3).Draw(t, "stack") {
				s.Push(built[name]())
			}
			w, h := rapid.IntRange(1, 90).Draw(t, "w"), rapid.IntRange(1, 30).Draw(t, "h")
			screen := roster(theme, 30).View(w, h)
			inside(t, s.Compose(screen, w, h, 2, 2), w, h, measure)
			for _, line := range []string{
				theme.Header([]string{"Today", "Topics", "Notes", "Review", "Sync"}, 1, theme.Good.Render("saved"), w),
				theme.Footer(table(), w), theme.Message(anyText().Draw(t, "text"), true, w),
			} {
				if n := widest([]string{line}, measure); n != w {
					t.Fatalf("%q is %d wide, not %d", line, n, w)
				}
			}
		})
	}
}

func inside(t *rapid.T, f kit.Frame, w, h int, measure ansi.Method) {
	if len(f.Lines) > h || len(f.Lines) == 0 {
		t.Fatalf("%d lines in %d", len(f.Lines), h)
	}
	if n := widest(f.Lines, measure); n > w {
		t.Fatalf("%d cells in %d: %q", n, w, f.Lines)
	}
	if c := f.Cursor; c.X < 0 || c.Y < 0 || c.X >= w || c.Y >= len(f.Lines) {
		t.Fatalf("the cursor %v is outside %d by %d", c, w, len(f.Lines))
	}
}
