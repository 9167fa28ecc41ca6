package store

import (
	"bytes"
	"os"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/store/seal"
)

// stands reports whether any value that stands anywhere in a file, in use or free, opens to something
// with words in it.
func stands(t testing.TB, path string, words string) bool {
	t.Helper()
	w, err := openWreck(path)
	if err != nil {
		t.Fatal(err)
	}
	defer w.file.Close()
	f := &found{world: World{Now: morning(), Chance: bytes.NewReader(nil)}}
	if err := f.keys(w, nil); err != nil {
		t.Fatal(err)
	}
	defer f.ring.clear()
	there := false
	err = w.entries(func(key, value []byte) {
		for _, name := range buckets {
			if plain, err := f.open[name].Open(key, value); err == nil && bytes.Contains(plain, []byte(words)) {
				there = true
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return there
}

// noted is a book with a note, of which everything is saved.
func noted(t testing.TB, words string) (*Book, *Cohort, Note) {
	t.Helper()
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya", "Noor")
	n := Note{ID: newID(t, b), Day: 1, Text: words}
	save(t, c, oplog.Single, c.EditNote(n)...)
	return b, reload(t, c), n
}

func TestWhatWasStruckIsInNoFreePlaceOfTheFileOnceTheBookIsClosed(t *testing.T) {
	b, c, n := noted(t, "words to be gone")
	if !stands(t, b.Path(), "words to be gone") {
		t.Fatal("the test does not find what is there")
	}
	save(t, c, oplog.Single, c.EditStrike(n.ID)...)
	crashed := t.TempDir() + "/crashed.book"
	copyFile(t, b.Path(), crashed)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if stands(t, b.Path(), "words to be gone") {
		t.Error("a free place keeps it")
	}
	after, err := Open(crashed, b.world) // as after a crash right after the strike
	if err != nil {
		t.Fatal(err)
	}
	if err := after.Close(); err != nil {
		t.Fatal(err)
	}
	if stands(t, crashed, "words to be gone") {
		t.Error("after a crash a free place keeps it")
	}
}

func TestErasingReachesTheBackupsUnlessDeclined(t *testing.T) {
	for _, backups := range []bool{true, false} {
		b, c, n := noted(t, "words to be gone")
		if err := b.BeforeRisky(); err != nil {
			t.Fatal(err)
		}
		all, err := b.Backups()
		if err != nil || len(all) != 1 || !stands(t, all[0].Path, "words to be gone") {
			t.Fatalf("%v: %v", all, err)
		}
		save(t, c, oplog.Single, c.EditStrike(n.ID)...)
		if _, err := b.Erase(backups); err != nil {
			t.Fatal(err)
		}
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
		if stands(t, b.Path(), "words to be gone") {
			t.Error("the file keeps it")
		}
		if got := stands(t, all[0].Path, "words to be gone"); got == backups {
			t.Errorf("with backups %v, in the backup %v", backups, got)
		}
	}
}

func TestForgettingAPersonLeavesNoWordOfThemAndCountsThatAddUp(t *testing.T) {
	b, c, n := noted(t, "ask Maya for the slides")
	p := c.Row(1)
	save(t, c, oplog.Single, c.EditMark(p, c.Blocks[0].ID, model.Plain(model.Absent)), c.EditRemark(p, c.Blocks[0].ID, "the bus was late"))
	before := c.Count(1)
	if err := b.BeforeRisky(); err != nil {
		t.Fatal(err)
	}
	done, err := b.Forget(p.Trainee.ID, true)
	if err != nil {
		t.Fatal(err)
	}
	if len(done.Naming) != 1 || done.Naming[0].Note.ID != n.ID || done.Backups.Resealed != 1 {
		t.Errorf("%+v", done)
	}
	again := reload(t, c)
	if got := again.Count(1); got.counts() != before.counts() || again.Row(1).Name != "a former trainee" {
		t.Errorf("%v, %q; it was %v", got.counts(), again.Row(1).Name, before.counts())
	}
	all, err := b.Backups()
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{b.Path(), all[0].Path} {
		if stands(t, path, "the bus was late") {
			t.Errorf("%s keeps the remark", path)
		}
	}
	if r := checked(t, b.Path()); len(r.Faults) > 0 {
		t.Errorf("%q", r.Faults)
	}
}

func TestErasingKeepsThePassphrase(t *testing.T) {
	b, c, n := noted(t, "words to be gone")
	b.world.Cost = seal.Cost{Memory: 64, Passes: 1, Lanes: 1}
	code, err := b.NewRecovery()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.SetPassphrase(Secret("a long walk by the river"), code); err != nil {
		t.Fatal(err)
	}
	save(t, c, oplog.Single, c.EditStrike(n.ID)...)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := OpenWith(b.Path(), b.world, Secret("a long walk by the river"))
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if got, err := again.Load(c.Cohort.ID); err != nil || len(got.Notes) != 0 {
		t.Errorf("%v: %v", got, err)
	}
	if info, err := os.Stat(again.Path()); err != nil || info.Mode().Perm() != 0o600 || time.Since(info.ModTime()) > time.Hour {
		t.Errorf("%v: %v", info, err)
	}
}
