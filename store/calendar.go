package store

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// The calendar says on which dates which cohorts meet: what is asked first whenever Rollbook is
// opened. It is one value, derived and kept like the briefs, so that opening a book of two hundred
// cohorts reads no more than opening one of three.

// calendarKey is where the calendar lies, under kind 0 of the range that belongs to no cohort.
var calendarKey = append(make([]byte, 18), 0, 1)

// wireMeeting is one cohort in the calendar.
type wireMeeting struct {
	_      struct{} `cbor:",toarray"`
	Cohort []byte
	Name   string
	Days   []int32 // number, date and 1 for cancelled, of each day in order
}

func meetingOf(c *model.Cohort) wireMeeting {
	w := wireMeeting{Cohort: bytes.Clone(c.ID[:]), Name: c.Name}
	for _, d := range c.Days {
		cancelled := int32(0)
		if d.Cancelled {
			cancelled = 1
		}
		w.Days = append(w.Days, int32(d.Number), int32(d.Date), cancelled)
	}
	return w
}

func (s *shelf) calendar() ([]wireMeeting, error) {
	plain, err := getSealed(s.tx, s.sealer, bucketHeads, calendarKey)
	if err != nil || plain == nil {
		return nil, err
	}
	var w []wireMeeting
	if err := oplog.Decode(plain, &w); err != nil {
		return nil, fmt.Errorf("%w: its calendar can't be read", ErrDamaged)
	}
	return w, nil
}

// writeCalendar brings the cohorts whose plans changed into the calendar. One without a name was
// taken back.
func (s *shelf) writeCalendar(changed []wireMeeting) error {
	all, err := s.calendar()
	if err != nil {
		return err
	}
	before := oplog.Encode(all)
	for _, m := range changed {
		at, here := slices.BinarySearchFunc(all, m.Cohort, func(w wireMeeting, id []byte) int { return bytes.Compare(w.Cohort, id) })
		switch {
		case here && m.Name == "":
			all = slices.Delete(all, at, at+1)
		case here:
			all[at] = m
		case m.Name != "":
			all = slices.Insert(all, at, m)
		}
	}
	after := oplog.Encode(all)
	if bytes.Equal(before, after) {
		return nil
	}
	return s.put(calendarKey, after)
}

// Calendar lists the cohorts with their days and nothing else, in the order of Cohorts.
func (b *Book) Calendar() ([]Listed, error) {
	var out []Listed
	err := b.view(func(tx *bolt.Tx) error {
		out = nil
		r := newReader(tx, b.sealer)
		away, err := r.joinedAway()
		if err != nil {
			return err
		}
		all, err := r.calendar()
		for _, w := range all {
			if _, is := away[idOf(w.Cohort)]; is {
				continue
			}
			l := Listed{Cohort: model.Cohort{ID: idOf(w.Cohort), Name: w.Name}}
			for ; len(w.Days) >= 3; w.Days = w.Days[3:] {
				l.Days = append(l.Days, model.Day{Number: int(w.Days[0]), Date: model.Date(w.Days[1]), Cancelled: w.Days[2] == 1})
			}
			out = append(out, l)
		}
		return err
	})
	slices.SortFunc(out, inListOrder)
	return out, err
}

// inListOrder is by the first date, then the name.
func inListOrder(a, b Listed) int {
	if x, y := a.Start(), b.Start(); x != y {
		return int(x) - int(y)
	}
	if x := strings.Compare(model.Fold(a.Name), model.Fold(b.Name)); x != 0 {
		return x
	}
	return compareIDs(a.ID, b.ID)
}
