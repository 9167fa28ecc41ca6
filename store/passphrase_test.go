package store

import (
	"bytes"
	"crypto/rand"
	"errors"
	"os"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/store/seal"
)

// cheap is what a passphrase costs in tests.
var cheap = seal.Cost{Memory: 64, Passes: 1, Lanes: 1}

func cheapWorld() World { return World{Now: morning(), Chance: rand.Reader, Cost: cheap} }

const (
	firstPass  = "a first passphrase"
	secondPass = "something else"
)

// recorded is a cohort in a book, with what can be searched for in the bytes of its file.
func recorded(t *testing.T) (*Book, *Cohort) {
	t.Helper()
	b := newBook(t)
	b.world.Cost = cheap
	c := newCohort(t, b, 2, "Maya Zaragoza", "Noor")
	save(t, c, oplog.Single, c.EditRemark(c.People[0], c.Blocks[0].ID, "her bus stood in the snow"))
	save(t, c, oplog.Single, c.EditMark(c.People[1], c.Blocks[0].ID, model.Plain(model.Absent)))
	if err := b.KeepDraft("day 1", "an unfinished thought"); err != nil {
		t.Fatal(err)
	}
	if err := b.Put("hours", "24"); err != nil {
		t.Fatal(err)
	}
	return b, c
}

func newCode(t *testing.T, b *Book) []string {
	t.Helper()
	code, err := b.NewRecovery()
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// set seals a book and returns the recovery code.
func set(t *testing.T, b *Book, pass string) Secret {
	t.Helper()
	code := newCode(t, b)
	if _, err := b.SetPassphrase(Secret(pass), code); err != nil {
		t.Fatal(err)
	}
	return Secret(strings.Join(code, " "))
}

// holds fails unless a book shows what a cohort of it did.
func holds(t *testing.T, b *Book, want *Cohort) {
	t.Helper()
	c, err := b.Load(want.Cohort.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := differs(c, want); diff != "" {
		t.Error(diff)
	}
	if draft, err := b.Draft("day 1"); err != nil || draft != "an unfinished thought" {
		t.Errorf("the draft is %q, %v", draft, err)
	}
	if hours, err := b.Setting("hours"); err != nil || hours != "24" {
		t.Errorf("the setting is %q, %v", hours, err)
	}
}

// inside is what a book's file holds under a key of meta, and its bytes.
func inside(t *testing.T, b *Book, key []byte) (value, all []byte) {
	t.Helper()
	err := b.viewOnce(func(tx *bolt.Tx) error {
		value = bytes.Clone(tx.Bucket([]byte(bucketMeta)).Get(key))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if all, err = os.ReadFile(b.Path()); err != nil {
		t.Fatal(err)
	}
	return value, all
}

func reopened(t *testing.T, b *Book, secret Secret) *Book {
	t.Helper()
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := OpenWith(b.Path(), cheapWorld(), secret)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { again.Close() })
	return again
}

func TestABookWithAPassphraseOpensWithItOrTheRecoveryCodeOnly(t *testing.T) {
	b, c := recorded(t)
	code := set(t, b, firstPass)
	holds(t, b, c)
	if !b.Encrypted() || b.Close() != nil {
		t.Fatal("it is not sealed")
	}
	if _, err := Open(b.Path(), cheapWorld()); !errors.Is(err, ErrLocked) {
		t.Errorf("without a secret: %v", err)
	}
	for _, wrong := range []Secret{Secret(secondPass), Secret(strings.ToUpper(firstPass)), Secret("abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about")} {
		if _, err := OpenWith(b.Path(), cheapWorld(), wrong); !errors.Is(err, ErrWrong) {
			t.Errorf("with another: %v", err)
		}
	}
	if _, err := OpenWith(b.Path(), cheapWorld(), nil); !errors.Is(err, seal.ErrEmpty) {
		t.Errorf("with nothing: %v", err)
	}
	for _, secret := range []Secret{Secret(firstPass), Secret("\ufeff" + firstPass + "\r\n"), code, bytes.ToUpper(code)} {
		again, err := OpenWith(b.Path(), cheapWorld(), secret)
		if err != nil {
			t.Fatal(err)
		}
		holds(t, again, c)
		if again.ID() != b.ID() || again.Device() != b.Device() || !again.Encrypted() {
			t.Error("it is another book")
		}
		if err := again.Unlocks(Secret(firstPass)); err != nil {
			t.Errorf("the passphrase unlocks it: %v", err)
		}
		if err := again.Unlocks(code); err != nil {
			t.Errorf("the code unlocks it: %v", err)
		}
		if err := again.Unlocks(Secret(secondPass)); !errors.Is(err, ErrWrong) {
			t.Errorf("another passphrase: %v", err)
		}
		if err := again.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestMarkingGoesOnWhileThePassphraseIsSet(t *testing.T) {
	b, c := recorded(t)
	done := make(chan error)
	go func() {
		for i := range 60 {
			state := []model.State{model.Present, model.Absent}[i%2]
			d, err := c.Form(oplog.Single, c.EditMark(c.People[0], c.Blocks[1].ID, model.Plain(state)))
			if err != nil {
				done <- err
				return
			}
			c.Apply(d)
			if err := b.Save(d).Wait(); err != nil {
				done <- err
				return
			}
			if _, err := b.Load(c.Cohort.ID); err != nil {
				done <- err
				return
			}
		}
		done <- nil
	}()
	code := set(t, b, firstPass)
	if _, err := b.ChangePassphrase(code, Secret(secondPass), newCode(t, b)); err != nil {
		t.Error(err)
	}
	if _, err := b.RemovePassphrase(Secret(secondPass)); err != nil {
		t.Error(err)
	}
	set(t, b, firstPass)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	holds(t, reopened(t, b, Secret(firstPass)), c)
}

func TestNothingOfThePlainBookIsInTheSealedOne(t *testing.T) {
	b, c := recorded(t)
	key, plain := inside(t, b, keyData)
	if !bytes.Contains(plain, key) {
		t.Fatal("the key of a plain book is not found: the search proves nothing")
	}
	set(t, b, firstPass)
	again, sealed := inside(t, b, keyData)
	if again != nil || bytes.Contains(sealed, key) {
		t.Error("the key before is in the new file")
	}
	// No page of the old file is one of the new file, so no free page can hold what stood there.
	size := os.Getpagesize()
	old := map[string]bool{}
	for at := 2 * size; at+size <= len(plain); at += size {
		if page := plain[at : at+size]; len(bytes.Trim(page[16:], "\x00")) > 64 {
			old[string(page[16:])] = true
		}
	}
	for at := 2 * size; at+size <= len(sealed); at += size {
		if old[string(sealed[at+16:at+size])] {
			t.Errorf("page %d of the old file is in the new one", at/size)
		}
	}
	for _, word := range []string{"Zaragoza", "Noor", "snow", "Spring", "unfinished", "Asha", "Language"} {
		if bytes.Contains(sealed, []byte(word)) {
			t.Errorf("%q is in the sealed file", word)
		}
	}
	alone(t, b)
	if info, err := os.Stat(b.Path()); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	holds(t, b, c)
}

func TestChangingThePassphraseLeavesNoOldSlotAndMakesANewCode(t *testing.T) {
	b, c := recorded(t)
	code := set(t, b, firstPass)
	slots, _ := inside(t, b, keySlots)
	if _, err := b.ChangePassphrase(Secret("not this"), Secret(secondPass), newCode(t, b)); !errors.Is(err, ErrWrong) {
		t.Errorf("changed with a wrong one: %v", err)
	}
	if _, err := b.ChangePassphrase(Secret(firstPass), Secret(secondPass), newCode(t, b)); err != nil {
		t.Fatal(err)
	}
	now, all := inside(t, b, keySlots)
	for at := 4; at+16 <= len(slots); at += 16 {
		if bytes.Equal(now, slots) || at > 16 && bytes.Contains(all, slots[at:at+16]) {
			t.Fatal("an old slot is in the new file")
		}
	}
	if earlier, _ := inside(t, b, keyEarlier); earlier != nil {
		t.Error("the key before is kept, though no backup has it")
	}
	again := reopened(t, b, Secret(secondPass))
	holds(t, again, c)
	for _, old := range []Secret{Secret(firstPass), code} {
		if err := again.Unlocks(old); !errors.Is(err, ErrWrong) {
			t.Errorf("what opened it before: %v", err)
		}
	}
}

func TestARemovedPassphraseIsNotAskedFor(t *testing.T) {
	b, c := recorded(t)
	if _, err := b.RemovePassphrase(Secret(firstPass)); !errors.Is(err, ErrNoPassphrase) {
		t.Errorf("there is none: %v", err)
	}
	set(t, b, firstPass)
	if _, err := b.SetPassphrase(Secret(secondPass), newCode(t, b)); !errors.Is(err, ErrHasPassphrase) {
		t.Errorf("there is one: %v", err)
	}
	if _, err := b.RemovePassphrase(Secret(secondPass)); !errors.Is(err, ErrWrong) {
		t.Errorf("removed with a wrong one: %v", err)
	}
	if _, err := b.RemovePassphrase(Secret(firstPass)); err != nil {
		t.Fatal(err)
	}
	if slots, _ := inside(t, b, keySlots); slots != nil || b.Encrypted() {
		t.Error("slots are left")
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Open(b.Path(), cheapWorld())
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	holds(t, again, c)
}
