package store

import (
	"crypto/rand"
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store/oplog"
)

func enroll(t testing.TB, c *Cohort, name string) model.ID {
	t.Helper()
	id := newID(t, c.book)
	save(t, c, oplog.Single, append(c.EditTrainee(model.Trainee{ID: id, Name: name}),
		c.EditEnrollment(model.Enrollment{Trainee: id, Row: c.NextRow(), From: 1})...)...)
	return id
}

func undo(t testing.TB, b *Book) *Undoing {
	t.Helper()
	u, err := b.PlanUndo()
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Save(u.Draft).Wait(); err != nil {
		t.Fatal(err)
	}
	return u
}

func TestARowNumberIsNeverUsedAgain(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya", "Noor")
	gone := enroll(t, c, "Olga")
	if c.Person(gone).Row != 3 || c.NextRow() != 4 {
		t.Fatalf("enrolled in row %d, the next is %d", c.Person(gone).Row, c.NextRow())
	}
	undo(t, b)
	again := reload(t, c)
	if again.Person(gone) != nil || len(again.People) != 2 {
		t.Errorf("taken back, the people are %+v", viewOf(again).People)
	}
	if again.NextRow() != 4 {
		t.Errorf("the row of a person taken back would be given to the next: %d", again.NextRow())
	}
	if later := enroll(t, again, "Pia"); reload(t, c).Person(later).Row != 4 {
		t.Errorf("the next person stands in row %d", again.Person(later).Row)
	}
}

func TestAnEnrollmentIsSetAsAWhole(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 2, "Maya")
	e := c.Row(1).Enrollment
	e.Guest, e.WalkIn, e.From, e.To = []model.ID{c.Blocks[1].ID}, true, 2, 2
	save(t, c, oplog.Single, c.EditEnrollment(e)...)
	if got := reload(t, c).Row(1).Enrollment; !slices.Equal(got.Guest, e.Guest) || !got.WalkIn || got.From != 2 || got.To != 2 {
		t.Errorf("as a guest: %+v", got)
	}
	e.Guest, e.WalkIn, e.To = nil, false, 0
	save(t, c, oplog.Single, c.EditEnrollment(e)...)
	if got := reload(t, c).Row(1).Enrollment; got.Guest != nil || got.WalkIn || got.To != 0 {
		t.Errorf("a guest no longer: %+v", got)
	}
}

func TestNotesAreListedOldestFirstWithWhoWroteThem(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya")
	first, second := newID(t, b), newID(t, b)
	save(t, c, oplog.Single, c.EditNote(Note{ID: first, Day: 1, Text: "a snow day"})...)
	save(t, c, oplog.Single, c.EditNote(Note{ID: second, Trainee: c.Row(1).Trainee.ID, Text: "asked for larger print", Together: true})...)
	if err := b.SetAuthor("Ben"); err != nil {
		t.Fatal(err)
	}
	save(t, c, oplog.Single, c.EditNote(Note{ID: first, Day: 1, Text: "a snow day, we began at ten"})...)
	if diff := differs(c, reload(t, c)); diff != "" {
		t.Error(diff)
	}
	for range 20 { // registers are read in no order: names must be known before notes
		notes := reload(t, c).Notes
		if len(notes) != 2 || notes[0].ID != first || notes[0].Text != "a snow day, we began at ten" || notes[0].By != "Asha" ||
			notes[1].Trainee != c.Row(1).Trainee.ID || !notes[1].Together || !notes[0].At.Before(notes[1].At) {
			t.Fatalf("the notes are %+v", notes)
		}
	}
	undo(t, b)
	if notes := reload(t, c).Notes; notes[0].Text != "a snow day" {
		t.Errorf("the change undone, it says %q", notes[0].Text)
	}
}

func TestAStruckNoteIsGoneFromTheScreenAtOnce(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya")
	id := newID(t, b)
	save(t, c, oplog.Single, c.EditNote(Note{ID: id, Day: 1, Text: "first words"})...)
	save(t, c, oplog.Single, c.EditStrike(id)...)
	if len(c.Notes) != 0 {
		t.Errorf("struck, it still shows: %+v", c.Notes)
	}
}

func TestADayIsClosedWithWhatWasCountedAndOpenedAgain(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya")
	save(t, c, oplog.Single, c.EditClosing(c.Days[0].ID, &Closing{Present: 1, Unmarked: 2}))
	for range 20 {
		if got := reload(t, c).Closed[1]; got.Present != 1 || got.Unmarked != 2 || got.By != "Asha" {
			t.Fatalf("closed: %+v", got)
		}
	}
	save(t, c, oplog.Single, c.EditClosing(c.Days[0].ID, nil))
	if got := reload(t, c).Closed; len(got) != 0 || len(c.Closed) != 0 {
		t.Errorf("opened again: %+v", got)
	}
}

func TestGuestsAreNotAttestedWhenADayIsClosed(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya", "Noor")
	guest := c.Row(2).Enrollment
	guest.Guest = []model.ID{c.BlocksOf(1)[0].ID}
	save(t, c, oplog.Single, c.EditEnrollment(guest)...)
	save(t, c, oplog.Single, c.EditMark(c.Row(1), c.BlocksOf(1)[0].ID, model.Plain(model.Present)),
		c.EditMark(c.Row(2), c.BlocksOf(1)[0].ID, model.Plain(model.Absent)))
	if got := c.Count(1); got.Present != 1 || got.Absent != 0 || got.Present+got.Unmarked != len(c.BlocksOf(1)) {
		t.Errorf("counted: %+v", got)
	}
}

func TestTheOneWhoMarksIsKnownWhateverTheCaseAndAccents(t *testing.T) {
	b := newBook(t)
	for _, name := range []string{"Zoë Müller", "zoe muller", "ZOË MÜLLER"} {
		if err := b.SetAuthor(name); err != nil {
			t.Fatal(err)
		}
		if got, err := b.Author(); err != nil || got != "Zoë Müller" {
			t.Errorf("%s is %q: %v", name, got, err)
		}
	}
	if names, err := b.authors(); err != nil || len(names) != 2 {
		t.Errorf("the trainers are %v: %v", names, err)
	}
	if err := b.SetAuthor(" \x1b[2J "); !errors.Is(err, ErrNoName) {
		t.Errorf("a name of nothing: %v", err)
	}
}

func TestACohortLearnsTheNameOfWhoMarksAfterItWasLoaded(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya")
	if err := b.SetAuthor("Ben"); err != nil {
		t.Fatal(err)
	}
	save(t, c, oplog.Single, c.EditMark(c.Row(1), c.Blocks[0].ID, model.Plain(model.Present)))
	if by := c.Row(1).Cell(c.Blocks[0].ID).By; by != "Ben" {
		t.Errorf("marked by %q", by)
	}
}

func TestATrainerWhoseNameCouldNotBeSavedIsNotTheOneWhoMarks(t *testing.T) {
	b, chance := moodyBook(t)
	chance.left.Store(1) // an id, and no more
	if err := b.SetAuthor("Ben"); !errors.Is(err, errNoChance) {
		t.Fatal(err)
	}
	chance.left.Store(1 << 40)
	if name, err := b.Author(); err != nil || name != "Asha" {
		t.Errorf("the one who marks is %q: %v", name, err)
	}
}

func TestCohortsAreListedByFirstDateThenName(t *testing.T) {
	b := newBook(t)
	if list, err := b.Cohorts(); err != nil || len(list) != 0 {
		t.Fatalf("an empty book lists %v: %v", list, err)
	}
	cohort := func(name string, first model.Date, people ...string) {
		c := newCohort(t, b, 3, people...)
		m := c.Cohort
		m.Name = name
		edits := c.EditCohort(m)
		for i, d := range c.Days {
			d.Date, d.Cancelled = first+model.Date(i), i == 2
			edits = append(edits, c.EditDay(d)...)
		}
		save(t, c, oplog.Single, edits...)
	}
	may, june := model.DateOf(2026, 5, 4), model.DateOf(2026, 6, 1)
	cohort("spring", june)
	cohort("Élan", may, "Maya", "Noor")
	cohort("Zenith", may)
	cohort("east", may)
	list, err := b.Cohorts()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, l := range list {
		names = append(names, l.Name)
	}
	if !slices.Equal(names, []string{"east", "Élan", "Zenith", "spring"}) {
		t.Errorf("listed as %q", names)
	}
	if l := list[1]; l.Trainees != 2 || l.Start() != may || l.End() != may+1 || len(l.Blocks) != 6 {
		t.Errorf("listed as %+v from %v to %v", l, l.Start(), l.End())
	}
}

func TestTheJournalPutsWhatWasSeenBeforeWhatWasDoneByWhateverClock(t *testing.T) {
	clock := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	now := clock
	b, err := Create(filepath.Join(t.TempDir(), "roll.book"), World{Now: func() time.Time { return now }, Chance: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if err := b.SetAuthor("Asha"); err != nil {
		t.Fatal(err)
	}
	c := newCohort(t, b, 1, "Maya", "Noor")
	now = clock.Add(48 * time.Hour)
	first := save(t, c, oplog.Single, c.EditMark(c.Row(1), c.Blocks[0].ID, model.Plain(model.Absent)))
	// The clock is put right, and the laptop's stamps begin anew, as another laptop's would.
	now, b.ticker.Last = clock.Add(time.Hour), 0
	second := save(t, c, oplog.Single, c.EditMark(c.Row(1), c.Blocks[0].ID, model.Plain(model.Present)))
	now, b.ticker.Last = clock.Add(30*time.Minute), 0
	third := save(t, c, oplog.Single, c.EditMark(c.Row(2), c.Blocks[0].ID, model.Plain(model.Present)))
	entries, err := b.Journal(c.Cohort.ID)
	if err != nil {
		t.Fatal(err)
	}
	var order []model.ID
	for _, e := range entries {
		order = append(order, e.Gesture)
	}
	if x, y := slices.Index(order, first.Gesture.ID), slices.Index(order, second.Gesture.ID); x < 0 || x > y {
		t.Errorf("absent stands at %d of the journal, present, which replaced it, at %d", x, y)
	}
	if x, y := slices.Index(order, third.Gesture.ID), slices.Index(order, first.Gesture.ID); x < 0 || x > y {
		t.Errorf("of two that did not know of each other, the one with the later clock comes first")
	}
}
