package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// copyWords are copies by the last piece of their path, with their words.
func copyWords(copies []Copy) (all []string) {
	for _, c := range copies {
		all = append(all, filepath.Base(c.Path)+": "+c.Words())
	}
	slices.Sort(all)
	return all
}

func saysCopies(t *testing.T, what string, copies []Copy, want ...string) {
	t.Helper()
	slices.Sort(want)
	if got := copyWords(copies); !slices.Equal(got, want) {
		t.Errorf("%s: copies told are\n%s\nnot\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestCopiesOutOfReachAreToldByTheirPath(t *testing.T) {
	b, c := recorded(t)
	stick, pulled := t.TempDir(), filepath.Join(t.TempDir(), "pulled")
	if err := os.Mkdir(pulled, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{filepath.Join(stick, "first.book"), filepath.Join(stick, "moved.book"), filepath.Join(pulled, "elsewhere.book")} {
		if _, err := b.Backup(path, false); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Rename(filepath.Join(stick, "moved.book"), filepath.Join(stick, "other-name")); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(pulled); err != nil {
		t.Fatal(err)
	}
	beside := filepath.Dir(b.Path())
	copyFile(t, b.Path(), filepath.Join(beside, "before snow.book"))
	other, _ := recorded(t)
	copyFile(t, other.Path(), filepath.Join(beside, "another.book"))
	if err := os.WriteFile(filepath.Join(beside, "letter.txt"), []byte("Dear office"), 0o600); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(b.Path())
	if err != nil {
		t.Fatal(err)
	}
	data[30] ^= 1 // of a head page
	if err := os.WriteFile(filepath.Join(beside, "spoilt.book"), data, 0o600); err != nil {
		t.Fatal(err)
	}

	gone := []string{"moved.book: it is not there any more: was it moved?", "elsewhere.book: its folder is not there now, as of a stick that is elsewhere"}
	spoilt := "spoilt.book: it is damaged: one of its two head pages can't be read, so its last change may be missing"
	done, err := b.SetPassphrase(Secret(firstPass), newCode(t, b))
	if err != nil {
		t.Fatal(err)
	}
	plain := []string{"before snow.book: anybody can read it", "first.book: anybody can read it", "other-name: anybody can read it"}
	saysCopies(t, "set", done.Copies, slices.Concat(gone, plain, []string{spoilt})...)

	if _, err := b.Backup(filepath.Join(stick, "sealed.book"), false); err != nil {
		t.Fatal(err)
	}
	done, err = b.ChangePassphrase(Secret(firstPass), Secret(secondPass), newCode(t, b))
	if err != nil {
		t.Fatal(err)
	}
	sealed := "sealed.book: it opens with an earlier passphrase"
	saysCopies(t, "changed", done.Copies, slices.Concat(gone, plain, []string{spoilt, sealed})...)
	if _, err := b.Backup(filepath.Join(stick, "newest.book"), false); err != nil {
		t.Fatal(err)
	}
	forgotten, err := b.Forget(c.People[0].Trainee.ID, true)
	if err != nil {
		t.Fatal(err)
	}
	newest := "newest.book: it opens with the passphrase of the book"
	saysCopies(t, "forgotten", forgotten.Backups.Copies, slices.Concat(gone, plain, []string{spoilt, sealed, newest})...)
	done, err = b.RemovePassphrase(Secret(secondPass))
	if err != nil {
		t.Fatal(err)
	}
	saysCopies(t, "removed", done.Copies, slices.Concat(gone, []string{spoilt, sealed, "newest.book: it opens with an earlier passphrase"})...)
}

func TestTheRestoredBookKnowsTheCopiesOfTheOneThatWasThere(t *testing.T) {
	b, _ := recorded(t)
	early, late := backedUp(t, b), backedUp(t, b)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(b.Path(), early, b.world); err != nil {
		t.Fatal(err)
	}
	again, err := Open(b.Path(), b.world)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	again.world.Cost = cheap
	copies, err := again.Copies()
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{early, late} {
		if !slices.ContainsFunc(copies, func(c Copy) bool { return c.Path == path }) {
			t.Errorf("%s is not known", path)
		}
	}
	if !slices.ContainsFunc(copies, func(c Copy) bool { return isKept(c.Path) }) {
		t.Error("the book that was put aside is not known")
	}
	done, err := again.SetPassphrase(Secret(firstPass), newCode(t, again))
	if err != nil {
		t.Fatal(err)
	}
	if slices.ContainsFunc(done.Copies, func(c Copy) bool { return isKept(c.Path) }) || len(done.Left) != 0 {
		t.Errorf("the book that was put aside was not sealed: %+v", done)
	}
}

func TestOnlyTheLatestPlacesOfBackupsAreRemembered(t *testing.T) {
	b := newBook(t)
	for n := range mostCopies + 5 {
		if err := b.rememberCopies(fmt.Sprintf("/stick/%d.book", n), "/stick/always.book"); err != nil {
			t.Fatal(err)
		}
	}
	paths, err := b.rememberedCopies()
	if err != nil || len(paths) != mostCopies || paths[0] != fmt.Sprintf("/stick/%d.book", mostCopies+4) || paths[1] != "/stick/always.book" {
		t.Errorf("%d are remembered, %q first: %v", len(paths), paths[:2], err)
	}
}

func TestASalvagedBookKnowsItsCopiesAndItsNewestBackup(t *testing.T) {
	b, _ := recorded(t)
	early, late := backedUp(t, b), backedUp(t, b)
	at, _ := b.LastBackup()
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	s, into := salvaged(t, b.Path(), nil)
	again, err := Open(into, b.world)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if got, any := again.LastBackup(); !any || !got.Equal(at) || len(s.Says) != 0 {
		t.Errorf("the newest backup is of %s, not of %s; it says %q", got, at, s.Says)
	}
	copies, err := again.Copies()
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{early, late} {
		if !slices.ContainsFunc(copies, func(c Copy) bool { return c.Path == path }) {
			t.Errorf("%s is not known", path)
		}
	}
}

func TestWhosePassphraseIsMeantIsSaid(t *testing.T) {
	b, _ := recorded(t)
	set(t, b, firstPass)
	path := backedUp(t, b)
	if _, err := b.ChangePassphrase(Secret(firstPass), Secret(secondPass), newCode(t, b)); err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	for name, one := range map[string]struct {
		secrets []Secret
		backup  bool
		cause   error
	}{
		"none":            {nil, true, ErrLocked},
		"the book's only": {[]Secret{Secret(secondPass)}, true, ErrWrong},
		"the backup's":    {[]Secret{Secret(firstPass)}, false, ErrWrong},
	} {
		for what, err := range map[string]error{
			"compared": func() error { _, err := CompareBackup(b.Path(), path, b.world, one.secrets...); return err }(),
			"restored": func() error { _, err := Restore(b.Path(), path, b.world, one.secrets...); return err }(),
		} {
			var of *SecretError
			if !errors.As(err, &of) || !errors.Is(err, one.cause) && what == "compared" {
				t.Errorf("%s, %s: %v", name, what, err)
			} else if what == "compared" && (of.Backup != one.backup || !strings.Contains(err.Error(), of.Path)) {
				t.Errorf("%s, %s: %+v", name, what, of)
			}
		}
	}
	if _, err := CompareBackup(b.Path(), path, b.world, Secret(firstPass), Secret(secondPass)); err != nil {
		t.Error(err)
	}
	if _, err := CompareBackup(b.Path(), b.Path(), b.world); err == nil || errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), "is the book itself") {
		t.Errorf("the book itself: %v", err)
	}
}
