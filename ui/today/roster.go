package today

import (
	"slices"
	"time"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/room"
)

// roster is the list of the day with what its marks come to: worked out when the cohort, the day or
// the target changes, and followed mark by mark in between.
type roster struct {
	List
	now    Key
	blocks []model.Block
	tally  Tally     // of the target, without guests
	marks  Tally     // of every block, without guests: what closing the day attests
	last   time.Time // when the last of those marks was made, by the clock of its laptop
}

func newRoster(r *room.Room) roster {
	l := roster{now: KeyOf(r)}
	if r.Cohort != nil {
		l.blocks = r.Cohort.BlocksOf(r.Day)
	}
	var here []*store.Person
	l.List, here = NewList(r.Cohort, l.blocks)
	l.tally = NewTally(here, l.target())
	single := make([][]model.Block, len(l.blocks))
	for i := range single {
		single[i] = l.blocks[i : i+1]
	}
	l.marks = NewTally(here, single...)
	for _, p := range here {
		l.latest(p)
	}
	return l
}

// target are the blocks that keys act on.
func (l *roster) target() []model.Block {
	if l.now.target.IsZero() {
		return l.blocks
	}
	i := slices.IndexFunc(l.blocks, func(b model.Block) bool { return b.ID == l.now.target })
	if i < 0 {
		return nil
	}
	return l.blocks[i : i+1]
}

func (l *roster) latest(p *store.Person) {
	if len(p.Guest) > 0 {
		return
	}
	for _, b := range l.blocks {
		if cell := p.Marks[b.ID]; cell != nil && cell.At.After(l.last) {
			l.last = cell.At
		}
	}
}

// follow brings the roster after a gesture on one person's marks.
func (l *roster) follow(r *room.Room, id model.ID) {
	if p := r.Cohort.Person(id); p != nil && l.now.Follows(r) {
		l.tally.Follow(p)
		l.marks.Follow(p)
		l.latest(p)
	}
}

// changedSince reports whether marks were made after a closing, by the clocks of their laptops, or
// come to other counts than it attests.
func (l *roster) changedSince(c store.Closing) bool {
	var all [4]int
	for _, counts := range l.marks.Counts {
		for state, n := range counts {
			all[state] += n
		}
	}
	return l.last.After(c.At) || c.Present != all[model.Present] || c.Part != all[model.Part] ||
		c.Absent != all[model.Absent] || c.Unmarked != all[model.Unmarked]
}
