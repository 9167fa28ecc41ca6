package today

import (
	"slices"

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
	tally  Tally // of the target, without guests
	lack   int   // who lacks the required course, on their first day and before
}

func newRoster(r *room.Room) roster {
	l := roster{now: KeyOf(r)}
	if r.Cohort != nil {
		l.blocks = r.Cohort.BlocksOf(r.Day)
	}
	var here []*store.Person
	l.List, here = NewList(r.Cohort, l.blocks)
	l.tally = NewTally(here, l.target())
	for _, p := range here {
		if r.LacksRequired(p) != "" {
			l.lack++
		}
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

// follow brings the roster after a gesture on one person's marks.
func (l *roster) follow(r *room.Room, id model.ID) {
	if p := r.Cohort.Person(id); p != nil && l.now.Follows(r) {
		l.tally.Follow(p)
	}
}
