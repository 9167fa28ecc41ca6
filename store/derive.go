package store

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"rollbook/model"
	"rollbook/store/oplog"
)

// derive works out what the cohort shows from its registers.
func (c *Cohort) derive() {
	id := c.Cohort.ID
	c.sets = joinsOf(c.regs)
	c.Cohort = model.Cohort{ID: id}
	c.Name = c.str(kindCohort, propName, id)
	c.Course = c.str(kindCohort, propCourse, id)
	c.Place = c.str(kindCohort, propPlace, id)
	if t := c.textOf(field(kindCohort, propTrainers, id)); t != "" {
		c.Trainers = strings.Split(t, "\n")
	}
	var rule wireRule
	if c.value(field(kindCohort, propRule, id), &rule) {
		c.Rule = rule.rule()
	}
	c.People, c.Notes, c.Closed, c.byID, c.maxRow = nil, nil, map[int]Closing{}, map[model.ID]*Person{}, 0
	c.deriveNames()
	for f := range c.regs {
		c.deriveEntity(f)
	}
	slices.SortFunc(c.Days, func(a, b model.Day) int {
		if a.Number != b.Number {
			return a.Number - b.Number
		}
		return compareIDs(a.ID, b.ID)
	})
	slices.SortFunc(c.Blocks, func(a, b model.Block) int {
		if a.Day != b.Day {
			return a.Day - b.Day
		}
		if a.Start != b.Start {
			return int(a.Start - b.Start)
		}
		return compareIDs(a.ID, b.ID)
	})
	slices.SortFunc(c.Notes, func(a, b Note) int {
		if a.stamp != b.stamp {
			return cmp.Compare(a.stamp, b.stamp)
		}
		return compareIDs(a.ID, b.ID)
	})
	slices.SortFunc(c.People, func(a, b *Person) int {
		if a.Row != b.Row {
			return a.Row - b.Row
		}
		return compareIDs(a.Trainee.ID, b.Trainee.ID)
	})
	for f := range c.regs {
		if f.Kind == kindMark {
			c.deriveMark(f.Entity)
		}
	}
}

// deriveNames works out what authors and devices are called, which notes and closings need.
func (c *Cohort) deriveNames() {
	for f := range c.regs {
		if f.Kind == kindAuthor && f.Prop == propName || f.Kind == kindDevice && f.Prop == propLabel {
			c.who[part(f.Entity, 0)] = c.textOf(f)
		}
	}
}

// deriveEntity adds what a field's entity is, once: at the field that it can't be without.
func (c *Cohort) deriveEntity(f oplog.Field) {
	switch {
	case f.Kind == kindDay && f.Prop == propNumber:
		c.deriveDay(part(f.Entity, 1))
	case f.Kind == kindBlock && f.Prop == propHours:
		c.deriveBlock(part(f.Entity, 1))
	case f.Kind == kindEnrollment:
		if f.Prop == propRow {
			for _, op := range c.regs[f].Ops {
				var row int
				if oplog.Decode(op.Value, &row) == nil {
					c.maxRow = max(c.maxRow, row)
				}
			}
		}
		c.derivePerson(part(f.Entity, 1))
	case f.Kind == kindNote && f.Prop == propAbout:
		c.deriveNote(part(f.Entity, 1))
	case f.Kind == kindClose && f.Prop == propAttest:
		c.deriveClosing(f)
	}
}

func (c *Cohort) deriveDay(id model.ID) {
	var n, date int
	if !c.value(field(kindDay, propNumber, c.Cohort.ID, id), &n) || n < 1 {
		return
	}
	d := model.Day{ID: id, Number: n, Date: model.NoDate, Cancelled: c.flag(kindDay, propCancelled, c.Cohort.ID, id)}
	if c.value(field(kindDay, propDate, c.Cohort.ID, id), &date) {
		d.Date = model.Date(date)
	}
	c.Days = append(c.Days, d)
}

func (c *Cohort) deriveBlock(id model.ID) {
	var hours [2]int16
	if !c.value(field(kindBlock, propHours, c.Cohort.ID, id), &hours) {
		return
	}
	b := model.Block{ID: id, Start: clock(hours[0]), End: clock(hours[1]), Topic: c.str(kindBlock, propTopic, c.Cohort.ID, id),
		Cancelled: c.flag(kindBlock, propCancelled, c.Cohort.ID, id)}
	if b.Start == model.NoClock || b.End <= b.Start || !c.value(field(kindBlock, propDay, c.Cohort.ID, id), &b.Day) {
		return
	}
	c.Blocks = append(c.Blocks, b)
}

// derivePerson adds the person that a record is of, unless they are there or no enrollment stands.
func (c *Cohort) derivePerson(record model.ID) {
	records := c.sets.records(record)
	if c.byID[records[0]] != nil {
		return
	}
	p := &Person{records: records, Marks: map[model.ID]*Cell{}}
	row := c.merged(p, kindEnrollment, propRow)
	if row.Shown() == nil {
		return
	}
	for _, h := range row.Heads() {
		var n int
		if oplog.Decode(h.Value, &n) == nil && n > 0 && (p.Row == 0 || n < p.Row) {
			p.Row = n
		}
	}
	p.Cohort, p.Enrollment.Trainee = c.Cohort.ID, records[0]
	p.From = 1
	decodeShown(c.merged(p, kindEnrollment, propFrom), &p.From)
	decodeShown(c.merged(p, kindEnrollment, propTo), &p.To)
	decodeShown(c.merged(p, kindEnrollment, propWalkIn), &p.WalkIn)
	var guest [][]byte
	decodeShown(c.merged(p, kindEnrollment, propGuest), &guest)
	for _, id := range guest {
		if len(id) == 16 {
			p.Guest = append(p.Guest, model.ID(id))
		}
	}
	p.Trainee = c.trainee(records)
	if p.Name == "" {
		p.Name = "a former trainee"
	}
	c.People = append(c.People, p)
	for _, id := range records {
		c.byID[id] = p
	}
}

// traineeTexts are the properties of a trainee, and where each goes.
func traineeTexts(t *model.Trainee) map[uint16]*string {
	return map[uint16]*string{propName: &t.Name, propSay: &t.Say, propPronouns: &t.Pronouns,
		propCertificate: &t.Certificate, propEmail: &t.Email, propPhone: &t.Phone, propWorksite: &t.Worksite}
}

func (c *Cohort) deriveNote(id model.ID) {
	text := c.regs[field(kindNote, propText, c.Cohort.ID, id)].Shown()
	var about wireAbout
	if text == nil || !c.value(field(kindNote, propAbout, c.Cohort.ID, id), &about) {
		return
	}
	words, here := c.texts[text.Text]
	if !here {
		return // struck or withheld
	}
	first := c.regs[field(kindNote, propAbout, c.Cohort.ID, id)].Shown()
	n := Note{ID: id, Day: about.Day, Topic: about.Topic, Text: words, By: c.name(first.Author), At: when(first), stamp: first.Stamp,
		Together: c.flag(kindNote, propTogether, c.Cohort.ID, id)}
	if len(about.Trainee) == 16 {
		n.Trainee = c.sets.records(model.ID(about.Trainee))[0]
	}
	c.Notes = append(c.Notes, n)
}

func (c *Cohort) deriveClosing(f oplog.Field) {
	shown := c.regs[f].Shown()
	var w wireClosing
	if shown == nil || oplog.Decode(shown.Value, &w) != nil || bytes.Equal(shown.Value, []byte{0xf6}) {
		return
	}
	var day int
	if !c.value(field(kindDay, propNumber, c.Cohort.ID, part(f.Entity, 1)), &day) {
		return
	}
	closing := Closing{Day: day, By: c.name(shown.Author), At: when(shown),
		Present: w.Present, Part: w.Part, Absent: w.Absent, Unmarked: w.Unmarked}
	// Two laptops may have made a day of one number: the last closing is the one to show.
	if other, twice := c.Closed[day]; !twice || other.At.Before(closing.At) {
		c.Closed[day] = closing
	}
}

// merged is the register of a property over all records of a person. It is the caller's to read.
func (c *Cohort) merged(p *Person, k oplog.Kind, prop uint16, between ...model.ID) *oplog.Register {
	if len(p.records) == 1 {
		return c.regs[c.fieldOf(k, prop, p.records[0], between)]
	}
	all := &oplog.Register{}
	for _, id := range p.records {
		if r := c.regs[c.fieldOf(k, prop, id, between)]; r != nil {
			for _, op := range r.Ops {
				all.Add(op)
			}
		}
	}
	return all
}

// fieldOf is the field of a property of one record: a trainee's own, or of the record in this
// cohort, with the block between them for a mark.
func (c *Cohort) fieldOf(k oplog.Kind, prop uint16, record model.ID, between []model.ID) oplog.Field {
	if k == kindTrainee {
		return field(k, prop, record)
	}
	return field(k, prop, append(append([]model.ID{c.Cohort.ID}, between...), record)...)
}

// value decodes what a field shows; false where it shows nothing.
func (c *Cohort) value(f oplog.Field, into any) bool { return decodeShown(c.regs[f], into) }

func decodeShown(r *oplog.Register, into any) bool {
	shown := r.Shown()
	return shown != nil && len(shown.Value) > 0 && shown.Value[0] != 0xf6 && oplog.Decode(shown.Value, into) == nil
}

func (c *Cohort) str(k oplog.Kind, prop uint16, ids ...model.ID) (s string) {
	c.value(field(k, prop, ids...), &s)
	return s
}

func (c *Cohort) flag(k oplog.Kind, prop uint16, ids ...model.ID) (yes bool) {
	c.value(field(k, prop, ids...), &yes)
	return yes
}

func (c *Cohort) textOf(f oplog.Field) string {
	if shown := c.regs[f].Shown(); shown != nil {
		return c.texts[shown.Text]
	}
	return ""
}
