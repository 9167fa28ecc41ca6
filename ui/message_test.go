package ui

import (
	"os"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
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

func TestKeysOfEverywhereWorkOnAPersonsPage(t *testing.T) {
	m := opened(t)
	press(m, "enter", "?")
	if !shows(m, "This page") || !shows(m, "own words") {
		t.Error("? does not show the keys of the page")
	}
	press(m, "esc", ".")
	if !m.room.Curtain || m.stack.Len() != 1 {
		t.Error(". does not close the curtain over the page")
	}
	press(m, ".", "enter")
	if m.room.Curtain || m.stack.Len() != 1 {
		t.Error(". and Enter do not open the curtain over the page")
	}
}

func TestTheLockCoversWhateverIsOpenAndLeavesItAsItWas(t *testing.T) {
	for _, keys := range [][]string{{"enter"}, {"1", "n", "'secret words"}, {"1", "l"}, {":"}} {
		m := opened(t)
		press(m, keys...)
		open := m.stack.Len()
		press(m, "ctrl+l")
		if shows(m, "Person A") || shows(m, "secret") || !shows(m, "Enter opens it") {
			t.Errorf("%v: not covered", keys)
		}
		press(m, "x", "enter")
		if m.stack.Len() != open || shows(m, "x words") {
			t.Errorf("%v: what was open is not as it was", keys)
		}
	}
}

func TestKeysDoNothingWhereTheWindowShowsNothing(t *testing.T) {
	m := opened(t)
	m.Update(tea.WindowSizeMsg{Width: 30, Height: 8})
	press(m, "a", "P", "D", "enter")
	m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	if got := states(t, m); strings.Trim(got, "·") != "" || m.stack.Len() != 0 {
		t.Errorf("marked unseen: %s", got)
	}
	m.Update(tea.WindowSizeMsg{Width: 30, Height: 8})
	press(m, "q")
	if !m.leaving {
		t.Error("q does not quit")
	}
}

func TestWhyItIsNotSavedStandsThereUntilItIs(t *testing.T) {
	m := opened(t)
	path := m.room.Book.Path()
	if err := os.Rename(path, path+".away"); err != nil {
		t.Fatal(err)
	}
	for _, key := range vtest.Keys("1", "a", "down", "down") {
		_, cmd := m.Update(key)
		settleBut(m, cmd)
	}
	sees(t, m, "NOT SAVED", "not saved: the book's file was replaced or removed")
	if err := os.Rename(path+".away", path); err != nil {
		t.Fatal(err)
	}
	settleBut(m, m.room.Retry())
	if shows(m, "not saved") || shows(m, "NOT SAVED") || !shows(m, "saved: all of it is on the disk now") {
		t.Errorf("it is saved, and the screen says\n%s", strings.Join(m.frame().Lines, "\n"))
	}
}

func TestQuittingWhileASaveFailsAsksFirst(t *testing.T) {
	m := opened(t)
	path := m.room.Book.Path()
	if err := os.Rename(path, path+".away"); err != nil {
		t.Fatal(err)
	}
	var quit tea.Cmd
	for _, key := range vtest.Keys("1", "a", "q") {
		_, quit = m.Update(key)
	}
	msg := quit()
	if _, left := msg.(tea.QuitMsg); left {
		t.Fatal("it quits, and the mark is lost")
	}
	_, drawn := m.Update(msg)
	settle(m, drawn)
	if m.leaving || !shows(m, "1 change is not saved") {
		t.Error("it does not ask")
	}
	press(m, "esc")
	if m.stack.Len() != 0 || m.leaving {
		t.Error("it does not stay")
	}
}
