// Package roomtest makes rooms for tests: a book in a temporary folder with one cohort of the
// course cipss, and people on its roster.
package roomtest

import (
	"crypto/rand"
	"path/filepath"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

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
	r := Fresh(t, &Clock{At: now})
	if err := r.Book.SetAuthor("Asha"); err != nil {
		t.Fatal(err)
	}
	return r
}

// Fresh is a room on a book without a cohort, in which nobody has said who they are.
func Fresh(t testing.TB, clock *Clock) *room.Room {
	t.Helper()
	book, err := store.Create(filepath.Join(t.TempDir(), "roll.book"), clock.World())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { book.Close() })
	return &room.Room{Theme: kit.NewTheme(true, true, false), Book: book, Now: clock.Now, Given: model.NoDate, Today: model.DateIn(clock.At)}
}

// Clock is the clock of a test, which it may set; it goes on by Step at each look.
type Clock struct {
	At   time.Time
	Step time.Duration
}

// Now is a look at the clock.
func (c *Clock) Now() time.Time {
	c.At = c.At.Add(c.Step)
	return c.At
}

// World is that of a book with this clock.
func (c *Clock) World() store.World { return store.World{Now: c.Now, Chance: rand.Reader} }

// Theme is a light one of a terminal that measures as most do.
func Theme(noColor bool) *kit.Theme {
	t := kit.NewTheme(false, noColor, false)
	t.Update(tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeReset})
	return t
}

// Scripts are names of people in many scripts.
var Scripts = []string{"Maya Lopez", "स्तेफ़ानी देवी", "日本 太郎", "نور الهدى", "Zoé Ångström"}

// Small makes a cohort of a few days from Mon 2 Mar 2026 on, each with a morning of Language and an
// afternoon of First Contact, with people of the given names in that order.
func Small(t testing.TB, b *store.Book, name string, days int, names ...string) *store.Cohort {
	t.Helper()
	c, edits, err := b.NewCohort(name, model.Course{Name: "cipss", Rule: model.Rule{AllowanceMinutes: 300}}, nil, "Augusta", []string{"Asha"})
	if err != nil {
		t.Fatal(err)
	}
	id := func() model.ID {
		id, err := b.NewID()
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	for n := 1; n <= days; n++ {
		edits = append(edits, c.EditDay(model.Day{ID: id(), Number: n, Date: model.DateOf(2026, 3, 1+n)})...)
		edits = append(edits, c.EditBlock(model.Block{ID: id(), Day: n, Start: 540, End: 720, Topic: "Language"})...)
		edits = append(edits, c.EditBlock(model.Block{ID: id(), Day: n, Start: 780, End: 960, Topic: "First Contact"})...)
	}
	people := make([]model.Trainee, len(names))
	for i, name := range names {
		people[i].Name = name
	}
	more, _, err := c.Enroll(people, 1, false)
	if err != nil {
		t.Fatal(err)
	}
	Save(t, b, c, oplog.Import, append(edits, more...)...)
	if c, err = b.Load(c.Cohort.ID); err != nil {
		t.Fatal(err)
	}
	return c
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
