package store

import (
	"testing"

	"rollbook/model"
	"rollbook/store/oplog"
)

func TestAMarkIsFromPaperAsLongAsItSaysWhatThePaperSays(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Ana", "Ben")
	block := c.BlocksOf(1)[0].ID
	mark := func(state model.State, paper bool) {
		t.Helper()
		edits := []Edit{c.EditMark(c.Row(1), block, model.Plain(state))}
		if paper {
			edits = FromPaper(edits)
		}
		save(t, c, oplog.Single, edits...)
	}
	for _, step := range []struct {
		state model.State
		paper bool
		want  bool
	}{{model.Absent, true, true}, {model.Present, false, false}, {model.Part, true, true}, {model.Part, false, true}, {model.Unmarked, false, false}} {
		mark(step.state, step.paper)
		if got := c.Row(1).Cell(block).Paper; got != step.want {
			t.Errorf("%s, from paper %v: from paper is %v", step.state, step.paper, got)
		}
		c = reload(t, c)
		if got := c.Row(1).Cell(block).Paper; got != step.want {
			t.Errorf("%s, from paper %v: read again, from paper is %v", step.state, step.paper, got)
		}
	}
}

func TestTheJournalSaysFromPaper(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Ana", "Ben")
	block := c.BlocksOf(1)[0].ID
	var edits []Edit
	for _, p := range c.People[:2] {
		edits = append(edits, c.EditMark(p, block, model.Plain(model.Present)))
	}
	save(t, c, oplog.Single, FromPaper(edits)...)
	save(t, c, oplog.Single, FromPaper([]Edit{c.EditMark(c.Row(1), block, model.Plain(model.Absent))})...)
	entries, err := b.Journal(c.Cohort.ID)
	if err != nil {
		t.Fatal(err)
	}
	n := len(entries)
	if got := entries[n-2].What; got != "2 people: present, from paper" {
		t.Errorf("the first is %q", got)
	}
	if got := entries[n-1].What; got != "1 Ana: absent, from paper" {
		t.Errorf("the second is %q", got)
	}
}
