package store

import (
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
	c.closed = map[int]*attested{}
	c.deriveNames()
	for f := range c.regs {
		c.derivePlan(f)
	}
	c.sortPlan()
	var closings []oplog.Field
	for f := range c.regs {
		switch {
		case f.Kind == kindMark:
			c.deriveMark(f.Entity)
		case f.Kind == kindNote && f.Prop == propAbout:
			c.deriveNote(part(f.Entity, 1))
		case f.Kind == kindMakeup && f.Prop == propWhat:
			c.deriveMakeUp(part(f.Entity, 1))
		case f.Kind == kindClose && f.Prop == propAttest:
			closings = append(closings, f)
		}
	}
	for _, f := range closings {
		c.deriveClosing(f)
	}
	slices.SortFunc(c.Notes, func(a, b Note) int {
		if a.stamp != b.stamp {
			return cmp.Compare(a.stamp, b.stamp)
		}
		return compareIDs(a.ID, b.ID)
	})
	for _, p := range c.People {
		inOrderOfWriting(p.MakeUps)
	}
}

func (c *Cohort) sortPlan() {
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
	slices.SortFunc(c.People, func(a, b *Person) int {
		if a.Row != b.Row {
			return a.Row - b.Row
		}
		return compareIDs(a.Trainee.ID, b.Trainee.ID)
	})
}

// deriveNames works out what authors and devices are called, which notes and closings need.
func (c *Cohort) deriveNames() {
	for f := range c.regs {
		if f.Kind == kindAuthor && f.Prop == propName || f.Kind == kindDevice && f.Prop == propLabel {
			c.who[part(f.Entity, 0)] = c.textOf(f)
		}
	}
}

// derivePlan adds what a field's entity is, once: at the field that it can't be without. What stands on
// days, blocks and people comes after them.
func (c *Cohort) derivePlan(f oplog.Field) {
	switch {
	case f.Kind == kindMark:
		c.marking[min(f.Prop, propPaper)] = true
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
	if !c.deriveEnrollment(p) {
		return
	}
	p.Forgotten = c.forgotten(records)
	p.Trainee = c.trainee(records)
	if p.Name == "" {
		p.Trainee = c.lentTo(records)
	}
	c.People = append(c.People, p)
	for _, id := range records {
		c.byID[id] = p
	}
}

// lentTo is a person whom only the one who enrolled them knew by name so far, or who has no name.
func (c *Cohort) lentTo(records []model.ID) model.Trainee {
	for _, id := range records {
		if t, known := c.lent[id]; known && c.regs[field(kindTrainee, propName, id)] == nil {
			t.ID = records[0]
			return t
		}
	}
	return model.Trainee{ID: records[0], Name: c.nameless(records)}
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
		OwnWords: c.textOf(field(kindNote, propOwnWords, c.Cohort.ID, id)), Together: c.flag(kindNote, propTogether, c.Cohort.ID, id)}
	if len(about.Trainee) == 16 {
		n.Trainee = c.sets.records(model.ID(about.Trainee))[0]
		if p := c.byID[n.Trainee]; p != nil && p.Forgotten {
			return
		}
	}
	c.Notes = append(c.Notes, n)
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
		if f.Kind == kindTrainee || f.Kind == kindAuthor || f.Kind == kindDevice {
			return oneLine(c.texts[shown.Text])
		}
		return c.texts[shown.Text]
	}
	return ""
}
