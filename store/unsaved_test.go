package store

import (
	"testing"

	"rollbook/model"
	"rollbook/store/oplog"
)

func TestADraftSaysWhatItChangesAndHowManyMarksAndNotes(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya", "Noor")
	other := newCohort(t, b, 1, "Olga")
	first, second := c.Blocks[0].ID, c.Blocks[1].ID
	mark := func(p *Person, block model.ID, s model.State) Edit { return c.EditMark(p, block, model.Plain(s)) }
	note := Note{ID: newID(t, b), Trainee: c.Row(2).Trainee.ID, Text: "the words of a note"}
	var drafts []*Draft
	for _, try := range []struct {
		of           *Cohort
		edits        []Edit
		what         string
		marks, notes int
	}{
		{c, []Edit{mark(c.Row(1), first, model.Absent)}, "1 Maya: absent", 1, 0},
		{c, []Edit{mark(c.Row(1), first, model.Present), mark(c.Row(1), second, model.Present), c.EditRemark(c.Row(1), first, "bus 22")}, "1 Maya: present; remark", 2, 0},
		{c, c.EditNote(note), "note on Noor", 0, 1},
		{c, c.EditDay(model.Day{ID: c.Days[0].ID, Number: 1, Date: model.DateOf(2026, 3, 4)}), "day 1: date", 0, 0},
		{other, []Edit{other.EditMark(other.Row(1), other.Blocks[0].ID, model.Plain(model.Absent))}, "a change in another cohort", 1, 0},
	} {
		d, err := try.of.Form(oplog.Single, try.edits...)
		if err != nil {
			t.Fatal(err)
		}
		try.of.Apply(d)
		marks, notes := Writes(d)
		if got := c.What(d); got != try.what || marks != try.marks || notes != try.notes {
			t.Errorf("%q with %d marks and %d notes, want %q with %d and %d", got, marks, notes, try.what, try.marks, try.notes)
		}
		drafts = append(drafts, d)
	}
	if marks, notes := Writes(drafts...); marks != 3 || notes != 1 {
		t.Errorf("between them %d marks and %d notes", marks, notes)
	}
}
