package people

import (
	"strings"
	"testing"

	"rollbook/model"
	"rollbook/ui/journal"
	"rollbook/ui/kit/vtest"
	"rollbook/ui/room/roomtest"
)

func TestEditingAPersonIsOneGestureThatUndoTakesBack(t *testing.T) {
	d := newDesk(t)
	before := d.gestures()
	d.Open(Edit(d.Room, d.row(1)))
	d.Press("ctrl+u", "'Maya L.", "enter", "'MY-ah", "enter", "n", "enter", "'she/her", "enter", "'maya@example.org", "enter", "'207 555 0100",
		"enter", "'Riverview", "enter", "right", "enter", "right", "right", "right", "enter", "'Maya Ana Lopez", "ctrl+s")
	p := d.stored(1)
	want := model.Trainee{ID: d.row(1), Name: "Maya L.", Say: "MY-ah", Pronouns: "she/her", Certificate: "Maya Ana Lopez",
		Email: "maya@example.org", Phone: "207 555 0100", Worksite: "Riverview"}
	if p.Trainee != want || p.From != 2 || p.To != 3 {
		t.Errorf("stored %+v, days %d to %d; said %q", p.Trainee, p.From, p.To, d.Said)
	}
	if n := d.gestures() - before; n != 1 {
		t.Errorf("%d gestures", n)
	}
	d.Press("u")
	if p := d.stored(1); p.Name != "Maya Lopez" || p.Email != "" || p.From != 1 || p.To != 0 {
		t.Errorf("undone: %+v %+v", p.Trainee, p.Enrollment)
	}
}

func TestAnOldNameIsStruckUnlessThePersonWishesOtherwise(t *testing.T) {
	d := newDesk(t)
	d.mark(2, 1, 0, model.Plain(model.Present))
	d.Open(Edit(d.Room, d.row(1)))
	d.Lacks("Strike old")
	d.Press("ctrl+u", "'Ana Lopez")
	d.Sees("Strike old", "[x] yes")
	d.Press("ctrl+s")
	if d.Last() != "1 Ana Lopez: changed; what stood there before is struck" {
		t.Errorf("said %q", d.Said)
	}
	d.Open(journal.History(d.Room, d.row(1), model.ID{}))
	d.Sees("Ana Lopez")
	d.Lacks("Maya")
	d.Press("esc", "u")
	if p := d.stored(1); p.Name != "Ana Lopez" {
		t.Errorf("undo brought back %q, which was struck", p.Name)
	}
	d.Open(Edit(d.Room, d.row(5)))
	d.Press("ctrl+u", "'Zoé Berg", "tab", "tab", "n", "ctrl+s")
	d.Open(journal.History(d.Room, d.row(5), model.ID{}))
	d.Sees("Zoé Ångström → Zoé Berg")
}

func TestEditingRefusesNoNameAndDaysInTheWrongOrder(t *testing.T) {
	d := newDesk(t)
	d.Open(Edit(d.Room, d.row(1)))
	d.Press("ctrl+u", "ctrl+s")
	if !strings.Contains(d.Last(), "a name is needed") {
		t.Errorf("said %q", d.Last())
	}
	d.Press("'Maya", "tab", "tab", "tab", "tab", "'nowhere", "ctrl+s")
	if !strings.Contains(d.Last(), "an email has an @") {
		t.Errorf("said %q", d.Last())
	}
	d.Press("ctrl+u", "tab", "tab", "tab", "end", "tab", "right", "ctrl+s")
	if !strings.Contains(d.Last(), "before the first day") || d.stored(1).Name != "Maya Lopez" {
		t.Errorf("said %q", d.Last())
	}
}

func TestEditingNothingMakesNoGesture(t *testing.T) {
	d := newDesk(t)
	before := d.gestures()
	d.Open(Edit(d.Room, d.row(2)))
	d.Press("ctrl+s")
	if d.gestures() != before || d.Last() != "2 स्तेफ़ानी देवी: nothing changed" {
		t.Errorf("said %q", d.Last())
	}
}

func TestCurtainLeavesTheNameAndHowToSayItInTheForm(t *testing.T) {
	d := newDesk(t)
	d.Open(Edit(d.Room, d.row(1)))
	d.Press("tab", "tab", "tab", "'maya@example.org", "ctrl+s")
	d.Room.Curtain = true
	d.Open(Edit(d.Room, d.row(1)))
	d.Lacks("maya@example.org", "Worksite", "certificate")
	d.Press("tab", "'MY-ah", "ctrl+s")
	if p := d.stored(1); p.Say != "MY-ah" || p.Email != "maya@example.org" {
		t.Errorf("stored %+v", p.Trainee)
	}
}

func TestLeavingKeepsTheDaysBeforeAndComingAgainTakesItBack(t *testing.T) {
	d := newDesk(t)
	d.mark(1, 3, 0, model.Plain(model.Present))
	d.Open(Leaving(d.Room, d.row(1)))
	d.Sees("stays on the roster of day 1; blocks after that count for nobody; kept: 1 mark after that")
	d.Press("backspace", "'4")
	d.Sees("stays on the roster of days 1–3; blocks after that count for nobody")
	d.Press("enter")
	if p := d.stored(1); p.From != 1 || p.To != 3 || d.Last() != "1 Maya Lopez: no longer coming, from day 4 on" {
		t.Fatalf("stored %+v, said %q", p.Enrollment, d.Said)
	}
	d.Press("u")
	if p := d.stored(1); p.To != 0 {
		t.Errorf("undone: %+v", p.Enrollment)
	}
	d.Open(Leaving(d.Room, d.row(1)))
	d.Press("enter")
	d.Open(Leaving(d.Room, d.row(1)))
	d.Sees("coming again, to the last day?", "On the roster of day 1 now.")
	d.Press("y")
	if p := d.stored(1); p.From != 1 || p.To != 0 {
		t.Errorf("coming again: %+v", p.Enrollment)
	}
}

func TestSomebodyWhoNeverCameIsOnTheRosterOfNoDay(t *testing.T) {
	d := newDesk(t)
	d.Open(Leaving(d.Room, d.row(1)))
	d.Press("backspace", "'1")
	d.Sees("on the roster of no day, and the row stays theirs")
	d.Press("enter")
	p := d.stored(1)
	if p == nil || p.Row != 1 || p.Covers(d.Room.Cohort.Blocks[0]) || p.Covers(d.Room.Cohort.Blocks[7]) {
		t.Fatalf("stored %+v", p)
	}
	d.Open(Leaving(d.Room, d.row(1)))
	d.Sees("On the roster of no day now.")
	d.Press("y")
	if p := d.stored(1); p.From != 1 || p.To != 0 {
		t.Errorf("coming again: %+v", p.Enrollment)
	}
}

func TestLeavingRefusesWhatIsNoDayOfTheirs(t *testing.T) {
	d := newDesk(t)
	for typed, want := range map[string]string{"x": "type the number", "9": "the last day is day 4", "0": "is on the roster from day 1"} {
		d.Open(Leaving(d.Room, d.row(1)))
		d.Press("backspace", "'"+typed, "enter")
		if !strings.Contains(d.Last(), want) || d.Stack.Len() != 1 {
			t.Errorf("%s: said %q", typed, d.Last())
		}
		d.Press("esc")
	}
}

func TestRemarkIsSavedChangedAndTakenAway(t *testing.T) {
	d := newDesk(t)
	block := d.block(2, 1)
	d.Open(Remark(d.Room, d.row(1), 2, block))
	d.Sees("write what Maya Lopez could read beside you")
	d.Press("'the bus was late", "enter")
	if got := d.stored(1).Cell(block).Remark; got != "the bus was late" {
		t.Fatalf("stored %q", got)
	}
	d.Open(Remark(d.Room, d.row(1), 2, block))
	d.Sees("the bus was late")
	d.Press("ctrl+u")
	d.Sees("Enter takes the remark away")
	d.Press("enter")
	if got := d.stored(1).Cell(block).Remark; got != "" || d.Last() != "1 Maya Lopez: remark taken away" {
		t.Errorf("stored %q, said %q", got, d.Last())
	}
	d.Press("u")
	if got := d.stored(1).Cell(block).Remark; got != "the bus was late" {
		t.Errorf("undone: %q", got)
	}
	d.Open(Remark(d.Room, d.row(1), 2, model.ID{}))
	d.Press("'of the day", "enter")
	if got := d.stored(1).Cell(d.block(2, 0)).Remark; got != "of the day" {
		t.Errorf("on the first block is %q", got)
	}
}

func TestRemarkIsNotAskedForBehindTheCurtainNorOfADayNotEnrolled(t *testing.T) {
	d := newDesk(t)
	d.Open(Leaving(d.Room, d.row(1)))
	d.Press("enter")
	d.Open(Remark(d.Room, d.row(1), 3, model.ID{}))
	d.Sees("not enrolled on that day")
	d.Press("'x", "enter")
	if d.Stack.Len() != 1 {
		t.Error("a remark on a day not enrolled was taken")
	}
	d.Press("esc")
	d.Room.Curtain = true
	d.Open(Remark(d.Room, d.row(2), 2, model.ID{}))
	d.Sees("The curtain is closed")
}

func TestFormAtTheUsualSizes(t *testing.T) {
	d := newDesk(t)
	d.Open(Edit(d.Room, d.row(3)))
	d.Press("tab", "'たろう", "tab", "'they/them")
	for _, size := range sizes {
		vtest.Golden(t, "edit-"+size.name, d.Bare(size.w, size.h).Shot())
	}
	d.Press("tab", "'x", "ctrl+s")
	*d.Room.Theme = *roomtest.Theme(true)
	vtest.Golden(t, "edit-nocolor", d.Bare(80, 21).Styled())
}
