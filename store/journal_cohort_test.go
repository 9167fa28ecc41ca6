package store

import (
	"errors"
	"slices"
	"testing"

	"rollbook/model"
	"rollbook/store/oplog"
)

// storied is a book of two cohorts in which each kind of gesture was made.
func storied(t testing.TB) (b *Book, spring, autumn *Cohort) {
	b = newBook(t)
	spring = newCohort(t, b, 2, "Maya", "Noor", "Maja")
	autumn = newCohort(t, b, 1, "Zoé")
	block, maya := spring.Blocks[0].ID, spring.Row(1)
	save(t, spring, oplog.Single, spring.EditMark(maya, block, model.Plain(model.Absent)))
	save(t, autumn, oplog.Single, autumn.EditMark(autumn.Row(1), autumn.Blocks[0].ID, model.Plain(model.Present)))
	save(t, spring, oplog.Single, spring.EditRemark(maya, block, "the bus"))
	undo(t, b)
	redo(t, b)
	known := maya.Trainee
	known.Say = "MY-a"
	save(t, spring, oplog.Single, spring.EditTrainee(known)...)
	note := newID(t, b)
	save(t, spring, oplog.Single, spring.EditNote(Note{ID: note, Trainee: known.ID, Text: "first words"})...)
	save(t, spring, oplog.Single, spring.EditStrike(note)...)
	other := autumn.Row(1).Trainee
	other.Say = "ZO-e"
	save(t, autumn, oplog.Single, autumn.EditTrainee(other)...)
	planJoin(t, b, spring.Row(1).Trainee.ID, spring.Row(3).Trainee.ID)
	spring = reload(t, spring)
	save(t, spring, oplog.Single, spring.EditMark(spring.Row(2), block, model.Plain(model.Present)))
	undo(t, b)
	return b, spring, autumn
}

func redo(t testing.TB, b *Book) {
	t.Helper()
	u, err := b.PlanRedo()
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Save(u.Draft).Wait(); err != nil {
		t.Fatal(err)
	}
}

func TestACohortsJournalIsWhatTheBooksTellsOfIt(t *testing.T) {
	b, spring, autumn := storied(t)
	whole, err := b.Journal(model.ID{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []*Cohort{spring, autumn} {
		got, err := b.Journal(c.Cohort.ID)
		if err != nil {
			t.Fatal(err)
		}
		var want []Entry // those of the cohort, in the book's order; and those of its people, which are of no cohort
		for _, e := range whole {
			ofNone := e.Cohort.IsZero() && slices.ContainsFunc(e.Changes, func(ch Changed) bool { return c.Person(ch.Trainee) != nil })
			if e.Cohort == c.Cohort.ID || ofNone {
				want = append(want, e)
			}
		}
		if len(got) != len(want) {
			t.Fatalf("%d entries, want %d", len(got), len(want))
		}
		for i := range got {
			if g, w := got[i], want[i]; g.Gesture != w.Gesture || g.By != w.By || g.At != w.At || g.Undone != w.Undone || len(g.Changes) != len(w.Changes) ||
				!w.Cohort.IsZero() && g.What != w.What {
				t.Errorf("entry %d is %+v\nwant %+v", i, g, w)
			}
			one, err := b.EntryOf(c.Cohort.ID, got[i].Gesture)
			if err != nil || one.What != got[i].What || !slices.Equal(one.Changes, got[i].Changes) {
				t.Errorf("by itself it is %+v, %v", one, err)
			}
		}
	}
	if _, err := b.EntryOf(spring.Cohort.ID, model.ID{9}); !errors.Is(err, ErrNoGesture) {
		t.Errorf("no gesture of that id: %v", err)
	}
}

func TestChangesTellTheirDayAndWhetherTheyStand(t *testing.T) {
	b, spring, _ := storied(t)
	entries, err := b.Journal(spring.Cohort.ID)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, e := range entries {
		for _, ch := range e.Changes {
			if ch.Undone != e.Undone && len(e.Changes) == 1 {
				t.Errorf("%s: undone %v, its one change %v", e.What, e.Undone, ch.Undone)
			}
			if ch.Block == spring.Blocks[0].ID && !ch.Trainee.IsZero() {
				found++
				if ch.Day != 1 {
					t.Errorf("%s is of day %d", ch.Field, ch.Day)
				}
			}
		}
	}
	if found < 4 {
		t.Errorf("only %d changes are of a mark", found)
	}
}

func TestAnyGestureIsPutBackWhoeverUndidIt(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya", "Noor")
	block := c.Blocks[0].ID
	of := save(t, c, oplog.Rest, c.EditMark(c.Row(1), block, model.Plain(model.Present)), c.EditMark(c.Row(2), block, model.Plain(model.Present)))
	if _, err := b.PlanRedoOf(of.Gesture.ID); !errors.Is(err, ErrNoRedo) {
		t.Errorf("put back what stands: %v", err)
	}
	undo(t, b)
	if err := b.SetAuthor("Ben"); err != nil {
		t.Fatal(err)
	}
	c = reload(t, c)
	save(t, c, oplog.Single, c.EditMark(c.Row(2), block, model.Plain(model.Absent)))
	u, err := b.PlanRedoOf(of.Gesture.ID)
	if err != nil {
		t.Fatal(err)
	}
	if u.Done != 1 || !slices.Equal(u.Left, []string{"attendance of 2 Noor, day 1 09:00 Language"}) || u.What != "2 people: present" {
		t.Errorf("%d put back, left %q, of %s", u.Done, u.Left, u.What)
	}
	if err := b.Save(u.Draft).Wait(); err != nil {
		t.Fatal(err)
	}
	c = reload(t, c)
	if c.Row(1).Cell(block).Mark.State != model.Present || c.Row(2).Cell(block).Mark.State != model.Absent {
		t.Errorf("put back: %v, %v", c.Row(1).Cell(block).Mark.State, c.Row(2).Cell(block).Mark.State)
	}
	if _, err := b.PlanRedoOf(model.ID{7}); !errors.Is(err, ErrNoGesture) {
		t.Errorf("no such gesture: %v", err)
	}
}

func TestProgressOfALongJournalIsTold(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya")
	var saving []*Saving
	for i := range 2*oftenTold + 10 {
		d, err := c.Form(oplog.Single, c.EditMark(c.Row(1), c.Blocks[0].ID, model.Plain(model.State(1+i%2*2))))
		if err != nil {
			t.Fatal(err)
		}
		c.Apply(d)
		saving = append(saving, b.Save(d))
	}
	for _, s := range saving {
		if err := s.Wait(); err != nil {
			t.Fatal(err)
		}
	}
	var heard [][2]int
	got := 0
	if err := b.EachEntry(c.Cohort.ID, func(done, all int) { heard = append(heard, [2]int{done, all}) }, func(Entry) { got++ }); err != nil {
		t.Fatal(err)
	}
	all := 2*oftenTold + 12
	if want := [][2]int{{0, all}, {oftenTold, all}, {2 * oftenTold, all}}; !slices.Equal(heard, want) || got != all {
		t.Errorf("heard %v of %d, want %v", heard, got, want)
	}
}

func TestWordsTellTimesOfTwelveHoursWhereThatIsWanted(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya")
	block := c.Blocks[1].ID
	late := model.Mark{State: model.Part, Arrived: 790, Left: model.NoClock}
	save(t, c, oplog.Single, c.EditMark(c.Row(1), block, late))
	for twelve, want := range map[bool]string{false: "1 Maya: part: came 13:10, 10 min missed", true: "1 Maya: part: came 1:10 pm, 10 min missed"} {
		b.TellTwelve(twelve)
		u, err := b.PlanUndo()
		if err != nil || u.What != want {
			t.Errorf("to be undone: %q, %v, want %q", u.What, err, want)
		}
		e, err := b.Journal(c.Cohort.ID)
		if err != nil || e[len(e)-1].What != want {
			t.Errorf("in the journal: %+v, %v", e[len(e)-1], err)
		}
	}
}
