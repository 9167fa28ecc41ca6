package store

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"rollbook/store/oplog"
)

func TestABackupOfAnotherBookIsNotPutInItsPlace(t *testing.T) {
	b, _ := recorded(t)
	path := backedUp(t, b)
	other, c := recorded(t)
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := Restore(other.Path(), path, b.world)
	if !errors.Is(err, ErrOtherBook) || !strings.Contains(err.Error(), "--book") {
		t.Errorf("restored: %v", err)
	}
	if _, err := CompareBackup(other.Path(), path, b.world); !errors.Is(err, ErrOtherBook) {
		t.Errorf("compared: %v", err)
	}
	holds(t, openedAgain(t, other), c)
}

func TestWhatCantBeRestoredLeavesTheBookAsItIs(t *testing.T) {
	b, c := recorded(t)
	path := backedUp(t, b)
	folder := t.TempDir()
	made := func(name string, change func(data []byte) []byte) string {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		place := filepath.Join(folder, name)
		if err := os.WriteFile(place, change(data), 0o600); err != nil {
			t.Fatal(err)
		}
		return place
	}
	spoiled := made("spoiled", func(data []byte) []byte { return data })
	spoil(t, spoiled)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string]struct {
		path string
		want error
	}{
		"a changed value":   {spoiled, ErrBadBackup},
		"a cut off file":    {made("cut", func(data []byte) []byte { return data[:len(data)-9000] }), ErrBadBackup},
		"an empty file":     {made("empty", func([]byte) []byte { return nil }), ErrBadBackup},
		"some other file":   {made("other", func([]byte) []byte { return []byte("name,email\nMaya,maya@example.org\n") }), ErrBadBackup},
		"nothing":           {filepath.Join(folder, "nothing"), ErrNoBackup},
		"the book itself":   {b.Path(), nil},
		"a folder":          {folder, ErrBadBackup},
		"a damaged headers": {made("head", func(data []byte) []byte { data[30] ^= 1; return data }), ErrBadBackup},
	} {
		if _, err := Restore(b.Path(), bad.path, b.world); err == nil || bad.want != nil && !errors.Is(err, bad.want) || errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	holds(t, openedAgain(t, b), c)
	only(t, filepath.Dir(b.Path()), "roll.book", "roll.book.backups")
}

func TestABackupWithAPassphraseNeedsIt(t *testing.T) {
	b, c := recorded(t)
	code := set(t, b, firstPass)
	path := backedUp(t, b)
	if _, err := b.ChangePassphrase(Secret(firstPass), Secret(secondPass), newCode(t, b)); err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	for _, secrets := range [][]Secret{nil, {Secret("wrong")}, {Secret(firstPass)}, {Secret(secondPass)}, {Secret(firstPass), Secret("wrong")}} {
		if _, err := Restore(b.Path(), path, b.world, secrets...); !errors.Is(err, ErrLocked) && !errors.Is(err, ErrWrong) {
			t.Errorf("with %q: %v", secrets, err)
		}
	}
	out, err := Restore(b.Path(), path, b.world, Secret(secondPass), code)
	if err != nil || !out.Encrypted {
		t.Fatalf("%+v, %v", out, err)
	}
	if _, err := OpenWith(b.Path(), b.world, Secret(firstPass)); !errors.Is(err, ErrWrong) {
		t.Errorf("the passphrase before opens it: %v", err)
	}
	again, err := OpenWith(b.Path(), b.world, Secret(secondPass))
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	holds(t, again, c)
}

func TestAPlainBackupIsSealedAsTheBookIs(t *testing.T) {
	b, c := recorded(t)
	path := backedUp(t, b)
	set(t, b, firstPass)
	again, out := restored(t, b, path, Secret(firstPass))
	if !out.Encrypted || !again.Encrypted() {
		t.Errorf("%+v", out)
	}
	holds(t, again, c)
	data, err := os.ReadFile(b.Path())
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"Zaragoza", "snow", "Asha"} {
		if strings.Contains(string(data), word) {
			t.Errorf("%q is in the restored file", word)
		}
	}
}

func TestWhereAStepOfARestoreFailsTheBookIsAsItWas(t *testing.T) {
	for _, step := range restoreSteps {
		for _, cause := range []error{syscall.EIO, syscall.ENOSPC} {
			b, c := recorded(t)
			path := backedUp(t, b)
			save(t, c, oplog.Single, c.EditRemark(c.People[1], c.Blocks[0].ID, "since"))
			if err := b.Close(); err != nil {
				t.Fatal(err)
			}
			r := &restoring{path: b.Path(), backup: path, world: b.world, keys: &keychain{}, step: func(name string) error {
				if name == step {
					return cause
				}
				return nil
			}}
			if err := r.run(); !errors.Is(err, cause) {
				t.Errorf("%s: %v", step, err)
			}
			again := openedAgain(t, b)
			holds(t, again, c)
			if step != "before" {
				only(t, filepath.Dir(b.Path()), "roll.book", "roll.book.backups")
			}
			if err := again.BeforeRisky(); err != nil { // takes away what is half done
				t.Error(err)
			}
			if all, err := again.Backups(); err != nil || len(all) == 0 || !all[0].OK || all[len(all)-1].Kept {
				t.Errorf("%s: the backups are %+v, %v", step, all, err)
			}
		}
	}
}
