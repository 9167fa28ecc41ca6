package store

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"rollbook/model"
	"rollbook/store/oplog"
)

// ready is what is said of each thing looked at, with an exclamation mark before what is not set.
func ready(t *testing.T, b *Book, c *Cohort, day int, asOf model.Moment) map[string]string {
	t.Helper()
	checks, err := b.Ready(c, day, asOf)
	if err != nil {
		t.Fatal(err)
	}
	says := map[string]string{}
	var order []string
	for _, check := range checks {
		order = append(order, check.What)
		says[check.What] = check.Says
		if !check.OK {
			says[check.What] = "! " + check.Says
		}
		if !check.OK && check.Do == "" || check.Says == "" {
			t.Errorf("nothing to do about %+v", check)
		}
	}
	if got := strings.Join(order, ", "); got != "roster, dates, required course, earlier days marked, earlier days closed, book, backup" {
		t.Errorf("looked at %s", got)
	}
	return says
}

func TestReadyLooksAtAllThatADayNeeds(t *testing.T) {
	asOf := model.Moment{Date: model.DateOf(2026, 3, 3), Clock: 500} // the morning of day 2
	for _, s := range []struct {
		what, says string
		before     func(t *testing.T, c *Cohort) []Edit
	}{
		{"roster", "2 people", nil},
		{"roster", "! nobody is enrolled for day 2", func(_ *testing.T, c *Cohort) (edits []Edit) {
			for _, p := range c.People {
				e := p.Enrollment
				e.To = 1
				edits = append(edits, c.EditEnrollment(e)...)
			}
			return edits
		}},
		{"roster", "1 person, and 1 to make something up", func(_ *testing.T, c *Cohort) []Edit {
			e := c.Row(1).Enrollment
			e.Guest = []model.ID{c.BlocksOf(2)[0].ID}
			return c.EditEnrollment(e)
		}},
		{"roster", "2 people; 1 pair may be one person", func(_ *testing.T, c *Cohort) []Edit {
			return c.EditTrainee(model.Trainee{ID: c.Row(2).Trainee.ID, Name: "Máya Roy"})
		}},
		{"dates", "day 2 is on Tue 3 Mar 2026, 09:00–16:00", nil},
		{"dates", "! day 2 is cancelled", func(_ *testing.T, c *Cohort) []Edit {
			d, _ := c.Day(2)
			d.Cancelled = true
			return c.EditDay(d)
		}},
		{"dates", "! day 2 was on Sun 1 Mar 2026", func(_ *testing.T, c *Cohort) []Edit {
			d, _ := c.Day(2)
			d.Date = model.DateOf(2026, 3, 1)
			return c.EditDay(d)
		}},
		{"dates", "! day 2 and day 3 are both on Tue 3 Mar 2026", func(_ *testing.T, c *Cohort) []Edit {
			d, _ := c.Day(3)
			d.Date = asOf.Date
			return c.EditDay(d)
		}},
		{"dates", "! day 2 has no blocks", func(_ *testing.T, c *Cohort) (edits []Edit) {
			for _, b := range c.BlocksOf(2) {
				b.Cancelled = true
				edits = append(edits, c.EditBlock(b)...)
			}
			return edits
		}},
		{"required course", "none is required", nil},
		{"required course", "! 2 people are not known to have done Peer Support 101: 1 Maya Roy, 2 Noor Ali", func(_ *testing.T, c *Cohort) []Edit {
			c.Rule.Requires = "ps101"
			return c.EditCohort(c.Cohort)
		}},
		{"required course", "nobody lacks Peer Support 101", func(_ *testing.T, c *Cohort) []Edit {
			c.Rule.Requires = "ps101"
			edits := c.EditCohort(c.Cohort)
			for _, p := range c.People {
				edits = append(edits, c.EditRequired(p, model.DateOf(2026, 1, 5), "Portland"))
			}
			return edits
		}},
		{"earlier days marked", "! day 1: 3 blocks not marked", func(_ *testing.T, c *Cohort) []Edit {
			return []Edit{c.EditMark(c.Row(1), c.BlocksOf(1)[0].ID, model.Plain(model.Absent))}
		}},
		{"earlier days marked", "nothing is left to mark", markedFirstDay},
		{"earlier days closed", "! day 1 is not closed", markedFirstDay},
		{"earlier days closed", "none is left to close", func(t *testing.T, c *Cohort) []Edit {
			save(t, c, oplog.Rest, markedFirstDay(t, c)...)
			d, _ := c.Day(1)
			return []Edit{c.EditClosing(d.ID, &Closing{Present: 4})}
		}},
		{"earlier days closed", "! day 1 was changed since it was closed", func(t *testing.T, c *Cohort) []Edit {
			save(t, c, oplog.Rest, markedFirstDay(t, c)...)
			d, _ := c.Day(1)
			save(t, c, oplog.Single, c.EditClosing(d.ID, &Closing{Present: 4}))
			return []Edit{c.EditMark(c.Row(1), c.BlocksOf(1)[0].ID, model.Plain(model.Absent))}
		}},
		{"book", "it can be written, and there is room", nil},
		{"backup", "! none yet", nil},
	} {
		t.Run(s.says, func(t *testing.T) {
			b := newBook(t)
			c := newCohort(t, b, 3, "Maya Roy", "Noor Ali")
			if s.before != nil {
				save(t, c, oplog.Single, s.before(t, c)...)
			}
			if got := ready(t, b, reload(t, c), 2, asOf)[s.what]; got != s.says {
				t.Errorf("%s: %q, not %q", s.what, got, s.says)
			}
		})
	}
}

func markedFirstDay(_ *testing.T, c *Cohort) (edits []Edit) {
	for _, b := range c.BlocksOf(1) {
		for _, p := range c.People {
			edits = append(edits, c.EditMark(p, b.ID, model.Plain(model.Present)))
		}
	}
	return edits
}

func TestThereIsNothingReadyForADayThatIsNone(t *testing.T) {
	b := newBook(t)
	if _, err := b.Ready(newCohort(t, b, 2, "Maya"), 3, model.Moment{}); !errors.Is(err, model.ErrNoDay) {
		t.Error(err)
	}
}

func TestOfManyWhoLackTheCourseAFewAreNamed(t *testing.T) {
	b := newBook(t)
	var names []string
	for i := range 7 {
		names = append(names, fmt.Sprintf("Person%d", i+1))
	}
	c := newCohort(t, b, 1, names...)
	c.Rule.Requires = "ps101"
	save(t, c, oplog.Single, c.EditCohort(c.Cohort)...)
	want := "! 7 people are not known to have done Peer Support 101: 1 Person1, 2 Person2, 3 Person3, 4 Person4, 5 Person5 and 2 more"
	if got := ready(t, b, c, 1, model.Moment{})["required course"]; got != want {
		t.Errorf("%q", got)
	}
}

func TestTryingTheBookLeavesItAsItWas(t *testing.T) {
	b := newBook(t)
	newCohort(t, b, 1, "Maya")
	b.catchUp() // so that nothing is left to write
	before, err := os.ReadFile(b.Path())
	if err != nil {
		t.Fatal(err)
	}
	if check := b.readyBook(); !check.OK {
		t.Fatalf("%+v", check)
	}
	after, err := os.ReadFile(b.Path())
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("the book is another: %v", err)
	}
	if files, err := os.ReadDir(filepath.Dir(b.Path())); err != nil || len(files) != 1 {
		t.Errorf("beside the book lie %v: %v", files, err)
	}
}

func TestABookThatCanNotBeWrittenIsNotReady(t *testing.T) {
	b := newBook(t)
	move := filepath.Join(filepath.Dir(b.Path()), "moved.book")
	if err := os.Rename(b.Path(), move); err != nil {
		t.Fatal(err)
	}
	if check := b.readyBook(); check.OK || check.Says != "the book's file was replaced or removed" {
		t.Errorf("moved: %+v", check)
	}
	if err := os.Rename(move, b.Path()); err != nil {
		t.Fatal(err)
	}
	if os.Geteuid() != 0 { // who may do everything may write it
		if err := os.Chmod(b.Path(), 0o400); err != nil {
			t.Fatal(err)
		}
		if check := b.readyBook(); check.OK || check.Says != "the book can't be written" {
			t.Errorf("read only: %+v", check)
		}
	}
	b.Close()
	if check := b.readyBook(); check.OK {
		t.Errorf("closed: %+v", check)
	}
}

func TestRoomThatCanNotBeTriedLeavesNothingBehind(t *testing.T) {
	folder := t.TempDir()
	if err := hasRoom(folder, iotest.ErrReader(errors.New("no more"))); err == nil {
		t.Error("it was tried")
	}
	if files, _ := os.ReadDir(folder); len(files) != 0 {
		t.Errorf("left behind: %v", files)
	}
}
