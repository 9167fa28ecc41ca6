// Package roomtest makes rooms for tests: a book in a temporary folder with one cohort of the
// course cipss, and people on its roster.
package roomtest

import (
	"crypto/rand"
	"path/filepath"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// DayOne is a moment in the first block of the cohort's first day.
var DayOne = time.Date(2026, 3, 2, 9, 5, 0, 0, time.UTC)

// Names are eight people, as far as a test does not bring others.
var Names = []string{"Ana", "Ben", "Chloé", "Dana", "Eli", "Fay", "Maya", "Noor"}

// New is a room at a moment, on the cohort 'Spring' with people of the given names, rows in that
// order; with Names where none are given.
func New(t testing.TB, now time.Time, names ...string) *room.Room {
	t.Helper()
	r := Empty(t, now)
	course, _ := model.EmbeddedCourse("cipss")
	c, edits, err := r.Book.NewCohort("Spring", course, model.Dates(model.DateOf(2026, 3, 2), 8, nil), "", nil)
	if err != nil {
		t.Fatal(err)
	}
	Save(t, r.Book, c, oplog.Single, edits...)
	if len(names) == 0 {
		names = Names
	}
	people := make([]model.Trainee, len(names))
	for i, name := range names {
		people[i].Name = name
	}
	edits, _, err = c.Enroll(people, 1, false)
	if err != nil {
		t.Fatal(err)
	}
	Save(t, r.Book, c, oplog.Import, edits...)
	r.Show(c)
	return r
}

// Empty is a room at a moment on a book without a cohort, in which Asha marks.
func Empty(t testing.TB, now time.Time) *room.Room {
	t.Helper()
	world := store.World{Now: func() time.Time { return now }, Chance: rand.Reader}
	book, err := store.Create(filepath.Join(t.TempDir(), "roll.book"), world)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { book.Close() })
	if err := book.SetAuthor("Asha"); err != nil {
		t.Fatal(err)
	}
	return &room.Room{Theme: kit.NewTheme(true, true, false), Book: book, Now: world.Now, Given: model.NoDate, Today: model.DateIn(now)}
}

// Save forms a gesture, applies it and waits for the disk.
func Save(t testing.TB, b *store.Book, c *store.Cohort, how oplog.How, edits ...store.Edit) {
	t.Helper()
	d, err := c.Form(how, edits...)
	if err != nil {
		t.Fatal(err)
	}
	if d == nil {
		return
	}
	c.Apply(d)
	if err := b.Save(d).Wait(); err != nil {
		t.Fatal(err)
	}
}

// Run runs a command and what follows from it, giving the room its messages; it returns them all.
func Run(r *room.Room, cmd tea.Cmd) []tea.Msg {
	if cmd == nil {
		return nil
	}
	msg := cmd()
	if batch, ok := msg.(tea.BatchMsg); ok {
		var all []tea.Msg
		for _, c := range batch {
			all = append(all, Run(r, c)...)
		}
		return all
	}
	return append([]tea.Msg{msg}, Run(r, r.Update(msg))...)
}
