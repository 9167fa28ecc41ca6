package store

import (
	"errors"

	"rollbook/model"
)

// ErrNotBoth is returned where the two sides of a dispute are not the arrival of one and the leaving of
// the other.
var ErrNotBoth = errors.New("the two don't fit together: choose one of them")

// EditsFor are the edits that settle a dispute as one of its parties says. The error is ErrNoSide.
func (c *Cohort) EditsFor(d Dispute, party int) ([]Edit, error) {
	var edits []Edit
	for _, f := range d.Fields {
		if party < 0 || party >= len(f.Sides) {
			return nil, ErrNoSide
		}
		e, err := c.EditSide(f.Sides[party])
		if err != nil {
			return nil, err
		}
		edits = append(edits, e)
	}
	return edits, nil
}

// Both puts the two sides of a dispute about marks together: one party knew when the person came, the
// other when they left. The slots are the marks in question as they are then. The error is ErrNotBoth
// where it is not like that.
func (c *Cohort) Both(d Dispute) ([]model.Slot, error) {
	p := c.byID[d.Person]
	if p == nil || len(d.Parties) != 2 {
		return nil, ErrNotBoth
	}
	day := d.Fields[0].Day
	sides := [2]model.Scope{}
	for i := range sides {
		sides[i] = model.Scope{Slots: c.Slots(p, day), Block: -1}
	}
	asked := map[model.ID]bool{}
	for _, f := range d.Fields {
		if f.Sides[0].Field.Kind != kindMark || f.Sides[0].Field.Prop != propAttendance || f.Day != day {
			return nil, ErrNotBoth
		}
		for i := range sides {
			setMark(sides[i].Slots, f.Block, decodeMark(c.opOf(f.Sides[i]).Value))
		}
		asked[f.Block] = true
	}
	slots, err := cameAndLeft(sides, asked)
	if err != nil {
		return nil, err
	}
	var out []model.Slot
	for _, s := range slots {
		if asked[s.Block.ID] {
			out = append(out, s)
		}
	}
	return out, nil
}

// EditsBoth are the edits that settle a dispute with what Both comes to.
func (c *Cohort) EditsBoth(d Dispute) ([]Edit, error) {
	slots, err := c.Both(d)
	if err != nil {
		return nil, err
	}
	var edits []Edit
	for _, s := range slots {
		edits = append(edits, c.EditMark(c.byID[d.Person], s.Block.ID, s.Mark))
	}
	return edits, nil
}

func setMark(slots []model.Slot, block model.ID, m model.Mark) {
	for i := range slots {
		if slots[i].Block.ID == block {
			slots[i].Mark = m.In(slots[i].Block)
		}
	}
}

// cameAndLeft is the day of the one that tells of leaving, with the arrival that the other tells.
func cameAndLeft(sides [2]model.Scope, asked map[model.ID]bool) ([]model.Slot, error) {
	for came := range sides {
		left := 1 - came
		arrived := oneTime(sides[came].Slots, asked, func(m model.Mark) model.Clock { return m.Arrived })
		gone := oneTime(sides[left].Slots, asked, func(m model.Mark) model.Clock { return m.Left })
		also := oneTime(sides[left].Slots, asked, func(m model.Mark) model.Clock { return m.Arrived })
		back := oneTime(sides[came].Slots, asked, func(m model.Mark) model.Clock { return m.Left })
		if arrived == model.NoClock || gone == model.NoClock || also != model.NoClock || back != model.NoClock {
			continue
		}
		changed, err := sides[left].Late(arrived)
		if err != nil {
			return nil, ErrNotBoth // they left before they came
		}
		for _, s := range changed {
			setMark(sides[left].Slots, s.Block.ID, s.Mark)
		}
		return sides[left].Slots, nil
	}
	return nil, ErrNotBoth
}

// oneTime is the one time that the marks in question tell, none where they tell several.
func oneTime(slots []model.Slot, asked map[model.ID]bool, of func(model.Mark) model.Clock) model.Clock {
	at := model.NoClock
	for _, s := range slots {
		switch t := of(s.Mark); {
		case !asked[s.Block.ID] || t == model.NoClock || t == at:
		case at != model.NoClock:
			return model.NoClock
		default:
			at = t
		}
	}
	return at
}

// Closes reports whether a gesture closes a day.
func (d *Draft) Closes() bool {
	for i := range d.Gesture.Changes {
		if c := &d.Gesture.Changes[i]; c.Field.Kind == kindClose && !isBlank(c.Value) {
			return true
		}
	}
	return false
}
