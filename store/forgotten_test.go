package store

import (
	"errors"
	"testing"

	"rollbook/model"
	"rollbook/store/oplog"
)

func TestNothingMoreIsWrittenAboutSomebodyForgotten(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya", "Noor", "Maja")
	block, other := c.Blocks[0].ID, c.Blocks[1].ID
	note := newID(t, b)
	save(t, c, oplog.Single, c.EditNote(Note{ID: note, Trainee: c.Row(1).Trainee.ID, Text: "asked for larger print"})...)
	save(t, c, oplog.Single, c.EditMark(c.Row(1), block, model.Plain(model.Absent)), c.EditMark(c.Row(2), block, model.Plain(model.Absent)))
	planJoin(t, b, c.Row(1).Trainee.ID, c.Row(3).Trainee.ID)
	d, err := b.PlanForget(c.Row(1).Trainee.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Save(d).Wait(); err != nil {
		t.Fatal(err)
	}
	c = reload(t, c)
	p, noor := c.Row(1), c.Row(2)
	named, contact := p.Trainee, p.Trainee
	named.Name, contact.Phone = "Maya", "555 0100"
	makeUp := func(p *Person, with string) []Edit {
		t.Helper()
		edits, err := c.AddMakeUp(p, MakeUp{With: with, MakeUp: model.MakeUp{Block: block, Minutes: 30, Date: model.DateOf(2026, 3, 4)}})
		if err != nil {
			t.Fatal(err)
		}
		return edits
	}
	day := model.DateOf(2025, 11, 3)
	for _, try := range []struct {
		what    string
		edits   []Edit
		refused bool
	}{
		{"a name", c.EditTrainee(named), true},
		{"a phone number", c.EditTrainee(contact), true},
		{"nothing new", c.EditTrainee(p.Trainee), false},
		{"a remark", []Edit{c.EditRemark(p, other, "bus 22")}, true},
		{"a remark taken off", []Edit{c.EditRemark(p, other, "")}, false},
		{"own words", []Edit{c.EditOwnWords(p, other, "I was there")}, true},
		{"a note", c.EditNote(Note{ID: newID(t, b), Trainee: p.Trainee.ID, Text: "words"}), true},
		{"a note on the day", c.EditNote(Note{ID: newID(t, b), Day: 1, Text: "words"}), false},
		{"own words to a note", []Edit{c.EditNoteWords(note, "words")}, true},
		{"a make-up with somebody", makeUp(p, "Asha"), true},
		{"a make-up", makeUp(p, ""), false},
		{"somebody else's make-up", makeUp(noor, "Asha"), false},
		{"the required course, where", []Edit{c.EditRequired(p, day, "Bangor")}, true},
		{"the required course", []Edit{c.EditRequired(p, day, "")}, false},
		{"a mark", []Edit{c.EditMark(p, other, model.Plain(model.Present)), c.EditTold(p, other, true)}, false},
		{"a mark with a remark", []Edit{c.EditMark(p, other, model.Plain(model.Absent)), c.EditRemark(p, other, "bus 22")}, true},
		{"leaving", c.Leave(p, 1), false},
	} {
		d, err := c.Form(oplog.Single, try.edits...)
		if refused := errors.Is(err, ErrForgotten); refused != try.refused || refused != (err != nil) || refused && d != nil {
			t.Errorf("%s: %v", try.what, err)
		}
	}
}
