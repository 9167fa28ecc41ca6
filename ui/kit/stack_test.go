package kit_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

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

func TestKeysTypedBeforeAQuestionIsSeenNeverAnswerIt(t *testing.T) {
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

func TestQuestionOnTopOfAPromptWaitsToBeSeenToo(t *testing.T) {
	s := kit.Stack{Theme: light()}
	first := s.Push(prompt(light()))() // a tick's command can be run once only
	s.Update(first)
	second := s.Push(&kit.Confirm{Theme: light(), Question: "Sure?"})
	s.Update(vtest.Key("esc"))
	if s.Len() != 2 {
		t.Fatal("esc reached a question that was not drawn")
	}
	s.Update(first) // late news of the first says nothing of the second
	s.Update(vtest.Key("esc"))
	if s.Len() != 2 {
		t.Fatal("the prompt's news let a key through to the question")
	}
	s.Update(second())
	s.Update(vtest.Key("esc"))
	if s.Len() != 1 {
		t.Error("esc did not close the top overlay alone")
	}
}

func TestKeysTypedAheadReachAPrompt(t *testing.T) {
	s := kit.Stack{Theme: light()}
	s.Push(prompt(light()))
	var cmd tea.Cmd
	for _, k := range vtest.Keys("'20", "enter") {
		_, cmd = s.Update(k)
	}
	if s.Len() != 0 || said(cmd) != "saved" {
		t.Errorf("'20 Enter' typed right behind the key that opens the prompt: %d overlays, said %q", s.Len(), said(cmd))
	}
}
