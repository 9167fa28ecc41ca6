package store

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

	"rollbook/model"
	"rollbook/store/oplog"
)

func TestABookThatIsOlderThanItsNewestBackupIsNoticed(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya", "Noor")
	if _, _, ok, err := b.NewerBackup(); ok || err != nil {
		t.Fatalf("without a backup: %v, %v", ok, err)
	}
	older := t.TempDir() + "/older.book"
	copyFile(t, b.Path(), older)
	for row := 1; row <= 2; row++ {
		save(t, c, oplog.Single, c.EditMark(c.Row(row), c.Blocks[0].ID, model.Plain(model.Absent)))
	}
	if err := b.BeforeRisky(); err != nil {
		t.Fatal(err)
	}
	if _, _, ok, err := b.NewerBackup(); ok || err != nil {
		t.Fatalf("of the book as it is: %v, %v", ok, err)
	}
	all, err := b.Backups()
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(older, b.Path()); err != nil {
		t.Fatal(err)
	}
	back, err := Open(b.Path(), b.world)
	if err != nil {
		t.Fatal(err)
	}
	info, lacks, ok, err := back.NewerBackup()
	if err != nil || !ok || lacks != 2 || info.Path != all[0].Path {
		t.Errorf("%+v, %d, %v: %v", info, lacks, ok, err)
	}
	if err := back.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(b.Path(), all[0].Path, b.world); err != nil {
		t.Fatal(err)
	}
	restored, err := Open(b.Path(), b.world)
	if err != nil {
		t.Fatal(err)
	}
	defer restored.Close()
	if _, _, ok, err := restored.NewerBackup(); ok || err != nil {
		t.Errorf("after the restore: %v, %v", ok, err)
	}
}

func TestACheckFindsThatABookEndsEarlierThanItsBackup(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya", "Noor")
	older := t.TempDir() + "/older.book"
	copyFile(t, b.Path(), older)
	save(t, c, oplog.Single, c.EditMark(c.Row(1), c.Blocks[0].ID, model.Plain(model.Absent)))
	if err := b.BeforeRisky(); err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if r := checked(t, b.Path()); len(r.Faults) > 0 {
		t.Fatalf("of the book as it is: %q", r.Faults)
	}
	if err := os.Rename(older, b.Path()); err != nil {
		t.Fatal(err)
	}
	if r := checked(t, b.Path()); len(r.Faults) != 1 || !strings.HasPrefix(r.Faults[0], "it lacks 1 gesture that its backup of ") {
		t.Errorf("%q", r.Faults)
	}
}

func TestABookWithoutHeadPagesIsDamagedAndNoOtherFile(t *testing.T) {
	b, _ := lived(t)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	headless := spoiled(t, b.Path(), func(data []byte) []byte { clear(data[:2*os.Getpagesize()]); return data })
	if _, err := Open(headless, b.world); !errors.Is(err, ErrDamaged) {
		t.Errorf("without head pages: %v", err)
	}
	letter := spoiled(t, b.Path(), func(data []byte) []byte { return bytes.Repeat([]byte("a letter, not a book. "), 20000) })
	if _, err := Open(letter, b.world); !errors.Is(err, ErrNotBook) {
		t.Errorf("a letter: %v", err)
	}
}
