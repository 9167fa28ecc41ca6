package store

import (
	"fmt"
	"maps"

	"rollbook/model"
	"rollbook/store/oplog"
)

// meet reads what it takes to tell a gesture: its texts, and who and which cohorts its values name.
func (r reader) meet(c *Cohort, g *oplog.Gesture) error {
	for _, change := range g.Changes {
		var people []model.ID
		switch change.Field.Kind {
		case kindTrainee:
			people = append(people, part(change.Field.Entity, 0))
		case kindJoin:
			if a, b, ok := decodePair(change.Value); ok {
				people = append(people, a, b)
			}
		case kindMakeup:
			if err := r.nameWhere(c, change); err != nil {
				return err
			}
		case kindEnrollment:
			var from []byte
			if change.Field.Prop == propBrought && oplog.Decode(change.Value, &from) == nil {
				if err := r.nameCohort(c, idOf(from)); err != nil {
					return err
				}
			}
		case kindCohortJoin:
			if w, ok := joinOfCohort(change.Value); ok {
				if err := r.nameCohort(c, model.ID(w.Into)); err != nil {
					return err
				}
			}
		}
		for _, id := range people {
			if c.regs[field(kindTrainee, propName, id)] != nil {
				continue
			}
			fresh := map[oplog.Field]*oplog.Register{}
			if err := r.of(kindTrainee, fresh, id); err != nil {
				return err
			}
			if err := r.headTexts(fresh, c.texts); err != nil {
				return err
			}
			maps.Copy(c.regs, fresh)
		}
		if !change.Text.IsZero() {
			if words, here, err := r.text(change.Text); err != nil {
				return err
			} else if here {
				c.texts[change.Text] = words
			}
		}
	}
	return nil
}

// nameWhere learns what the cohort is called in which something was made up.
func (r reader) nameWhere(c *Cohort, change oplog.Change) error {
	if change.Field.Prop != propWhere {
		return nil
	}
	cohort, _ := decodeWhere(change.Value)
	return r.nameCohort(c, cohort)
}

// nameCohort learns what another cohort is called.
func (r reader) nameCohort(c *Cohort, cohort model.ID) error {
	if _, known := c.who[cohort]; known || cohort.IsZero() {
		return nil
	}
	l, err := r.brief(cohort, nil)
	if err == nil && l.Name != "" {
		c.who[cohort] = l.Name
	}
	return err
}

// person is a person with their row, as the screen names them.
func (t teller) person(id model.ID) string {
	if p := t.c.byID[id]; p != nil {
		return fmt.Sprintf("%d %s", p.Row, p.Name)
	}
	return t.c.Called(id)
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
	return fmt.Sprintf("day %d %s %s", b.Day, b.Start.Words(t.c.twelve()), b.Topic)
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
	case kindMakeup:
		if m, ok := t.c.made(part(f.Entity, 1)); ok {
			return fmt.Sprintf("%s of %s, %s", words, t.person(m.Trainee), t.block(m.Block))
		}
	case oplog.KindStrike:
		if at, known := t.placeOf(f); known {
			return t.field(at)
		}
		return "a text"
	}
	return words
}

// aboutOf says what a note is about.
func (c *Cohort) aboutOf(note model.ID) string {
	r := c.regs[field(kindNote, propAbout, c.Cohort.ID, note)]
	if shown := r.Shown(); shown != nil {
		return c.aboutWords(shown.Value)
	}
	if r != nil && len(r.Ops) > 0 { // taken back: what it was about is known none the less
		return c.aboutWords(r.Ops[0].Value)
	}
	return "something that has not arrived"
}
