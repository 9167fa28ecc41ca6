package store

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// Line is one person in a survey of the whole book, joined records as one.
type Line struct {
	Known
	Rows []LineIn // one for each cohort whose roster they are on, in the order of Cohorts
}

// ToMakeUp is how many minutes the person has to make up, in all cohorts together.
func (l Line) ToMakeUp() (minutes int) {
	for _, row := range l.Rows {
		minutes += row.ToMakeUp
	}
	return minutes
}

// LineIn is what a cohort's rule makes of a person's marks in it: minutes, as model.Account has them.
type LineIn struct {
	Cohort        model.ID
	CohortName    string
	Row           int
	Guest         bool // only makes something up there: outside all totals, no standing
	Missed        int
	MadeUp        int
	ToMakeUp      int
	AllowanceLeft int
	Unmarked      int
	Standing      model.Standing
	Why           string
}

// Survey reviews everybody in the book up to a moment: a line for each person on any roster, in order
// of name. It reads far less than Load, but as warily: the range of each cohort has to add up. What
// it counted it remembers, and counts a cohort again only where something of it was changed, or one of
// its blocks has ended. progress is told, by the goroutine that called, how much of what is to be
// counted is done; nil for nobody. The lines share memory with later surveys: they are not to be changed.
//
// Lines say nothing of what the required course, closings and disagreements leave open: Account does, of one cohort.
func (b *Book) Survey(asOf model.Moment, progress func(done, all int)) ([]Line, error) {
	s := &b.surveyed
	s.mu.Lock()
	defer s.mu.Unlock()
	err := b.surveyOnce(s, asOf, progress)
	if errors.Is(err, errStale) {
		if err = b.rebuild(); err == nil {
			err = b.surveyOnce(s, asOf, progress)
		}
	}
	switch {
	case errors.Is(err, errStale):
		return nil, fmt.Errorf("survey the book: %w: %w", ErrDamaged, err)
	case err != nil:
		return nil, fmt.Errorf("survey the book: %w", err)
	}
	return s.lines(), nil
}

// surveyed is what the last survey came to, in memory only.
type surveyed struct {
	mu      sync.Mutex // held by the one who surveys
	roll    *roll
	cohorts map[model.ID]*counted

	last  []Line // what they came to, nil where that has to be worked out
	at    int    // the transaction of bbolt that it began to read in, -1 for one to be rolled back
	since model.Moment
	until model.Moment
}

// stands reports whether nothing at all was written since the last survey, and no block has ended.
func (s *surveyed) stands(tx *bolt.Tx, asOf model.Moment) bool {
	return s.last != nil && readAt(tx) == s.at && s.at >= 0 && !before(asOf, s.since) && before(asOf, s.until)
}

// readAt is the number of a transaction, which says what the book holds unless it is to be rolled back:
// then another may get that number.
func readAt(tx *bolt.Tx) int {
	if tx.Writable() {
		return -1
	}
	return tx.ID()
}

// surveyOnce looks what was changed since the last survey, and counts that.
func (b *Book) surveyOnce(s *surveyed, asOf model.Moment, progress func(done, all int)) error {
	var sets map[oplog.Field]*oplog.Register
	var tasks []task
	err := b.viewFollowed(func(tx *bolt.Tx) error {
		if s.stands(tx, asOf) {
			return nil
		}
		s.last, s.at = nil, readAt(tx)
		sets, tasks = map[oplog.Field]*oplog.Register{}, nil
		r := newReader(tx, b.sealer)
		if err := r.all(kindJoin, sets); err != nil {
			return err
		}
		joined := joinsOf(sets)
		if fresh, err := s.roll.stands(r); err != nil {
			return err
		} else if !fresh {
			tasks = append(tasks, b.readRoll(s))
		}
		away, err := r.joinedAway()
		if err != nil {
			return err
		}
		here := map[model.ID]bool{}
		err = r.eachCohort(func(id model.ID) error {
			if _, is := away[id]; is {
				return nil
			}
			here[id] = true
			if fresh, err := s.cohorts[id].stands(r, id, asOf, joined); err != nil || fresh {
				return err
			}
			tasks = append(tasks, b.countCohort(s, id, asOf, sets))
			return nil
		})
		for id := range s.cohorts {
			if !here[id] {
				delete(s.cohorts, id)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	if s.cohorts == nil {
		s.cohorts = map[model.ID]*counted{}
	}
	if len(tasks) >= manyTasks {
		defer b.fetch()()
	}
	return sideBySide(tasks, progress)
}

// lines puts together what was counted, by person.
func (s *surveyed) lines() []Line {
	if s.last == nil {
		s.last = s.assemble()
	}
	return s.last
}

func (s *surveyed) assemble() []Line {
	rows := make([][]LineIn, len(s.roll.people))
	var former []Line // without a name: all texts about them are struck, withheld, or lost
	at := map[model.ID]int{}
	all := make([]*counted, 0, len(s.cohorts))
	for _, c := range s.cohorts {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b *counted) int { return inListOrder(a.listed, b.listed) })
	s.since, s.until = model.Moment{Date: model.NoDate}, model.Moment{Date: math.MaxInt32}
	for _, c := range all {
		if before(s.since, c.since) {
			s.since = c.since
		}
		if before(c.until, s.until) {
			s.until = c.until
		}
		for _, p := range c.people {
			if i, known := s.roll.at[p.records[0]]; known {
				rows[i] = append(rows[i], p.row)
				continue
			}
			i, seen := at[p.records[0]]
			if !seen {
				i = len(former)
				at[p.records[0]] = i
				former = append(former, Line{Known: Known{Trainee: model.Trainee{ID: p.records[0], Name: s.roll.nameless(p.records)}, Records: p.records}})
			}
			former[i].Rows = append(former[i].Rows, p.row)
		}
	}
	slices.SortFunc(former, func(a, b Line) int { return compareIDs(a.ID, b.ID) })
	out := make([]Line, 0, len(rows)+len(former))
	for i, k := range s.roll.people {
		if len(rows[i]) > 0 {
			out = append(out, Line{Known: k, Rows: rows[i]})
		}
	}
	return append(out, former...)
}
