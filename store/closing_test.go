package store

import (
	"crypto/rand"
	"path/filepath"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store/oplog"
)

func closeDay(t testing.TB, c *Cohort, day int) {
	t.Helper()
	d, _ := c.Day(day)
	n := c.Count(day)
	save(t, c, oplog.Single, c.EditClosing(d.ID, &n))
}

// changed is what a closing says, the same in memory and read anew.
func changed(t testing.TB, c *Cohort, day int) Closing {
	t.Helper()
	if diff := differs(c, reload(t, c)); diff != "" {
		t.Fatal(diff)
	}
	return c.Closed[day]
}

func TestAClosedDayShowsThatItsMarksWereChangedSince(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 2, "Maya", "Noor")
	block := c.BlocksOf(1)[0].ID
	mark := func(row int, block model.ID, s model.State) {
		t.Helper()
		save(t, c, oplog.Single, c.EditMark(c.Row(row), block, model.Plain(s)))
	}
	mark(1, block, model.Absent)
	closeDay(t, c, 1)
	if n := changed(t, c, 1); n.Changed || n.Absent != 1 || n.Unmarked != 3 {
		t.Fatalf("just closed: %+v", n)
	}
	mark(1, c.BlocksOf(2)[0].ID, model.Absent)
	save(t, c, oplog.Single, c.EditRemark(c.Row(1), block, "bus"), c.EditTold(c.Row(1), block, true))
	if n := changed(t, c, 1); n.Changed {
		t.Errorf("another day's mark, or a remark, changed it: %+v", n)
	}
	if err := b.SetAuthor("Ben"); err != nil {
		t.Fatal(err)
	}
	mark(1, block, model.Present)
	n := changed(t, c, 1)
	if !n.Changed || n.ChangedBy != "Ben" || !n.ChangedAt.After(n.At) || n.By != "Asha" || n.Absent != 1 {
		t.Errorf("changed: %+v", n)
	}
	at := n.ChangedAt
	mark(2, block, model.Present)
	if n = changed(t, c, 1); !n.ChangedAt.After(at) {
		t.Errorf("changed again: %+v", n)
	}
	undo(t, b)
	undo(t, b)
	if n = reload(t, c).Closed[1]; n.Changed || n.ChangedBy != "" {
		t.Errorf("both taken back, it is as it was closed: %+v", n)
	}
	c = reload(t, c)
	mark(2, block, model.Absent)
	closeDay(t, c, 1)
	if n = changed(t, c, 1); n.Changed || n.Absent != 2 {
		t.Errorf("closed again: %+v", n)
	}
}

func TestTheSameMarkMadeAnewIsAChangeAllTheSame(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya", "Noor")
	block := c.Blocks[0].ID
	save(t, c, oplog.Single, c.EditMark(c.Row(1), block, model.Plain(model.Absent)), c.EditMark(c.Row(2), block, model.Plain(model.Present)))
	closeDay(t, c, 1)
	// Counted, all is as before: it is not the same person who was absent.
	save(t, c, oplog.Single, c.EditMark(c.Row(1), block, model.Plain(model.Present)), c.EditMark(c.Row(2), block, model.Plain(model.Absent)))
	if n := changed(t, c, 1); !n.Changed || n.ChangedBy != "Asha" {
		t.Errorf("two marks exchanged: %+v", n)
	}
}

func TestAClosedDayShowsThatItsPlanOrRosterWasChangedSince(t *testing.T) {
	for holds, change := range map[string]func(*testing.T, *Cohort){
		"somebody added": func(t *testing.T, c *Cohort) { enroll(t, c, "Pia") },
		"a block cancelled": func(t *testing.T, c *Cohort) {
			bl := c.Blocks[0]
			bl.Cancelled = true
			save(t, c, oplog.Single, c.EditBlock(bl)...)
		},
		"somebody left before": func(t *testing.T, c *Cohort) { save(t, c, oplog.Single, c.Leave(c.Row(2), 1)...) },
	} {
		t.Run(holds, func(t *testing.T) {
			b := newBook(t)
			c := newCohort(t, b, 1, "Maya", "Noor")
			closeDay(t, c, 1)
			change(t, c)
			if n := changed(t, c, 1); !n.Changed || n.ChangedBy != "" {
				t.Errorf("%+v", n)
			}
		})
	}
}

func TestAGuestsMarksChangeNoClosing(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya")
	closeDay(t, c, 1)
	edits, id, err := c.EnrollGuest(model.Trainee{Name: "Gita"}, []model.ID{c.Blocks[0].ID})
	if err != nil {
		t.Fatal(err)
	}
	save(t, c, oplog.Single, edits...)
	save(t, c, oplog.Single, c.EditMark(c.Person(id), c.Blocks[0].ID, model.Plain(model.Present)))
	if n := changed(t, c, 1); n.Changed {
		t.Errorf("%+v", n)
	}
}

func TestClocksDontDecideWhetherAClosedDayWasChanged(t *testing.T) {
	now := time.Date(2026, 3, 2, 17, 0, 0, 0, time.UTC)
	b, err := Create(filepath.Join(t.TempDir(), "roll.book"), World{Now: func() time.Time { return now }, Chance: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	c := newCohort(t, b, 1, "Maya")
	closeDay(t, c, 1)
	now, b.ticker.Last = now.Add(-48*time.Hour), 0 // as another laptop's, which is two days behind
	save(t, c, oplog.Single, c.EditMark(c.Row(1), c.Blocks[0].ID, model.Plain(model.Absent)))
	if n := changed(t, c, 1); !n.Changed {
		t.Errorf("a mark by a clock behind: %+v", n)
	}
}

func TestAClosingThatKeptItsCountsOnlyIsComparedByThem(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya", "Noor")
	older := Edit{field: field(kindClose, propAttest, c.Cohort.ID, c.Days[0].ID), value: wireCounted{Unmarked: 4}}
	save(t, c, oplog.Single, older)
	if n := changed(t, c, 1); n.Changed || n.Unmarked != 4 || n.By != "Asha" {
		t.Fatalf("just closed: %+v", n)
	}
	save(t, c, oplog.Single, c.EditMark(c.Row(1), c.Blocks[0].ID, model.Plain(model.Absent)))
	if n := changed(t, c, 1); !n.Changed || n.ChangedBy != "Asha" {
		t.Errorf("changed: %+v", n)
	}
	save(t, c, oplog.Single, c.EditMark(c.Row(1), c.Blocks[0].ID, model.Plain(model.Unmarked)))
	if n := changed(t, c, 1); n.Changed || n.ChangedBy != "" {
		t.Errorf("counted as before: %+v", n)
	}
}
