package store

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestAFullDiskIsSaidAndMarkingGoesOnOnceThereIsRoom runs on a real, tiny disk in memory where the
// one who tests may make one; where not, the test with a limit on the file's size stands alone.
func TestAFullDiskIsSaidAndMarkingGoesOnOnceThereIsRoom(t *testing.T) {
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=1m"); err != nil {
		if !errors.Is(err, syscall.EPERM) {
			t.Fatal(err)
		}
		t.Log("no disk of our own may be made here")
		return
	}
	t.Cleanup(func() { syscall.Unmount(folder, 0) })
	b, err := Create(filepath.Join(folder, "roll.book"), World{Now: morning(), Chance: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if err := b.SetAuthor("Asha"); err != nil {
		t.Fatal(err)
	}
	c := newCohort(t, b, 1, "Maya")
	ballast := filepath.Join(folder, "ballast")
	fill := func() error { return os.WriteFile(ballast, make([]byte, 600<<10), 0o600) }
	if err := overFull(b, c.Cohort.ID, fill, func() error { return os.Remove(ballast) }); err != nil {
		t.Error(err)
	}
}
