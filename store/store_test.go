package store

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store/oplog"
)

// morning is the clock of the tests: it moves a second at each look.
func morning() func() time.Time {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	return func() time.Time { at = at.Add(time.Second); return at }
}

func newBook(t testing.TB) *Book {
	t.Helper()
	b, err := Create(filepath.Join(t.TempDir(), "roll.book"), World{Now: morning(), Chance: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	if err := b.SetAuthor("Asha"); err != nil {
		t.Fatal(err)
	}
	return b
}

func save(t testing.TB, c *Cohort, how oplog.How, edits ...Edit) *Draft {
	t.Helper()
	d, err := c.Form(how, edits...)
	if err != nil {
		t.Fatal(err)
	}
	if d == nil {
		return nil
	}
	c.Apply(d)
	if err := c.book.Save(d).Wait(); err != nil {
		t.Fatal(err)
	}
	return d
}

func newID(t testing.TB, b *Book) model.ID {
	t.Helper()
	id, err := b.NewID()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// newCohort is a cohort of days with two blocks each, and people of the given names.
func newCohort(t testing.TB, b *Book, days int, names ...string) *Cohort {
	t.Helper()
	c := b.Blank(newID(t, b))
	m := model.Cohort{ID: c.Cohort.ID, Name: "Spring", Course: "cipss", Trainers: []string{"Asha", "Ben"}}
	edits := c.EditCohort(m)
	for n := 1; n <= days; n++ {
		edits = append(edits, c.EditDay(model.Day{ID: newID(t, b), Number: n, Date: model.DateOf(2026, 3, 1+n)})...)
		edits = append(edits, c.EditBlock(model.Block{ID: newID(t, b), Day: n, Start: 540, End: 720, Topic: "Language"})...)
		edits = append(edits, c.EditBlock(model.Block{ID: newID(t, b), Day: n, Start: 780, End: 960, Topic: "First Contact"})...)
	}
	save(t, c, oplog.Single, edits...)
	edits = nil
	for i, name := range names {
		id := newID(t, b)
		edits = append(edits, c.EditTrainee(model.Trainee{ID: id, Name: name})...)
		edits = append(edits, c.EditEnrollment(model.Enrollment{Trainee: id, Row: i + 1, From: 1})...)
	}
	save(t, c, oplog.Import, edits...)
	return c
}

func reload(t testing.TB, c *Cohort) *Cohort {
	t.Helper()
	again, err := c.book.Load(c.Cohort.ID)
	if err != nil {
		t.Fatal(err)
	}
	return again
}

func TestWhatWasSavedIsThereAfterReopening(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 2, "Maya", "Noor")
	block := c.BlocksOf(1)[0].ID
	late := model.Mark{State: model.Part, Arrived: 560, Left: model.NoClock}
	save(t, c, oplog.Single, c.EditMark(c.Row(1), block, late), c.EditTold(c.Row(1), block, true), c.EditRemark(c.Row(1), block, "bus"))
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := Open(b.Path(), b.world)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	again, err := b.Load(c.Cohort.ID)
	if err != nil {
		t.Fatal(err)
	}
	cell := again.Row(1).Cell(block)
	if !cell.Mark.Equal(late) || !cell.Told || cell.Remark != "bus" || cell.By != "Asha" {
		t.Errorf("after reopening: %+v", cell)
	}
	if again.Row(2).Name != "Noor" || len(again.Days) != 2 || len(again.Blocks) != 4 || again.Trainers[1] != "Ben" {
		t.Errorf("after reopening: %+v", again)
	}
}

func TestUndoWalksGesturesNewestFirstAndRedoPutsThemBack(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya", "Noor")
	block := c.BlocksOf(1)[0].ID
	save(t, c, oplog.Single, c.EditMark(c.Row(1), block, model.Plain(model.Absent)))
	save(t, c, oplog.Single, c.EditMark(c.Row(1), block, model.Plain(model.Present)))
	state := func() model.State { return reload(t, c).Row(1).Cell(block).Mark.State }
	step := func(plan func() (*Undoing, error), what string, want model.State) {
		t.Helper()
		u, err := plan()
		if err != nil {
			t.Fatal(err)
		}
		if u.What != what {
			t.Errorf("named %q, want %q", u.What, what)
		}
		if err := b.Save(u.Draft).Wait(); err != nil {
			t.Fatal(err)
		}
		if got := state(); got != want {
			t.Errorf("after %s: %v, want %v", what, got, want)
		}
	}
	step(b.PlanUndo, "1 Maya: present", model.Absent)
	step(b.PlanUndo, "1 Maya: absent", model.Unmarked)
	step(b.PlanRedo, "1 Maya: absent", model.Absent)
	step(b.PlanRedo, "1 Maya: present", model.Present)
	if _, err := b.PlanRedo(); !errors.Is(err, ErrNoRedo) {
		t.Errorf("a further redo: %v", err)
	}
	step(b.PlanUndo, "1 Maya: present", model.Absent)
	entries, err := b.Journal(c.Cohort.ID)
	if err != nil {
		t.Fatal(err)
	}
	last := entries[len(entries)-1]
	if last.What != "undone: 1 Maya: present" || last.Changes[0].From != "present" || last.Changes[0].To != "absent" {
		t.Errorf("the journal ends with %+v", last)
	}
}

func TestAGestureThatChangesNothingMakesNone(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya")
	block := c.BlocksOf(1)[0].ID
	save(t, c, oplog.Single, c.EditMark(c.Row(1), block, model.Plain(model.Present)))
	if d := save(t, c, oplog.Single, c.EditMark(c.Row(1), block, model.Plain(model.Present))); d != nil {
		t.Errorf("marking the same again made a gesture")
	}
	if d := save(t, c, oplog.Single, c.EditTrainee(c.Row(1).Trainee)...); d != nil {
		t.Errorf("saving a person unchanged made a gesture of %d changes", len(d.Gesture.Changes))
	}
}

func TestASecondWindowIsToldAtOnce(t *testing.T) {
	b := newBook(t)
	began := time.Now()
	if _, err := Open(b.Path(), b.world); !errors.Is(err, ErrBusy) {
		t.Errorf("a second window got %v", err)
	}
	if waited := time.Since(began); waited > 5*time.Second {
		t.Errorf("it waited %v", waited)
	}
}

func TestWhatIsNoBookIsRefusedAndLeftAsItWas(t *testing.T) {
	folder := t.TempDir()
	empty, text := filepath.Join(folder, "empty"), filepath.Join(folder, "text")
	os.WriteFile(empty, nil, 0o600)
	os.WriteFile(text, []byte("Dear diary, this is no book but it is long enough to look at.\n"), 0o600)
	world := World{Now: morning(), Chance: rand.Reader}
	for path, want := range map[string]error{empty: ErrNotBook, text: ErrNotBook, folder: ErrNotBook, filepath.Join(folder, "none"): ErrMissing} {
		if _, err := Open(path, world); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", path, err, want)
		}
	}
	if data, _ := os.ReadFile(text); len(data) != 62 {
		t.Errorf("the text was changed to %q", data)
	}
	if info, _ := os.Stat(empty); info.Size() != 0 {
		t.Error("the empty file was written to")
	}
}

func TestAFileReplacedUnderTheProgramIsNoticedBeforeTheNextCommit(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya")
	if err := os.Rename(b.Path(), b.Path()+".away"); err != nil {
		t.Fatal(err)
	}
	d, err := c.Form(oplog.Single, c.EditMark(c.Row(1), c.Blocks[0].ID, model.Plain(model.Present)))
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Save(d).Wait(); !errors.Is(err, ErrMoved) {
		t.Errorf("saving into a file that is gone: %v", err)
	}
}

func TestAStaleEntryOfTheStateIsNoticedAndDerivedAnew(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya")
	block := c.BlocksOf(1)[0].ID
	save(t, c, oplog.Single, c.EditMark(c.Row(1), block, model.Plain(model.Present)))
	key := headKey(c.markField(c.Row(1), propAttendance, block))
	var stale []byte
	if err := b.view(func(tx *boltTx) error { stale = clone(tx.Bucket([]byte(bucketHeads)).Get(key)); return nil }); err != nil {
		t.Fatal(err)
	}
	save(t, c, oplog.Single, c.EditMark(c.Row(1), block, model.Plain(model.Absent)))
	if err := b.db.Update(func(tx *boltTx) error { return tx.Bucket([]byte(bucketHeads)).Put(key, stale) }); err != nil {
		t.Fatal(err)
	}
	if got := reload(t, c).Row(1).Cell(block).Mark.State; got != model.Absent {
		t.Errorf("a stale entry shows as %v", got)
	}
}

func TestConflictingMarksAreBothKeptUntilAPersonSettles(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya")
	block := c.BlocksOf(1)[0].ID
	other := reload(t, c) // what another laptop saw
	save(t, c, oplog.Single, c.EditMark(c.Row(1), block, model.Plain(model.Absent)))
	save(t, other, oplog.Single, other.EditMark(other.Row(1), block, model.Plain(model.Present)))
	now := reload(t, c)
	if got := now.Row(1).Cell(block).Conflict; len(got) != 2 {
		t.Fatalf("a disagreement shows as %+v", got)
	}
	save(t, now, oplog.Settle, now.EditMark(now.Row(1), block, model.Plain(model.Present)))
	if got := reload(t, c).Row(1).Cell(block); got.Conflict != nil || got.Mark.State != model.Present {
		t.Errorf("settled, it shows as %+v", got)
	}
	u, err := b.PlanUndo()
	if err != nil {
		t.Fatal(err)
	}
	b.Save(u.Draft).Wait()
	if got := reload(t, c).Row(1).Cell(block).Conflict; len(got) != 2 {
		t.Errorf("undoing the settlement shows %+v", got)
	}
}

func TestAStruckNoteIsGoneAndItsUndoRefused(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya")
	id := newID(t, b)
	save(t, c, oplog.Single, c.EditNote(Note{ID: id, Day: 1, Text: "first words"})...)
	save(t, c, oplog.Single, c.EditNote(Note{ID: id, Day: 1, Text: "other words"})...)
	if n := reload(t, c).Notes; len(n) != 1 || n[0].Text != "other words" {
		t.Fatalf("notes: %+v", n)
	}
	now := reload(t, c)
	save(t, now, oplog.Single, now.EditStrike(id)...)
	if n := reload(t, c).Notes; len(n) != 0 {
		t.Errorf("a struck note shows: %+v", n)
	}
	entries, err := b.Journal(c.Cohort.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		for _, ch := range e.Changes {
			if ch.To == "first words" || ch.To == "other words" {
				t.Errorf("the journal still tells %+v", ch)
			}
		}
	}
}

func TestUndoAfterAStrikeSaysThatItStaysStruck(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya")
	block := c.BlocksOf(1)[0].ID
	save(t, c, oplog.Single, c.EditMark(c.Row(1), block, model.Plain(model.Absent)))
	id := newID(t, b)
	save(t, c, oplog.Single, c.EditNote(Note{ID: id, Day: 1, Text: "words"})...)
	struck := save(t, c, oplog.Single, c.EditStrike(id)...)
	if _, err := b.PlanUndoOf(struck.Gesture.ID); !errors.Is(err, ErrStruck) || err.Error() != "it can't be undone: note on day 1: what was struck stays struck" {
		t.Errorf("undoing the strike itself: %v", err)
	}
	for range 2 { // to ask is not to go on
		u, err := b.PlanUndo()
		if err != nil || !slices.Equal(u.Struck, []string{"note on day 1"}) || u.What != "1 Maya: absent" || len(u.Left) != 0 {
			t.Fatalf("the undo after it: %+v, %v", u, err)
		}
	}
	// What was done since is undone without a word; then it is asked about again, as nobody went on.
	save(t, c, oplog.Single, c.EditTold(c.Row(1), block, true))
	if u := undo(t, b); u.What != "1 Maya: told us ahead" || len(u.Struck) != 0 {
		t.Errorf("undone %+v", u)
	}
	if u := undo(t, b); u.What != "1 Maya: absent" || len(u.Struck) != 1 {
		t.Errorf("undone %+v", u)
	}
	if u, err := b.PlanUndo(); err != nil || len(u.Struck) != 0 || len(u.Left) != 0 {
		t.Errorf("once somebody went on: %+v, %v", u, err)
	}
	save(t, c, oplog.Single, c.EditMark(c.Row(1), block, model.Plain(model.Present)))
	renamed := c.Row(1).Trainee
	renamed.Name = "Mayo"
	d := save(t, c, oplog.Single, c.EditName(c.Row(1), renamed, false)...)
	if u, err := b.PlanUndo(); err != nil || !slices.Equal(u.Struck, []string{"name of 1 Mayo"}) || u.What != "1 Mayo: present" {
		t.Errorf("after a change of name: %+v, %v", u, err)
	}
	if _, err := b.PlanUndoOf(d.Gesture.ID); !errors.Is(err, ErrStruck) || err.Error() != "it can't be undone: name of Mayo: what was struck stays struck" {
		t.Errorf("undoing the change of name: %v", err)
	}
}

func TestUndoWhereAllThatThereIsWasStruckSaysSo(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya")
	id := newID(t, b)
	save(t, c, oplog.Single, c.EditNote(Note{ID: id, Day: 1, Text: "words"})...)
	for {
		u, err := b.PlanUndo()
		if errors.Is(err, ErrNothing) {
			break
		}
		if err != nil || b.Save(u.Draft).Wait() != nil {
			t.Fatal(err)
		}
	}
	save(t, c, oplog.Single, c.EditStrike(id)...)
	if _, err := b.PlanUndo(); !errors.Is(err, ErrStruck) || err.Error() != "the last change can't be undone: note on day 1: what was struck stays struck" {
		t.Errorf("struck, and what was before is undone already: %v", err)
	}
	other := newBook(t)
	n := other.Blank(model.ID{})
	maya := newID(t, other)
	save(t, n, oplog.Single, n.EditTrainee(model.Trainee{ID: maya, Name: "Maya"})...)
	d, err := other.PlanForget(maya)
	if err != nil || other.Save(d).Wait() != nil {
		t.Fatal(err)
	}
	_, err = other.PlanUndo()
	if !errors.Is(err, ErrStruck) || err.Error() != "the last change can't be undone: a former trainee was forgotten: what was struck stays struck" {
		t.Errorf("forgotten, and nothing before: %v", err)
	}
}

func TestTheNameForTheCertificateIsNotToldInTheJournal(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya")
	maya := c.Row(1).Trainee
	maya.Certificate = "Mary Ann Lopez"
	save(t, c, oplog.Single, c.EditTrainee(maya)...)
	entries, err := b.Journal(model.ID{})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		for _, ch := range e.Changes {
			if ch.To == maya.Certificate {
				t.Errorf("the journal tells %+v", ch)
			}
		}
	}
}

func TestSomebodyWhoNeverCameIsOnTheRosterOfNoDay(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 2, "Maya", "Noor")
	save(t, c, oplog.Single, c.Leave(c.Row(1), 1)...)
	again := reload(t, c)
	if n := len(again.PeopleOn(1)) + len(again.PeopleOn(2)); n != 2 || again.Row(1).To != model.NoDay {
		t.Errorf("%d people on both days, Maya's last is %d", n, again.Row(1).To)
	}
	save(t, again, oplog.Single, again.Leave(again.Row(1), 0)...)
	if got := len(reload(t, c).PeopleOn(2)); got != 2 {
		t.Errorf("coming again: %d people on day 2", got)
	}
}

func TestTheCalendarSaysWhatTheListOfCohortsSays(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 3, "Maya")
	newCohort(t, b, 2)
	d, _ := c.Day(2)
	d.Date, d.Cancelled = d.Date+7, true
	save(t, c, oplog.Single, c.EditDay(d)...)
	same := func(cohorts int) {
		t.Helper()
		list, err := b.Cohorts()
		if err != nil {
			t.Fatal(err)
		}
		calendar, err := b.Calendar()
		if err != nil {
			t.Fatal(err)
		}
		if len(list) != cohorts || len(calendar) != cohorts {
			t.Fatalf("%d cohorts in the list, %d in the calendar, want %d", len(list), len(calendar), cohorts)
		}
		for i, l := range list {
			if calendar[i].ID != l.ID || calendar[i].Name != l.Name || len(calendar[i].Days) != len(l.Days) {
				t.Fatalf("the list has %+v, the calendar %+v", l, calendar[i])
			}
			for j, want := range l.Days {
				want.ID = model.ID{}
				if calendar[i].Days[j] != want {
					t.Errorf("a day is %+v in the list, %+v in the calendar", want, calendar[i].Days[j])
				}
			}
		}
	}
	same(2)
	for range 2 { // the move of the day, then the second cohort
		u, err := b.PlanUndo()
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Save(u.Draft).Wait(); err != nil {
			t.Fatal(err)
		}
	}
	same(1)
	if err := b.rebuild(); err != nil {
		t.Fatal(err)
	}
	same(1)
}
