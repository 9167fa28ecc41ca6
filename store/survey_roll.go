package store

import (
	"bytes"
	"slices"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
)

// noCohort is the range of what belongs to no cohort: people, joins, names.
var noCohort [16]byte

// roll is everybody whom the book knows, and what that was made of.
type roll struct {
	tally   tally
	missing []model.ID        // texts that were struck or withheld: one that comes later is shown
	people  []Known           // in order of name
	at      map[model.ID]int  // where in people each record is
	gone    map[model.ID]bool // records of people who were forgotten
}

// nameless is what somebody is called who is not in people.
func (r *roll) nameless(records []model.ID) string {
	if slices.ContainsFunc(records, func(id model.ID) bool { return r.gone[id] }) {
		return formerTrainee
	}
	return namelessOne
}

// stands reports whether the roll would be the same now. A nil one isn't.
func (r *roll) stands(in reader) (bool, error) {
	if r == nil {
		return false, nil
	}
	sums, err := in.sum()
	if err != nil {
		return false, err
	}
	now, err := readTally(in.tx, in.sealer, noCohort[:], *sums)
	if err != nil || now != r.tally {
		return false, err
	}
	texts := in.tx.Bucket([]byte(bucketTexts))
	return !slices.ContainsFunc(r.missing, func(d model.ID) bool { return texts.Get(d[:]) != nil }), nil
}

// readRoll is the task of reading everybody's names.
func (b *Book) readRoll(s *surveyed) task {
	return func() (func(), error) {
		var got *roll
		err := b.viewFollowed(func(tx *bolt.Tx) error {
			c := b.Blank(model.ID{})
			r := newReader(tx, b.sealer)
			t, err := r.walk(noCohort[:], func(key, plain []byte) error {
				if f, ok := keyField(key); ok && f.Kind != kindTrainee && f.Kind != kindJoin {
					return nil
				}
				return keep(key, bytes.Clone(plain), c.regs)
			})
			if err != nil {
				return err
			}
			if err := r.headTexts(c.regs, c.texts); err != nil {
				return err
			}
			got = &roll{tally: t, people: c.known(), at: map[model.ID]int{}, gone: map[model.ID]bool{}}
			for f := range c.regs {
				if forgets(f) && c.forgotten([]model.ID{part(f.Entity, 0)}) {
					got.gone[part(f.Entity, 0)] = true
				}
			}
			for i, k := range got.people {
				for _, record := range k.Records {
					got.at[record] = i
				}
			}
			got.missing = c.missing()
			return nil
		})
		return func() { s.roll = got }, err
	}
}

// missing are the texts that heads name and the book has not.
func (c *Cohort) missing() (digests []model.ID) {
	for _, r := range c.regs {
		for _, h := range r.Heads() {
			if _, here := c.texts[h.Text]; !here && !h.Text.IsZero() {
				digests = append(digests, h.Text)
			}
		}
	}
	return digests
}
