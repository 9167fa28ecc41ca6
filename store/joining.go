package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/fxamacker/cbor/v2"
	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// Joining is a join of two records that is ready to be saved.
type Joining struct {
	Draft    *Draft
	Disagree []string // what will be in question, in words; both sides are kept
	Into     model.ID // under which the person is shown from then on
}

// Joined is a join that stands.
type Joined struct {
	Gesture model.ID // for PlanUndoOf, which takes it back
	A, B    Known    // each record by itself
	By      string
	At      time.Time
}

// Errors of joining.
var (
	ErrSamePerson = errors.New("they are one person already")
	ErrNoPerson   = errors.New("the book knows no such person")
)

// PlanJoin works out what it means that two records are one person. Nothing is copied: their marks and
// notes stay where they are, and are shown as one until the join is taken back. It reads the cohorts
// that both are in. The errors wrap ErrSamePerson or ErrNoPerson.
func (b *Book) PlanJoin(x, y model.ID) (*Joining, error) {
	people, err := b.recordsOf(x, y)
	if err != nil {
		return nil, err
	}
	first, second := people.sets.records(x), people.sets.records(y)
	switch {
	case first[0] == second[0]:
		return nil, fmt.Errorf("%s stands here under both: %w", people.trainee(first).Name, ErrSamePerson)
	case people.trainee(first).Name == "" || people.trainee(second).Name == "":
		return nil, fmt.Errorf("join two people: %w", ErrNoPerson)
	}
	id, err := b.NewID()
	if err != nil {
		return nil, fmt.Errorf("join two people: %w", err)
	}
	d, err := people.Form(oplog.Single, Edit{field: field(kindJoin, propPair, id),
		value: []cbor.ByteString{cbor.ByteString(x[:]), cbor.ByteString(y[:])}})
	if err != nil {
		return nil, err
	}
	people.Apply(d)
	j := &Joining{Draft: d, Into: people.sets.records(x)[0]}
	j.Disagree = people.questions(&Person{Trainee: model.Trainee{ID: j.Into}, records: people.sets.records(x)})
	shared, err := b.cohortsOfBoth(first, second)
	if err != nil {
		return nil, err
	}
	for _, c := range shared {
		c.Apply(d)
		j.Disagree = append(j.Disagree, c.marksInQuestion(c.byID[j.Into])...)
	}
	return j, nil
}

// recordsOf is a cohort of nobody that knows the joins of the book and the records of two people.
func (b *Book) recordsOf(people ...model.ID) (*Cohort, error) {
	c := b.Blank(model.ID{})
	err := b.view(func(tx *bolt.Tx) error {
		r := newReader(tx, b.sealer)
		if err := r.all(kindJoin, c.regs); err != nil {
			return err
		}
		c.sets = joinsOf(c.regs)
		for _, id := range people {
			for _, record := range c.sets.records(id) {
				if err := r.of(kindTrainee, c.regs, record); err != nil {
					return err
				}
			}
		}
		return r.headTexts(c.regs, c.texts)
	})
	return c, err
}

// cohortsOfBoth loads the cohorts in which either of two people is enrolled, guests too.
func (b *Book) cohortsOfBoth(first, second []model.ID) ([]*Cohort, error) {
	var ids []model.ID
	err := b.view(func(tx *bolt.Tx) error {
		ids = nil
		r := newReader(tx, b.sealer)
		in := func(cohort model.ID, records []model.ID) (bool, error) {
			for _, record := range records {
				reg, err := r.Register(field(kindEnrollment, propRow, cohort, record))
				if err != nil || reg.Shown() != nil {
					return true, err
				}
			}
			return false, nil
		}
		away, err := r.joinedAway()
		if err != nil {
			return err
		}
		return r.eachCohort(func(id model.ID) error {
			if _, is := away[id]; is {
				return nil
			}
			one, err := in(id, first)
			if err != nil || !one {
				return err
			}
			other, err := in(id, second)
			if other && err == nil {
				ids = append(ids, id)
			}
			return err
		})
	})
	if err != nil {
		return nil, err
	}
	var out []*Cohort
	for _, id := range ids {
		c, err := b.Load(id)
		if errors.Is(err, ErrNoCohort) {
			continue // taken back
		}
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b *Cohort) int { return inListOrder(Listed{Cohort: a.Cohort}, Listed{Cohort: b.Cohort}) })
	return out, nil
}

// Questions are what the records of a person say differently about the person, or two laptops about
// one of them: a line for each value. What is in question of marks stands in their cells.
func (c *Cohort) Questions(p *Person) []Side {
	var out []Side
	of := oplog.Field{Kind: kindTrainee, Entity: string(p.records[0][:])}
	for of.Prop = propName; of.Prop <= propWorksite; of.Prop++ {
		said := c.regs[of]
		if len(p.records) > 1 {
			said = c.merged(p, kindTrainee, of.Prop)
		}
		out = append(out, c.sides(said, of)...)
	}
	return out
}

// questions are the Questions in words: "phone: 555 0100 or 555 0199".
func (c *Cohort) questions(p *Person) []string {
	return inQuestion(c.Questions(p), func(f oplog.Field) string { return fieldWords(f) })
}

// marksInQuestion says on which marks of a person people disagree.
func (c *Cohort) marksInQuestion(p *Person) (says []string) {
	if p == nil {
		return nil
	}
	for _, b := range c.Blocks {
		says = append(says, inQuestion(p.Cell(b.ID).Conflict, func(f oplog.Field) string {
			return fmt.Sprintf("%s, %s, %s", c.Name, c.blockWords(b.ID), fieldWords(f))
		})...)
	}
	return says
}

// inQuestion puts the sides of each field into a line.
func inQuestion(sides []Side, of func(oplog.Field) string) (says []string) {
	for len(sides) > 0 {
		n := 1
		for n < len(sides) && sides[n].Field == sides[0].Field {
			n++
		}
		var values []string
		for _, s := range sides[:n] {
			if value := orNothing(s.Value); !slices.Contains(values, value) {
				values = append(values, value)
			}
		}
		says = append(says, of(sides[0].Field)+": "+strings.Join(values, " or "))
		sides = sides[n:]
	}
	return says
}

func orNothing(words string) string {
	if words == "" {
		return "nothing"
	}
	return words
}

// Joins are the joins that stand, oldest first. Where three records were joined in two steps, both are
// there.
func (b *Book) Joins() ([]Joined, error) {
	names, err := b.authors()
	if err != nil {
		return nil, err
	}
	c := b.Blank(model.ID{})
	c.who = names
	err = b.view(func(tx *bolt.Tx) error {
		r := newReader(tx, b.sealer)
		if err := r.all(kindJoin, c.regs); err != nil {
			return err
		}
		for id := range joinsOf(c.regs) {
			if err := r.of(kindTrainee, c.regs, id); err != nil {
				return err
			}
		}
		return r.headTexts(c.regs, c.texts)
	})
	var out []Joined
	for f, reg := range c.regs {
		if f.Kind != kindJoin {
			continue
		}
		for _, h := range reg.Heads() {
			if one, other, ok := decodePair(h.Value); ok {
				out = append(out, Joined{Gesture: h.ID.Gesture, A: c.alone(one), B: c.alone(other), By: c.name(h.Author), At: when(h)})
			}
		}
	}
	slices.SortFunc(out, func(a, b Joined) int {
		if x := a.At.Compare(b.At); x != 0 {
			return x
		}
		return compareIDs(a.Gesture, b.Gesture)
	})
	return out, err
}

// alone is a record by itself, whatever is joined to it.
func (c *Cohort) alone(record model.ID) Known {
	records := []model.ID{record}
	return Known{Trainee: c.trainee(records), Records: records}
}
