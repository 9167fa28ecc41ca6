package store

import (
	"errors"
	"slices"
	"testing"

	"rollbook/model"
	"rollbook/store/oplog"
)

// wholeDay marks the first person's first day from a copy of the cohort that knows of nothing since.
func wholeDay(t *testing.T, c *Cohort, act func(model.Scope) ([]model.Slot, error)) {
	t.Helper()
	edits, err := c.MarkDay(c.Row(1), 1, model.ID{}, act)
	if err != nil {
		t.Fatal(err)
	}
	save(t, c, oplog.Single, edits...)
}

func cameAt(at model.Clock) func(model.Scope) ([]model.Slot, error) {
	return func(s model.Scope) ([]model.Slot, error) { return s.Late(at) }
}

func leftAt(at model.Clock) func(model.Scope) ([]model.Slot, error) {
	return func(s model.Scope) ([]model.Slot, error) { return s.Leave(at) }
}

func allAbsent(s model.Scope) ([]model.Slot, error) { return s.Absent(), nil }

func allPresent(s model.Scope) ([]model.Slot, error) { return s.Present(), nil }

// marksOf are the marks of the first person's first day in words.
func marksOf(c *Cohort) (words []string) {
	for _, s := range c.Slots(c.Row(1), 1) {
		words = append(words, model.Describe(s.Mark, s.Block, false))
	}
	return words
}

func TestTwoWholeDaysMarkedApartAreOneDisagreementSettledAtOnce(t *testing.T) {
	for party, want := range [][]string{{"absent", "absent"}, {"present", "present"}} {
		b := newBook(t)
		one := newCohort(t, b, 2, "Maya", "Noor")
		other := reload(t, one)
		wholeDay(t, one, allPresent)
		wholeDay(t, other, allAbsent)
		c := reload(t, one)
		all := c.Disagreements()
		if len(all) != 1 || len(all[0].Fields) != 2 || len(all[0].Parties) != 2 || all[0].Person != c.Row(1).Trainee.ID {
			t.Fatalf("%+v", all)
		}
		for _, f := range all[0].Fields {
			if f.Sides[0].Value != "absent" || f.Sides[1].Value != "present" || f.Day != 1 { // the latest first
				t.Errorf("%+v", f)
			}
			if seen := c.Seen(f.Sides[0]); !slices.Equal(seen, []string{"not marked"}) {
				t.Errorf("had seen %q", seen)
			}
		}
		edits, err := c.EditsFor(all[0], party)
		if err != nil {
			t.Fatal(err)
		}
		settled := save(t, c, oplog.Settle, edits...)
		if len(settled.Gesture.Changes) != 2 {
			t.Errorf("settled by %d changes", len(settled.Gesture.Changes))
		}
		c = reload(t, c)
		if got := marksOf(c); len(c.Disagreements()) != 0 || !slices.Equal(got, want) {
			t.Errorf("settled as %q, still %+v", got, c.Disagreements())
		}
		u, err := b.PlanUndo()
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Save(u.Draft).Wait(); err != nil {
			t.Fatal(err)
		}
		if c = reload(t, c); len(c.Disagreements()) != 1 || len(c.Disagreements()[0].Fields) != 2 {
			t.Errorf("undone, there is %+v", c.Disagreements())
		}
		if _, err := c.EditsFor(all[0], 2); !errors.Is(err, ErrNoSide) {
			t.Errorf("a third side: %v", err)
		}
	}
}

func TestTheSameMarkMadeTwiceIsNoDisagreement(t *testing.T) {
	one := newCohort(t, newBook(t), 1, "Maya")
	other := reload(t, one)
	wholeDay(t, one, allPresent)
	wholeDay(t, other, cameAt(9*60+20)) // the second block is present for both
	all := reload(t, one).Disagreements()
	if len(all) != 1 || len(all[0].Fields) != 1 {
		t.Fatalf("%+v", all)
	}
	one = reload(t, one)
	other = reload(t, one)
	wholeDay(t, one, allAbsent)
	wholeDay(t, other, allAbsent)
	if all := reload(t, one).Disagreements(); len(all) != 0 {
		t.Errorf("%+v", all)
	}
}

func TestTheArrivalOfOneAndTheLeavingOfTheOtherGoTogether(t *testing.T) {
	for _, turn := range []bool{false, true} {
		one := newCohort(t, newBook(t), 1, "Maya")
		other := reload(t, one)
		first, second := cameAt(9*60+20), leftAt(15*60)
		if turn {
			first, second = second, first
		}
		wholeDay(t, one, first)
		wholeDay(t, other, second)
		c := reload(t, one)
		all := c.Disagreements()
		if len(all) != 1 {
			t.Fatalf("%+v", all)
		}
		edits, err := c.EditsBoth(all[0])
		if err != nil {
			t.Fatal(err)
		}
		save(t, c, oplog.Settle, edits...)
		c = reload(t, c)
		want := []string{"part: came 09:20, 20 min missed", "part: left 15:00, 1 h missed"}
		if got := marksOf(c); !slices.Equal(got, want) || len(c.Disagreements()) != 0 {
			t.Errorf("both come to %q, still %+v", got, c.Disagreements())
		}
	}
}

func TestOfOneBlockBothGoTogetherAsWell(t *testing.T) {
	one := newCohort(t, newBook(t), 1, "Maya")
	other := reload(t, one)
	block := one.BlocksOf(1)[0].ID
	mark := func(c *Cohort, m model.Mark) { save(t, c, oplog.Single, c.EditMark(c.Row(1), block, m)) }
	mark(one, model.Mark{State: model.Part, Arrived: 9*60 + 20, Left: model.NoClock})
	mark(other, model.Mark{State: model.Part, Arrived: model.NoClock, Left: 11 * 60, Out: []model.Span{{From: 600, To: 610}}})
	c := reload(t, one)
	slots, err := c.Both(c.Disagreements()[0])
	if err != nil || len(slots) != 1 {
		t.Fatalf("%+v: %v", slots, err)
	}
	want := model.Mark{State: model.Part, Arrived: 9*60 + 20, Left: 11 * 60, Out: []model.Span{{From: 600, To: 610}}}
	if !slots[0].Mark.Equal(want) {
		t.Errorf("%+v", slots[0].Mark)
	}
}

func TestBothIsRefusedWhereTheTwoDoNotFit(t *testing.T) {
	for name, acts := range map[string][2]func(model.Scope) ([]model.Slot, error){
		"two arrivals":           {cameAt(9*60 + 20), cameAt(9*60 + 40)},
		"present and absent":     {allPresent, allAbsent},
		"arrival and absent":     {cameAt(9*60 + 20), allAbsent},
		"left before they came":  {cameAt(15 * 60), leftAt(14 * 60)},
		"two times of leaving":   {leftAt(11 * 60), leftAt(15 * 60)},
		"leaving and nothing of": {leftAt(11 * 60), allPresent},
	} {
		one := newCohort(t, newBook(t), 1, "Maya")
		other := reload(t, one)
		wholeDay(t, one, acts[0])
		wholeDay(t, other, acts[1])
		c := reload(t, one)
		all := c.Disagreements()
		if len(all) != 1 {
			t.Fatalf("%s: %+v", name, all)
		}
		if slots, err := c.Both(all[0]); !errors.Is(err, ErrNotBoth) {
			t.Errorf("%s: %+v, %v", name, slots, err)
		}
	}
}

func TestWhatIsToldDifferentlyOfAPersonOfADayAndOfANoteIsListed(t *testing.T) {
	b := newBook(t)
	one := newCohort(t, b, 2, "Maya", "Noor")
	save(t, one, oplog.Single, one.EditNote(Note{ID: newID(t, b), Day: 2, Text: "bring chairs"})...)
	one = reload(t, one)
	other := reload(t, one)
	for i, c := range []*Cohort{one, other} {
		says := [2]string{"one", "two"}[i]
		noor := c.Row(2).Trainee
		noor.Phone = says
		d, n := c.Days[1], c.Notes[0]
		d.Date += model.Date(3 + i)
		n.Text = says
		edits := append(c.EditTrainee(noor), c.EditDay(d)...)
		save(t, c, oplog.Single, edits...)
		save(t, c, oplog.Single, c.EditNote(n)...)
		save(t, c, oplog.Single, c.EditRemark(c.Row(1), c.BlocksOf(1)[0].ID, says))
		save(t, c, oplog.Single, c.Leave(c.Row(2), 2-i)...)
	}
	var about []string
	for _, d := range reload(t, one).Disagreements() {
		for _, f := range d.Fields {
			about = append(about, f.Sides[0].About())
		}
	}
	if want := []string{"remark", "phone", "last day", "date", "note"}; !slices.Equal(about, want) {
		t.Errorf("%q, want %q", about, want)
	}
	if of := reload(t, one).DisagreementsOf(one.Row(1).Trainee.ID); len(of) != 1 {
		t.Errorf("of Maya %+v", of)
	}
}

func TestAThirdLaptopMakesADisagreementOfThree(t *testing.T) {
	one := newCohort(t, newBook(t), 1, "Maya")
	other, third := reload(t, one), reload(t, one)
	wholeDay(t, one, allPresent)
	wholeDay(t, other, allAbsent)
	wholeDay(t, third, cameAt(9*60+20))
	all := reload(t, one).Disagreements()
	// The second block is present for two of them: it is in question between two gestures only.
	if len(all) != 2 || len(all[0].Parties)+len(all[1].Parties) != 5 {
		t.Fatalf("%+v", all)
	}
	for _, d := range all {
		if _, err := reload(t, one).Both(d); !errors.Is(err, ErrNotBoth) {
			t.Errorf("both of %+v: %v", d, err)
		}
	}
}

func TestAGestureThatClosesADayIsKnown(t *testing.T) {
	c := newCohort(t, newBook(t), 1, "Maya")
	n := c.Count(1)
	if d := save(t, c, oplog.Single, c.EditClosing(c.Days[0].ID, &n)); !d.Closes() {
		t.Error("closing a day closes none")
	}
	if d := save(t, c, oplog.Single, c.EditClosing(c.Days[0].ID, nil)); d.Closes() {
		t.Error("opening a day again closes one")
	}
	if d := save(t, c, oplog.Single, c.EditMark(c.Row(1), c.BlocksOf(1)[0].ID, model.Plain(model.Present))); d.Closes() {
		t.Error("a mark closes a day")
	}
}
