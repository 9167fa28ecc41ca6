package review

import (
	"slices"
	"strings"
	"testing"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

func TestCellLeadsToItsDayAndItsPerson(t *testing.T) {
	st := usual(t)
	st.press("down", "left", "left", "d")
	if want := (room.GoMsg{Tab: room.Today, Person: st.Room.Cohort.Row(2).Trainee.ID}); !slices.Equal(st.Gone, []room.GoMsg{want}) || st.Room.Day != 2 {
		t.Errorf("d: %v, day %d", st.Gone, st.Room.Day)
	}
	st.press("left", "enter")
	st.Sees("2 王小明, day 1, Mon 2 Mar 2026", "○ 09:00–12:00 Creating Learning Environments", "3 h made up on Thu 5 Mar 2026, one to one, with Sam",
		"2 h can still be made up: m", "day 1 must be attended")
	st.press("down", "m")
	if st.Stack.Len() != 2 {
		t.Errorf("m on a block that was missed opens nothing: %v", st.Said)
	}
	st.press("esc", "esc")
	st.press("left", "left", "enter")
	if lines := strings.Join(st.Stack.Top().View(80, 20).Lines, "\n"); !strings.Contains(lines, "王小明") {
		t.Errorf("the page is of somebody else:\n%s", lines)
	}
	st.press("esc", "d")
	st.Heard("go to a day first")
	st.press("m")
	if st.Stack.Len() != 1 {
		t.Errorf("m on a name does not ask which block: %v", st.Said)
	}
}

func TestDayOfAPersonSaysWhatCanBeDone(t *testing.T) {
	st := usual(t)
	c := st.Room.Cohort
	zoe, block := c.Row(4), c.BlocksOf(3)[0].ID
	st.commit(oplog.Single, c.EditRemark(zoe, block, "the bus from Bangor"), c.EditOwnWords(zoe, block, "I was there from ten on."), c.EditTold(zoe, block, true))
	st.press("down", "down", "down", "left", "enter")
	st.golden("cell", kit.NewTheme(false, false, false))
	st.Sees("absent; told us ahead (Asha, Thu 5 Mar 14:05)", "remark: the bus from Bangor", "Zoé Lévesque says: I was there from ten on.", "all that was missed is made up")
	st.press("esc", "up", "left", "enter")
	st.Sees("3 نور حداد, day 2", "not marked yet: d goes there to mark it")
	st.press("m")
	st.Heard("is not marked here")
	st.press("esc", "down", "down", "right", "enter")
	st.Sees("after leaving: it counts for nobody")
	st.press("esc", "down", "enter")
	st.Sees("6 Gäst Übung, day 3", "● 09:00–12:00", "not here for this")
}

func TestPersonWhoDisappearsIsNoTrouble(t *testing.T) {
	st := usual(t)
	st.press("end", "enter")
	st.Room.Book.Flush()
	c, err := st.Room.Book.Load(st.Room.Cohort.Cohort.ID)
	if err != nil {
		t.Fatal(err)
	}
	c.People = c.People[:2] // as after an undo
	st.Room.Cohort = c
	st.Draw(80, 24)
	st.press("m", "enter", "esc")
	if f := st.s.View(80, 21); f.Cursor.Y > 6 || st.s.matrix.person().Row != 2 {
		t.Errorf("cursor %v, person %d", f.Cursor, st.s.matrix.person().Row)
	}
}

func TestWhatPeopleDisagreeOnHasASign(t *testing.T) {
	st := usual(t)
	c := st.Room.Cohort
	p, block := c.Row(3), c.BlocksOf(2)[0].ID
	var sides []*store.Draft
	for _, state := range []model.State{model.Present, model.Absent} { // neither knows of the other
		d, err := c.Form(oplog.Single, c.EditMark(p, block, model.Plain(state)))
		if err != nil {
			t.Fatal(err)
		}
		sides = append(sides, d)
	}
	for _, d := range sides {
		st.Room.Save(d)
	}
	st.Room.Show(c) // brings what is on its way
	st.press("down", "down", "left", "left")
	st.Sees("3 نور حداد, day 2", "!")
	st.press("enter")
	st.Sees("Asha says attendance: present", "Asha says attendance: absent", "not agreed: d goes there, then v settles it")
	st.press("esc", "b", "b")
	if got := st.s.matrix.cell(2, st.s.matrix.grid.Col).Text; got != kit.ConflictSign {
		t.Errorf("in the picture it is %q", got)
	}
}

func TestAnotherCohortComesOutOfTheBook(t *testing.T) {
	st := usual(t)
	winter := st.second(1)
	st.press("w")
	st.Run(st.Room.Load(winter.Cohort.ID, ""))
	if st.s.wide {
		t.Error("the book stays in front of the cohort that was opened")
	}
	st.press("w")
	st.Run(st.Room.Reload(""))
	if !st.s.wide {
		t.Error("the book goes away after an undo")
	}
}

func TestADayChangedSinceItWasClosedSaysSo(t *testing.T) {
	st := newStage(t, "Ana", "Ben")
	st.mark(1, 1, 0, room.Present, 0)
	n, d := st.Room.Cohort.Count(1), st.Room.Cohort.Days[0]
	st.commit(oplog.Single, st.Room.Cohort.EditClosing(d.ID, &n))
	st.press("home", "left", "left", "left")
	const says = "changed since it was closed"
	if got := strings.Join(st.s.View(120, 21).Lines, "\n"); strings.Contains(got, says) || !strings.Contains(got, "1 Ana, day 1") {
		t.Errorf("closed:\n%s", got)
	}
	st.mark(2, 1, 0, room.Absent, 0)
	if got := strings.Join(st.s.View(120, 21).Lines, "\n"); !strings.Contains(got, says) {
		t.Errorf("changed:\n%s", got)
	}
}
