package store

import (
	"slices"
	"time"

	"rollbook/model"
	"rollbook/store/oplog"
)

// Stated is that a trainer said that a person did the course which the cohort's rule requires.
type Stated struct {
	Date  model.Date // when that course was
	Where string     // or empty
	By    string
	At    time.Time
}

// wireStated is a statement on the required course.
type wireStated struct {
	_     struct{} `cbor:",toarray"`
	Date  int32
	Where string
}

// deriveEnrollment works out a person's place in the cohort from those of all their records; false
// where none is enrolled.
func (c *Cohort) deriveEnrollment(p *Person) bool {
	for _, record := range p.records {
		e, enrolled := c.enrollmentOf(record)
		if !enrolled {
			continue
		}
		if len(p.here) == 0 {
			p.Enrollment = e
		} else {
			p.Enrollment = together(p.Enrollment, e)
		}
		p.here = append(p.here, record)
	}
	if len(p.here) == 0 {
		return false
	}
	p.Cohort, p.Enrollment.Trainee = c.Cohort.ID, p.records[0]
	p.Stated = c.stated(p)
	return true
}

// enrollmentOf is the place of one record; false where no row of it stands.
func (c *Cohort) enrollmentOf(record model.ID) (e model.Enrollment, enrolled bool) {
	of := func(prop uint16) *oplog.Register { return c.regs[field(kindEnrollment, prop, c.Cohort.ID, record)] }
	for _, h := range of(propRow).Heads() {
		var n int
		if oplog.Decode(h.Value, &n) == nil && n > 0 && (e.Row == 0 || n < e.Row) {
			e.Row = n
		}
	}
	if e.Row == 0 {
		return e, false
	}
	e.From = 1
	decodeShown(of(propFrom), &e.From)
	decodeShown(of(propTo), &e.To)
	decodeShown(of(propWalkIn), &e.WalkIn)
	var guest [][]byte
	decodeShown(of(propGuest), &guest)
	for _, id := range guest {
		if len(id) == 16 {
			e.Guest = append(e.Guest, model.ID(id))
		}
	}
	return e, true
}

// together is the place of a person with two records in one cohort: whatever either was there for
// counts, under the smaller row.
func together(a, b model.Enrollment) model.Enrollment {
	row := min(a.Row, b.Row)
	switch guestA, guestB := len(a.Guest) > 0, len(b.Guest) > 0; {
	case guestA && guestB:
		a.Guest = union(a.Guest, b.Guest)
	case guestA:
		a = b
	case !guestB:
		to := max(a.To, b.To) // NoDay is the least
		if a.To == 0 || b.To == 0 {
			to = 0
		}
		a.From, a.To, a.WalkIn = min(a.From, b.From), to, a.WalkIn && b.WalkIn
	}
	a.Row = row
	return a
}

// union is a with what only b has. It is a new slice.
func union(a, b []model.ID) []model.ID {
	out := slices.Clone(a)
	for _, id := range b {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

func (c *Cohort) stated(p *Person) *Stated {
	shown := c.merged(p, kindEnrollment, propRequired).Shown()
	if shown == nil {
		return nil
	}
	var w wireStated
	if len(shown.Value) == 0 || isBlank(shown.Value) || oplog.Decode(shown.Value, &w) != nil {
		return nil
	}
	return &Stated{Date: model.Date(w.Date), Where: w.Where, By: c.name(shown.Author), At: when(shown)}
}

// EditRequired states that a person did the course that the cohort's rule requires: on a date, and
// where, which may be empty. NoDate takes the statement back.
func (c *Cohort) EditRequired(p *Person, date model.Date, where string) Edit {
	e := Edit{field: field(kindEnrollment, propRequired, c.Cohort.ID, p.Trainee.ID)}
	if date != model.NoDate {
		e.value = wireStated{Date: int32(date), Where: where}
	}
	return e
}

// recordHere is the record of a person that something new in this cohort is written to: one that is
// enrolled here, so that it is still theirs when a join is taken back.
func recordHere(p *Person) model.ID {
	if len(p.here) > 0 {
		return p.here[0]
	}
	return p.records[0]
}

// recordMarked is the record of a person that has a mark in a block, else recordHere.
func (c *Cohort) recordMarked(p *Person, block model.ID) model.ID {
	for _, record := range p.here {
		if c.regs[field(kindMark, propAttendance, c.Cohort.ID, block, record)].Shown() != nil {
			return record
		}
	}
	return recordHere(p)
}

// forgotten reports whether a person is to be forgotten: whatever text of theirs still comes is not shown.
func (c *Cohort) forgotten(records []model.ID) bool {
	for _, record := range records {
		if c.flag(kindTrainee, propForgotten, record) {
			return true
		}
	}
	return false
}
