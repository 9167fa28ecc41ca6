package store

import (
	"slices"
	"testing"

	"github.com/fxamacker/cbor/v2"

	"rollbook/model"
	"rollbook/store/oplog"
)

// joinOf says that two records are one person.
func joinOf(t testing.TB, b *Book, x, y model.ID) Edit {
	return Edit{field: field(kindJoin, propPair, newID(t, b)), value: []cbor.ByteString{cbor.ByteString(x[:]), cbor.ByteString(y[:])}}
}

// joined is a cohort in which rows 1 and 3 were found to be one person.
func joined(t *testing.T, before func(c *Cohort)) (*Book, *Cohort, []model.ID) {
	t.Helper()
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya", "Noor", "Maja")
	if before != nil {
		before(c)
	}
	ids := []model.ID{c.Row(1).Trainee.ID, c.Row(3).Trainee.ID}
	save(t, c, oplog.Single, joinOf(t, b, c.Row(3).Trainee.ID, c.Row(1).Trainee.ID))
	slices.SortFunc(ids, compareIDs)
	if diff := differs(c, reload(t, c)); diff != "" {
		t.Fatal(diff)
	}
	return b, reload(t, c), ids
}

func TestTwoJoinedRecordsAreOnePersonUnderTheSmallestID(t *testing.T) {
	b, c, ids := joined(t, nil)
	if len(c.People) != 2 || c.People[0].Trainee.ID != ids[0] || c.People[0].Row != 1 || c.Person(ids[1]) != c.People[0] || c.NextRow() != 4 {
		t.Errorf("joined, the people are %+v", viewOf(c).People)
	}
	list, err := b.Cohorts()
	if err != nil || list[0].Trainees != 2 {
		t.Errorf("listed with %d trainees: %v", list[0].Trainees, err)
	}
	known, err := b.Trainees()
	if err != nil || len(known) != 2 || !slices.ContainsFunc(known, func(k Known) bool { return slices.Equal(k.Records, ids) }) {
		t.Errorf("known are %+v: %v", known, err)
	}
}

func TestMarksOfJoinedRecordsThatDifferAreAConflict(t *testing.T) {
	b, c, _ := joined(t, func(c *Cohort) {
		save(t, c, oplog.Single, c.EditMark(c.Row(1), c.Blocks[0].ID, model.Plain(model.Present)))
		save(t, c, oplog.Single, c.EditMark(c.Row(3), c.Blocks[0].ID, model.Plain(model.Absent)))
		save(t, c, oplog.Single, c.EditMark(c.Row(1), c.Blocks[1].ID, model.Plain(model.Present)))
		save(t, c, oplog.Single, c.EditMark(c.Row(3), c.Blocks[1].ID, model.Plain(model.Present)))
	})
	person := c.Row(1)
	if got := person.Cell(c.Blocks[0].ID).Conflict; len(got) != 2 || got[0].Value == got[1].Value {
		t.Errorf("marks that differ show as %+v", got)
	}
	if got := person.Cell(c.Blocks[1].ID); got.Conflict != nil || got.Mark.State != model.Present {
		t.Errorf("marks that agree show as %+v", got)
	}
	d := save(t, c, oplog.Settle, c.EditMark(person, c.Blocks[0].ID, model.Plain(model.Present)))
	if len(d.Gesture.Changes) != 1 {
		// The record that says present already needs no change.
		t.Errorf("settling changed %d fields", len(d.Gesture.Changes))
	}
	if got := reload(t, c).Row(1).Cell(c.Blocks[0].ID); got.Conflict != nil || got.Mark.State != model.Present {
		t.Errorf("settled, it shows as %+v", got)
	}
	if u, err := b.PlanUndo(); err != nil || b.Save(u.Draft).Wait() != nil {
		t.Fatal(err)
	}
	if got := reload(t, c).Row(1).Cell(c.Blocks[0].ID); len(got.Conflict) != 2 {
		t.Errorf("the settlement undone, it shows as %+v", got)
	}
}

func TestAChangeOfAJoinedPersonIsWrittenToEachRecordThatHasTheField(t *testing.T) {
	_, c, ids := joined(t, func(c *Cohort) {
		save(t, c, oplog.Single, c.EditMark(c.Row(1), c.Blocks[0].ID, model.Plain(model.Present)))
		save(t, c, oplog.Single, c.EditMark(c.Row(3), c.Blocks[0].ID, model.Plain(model.Absent)))
	})
	fields := func(d *Draft) (of []model.ID) {
		for _, change := range d.Gesture.Changes {
			of = append(of, part(change.Field.Entity, len(change.Field.Entity)/16-1))
		}
		slices.SortFunc(of, compareIDs)
		return of
	}
	person := c.Row(1)
	late := model.Mark{State: model.Part, Arrived: 560, Left: model.NoClock}
	if got := fields(save(t, c, oplog.Single, c.EditMark(person, c.Blocks[0].ID, late))); !slices.Equal(got, ids) {
		t.Errorf("a mark that both have was written to %v", got)
	}
	if got := fields(save(t, c, oplog.Single, c.EditMark(person, c.Blocks[1].ID, late))); !slices.Equal(got, ids[:1]) {
		t.Errorf("a mark that neither has was written to %v", got)
	}
	if got := fields(save(t, c, oplog.Single, c.EditRemark(c.Person(ids[1]), c.Blocks[1].ID, "bus"))); !slices.Equal(got, ids[:1]) {
		t.Errorf("a remark that neither has was written to %v", got)
	}
	renamed := person.Trainee
	renamed.Name, renamed.Phone = "Maya R.", "555 0100"
	save(t, c, oplog.Single, c.EditTrainee(renamed)...)
	again := reload(t, c)
	if diff := differs(c, again); diff != "" {
		t.Error(diff)
	}
	if p := again.Row(1); p.Name != "Maya R." || p.Phone != "555 0100" || !p.Cell(c.Blocks[0].ID).Mark.Equal(late) || p.Cell(c.Blocks[0].ID).Conflict != nil {
		t.Errorf("it shows as %+v", p)
	}
}

func TestUndoingAJoinSeparatesTheRecords(t *testing.T) {
	b, c, _ := joined(t, func(c *Cohort) {
		save(t, c, oplog.Single, c.EditMark(c.Row(1), c.Blocks[0].ID, model.Plain(model.Present)))
		save(t, c, oplog.Single, c.EditMark(c.Row(3), c.Blocks[0].ID, model.Plain(model.Absent)))
	})
	u, err := b.PlanUndo()
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Save(u.Draft).Wait(); err != nil {
		t.Fatal(err)
	}
	again := reload(t, c)
	if len(again.People) != 3 || again.Row(1).Name != "Maya" || again.Row(3).Name != "Maja" ||
		again.Row(1).Cell(c.Blocks[0].ID).Mark.State != model.Present || again.Row(3).Cell(c.Blocks[0].ID).Mark.State != model.Absent {
		t.Errorf("separated, the people are %+v", viewOf(again).People)
	}
}

func TestJoinsFormSets(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "A", "B", "C", "D", "E")
	ids := make([]model.ID, 6)
	for row := 1; row <= 5; row++ {
		ids[row] = c.Row(row).Trainee.ID
	}
	for _, pair := range [][2]int{{1, 2}, {3, 4}, {4, 2}, {1, 3}} {
		save(t, c, oplog.Single, joinOf(t, b, ids[pair[0]], ids[pair[1]]))
	}
	again := reload(t, c)
	if len(again.People) != 2 || again.Row(1) == nil || again.Row(5) == nil || again.Person(ids[4]) != again.Row(1) {
		t.Errorf("joined in a ring, the people are %+v", viewOf(again).People)
	}
}
