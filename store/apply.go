package store

import (
	"rollbook/store/oplog"
)

// Apply brings a formed gesture into the cohort, so that a screen shows it before the disk has it.
// It knows nothing of gestures that are not here: after an undo, load the cohort anew.
func (c *Cohort) Apply(d *Draft) {
	for digest, text := range d.Texts {
		if !c.struck[digest] {
			c.texts[digest] = text.String()
		}
	}
	c.learnName(d.Gesture.Author)
	onlyMarks := true
	for i := range d.Gesture.Changes {
		f := d.Gesture.Changes[i].Field
		if f.Kind == oplog.KindStrike && len(f.Entity) == 16 {
			c.struck[part(f.Entity, 0)] = true
			delete(c.texts, part(f.Entity, 0))
		}
		if !knows(f) || f.Kind == oplog.KindUndo || f.Kind == oplog.KindStrike {
			onlyMarks = false
			continue
		}
		r := c.regs[f]
		if r == nil {
			r = &oplog.Register{}
			c.regs[f] = r
		}
		day := c.closedDayOf(f)
		if day != 0 {
			flipMark(&c.closed[day].now, []byte(f.Entity), r)
		}
		r.Add(oplog.OpOf(d.Gesture, i))
		if day != 0 {
			flipMark(&c.closed[day].now, []byte(f.Entity), r)
		}
		onlyMarks = onlyMarks && f.Kind == kindMark
		if f.Kind == kindMark {
			c.marking[f.Prop] = true
		}
	}
	if !onlyMarks {
		c.derive()
		return
	}
	for _, change := range d.Gesture.Changes {
		c.deriveMark(change.Field.Entity)
	}
	c.markedSince(d.Gesture)
}

// Bring applies a gesture that may not be on the disk, as far as it is of this cohort. One that is
// there already changes nothing.
func (c *Cohort) Bring(d *Draft) {
	for _, with := range d.With {
		c.Bring(with)
	}
	if of := cohortOf(d.Gesture); of.IsZero() || of == c.Cohort.ID {
		c.Apply(d)
	}
}
