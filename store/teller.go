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
type teller struct {
	c      *Cohort
	placed map[model.ID]oplog.Field // where each text stood; nil: as far as the cohort knows
}

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
	if err := r.meet(c, g); err != nil {
		return "", err
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
	if brought(g) {
		return t.what(g) + ", brought from a cohort that was joined into this one"
	}
	return t.what(g)
}

func (t teller) what(g *oplog.Gesture) string {
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
		if named := func(c oplog.Change) bool { return c.Field.Kind == kindCohort && c.Field.Prop == propName }; slices.ContainsFunc(g.Changes, named) {
			return "cohort " + t.c.Name
		}
		return "cohort " + t.c.Name + ": " + t.list(g)
	case kindDay:
		return t.day(first.Field) + ": " + t.list(g)
	case kindBlock:
		return t.block(part(first.Field.Entity, 1)) + ": " + t.list(g)
	case kindNote:
		on := "note on " + t.c.aboutOf(part(first.Field.Entity, 1))
		if first.Field.Prop == propOwnWords { // a gesture that sets the note itself begins with what it is about
			return "own words beside the " + on
		}
		return on
	case kindMakeup:
		return t.makeUp(g)
	case kindCohortJoin:
		return "cohort " + t.c.Name + ": joined into " + t.c.intoWords(first.Value)
	case kindJoin:
		return t.c.pairWords(first.Value) + ": one person"
	case kindClose:
		if isBlank(first.Value) {
			return t.day(first.Field) + ": opened again"
		}
		return t.day(first.Field) + ": closed"
	case oplog.KindUndo:
		return "an undo"
	case oplog.KindStrike:
		return t.struck(g)
	}
	return t.list(g)
}

// rank puts what names a gesture best before what comes along with it.
func rank(k oplog.Kind) int {
	switch k {
	case kindCohort, kindCohortJoin:
		return 9
	case kindEnrollment:
		return 8
	case kindNote, kindMakeup:
		return 7
	case kindMark:
		return 6
	case kindBlock:
		return 5
	case kindDay:
		return 4
	case oplog.KindStrike:
		return 0
	}
	return 1
}

// marks sums up a gesture on marks.
func (t teller) marks(g *oplog.Gesture) string {
	who, one := map[model.ID]bool{}, model.ID{}
	var what []string
	paper := ""
	for _, c := range g.Changes {
		if c.Field.Kind != kindMark {
			continue
		}
		if c.Field.Prop == propPaper {
			paper = ", from paper"
		}
		one = t.c.sets.records(part(c.Field.Entity, 2))[0]
		who[one] = true
		words := fieldWords(c.Field)
		if c.Field.Prop == propAttendance || c.Field.Prop == propPaper {
			words = t.c.valueWords(c.Field, c.Value, c.Text)
		}
		if !slices.Contains(what, words) {
			what = append(what, words)
		}
	}
	if len(who) == 1 {
		return t.person(one) + ": " + strings.Join(what, "; ") + paper
	}
	if len(what) > 1 {
		return fmt.Sprintf("%d people: marks", len(who)) + paper
	}
	return fmt.Sprintf("%d people: %s", len(who), what[0]) + paper
}

// people sums up a gesture on enrollments.
func (t teller) people(g *oplog.Gesture) string {
	var who []model.ID
	added := false
	for _, c := range g.Changes {
		if c.Field.Kind == kindEnrollment {
			if id := t.c.sets.records(part(c.Field.Entity, 1))[0]; !slices.Contains(who, id) {
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
	case added && slices.ContainsFunc(g.Changes, func(c oplog.Change) bool { return c.Field.Prop == propGuest && c.Field.Kind == kindEnrollment }):
		return t.nameIn(g, who[0]) + " added, as a guest"
	case added:
		return t.nameIn(g, who[0]) + " added"
	case len(g.Changes) == 1 && g.Changes[0].Field.Prop == propRequired && !isBlank(g.Changes[0].Value):
		return t.person(who[0]) + ": required course, " + statedWords(g.Changes[0].Value)
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
	struck := 0
	for _, c := range g.Changes {
		if c.Field.Kind == oplog.KindStrike {
			struck++
		} else if w := fieldWords(c.Field); w != "" && !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	switch {
	case struck == 1:
		words = append(words, "1 text struck")
	case struck > 1:
		words = append(words, fmt.Sprintf("%d texts struck", struck))
	}
	return strings.Join(words, ", ")
}
