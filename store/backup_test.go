package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// backupSteps are the steps of a backup, as they name themselves.
var backupSteps = []string{"room for a backup", "create a backup", "copy", "sync a backup", "verify a backup", "place a backup"}

// backedUp is a backup of a book in a folder of its own.
func backedUp(t *testing.T, b *Book) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "copy.book")
	info, err := b.Backup(path, false)
	if err != nil {
		t.Fatal(err)
	}
	if info.Path != path || !info.OK || info.Gestures == 0 || info.At.IsZero() || info.Size == 0 {
		t.Errorf("the backup is %+v", info)
	}
	return path
}

// openedAgain is a book without a passphrase, closed and opened again.
func openedAgain(t *testing.T, b *Book) *Book {
	t.Helper()
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Open(b.Path(), b.world)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { again.Close() })
	return again
}

// only fails where a folder has other files than these.
func only(t *testing.T, folder string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil && (len(names) > 0 || !errors.Is(err, os.ErrNotExist)) {
		t.Fatal(err)
	}
	var have []string
	for _, e := range entries {
		have = append(have, e.Name())
	}
	if strings.Join(have, " ") != strings.Join(names, " ") {
		t.Errorf("in %s are %q, not %q", folder, have, names)
	}
}

func TestABackupIsTheBookAsItWasHandedOver(t *testing.T) {
	b, c := recorded(t)
	for range 9 { // so that head pages of even and of odd changes are copied
		save(t, c, oplog.Single, c.EditRemark(c.People[0], c.Blocks[0].ID, fmt.Sprint("remark ", b.logged)))
		path := backedUp(t, b)
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("its mode is %v, %v", info.Mode(), err)
		}
		only(t, filepath.Dir(path), "copy.book")
		copied, err := Open(path, b.world)
		if err != nil {
			t.Fatal(err)
		}
		holds(t, copied, c)
		if err := copied.Close(); err != nil {
			t.Fatal(err)
		}
		if again, err := Open(path, b.world); err != nil {
			t.Errorf("once written to: %v", err)
		} else {
			again.Close()
		}
	}
	holds(t, b, c)
}

func TestABackupOfABookWithAPassphraseHasTheSame(t *testing.T) {
	b, c := recorded(t)
	set(t, b, firstPass)
	path := backedUp(t, b)
	if _, err := Open(path, b.world); !errors.Is(err, ErrLocked) {
		t.Errorf("without it: %v", err)
	}
	if _, err := OpenWith(path, b.world, Secret(secondPass)); !errors.Is(err, ErrWrong) {
		t.Errorf("with another: %v", err)
	}
	copied, err := OpenWith(path, b.world, Secret(firstPass))
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	holds(t, copied, c)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"Zaragoza", "Noor", "snow", "unfinished", "Asha"} {
		if strings.Contains(string(data), word) {
			t.Errorf("%q is in the backup", word)
		}
	}
}

func TestWhereABackupFailsWhatWasThereStays(t *testing.T) {
	b, c := recorded(t)
	path := backedUp(t, b)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	save(t, c, oplog.Single, c.EditMark(c.People[0], c.Blocks[1].ID, model.Plain(model.Present)))
	for _, step := range backupSteps {
		for _, cause := range []error{syscall.EIO, syscall.ENOSPC} {
			b.failStep = func(name string) error {
				if name == step {
					return cause
				}
				return nil
			}
			_, err := b.Backup(path, true)
			if !errors.Is(err, cause) || errors.Is(err, ErrNoRoom) != (cause == syscall.ENOSPC) {
				t.Errorf("%s: %v", step, err)
			}
			only(t, filepath.Dir(path), "copy.book")
			if now, err := os.ReadFile(path); err != nil || string(now) != string(before) {
				t.Errorf("%s: the older backup is not as it was: %v", step, err)
			}
		}
	}
	b.failStep = nil
	if _, err := b.Backup(path, true); err != nil {
		t.Fatal(err)
	}
	holds(t, b, c)
}

func TestABackupTakesNoPlaceThatIsNotItsOwn(t *testing.T) {
	b, c := recorded(t)
	path := backedUp(t, b)
	if _, err := b.Backup(path, false); !errors.Is(err, ErrNotOverwritten) {
		t.Errorf("over a file: %v", err)
	}
	link := filepath.Join(t.TempDir(), "link.book")
	if err := os.Symlink(b.Path(), link); err != nil {
		t.Fatal(err)
	}
	for _, place := range []string{b.Path(), link, filepath.Dir(path), "/dev/null", filepath.Join(path, "x"), filepath.Join(t.TempDir(), "no", "x")} {
		if _, err := b.Backup(place, true); err == nil {
			t.Errorf("a backup went to %s", place)
		}
	}
	holds(t, b, c)
}

// spoil changes a value of a file so that bbolt does not notice.
func spoil(t *testing.T, path string) {
	t.Helper()
	db, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.Update(func(tx *bolt.Tx) error {
		bucket := tx.Bucket([]byte(bucketLog))
		key, value := bucket.Cursor().First()
		other := append([]byte{}, value...)
		other[len(other)/2] ^= 1
		return bucket.Put(append([]byte{}, key...), other)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestBackupsAreListedWithWhatTheyAre(t *testing.T) {
	b, _ := recorded(t)
	folder := backupsOf(b.Path())
	for range 3 {
		if err := b.BeforeRisky(); err != nil {
			t.Fatal(err)
		}
	}
	spoil(t, filepath.Join(folder, "2026-03-02-2.book"))
	other := newBook(t)
	if _, err := other.Backup(filepath.Join(folder, "2026-03-01.book"), false); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "notes.txt"), []byte("no backup"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "kept-2026-02-01.book"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	all, err := b.Backups()
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		name, why string
		ok        bool
	}{
		{"2026-03-02-3.book", "", true},
		{"2026-03-02-2.book", "it is damaged: a value in log is not what was written", false},
		{"2026-03-02.book", "", true},
		{"2026-03-01.book", "it is of another book", false},
		{"kept-2026-02-01.book", "it is no book", false},
	}
	if len(all) != len(want) {
		t.Fatalf("%d are listed: %+v", len(all), all)
	}
	for i, w := range want {
		if got := all[i]; filepath.Base(got.Path) != w.name || got.OK != w.ok || got.Why != w.why {
			t.Errorf("%+v, want %+v", got, w)
		}
	}
	if all[0].Gestures != b.logged || all[0].Encrypted || all[0].Kept || !all[4].Kept {
		t.Errorf("%+v", all)
	}
}

func TestBackupsOfALockedOrBrokenBookAreFound(t *testing.T) {
	b, _ := recorded(t)
	if newest, err := NewestBackup(b.Path()); !errors.Is(err, ErrNoBackup) {
		t.Errorf("where there is none: %+v, %v", newest, err)
	}
	set(t, b, firstPass)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(b.Path(), 5000); err != nil {
		t.Fatal(err)
	}
	newest, err := NewestBackup(b.Path())
	if err != nil || !newest.Encrypted || filepath.Base(newest.Path) != "2026-03-02.book" {
		t.Errorf("%+v, %v", newest, err)
	}
	for _, c := range []struct {
		secrets []Secret
		why     string
	}{
		{nil, "it has a passphrase, and could not be looked into"},
		{[]Secret{Secret(secondPass)}, "it has another passphrase, and could not be looked into"},
		{[]Secret{Secret(secondPass), Secret(firstPass)}, ""},
	} {
		all, err := Backups(b.Path(), c.secrets...)
		if err != nil || len(all) != 1 || all[0].Why != c.why || all[0].OK != (c.why == "") {
			t.Errorf("with %d secrets: %+v, %v", len(c.secrets), all, err)
		}
	}
}

func TestReadySaysWhenTheLastBackupWasMade(t *testing.T) {
	b, c := recorded(t)
	says := func() Check {
		checks, err := b.Ready(c, 1, model.Moment{Date: model.DateOf(2026, 3, 2)})
		if err != nil {
			t.Fatal(err)
		}
		return checks[len(checks)-1]
	}
	if check := says(); check.OK || check.Says != "none yet" || check.Do == "" {
		t.Errorf("without one: %+v", check)
	}
	if _, any := b.LastBackup(); any {
		t.Error("there is none")
	}
	path := backedUp(t, b)
	if last, any := b.LastBackup(); !any || time.Since(last) > time.Minute {
		t.Errorf("after one into a file: %v, %v", last, any)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	made := time.Now()
	for days, want := range map[int]string{0: "the last one is of today", 1: "the last one is of yesterday", 14: "the last one is 14 days old", 15: "the last one is 15 days old"} {
		b.world.Now = func() time.Time { return made.AddDate(0, 0, days) }
		if check := says(); check.Says != want || check.OK != (days < 15) {
			t.Errorf("after %d days: %+v", days, check)
		}
	}
}
