package kit_test

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
)

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

func TestAPromptSaysWhatItAsksForBehindALongName(t *testing.T) {
	for label, want := range map[string]string{
		"7 Maya left at":                    "7 Maya left at",
		"3 Beau Thibodeau no longer coming": "3 Beau Thibodeau no longer coming",
		"2 Bartholomew-Christopher Maximilian von Hohenzollern in again at": " in again at",
		"2 Bartholomew-Christopher-Maximilian-von-Hohenzollern, remark":     "… remark",
		"12 ヴォルフガング・アマデウス・モーツァルト・フォン came at":                               "… came at",
		strings.Repeat("x", 90): "x…",
	} {
		got := (&kit.Prompt{Theme: light(), Label: label}).View(60, 1).Lines[0]
		if !strings.Contains(got, want) {
			t.Errorf("%q is asked as %q", label, got)
		}
	}
}

func TestAPromptSaysAllThatItWouldDoOnTwoLines(t *testing.T) {
	p := &kit.Prompt{Theme: light(), Label: "x", Preview: func(string) (string, bool) { return strings.Repeat("word ", 14) + "end", true }}
	if got := show(t, p.View(40, 3), 40, 3).Lines(); !strings.HasSuffix(got[2], "word end") {
		t.Errorf("two lines: %q", got)
	}
	if got := p.View(40, 2).Lines; len(got) != 2 || !strings.Contains(got[1], "…") {
		t.Errorf("one line: %q", got)
	}
	p.Preview = func(string) (string, bool) { return strings.Repeat("word ", 40) + "end", false }
	if got := p.View(40, 3).Lines; len(got) != 3 || !strings.Contains(got[2], "…") {
		t.Errorf("more than fits: %q", got)
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

func TestAnItemToBeLookedForIsListedOnceSomethingIsTyped(t *testing.T) {
	c := &kit.Chooser{Theme: light(), Empty: "nobody seems to be", Items: []kit.Item{{Title: "Maya"}, {Title: "Mara", Looked: true}}}
	shown := func() string { return strings.Join(c.View(40, 8).Lines, "\n") }
	if got := shown(); !strings.Contains(got, "Maya") || strings.Contains(got, "Mara") {
		t.Errorf("at first:\n%s", got)
	}
	c.Update(tea.PasteMsg{Content: "ma"})
	if got := shown(); !strings.Contains(got, "Maya") || !strings.Contains(got, "Mara") {
		t.Errorf("after ma:\n%s", got)
	}
	c = &kit.Chooser{Theme: light(), Empty: "nobody seems to be", Items: []kit.Item{{Title: "Mara", Looked: true}}}
	if got := shown(); !strings.Contains(got, "nobody seems to be") || strings.Contains(got, "Mara") {
		t.Errorf("with nobody to list:\n%s", got)
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

func TestAPromptTellsEachChangeOfItsTextOnce(t *testing.T) {
	var heard []string
	p := &kit.Prompt{Theme: kit.NewTheme(false, true, false), Text: "a", Changed: func(text string) { heard = append(heard, text) },
		Enter: func(string) (bool, tea.Cmd) { return true, nil }}
	for _, key := range vtest.Keys("b", "left", "backspace", "enter") {
		p.Update(key)
		p.View(40, 2)
	}
	if want := []string{"ab", "b"}; !slices.Equal(heard, want) {
		t.Errorf("heard %q, want %q", heard, want)
	}
}
