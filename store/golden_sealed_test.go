package store

import (
	"bytes"
	"crypto/rand"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/store/seal"
)

var writeSealed = flag.Bool("write-golden-sealed", false, "write testdata/sealed.book anew: only for a new format")

// sealedPass opens testdata/sealed.book, which was written by the version that first had passphrases;
// so does the recovery code in the file beside it.
const sealedPass = "a walk along the Kennebec"

// A book sealed by an earlier version opens in this one, with either secret, and holds what it held.
func TestASealedBookOfAnEarlierVersionOpens(t *testing.T) {
	golden := filepath.Join("testdata", "sealed.book")
	if *writeSealed {
		writeGoldenSealed(t, golden)
	}
	code, err := os.ReadFile(golden + ".code")
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []Secret{Secret(sealedPass), Secret(code)} {
		path := filepath.Join(t.TempDir(), "roll.book")
		copyFile(t, golden, path)
		world := World{Now: morning(), Chance: rand.Reader}
		b, err := OpenWith(path, world, secret)
		if err != nil {
			t.Fatal(err)
		}
		cohorts, err := b.Cohorts()
		if err != nil || len(cohorts) != 1 {
			t.Fatalf("%d cohorts: %v", len(cohorts), err)
		}
		c, err := b.Load(cohorts[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		cell := c.Row(1).Cell(c.Blocks[0].ID)
		if c.Row(1).Name != "Maya" || cell.Mark.State != model.Absent || cell.Remark != "the bus" || len(c.Notes) != 1 || c.Notes[0].Text != "bring paper" {
			t.Errorf("%q, %+v, %+v", c.Row(1).Name, cell, c.Notes)
		}
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
		if r, err := CheckBook(path, world, secret, nil); err != nil || len(r.Faults) > 0 {
			t.Errorf("%+v: %v", r, err)
		}
	}
	if _, err := OpenWith(golden, World{Now: morning(), Chance: rand.Reader}, Secret("another walk")); err == nil {
		t.Error("it opens with another passphrase")
	}
	data, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"Maya", "the bus", "bring paper", "Asha"} {
		if bytes.Contains(data, []byte(word)) {
			t.Errorf("%q stands in the clear", word)
		}
	}
}

func writeGoldenSealed(t *testing.T, golden string) {
	t.Helper()
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya", "Noor")
	save(t, c, oplog.Single, c.EditMark(c.Row(1), c.Blocks[0].ID, model.Plain(model.Absent)), c.EditRemark(c.Row(1), c.Blocks[0].ID, "the bus"))
	save(t, c, oplog.Single, c.EditNote(Note{ID: newID(t, b), Day: 1, Text: "bring paper"})...)
	b.world.Cost = seal.Cost{Memory: 64, Passes: 1, Lanes: 1}
	code, err := b.NewRecovery()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.SetPassphrase(Secret(sealedPass), code); err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	_ = os.Remove(golden)
	copyFile(t, b.Path(), golden)
	var words []byte
	for _, word := range code {
		words = append(append(words, word...), ' ')
	}
	if err := os.WriteFile(golden+".code", bytes.TrimSpace(words), 0o600); err != nil {
		t.Fatal(err)
	}
}
