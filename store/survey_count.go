package store

import (
	"bytes"
	"encoding/binary"
	"slices"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// counted is what one cohort came to, and what that was made of.
type counted struct {
	tally  tally
	since  model.Moment // it would come to the same from here
	until  model.Moment // to just before here
	joined joins
	listed Listed // its name and days, for the order of lines
	people []countedPerson
}

type countedPerson struct {
	records []model.ID // of which the first is the person's id
	row     LineIn
}

// stands reports whether a cohort would come to the same now. A nil one doesn't.
func (c *counted) stands(r reader, cohort model.ID, asOf model.Moment, joined joins) (bool, error) {
	if c == nil || before(asOf, c.since) || !before(asOf, c.until) {
		return false, nil
	}
	sums, err := r.sum()
	if err != nil {
		return false, err
	}
	now, err := readTally(r.tx, r.sealer, cohort[:], *sums)
	if err != nil || now != c.tally {
		return false, err
	}
	for _, p := range c.people {
		if !slices.Equal(joined.records(p.records[0]), p.records) {
			return false, nil
		}
	}
	return true, nil
}

func before(a, b model.Moment) bool { return a.Date < b.Date || a.Date == b.Date && a.Clock < b.Clock }

// countCohort is the task of counting a cohort: only its plan, its rosters, attendances and make-ups are
// looked at, but every entry is opened and added up.
func (b *Book) countCohort(s *surveyed, id model.ID, asOf model.Moment, sets map[oplog.Field]*oplog.Register) task {
	return func() (func(), error) {
		var got *counted
		err := b.viewFollowed(func(tx *bolt.Tx) error {
			c := lean{Cohort: b.Blank(id), marks: map[model.ID]map[model.ID]model.Mark{}, joined: joinsOf(sets)}
			for f, r := range sets {
				c.regs[f] = r
			}
			t, err := newReader(tx, b.sealer).walk(id[:], c.take)
			if err != nil {
				return err
			}
			got = c.count(asOf)
			got.tally = t
			return nil
		})
		return func() { s.cohorts[id] = got }, err
	}
}

// lean is a cohort without what a survey does not ask for. The marks of people of one record are
// read as they come; those of joined ones are left to the cohort to work out.
type lean struct {
	*Cohort
	marks  map[model.ID]map[model.ID]model.Mark // by record, then block
	blocks int
	joined joins
}

// take keeps what of an entry matters.
func (c *lean) take(key, plain []byte) error {
	if len(key) < 20 {
		return keep(key, bytes.Clone(plain), c.regs)
	}
	prop := binary.BigEndian.Uint16(key[len(key)-2:])
	switch k := oplog.Kind(binary.BigEndian.Uint16(key[16:])); k {
	case kindCohort, kindDay, kindEnrollment:
		return keep(key, bytes.Clone(plain), c.regs)
	case kindBlock:
		if prop == propHours {
			c.blocks++
		}
		return keep(key, bytes.Clone(plain), c.regs)
	case kindMakeup:
		if prop == propWith {
			return nil
		}
		return keep(key, bytes.Clone(plain), c.regs)
	case kindMark:
		if prop == propAttendance && len(key) == 52 {
			return c.takeMark(key, plain)
		}
	}
	return nil
}

func (c *lean) takeMark(key, plain []byte) error {
	block, record := model.ID(key[18:34]), model.ID(key[34:50])
	if len(c.joined[record]) > 1 {
		return keep(key, bytes.Clone(plain), c.regs)
	}
	value, lone := oplog.LoneValue(plain)
	if !lone {
		r, err := readRegister(bytes.Clone(plain))
		if err != nil {
			return err
		}
		if shown := r.Shown(); shown != nil {
			value = shown.Value
		}
	}
	if value == nil {
		return nil
	}
	of := c.marks[record]
	if of == nil {
		of = make(map[model.ID]model.Mark, c.blocks)
		c.marks[record] = of
	}
	of[block] = decodeMark(value)
	return nil
}

// count reviews everybody in the cohort; nobody where it was taken back.
func (c *lean) count(asOf model.Moment) *counted {
	c.derive()
	got := &counted{joined: c.joined, listed: Listed{Cohort: model.Cohort{ID: c.Cohort.ID, Name: c.Name, Days: c.Days}}}
	got.since, got.until = sameEnded(&c.Cohort.Cohort, asOf)
	if c.regs[field(kindCohort, propName, c.Cohort.ID)].Shown() == nil {
		return got
	}
	review := model.NewReviewer(&c.Cohort.Cohort, asOf)
	for _, p := range c.People {
		e := c.Entry(p, "")
		if len(p.records) == 1 {
			e.Marks = c.marks[p.records[0]]
		}
		a := review.Account(e)
		got.people = append(got.people, countedPerson{records: p.records, row: LineIn{
			Cohort: c.Cohort.ID, CohortName: c.Name, Row: p.Row, Guest: len(p.Guest) > 0,
			Missed: a.Missed, MadeUp: a.MadeUp, ToMakeUp: a.ToMakeUp, AllowanceLeft: a.AllowanceLeft, Unmarked: a.Unmarked,
			Standing: a.Standing, Why: a.Why}})
	}
	return got
}

// sameEnded are the moments of the same date, from the first to just before the second, at which the
// same blocks have ended.
func sameEnded(c *model.Cohort, asOf model.Moment) (since, until model.Moment) {
	since, until = model.Moment{Date: asOf.Date}, model.Moment{Date: asOf.Date + 1}
	for _, d := range c.Days {
		if d.Date != asOf.Date {
			continue
		}
		for _, b := range c.BlocksOf(d.Number) {
			if end := (model.Moment{Date: d.Date, Clock: b.End}); !before(asOf, end) {
				since.Clock = max(since.Clock, b.End)
			} else if before(end, until) {
				until = end
			}
		}
	}
	return since, until
}
