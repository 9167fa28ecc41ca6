package today_test

import (
	"strings"
	"testing"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/ui/room"
)

func TestKeysThatOpenSomethingOpenItForTheRow(t *testing.T) {
	for _, key := range []string{"r", "e", "x", "h", "+", "b", "D", "enter"} {
		d := desk(t)
		d.Press(key)
		if d.Stack.Len() != 1 {
			t.Errorf("%s opened nothing: %q", key, d.Said)
		}
	}
	d := desk(t)
	d.Press("7", "n")
	if len(d.Wanted) != 1 || d.Wanted[0].What != room.WantNote || d.Wanted[0].Person != d.Room.Cohort.Row(7).Trainee.ID {
		t.Errorf("n wants %+v", d.Wanted)
	}
}

func TestTheRowThatWaitsIsNamed(t *testing.T) {
	d := desk(t)
	d.Press("1", "2")
	got := d.Draw(80, 24).Lines()
	if !strings.Contains(strings.Join(got[:22], "\n"), "row 12 Leila: press p a l") || !strings.Contains(got[23], "12 Leila") {
		t.Errorf("while it waits:\n%s", strings.Join(got, "\n"))
	}
	d.Press("esc")
	if strings.Contains(d.Draw(80, 24).Text(), "row 12 Leila: press") {
		t.Error("esc left it")
	}
}

func TestTheFocusStaysOnItsPersonWhenTheListChanges(t *testing.T) {
	d := desk(t)
	d.Press("7", "enter")
	c := d.Room.Cohort
	d.Run(d.Room.Commit(oplog.Single, "", append(c.Leave(c.Row(2), 2), c.Leave(c.Row(3), 2)...)...))
	d.Press("a")
	if d.State(7, 2) != "-..." {
		t.Errorf("the focus moved to another person: %q", d.Said)
	}
	d.Press("2", "a")
	if !strings.Contains(d.Said, "2 Björn Åström is not on this day") {
		t.Errorf("a row not on this day: %q", d.Said)
	}
	d.Run(d.Screen.Update(room.FocusMsg{Person: d.Room.Cohort.Row(15).Trainee.ID}))
	d.Press("a")
	if d.State(15, 2) != "-..." {
		t.Errorf("after find: %q", d.Said)
	}
	d.Run(d.Screen.Update(room.FocusMsg{Person: d.Room.Cohort.Row(2).Trainee.ID}))
	if !strings.Contains(d.Said, "is not on this day") {
		t.Errorf("find of one not here: %q", d.Said)
	}
}

func TestTheFocusStepsOverTheHeadingOfTheGuests(t *testing.T) {
	d := desk(t, "Maya", "Noor", "Guest")
	c := d.Room.Cohort
	guest := c.Row(1).Enrollment
	guest.Guest = []model.ID{c.BlocksOf(2)[0].ID}
	d.Run(d.Room.Commit(oplog.Single, "", c.EditEnrollment(guest)...))
	d.Press("home", "p", "p", "a") // rows 2, 3, then 1 below the heading
	if got := d.State(2, 2) + d.State(3, 2) + d.State(1, 2); got != "P...P...-   " {
		t.Errorf("marks %q", got)
	}
	d.Press("up", "a")
	if d.State(3, 2) != "-..." {
		t.Errorf("up from below the heading: %q", d.Said)
	}
	if got := d.Draw(80, 24).Text(); !strings.Contains(got, "2 people: 1 ● 0 ◐ 1 ○ 0 ·") {
		t.Errorf("guests are counted:\n%s", got)
	}
}
