package store

import (
	"errors"
	"fmt"
	"slices"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// others loads the cohorts that people of c are enrolled in besides, guests left out, in the order of
// Cohorts. only chooses by the plan; it reads lists, not marks, so that few cohorts are loaded.
func (b *Book) others(c *Cohort, only func(Listed) bool) ([]*Cohort, error) {
	var found []Listed
	err := b.view(func(tx *bolt.Tx) error {
		found = nil
		r := newReader(tx, b.sealer)
		away, err := r.joinedAway()
		if err != nil {
			return err
		}
		return r.eachCohort(func(id model.ID) error {
			if _, is := away[id]; is || id == c.Cohort.ID {
				return nil
			}
			enrolled, err := r.enrolled(id)
			if err != nil || !slices.ContainsFunc(enrolled, func(record model.ID) bool { return c.byID[record] != nil }) {
				return err
			}
			l, err := r.brief(id, nil)
			if err == nil && l.Name != "" && only(l) {
				found = append(found, l)
			}
			return err
		})
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(found, inListOrder)
	var out []*Cohort
	for _, l := range found {
		other, err := b.Load(l.ID)
		if errors.Is(err, ErrNoCohort) {
			continue // taken back since
		}
		if err != nil {
			return nil, err
		}
		out = append(out, other)
	}
	return out, nil
}

// enrolled are the records on a cohort's roster, as its brief has them: guests left out.
func (r reader) enrolled(cohort model.ID) ([]model.ID, error) {
	plain, err := getSealed(r.tx, r.sealer, bucketHeads, briefKey(cohort[:]))
	if err != nil || plain == nil {
		return nil, err
	}
	var w wireBrief
	if err := oplog.Decode(plain, &w); err != nil {
		return nil, fmt.Errorf("%w: a cohort's brief can't be read", ErrDamaged)
	}
	ids := make([]model.ID, 0, len(w.Enrolled)/16)
	for at := 0; at+16 <= len(w.Enrolled); at += 16 {
		ids = append(ids, model.ID(w.Enrolled[at:at+16]))
	}
	return ids, nil
}
