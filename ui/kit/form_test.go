package kit_test

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"pgregory.net/rapid"

	"rollbook/ui/kit"
)

func TestFormSavesWhatWasTypedAndChecked(t *testing.T) {
	f := form(light())
	if done, cmd := press(f, "ctrl+s"); done || !strings.Contains(said(cmd), "a name is needed") {
		t.Errorf("an empty name: %v %q", done, said(cmd))
	}
	press(f, "'Noor", "tab", "enter", "right", "down", "space", "tab", "'! ", "down")
	if done, cmd := press(f, "'1", "enter"); !done || said(cmd) != "saved" {
		t.Errorf("Enter on the last field: %v %q", done, said(cmd))
	}
	var got []string
	for _, s := range f.Sections {
		for _, field := range s.Fields {
			got = append(got, field.Text)
		}
	}
	want := []string{"Noor", "太郎", "Dorothea Dix", "", "first\nsecond! ", "31"}
	if !slices.Equal(got, want) || !f.Sections[1].Fields[1].Yes {
		t.Errorf("got %q", got)
	}
}

func TestADigitTypedBehindALoneZeroOfANumberReplacesIt(t *testing.T) {
	for _, c := range []struct {
		number      bool
		text, typed string
		want        string
	}{{true, "0", "10", "10"}, {true, "0", " min", "0 min"}, {true, "10", "5", "105"}, {true, "", "05", "5"}, {false, "0", "49", "049"}} {
		field := &kit.Field{Label: "Grace", Text: c.text, Number: c.number}
		f := &kit.Form{Theme: light(), Sections: []kit.Section{{Fields: []*kit.Field{field}}}}
		f.View(40, 8)
		for _, r := range c.typed {
			f.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
		}
		if field.Text != c.want {
			t.Errorf("%q and then %q typed: %q, want %q", c.text, c.typed, field.Text, c.want)
		}
	}
}

func TestFormAsksBeforeItForgetsWhatWasTyped(t *testing.T) {
	f := form(light())
	if done, _ := press(f, "esc"); !done {
		t.Error("esc asked though nothing was typed")
	}
	f = form(light())
	if done, _ := press(f, "x", "esc"); done {
		t.Fatal("esc forgot what was typed")
	}
	if got := show(t, f.View(60, 10), 60, 10).Lines()[0]; !strings.Contains(got, "leave without saving") {
		t.Errorf("it does not ask: %q", got)
	}
	if done, _ := press(f, "n", "esc", "y"); !done {
		t.Error("y did not leave")
	}
}

func TestFormSaysWhatIsWrongWhileItIsTyped(t *testing.T) {
	f := form(light())
	if strings.Contains(strings.Join(f.View(60, 12).Lines, "\n"), "a name is needed") {
		t.Error("it complains before anything was typed")
	}
	press(f, "x", "backspace")
	if !strings.Contains(strings.Join(f.View(60, 12).Lines, "\n"), "! a name is needed") {
		t.Error("it does not say what is wrong")
	}
}

func TestFormKeepsTheFocusedFieldInASmallWindow(t *testing.T) {
	f := form(light())
	want := []string{"Name", "Say it like", "Worksite", "Peer Support 101", "Remark"}
	for _, label := range want {
		s := show(t, f.View(50, 4), 50, 4)
		if _, y := s.CursorAt(); !strings.Contains(s.Lines()[y], label) && label != "Remark" {
			t.Errorf("the cursor is not on %q: %q", label, s.Lines())
		}
		press(f, "tab")
	}
}

func TestEditorKeepsEachChangeAndSaysThatTheDraftIsKept(t *testing.T) {
	var drafts []string
	e := editor(light())
	e.Text = ""
	e.Changed = func(s string) tea.Cmd { drafts = append(drafts, s); return nil }
	together := false
	e.Extra = []kit.Binding{{Keys: []string{"ctrl+t"}, Name: "written together", Footer: 3, Do: func() tea.Cmd { together = true; return nil }}}
	press(e, "'ab", "enter", "left", "ctrl+t")
	e.Update(tea.PasteMsg{Content: "日本\x1b[31m\r\nx"})
	if want := []string{"a", "ab", "ab\n", "ab日本\nx\n"}; !slices.Equal(drafts, want) || !together {
		t.Errorf("drafts %q, together %v", drafts, together)
	}
	if done, cmd := press(e, "esc"); !done || said(cmd) != "the draft is kept" {
		t.Errorf("esc: %v %q", done, said(cmd))
	}
}

func TestEditorsCursorFollowsWrappedWideText(t *testing.T) {
	e := editor(light())
	e.Text, e.Hint = "", ""
	e.View(11, 8)
	press(e, "'日本語日本語 abc")
	s := show(t, e.View(11, 8), 11, 8)
	if got := s.Lines()[1:3]; got[0] != "日本語日本" || got[1] != "語 abc" {
		t.Errorf("wrapped %q", got)
	}
	if x, y := s.CursorAt(); x != 6 || y != 2 {
		t.Errorf("cursor %d,%d", x, y)
	}
	press(e, "up")
	if x, y := show(t, e.View(11, 8), 11, 8).CursorAt(); x != 6 || y != 1 {
		t.Errorf("cursor after up %d,%d", x, y)
	}
	press(e, "home", "X", "end", "Y")
	if e.Now() != "X日本語Y日本語 abc" { // behind the last character of a row is the next row
		t.Errorf("text %q", e.Now())
	}
}

// The cursor is drawn where the text before it ends, so typing there changes what is beside it.
func TestEditorTypesWhereItsCursorIsDrawn(t *testing.T) {
	for measure, theme := range themes() {
		rapid.Check(t, func(t *rapid.T) {
			e := editor(theme)
			e.Text, e.Hint, e.Status = anyText().Draw(t, "text"), "", nil
			w, h := rapid.IntRange(6, 30).Draw(t, "w"), 12
			e.View(w, h)
			for range rapid.IntRange(0, 12).Draw(t, "moves") {
				press(e, rapid.SampledFrom([]string{"up", "down", "left", "right", "home", "end", "ctrl+left", "ctrl+right"}).Draw(t, "move"))
			}
			before := e.View(w, h)
			press(e, "#")
			after := e.View(w, h)
			if before.Cursor.Y != after.Cursor.Y || after.Cursor.X != before.Cursor.X+1 {
				return // the word went to the next row
			}
			cells := uv.NewScreenBuffer(w, 1)
			cells.Method = measure
			uv.NewStyledString(after.Lines[after.Cursor.Y]).Draw(cells, cells.Bounds())
			if got := cells.CellAt(before.Cursor.X, 0); !strings.Contains(got.Content, "#") {
				t.Fatalf("typed at %v, drawn %q", before.Cursor, after.Lines)
			}
		})
	}
}
