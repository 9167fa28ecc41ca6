package store

import (
	"fmt"
	"slices"
	"strings"

	"rollbook/model"
	"rollbook/store/oplog"
)

// What the values of some fields say in the journal.

// whereWords says in which cohort something was made up: by its name where the book has it.
func (c *Cohort) whereWords(value []byte) string {
	cohort, _ := decodeWhere(value)
	switch {
	case cohort.IsZero():
		return "one to one"
	case c.who[cohort] != "":
		return "in " + c.who[cohort]
	}
	return "in another cohort"
}

// intoWords says into which cohort one was joined: by its name where the book has it.
func (c *Cohort) intoWords(value []byte) string {
	w, ok := joinOfCohort(value)
	switch {
	case !ok:
		return ""
	case c.who[model.ID(w.Into)] != "":
		return c.who[model.ID(w.Into)]
	}
	return "another cohort"
}

// cohortWords names a cohort that a value is the id of, where the book has it.
func (c *Cohort) cohortWords(value []byte) string {
	var id []byte
	if oplog.Decode(value, &id) != nil || c.who[idOf(id)] == "" {
		return "another cohort"
	}
	return c.who[idOf(id)]
}

// brought reports whether a gesture only says in a cohort what was said in one that was joined into it.
func brought(g *oplog.Gesture) bool {
	of := func(kinds ...oplog.Kind) bool {
		return slices.ContainsFunc(g.Changes, func(c oplog.Change) bool { return slices.Contains(kinds, c.Field.Kind) })
	}
	enrolls := func(c oplog.Change) bool { return c.Field.Kind == kindEnrollment && c.Field.Prop == propBrought }
	return slices.ContainsFunc(g.Changes, enrolls) || g.How == oplog.Import && of(kindMark, kindNote, kindMakeup, kindDay, kindBlock) && !of(kindTrainee, kindCohort)
}

func statedWords(value []byte) string {
	var w wireStated
	if oplog.Decode(value, &w) != nil {
		return ""
	}
	if w.Where == "" {
		return model.Date(w.Date).String()
	}
	return model.Date(w.Date).String() + ", " + w.Where
}

func (c *Cohort) guestWords(value []byte) string {
	var ids [][]byte
	if oplog.Decode(value, &ids) != nil {
		return ""
	}
	var blocks []string
	for _, id := range ids {
		blocks = append(blocks, c.blockWords(idOf(id)))
	}
	return strings.Join(blocks, "; ")
}

// pairWords names the two records of a join, each by itself.
func (c *Cohort) pairWords(value []byte) string {
	a, b, ok := decodePair(value)
	if !ok {
		return ""
	}
	return c.calledAlone(a) + " and " + c.calledAlone(b)
}

// calledAlone is what a record is called by itself, whatever it is joined to.
func (c *Cohort) calledAlone(record model.ID) string {
	if name := c.alone(record).Name; name != "" {
		return name
	}
	return c.nameless([]model.ID{record})
}

// makeUp says what a gesture did to a make-up: "7 Maya: make-up of day 3, 09:00 Language: 180 min on
// 2026-05-04 with Asha".
func (t teller) makeUp(g *oplog.Gesture) string {
	var of, what, with, where string
	removed := false
	for _, c := range g.Changes {
		if c.Field.Kind != kindMakeup {
			continue
		}
		if of == "" {
			of = t.makeUpOf(c)
		}
		words := t.c.valueWords(c.Field, c.Value, c.Text)
		switch {
		case c.Field.Prop == propWhat:
			what, removed = words, isBlank(c.Value)
		case c.Field.Prop == propWith && t.c.texts[c.Text] != "":
			with = " with " + words
		case c.Field.Prop == propWhere && words != "":
			where = " " + words
		}
	}
	if removed {
		return of + " removed"
	}
	return of + ":" + strings.TrimSuffix(" "+what, " ") + where + with
}

// makeUpOf names whose make-up of which block a change is of.
func (t teller) makeUpOf(c oplog.Change) string {
	m, ok := model.MakeUp{}, false
	if c.Field.Prop == propWhat {
		m, ok = decodeMakeUp(c.Value)
	}
	if !ok {
		m, ok = t.c.made(part(c.Field.Entity, 1))
	}
	if !ok {
		return "a make-up"
	}
	return t.person(m.Trainee) + ": make-up of " + t.c.blockWords(m.Block)
}

// made is what a make-up last said, whether it stands or was taken back.
func (c *Cohort) made(id model.ID) (m model.MakeUp, ok bool) {
	r := c.regs[field(kindMakeup, propWhat, c.Cohort.ID, id)]
	if r == nil {
		return m, false
	}
	latest := oplog.Stamp(0)
	for i := range r.Ops {
		if said, is := decodeMakeUp(r.Ops[i].Value); is && r.Ops[i].Stamp >= latest {
			m, ok, latest = said, true, r.Ops[i].Stamp
		}
	}
	return m, ok
}

// struck says what texts a gesture struck, as far as the cohort knows where they stood.
func (t teller) struck(g *oplog.Gesture) string {
	var of []string
	for _, c := range g.Changes {
		if c.Field.Kind != oplog.KindStrike {
			continue
		}
		words := t.field(c.Field)
		if len(of) == 0 || of[len(of)-1] != words {
			of = append(of, words)
		}
	}
	if len(of) > 3 {
		return fmt.Sprintf("%d texts struck", len(of))
	}
	return strings.Join(of, ", ") + ": struck"
}

// placeOf is the field that a struck text stood in.
func (t teller) placeOf(strike oplog.Field) (oplog.Field, bool) {
	if len(strike.Entity) != 16 {
		return oplog.Field{}, false
	}
	if t.placed != nil {
		f, known := t.placed[part(strike.Entity, 0)]
		return f, known
	}
	for f, r := range t.c.regs {
		for i := range r.Ops {
			if r.Ops[i].Text == part(strike.Entity, 0) {
				return f, true
			}
		}
	}
	return oplog.Field{}, false
}
