package store

import (
	bolt "go.etcd.io/bbolt"

	"rollbook/model"
)

// Know reads what the book knows of people who are not enrolled in this cohort, so that an edit of
// theirs names what was there before: for a gesture that enrolls somebody and mends their phone
// number at once. People that the cohort knows already stay as they are in it. It reads the disk.
func (c *Cohort) Know(people ...model.ID) error {
	return c.book.view(func(tx *bolt.Tx) error {
		r := newReader(tx, c.book.sealer)
		fresh := c.book.Blank(c.Cohort.ID)
		for _, id := range people {
			for _, record := range c.sets.records(id) {
				if c.byID[record] != nil || c.regs[field(kindTrainee, propName, record)] != nil {
					continue
				}
				if err := r.of(kindTrainee, fresh.regs, record); err != nil {
					return err
				}
			}
		}
		if err := r.headTexts(fresh.regs, fresh.texts); err != nil {
			return err
		}
		for f, reg := range fresh.regs {
			c.regs[f] = reg
		}
		for digest, text := range fresh.texts {
			c.texts[digest] = text
		}
		return nil
	})
}
