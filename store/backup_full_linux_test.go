package store

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"rollbook/model"
	"rollbook/store/oplog"
)

// tiny is a disk of a mebibyte or so, where the one who tests may make one; else it is nothing.
func tiny(t *testing.T, size string) (string, bool) {
	t.Helper()
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size="+size); err != nil {
		if !errors.Is(err, syscall.EPERM) {
			t.Fatal(err)
		}
		t.Log("no disk of our own may be made here")
		return "", false
	}
	t.Cleanup(func() { syscall.Unmount(folder, 0) })
	return folder, true
}

func TestABackupThatFindsNoRoomHarmsNothing(t *testing.T) {
	folder, ok := tiny(t, "2m")
	if !ok {
		return
	}
	b, c := recorded(t)
	path := filepath.Join(folder, "copy.book")
	if _, err := b.Backup(path, false); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	save(t, c, oplog.Single, c.EditMark(c.People[0], c.Blocks[1].ID, model.Plain(model.Present)))
	if err := os.WriteFile(filepath.Join(folder, "ballast"), make([]byte, 2<<20-len(before)-12<<10), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Backup(path, true); !errors.Is(err, ErrNoRoom) {
		t.Errorf("it was asked for room: %v", err)
	}
	c2 := &copying{book: b, place: path, beside: besideOf(path), overwrite: true}
	if err := errors.Join(c2.create(), c2.copy()); err == nil || !isFull(err) {
		t.Errorf("it was not: %v", err)
	}
	c2.file.Close()
	os.Remove(c2.beside)
	if now, err := os.ReadFile(path); err != nil || string(now) != string(before) {
		t.Errorf("the older backup is not as it was: %v", err)
	}
	only(t, folder, "ballast", "copy.book")
	holds(t, b, c)
}

func TestABookOnAFullDiskIsNotHarmedByItsBackups(t *testing.T) {
	folder, ok := tiny(t, "3m")
	if !ok {
		return
	}
	b, err := Create(filepath.Join(folder, "roll.book"), World{Now: morning(), Chance: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if err := b.SetAuthor("Asha"); err != nil {
		t.Fatal(err)
	}
	c := newCohort(t, b, 1, "Maya", "Noor")
	if err := b.BeforeRisky(); err != nil {
		t.Fatal(err)
	}
	full := false
	for i := 0; !full; i++ {
		if i == 50 {
			t.Fatal("it never got full")
		}
		err := b.BeforeRisky()
		if full = errors.Is(err, ErrNoRoom); err != nil && !full {
			t.Fatal(err)
		}
		save(t, c, oplog.Single, c.EditRemark(c.People[0], c.Blocks[0].ID, model.ID{byte(i)}.String())) // is always saved
	}
	all, err := b.Backups()
	if err != nil || len(all) < 2 {
		t.Fatal(all, err)
	}
	for _, info := range all {
		if !info.OK {
			t.Errorf("%+v", info)
		}
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(b.Path(), all[0].Path, b.world); !errors.Is(err, ErrNoRoom) {
		t.Errorf("a restore: %v", err)
	}
	again, err := Open(b.Path(), b.world)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if got, err := again.Load(c.Cohort.ID); err != nil || differs(got, c) != "" {
		t.Errorf("the book is not as it was: %v", err)
	}
}
