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

// fieldWords is what a field is called in the journal.
func fieldWords(f oplog.Field) string {
	words := map[oplog.Kind][]string{
		kindAuthor: {"", "trainer"}, kindDevice: {"", "laptop"},
		kindTrainee:    {"", "name", "say-it-like", "pronouns", "certificate name", "email", "phone", "worksite", "forgotten"},
		kindJoin:       {"", "one person"},
		kindCohort:     {"", "cohort", "course", "place", "trainers", "rule"},
		kindDay:        {"", "day", "date", "day cancelled"},
		kindBlock:      {"", "block of day", "hours", "block cancelled", "topic"},
		kindEnrollment: {"", "row", "from day", "last day", "guest for", "walk-in", "required course"},
		kindClose:      {"", "day closed"},
		kindNote:       {"", "note about", "note", "written together", "own words"},
		kindMark:       {"", "attendance", "told us ahead", "remark", "own words"},
		oplog.KindUndo: {"undo"}, oplog.KindStrike: {"struck"},
	}[f.Kind]
	if int(f.Prop) < len(words) {
		return words[f.Prop]
	}
	return fmt.Sprintf("field %d.%d", f.Kind, f.Prop)
}

// valueWords is a value as a sentence can name it.
func (c *Cohort) valueWords(f oplog.Field, value []byte, text model.ID) string {
	if f.Kind == kindTrainee && f.Prop == propCertificate && !text.IsZero() {
		return "kept for the certificate" // shown nowhere else, not here either
	}
	if !text.IsZero() {
		if words, here := c.texts[text]; here {
			return words
		}
		return "struck"
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
	case f.Kind == kindMark && f.Prop == propAttendance:
		b, _ := c.Block(part(f.Entity, 1))
		return model.Describe(decodeMark(value), b, false)
	case f.Kind == kindDay && f.Prop == propDate:
		var date int
		oplog.Decode(value, &date)
		return model.Date(date).String()
	case f.Kind == kindBlock && f.Prop == propHours:
		var h [2]int16
		oplog.Decode(value, &h)
		return clock(h[0]).String() + "–" + clock(h[1]).String()
	case f.Kind == kindNote && f.Prop == propAbout:
		return c.aboutWords(value)
	case f.Kind == kindClose:
		var w wireClosing
		oplog.Decode(value, &w)
		return fmt.Sprintf("%d present, %d part, %d absent, %d not marked", w.Present, w.Part, w.Absent, w.Unmarked)
	case f.Kind == kindCohort && f.Prop == propRule:
		var w wireRule
		oplog.Decode(value, &w)
		return fmt.Sprintf("%d minutes may be missed", w.Allowance)
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
		if p := c.byID[model.ID(w.Trainee)]; p != nil {
			return p.Name
		}
		return "a former trainee"
	case w.Topic != "":
		return w.Topic
	}
	return fmt.Sprintf("day %d", w.Day)
}
