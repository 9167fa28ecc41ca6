package review

import (
	"fmt"
	"strings"
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
	t     testing.TB
	r     *room.Room
	s     *Screen
	stack kit.Stack
	said  []string
	now   time.Time
}

func newStage(t testing.TB, names ...string) *stage {
	t.Helper()
	st := &stage{t: t, now: time.Date(2026, 3, 5, 14, 5, 0, 0, time.UTC)}
	if len(names) > 0 {
		st.r = roomtest.New(t, st.now, names[:min(len(names), 500)]...)
	} else {
		st.r = roomtest.Empty(t, st.now)
		course, _ := model.EmbeddedCourse("cipss")
		c, edits, err := st.r.Book.NewCohort("Spring", course, model.Dates(model.DateOf(2026, 3, 2), 8, nil), "", nil)
		if err != nil {
			t.Fatal(err)
		}
		roomtest.Save(t, st.r.Book, c, oplog.Single, edits...)
		st.r.Show(c)
	}
	st.r.Now = func() time.Time { return st.now }
	for from := 500; from < len(names); from += 500 { // one gesture can't hold any number
		var people []model.Trainee
		for _, n := range names[from:min(from+500, len(names))] {
			people = append(people, model.Trainee{Name: n})
		}
		edits, _, err := st.r.Cohort.Enroll(people, 1, false)
		if err != nil {
			t.Fatal(err)
		}
		st.commit(oplog.Import, edits...)
	}
	st.r.Show(st.r.Cohort)
	st.r.Day = 4
	st.s = New(st.r)
	st.stack = kit.Stack{Theme: st.r.Theme}
	st.s.View(80, 21)
	return st
}

func (st *stage) commit(how oplog.How, edits ...store.Edit) {
	st.t.Helper()
	if _, err := st.r.TryCommit(how, "", edits...); err != nil { // nothing here waits for the disk
		st.t.Fatal(err)
	}
}

// mark does to a person's day what a key does; block is 0 for the whole day.
func (st *stage) mark(row, day, block int, verb room.Verb, minutes int) {
	st.t.Helper()
	c := st.r.Cohort
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
		st.t.Fatal(err)
	}
	st.commit(m.How, m.Edits...)
}

// madeUp writes down a make-up of a block.
func (st *stage) madeUp(row, day, block, minutes int) {
	st.t.Helper()
	p := st.r.Cohort.Row(row)
	m := store.MakeUp{MakeUp: model.MakeUp{Trainee: p.Trainee.ID, Block: st.r.Cohort.BlocksOf(day)[block-1].ID, Minutes: minutes, Date: model.DateOf(2026, 3, 5)}, With: "Sam"}
	edits, err := st.r.Cohort.AddMakeUp(p, m)
	if err != nil {
		st.t.Fatal(err)
	}
	st.commit(oplog.Single, edits...)
}

// worksite changes where a person works.
func (st *stage) worksite(row int, site string) {
	st.t.Helper()
	p := st.r.Cohort.Row(row).Trainee
	p.Worksite = site
	st.commit(oplog.Single, st.r.Cohort.EditTrainee(p)...)
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
	c := st.r.Cohort
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

// press presses keys one after another, on what is open or the screen, and takes what comes of them.
func (st *stage) press(names ...string) []tea.Msg {
	st.t.Helper()
	var all []tea.Msg
	for _, key := range vtest.Keys(names...) {
		st.said = nil
		taken, cmd := st.stack.Update(key)
		if !taken {
			var found bool
			if cmd, found = kit.Press(st.s.Keys(), key); !found {
				st.t.Errorf("no key %s", key)
			}
		}
		all = append(all, st.run(cmd)...)
		st.s.View(80, 21)
	}
	return all
}

// run runs a command and what follows from it, as the root does.
func (st *stage) run(cmd tea.Cmd) []tea.Msg {
	if cmd == nil {
		return nil
	}
	switch msg := cmd().(type) {
	case nil:
		return nil
	case tea.BatchMsg:
		var out []tea.Msg
		for _, one := range msg {
			out = append(out, st.run(one)...)
		}
		return out
	case kit.OpenMsg:
		st.run(st.stack.Push(msg.Overlay))
		st.stack.Drawn()
		return []tea.Msg{msg}
	case kit.SayMsg:
		st.said = append(st.said, msg.Text)
		return []tea.Msg{msg}
	default:
		cmds := []tea.Cmd{st.r.Update(msg)}
		_, over := st.stack.Update(msg)
		cmds = append(cmds, over, st.s.Update(msg))
		return append([]tea.Msg{msg}, st.run(kit.Batch(cmds...))...)
	}
}

// heard fails where the last key did not say this.
func (st *stage) heard(text string) {
	st.t.Helper()
	if said := strings.Join(st.said, "\n"); !strings.Contains(said, text) {
		st.t.Errorf("said %q, not %q", said, text)
	}
}

// shows fails where the screen at 80 by 24 does not show all of the texts.
func (st *stage) shows(texts ...string) {
	st.t.Helper()
	got := st.shown(80, 24).Text()
	for _, text := range texts {
		if !strings.Contains(got, text) {
			st.t.Errorf("the screen does not show %q:\n%s", text, got)
		}
	}
}

func (st *stage) shown(w, h int) *vtest.Screen {
	f := st.s.View(w, h-3)
	keys := st.s.Keys()
	if st.stack.Len() > 0 {
		keys = st.stack.Keys()
	}
	for len(f.Lines) < h-1 {
		f.Lines = append(f.Lines, "")
	}
	f.Lines = append(f.Lines, st.r.Theme.Footer(keys, w))
	f = st.stack.Compose(f, w, h, 0, 2)
	s := vtest.NewScreen(st.t, w, h)
	s.Draw(f.Lines, f.Cursor.X, f.Cursor.Y)
	return s
}

func (st *stage) golden(name string, theme *kit.Theme) {
	st.t.Helper()
	*st.r.Theme = *theme
	st.r.Theme.Update(tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeSet})
	for _, size := range []struct{ w, h int }{{60, 20}, {80, 24}, {120, 40}} {
		vtest.Golden(st.t, fmt.Sprintf("%s-%dx%d", name, size.w, size.h), st.shown(size.w, size.h).Shot())
	}
	vtest.Golden(st.t, name+"-styled", st.shown(80, 24).Styled())
}
