package review

import (
	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
)

// The totals are kept until the marks or the time change. A large cohort is counted in parts, one
// between two frames, so that no key waits for it.

const (
	part     = 30  // people counted at once
	mostKept = 200 // rows of which the account is kept
)

// sums are the totals of a cohort, as far as they are counted.
type sums struct {
	revision int           // of the room, as Room.Revision has it
	over     int           // blocks that had ended
	of       *store.Cohort // nil before the first count

	days     []int  // minutes missed, by day
	ended    []bool // whether a block of the day has ended
	missed   int
	unmarked int
	next     int // the first person not counted yet
	people   int
	waiting  bool // a message will go on
}

func (s *sums) done() bool { return s.of != nil && s.next >= s.people }

// moreMsg goes on counting.
type moreMsg struct{}

// goOn is the command that counts the next part, nil when all is counted.
func (s *Screen) goOn() tea.Cmd {
	if s.r.Cohort == nil || s.sums.waiting || s.sums.done() && !s.stale() {
		return nil
	}
	s.sums.waiting = true
	// Not kit.Send, which would be delivered before the next key.
	return func() tea.Msg { return moreMsg{} }
}

// stale says that something was marked, or a block has ended, since the totals were begun.
func (s *Screen) stale() bool {
	return s.sums.of != s.r.Cohort || s.sums.revision != s.r.Revision() || s.sums.over != over(&s.r.Cohort.Cohort, moment(s.r))
}

// over is how many blocks have ended.
func over(c *model.Cohort, asOf model.Moment) (n int) {
	for _, d := range c.Days {
		if d.Date > asOf.Date {
			continue
		}
		for _, b := range c.BlocksOf(d.Number) {
			if asOf.Ended(d.Date, b) {
				n++
			}
		}
	}
	return n
}

// count adds the next part of the people to the totals. Where those are stale it begins anew, and
// forgets what was worked out of the rows in sight.
func (s *Screen) count() {
	c := s.r.Cohort
	s.asOf = moment(s.r)
	if s.stale() || len(s.drawn) > mostKept {
		s.drawn = map[int]model.Account{}
	}
	if s.stale() {
		s.sums = sums{revision: s.r.Revision(), over: over(&c.Cohort, s.asOf), of: c, waiting: s.sums.waiting,
			days: make([]int, len(c.Days)), ended: make([]bool, len(c.Days)), people: len(c.People)}
		for i, d := range c.Days {
			for _, b := range c.BlocksOf(d.Number) {
				s.sums.ended[i] = s.sums.ended[i] || s.asOf.Ended(d.Date, b)
			}
		}
	}
	for end := min(s.sums.next+part, s.sums.people); s.sums.next < end; s.sums.next++ {
		a := s.accountOf(c.People[s.sums.next])
		for i, d := range a.Days {
			s.sums.days[i] += d.Missed
		}
		s.sums.missed += a.Missed
		s.sums.unmarked += a.Unmarked
	}
}

// account is what the marks of a row come to, kept from frame to frame.
func (s *Screen) account(row int) model.Account {
	a, known := s.drawn[row]
	if !known {
		a = s.accountOf(s.r.Cohort.People[row])
		s.drawn[row] = a
	}
	return a
}

func (s *Screen) accountOf(p *store.Person) model.Account {
	marks := make(map[model.ID]model.Mark, len(p.Marks))
	for id, cell := range p.Marks {
		marks[id] = cell.Mark
	}
	return model.Review(&s.r.Cohort.Cohort, model.Entry{Row: p.Row, Trainee: p.Trainee.ID, Enrollment: p.Enrollment, Marks: marks}, s.asOf)
}
