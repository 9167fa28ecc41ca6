package kit_test

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
)

func TestOverlaysAtTheUsualSizes(t *testing.T) {
	theme := light()
	for name, build := range overlays(theme) {
		for _, size := range []struct {
			name string
			w, h int
		}{{"80x24", 80, 24}, {"60x20", 60, 20}} {
			s := kit.Stack{Theme: theme}
			s.Push(build())
			screen := roster(theme, 30).View(size.w, size.h-2)
			screen.Lines = append(screen.Lines, "", theme.Footer(s.Keys(), size.w))
			f := s.Compose(screen, size.w, size.h, 1, 2)
			vtest.Golden(t, "over-"+name+"-"+size.name, show(t, f, size.w, size.h).Shot())
		}
	}
}

func TestBoxOverWideCharactersLeavesWhatIsBesideIt(t *testing.T) {
	theme := light()
	var base kit.Frame
	for range 12 {
		base.Lines = append(base.Lines, theme.Bad.Render(strings.Repeat("日本語", 20)))
	}
	s := kit.Stack{Theme: theme}
	s.Push(&kit.Confirm{Theme: theme, Question: "Sure?"})
	for _, w := range []int{85, 86} { // the frame's edge falls on and between characters
		screen := show(t, s.Compose(base, w, 12, 0, 0), w, 12)
		line := screen.Lines()[4]
		left, right := (w-76)/2, (w-76)/2+76
		if screen.CellAt(left, 4) != "│" || screen.CellAt(right-1, 4) != "│" {
			t.Errorf("w %d: the frame moved: %q", w, line)
		}
		if screen.CellAt(0, 4) != "日" || !strings.ContainsAny(line[len(line)-4:], "日本語") {
			t.Errorf("w %d: what is beside the box changed: %q", w, line)
		}
	}
}

func TestKeysTypedBeforeAnOverlayIsSeenNeverReachIt(t *testing.T) {
	asked := false
	c := &kit.Confirm{Theme: light(), Question: "Forget Maya?", Do: func() tea.Cmd { asked = true; return nil }}
	s := kit.Stack{Theme: light()}
	drawn := s.Push(c)
	for _, msg := range []tea.Msg{vtest.Key("y"), tea.PasteMsg{Content: "y"}} {
		if taken, _ := s.Update(msg); !taken || s.Len() != 1 || asked {
			t.Fatalf("%v reached the overlay or the screen", msg)
		}
	}
	s.Update(drawn()) // what the program does once the overlay is on the terminal
	if taken, _ := s.Update(vtest.Key("y")); !taken || !asked || s.Len() != 0 {
		t.Error("a key typed afterwards did not reach it")
	}
	if taken, _ := s.Update(vtest.Key("y")); taken {
		t.Error("a key was taken by no overlay")
	}
}

func TestOverlayOnTopOfAnotherWaitsToBeSeenToo(t *testing.T) {
	s := kit.Stack{Theme: light()}
	first := s.Push(prompt(light()))
	s.Update(first())
	second := s.Push(chooser(light(), false))
	s.Update(vtest.Key("esc"))
	if s.Len() != 2 {
		t.Fatal("esc reached an overlay that was not drawn")
	}
	s.Update(first()) // late news of the first says nothing of the second
	s.Update(vtest.Key("esc"))
	if s.Len() != 2 {
		t.Fatal("the first overlay's news opened the second")
	}
	s.Update(second())
	s.Update(vtest.Key("esc"))
	if s.Len() != 1 {
		t.Error("esc did not close the top overlay alone")
	}
}

func TestPromptSaysBeforeEnterWhatItWillDo(t *testing.T) {
	p := prompt(light())
	press(p, "'20")
	if f := p.View(80, 3); !strings.Contains(f.Lines[1], "20 min missed") {
		t.Errorf("preview %q", f.Lines[1])
	}
	if done, cmd := press(p, "backspace", "enter"); done || said(cmd) != "not a time: 92" {
		t.Errorf("Enter on what can't be done: %v %q", done, said(cmd))
	}
	if done, cmd := press(p, "0", "enter"); !done || said(cmd) != "saved" {
		t.Errorf("Enter: %v %q", done, said(cmd))
	}
}

func TestPromptsCursorStandsBehindWideText(t *testing.T) {
	theme := light()
	var got string
	p := &kit.Prompt{Theme: theme, Label: "find", Enter: func(s string) (bool, tea.Cmd) { got = s; return true, nil }}
	press(p, "'日本語")
	f := p.View(40, 1)
	if f.Cursor.X != len("find ")+6 || !f.Bar {
		t.Errorf("cursor at %d", f.Cursor.X)
	}
	press(p, "left")
	if f := p.View(40, 1); f.Cursor.X != len("find ")+4 {
		t.Errorf("cursor at %d after left", f.Cursor.X)
	}
	press(p, "backspace", "'é", "enter")
	if got != "日é語" {
		t.Errorf("typed %q", got)
	}
}

func TestPasteIsTextAndNeverKeys(t *testing.T) {
	p := &kit.Prompt{Theme: light(), Label: "x", Enter: func(string) (bool, tea.Cmd) { t.Error("Enter was pressed"); return true, nil }}
	if done, _ := p.Update(tea.PasteMsg{Content: "a\r\nb\x1b[A\x1bc\n"}); done {
		t.Error("a paste closed the prompt")
	}
	if got := show(t, p.View(20, 1), 20, 1).Lines()[0]; got != "x a b" && got != "x a bc" {
		t.Errorf("pasted %q", got)
	}
	p.Update(tea.PasteMsg{Content: strings.Repeat("long ", 2000)})
	if _, cmd := p.Update(tea.PasteMsg{Content: "more"}); !strings.Contains(said(cmd), "too long") {
		t.Error("a paste that did not fit was cut without a word")
	}
}

func TestEnterAnswersAQuestionOnlyWhereYesIsTheDefault(t *testing.T) {
	for _, byDefault := range []bool{false, true} {
		did := false
		c := &kit.Confirm{Theme: light(), Question: "Go?", Default: byDefault, Do: func() tea.Cmd { did = true; return nil }}
		done, cmd := press(c, "enter")
		if done != byDefault || did != byDefault || (said(cmd) == "") != byDefault {
			t.Errorf("default %v: done %v, did %v, said %q", byDefault, done, did, said(cmd))
		}
	}
	for _, no := range []string{"n", "esc"} {
		left := false
		c := &kit.Confirm{Theme: light(), Do: func() tea.Cmd { t.Error("no was taken for yes"); return nil }, Not: func() tea.Cmd { left = true; return nil }}
		if done, _ := press(c, no); !done || !left {
			t.Errorf("%s did not close it", no)
		}
	}
}

func TestChooserFindsByPartWhateverTheAccents(t *testing.T) {
	for typed, want := range map[string]string{"ZOE bru": "Zoe\u0308 Bru\u0302le\u0301", "thi minh": "Nguyễn Thị Minh Khai", "row 6": "김서연", "ольга": names[10]} {
		c := chooser(light(), false)
		done, cmd := press(c, "'"+typed, "enter")
		if !done || said(cmd) != want {
			t.Errorf("%q chose %q", typed, said(cmd))
		}
	}
	c := chooser(light(), false)
	if done, cmd := press(c, "down", "enter"); done || said(cmd) != "no longer coming" {
		t.Errorf("an item that can't be chosen: %v %q", done, said(cmd))
	}
	if done, _ := press(c, "'zzzz", "enter"); done {
		t.Error("Enter chose from nothing")
	}
}

func TestMarkedItemsAreCountedAndTakenInOrder(t *testing.T) {
	c := chooser(light(), true)
	var got []int
	c.ChooseMany = func(marked []int) tea.Cmd { got = marked; return nil }
	press(c, "end", "space", "home", "space", "space") // the second can't be marked
	if head := show(t, c.View(60, 20), 60, 20).Lines()[0]; head != "Go to (2 of 12 marked)" {
		t.Errorf("title %q", head)
	}
	if done, _ := press(c, "enter"); !done || !slices.Equal(got, []int{0, 11}) {
		t.Errorf("took %v", got)
	}
}

func TestPaletteDoesWhatItsLineSays(t *testing.T) {
	p := kit.NewPalette(light(), table())
	if done, cmd := press(p, "'close", "enter"); done || !strings.Contains(said(cmd), "three people are not marked yet") {
		t.Errorf("an action that can't act: %v %q", done, said(cmd))
	}
	p = kit.NewPalette(light(), table())
	if done, cmd := press(p, "'rest", "enter"); !done || said(cmd) != "rest" {
		t.Errorf("chosen: %v %q", done, said(cmd))
	}
	for _, item := range p.Items {
		if item.Title == "move" {
			t.Error("a moving key is no action")
		}
	}
}

func TestFormSavesWhatWasTypedAndChecked(t *testing.T) {
	f := form(light())
	if done, cmd := press(f, "ctrl+s"); done || !strings.Contains(said(cmd), "a name is needed") {
		t.Errorf("an empty name: %v %q", done, said(cmd))
	}
	press(f, "'Noor", "tab", "enter", "right", "down", "space", "tab", "'! ", "down", "down")
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
	if !strings.HasPrefix(e.Now(), "X日本語日") || !strings.Contains(e.Now(), "Y") {
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
			line := after.Lines[after.Cursor.Y]
			if got := measure.Cut(measure.Truncate(line, after.Cursor.X, ""), 0, w); !strings.HasSuffix(got, "#") {
				t.Fatalf("typed at %v, drawn %q", before.Cursor, line)
			}
		})
	}
}

func TestFooterKeepsQuestionMarkAndQuit(t *testing.T) {
	theme := light()
	for w, want := range map[int]string{
		80: "p present  a absent  l late  P the rest present  D close the day  ? keys  q quit",
		50: "p present  a absent  l late  ? keys  q quit",
		20: "? keys  q quit",
	} {
		if got := show(t, kit.Frame{Lines: []string{theme.Footer(table(), w)}}, w, 1).Lines()[0]; got != want {
			t.Errorf("%d cells: %q", w, got)
		}
	}
}

func TestHeaderMarksTheTabAndNeverLosesSaved(t *testing.T) {
	theme := light()
	tabs := []string{"Today", "Topics", "Notes", "Review", "Sync"}
	for w, want := range map[int]string{
		60: " Today [Topics] Notes  Review  Sync" + strings.Repeat(" ", 19) + " saved",
		30: "[Topics]" + strings.Repeat(" ", 16) + " saved",
		5:  "saved",
	} {
		if got := show(t, kit.Frame{Lines: []string{theme.Header(tabs, 1, "saved", w)}}, w, 1).Lines()[0]; got != want {
			t.Errorf("%d cells: %q", w, got)
		}
	}
}

func TestHelpGoesFromPartToPart(t *testing.T) {
	h := help(light())
	h.View(60, 5)
	press(h, "tab")
	s := show(t, h.View(60, 5), 60, 5)
	if _, y := s.CursorAt(); s.Lines()[y] != "The first day" {
		t.Errorf("after tab: %q", s.Lines()[y])
	}
	if done, _ := press(h, "shift+tab", "?"); !done {
		t.Error("? did not close")
	}
}

func TestPressSaysWhyAKeyCannotActNow(t *testing.T) {
	if cmd, found := kit.Press(table(), vtest.Key("D")); !found || said(cmd) != "three people are not marked yet" {
		t.Errorf("found %v, said %q", found, said(cmd))
	}
	if cmd, found := kit.Press(table(), vtest.Key("space")); !found || said(cmd) != "present" {
		t.Errorf("found %v, said %q", found, said(cmd))
	}
	if _, found := kit.Press(table(), vtest.Key("z")); found {
		t.Error("found a key that is not there")
	}
}
