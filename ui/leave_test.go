package ui

import (
	"os"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
)

// unsavedRoot is a root that has a mark which can't be saved, until back is called.
func unsavedRoot(t *testing.T) (m *root, back func()) {
	m = opened(t)
	path := m.room.Book.Path()
	move := func(from, to string) {
		if err := os.Rename(from, to); err != nil {
			t.Fatal(err)
		}
	}
	move(path, path+".away")
	_, cmd := m.Update(tea.KeyPressMsg{Code: 'a', Text: "a"})
	_, wait := kit.Ready(cmd)
	m.room.Book.Flush()
	if batch, ok := wait().(tea.BatchMsg); ok {
		for _, c := range batch {
			if c != nil {
				m.Update(c())
			}
		}
	} else {
		m.Update(wait())
	}
	return m, func() { move(path+".away", path) }
}

func TestATinyWindowAsksNothingThatCanNotBeSeen(t *testing.T) {
	m, back := unsavedRoot(t)
	defer back()
	if !m.room.Failed() {
		t.Fatal("the mark was saved")
	}
	m.Update(tea.WindowSizeMsg{Width: 30, Height: 8})
	for _, key := range []tea.KeyPressMsg{{Code: 'q', Text: "q"}, {Code: 'q', Text: "q"}, {Code: 'c', Mod: tea.ModCtrl}} {
		if _, cmd := m.Update(key); cmd != nil || m.stack.Len() != 0 || m.leaving {
			t.Errorf("%s in a tiny window: %d overlays, leaving %v", key, m.stack.Len(), m.leaving)
		}
	}
	m.Update(unsavedMsg{}) // the answer of the disk to a q while there was nothing to ask about
	if m.stack.Len() != 0 {
		t.Error("a question was opened that can't be seen")
	}
	if !shows(m, "1 change is not saved") {
		t.Errorf("the window says %q", m.frame().Lines)
	}
	m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	m.Update(tea.KeyPressMsg{Code: 'q', Text: "q"})
	if m.stack.Len() != 1 || !shows(m, "1 change is not saved. Quit and lose it?") {
		t.Errorf("q in a larger window: %d overlays\n%q", m.stack.Len(), m.frame().Lines)
	}
}

func TestQuittingSaysWhatWouldBeLost(t *testing.T) {
	m, back := unsavedRoot(t)
	defer back()
	press(m, "p", "P")
	if m.room.Unsaved() != 3 {
		t.Fatalf("%d changes are not saved", m.room.Unsaved())
	}
	id, err := m.room.Book.NewID()
	if err != nil {
		t.Fatal(err)
	}
	m.room.Commit(oplog.Single, "", m.room.Cohort.EditNote(store.Note{ID: id, Day: 1, Text: "the projector is broken"})...)
	for _, size := range [][2]int{{80, 24}, {60, 20}} {
		m.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		_, cmd := m.Update(tea.KeyPressMsg{Code: 'q', Text: "q"})
		settle(m, cmd)
		for _, line := range []string{"4 changes are not saved. Quit and lose them?", "20 marks and 1 note:",
			"1 Person A: absent", "2 Person B: present", "18 people: present", "note on day 1", "! not saved: 20 marks and 1 note"} {
			if !shows(m, line) {
				t.Errorf("%d by %d: q does not say %q:\n%s", size[0], size[1], line, strings.Join(m.frame().Lines, "\n"))
			}
		}
		if shows(m, "projector") {
			t.Error("q says the words of a note")
		}
		press(m, "esc")
	}
	m.room.Curtain = true
	press(m, "q")
	if !shows(m, "1 Person A: absent") || shows(m, "note on day 1") || !shows(m, "something that the curtain hides") {
		t.Errorf("behind the curtain q says\n%s", strings.Join(m.frame().Lines, "\n"))
	}
}

func TestQuittingNamesTheFirstOfManyThatWouldBeLost(t *testing.T) {
	m, back := unsavedRoot(t)
	defer back()
	for range 9 {
		press(m, "p")
	}
	press(m, "1", "c", "1", "p") // the same mark again
	press(m, "q")
	if !shows(m, "10 marks:") || !shows(m, "5 Person E: present") || shows(m, "6 Person F: present │") || !shows(m, "and 7 more") {
		t.Errorf("q says\n%s", strings.Join(m.frame().Lines, "\n"))
	}
}

func TestTheJournalAndReadyAreTwoKeysAwayAndInThePalette(t *testing.T) {
	m := opened(t)
	press(m, "1", "a", "g", "j")
	if !shows(m, "Journal of Spring") || !shows(m, "1 Person A: not marked") {
		t.Errorf("g j shows\n%q", m.frame().Lines)
	}
	press(m, "esc", "g", "y")
	if !shows(m, "Ready for day 1, Mon 2 Mar 2026?") {
		t.Errorf("g y shows\n%q", m.frame().Lines)
	}
	press(m, "esc", ":", "'journal", "enter")
	if !shows(m, "Journal of Spring") {
		t.Errorf("the palette shows\n%q", m.frame().Lines)
	}
	press(m, "g", "y") // over the journal
	if !shows(m, "Ready for day 1, Mon 2 Mar 2026?") {
		t.Errorf("g y on the journal shows\n%q", m.frame().Lines)
	}
	press(m, "g", "n")
	if m.stack.Len() != 2 || m.screen().Title() == "Notes" || m.say != "esc closes this page first: then g n goes there" {
		t.Errorf("g n on a page over a page: %d overlays, said %q", m.stack.Len(), m.say)
	}
	press(m, "esc", "g", "n")
	if m.stack.Len() != 0 || m.screen().Title() != "Notes" {
		t.Errorf("g n on the journal: %d overlays, screen %d", m.stack.Len(), m.tab)
	}
	press(m, "g", "t", "g", "x")
	if !shows(m, "after g: t Today, o Topics, n Notes, r Review, s Sync, j the journal, y ready?") {
		t.Errorf("g x says %q", m.say)
	}
	m.room.Cohort = nil
	press(m, "g", "j")
	if m.stack.Len() != 0 || m.say != "there is no cohort yet: n makes one" {
		t.Errorf("without a cohort g j says %q", m.say)
	}
}
