package store

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"rollbook/model"
	"rollbook/store/oplog"
)

// restoreSteps are the steps of a restore, as they name themselves.
var restoreSteps = []string{"before", "write", "amend", "verify", "aside", "take over"}

// restored closes a book, restores a backup in its place and opens it again.
func restored(t *testing.T, b *Book, backup string, secrets ...Secret) (*Book, Restored) {
	t.Helper()
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	out, err := Restore(b.Path(), backup, b.world, secrets...)
	if err != nil {
		t.Fatal(err)
	}
	again, err := openWithAny(b.Path(), b.world, secrets)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { again.Close() })
	if again.logged != out.Gestures {
		t.Errorf("it has %d gestures, said to be %d", again.logged, out.Gestures)
	}
	return again, out
}

func TestARestoredBookIsAsTheBackupAndTheOneThereIsKept(t *testing.T) {
	b, c := recorded(t)
	path := backedUp(t, b)
	later := reload(t, c)
	save(t, later, oplog.Single, later.EditMark(later.People[0], later.Blocks[1].ID, model.Plain(model.Present)))
	if err := b.KeepDraft("day 2", "begun since"); err != nil {
		t.Fatal(err)
	}
	again, out := restored(t, b, path)
	holds(t, again, c)
	if draft, err := again.Draft("day 2"); err != nil || draft != "begun since" {
		t.Errorf("what was being written is %q, %v", draft, err)
	}
	if again.device != b.device || again.incarnation == b.incarnation || again.author != b.author || again.id != b.id {
		t.Error("it does not go on as a new incarnation of the same laptop")
	}
	if out.NewLaptop || out.Struck != 0 || out.Unread || out.Encrypted || filepath.Base(out.Aside) != "kept-2026-03-02.book" {
		t.Errorf("%+v", out)
	}
	aside, err := Open(out.Aside, b.world)
	if err != nil {
		t.Fatal(err)
	}
	defer aside.Close()
	holds(t, aside, later)
	only(t, filepath.Dir(b.Path()), "roll.book", "roll.book.backups")
	only(t, backupsOf(b.Path()), "2026-03-02.book", "kept-2026-03-02.book")
	copied, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	now := openedAgain(t, again) // and again as it is
	holds(t, now, c)
	if still, err := os.ReadFile(path); err != nil || string(still) != string(copied) {
		t.Errorf("the backup was written to: %v", err)
	}
}

func TestUndoWalksOnAfterARestore(t *testing.T) {
	b, c := recorded(t)
	block := c.Blocks[1].ID
	save(t, c, oplog.Single, c.EditMark(c.People[0], block, model.Plain(model.Absent)))
	path := backedUp(t, b)
	save(t, c, oplog.Single, c.EditStrikeMark(c.People[0], c.Blocks[0].ID)...)
	again, out := restored(t, b, path)
	if out.Struck != 1 {
		t.Errorf("%+v", out)
	}
	u, err := again.PlanUndo()
	if err != nil {
		t.Fatal(err)
	}
	if u.What != "1 Maya Zaragoza: absent" || len(u.Passed) != 0 || !slices.Equal(u.Struck, []string{"remark of 1 Maya Zaragoza, day 1 09:00 Language"}) {
		t.Errorf("u takes back %q, passed %q, struck %q", u.What, u.Passed, u.Struck)
	}
	if err := again.Save(u.Draft).Wait(); err != nil {
		t.Fatal(err)
	}
	now, err := again.Load(c.Cohort.ID)
	if err != nil || now.People[0].Cell(block).Mark.State != model.Unmarked {
		t.Errorf("it is marked %v, %v", now.People[0].Cell(block).Mark, err)
	}
	r, err := again.PlanRedo()
	if err != nil || r.What != u.What {
		t.Errorf("redo puts back %+v, %v", r, err)
	}
}

func TestOnAnotherLaptopTheBackupBecomesItsOwnBook(t *testing.T) {
	b, c := recorded(t)
	path := backedUp(t, b)
	place := filepath.Join(t.TempDir(), "of", "another", "roll.book")
	out, err := Restore(place, path, b.world)
	if err != nil || !out.NewLaptop || out.Aside != "" || out.Gestures != b.logged {
		t.Fatalf("%+v, %v", out, err)
	}
	only(t, filepath.Dir(place), "roll.book")
	other, err := Open(place, b.world)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	now, err := other.Load(c.Cohort.ID)
	if err != nil || now.People[0].Name != "Maya Zaragoza" || now.People[0].Cell(c.Blocks[0].ID).Remark != "her bus stood in the snow" {
		t.Errorf("%+v, %v", now, err)
	}
	if marked := now.People[1].Cell(c.Blocks[0].ID); marked.Mark.State != model.Absent || marked.By != "Asha" || marked.Device == "this laptop" {
		t.Errorf("the mark is %+v", marked)
	}
	if other.device == b.device || other.incarnation == b.incarnation || other.id != b.id {
		t.Error("it has the other laptop's key")
	}
	if author, err := other.Author(); err != nil || author != "" {
		t.Errorf("%q marks on it, %v", author, err)
	}
	if err := other.SetAuthor("asha"); err != nil {
		t.Fatal(err)
	}
	if author, err := other.Author(); err != nil || author != "Asha" {
		t.Errorf("%q marks on it, %v", author, err)
	}
}

func TestABackupIsComparedInGestures(t *testing.T) {
	b, c := recorded(t)
	path := backedUp(t, b)
	had := b.logged
	for i := range 3 {
		save(t, c, oplog.Single, c.EditMark(c.People[i%2], c.Blocks[1+i].ID, model.Plain(model.Present)))
	}
	newest := reload(t, c)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	got, err := CompareBackup(b.Path(), path, b.world)
	if err != nil {
		t.Fatal(err)
	}
	if got.Cohorts != 1 || got.People != 2 || got.Backup.Gestures != had || got.InBook != had+3 || got.OnlyInBook != 3 || got.OnlyInBackup != 0 ||
		got.NoBook || got.Lost != "" || !got.Newest.Before(got.NewestInBook) {
		t.Errorf("%+v", got)
	}
	out, err := Restore(b.Path(), path, b.world)
	if err != nil {
		t.Fatal(err)
	}
	if back, err := CompareBackup(b.Path(), out.Aside, b.world); err != nil || back.OnlyInBackup != 3 || back.OnlyInBook != 0 {
		t.Errorf("the book kept aside: %+v, %v", back, err)
	}
	if none, err := CompareBackup(filepath.Join(t.TempDir(), "none"), path, b.world); err != nil || !none.NoBook || none.Backup.Gestures != had {
		t.Errorf("without a book: %+v, %v", none, err)
	}
	// The book kept aside can take the restored one's place again.
	if _, err := Restore(b.Path(), out.Aside, b.world); err != nil {
		t.Fatal(err)
	}
	holds(t, openedAgain(t, b), newest)
	if _, err := Restore(b.Path(), path, b.world); !errors.Is(err, ErrBusy) {
		t.Errorf("while the book is open: %v", err)
	}
}
