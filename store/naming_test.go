package store

import (
	"slices"
	"strings"
	"testing"

	"rollbook/model"
	"rollbook/store/oplog"
)

func TestNotesInWhichANameStandsAreFoundBeforeSomebodyIsForgotten(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 2, "Maya Zaragoza", "Noor", "José Núñez")
	maya, noor := c.People[0].Trainee.ID, c.People[1].Trainee.ID
	for _, n := range []Note{
		{Day: 1, Text: "MAYA brought maps"},
		{Day: 1, Text: "we sat in Maya's kitchen"},
		{Topic: "Language", Text: "the Zaragozas came by"}, // another word
		{Topic: "Language", Text: "a word for it, said zaragoza"},
		{Day: 2, Text: "a may day, amaya"},
		{Day: 2, Text: "Nunez and Jose spoke"},
		{Trainee: maya, Text: "Maya likes the back row"}, // struck with her
		{Trainee: noor, Text: "came with Maya"},
	} {
		id := newID(t, b)
		n.ID = id
		save(t, c, oplog.Single, c.EditNote(n)...)
	}
	texts := func(id model.ID) (all []string) {
		t.Helper()
		found, err := b.NotesNaming(id)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			if f.Cohort.ID != c.Cohort.ID {
				t.Errorf("it is of cohort %v", f.Cohort.ID)
			}
			all = append(all, f.Note.Text)
		}
		slices.Sort(all)
		return all
	}
	if got, want := strings.Join(texts(maya), "; "), "MAYA brought maps; a word for it, said zaragoza; came with Maya; we sat in Maya's kitchen"; got != want {
		t.Errorf("of Maya: %s", got)
	}
	if got, want := strings.Join(texts(c.People[2].Trainee.ID), "; "), "Nunez and Jose spoke"; got != want {
		t.Errorf("of José: %s", got)
	}
	if got := texts(noor); got != nil {
		t.Errorf("of Noor: %s", got)
	}
	d, err := b.PlanForget(maya)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Save(d).Wait(); err != nil {
		t.Fatal(err)
	}
	if got := texts(maya); got != nil {
		t.Errorf("of somebody without a name: %s", got)
	}
}
