package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"rollbook/model"
	"rollbook/store/oplog"
)

// What people do to a cohort, as edits that are then formed into one gesture. Screens and commands
// both go through these.

// ErrNotEnrolled is returned for a mark on a person who is not enrolled that day.
var ErrNotEnrolled = errors.New("not enrolled on that day")

// MarkDay is what one key does to a person's day: act gets the person's blocks of that day, with
// block as the one acted on or the whole day where block is zero, and says which marks change.
func (c *Cohort) MarkDay(p *Person, day int, block model.ID, act func(model.Scope) ([]model.Slot, error)) ([]Edit, error) {
	s, err := c.Scope(p, day, block)
	if err != nil {
		return nil, err
	}
	slots, err := act(s)
	if err != nil {
		return nil, err
	}
	var edits []Edit
	for _, slot := range slots {
		edits = append(edits, c.EditMark(p, slot.Block.ID, slot.Mark))
	}
	return edits, nil
}

// Scope is a person's day as the marking rules take it: of one block, or whole where block is zero.
func (c *Cohort) Scope(p *Person, day int, block model.ID) (model.Scope, error) {
	s := model.Scope{Slots: c.Slots(p, day), Block: -1}
	if !block.IsZero() {
		s.Block = slices.IndexFunc(s.Slots, func(sl model.Slot) bool { return sl.Block.ID == block })
	}
	if len(s.Slots) == 0 || !block.IsZero() && s.Block < 0 {
		return s, fmt.Errorf("%d %s is %w", p.Row, p.Name, ErrNotEnrolled)
	}
	return s, nil
}

// MarkRest marks everybody present who is not marked yet, as model.Scope.Rest says, or with copy
// what the block before ended with. It tells how many people it marks.
func (c *Cohort) MarkRest(day int, block model.ID, copied bool) (edits []Edit, people int, err error) {
	for _, p := range c.PeopleOn(day) {
		more, err := c.MarkDay(p, day, block, func(s model.Scope) ([]model.Slot, error) {
			if copied {
				return s.Copy(), nil
			}
			return s.Rest(), nil
		})
		if errors.Is(err, ErrNotEnrolled) {
			continue
		}
		if err != nil {
			return nil, 0, err
		}
		if len(more) > 0 {
			people++
		}
		edits = append(edits, more...)
	}
	return edits, people, nil
}

// Told turns 'told us ahead' on or off for a person's block, or the whole day where block is zero.
func (c *Cohort) Told(p *Person, day int, block model.ID, told bool) ([]Edit, error) {
	s, err := c.Scope(p, day, block)
	if err != nil {
		return nil, err
	}
	var edits []Edit
	for i, sl := range s.Slots {
		if s.Block < 0 || s.Block == i {
			edits = append(edits, c.EditTold(p, sl.Block.ID, told))
		}
	}
	return edits, nil
}

// Remark sets the remark on a person's block, or on the first of the day where block is zero.
func (c *Cohort) Remark(p *Person, day int, block model.ID, remark string) ([]Edit, error) {
	s, err := c.Scope(p, day, block)
	if err != nil {
		return nil, err
	}
	return []Edit{c.EditRemark(p, s.Slots[max(0, s.Block)].Block.ID, remark)}, nil
}

// NewCohort is a cohort of a course, with its plan on the given dates and its rule. The edits make
// it; nothing is saved yet.
func (b *Book) NewCohort(name string, course model.Course, dates []model.Date, place string, trainers []string) (*Cohort, []Edit, error) {
	var idErr error
	newID := func() model.ID {
		id, err := b.NewID()
		if err != nil {
			idErr = err
		}
		return id
	}
	c := b.Blank(newID())
	days, blocks, err := course.Plan(dates, newID)
	if err != nil {
		return nil, nil, err
	}
	if idErr != nil {
		return nil, nil, fmt.Errorf("make a cohort: %w", idErr)
	}
	edits := c.EditCohort(model.Cohort{ID: c.Cohort.ID, Name: name, Course: course.Name, Place: place, Trainers: trainers, Rule: course.Rule})
	for _, d := range days {
		edits = append(edits, c.EditDay(d)...)
	}
	for _, bl := range blocks {
		edits = append(edits, c.EditBlock(bl)...)
	}
	return c, edits, nil
}

// Enroll adds people to the cohort from a day on, each with the next free row number, in the order
// given. A trainee without an id is new to the book. The ids are returned in that order.
func (c *Cohort) Enroll(people []model.Trainee, from int, walkIn bool) (edits []Edit, ids []model.ID, err error) {
	row := c.NextRow()
	for _, t := range people {
		fresh, id, err := c.acquaint(t)
		if err != nil {
			return nil, nil, err
		}
		e := model.Enrollment{Cohort: c.Cohort.ID, Trainee: id, Row: row, From: max(1, from), WalkIn: walkIn}
		edits = append(append(edits, fresh...), c.EditEnrollment(e)...)
		ids = append(ids, id)
		row++
	}
	return edits, ids, nil
}

// acquaint is what enrolling a person takes before the enrollment itself: an id and edits for one who
// is new to the book; for one whom the book knows, that this cohort can show them before it is loaded
// anew.
func (c *Cohort) acquaint(t model.Trainee) (edits []Edit, id model.ID, err error) {
	if !t.ID.IsZero() {
		c.lent[t.ID] = t
		return nil, t.ID, nil
	}
	if t.ID, err = c.book.NewID(); err != nil {
		return nil, t.ID, fmt.Errorf("add a person: %w", err)
	}
	return c.EditTrainee(t), t.ID, nil
}

// ByName puts people in the order that an import numbers them: by name, as a person would sort.
func ByName(people []model.Trainee) {
	slices.SortStableFunc(people, func(a, b model.Trainee) int {
		return strings.Compare(model.Fold(a.Name), model.Fold(b.Name))
	})
}

// Leave ends a person's enrollment: day is the first one not attended, 1 for somebody who never
// came. 0 takes that back.
func (c *Cohort) Leave(p *Person, day int) []Edit {
	e := p.Enrollment
	e.Trainee = p.Trainee.ID
	switch e.To = day - 1; day {
	case 0:
		e.To = 0
	case 1:
		e.To = model.NoDay
	}
	return c.EditEnrollment(e)
}

// Count is what closing a day attests: counts of everybody's blocks of that day. Guests stand
// outside all totals.
func (c *Cohort) Count(day int) Closing {
	n := Closing{Day: day}
	for _, b := range c.BlocksOf(day) {
		for _, p := range c.People {
			if len(p.Guest) > 0 || !p.Covers(b) {
				continue
			}
			state := model.Unmarked
			if cell := p.Marks[b.ID]; cell != nil {
				state = cell.Mark.In(b).State
			}
			switch state {
			case model.Present:
				n.Present++
			case model.Part:
				n.Part++
			case model.Absent:
				n.Absent++
			default:
				n.Unmarked++
			}
		}
	}
	return n
}

// HistoryOf are the entries of a journal that changed a person's mark in a block.
func HistoryOf(entries []Entry, p *Person, block model.ID) []Entry {
	var out []Entry
	for _, e := range entries {
		if slices.ContainsFunc(e.Changes, func(ch Changed) bool { return ch.Block == block && ch.Trainee == p.Trainee.ID }) {
			out = append(out, e)
		}
	}
	return out
}

// Absences tells how often a person was absent so far: blocks and days with any absence, of those
// marked.
func (c *Cohort) Absences(p *Person) (blocks, days int) {
	for _, d := range c.Days {
		any := false
		for _, sl := range c.Slots(p, d.Number) {
			if sl.Mark.State == model.Absent {
				blocks++
				any = true
			}
		}
		if any {
			days++
		}
	}
	return blocks, days
}

// Settle is the way of a gesture on one cell: a settlement where people disagree about it.
func (cell Cell) Settle() oplog.How {
	if len(cell.Conflict) > 0 {
		return oplog.Settle
	}
	return oplog.Single
}

// Disputed reports whether people disagree about the attendance itself, not only about a remark or
// whether they were told ahead.
func (cell Cell) Disputed() bool {
	return slices.ContainsFunc(cell.Conflict, func(s Side) bool { return s.Field.Prop == propAttendance })
}
