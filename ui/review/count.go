package review

import (
	"slices"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/room"
)

// What everybody's marks come to is kept until the marks or the time change. A large cohort is counted
// in parts, one between two frames, so that no key waits for it.

const (
	part     = 30  // people counted at once
	mostKept = 200 // rows of which the account is kept
)

// state is what was counted of: anything else, and it has to be counted anew.
type state struct {
	cohort   *store.Cohort
	revision int        // of the room
	ended    int        // blocks that had ended
	date     model.Date // of the moment
}

// figures are what one person's marks come to, as far as filters and sorts ask: minutes.
type figures struct {
	id       model.ID
	row      int
	name     string // as names are compared
	worksite string
	missed   int
	toMakeUp int
	unmarked int
}

// sum is what everybody's marks in one block come to: minutes of people. Guests are outside it.
type sum struct{ scheduled, missed, madeUp, unmarked int }

func (s *sum) add(o sum) {
	s.scheduled += o.scheduled
	s.missed += o.missed
	s.madeUp += o.madeUp
	s.unmarked += o.unmarked
}

// full is the share of what is marked that people were in the room; false where nothing is marked.
func (s sum) full() (share float64, marked bool) {
	known := s.scheduled - s.unmarked
	if known <= 0 {
		return 0, false
	}
	return float64(known-s.missed) / float64(known), true
}

// tally is what a cohort's marks come to, as far as they are counted.
type tally struct {
	of       state
	reviewer *model.Reviewer
	asOf     model.Moment
	blocks   []model.Block    // those that count, in order
	at       map[model.ID]int // where a block is among them
	over     []bool           // which of them have ended
	next     int              // the first person not counted yet
	people   []figures        // in order of row
	sums     []sum            // by block
	whole    sum              // of all blocks
	toMakeUp int              // of everybody
	sites    map[string]int   // people by worksite
}

func newTally(r *room.Room, of state) *tally {
	c := r.Cohort
	t := &tally{of: of, asOf: r.AsOf(), at: map[model.ID]int{}, sites: map[string]int{}}
	t.reviewer = model.NewReviewer(&c.Cohort, t.asOf)
	for _, d := range c.Days {
		for _, b := range c.BlocksOf(d.Number) {
			t.at[b.ID] = len(t.blocks)
			t.blocks = append(t.blocks, b)
			t.over = append(t.over, t.asOf.Ended(d.Date, b))
		}
	}
	t.sums = make([]sum, len(t.blocks))
	return t
}

// done reports whether everybody is counted.
func (t *tally) done() bool { return t != nil && t.next >= len(t.of.cohort.People) }

// count adds the next people.
func (t *tally) count(r *room.Room) {
	people := t.of.cohort.People
	for end := min(t.next+part, len(people)); t.next < end; t.next++ {
		t.add(people[t.next], t.account(r, people[t.next]))
	}
}

// account is what a person's marks come to.
func (t *tally) account(r *room.Room, p *store.Person) model.Account {
	e := t.of.cohort.Entry(p, r.Required[p.Trainee.ID].State)
	e.Twelve = r.Twelve
	return t.reviewer.Account(e)
}

func (t *tally) add(p *store.Person, a model.Account) {
	t.people = append(t.people, figures{id: p.Trainee.ID, row: p.Row, name: model.Fold(p.Name), worksite: p.Worksite,
		missed: a.Missed, toMakeUp: a.ToMakeUp, unmarked: a.Unmarked})
	if p.Worksite != "" {
		t.sites[p.Worksite]++
	}
	t.toMakeUp += a.ToMakeUp
	for _, b := range a.Blocks {
		one := sum{scheduled: b.Block.Minutes(), missed: b.Missed, madeUp: b.MadeUp}
		if b.State == model.Unmarked {
			one.unmarked = one.scheduled
		}
		t.sums[t.at[b.Block.ID]].add(one)
		t.whole.add(one)
	}
}

// together adds up the blocks that a column stands for.
func (t *tally) together(blocks []int) (all sum) {
	for _, i := range blocks {
		all.add(t.sums[i])
	}
	return all
}

// anyOver reports whether one of the blocks has ended.
func (t *tally) anyOver(blocks []int) bool {
	return slices.ContainsFunc(blocks, func(i int) bool { return t.over[i] })
}

// stateNow is what would be counted of now.
func stateNow(r *room.Room) state {
	c, asOf := r.Cohort, r.AsOf()
	s := state{cohort: c, revision: r.Revision(), date: asOf.Date}
	for _, d := range c.Days {
		if d.Date > asOf.Date {
			continue
		}
		for _, b := range c.Blocks {
			if b.Day == d.Number && asOf.Ended(d.Date, b) {
				s.ended++
			}
		}
	}
	return s
}
