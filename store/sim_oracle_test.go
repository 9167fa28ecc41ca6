package store

import (
	"slices"

	"rollbook/model"
	"rollbook/store/oplog"
)

// What people disagree on, worked out a second time from DESIGN §4 and the set of gestures alone:
// slowly, and by no means that the book has.

// simOp is a change in a set of gestures.
type simOp struct {
	id    oplog.OpID
	c     *oplog.Change
	value string // texts as text
	none  bool   // of a text that is not here
}

// oracle is, for each field in which standing changes disagree, the gestures that do. One names records
// that are one person by one id.
func oracle(log map[model.ID]*oplog.Gesture, texts map[model.ID]string, one func(oplog.Field) oplog.Field) map[oplog.Field][]model.ID {
	undone := takenBack(log)
	fields := map[oplog.Field]map[oplog.OpID]simOp{}
	for _, g := range log {
		for i := range g.Changes {
			op := simOp{id: g.Op(i), c: &g.Changes[i], value: string(g.Changes[i].Value)}
			if !op.c.Text.IsZero() {
				words, here := texts[op.c.Text]
				op.value, op.none = "text "+words, !here
			} else if op.value == "" || op.value == "\xf4" {
				op.value = "\xf6" // nothing and no are the same
			}
			f := one(op.c.Field)
			if fields[f] == nil {
				fields[f] = map[oplog.OpID]simOp{}
			}
			fields[f][op.id] = op
		}
	}
	out := map[oplog.Field][]model.ID{}
	for f, ops := range fields {
		seen, waiting := map[oplog.OpID]bool{}, false
		var see func(op simOp)
		see = func(op simOp) {
			for _, p := range op.c.Preds {
				if _, here := log[p.Gesture]; !here {
					waiting = true
				}
				if !seen[p] {
					seen[p] = true
					see(simOp{c: changeOf(ops, p)})
				}
			}
		}
		for _, op := range ops {
			if !undone(op.id) {
				see(op)
			}
		}
		values := map[string][]model.ID{}
		for _, op := range ops {
			if !undone(op.id) && !seen[op.id] && !op.none {
				values[op.value] = append(values[op.value], op.id.Gesture)
			}
			for _, p := range op.c.Preds {
				waiting = waiting || log[p.Gesture] == nil
			}
		}
		if len(values) > 1 && !waiting {
			for _, ids := range values {
				out[f] = append(out[f], ids...)
			}
			slices.SortFunc(out[f], compareIDs)
		}
	}
	return out
}

func changeOf(ops map[oplog.OpID]simOp, id oplog.OpID) *oplog.Change {
	if op, here := ops[id]; here {
		return op.c
	}
	return &oplog.Change{}
}

// takenBack tells of a change whether an undo names it that was not taken back itself.
func takenBack(log map[model.ID]*oplog.Gesture) func(oplog.OpID) bool {
	by := map[string][]oplog.OpID{}
	for _, g := range log {
		for i, c := range g.Changes {
			if c.Field.Kind == oplog.KindUndo {
				by[c.Field.Entity] = append(by[c.Field.Entity], g.Op(i))
			}
		}
	}
	var undone func(id oplog.OpID) bool
	undone = func(id oplog.OpID) bool {
		return slices.ContainsFunc(by[string(id.Bytes())], func(u oplog.OpID) bool { return !undone(u) })
	}
	return undone
}

// inQuestionHere compares what a cohort shows to be in question with the oracle.
func (l *simLaptop) inQuestionHere(c *Cohort) {
	one := func(f oplog.Field) oplog.Field {
		if at := recordAt(f.Kind); at >= 0 && len(f.Entity) >= 16*at+16 {
			id := c.sets.records(part(f.Entity, at))[0]
			f.Entity = f.Entity[:16*at] + string(id[:])
		}
		return f
	}
	shown := map[oplog.Field]bool{}
	for _, d := range c.Disagreements() {
		for _, f := range d.Fields {
			shown[one(f.Sides[0].Field)] = true
		}
	}
	for f := range oracle(l.log(), l.texts(), one) {
		if !l.shows(c, f) {
			continue
		}
		if !shown[f] {
			l.run.fail("a disagreement is not shown", "%s in %s: kind %d, property %d of %x", l.name, c.Name, f.Kind, f.Prop, f.Entity)
		}
		delete(shown, f)
	}
	for f := range shown {
		l.run.fail("a disagreement is made up", "%s in %s: kind %d, property %d of %x", l.name, c.Name, f.Kind, f.Prop, f.Entity)
	}
}

// shows reports whether a field is of something that the cohort shows.
func (l *simLaptop) shows(c *Cohort, f oplog.Field) bool {
	if !knows(f) || f.Kind >= oplog.BoundKinds && part(f.Entity, 0) != c.Cohort.ID {
		return false
	}
	at := recordAt(f.Kind)
	var p *Person
	if at >= 0 {
		if p = c.Person(part(f.Entity, at)); p == nil {
			return false
		}
	}
	switch f.Kind {
	case kindMark:
		_, planned := c.Block(part(f.Entity, 1))
		return planned && f.Prop <= propOwnWords && !(p.Forgotten && (f.Prop == propRemark || f.Prop == propOwnWords))
	case kindTrainee:
		return !p.Forgotten && f.Prop <= propWorksite
	case kindEnrollment:
		return !p.Forgotten && (f.Prop == propFrom || f.Prop == propTo || f.Prop == propGuest || f.Prop == propRequired)
	case kindMakeup:
		m, _ := c.MakeUp(part(f.Entity, 1))
		return m != nil
	case kindNote:
		return slices.ContainsFunc(c.Notes, func(n Note) bool { return n.ID == part(f.Entity, 1) })
	case kindCohort, kindDay, kindBlock:
		return true
	}
	return false
}

// settlement is something settled: the gesture, and what was in question.
type settlement struct {
	gesture model.ID
	sides   []oplog.OpID
}

// settledStays fails where one of the sides of something settled is in question again, though the
// settlement stands.
func (l *simLaptop) settledStays(c *Cohort) {
	log := l.log()
	undone := takenBack(log)
	now := map[oplog.OpID]bool{}
	for _, d := range c.Disagreements() {
		for _, f := range d.Fields {
			for _, s := range f.Sides {
				now[s.Op] = true
			}
		}
	}
	for _, s := range l.run.settled {
		g := log[s.gesture]
		if g == nil {
			continue
		}
		stands := true
		for i := range g.Changes {
			stands = stands && !undone(g.Op(i))
		}
		if !stands {
			continue
		}
		for _, op := range s.sides {
			if now[op] {
				l.run.fail("settled is not settled", "%s in %s: %s, settled by %s", l.name, c.Name, op.Gesture, s.gesture)
			}
		}
	}
}
