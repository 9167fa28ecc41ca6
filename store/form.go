package store

import (
	"fmt"
	"slices"

	"github.com/fxamacker/cbor/v2"

	"rollbook/model"
	"rollbook/store/oplog"
)

// Edit is one field that a gesture is to set. A nil Value unsets it.
type Edit struct {
	field oplog.Field
	value any
	text  *string // instead of value, where the field holds texts; empty unsets it
}

// Form makes a gesture of edits, naming the heads that this cohort shows. It is complete from here
// on: its id, its stamp, who made it. Edits that change nothing are left out; a gesture that
// changes nothing is nil.
func (c *Cohort) Form(how oplog.How, edits ...Edit) (*Draft, error) {
	d := &Draft{Texts: map[model.ID]oplog.Text{}}
	var changes []oplog.Change
	for _, e := range spread(c, edits) {
		change, text, err := c.change(e)
		if err != nil {
			return nil, err
		}
		if change == nil {
			continue
		}
		if text != nil {
			d.Texts[change.Text] = text
		}
		changes = append(changes, *change)
	}
	if len(changes) == 0 {
		return nil, nil
	}
	g, err := c.book.stampGesture(how, changes)
	if err != nil {
		return nil, err
	}
	d.Gesture = g
	return d, nil
}

// change is the operation that an edit needs, nil where the field says so already and nobody
// disagrees.
func (c *Cohort) change(e Edit) (*oplog.Change, oplog.Text, error) {
	r := c.regs[e.field]
	change := &oplog.Change{Field: e.field, Preds: r.HeadIDs(), Value: oplog.Encode(e.value)}
	if e.text != nil && *e.text != "" {
		if shown := r.Shown(); shown != nil && len(r.Heads()) == 1 && !shown.Text.IsZero() {
			if now, here := c.texts[shown.Text]; here && now == *e.text {
				return nil, nil, nil
			}
		}
		text, err := oplog.NewText(*e.text, c.book.world.Chance)
		if err != nil {
			return nil, nil, fmt.Errorf("form a gesture: %w", err)
		}
		change.Value, change.Text = nil, text.Digest()
		return change, text, nil
	}
	shown := r.Shown()
	switch {
	case shown == nil && isBlank(change.Value):
		return nil, nil, nil
	case shown != nil && len(r.Heads()) == 1 && shown.Text.IsZero() && sameValue(shown.Value, change.Value):
		return nil, nil, nil
	}
	return change, nil, nil
}

func isBlank(v []byte) bool { return len(v) == 1 && (v[0] == 0xf6 || v[0] == 0xf4) }

// spread writes a change to a joined person alike to each record's field that has heads, or to the
// smallest id where none has.
func spread(c *Cohort, edits []Edit) []Edit {
	var out []Edit
	for _, e := range edits {
		at := recordAt(e.field.Kind)
		if at < 0 {
			out = append(out, e)
			continue
		}
		records := c.sets.records(part(e.field.Entity, at))
		var fields []oplog.Field
		for _, id := range records {
			f := e.field
			f.Entity = f.Entity[:16*at] + string(id[:])
			if len(records) == 1 || c.regs[f].Shown() != nil {
				fields = append(fields, f)
			}
		}
		if len(fields) == 0 {
			f := e.field
			f.Entity = f.Entity[:16*at] + string(records[0][:])
			fields = []oplog.Field{f}
		}
		for _, f := range fields {
			out = append(out, Edit{f, e.value, e.text})
		}
	}
	return out
}

// recordAt is where a kind's entity names a trainee's record, or -1; it is always the last piece.
func recordAt(k oplog.Kind) int {
	switch k {
	case kindTrainee:
		return 0
	case kindEnrollment:
		return 1
	case kindMark:
		return 2
	}
	return -1
}

// stampGesture makes a gesture of changes: who, when, on which laptop.
func (b *Book) stampGesture(how oplog.How, changes []oplog.Change) (*oplog.Gesture, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.world.Now()
	_, zone := now.Zone()
	g := oplog.Gesture{Stamp: b.ticker.Next(now), Wall: now.UnixMilli(), Offset: zone / 60, Author: b.author,
		Device: b.device, Incarnation: b.incarnation, How: how, Changes: changes}
	if _, err := readFull(b.world.Chance, g.Nonce[:]); err != nil {
		return nil, fmt.Errorf("form a gesture: %w", err)
	}
	formed, err := oplog.Form(g)
	if err != nil {
		return nil, fmt.Errorf("form a gesture: %w", err)
	}
	return formed, nil
}

// Apply brings a formed gesture into the cohort, so that a screen shows it before the disk has it.
// It knows nothing of gestures that are not here: after an undo, load the cohort anew.
func (c *Cohort) Apply(d *Draft) {
	for digest, text := range d.Texts {
		c.texts[digest] = text.String()
	}
	c.learnName(d.Gesture.Author)
	onlyMarks := true
	for i := range d.Gesture.Changes {
		f := d.Gesture.Changes[i].Field
		if f.Kind == oplog.KindStrike && len(f.Entity) == 16 {
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
		r.Add(oplog.OpOf(d.Gesture, i))
		onlyMarks = onlyMarks && f.Kind == kindMark
	}
	if !onlyMarks {
		c.derive()
		return
	}
	for _, change := range d.Gesture.Changes {
		c.deriveMark(change.Field.Entity)
	}
}

// Bring applies a gesture that may not be on the disk, as far as it is of this cohort. One that is
// there already changes nothing.
func (c *Cohort) Bring(d *Draft) {
	if of := cohortOf(d.Gesture); of.IsZero() || of == c.Cohort.ID {
		c.Apply(d)
	}
}

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

// EditTrainee sets what is known of a person.
func (c *Cohort) EditTrainee(t model.Trainee) []Edit {
	var edits []Edit
	texts := traineeTexts(&t)
	for prop := uint16(propName); prop <= propWorksite; prop++ {
		text := *texts[prop]
		edits = append(edits, Edit{field: field(kindTrainee, prop, t.ID), text: &text})
	}
	return edits
}

// EditEnrollment sets a person's place in this cohort: row, first and last day, guest blocks.
func (c *Cohort) EditEnrollment(e model.Enrollment) []Edit {
	f := func(prop uint16) oplog.Field { return field(kindEnrollment, prop, c.Cohort.ID, e.Trainee) }
	edits := []Edit{{field: f(propRow), value: e.Row}, {field: f(propFrom), value: e.From}, {field: f(propTo), value: e.To}}
	if e.To == 0 {
		edits[2].value = nil
	}
	guest := Edit{field: f(propGuest)}
	if len(e.Guest) > 0 {
		var ids []cbor.ByteString
		for _, id := range e.Guest {
			ids = append(ids, cbor.ByteString(id[:]))
		}
		guest.value = ids
	}
	return append(edits, Edit{field: f(propWalkIn), value: e.WalkIn}, guest)
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
		about.Trainee = slices.Clone(n.Trainee[:])
	}
	f := func(prop uint16) oplog.Field { return field(kindNote, prop, c.Cohort.ID, n.ID) }
	return []Edit{{field: f(propAbout), value: about}, {field: f(propText), text: &n.Text}, {field: f(propTogether), value: n.Together}}
}

// EditClosing closes a day with what was counted; nil opens it again.
func (c *Cohort) EditClosing(day model.ID, counted *Closing) Edit {
	e := Edit{field: field(kindClose, propAttest, c.Cohort.ID, day)}
	if counted != nil {
		e.value = wireClosing{Present: counted.Present, Part: counted.Part, Absent: counted.Absent, Unmarked: counted.Unmarked}
	}
	return e
}

// EditStrike strikes every text that a note ever had. It can't be undone.
func (c *Cohort) EditStrike(note model.ID) []Edit {
	var edits []Edit
	r := c.regs[field(kindNote, propText, c.Cohort.ID, note)]
	if r == nil {
		return nil
	}
	for i := range r.Ops {
		if d := r.Ops[i].Text; !d.IsZero() {
			edits = append(edits, Edit{field: oplog.StrikeField(d), value: true})
		}
	}
	return edits
}
