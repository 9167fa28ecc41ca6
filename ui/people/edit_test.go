package people

import (
	"strings"
	"testing"

	"rollbook/model"
	"rollbook/ui/journal"
	"rollbook/ui/kit/vtest"
)

func TestEditingAPersonIsOneGestureThatUndoTakesBack(t *testing.T) {
	d := newDesk(t)
	before := d.gestures()
	d.open(Edit(d.r, d.row(1)))
	d.keys("ctrl+u", "'Maya L.", "enter", "'MY-ah", "enter", "n", "enter", "'she/her", "enter", "'maya@example.org", "enter", "'207 555 0100",
		"enter", "'Riverview", "enter", "right", "enter", "right", "right", "right", "enter", "'Maya Ana Lopez", "ctrl+s")
	p := d.stored(1)
	want := model.Trainee{ID: d.row(1), Name: "Maya L.", Say: "MY-ah", Pronouns: "she/her", Certificate: "Maya Ana Lopez",
		Email: "maya@example.org", Phone: "207 555 0100", Worksite: "Riverview"}
	if p.Trainee != want || p.From != 2 || p.To != 3 {
		t.Errorf("stored %+v, days %d to %d; said %q", p.Trainee, p.From, p.To, d.said)
	}
	if n := d.gestures() - before; n != 1 {
		t.Errorf("%d gestures", n)
	}
	d.keys("u")
	if p := d.stored(1); p.Name != "Maya Lopez" || p.Email != "" || p.From != 1 || p.To != 0 {
		t.Errorf("undone: %+v %+v", p.Trainee, p.Enrollment)
	}
}

func TestAnOldNameIsStruckUnlessThePersonWishesOtherwise(t *testing.T) {
	d := newDesk(t)
	d.mark(2, 1, 0, model.Plain(model.Present))
	d.open(Edit(d.r, d.row(1)))
	d.lacks("Strike old")
	d.keys("ctrl+u", "'Ana Lopez")
	d.sees("Strike old", "[x] yes")
	d.keys("ctrl+s")
	if d.last() != "1 Ana Lopez: changed; what stood there before is struck" {
		t.Errorf("said %q", d.said)
	}
	d.open(journal.History(d.r, d.row(1), model.ID{}))
	d.sees("Ana Lopez")
	d.lacks("Maya")
	d.keys("esc", "u")
	if p := d.stored(1); p.Name != "Ana Lopez" {
		t.Errorf("undo brought back %q, which was struck", p.Name)
	}
	d.open(Edit(d.r, d.row(5)))
	d.keys("ctrl+u", "'Zoé Berg", "tab", "tab", "n", "ctrl+s")
	d.open(journal.History(d.r, d.row(5), model.ID{}))
	d.sees("Zoé Ångström → Zoé Berg")
}

func TestEditingRefusesNoNameAndDaysInTheWrongOrder(t *testing.T) {
	d := newDesk(t)
	d.open(Edit(d.r, d.row(1)))
	d.keys("ctrl+u", "ctrl+s")
	if !strings.Contains(d.last(), "a name is needed") {
		t.Errorf("said %q", d.last())
	}
	d.keys("'Maya", "tab", "tab", "tab", "tab", "'nowhere", "ctrl+s")
	if !strings.Contains(d.last(), "an email has an @") {
		t.Errorf("said %q", d.last())
	}
	d.keys("ctrl+u", "tab", "tab", "tab", "end", "tab", "right", "ctrl+s")
	if !strings.Contains(d.last(), "before the first day") || d.stored(1).Name != "Maya Lopez" {
		t.Errorf("said %q", d.last())
	}
}

func TestEditingNothingMakesNoGesture(t *testing.T) {
	d := newDesk(t)
	before := d.gestures()
	d.open(Edit(d.r, d.row(2)))
	d.keys("ctrl+s")
	if d.gestures() != before || d.last() != "2 स्तेफ़ानी देवी: nothing changed" {
		t.Errorf("said %q", d.last())
	}
}

func TestCurtainLeavesTheNameAndHowToSayItInTheForm(t *testing.T) {
	d := newDesk(t)
	d.open(Edit(d.r, d.row(1)))
	d.keys("tab", "tab", "tab", "'maya@example.org", "ctrl+s")
	d.r.Curtain = true
	d.open(Edit(d.r, d.row(1)))
	d.lacks("maya@example.org", "Worksite", "certificate")
	d.keys("tab", "'MY-ah", "ctrl+s")
	if p := d.stored(1); p.Say != "MY-ah" || p.Email != "maya@example.org" {
		t.Errorf("stored %+v", p.Trainee)
	}
}

func TestLeavingKeepsTheDaysBeforeAndComingAgainTakesItBack(t *testing.T) {
	d := newDesk(t)
	d.mark(1, 3, 0, model.Plain(model.Present))
	d.open(Leaving(d.r, d.row(1)))
	d.sees("stays on the roster of day 1; blocks after that count for nobody; kept: 1 mark after that")
	d.keys("backspace", "'4")
	d.sees("stays on the roster of days 1–3; blocks after that count for nobody")
	d.keys("enter")
	if p := d.stored(1); p.From != 1 || p.To != 3 || d.last() != "1 Maya Lopez: no longer coming, from day 4 on" {
		t.Fatalf("stored %+v, said %q", p.Enrollment, d.said)
	}
	d.keys("u")
	if p := d.stored(1); p.To != 0 {
		t.Errorf("undone: %+v", p.Enrollment)
	}
	d.open(Leaving(d.r, d.row(1)))
	d.keys("enter")
	d.open(Leaving(d.r, d.row(1)))
	d.sees("coming again, to the last day?", "On the roster of day 1 now.")
	d.keys("y")
	if p := d.stored(1); p.From != 1 || p.To != 0 {
		t.Errorf("coming again: %+v", p.Enrollment)
	}
}

func TestSomebodyWhoNeverCameIsOnTheRosterOfNoDay(t *testing.T) {
	d := newDesk(t)
	d.open(Leaving(d.r, d.row(1)))
	d.keys("backspace", "'1")
	d.sees("on the roster of no day, and the row stays theirs")
	d.keys("enter")
	p := d.stored(1)
	if p == nil || p.Row != 1 || p.Covers(d.r.Cohort.Blocks[0]) || p.Covers(d.r.Cohort.Blocks[7]) {
		t.Fatalf("stored %+v", p)
	}
	d.open(Leaving(d.r, d.row(1)))
	d.sees("On the roster of no day now.")
	d.keys("y")
	if p := d.stored(1); p.From != 1 || p.To != 0 {
		t.Errorf("coming again: %+v", p.Enrollment)
	}
}

func TestLeavingRefusesWhatIsNoDayOfTheirs(t *testing.T) {
	d := newDesk(t)
	for typed, want := range map[string]string{"x": "type the number", "9": "the last day is day 4", "0": "is on the roster from day 1"} {
		d.open(Leaving(d.r, d.row(1)))
		d.keys("backspace", "'"+typed, "enter")
		if !strings.Contains(d.last(), want) || d.stack.Len() != 1 {
			t.Errorf("%s: said %q", typed, d.last())
		}
		d.keys("esc")
	}
}

func TestRemarkIsSavedChangedAndTakenAway(t *testing.T) {
	d := newDesk(t)
	block := d.block(2, 1)
	d.open(Remark(d.r, d.row(1), 2, block))
	d.sees("write what Maya Lopez could read beside you")
	d.keys("'the bus was late", "enter")
	if got := d.stored(1).Cell(block).Remark; got != "the bus was late" {
		t.Fatalf("stored %q", got)
	}
	d.open(Remark(d.r, d.row(1), 2, block))
	d.sees("the bus was late")
	d.keys("ctrl+u")
	d.sees("Enter takes the remark away")
	d.keys("enter")
	if got := d.stored(1).Cell(block).Remark; got != "" || d.last() != "1 Maya Lopez: remark taken away" {
		t.Errorf("stored %q, said %q", got, d.last())
	}
	d.keys("u")
	if got := d.stored(1).Cell(block).Remark; got != "the bus was late" {
		t.Errorf("undone: %q", got)
	}
	d.open(Remark(d.r, d.row(1), 2, model.ID{}))
	d.keys("'of the day", "enter")
	if got := d.stored(1).Cell(d.block(2, 0)).Remark; got != "of the day" {
		t.Errorf("on the first block is %q", got)
	}
}

func TestRemarkIsNotAskedForBehindTheCurtainNorOfADayNotEnrolled(t *testing.T) {
	d := newDesk(t)
	d.open(Leaving(d.r, d.row(1)))
	d.keys("enter")
	d.open(Remark(d.r, d.row(1), 3, model.ID{}))
	d.sees("not enrolled on that day")
	d.keys("'x", "enter")
	if d.stack.Len() != 1 {
		t.Error("a remark on a day not enrolled was taken")
	}
	d.keys("esc")
	d.r.Curtain = true
	d.open(Remark(d.r, d.row(2), 2, model.ID{}))
	d.sees("The curtain is closed")
}

func TestFormAtTheUsualSizes(t *testing.T) {
	d := newDesk(t)
	d.open(Edit(d.r, d.row(3)))
	d.keys("tab", "'たろう", "tab", "'they/them")
	for _, size := range sizes {
		vtest.Golden(t, "edit-"+size.name, d.shot(size.w, size.h).Shot())
	}
	d.keys("tab", "'x", "ctrl+s")
	*d.r.Theme = *theme(true)
	vtest.Golden(t, "edit-nocolor", d.shot(80, 21).Styled())
}
