package store

import (
	"slices"

	"rollbook/model"
)

// What people are called who have no name in the book.
const (
	formerTrainee = "a former trainee"                // who was forgotten
	namelessOne   = "a trainee whose name is missing" // damaged and not salvaged, withheld, or on its way
)

// nameless is what somebody without a name is called.
func (c *Cohort) nameless(records []model.ID) string {
	if c.forgotten(records) {
		return formerTrainee
	}
	return namelessOne
}

// Called is what a person is called, on this cohort's roster or elsewhere: their name, or what stands for
// one.
func (c *Cohort) Called(id model.ID) string {
	if p := c.byID[id]; p != nil {
		return p.Name
	}
	records := c.sets.records(id)
	if name := c.trainee(records).Name; name != "" {
		return name
	}
	if !slices.ContainsFunc(records, func(record model.ID) bool { return c.regs[field(kindTrainee, propName, record)] != nil }) {
		return formerTrainee // nothing of them was read with this cohort, which they are not in
	}
	return c.nameless(records)
}
