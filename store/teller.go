package store

import (
	"fmt"
	"slices"
	"strings"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// teller says gestures in words, as the cohort that they belong to names things now.
type teller struct{ c *Cohort }

// cohortOf is the cohort that a gesture touches, zero where it touches none.
func cohortOf(g *oplog.Gesture) model.ID {
	for _, c := range g.Changes {
		if c.Field.Kind >= oplog.BoundKinds {
			return part(c.Field.Entity, 0)
		}
	}
	return model.ID{}
}

// tell makes into a teller for a gesture and returns what the gesture was.
func (b *Book) tell(tx *bolt.Tx, g *oplog.Gesture, into *teller) (string, error) {
	r := newReader(tx, b.sealer)
	id := cohortOf(g)
	c := b.Blank(id)
	if !id.IsZero() {
		if err := r.scan(id[:], c.regs); err != nil {
			return "", err
		}
	}
	for _, change := range g.Changes {
		if change.Field.Kind == kindTrainee {
			if err := r.of(kindTrainee, c.regs, part(change.Field.Entity, 0)); err != nil {
				return "", err
			}
		}
		if !change.Text.IsZero() {
			if words, here, err := r.text(change.Text); err != nil {
				return "", err
			} else if here {
				c.texts[change.Text] = words
			}
		}
	}
	if err := r.fill(c); err != nil {
		return "", err
	}
	c.derive()
	into.c = c
	return into.What(g), nil
}

// What says in a few words what a gesture did: "7 Maya: absent", "12 people: present".
func (t teller) What(g *oplog.Gesture) string {
	var first oplog.Change
	for i, c := range g.Changes {
		if i == 0 || rank(c.Field.Kind) > rank(first.Field.Kind) {
			first = c
		}
	}
	switch first.Field.Kind {
	case kindMark:
		return t.marks(g)
	case kindEnrollment:
		return t.people(g)
	case kindTrainee:
		return t.person(part(first.Field.Entity, 0)) + ": " + t.list(g)
	case kindCohort:
		return "cohort " + t.c.Name
	case kindDay:
		return t.day(first.Field) + ": " + t.list(g)
	case kindBlock:
		return t.block(part(first.Field.Entity, 1)) + ": " + t.list(g)
	case kindNote:
		return "note on " + t.c.aboutOf(part(first.Field.Entity, 1))
	case kindClose:
		return t.day(first.Field) + ": closed"
	case oplog.KindUndo:
		return "an undo"
	case oplog.KindStrike:
		return "a text struck"
	}
	return t.list(g)
}

// rank puts what names a gesture best before what comes along with it.
func rank(k oplog.Kind) int {
	switch k {
	case kindCohort:
		return 9
	case kindEnrollment:
		return 8
	case kindNote:
		return 7
	case kindMark:
		return 6
	case kindBlock:
		return 5
	case kindDay:
		return 4
	}
	return 1
}

// marks sums up a gesture on marks.
func (t teller) marks(g *oplog.Gesture) string {
	var who []model.ID
	var what []string
	for _, c := range g.Changes {
		if c.Field.Kind != kindMark {
			continue
		}
		if id := part(c.Field.Entity, 2); !slices.Contains(who, id) {
			who = append(who, id)
		}
		words := fieldWords(c.Field)
		if c.Field.Prop == propAttendance {
			words = t.c.valueWords(c.Field, c.Value, c.Text)
		}
		if !slices.Contains(what, words) {
			what = append(what, words)
		}
	}
	if len(who) == 1 {
		return t.person(who[0]) + ": " + strings.Join(what, "; ")
	}
	if len(what) > 1 {
		return fmt.Sprintf("%d people: marks", len(who))
	}
	return fmt.Sprintf("%d people: %s", len(who), what[0])
}

// people sums up a gesture on enrollments.
func (t teller) people(g *oplog.Gesture) string {
	var who []model.ID
	added := false
	for _, c := range g.Changes {
		if c.Field.Kind == kindEnrollment {
			if id := part(c.Field.Entity, 1); !slices.Contains(who, id) {
				who = append(who, id)
			}
			added = added || c.Field.Prop == propRow
		}
	}
	switch {
	case len(who) > 1 && added:
		return fmt.Sprintf("%d people added", len(who))
	case len(who) > 1:
		return fmt.Sprintf("%d people: %s", len(who), t.list(g))
	case added:
		return t.nameIn(g, who[0]) + " added"
	}
	return t.person(who[0]) + ": " + t.list(g)
}

// nameIn is the name that a gesture gives to a person whom it adds.
func (t teller) nameIn(g *oplog.Gesture, id model.ID) string {
	for _, c := range g.Changes {
		if c.Field == field(kindTrainee, propName, id) && t.c.texts[c.Text] != "" {
			return t.c.texts[c.Text]
		}
	}
	return t.person(id)
}

// list are the fields of a gesture in words, each once.
func (t teller) list(g *oplog.Gesture) string {
	var words []string
	for _, c := range g.Changes {
		if w := fieldWords(c.Field); w != "" && !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return strings.Join(words, ", ")
}

// person is a person with their row, as the screen names them.
func (t teller) person(id model.ID) string {
	if p := t.c.byID[id]; p != nil {
		return fmt.Sprintf("%d %s", p.Row, p.Name)
	}
	if name := t.c.trainee(t.c.sets.records(id)).Name; name != "" {
		return name
	}
	return "a former trainee"
}

func (t teller) day(f oplog.Field) string {
	for _, d := range t.c.Days {
		if d.ID == part(f.Entity, 1) {
			return fmt.Sprintf("day %d", d.Number)
		}
	}
	return "a day"
}

func (t teller) block(id model.ID) string {
	b, ok := t.c.Block(id)
	if !ok {
		return "a block"
	}
	return fmt.Sprintf("day %d %s %s", b.Day, b.Start, b.Topic)
}

// field names a field with what it is of.
func (t teller) field(f oplog.Field) string {
	words := fieldWords(f)
	switch f.Kind {
	case kindMark:
		return fmt.Sprintf("%s of %s, %s", words, t.person(part(f.Entity, 2)), t.block(part(f.Entity, 1)))
	case kindEnrollment:
		return words + " of " + t.person(part(f.Entity, 1))
	case kindTrainee:
		return words + " of " + t.person(part(f.Entity, 0))
	case kindDay, kindClose:
		return words + " of " + t.day(f)
	case kindBlock:
		return words + " of " + t.block(part(f.Entity, 1))
	case kindNote:
		return words + " on " + t.c.aboutOf(part(f.Entity, 1))
	}
	return words
}

// aboutOf says what a note is about.
func (c *Cohort) aboutOf(note model.ID) string {
	if shown := c.regs[field(kindNote, propAbout, c.Cohort.ID, note)].Shown(); shown != nil {
		return c.aboutWords(shown.Value)
	}
	return "something taken back"
}
