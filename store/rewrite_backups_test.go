package store

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	bolt "go.etcd.io/bbolt"
)

// copyInto makes a copy of an open book. bbolt writes both head pages of a copy of one change; two more
// changes make them like those of any book.
func copyInto(t *testing.T, b *Book, path string) {
	t.Helper()
	if err := b.viewOnce(func(tx *bolt.Tx) error { return tx.CopyFile(path, 0o600) }); err != nil {
		t.Fatal(err)
	}
	db, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := db.Update(func(*bolt.Tx) error { return nil }); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestBackupsAreSealedAsTheBookIs(t *testing.T) {
	b, c := recorded(t)
	folder := backupsOf(b.Path())
	copyBook := func(name string) {
		t.Helper()
		if err := os.MkdirAll(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		copyInto(t, b, filepath.Join(folder, name))
	}
	opens := func(name string, secret Secret) {
		t.Helper()
		again, err := OpenWith(filepath.Join(folder, name), cheapWorld(), secret)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		holds(t, again, c)
		if err := again.Close(); err != nil {
			t.Fatal(err)
		}
	}
	copyBook("2026-03-01.book")
	copyBook("2026-03-02.book")
	if err := os.WriteFile(filepath.Join(folder, "letter.txt"), []byte("Dear office"), 0o600); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(filepath.Join(folder, "2026-03-01.book"))
	if err != nil {
		t.Fatal(err)
	}
	cut := filepath.Join(folder, "2026-02-01.book")
	if err := os.WriteFile(cut, whole[:len(whole)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := b.SetPassphrase(Secret(firstPass), newCode(t, b)) // which makes one more before
	if err != nil || got.Resealed != 3 || len(got.Left) != 1 || got.Left[0] != cut {
		t.Fatalf("set: %+v, %v", got, err)
	}
	opens("2026-03-02-2.book", Secret(firstPass))
	opens("2026-03-01.book", Secret(firstPass))
	for _, name := range []string{"2026-03-01.book", "2026-03-02.book"} {
		data, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil || bytes.Contains(data, []byte("Spring")) || !bytes.Contains(data, []byte("slots")) {
			t.Errorf("%s is not sealed: %v", name, err)
		}
	}
	copyBook("2026-03-03.book")
	if got, err = b.ChangePassphrase(Secret(firstPass), Secret(secondPass), newCode(t, b)); err != nil || got.Resealed != 5 {
		t.Fatalf("changed: %+v, %v", got, err)
	}
	opens("2026-03-01.book", Secret(secondPass))
	opens("2026-03-03.book", Secret(secondPass))
	if got, err = b.RemovePassphrase(Secret(secondPass)); err != nil || got.Resealed != 6 {
		t.Fatalf("removed: %+v, %v", got, err)
	}
	if earlier, all := inside(t, b, keyEarlier); earlier != nil || bytes.Contains(all, keyEarlier) {
		t.Error("the key before is in the plain book")
	}
	again, err := Open(filepath.Join(folder, "2026-03-02.book"), cheapWorld())
	if err != nil {
		t.Fatal(err)
	}
	holds(t, again, c)
	again.Close()
}

func TestBackupsThatACrashLeftOpenAreSealedAtTheNextStart(t *testing.T) {
	b, c := recorded(t)
	folder := backupsOf(b.Path())
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	plain := filepath.Join(folder, "2026-03-01.book")
	copyInto(t, b, plain)
	key, _ := inside(t, b, keyData)
	both, done, err := secrets(Secret(firstPass), newCode(t, b))
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	ring, err := lockedKeyring(b.id, b.world, both...)
	if err != nil {
		t.Fatal(err)
	}
	ring.earlier = key
	if err := b.rewrite(ring); err != nil { // and here the crash
		t.Fatal(err)
	}
	stale := besideOf(b.Path())
	if err := os.WriteFile(stale, []byte("half a book"), 0o600); err != nil {
		t.Fatal(err)
	}
	again := reopened(t, b, Secret(firstPass))
	holds(t, again, c)
	if earlier, _ := inside(t, again, keyEarlier); earlier != nil {
		t.Error("the key before is still there")
	}
	if _, err := os.Stat(stale); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("half a book is left: %v", err)
	}
	backup, err := OpenWith(plain, cheapWorld(), Secret(firstPass))
	if err != nil || !backup.Encrypted() {
		t.Fatalf("the backup: %v", err)
	}
	holds(t, backup, c)
	backup.Close()
}
