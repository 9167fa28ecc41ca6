package store

import (
	"os"
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
