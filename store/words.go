package store

import (
	"fmt"
	"strings"

	"rollbook/model"
	"rollbook/store/oplog"
)

func joinLines(names []string) string { return strings.Join(names, "\n") }

func blankNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// fieldNames are what fields are called in the journal, by kind and property.
var fieldNames = map[oplog.Kind][]string{
	kindAuthor: {"", "trainer"}, kindDevice: {"", "laptop"},
	kindTrainee:    {"", "name", "say-it-like", "pronouns", "certificate name", "email", "phone", "worksite", "forgotten"},
	kindJoin:       {"", "one person"},
	kindCohort:     {"", "cohort", "course", "place", "trainers", "rule"},
	kindDay:        {"", "day", "date", "day cancelled"},
	kindBlock:      {"", "block of day", "hours", "block cancelled", "topic"},
	kindEnrollment: {"", "row", "from day", "last day", "guest for", "walk-in", "required course", "brought from"},
	kindClose:      {"", "day closed"},
	kindNote:       {"", "note about", "note", "written together", "own words"},
	kindMakeup:     {"", "make-up", "made up with", "made up where"},
	kindCohortJoin: {"", "joined into"},
	kindMark:       {"", "attendance", "told us ahead", "remark", "own words", "from paper"},
	oplog.KindUndo: {"undo"}, oplog.KindStrike: {"struck"},
}

// fieldWords is what a field is called in the journal.
func fieldWords(f oplog.Field) string {
	words := fieldNames[f.Kind]
	if int(f.Prop) < len(words) {
		return words[f.Prop]
	}
	return fmt.Sprintf("field %d.%d", f.Kind, f.Prop)
}

// valueWords is a value as a sentence can name it.
func (c *Cohort) valueWords(f oplog.Field, value []byte, text model.ID) string {
	if !text.IsZero() {
		words, here := c.texts[text]
		about := c.whose(f)
		switch {
		case !here, !about.IsZero() && c.forgotten(c.sets.records(about)):
			return "struck"
		case f.Kind == kindTrainee && f.Prop == propCertificate:
			return "kept for the certificate" // shown nowhere else, not here either
		}
		return words
	}
	if len(value) == 0 || isBlank(value) {
		switch {
		case f.Kind == kindMark && f.Prop == propAttendance:
			return "not marked"
		case len(value) == 1 && value[0] == 0xf4:
			return "no"
		}
		return ""
	}
	switch {
	case f.Kind == kindMark && (f.Prop == propAttendance || f.Prop == propPaper):
		b, _ := c.Block(part(f.Entity, 1))
		return model.Describe(decodeMark(value), b, c.twelve())
	case f.Kind == kindDay && f.Prop == propDate:
		var date int
		oplog.Decode(value, &date)
		return model.Date(date).String()
	case f.Kind == kindBlock && f.Prop == propHours:
		var h [2]int16
		oplog.Decode(value, &h)
		return clock(h[0]).Words(c.twelve()) + "–" + clock(h[1]).Words(c.twelve())
	case f.Kind == kindNote && f.Prop == propAbout:
		return c.aboutWords(value)
	case f.Kind == kindClose:
		w, _ := decodeClosing(value)
		return fmt.Sprintf("%d present, %d part, %d absent, %d not marked", w.Present, w.Part, w.Absent, w.Unmarked)
	case f.Kind == kindCohort && f.Prop == propRule:
		return ruleWords(value)
	case f.Kind == kindMakeup && f.Prop == propWhat:
		m, _ := decodeMakeUp(value)
		return fmt.Sprintf("%s on %s", model.DescribeMinutes(m.Minutes), m.Date)
	case f.Kind == kindMakeup && f.Prop == propWhere:
		return c.whereWords(value)
	case f.Kind == kindEnrollment && f.Prop == propRequired:
		return statedWords(value)
	case f.Kind == kindEnrollment && f.Prop == propGuest:
		return c.guestWords(value)
	case f.Kind == kindJoin:
		return c.pairWords(value)
	case f.Kind == kindCohortJoin:
		return c.intoWords(value)
	case f.Kind == kindEnrollment && f.Prop == propBrought:
		return c.cohortWords(value)
	}
	var plain any
	if oplog.Decode(value, &plain) != nil {
		return ""
	}
	if plain == true {
		return "yes"
	}
	if _, bytes := plain.([]any); bytes {
		return "changed"
	}
	return fmt.Sprint(plain)
}

func (c *Cohort) aboutWords(value []byte) string {
	var w wireAbout
	oplog.Decode(value, &w)
	switch {
	case len(w.Trainee) == 16:
		return c.Called(model.ID(w.Trainee))
	case w.Topic != "":
		return w.Topic
	}
	return fmt.Sprintf("day %d", w.Day)
}

// blockWords names a block with its day: "day 3, 09:00 Language".
func (c *Cohort) blockWords(id model.ID) string {
	b, ok := c.Block(id)
	if !ok {
		return "a block"
	}
	return fmt.Sprintf("day %d, %s %s", b.Day, b.Start.Words(c.twelve()), b.Topic)
}

// whose is the record of the person that a field tells about, zero where it tells about none.
func (c *Cohort) whose(f oplog.Field) model.ID {
	if at := recordAt(f.Kind); at >= 0 {
		return part(f.Entity, at)
	}
	switch f.Kind {
	case kindNote:
		var about wireAbout
		if c.value(field(kindNote, propAbout, c.Cohort.ID, part(f.Entity, 1)), &about) {
			return idOf(about.Trainee)
		}
	case kindMakeup:
		m, _ := c.made(part(f.Entity, 1))
		return m.Trainee
	}
	return model.ID{}
}
