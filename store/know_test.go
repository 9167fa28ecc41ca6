package store

import (
	"slices"
	"testing"

	"rollbook/model"
	"rollbook/store/oplog"
)

func TestSomebodyOfAnotherCohortIsMendedInTheGestureThatEnrollsThem(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya")
	maya := c.Row(1).Trainee
	maya.Phone = "555 0100"
	save(t, c, oplog.Single, c.EditTrainee(maya)...)
	autumn := newCohort(t, b, 1)
	if err := autumn.Know(maya.ID); err != nil {
		t.Fatal(err)
	}
	edits, _, err := autumn.Enroll([]model.Trainee{maya}, 1, false)
	if err != nil {
		t.Fatal(err)
	}
	maya.Phone = "555 0199"
	d := save(t, autumn, oplog.Single, append(edits, autumn.EditTrainee(maya)...)...)
	mended := slices.DeleteFunc(slices.Clone(d.Gesture.Changes), func(c oplog.Change) bool { return c.Field.Kind != kindTrainee })
	if len(mended) != 1 || len(mended[0].Preds) != 1 {
		t.Errorf("mended %+v", mended)
	}
	again := reload(t, autumn)
	if diff := differs(autumn, again); diff != "" || again.Row(1).Phone != "555 0199" || len(again.Questions(again.Row(1))) != 0 {
		t.Errorf("%s\n%+v", diff, again.Row(1))
	}
}

func TestARowGivenTwiceIsGivenAnewToTheLater(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya")
	one, other := reload(t, c), reload(t, c)
	first := enroll(t, one, "Noor")
	second := enroll(t, other, "Olga")
	c = reload(t, c)
	if c.Person(first).Row != 2 || c.Person(second).Row != 2 {
		t.Fatalf("rows %d and %d", c.Person(first).Row, c.Person(second).Row)
	}
	d, says, err := b.PlanRenumber(c)
	if err != nil || !slices.Equal(says, []string{"row 2 was given twice: Noor keeps it, Olga is 3 now"}) {
		t.Fatal(says, err)
	}
	c.Apply(d)
	if err := b.Save(d).Wait(); err != nil {
		t.Fatal(err)
	}
	if diff := differs(c, reload(t, c)); diff != "" || c.Person(first).Row != 2 || c.Person(second).Row != 3 || c.NextRow() != 4 {
		t.Errorf("%s: rows %d and %d", diff, c.Person(first).Row, c.Person(second).Row)
	}
	if d, says, err := b.PlanRenumber(c); d != nil || says != nil || err != nil {
		t.Errorf("once more: %v, %q, %v", d, says, err)
	}
}

func TestJoinedRecordsMayShareARow(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya", "Noor")
	planJoin(t, b, c.Row(1).Trainee.ID, c.Row(2).Trainee.ID)
	row := field(kindEnrollment, propRow, c.Cohort.ID, c.Row(2).Trainee.ID)
	save(t, c, oplog.Single, Edit{field: row, value: 1, exact: true}) // another laptop, which did not know of the join
	c = reload(t, c)
	if d, says, err := b.PlanRenumber(c); d != nil || says != nil || err != nil || len(c.People) != 1 {
		t.Errorf("%v, %q, %v", d, says, err)
	}
}
