package people

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"rollbook/ui/kit/vtest"
)

func TestWalkInByNameAloneGetsTheNextRowFromTheDayOnTheScreen(t *testing.T) {
	d := newDesk(t)
	before := d.gestures()
	d.Open(Add(d.Room, true))
	d.Press("'Ana Silva")
	d.Sees("row 6, from day 2 on")
	d.Press("enter")
	p := d.stored(6)
	if p == nil || p.Name != "Ana Silva" || p.From != 2 || p.To != 0 || !p.WalkIn {
		t.Fatalf("stored %+v", p)
	}
	if d.focus() != p.Trainee.ID || d.Stack.Len() != 0 || d.Last() != "6 Ana Silva added, from day 2 on" {
		t.Errorf("focus %v, said %q", d.focus(), d.Said)
	}
	if n := d.gestures() - before; n != 1 {
		t.Errorf("%d gestures", n)
	}
	d.Press("u")
	if d.stored(6) != nil {
		t.Error("undo left the walk-in")
	}
	d.Open(Add(d.Room, false))
	d.Press("'Ben Ode", "enter")
	if p := d.stored(7); p == nil || p.From != 1 || p.WalkIn {
		t.Errorf("added: %+v; a row is never used again", p)
	}
}

func TestANameThatIsHereAlreadyIsSaidAndEnterGoesThere(t *testing.T) {
	d := newDesk(t)
	d.Open(Add(d.Room, true))
	d.Press("'MAYA  lopéz")
	d.Sees("Maya Lopez is row 1 already")
	d.Press("enter")
	if len(d.Room.Cohort.People) != 5 || d.focus() != d.row(1) {
		t.Errorf("%d people, said %q", len(d.Room.Cohort.People), d.Said)
	}
	d.Open(Add(d.Room, true))
	d.Press("'Maya Lopez", "ctrl+n")
	if p := d.stored(6); p == nil || p.Name != "Maya Lopez" || p.Trainee.ID == d.row(1) {
		t.Errorf("ctrl+n added %+v", p)
	}
	d.Open(Add(d.Room, true))
	d.Press("'zoe")
	d.Sees("row 7, from day 2 on; there is 5 Zoé Ångström")
}

func TestSomebodyKnownFromAnotherCohortIsTakenOrMadeAnew(t *testing.T) {
	d := newDesk(t)
	fall := d.cohort("Fall 2025", "Ana Silva")
	d.Open(Add(d.Room, true))
	d.Press("'ana")
	d.Sees("Ana Silva is known: type all of the name")
	d.Press("' silva")
	d.Sees("Ana Silva, known from Fall 2025: Enter takes them")
	d.Press("enter")
	p := d.stored(6)
	if p == nil || p.Trainee.ID != fall.Row(1).Trainee.ID || d.focus() != p.Trainee.ID {
		t.Fatalf("taken: %+v", p)
	}
	if got := d.Room.Cohort.Row(6); got == nil || got.Name != "Ana Silva" {
		t.Errorf("on the screen is %+v", got)
	}
	d.Press("u")
	d.Open(Add(d.Room, true))
	d.Press("'Ana Silva", "ctrl+n")
	if p := d.stored(7); p == nil || p.Trainee.ID == fall.Row(1).Trainee.ID {
		t.Errorf("made anew: %+v", p)
	}
}

func TestSomebodyWhoHadLeftIsTakenAgain(t *testing.T) {
	d := newDesk(t)
	d.Open(Leaving(d.Room, d.row(1)))
	d.Press("enter")
	d.Room.Day = 3
	d.Open(Add(d.Room, true))
	d.Press("'maya lopez")
	d.Sees("Maya Lopez was row 1 until day 1: Enter takes them again")
	d.Press("enter")
	if p := d.stored(1); p.To != 0 || len(d.Room.Cohort.People) != 5 {
		t.Errorf("stored %+v", p.Enrollment)
	}
}

func TestANameIsCleanedAndAnEmptyOneAddsNobody(t *testing.T) {
	d := newDesk(t)
	d.Open(Add(d.Room, true))
	d.Press("'  ", "enter")
	if d.Stack.Len() != 1 || len(d.Room.Cohort.People) != 5 {
		t.Fatal("an empty name was taken")
	}
	_, cmd := d.Stack.Update(tea.PasteMsg{Content: "A\x1b[31mna\x07\r\nSilva"})
	d.Run(cmd)
	d.Press("enter")
	if p := d.stored(6); p == nil || strings.ContainsAny(p.Name, "\x1b\x07\n") {
		t.Errorf("stored %+v", p)
	}
}

func TestNamesAreAddedInTheOrderTypedInOneGesture(t *testing.T) {
	d := newDesk(t)
	before := d.gestures()
	d.Open(AddNames(d.Room))
	_, cmd := d.Stack.Update(tea.PasteMsg{Content: "Zed\n\n  Ana  Silva \nmaya lopez\nBea\nZED\n"})
	d.Run(cmd)
	d.Sees("3 names, 2 there already")
	d.Press("ctrl+s")
	for i, want := range []string{"Zed", "Ana Silva", "Bea"} {
		if p := d.stored(6 + i); p == nil || p.Name != want || p.From != 1 || p.WalkIn {
			t.Errorf("row %d: %+v", 6+i, p)
		}
	}
	if said := d.Last(); said != "3 people added, rows 6–8; not added twice: Maya Lopez (row 1), ZED (typed twice)" {
		t.Errorf("said %q", said)
	}
	if n := d.gestures() - before; n != 1 || d.focus() != d.row(6) {
		t.Errorf("%d gestures", n)
	}
	d.Press("u")
	if len(d.Room.Cohort.People) != 5 {
		t.Error("undo left some of them")
	}
}

func TestLeavingTypedNamesAsksAndCanStillAddThem(t *testing.T) {
	d := newDesk(t)
	d.Open(AddNames(d.Room))
	d.Press("esc")
	if d.Stack.Len() != 0 {
		t.Fatal("it asks about nothing")
	}
	d.Open(AddNames(d.Room))
	d.Press("'Ana", "esc")
	d.Sees("Add the 1 name that you typed?")
	d.Press("y")
	if p := d.stored(6); p == nil || p.Name != "Ana" {
		t.Errorf("stored %+v", p)
	}
}

func TestNamedIsAPartOfANameOrARow(t *testing.T) {
	d := newDesk(t)
	for query, want := range map[string]int{"maya": 1, "3": 3, "angstrom": 5, "": 0, "o": 0, "nobody": 0, "9": 0} {
		id, ok := Named(d.Room, query)
		if ok != (want > 0) || ok && id != d.row(want) {
			t.Errorf("%q: %v", query, ok)
		}
	}
}

func TestPromptsAtTheUsualSizes(t *testing.T) {
	d := newDesk(t)
	d.Open(Add(d.Room, true))
	d.Press("'日本 太郎")
	for _, size := range sizes {
		vtest.Golden(t, "add-"+size.name, d.Bare(size.w, 4).Shot())
	}
}

var sizes = []struct {
	name string
	w, h int
}{{"60x20", 60, 17}, {"80x24", 80, 21}, {"120x40", 120, 37}}
