package store

import (
	"bytes"
	"fmt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// A brief is what a list of cohorts shows of one: its plan, and whose records are enrolled. It is
// derived like the heads, lies in the cohort's range behind the tally, and is written in the same
// transaction, so that two hundred cohorts are listed without reading their registers.

// wireBrief is a brief as the book keeps it.
type wireBrief struct {
	_        struct{} `cbor:",toarray"`
	Name     string
	Course   string
	Place    string
	Days     []wireBriefDay
	Blocks   []wireBriefBlock
	Enrolled []byte // ids of the records, 16 bytes each, guests left out
}

type wireBriefDay struct {
	_         struct{} `cbor:",toarray"`
	ID        []byte
	Number    int
	Date      int32
	Cancelled bool
}

type wireBriefBlock struct {
	_         struct{} `cbor:",toarray"`
	ID        []byte
	Day       int
	Start     int16
	End       int16
	Topic     string
	Cancelled bool
}

// briefKey is where a cohort's brief lies, under kind 0 as the tally.
func briefKey(cohort []byte) []byte { return append(bytes.Clone(cohort[:16]), 0, 0, 0, 1) }

// isDerived reports whether a key of the heads is a tally, a brief, the calendar or what was joined, not a register.
func isDerived(key []byte) bool { return len(key) >= 18 && key[16] == 0 && key[17] == 0 }

// inBrief reports whether a brief tells of a field.
func inBrief(f oplog.Field) bool {
	return f.Kind == kindCohort || f.Kind == kindDay || f.Kind == kindBlock || f.Kind == kindEnrollment
}

// writeBrief derives a cohort's brief from the registers of its plan, and tells its place in the
// calendar.
func (s *shelf) writeBrief(cohort model.ID) (wireMeeting, error) {
	c := &Cohort{regs: map[oplog.Field]*oplog.Register{}, texts: map[model.ID]string{}, who: map[model.ID]string{}}
	c.Cohort.ID = cohort
	if err := (reader{s}).plan(c); err != nil {
		return wireMeeting{}, err
	}
	c.derive()
	w := wireBrief{Name: c.Name, Course: c.Course, Place: c.Place}
	for _, d := range c.Days {
		w.Days = append(w.Days, wireBriefDay{ID: bytes.Clone(d.ID[:]), Number: d.Number, Date: int32(d.Date), Cancelled: d.Cancelled})
	}
	for _, b := range c.Blocks {
		w.Blocks = append(w.Blocks, wireBriefBlock{ID: bytes.Clone(b.ID[:]), Day: b.Day, Start: int16(b.Start), End: int16(b.End),
			Topic: b.Topic, Cancelled: b.Cancelled})
	}
	for _, p := range c.People {
		if len(p.Guest) == 0 {
			w.Enrolled = append(w.Enrolled, p.Enrollment.Trainee[:]...)
		}
	}
	return meetingOf(&c.Cohort), s.put(briefKey(cohort[:]), oplog.Encode(w))
}

// brief reads a cohort's brief; joined records are counted as one person.
func (r reader) brief(cohort model.ID, joined joins) (Listed, error) {
	plain, err := getSealed(r.tx, r.sealer, bucketHeads, briefKey(cohort[:]))
	if err != nil || plain == nil {
		return Listed{}, err
	}
	var w wireBrief
	if err := oplog.Decode(plain, &w); err != nil {
		return Listed{}, fmt.Errorf("%w: a cohort's brief can't be read", ErrDamaged)
	}
	l := Listed{Cohort: model.Cohort{ID: cohort, Name: w.Name, Course: w.Course, Place: w.Place}}
	for _, d := range w.Days {
		l.Days = append(l.Days, model.Day{ID: idOf(d.ID), Number: d.Number, Date: model.Date(d.Date), Cancelled: d.Cancelled})
	}
	for _, b := range w.Blocks {
		l.Blocks = append(l.Blocks, model.Block{ID: idOf(b.ID), Day: b.Day, Start: clock(b.Start), End: clock(b.End), Topic: b.Topic, Cancelled: b.Cancelled})
	}
	people := map[model.ID]bool{}
	for at := 0; at+16 <= len(w.Enrolled); at += 16 {
		people[joined.records(model.ID(w.Enrolled[at : at+16]))[0]] = true
	}
	l.Trainees = len(people)
	return l, nil
}

// idOf is an id from the book, zero where it is of another size.
func idOf(b []byte) model.ID {
	if len(b) != 16 {
		return model.ID{}
	}
	return model.ID(b)
}
