package store

import (
	"errors"
	"fmt"

	"rollbook/model"
)

// Errors of enrolling a guest.
var (
	ErrEnrolled = errors.New("mark them where they stand")
	ErrNoBlocks = errors.New("name the blocks that they come for")
)

// EnrollGuest adds a person who only makes something up: for those blocks, listed with a row number
// of their own, outside all totals. For a guest of this cohort it adds the blocks to those they came
// for. A trainee without an id is new to the book. It returns the person's id. The errors wrap
// ErrEnrolled for somebody on the roster, or ErrNoBlocks.
func (c *Cohort) EnrollGuest(t model.Trainee, blocks []model.ID) ([]Edit, model.ID, error) {
	first := 0
	for _, id := range blocks {
		b, ok := c.Block(id)
		if !ok {
			return nil, model.ID{}, fmt.Errorf("a guest of a block that this cohort has not: %w", ErrNoBlocks)
		}
		if first == 0 || b.Day < first {
			first = b.Day
		}
	}
	if first == 0 {
		return nil, model.ID{}, fmt.Errorf("a guest of no block: %w", ErrNoBlocks)
	}
	p := c.byID[t.ID]
	if p == nil {
		edits, id, err := c.acquaint(t)
		e := model.Enrollment{Trainee: id, Row: c.NextRow(), From: first, Guest: union(nil, blocks)}
		return append(edits, c.EditEnrollment(e)...), id, err
	}
	if len(p.Guest) == 0 {
		return nil, model.ID{}, fmt.Errorf("%d %s is on the roster here: %w", p.Row, p.Name, ErrEnrolled)
	}
	e := p.Enrollment
	e.Trainee, e.From, e.Guest = p.Trainee.ID, min(e.From, first), union(p.Guest, blocks)
	return c.EditEnrollment(e), p.Trainee.ID, nil
}
