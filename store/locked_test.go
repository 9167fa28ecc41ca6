package store

import (
	"bytes"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"rollbook/model"
	"rollbook/store/seal"
)

func TestADamagedSlotIsNotTakenForAWrongPassphrase(t *testing.T) {
	b, _ := recorded(t)
	set(t, b, firstPass)
	slots, _ := inside(t, b, keySlots)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(b.Path())
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(data, slots) {
		t.Fatal("the slots are not found")
	}
	for i := range slots {
		other := bytes.Clone(slots)
		other[i] ^= 1 << (i % 8)
		spoiled := bytes.ReplaceAll(data, slots, other) // a free page may have them too
		path := filepath.Join(t.TempDir(), "roll.book")
		if err := os.WriteFile(path, spoiled, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenWith(path, cheapWorld(), Secret(firstPass)); !errors.Is(err, ErrDamaged) {
			t.Fatalf("byte %d of %d: %v", i, len(slots), err)
		}
	}
}

func TestSlotsThatAskForTooMuchAreRefusedAtOnce(t *testing.T) {
	book := model.ID{1}
	secret, err := seal.ReadSecret([]byte(firstPass))
	if err != nil {
		t.Fatal(err)
	}
	good, err := seal.NewSlot(secret, cheap, make([]byte, seal.KeySize), book, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(s *seal.Slot){
		"memory":    func(s *seal.Slot) { s.Cost.Memory = 256<<10 + 1 },
		"passes":    func(s *seal.Slot) { s.Cost.Passes = 11 },
		"lanes":     func(s *seal.Slot) { s.Cost.Lanes = 9 },
		"no passes": func(s *seal.Slot) { s.Cost.Passes = 0 },
		"no lanes":  func(s *seal.Slot) { s.Cost.Lanes = 0 },
		"kind":      func(s *seal.Slot) { s.Kind = 3 },
		"salt":      func(s *seal.Slot) { s.Salt = s.Salt[1:] },
		"key":       func(s *seal.Slot) { s.Wrapped = nil },
	} {
		bad := good
		spoil(&bad)
		if _, err := decodeSlots(book, encodeSlots(book, []seal.Slot{bad})); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := decodeSlots(book, encodeSlots(book, []seal.Slot{good, good})); !errors.Is(err, ErrDamaged) {
		t.Errorf("two of a kind: %v", err)
	}
	if slots, err := decodeSlots(book, encodeSlots(book, []seal.Slot{good})); err != nil || len(slots) != 1 {
		t.Errorf("a good one: %v", err)
	}
	if _, err := decodeSlots(model.ID{2}, encodeSlots(book, []seal.Slot{good})); !errors.Is(err, ErrDamaged) {
		t.Errorf("of another book: %v", err)
	}
}

func TestABookCanHaveAPassphraseFromTheBeginning(t *testing.T) {
	path := filepath.Join(t.TempDir(), "roll.book")
	code, err := seal.NewRecovery(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	b, err := CreateWith(path, cheapWorld(), Secret(firstPass), code)
	if err != nil {
		t.Fatal(err)
	}
	c := newCohort(t, b, 1, "Maya")
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	b, err = OpenWith(path, cheapWorld(), Secret(strings.Join(code, "-")))
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if got, err := b.Load(c.Cohort.ID); err != nil || differs(got, c) != "" {
		t.Errorf("it does not hold what was saved: %v", err)
	}
}

func TestWhatCanBeNoPassphraseIsRefused(t *testing.T) {
	b, _ := recorded(t)
	code := newCode(t, b)
	for pass, want := range map[string]error{
		"": seal.ErrEmpty, "\ufeff\n": seal.ErrEmpty, "a\xff": seal.ErrNotText,
		"two\nlines": ErrNotOneLine, "a bell\a": ErrNotOneLine, "two ends\n\n": ErrNotOneLine,
		strings.Join(code, " "): ErrNotPassphrase, strings.Repeat("zoo ", 12): ErrNotPassphrase,
	} {
		if _, err := b.SetPassphrase(Secret(pass), code); !errors.Is(err, want) {
			t.Errorf("%q: %v", pass, err)
		}
		if err := CheckPassphrase(Secret(pass)); !errors.Is(err, want) {
			t.Errorf("%q checked: %v", pass, err)
		}
	}
	for _, wrong := range [][]string{nil, code[:11], append(code[:11:11], "zzz")} {
		if _, err := b.SetPassphrase(Secret(firstPass), wrong); !errors.Is(err, seal.ErrCode) {
			t.Errorf("with %d words: %v", len(wrong), err)
		}
	}
	if b.Encrypted() {
		t.Error("it was set none the less")
	}
}

// A derivation works in memory of its own, so that what is allocated tells how many there were.
func TestEverySecretThatIsTriedCostsOneDerivation(t *testing.T) {
	b, _ := recorded(t)
	b.world.Cost = seal.Cost{Memory: 4 << 10, Passes: 1, Lanes: 1}
	code := set(t, b, firstPass)
	other := Secret(strings.Join(newCode(t, b), " "))
	for name, secret := range map[string]Secret{"the passphrase": Secret(firstPass), "another": Secret(secondPass), "one of a letter": Secret("a"), "the code": code, "another code": other} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		err := b.Unlocks(secret)
		runtime.ReadMemStats(&after)
		if took := (after.TotalAlloc - before.TotalAlloc) / (4 << 20); took != 1 || err != nil && !errors.Is(err, ErrWrong) {
			t.Errorf("%s: %d derivations, %v", name, took, err)
		}
	}
}
