package store

import (
	"rollbook/model"
	"rollbook/store/oplog"
)

// Striking makes texts gone for good: here at once, elsewhere by sync. It can't be undone.

// EditStrike strikes every text that a note ever had, the person's own words beside it among them.
func (c *Cohort) EditStrike(note model.ID) []Edit {
	return c.strike(nil, field(kindNote, propText, c.Cohort.ID, note), field(kindNote, propOwnWords, c.Cohort.ID, note))
}

// EditStrikeMark strikes every remark that a person's mark in a block ever had, and the person's own
// words beside it. The mark itself stays.
func (c *Cohort) EditStrikeMark(p *Person, block model.ID) []Edit {
	var fields []oplog.Field
	for _, record := range p.records {
		for _, prop := range []uint16{propRemark, propOwnWords} {
			fields = append(fields, field(kindMark, prop, c.Cohort.ID, block, record))
		}
	}
	return c.strike(nil, fields...)
}

// EditName sets what is known of a person, as EditTrainee does. Where the name changes, the name for
// the certificate or how to say it, whatever stood there before is struck, unless the person wishes
// that it stay in the journal.
func (c *Cohort) EditName(p *Person, t model.Trainee, keepOld bool) []Edit {
	t.ID = p.Trainee.ID
	edits := c.EditTrainee(t)
	if keepOld {
		return edits
	}
	now, then := traineeTexts(&t), traineeTexts(&p.Trainee)
	for _, prop := range []uint16{propName, propSay, propCertificate} {
		if *now[prop] == *then[prop] {
			continue
		}
		for _, record := range p.records {
			edits = c.strike(edits, field(kindTrainee, prop, record))
		}
	}
	return edits
}

// strike adds edits that strike every text that fields ever had.
func (c *Cohort) strike(edits []Edit, fields ...oplog.Field) []Edit {
	for _, f := range fields {
		r := c.regs[f]
		if r == nil {
			continue
		}
		for i := range r.Ops {
			if d := r.Ops[i].Text; !d.IsZero() && !c.struck[d] {
				edits = append(edits, Edit{field: oplog.StrikeField(d), value: true})
			}
		}
	}
	return edits
}
