package review

import (
	"errors"
	"testing"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/room"
	"rollbook/ui/room/roomtest"
)

// warmlineRan is the usual stage, whose rule asks for no course before, with a day of the course Warmline
// week in January, which the first person attended and of which the second missed half.
func warmlineRan(t *testing.T) *stage {
	t.Helper()
	st := usual(t)
	rule := st.Room.Cohort.Rule
	rule.Requires, rule.AcceptsInstead = "", nil
	st.commit(oplog.Single, st.Room.Cohort.EditRule(rule)...)
	st.commit(oplog.Single, st.Room.Cohort.EditRequired(st.Room.Cohort.Row(4), model.DateOf(2025, 11, 3), "Bangor"))
	book := st.Room.Book
	day, first, last := mustID(t, st), mustID(t, st), mustID(t, st)
	c, edits, err := book.NewCohort("Warmline in January", model.Course{Name: "Warmline week"}, nil, "Portland", nil)
	if err != nil {
		t.Fatal(err)
	}
	edits = append(edits, c.EditDay(model.Day{ID: day, Number: 1, Date: model.DateOf(2026, 1, 12)})...)
	edits = append(edits, c.EditBlock(model.Block{ID: first, Day: 1, Start: 540, End: 720, Topic: "Listening"})...)
	edits = append(edits, c.EditBlock(model.Block{ID: last, Day: 1, Start: 780, End: 960, Topic: "Listening"})...)
	more, _, err := c.Enroll([]model.Trainee{st.Room.Cohort.Row(1).Trainee, st.Room.Cohort.Row(2).Trainee}, 1, false)
	if err != nil {
		t.Fatal(err)
	}
	roomtest.Save(t, book, c, oplog.Single, append(edits, more...)...)
	if c, err = book.Load(c.Cohort.ID); err != nil {
		t.Fatal(err)
	}
	for row, last := range map[int]room.Verb{1: room.Present, 2: room.Absent} {
		for block, verb := range []room.Verb{room.Present, last} {
			m, err := room.Do(c, c.Row(row), 1, c.BlocksOf(1)[block].ID, room.Act{Verb: verb}, model.NoClock, false)
			if err != nil {
				t.Fatal(err)
			}
			roomtest.Save(t, book, c, m.How, m.Edits...)
		}
	}
	return st
}

func mustID(t *testing.T, st *stage) model.ID {
	t.Helper()
	id, err := st.Room.Book.NewID()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAnotherCourseBeforeIsLookedForPersonByPersonBeforeTheRuleIsSaved(t *testing.T) {
	st := warmlineRan(t)
	f := newRuleForm(st.Room)
	st.Run(kit.Open(f))
	f.requires.Text = "Warmline week"
	st.press("ctrl+s")
	st.Sees("Warmline week comes before", "Warmline week: known of 2, not known of 3.", "for 3 nothing does")
	for row, want := range map[int]string{
		1: "the course before is done: Warmline week, Portland, 12 Jan 2026",
		2: "would be open: Warmline week comes before, and this book does not know of it",
		3: "would be open: Warmline week comes before, and this book does not know of it",
		4: "the course before is done: stated by Asha: Bangor, 3 Nov 2025",
	} {
		if got := wordsOf(st, row); got != want {
			t.Errorf("row %d: %q, want %q", row, got, want)
		}
	}
	st.golden("rule-course", kit.NewTheme(false, false, false))
	st.press("enter")
	st.Heard("the rule is saved")
	if st.Room.Cohort.Rule.Requires != "Warmline week" {
		t.Errorf("saved %+v", st.Room.Cohort.Rule)
	}
}

// wordsOf is what the preview on top says of the person in a row.
func wordsOf(st *stage, row int) string {
	p := st.Stack.Top().(*rulePreview)
	for i := range p.grid.Rows {
		if e := p.effect(i); e.row == row {
			return e.words
		}
	}
	return ""
}

func TestNothingIsSavedWhileTheCourseBeforeIsLookedFor(t *testing.T) {
	st := warmlineRan(t)
	f := newRuleForm(st.Room)
	rule := st.Room.Cohort.Rule
	rule.Requires = "Warmline week"
	p := newRulePreview(f, rule)
	if got, want := p.summary(), "looking through the book for who did Warmline week"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if done, _ := p.save(); done || st.Room.Cohort.Rule.Requires != "" {
		t.Error("saved before it is known what it changes")
	}
	if _, cmd := p.Update(ruleCourseMsg{of: p, err: errors.New("the disk is away")}); cmd == nil {
		t.Fatal("nothing is said of the error")
	} else if said := cmd().(kit.SayMsg); !said.Bad || said.Text != "who did Warmline week could not be read: the disk is away" {
		t.Errorf("said %+v", said)
	}
	if got, want := p.effect(0).words, "would be open: Warmline week comes before: looked for once the rule is saved"; !p.worked() || got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
