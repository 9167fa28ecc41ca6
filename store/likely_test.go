package store

import (
	"slices"
	"testing"

	"rollbook/model"
	"rollbook/store/oplog"
)

func likely(t *testing.T, b *Book, c *Cohort) (says []string) {
	t.Helper()
	got, err := b.Likely(c)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range got {
		says = append(says, l.A.Name+" and "+l.B.Name+": "+l.Why)
	}
	return says
}

func TestLikelyDuplicatesAreSuggestedWithWhy(t *testing.T) {
	b := newBook(t)
	spring := newCohort(t, b, 1, "Maya Royal", "Zoe", "Noor Ali", "Zoë Müller")
	autumn := newCohort(t, b, 1, "Maja Royal", "Ali Noor", "Pia Hall", "Zoe Stone")
	winter := newCohort(t, b, 1, "Pia Hall")
	const (
		letter = "Maja Royal and Maya Royal: the names differ in one letter"
		order  = "Ali Noor and Noor Ali: the same names in another order"
		first  = "Zoe and Zoë Müller: one goes by a first name alone, with which the other's name begins"
		same   = "Pia Hall and Pia Hall: the same name"
	)
	if got := likely(t, b, nil); !slices.Equal(got, []string{same, order, letter, first}) {
		t.Errorf("in the whole book: %q", got)
	}
	if got := likely(t, b, spring); !slices.Equal(got, []string{order, letter, first}) {
		t.Errorf("of spring: %q", got)
	}
	if got := likely(t, b, winter); !slices.Equal(got, []string{same}) {
		t.Errorf("of winter: %q", got)
	}
	save(t, winter, oplog.Single, joinOf(t, b, winter.Row(1).Trainee.ID, autumn.Row(3).Trainee.ID))
	save(t, spring, oplog.Single, joinOf(t, b, spring.Row(2).Trainee.ID, spring.Row(4).Trainee.ID))
	if got := likely(t, b, nil); !slices.Equal(got, []string{order, letter}) {
		t.Errorf("once joined: %q", got)
	}
}

func TestAGuestsFirstNameIsNotCompared(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Zoë Müller", "Zoe")
	guest := c.Row(2).Enrollment
	guest.Guest = []model.ID{c.Blocks[0].ID}
	save(t, c, oplog.Single, c.EditEnrollment(guest)...)
	if got := likely(t, b, c); len(got) != 0 {
		t.Errorf("%q", got)
	}
	if got := likely(t, b, nil); len(got) != 0 {
		t.Errorf("in the whole book: %q", got)
	}
}
