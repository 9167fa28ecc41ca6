package store

import (
	"bytes"
	"errors"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/store/seal"
)

// ErrNoCohort is returned for a cohort that the book does not have.
var ErrNoCohort = errors.New("the book has no such cohort")

// errStale is state that does not add up, found within a transaction; view derives it anew.
var errStale = errors.New("a range of the state does not add up")

// Load reads one cohort whole: the plan, the people, their marks and the notes.
func (b *Book) Load(id model.ID) (*Cohort, error) {
	var c *Cohort
	err := b.view(func(tx *bolt.Tx) error {
		c = b.Blank(id)
		r := newReader(tx, b.sealer)
		if err := r.scan(id[:], c.regs); err != nil {
			return err
		}
		if c.regs[field(kindCohort, propName, id)].Shown() == nil {
			return ErrNoCohort
		}
		return r.fill(c)
	})
	if err != nil {
		return nil, fmt.Errorf("load a cohort: %w", err)
	}
	c.derive()
	return c, nil
}

// Blank is a cohort of which nothing is known yet: what a new one is formed from.
func (b *Book) Blank(id model.ID) *Cohort {
	c := &Cohort{book: b, regs: map[oplog.Field]*oplog.Register{}, texts: map[model.ID]string{}, who: map[model.ID]string{},
		lent: map[model.ID]model.Trainee{}, struck: map[model.ID]bool{}}
	c.Cohort.ID = id
	c.derive()
	return c
}

// reader reads registers within one transaction.
type reader struct{ *shelf }

func newReader(tx *bolt.Tx, s *seal.Sealer) reader { return reader{newShelf(tx, s)} }

// scan reads a cohort's whole range and compares it with its tally.
func (r reader) scan(cohort []byte, into map[oplog.Field]*oplog.Register) error {
	_, err := r.walk(cohort, func(key, plain []byte) error { return keep(key, bytes.Clone(plain), into) })
	return err
}

// walk opens every entry of a range, has each register visited, and gives the tally that they add up
// to: errStale where that isn't the one that is kept. What is visited is there until the next one.
func (r reader) walk(cohort []byte, visit func(key, plain []byte) error) (got tally, err error) {
	sums, err := r.sum()
	if err != nil {
		return got, err
	}
	want, err := readTally(r.tx, r.sealer, cohort, *sums)
	if err != nil {
		return got, err
	}
	skip := tallyKey(cohort)
	opener := r.sealer.Opener(bucketHeads)
	c := r.tx.Bucket([]byte(bucketHeads)).Cursor()
	for key, sealed := c.Seek(cohort); bytes.HasPrefix(key, cohort); key, sealed = c.Next() {
		if bytes.Equal(key, skip) {
			continue
		}
		if !fits(key, sealed) {
			return got, notWritten(bucketHeads)
		}
		plain, err := opener.Open(key, sealed)
		if err != nil {
			return got, notWritten(bucketHeads)
		}
		got.Count++
		got.flip(key, plain)
		if isDerived(key) {
			continue
		}
		if err := visit(key, plain); err != nil {
			return got, err
		}
	}
	if got != want {
		return got, errStale
	}
	return got, nil
}

// keep reads a register and keeps it, plain with it.
func keep(key, plain []byte, into map[oplog.Field]*oplog.Register) error {
	f, ok := keyField(key)
	if !ok {
		return fmt.Errorf("%w: a key of the state is too short", ErrDamaged)
	}
	reg, err := readRegister(plain)
	if err == nil {
		into[f] = reg
	}
	return err
}

// readRegister reads a register of the book. It keeps plain.
func readRegister(plain []byte) (*oplog.Register, error) {
	reg, err := oplog.ReadRegister(plain)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return reg, nil
}

// prefixed reads all registers whose keys begin with prefix. It opens what stands before and after
// them as well: an entry whose key was damaged would else just be missing.
func (r reader) prefixed(prefix []byte, into map[oplog.Field]*oplog.Register) error {
	c := r.tx.Bucket([]byte(bucketHeads)).Cursor()
	for key, sealed := c.Seek(prefix); bytes.HasPrefix(key, prefix); key, sealed = c.Next() {
		if len(key) < 20 {
			return notWritten(bucketHeads) // such short keys are of no kind that is asked for
		}
		plain, err := openSealed(r.sealer, bucketHeads, key, sealed)
		if err != nil {
			return err
		}
		if err := keep(key, plain, into); err != nil {
			return err
		}
	}
	return r.beside(bucketHeads, prefix)
}

// of reads all properties of one entity.
func (r reader) of(k oplog.Kind, into map[oplog.Field]*oplog.Register, ids ...model.ID) error {
	key := headKey(field(k, 0, ids...))
	return r.prefixed(key[:len(key)-2], into)
}

// all reads every entity of a kind that belongs to no cohort.
func (r reader) all(k oplog.Kind, into map[oplog.Field]*oplog.Register) error {
	return r.prefixed(headKey(oplog.Field{Kind: k})[:18], into)
}

// fill reads what a cohort's registers point to: its people with all records joined to them, the
// names of authors and devices, and the texts that are shown.
func (r reader) fill(c *Cohort) error {
	for _, k := range []oplog.Kind{kindAuthor, kindDevice, kindJoin} {
		if err := r.all(k, c.regs); err != nil {
			return err
		}
	}
	c.sets = joinsOf(c.regs)
	read := map[model.ID]bool{}
	for f := range c.regs {
		if f.Kind != kindEnrollment {
			continue
		}
		for _, id := range c.sets.records(part(f.Entity, 1)) {
			if read[id] {
				continue
			}
			read[id] = true
			if err := r.of(kindTrainee, c.regs, id); err != nil {
				return err
			}
		}
	}
	return r.headTexts(c.regs, c.texts)
}

// headTexts reads the texts that the heads of the registers name.
func (r reader) headTexts(regs map[oplog.Field]*oplog.Register, into map[model.ID]string) error {
	for _, reg := range regs {
		for _, h := range reg.Heads() {
			if h.Text.IsZero() {
				continue
			}
			text, here, err := r.text(h.Text)
			if err != nil {
				return err
			}
			if here {
				into[h.Text] = text
			}
		}
	}
	return nil
}
