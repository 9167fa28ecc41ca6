package ui

import (
	"strings"
	"testing"

	"rollbook/model"
	"rollbook/ui/kit"
)

func TestWhatIsWrongWithATypedTimeGoesWithTheNextKey(t *testing.T) {
	m := opened(t)
	press(m, "1", "l", "'1430", "enter")
	if !m.bad || m.stack.Len() != 1 {
		t.Fatalf("a time of another block was taken: %q", m.say)
	}
	said := m.say
	press(m, "backspace")
	if m.say == said || m.bad {
		t.Errorf("mended, it still says %q", m.say)
	}
}

func TestWhatGoesWrongByItselfStaysWhileANoteIsTyped(t *testing.T) {
	m := opened(t)
	press(m, "1", "n")
	m.Update(kit.SayMsg{Text: "not saved: the disk is full", Bad: true})
	press(m, "'we talked")
	if !shows(m, "the disk is full") {
		t.Error("typing took the warning away")
	}
	press(m, "esc", "down")
	if shows(m, "the disk is full") {
		t.Error("it does not go at all")
	}
}

func TestKeysTypedRightAfterSavingANoteAreForTheRoster(t *testing.T) {
	m := opened(t)
	burst(m, "1", "n", "'ok", "ctrl+s", "2", "a", "1", "n", "' more", "esc", "3", "a")
	if got := states(t, m); !strings.HasPrefix(got, "·○○·") {
		t.Errorf("marked %s", got)
	}
	if c := m.room.Cohort; len(c.Notes) != 1 || c.Notes[0].Text != "ok" || c.Row(1).Cell(c.BlocksOf(1)[0].ID).Mark.State != model.Unmarked {
		t.Errorf("notes %+v", c.Notes)
	}
}
