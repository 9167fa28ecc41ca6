package store

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// Listed is a cohort as a list shows it: with its plan, without people and marks.
type Listed struct {
	model.Cohort
	Trainees int // enrolled now, guests left out
}

// Start is the first date of a day that is not cancelled, NoDate where there is none.
func (l Listed) Start() model.Date { return l.edge(func(a, b model.Date) bool { return a < b }) }

// End is the last date of a day that is not cancelled.
func (l Listed) End() model.Date { return l.edge(func(a, b model.Date) bool { return a > b }) }

func (l Listed) edge(better func(a, b model.Date) bool) model.Date {
	edge := model.NoDate
	for _, d := range l.Days {
		if !d.Cancelled && (edge == model.NoDate || better(d.Date, edge)) {
			edge = d.Date
		}
	}
	return edge
}

// Cohorts lists the cohorts of the book by their first date, then name. Those that were joined into
// others are left out: see JoinedCohorts.
func (b *Book) Cohorts() ([]Listed, error) {
	var out []Listed
	err := b.view(func(tx *bolt.Tx) error {
		out = nil
		r := newReader(tx, b.sealer)
		sets := map[oplog.Field]*oplog.Register{}
		if err := r.all(kindJoin, sets); err != nil {
			return err
		}
		joined := joinsOf(sets)
		away, err := r.joinedAway()
		if err != nil {
			return err
		}
		return r.eachCohort(func(id model.ID) error {
			if _, is := away[id]; is {
				return nil
			}
			l, err := r.brief(id, joined)
			if err != nil || l.Name == "" {
				return err
			}
			out = append(out, l)
			return nil
		})
	})
	slices.SortFunc(out, inListOrder)
	return out, err
}

// eachCohort calls do with the id of every range of the heads.
func (r reader) eachCohort(do func(model.ID) error) error {
	c := r.tx.Bucket([]byte(bucketHeads)).Cursor()
	next := append(make([]byte, 15), 1)
	for key, _ := c.Seek(next); key != nil; key, _ = c.Seek(next) {
		if len(key) < 16 {
			return nil
		}
		next = after(bytes.Clone(key[:16]))
		if err := do(model.ID(key[:16])); err != nil {
			return err
		}
		if next == nil {
			return nil
		}
	}
	return nil
}

// after is the first key past all that begin with prefix, nil where there is none. It changes prefix.
func after(prefix []byte) []byte {
	for i := len(prefix) - 1; i >= 0; i-- {
		if prefix[i]++; prefix[i] != 0 {
			return prefix
		}
	}
	return nil
}

// plan reads a cohort's fields up to its enrollments, not its notes and marks.
func (r reader) plan(c *Cohort) error {
	id := c.Cohort.ID
	for _, k := range []oplog.Kind{kindCohort, kindDay, kindBlock, kindEnrollment} {
		prefix := binary.BigEndian.AppendUint16(bytes.Clone(id[:]), uint16(k))
		if err := r.prefixed(prefix, c.regs); err != nil {
			return err
		}
	}
	return r.headTexts(c.regs, c.texts)
}

// Known is a person as the book knows them, wherever they are enrolled.
type Known struct {
	model.Trainee
	Records []model.ID // of which this one is the smallest
}

// Trainees are all people in the book, joined records as one, in order of name.
func (b *Book) Trainees() ([]Known, error) {
	c := b.Blank(model.ID{})
	err := b.view(func(tx *bolt.Tx) error {
		r := newReader(tx, b.sealer)
		for _, k := range []oplog.Kind{kindTrainee, kindJoin} {
			if err := r.all(k, c.regs); err != nil {
				return err
			}
		}
		return r.headTexts(c.regs, c.texts)
	})
	if err != nil {
		return nil, err
	}
	return c.known(), nil
}

// known are the people of all registers of trainees and joins that were read, in order of name.
func (c *Cohort) known() []Known {
	c.sets = joinsOf(c.regs)
	seen, out, folded := map[model.ID]bool{}, []Known{}, map[model.ID]string{}
	for f := range c.regs {
		if f.Kind != kindTrainee {
			continue
		}
		records := c.sets.records(part(f.Entity, 0))
		if seen[records[0]] {
			continue
		}
		seen[records[0]] = true
		if t := c.trainee(records); t.Name != "" {
			out = append(out, Known{Trainee: t, Records: records})
			folded[t.ID] = model.Fold(t.Name)
		}
	}
	slices.SortFunc(out, func(a, b Known) int {
		if x := strings.Compare(folded[a.ID], folded[b.ID]); x != 0 {
			return x
		}
		return compareIDs(a.ID, b.ID)
	})
	return out
}

// trainee is what the records of a person say together.
func (c *Cohort) trainee(records []model.ID) model.Trainee {
	t := model.Trainee{ID: records[0]}
	if c.forgotten(records) {
		return t
	}
	p := &Person{records: records}
	for prop, into := range traineeTexts(&t) {
		if shown := c.merged(p, kindTrainee, prop).Shown(); shown != nil {
			*into = oneLine(c.texts[shown.Text])
		}
	}
	return t
}
