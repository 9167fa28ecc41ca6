package store

import (
	"slices"

	"github.com/fxamacker/cbor/v2"

	"rollbook/model"
	"rollbook/store/oplog"
)

// The edits that set a field, or what belongs together. Each says what a field is to be; Form leaves
// out what it is already.

// EditMark sets what is known of a person in a block.
func (c *Cohort) EditMark(p *Person, block model.ID, m model.Mark) Edit {
	return Edit{field: c.markField(p, propAttendance, block), value: encodeMark(m)}
}

// EditTold sets whether the person told us ahead.
func (c *Cohort) EditTold(p *Person, block model.ID, told bool) Edit {
	return Edit{field: c.markField(p, propTold, block), value: told}
}

// EditRemark sets the remark on a mark; an empty one removes it.
func (c *Cohort) EditRemark(p *Person, block model.ID, remark string) Edit {
	return Edit{field: c.markField(p, propRemark, block), text: &remark}
}

func (c *Cohort) markField(p *Person, prop uint16, block model.ID) oplog.Field {
	return field(kindMark, prop, c.Cohort.ID, block, p.Trainee.ID)
}

// EditTrainee sets what is known of a person. Of joined records it leaves what stays as it is shown:
// each keeps its own, for when the join is taken back. Of somebody forgotten, what they are called
// meanwhile is no name to be written.
func (c *Cohort) EditTrainee(t model.Trainee) []Edit {
	var edits []Edit
	texts, now := traineeTexts(&t), map[uint16]*string{}
	if p := c.byID[t.ID]; p != nil && (len(p.records) > 1 || p.Forgotten) {
		now = traineeTexts(&p.Trainee)
	}
	for prop := uint16(propName); prop <= propWorksite; prop++ {
		text := *texts[prop]
		if shown := now[prop]; shown != nil && *shown == text {
			continue
		}
		edits = append(edits, Edit{field: field(kindTrainee, prop, t.ID), text: &text})
	}
	return edits
}

// EditEnrollment sets a person's place in this cohort: row, first and last day, guest blocks. Of joined
// records it leaves what stays as it is shown.
func (c *Cohort) EditEnrollment(e model.Enrollment) []Edit {
	f := func(prop uint16) oplog.Field { return field(kindEnrollment, prop, c.Cohort.ID, e.Trainee) }
	edits := []Edit{{field: f(propRow), value: e.Row}, {field: f(propFrom), value: e.From}, {field: f(propTo), value: e.To}}
	if e.To == 0 {
		edits[2].value = nil
	}
	edits = append(edits, Edit{field: f(propWalkIn), value: e.WalkIn}, c.editGuest(e.Trainee, e.Guest))
	if p := c.byID[e.Trainee]; p != nil && len(p.records) > 1 {
		same := []bool{e.Row == p.Row, e.From == p.From, e.To == p.To, e.WalkIn == p.WalkIn, slices.Equal(e.Guest, p.Guest)}
		return slices.DeleteFunc(edits, func(Edit) bool { is := same[0]; same = same[1:]; return is })
	}
	return edits
}

// editGuest sets for which blocks alone somebody comes; none for those of the roster.
func (c *Cohort) editGuest(trainee model.ID, blocks []model.ID) Edit {
	e := Edit{field: field(kindEnrollment, propGuest, c.Cohort.ID, trainee)}
	if len(blocks) > 0 {
		var ids []cbor.ByteString
		for _, id := range blocks {
			ids = append(ids, cbor.ByteString(id[:]))
		}
		e.value = ids
	}
	return e
}

// EditCohort sets a cohort's own fields; days and blocks have edits of their own.
func (c *Cohort) EditCohort(m model.Cohort) []Edit {
	trainers := joinLines(m.Trainers)
	return []Edit{
		{field: field(kindCohort, propName, m.ID), value: blankNil(m.Name)},
		{field: field(kindCohort, propCourse, m.ID), value: blankNil(m.Course)},
		{field: field(kindCohort, propPlace, m.ID), value: blankNil(m.Place)},
		{field: field(kindCohort, propTrainers, m.ID), text: &trainers},
		{field: field(kindCohort, propRule, m.ID), value: encodeRule(m.Rule)},
	}
}

// EditDay sets a day: its date, and whether it is cancelled.
func (c *Cohort) EditDay(d model.Day) []Edit {
	f := func(prop uint16) oplog.Field { return field(kindDay, prop, c.Cohort.ID, d.ID) }
	return []Edit{{field: f(propNumber), value: d.Number}, {field: f(propDate), value: int(d.Date)}, {field: f(propCancelled), value: d.Cancelled}}
}

// EditBlock sets a block: its day, hours and topic, and whether it is cancelled. Marks stay with
// its id.
func (c *Cohort) EditBlock(b model.Block) []Edit {
	f := func(prop uint16) oplog.Field { return field(kindBlock, prop, c.Cohort.ID, b.ID) }
	return []Edit{{field: f(propDay), value: b.Day}, {field: f(propHours), value: [2]int16{int16(b.Start), int16(b.End)}},
		{field: f(propTopic), value: b.Topic}, {field: f(propCancelled), value: b.Cancelled}}
}

// EditNote sets a note. Its author and time are those of the gesture that first wrote it.
func (c *Cohort) EditNote(n Note) []Edit {
	about := wireAbout{Day: n.Day, Topic: n.Topic}
	if !n.Trainee.IsZero() {
		record := c.recordOf(n)
		about.Trainee = record[:]
	}
	f := func(prop uint16) oplog.Field { return field(kindNote, prop, c.Cohort.ID, n.ID) }
	return []Edit{{field: f(propAbout), value: about}, {field: f(propText), text: &n.Text}, {field: f(propTogether), value: n.Together}}
}

// recordOf is the record that a note about a person names: the one it named before, or one that is
// enrolled here.
func (c *Cohort) recordOf(n Note) model.ID {
	p := c.byID[n.Trainee]
	if p == nil {
		return n.Trainee
	}
	var about wireAbout
	if c.value(field(kindNote, propAbout, c.Cohort.ID, n.ID), &about) && slices.Contains(p.records, idOf(about.Trainee)) {
		return idOf(about.Trainee)
	}
	return recordHere(p)
}
