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
	d.open(Add(d.r, true))
	d.keys("'Ana Silva")
	d.sees("row 6, from day 2 on")
	d.keys("enter")
	p := d.stored(6)
	if p == nil || p.Name != "Ana Silva" || p.From != 2 || p.To != 0 || !p.WalkIn {
		t.Fatalf("stored %+v", p)
	}
	if d.focus != p.Trainee.ID || d.stack.Len() != 0 || d.last() != "6 Ana Silva added, from day 2 on" {
		t.Errorf("focus %v, said %q", d.focus, d.said)
	}
	if n := d.gestures() - before; n != 1 {
		t.Errorf("%d gestures", n)
	}
	d.keys("u")
	if d.stored(6) != nil {
		t.Error("undo left the walk-in")
	}
	d.open(Add(d.r, false))
	d.keys("'Ben Ode", "enter")
	if p := d.stored(7); p == nil || p.From != 1 || p.WalkIn {
		t.Errorf("added: %+v; a row is never used again", p)
	}
}

func TestANameThatIsHereAlreadyIsSaidAndEnterGoesThere(t *testing.T) {
	d := newDesk(t)
	d.open(Add(d.r, true))
	d.keys("'MAYA  lopéz")
	d.sees("Maya Lopez is row 1 already")
	d.keys("enter")
	if len(d.r.Cohort.People) != 5 || d.focus != d.row(1) {
		t.Errorf("%d people, said %q", len(d.r.Cohort.People), d.said)
	}
	d.open(Add(d.r, true))
	d.keys("'Maya Lopez", "ctrl+n")
	if p := d.stored(6); p == nil || p.Name != "Maya Lopez" || p.Trainee.ID == d.row(1) {
		t.Errorf("ctrl+n added %+v", p)
	}
	d.open(Add(d.r, true))
	d.keys("'zoe")
	d.sees("row 7, from day 2 on; there is 5 Zoé Ångström")
}

func TestSomebodyKnownFromAnotherCohortIsTakenOrMadeAnew(t *testing.T) {
	d := newDesk(t)
	fall := d.cohort("Fall 2025", "Ana Silva")
	d.open(Add(d.r, true))
	d.keys("'ana")
	d.sees("Ana Silva is known: type all of the name")
	d.keys("' silva")
	d.sees("Ana Silva, known from Fall 2025: Enter takes them")
	d.keys("enter")
	p := d.stored(6)
	if p == nil || p.Trainee.ID != fall.Row(1).Trainee.ID || d.focus != p.Trainee.ID {
		t.Fatalf("taken: %+v", p)
	}
	if got := d.r.Cohort.Row(6); got == nil || got.Name != "Ana Silva" {
		t.Errorf("on the screen is %+v", got)
	}
	d.keys("u")
	d.open(Add(d.r, true))
	d.keys("'Ana Silva", "ctrl+n")
	if p := d.stored(7); p == nil || p.Trainee.ID == fall.Row(1).Trainee.ID {
		t.Errorf("made anew: %+v", p)
	}
}

func TestSomebodyWhoHadLeftIsTakenAgain(t *testing.T) {
	d := newDesk(t)
	d.open(Leaving(d.r, d.row(1)))
	d.keys("enter")
	d.r.Day = 3
	d.open(Add(d.r, true))
	d.keys("'maya lopez")
	d.sees("Maya Lopez was row 1 until day 1: Enter takes them again")
	d.keys("enter")
	if p := d.stored(1); p.To != 0 || len(d.r.Cohort.People) != 5 {
		t.Errorf("stored %+v", p.Enrollment)
	}
}

func TestANameIsCleanedAndAnEmptyOneAddsNobody(t *testing.T) {
	d := newDesk(t)
	d.open(Add(d.r, true))
	d.keys("'  ", "enter")
	if d.stack.Len() != 1 || len(d.r.Cohort.People) != 5 {
		t.Fatal("an empty name was taken")
	}
	_, cmd := d.stack.Update(tea.PasteMsg{Content: "A\x1b[31mna\x07\r\nSilva"})
	d.run(cmd)
	d.keys("enter")
	if p := d.stored(6); p == nil || strings.ContainsAny(p.Name, "\x1b\x07\n") {
		t.Errorf("stored %+v", p)
	}
}

func TestNamesAreAddedInTheOrderTypedInOneGesture(t *testing.T) {
	d := newDesk(t)
	before := d.gestures()
	d.open(AddNames(d.r))
	_, cmd := d.stack.Update(tea.PasteMsg{Content: "Zed\n\n  Ana  Silva \nmaya lopez\nBea\nZED\n"})
	d.run(cmd)
	d.sees("3 names, 2 there already")
	d.keys("ctrl+s")
	for i, want := range []string{"Zed", "Ana Silva", "Bea"} {
		if p := d.stored(6 + i); p == nil || p.Name != want || p.From != 1 || p.WalkIn {
			t.Errorf("row %d: %+v", 6+i, p)
		}
	}
	if said := d.last(); said != "3 people added, rows 6–8; not added twice: Maya Lopez (row 1), ZED (typed twice)" {
		t.Errorf("said %q", said)
	}
	if n := d.gestures() - before; n != 1 || d.focus != d.row(6) {
		t.Errorf("%d gestures", n)
	}
	d.keys("u")
	if len(d.r.Cohort.People) != 5 {
		t.Error("undo left some of them")
	}
}

func TestLeavingTypedNamesAsksAndCanStillAddThem(t *testing.T) {
	d := newDesk(t)
	d.open(AddNames(d.r))
	d.keys("esc")
	if d.stack.Len() != 0 {
		t.Fatal("it asks about nothing")
	}
	d.open(AddNames(d.r))
	d.keys("'Ana", "esc")
	d.sees("Add the 1 name that you typed?")
	d.keys("y")
	if p := d.stored(6); p == nil || p.Name != "Ana" {
		t.Errorf("stored %+v", p)
	}
}

func TestNamedIsAPartOfANameOrARow(t *testing.T) {
	d := newDesk(t)
	for query, want := range map[string]int{"maya": 1, "3": 3, "angstrom": 5, "": 0, "o": 0, "nobody": 0, "9": 0} {
		id, ok := Named(d.r, query)
		if ok != (want > 0) || ok && id != d.row(want) {
			t.Errorf("%q: %v", query, ok)
		}
	}
}

func TestPromptsAtTheUsualSizes(t *testing.T) {
	d := newDesk(t)
	d.open(Add(d.r, true))
	d.keys("'日本 太郎")
	for _, size := range sizes {
		vtest.Golden(t, "add-"+size.name, d.shot(size.w, 4).Shot())
	}
}

var sizes = []struct {
	name string
	w, h int
}{{"60x20", 60, 17}, {"80x24", 80, 21}, {"120x40", 120, 37}}
