package review

import (
	"fmt"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
	"rollbook/ui/room"
	"rollbook/ui/room/roomtest"
)

// stage is the screen in a room with a cohort of eight days, of which three are over and the fourth
// is under way.
type stage struct {
	*roomtest.Desk
	s   *Screen
	now time.Time
}

func newStage(t testing.TB, names ...string) *stage {
	t.Helper()
	st := &stage{now: time.Date(2026, 3, 5, 14, 5, 0, 0, time.UTC)}
	r := roomtest.Empty(t, st.now)
	if len(names) > 0 {
		r = roomtest.New(t, st.now, names[:min(len(names), 500)]...)
	} else {
		course, _ := model.EmbeddedCourse("cipss")
		c, edits, err := r.Book.NewCohort("Spring", course, model.Dates(model.DateOf(2026, 3, 2), 8, nil), "", nil)
		if err != nil {
			t.Fatal(err)
		}
		roomtest.Save(t, r.Book, c, oplog.Single, edits...)
		r.Show(c)
	}
	st.Desk = roomtest.At(t, r)
	st.W, st.H = 80, 24
	st.Room.Now = func() time.Time { return st.now }
	for from := 500; from < len(names); from += 500 { // one gesture can't hold any number
		var people []model.Trainee
		for _, n := range names[from:min(from+500, len(names))] {
			people = append(people, model.Trainee{Name: n})
		}
		edits, _, err := st.Room.Cohort.Enroll(people, 1, false)
		if err != nil {
			t.Fatal(err)
		}
		st.commit(oplog.Import, edits...)
	}
	st.Room.Show(st.Room.Cohort)
	st.Room.Day = 4
	st.s = New(st.Room)
	st.Screen = st.s
	st.s.View(80, 21)
	return st
}

func (st *stage) commit(how oplog.How, edits ...store.Edit) {
	st.Helper()
	if _, err := st.Room.TryCommit(how, "", edits...); err != nil { // nothing here waits for the disk
		st.Fatal(err)
	}
}

// mark does to a person's day what a key does; block is 0 for the whole day.
func (st *stage) mark(row, day, block int, verb room.Verb, minutes int) {
	st.Helper()
	c := st.Room.Cohort
	id := model.ID{}
	if block > 0 {
		id = c.BlocksOf(day)[block-1].ID
	}
	a := room.Act{Verb: verb}
	if minutes > 0 {
		a.Typed = &model.Typed{Kind: model.TypedMinutes, Minutes: minutes}
	}
	m, err := room.Do(c, c.Row(row), day, id, a, model.NoClock, false)
	if err != nil {
		st.Fatal(err)
	}
	st.commit(m.How, m.Edits...)
}

// madeUp writes down a make-up of a block.
func (st *stage) madeUp(row, day, block, minutes int) {
	st.Helper()
	p := st.Room.Cohort.Row(row)
	m := store.MakeUp{MakeUp: model.MakeUp{Trainee: p.Trainee.ID, Block: st.Room.Cohort.BlocksOf(day)[block-1].ID, Minutes: minutes, Date: model.DateOf(2026, 3, 5)}, With: "Sam"}
	edits, err := st.Room.Cohort.AddMakeUp(p, m)
	if err != nil {
		st.Fatal(err)
	}
	st.commit(oplog.Single, edits...)
}

// worksite changes where a person works.
func (st *stage) worksite(row int, site string) {
	st.Helper()
	p := st.Room.Cohort.Row(row).Trainee
	p.Worksite = site
	st.commit(oplog.Single, st.Room.Cohort.EditTrainee(p)...)
}

// usual are people with something of everything: minutes missed, a must-attend day missed and partly
// made up, blocks not marked, somebody who left, and a guest.
func usual(t testing.TB) *stage {
	st := newStage(t, "माया ओर्तीज़", "王小明", "نور حداد", "Zoé Lévesque", "Cancelled Friend")
	for day := 1; day <= 3; day++ {
		for row := 1; row <= 4; row++ {
			st.mark(row, day, 0, room.Present, 0)
		}
	}
	st.mark(1, 2, 1, room.Late, 20)
	st.mark(2, 1, 0, room.Absent, 0)
	st.mark(2, 3, 2, room.Absent, 0)
	st.madeUp(2, 1, 1, 180)
	st.madeUp(2, 1, 2, 60)
	st.mark(3, 2, 0, room.Clear, 0)
	st.mark(4, 3, 1, room.Absent, 0)
	st.madeUp(4, 3, 1, 180)
	st.mark(4, 4, 1, room.Absent, 0)
	c := st.Room.Cohort
	st.commit(oplog.Single, c.Leave(c.Row(5), 3)...)
	edits, _, err := c.EnrollGuest(model.Trainee{Name: "Gäst Übung"}, []model.ID{c.BlocksOf(3)[0].ID})
	if err != nil {
		t.Fatal(err)
	}
	st.commit(oplog.Single, edits...)
	st.mark(6, 3, 1, room.Present, 0)
	st.worksite(1, "Riverview")
	st.worksite(2, "Riverview")
	st.worksite(4, "Dorothea Dix")
	return st
}

// press presses keys one after another; each must be one of the screen's or of what is open.
func (st *stage) press(names ...string) {
	st.Helper()
	st.Press(names...)
	if len(st.Left) > 0 {
		st.Errorf("no key %v", st.Left)
		st.Left = nil
	}
}

func (st *stage) golden(name string, theme *kit.Theme) {
	st.Helper()
	*st.Room.Theme = *theme
	st.Room.Theme.Update(tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeSet})
	for _, size := range []struct{ w, h int }{{60, 20}, {80, 24}, {120, 40}} {
		vtest.Golden(st, fmt.Sprintf("%s-%dx%d", name, size.w, size.h), st.Draw(size.w, size.h).Shot())
	}
	vtest.Golden(st, name+"-styled", st.Draw(80, 24).Styled())
}
