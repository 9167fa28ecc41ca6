package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// PlanForget works out how to forget a person: a gesture that strikes every text about them in the
// whole book, under all their records, and marks them forgotten. Marks stay, as those of 'a former
// trainee'; so do the words of others, such as with whom somebody made time up. It reads the whole
// book. It can't be undone, and what comes of them later is not shown. The error wraps ErrNoPerson.
func (b *Book) PlanForget(id model.ID) (*Draft, error) {
	b.Flush()
	c, err := b.recordsOf(id)
	if err != nil {
		return nil, err
	}
	records := c.sets.records(id)
	var edits []Edit
	for _, record := range records {
		if c.regs[field(kindTrainee, propName, record)] != nil {
			edits = append(edits, Edit{field: field(kindTrainee, propForgotten, record), value: true, exact: true})
		}
	}
	if len(edits) == 0 {
		return nil, fmt.Errorf("forget somebody: %w", ErrNoPerson)
	}
	about, err := b.about(c, records)
	if err != nil {
		return nil, err
	}
	for _, digest := range about.found {
		edits = append(edits, Edit{field: oplog.StrikeField(digest), value: true})
	}
	return c.Form(oplog.Single, edits...)
}

// ForgetDrafts drops the unfinished notes about a person that this laptop keeps. They are in no
// gesture: it is called besides PlanForget.
func (b *Book) ForgetDrafts(id model.ID) error {
	c, err := b.recordsOf(id)
	if err != nil {
		return err
	}
	about, err := b.about(c, c.sets.records(id))
	if err != nil {
		return err
	}
	places, err := b.Drafts()
	if err != nil {
		return err
	}
	for _, place := range places {
		of := func(id model.ID) bool { return strings.Contains(place, id.String()) }
		if slices.ContainsFunc(about.notes, of) || slices.ContainsFunc(c.sets.records(id), of) {
			if err := b.KeepDraft(place, ""); err != nil {
				return err
			}
		}
	}
	return nil
}

// about gathers the digests of all texts that were ever written about a person, those taken back or
// written over among them. c knows the person's records.
func (b *Book) about(c *Cohort, records []model.ID) (texts, error) {
	var about texts
	err := b.view(func(tx *bolt.Tx) error {
		about = texts{of: map[model.ID]bool{}}
		for _, record := range records {
			about.of[record] = true
		}
		for f, reg := range c.regs {
			if f.Kind == kindTrainee {
				about.add(reg)
			}
		}
		r := newReader(tx, b.sealer)
		return r.eachCohort(func(cohort model.ID) error {
			if err := r.marksOf(cohort, &about); err != nil {
				return err
			}
			return r.aboutWhom(cohort, &about)
		})
	})
	return about, err
}

// texts gathers digests.
type texts struct {
	of    map[model.ID]bool // records
	found []model.ID
	notes []model.ID // that are about them
}

func (t *texts) add(r *oplog.Register) {
	if r == nil {
		return
	}
	for i := range r.Ops {
		if d := r.Ops[i].Text; !d.IsZero() {
			t.found = append(t.found, d)
		}
	}
}

// marksOf gathers remarks and own words on the marks of a cohort. It goes by the keys and opens only
// what is of the person.
func (r reader) marksOf(cohort model.ID, about *texts) error {
	prefix := binary.BigEndian.AppendUint16(bytes.Clone(cohort[:]), uint16(kindMark))
	cur := r.tx.Bucket([]byte(bucketHeads)).Cursor()
	for key, sealed := cur.Seek(prefix); bytes.HasPrefix(key, prefix); key, sealed = cur.Next() {
		f, ok := keyField(key)
		if !ok || !knows(f) || f.Prop != propRemark && f.Prop != propOwnWords || !about.of[part(f.Entity, 2)] {
			continue
		}
		plain, err := openSealed(r.sealer, bucketHeads, key, sealed)
		if err != nil {
			return err
		}
		reg, err := oplog.ReadRegister(plain)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		about.add(reg)
	}
	return nil
}

// aboutWhom gathers the texts of a cohort's notes that were ever about the person, and of make-ups that
// were ever theirs.
func (r reader) aboutWhom(cohort model.ID, about *texts) error {
	regs := map[oplog.Field]*oplog.Register{}
	for _, k := range []oplog.Kind{kindNote, kindMakeup} {
		if err := r.prefixed(binary.BigEndian.AppendUint16(bytes.Clone(cohort[:]), uint16(k)), regs); err != nil {
			return err
		}
	}
	for f, reg := range regs {
		if f.Prop != propAbout { // the same as propWhat
			continue
		}
		theirs := false
		for i := range reg.Ops {
			value := reg.Ops[i].Value
			if f.Kind == kindMakeup {
				m, ok := decodeMakeUp(value)
				theirs = theirs || ok && about.of[m.Trainee]
				continue
			}
			var w wireAbout
			theirs = theirs || oplog.Decode(value, &w) == nil && about.of[idOf(w.Trainee)]
		}
		if !theirs {
			continue
		}
		if f.Kind == kindNote {
			about.notes = append(about.notes, part(f.Entity, 1))
		}
		for prop := uint16(propAbout + 1); prop <= lastProp[f.Kind]; prop++ {
			about.add(regs[oplog.Field{Kind: f.Kind, Entity: f.Entity, Prop: prop}])
		}
	}
	return nil
}
