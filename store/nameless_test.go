package store

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
)

// TestALostNameIsNotTakenForAForgottenPerson salvages a book of which the text of one name is gone, and in
// which somebody else was forgotten.
func TestALostNameIsNotTakenForAForgottenPerson(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya", "Noor", "Olga")
	if _, err := b.Forget(c.Row(2).Trainee.ID, true); err != nil {
		t.Fatal(err)
	}
	c = reload(t, c)
	digest := c.regs[field(kindTrainee, propName, c.Row(1).Trainee.ID)].Shown().Text
	change(t, b, func(tx *bolt.Tx) error { return tx.Bucket([]byte(bucketTexts)).Delete(digest[:]) })
	if err := errors.Join(b.Rewrite(), b.Close()); err != nil { // no free page has it either
		t.Fatal(err)
	}
	into := filepath.Join(t.TempDir(), "salvaged.book")
	brought, err := Salvage(b.Path(), into, b.world, nil)
	if err != nil || brought.NoText != 1 {
		t.Fatalf("brought %+v, %v", brought, err)
	}
	again, err := Open(into, b.world)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	saved, err := again.Load(c.Cohort.ID)
	if err != nil {
		t.Fatal(err)
	}
	for row, want := range map[int]string{1: namelessOne, 2: formerTrainee, 3: "Olga"} {
		p := saved.Row(row)
		if p.Name != want || saved.Called(p.Trainee.ID) != want {
			t.Errorf("row %d is %q, and called %q", row, p.Name, saved.Called(p.Trainee.ID))
		}
	}
	lines, err := again.Survey(model.Moment{Date: model.DateOf(2026, 3, 9)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, l := range lines {
		names = append(names, l.Name)
	}
	if all := strings.Join(names, ", "); !strings.Contains(all, namelessOne) || !strings.Contains(all, formerTrainee) || len(names) != 3 {
		t.Errorf("surveyed are %s", all)
	}
}
