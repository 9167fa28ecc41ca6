package store

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"

	"rollbook/model"
	"rollbook/store/oplog"
)

// bringing gathers what a cohort says that another is to be told: each operation that stands in b becomes
// one in a, by the same trainer and of the same time. It names no pred there, since whoever wrote it had
// not seen what a says: where both say different things, people are asked, as they are for two laptops.
type bringing struct {
	*laid
	struck func(digest model.ID) (bool, error)
	before map[seen]bool     // what was brought, or said the same, when b was joined earlier
	echoes map[model.ID]bool // gestures of b that came from a

	gestures map[model.ID]*source // by the gesture of b
	told     map[seen]bool        // what a has once this is saved

	marks, agree, disagree int // attendances
	more                   map[string]bool
	questions              []string
}

// source is a gesture of b, and what of it is brought.
type source struct {
	op      *oplog.Op // one of it: who made it, and when
	changes []oplog.Change
}

// bring brings the heads of one field of b into one of a. as is what a head's value is in a, nil where it
// is the same; all is what a says of it, of all records of a person. It reports whether any was new.
func (g *bringing) bring(from, to oplog.Field, all *oplog.Register, as func([]byte) []byte) (bool, error) {
	if as == nil {
		as = func(value []byte) []byte { return value }
	}
	there, new := g.b.regs[from], false
	for _, h := range g.b.regs[from].Heads() {
		if g.echoes[h.ID.Gesture] {
			continue
		}
		if !h.Text.IsZero() {
			if gone, err := g.struck(h.Text); err != nil {
				return new, err
			} else if gone {
				continue
			}
		}
		said := *h
		if h.Text.IsZero() {
			said.Value = as(h.Value)
		}
		preds := g.passed(there, h, g.a.regs[to], as)
		if said.Text.IsZero() && isBlank(said.Value) && len(preds) == 0 {
			continue // nothing was said, or it was unsaid
		}
		name := seenOf(h.ID)
		if g.known(all, &said, name, preds) {
			g.told[name] = true
			continue
		}
		g.told[name], new = true, true
		s := g.gestures[h.ID.Gesture]
		if s == nil {
			s = &source{op: h}
			g.gestures[h.ID.Gesture] = s
		}
		if slices.ContainsFunc(s.changes, func(c oplog.Change) bool { return c.Field == to }) {
			continue
		}
		s.changes = append(s.changes, oplog.Change{Field: to, Preds: preds, Value: said.Value, Text: said.Text})
		if text, here := g.b.texts[h.Text]; here {
			g.a.texts[h.Text] = text
		}
	}
	return new, nil
}

// known reports whether a says already what is to be brought: now, or it did when it was brought and was
// changed there since.
func (g *bringing) known(all *oplog.Register, said *oplog.Op, name seen, preds []oplog.OpID) bool {
	heads := all.Heads()
	passes := slices.ContainsFunc(heads, func(h *oplog.Op) bool { return slices.Contains(preds, h.ID) })
	if !passes && slices.ContainsFunc(heads, func(h *oplog.Op) bool { return g.alike(h, said) }) {
		return true
	}
	if all == nil || !g.before[name] {
		return false
	}
	for i := range all.Ops {
		if g.alike(&all.Ops[i], said) {
			return true
		}
	}
	return false
}

// passed are the operations of a that brought what this one changed in b: who made it had seen that. What
// another head of b still says was not changed by it.
func (g *bringing) passed(there *oplog.Register, h *oplog.Op, here *oplog.Register, as func([]byte) []byte) (preds []oplog.OpID) {
	if here == nil || len(h.Preds) == 0 {
		return nil
	}
	var earlier []*oplog.Op
	met := map[oplog.OpID]bool{}
	for next := h.Preds; len(next) > 0; {
		id := next[0]
		next = next[1:]
		if op := there.Find(id); op != nil && !met[id] {
			met[id] = true
			if g.before[seenOf(id)] {
				earlier = append(earlier, op)
			}
			next = append(slices.Clone(next), op.Preds...)
		}
	}
	says := func(ops []*oplog.Op, y *oplog.Op) bool {
		return slices.ContainsFunc(ops, func(x *oplog.Op) bool {
			said := *x
			if x.Text.IsZero() {
				said.Value = as(x.Value)
			}
			return g.alike(y, &said)
		})
	}
	stands := slices.DeleteFunc(there.Heads(), func(x *oplog.Op) bool { return x.ID == h.ID })
	for i := range here.Ops {
		y := &here.Ops[i]
		if y.How == oplog.Import && !y.TakenBack && says(earlier, y) && !says(stands, y) {
			preds = append(preds, y.ID)
		}
	}
	return preds
}

// alike compares what two operations say: texts as text, as far as they are here.
func (g *bringing) alike(x, y *oplog.Op) bool {
	if x.Text.IsZero() || y.Text.IsZero() {
		return x.Text == y.Text && sameValue(x.Value, y.Value)
	}
	if x.Text == y.Text {
		return true
	}
	s, here := g.textOf(x.Text)
	t, there := g.textOf(y.Text)
	return here && there && s == t
}

func (g *bringing) textOf(digest model.ID) (string, bool) {
	if s, here := g.a.texts[digest]; here {
		return s, true
	}
	s, here := g.b.texts[digest]
	return s, here
}

// bringPlan adds the days and blocks that a lacks.
func (g *bringing) bringPlan() error {
	for _, d := range g.b.Days {
		if !g.fresh[d.ID] {
			continue
		}
		for _, prop := range []uint16{propNumber, propDate, propCancelled} {
			as := func(value []byte) []byte { return value }
			if prop == propNumber {
				as = func([]byte) []byte { return oplog.Encode(g.day(d.Number)) }
			}
			to := field(kindDay, prop, g.a.Cohort.ID, d.ID)
			if _, err := g.bring(field(kindDay, prop, g.b.Cohort.ID, d.ID), to, g.a.regs[to], as); err != nil {
				return err
			}
		}
	}
	for _, block := range g.b.Blocks {
		if !g.fresh[block.ID] {
			continue
		}
		for _, prop := range []uint16{propDay, propHours, propCancelled, propTopic} {
			as := func(value []byte) []byte { return value }
			if prop == propDay {
				as = func([]byte) []byte { return oplog.Encode(g.day(block.Day)) }
			}
			to := field(kindBlock, prop, g.a.Cohort.ID, block.ID)
			if _, err := g.bring(field(kindBlock, prop, g.b.Cohort.ID, block.ID), to, g.a.regs[to], as); err != nil {
				return err
			}
		}
	}
	return nil
}

// bringMarks brings all marks of one record. It enrolls nobody.
func (g *bringing) bringMarks(p *Person, record model.ID) error {
	q := g.a.byID[record]
	for _, block := range g.b.Blocks {
		for prop := uint16(propAttendance); prop <= propPaper; prop++ {
			if p.Forgotten && (prop == propRemark || prop == propOwnWords) {
				continue
			}
			from := field(kindMark, prop, g.b.Cohort.ID, block.ID, record)
			if g.b.regs[from] == nil {
				continue
			}
			at := g.blocks[block.ID]
			to := field(kindMark, prop, g.a.Cohort.ID, at, record)
			all := g.a.regs[to]
			if q != nil {
				all = g.a.merged(q, kindMark, prop, at)
			}
			new, err := g.bring(from, to, all, nil)
			if err != nil {
				return err
			}
			if new && prop != propAttendance && prop != propPaper {
				g.more[from.Entity] = true
			}
			if prop == propAttendance {
				g.count(from, to, all, new)
			}
		}
	}
	return nil
}

// count counts an attendance of b: as new, as the same in both, or as one that people will disagree on.
func (g *bringing) count(from, to oplog.Field, all *oplog.Register, new bool) {
	shown := g.b.regs[from].Shown()
	switch {
	case shown == nil || isBlank(shown.Value):
	case !new:
		g.agree++
	case all.Shown() == nil || isBlank(all.Shown().Value):
		g.marks++
	default:
		g.disagree++
		g.questions = append(g.questions, fmt.Sprintf("%s, %s: %s or %s", g.calledIn(part(to.Entity, 2)), g.a.blockWords(part(to.Entity, 1)),
			g.a.valueWords(to, all.Shown().Value, model.ID{}), g.b.valueWords(from, shown.Value, model.ID{})))
	}
}

// calledIn names the person of a record as they are listed in a, else in b.
func (g *bringing) calledIn(record model.ID) string {
	if p := g.a.byID[record]; p != nil {
		return fmt.Sprintf("%d %s", p.Row, p.Name)
	}
	return g.b.Called(record)
}

// bringNotes brings notes and make-ups, under their own ids: two laptops that bring them make one of each.
func (g *bringing) bringNotes() error {
	for _, f := range slices.SortedFunc(maps.Keys(g.b.regs), compareFields) {
		first := f.Kind == kindNote && f.Prop == propAbout || f.Kind == kindMakeup && f.Prop == propWhat
		if !first {
			continue
		}
		if said := g.b.regs[field(kindNote, propText, g.b.Cohort.ID, part(f.Entity, 1))].Shown(); f.Kind == kindNote {
			if said == nil || said.Text.IsZero() {
				continue
			}
			if gone, err := g.struck(said.Text); err != nil {
				return err
			} else if gone || g.b.forgotten(g.b.sets.records(g.b.whose(f))) {
				continue
			}
		}
		for prop := f.Prop; prop <= lastProp[f.Kind]; prop++ {
			from := field(f.Kind, prop, g.b.Cohort.ID, part(f.Entity, 1))
			to := field(f.Kind, prop, g.a.Cohort.ID, part(f.Entity, 1))
			new, err := g.bring(from, to, g.a.regs[to], g.valueIn(from))
			if err != nil {
				return err
			}
			if new {
				g.more[from.Entity] = true
			}
		}
	}
	return nil
}

// valueIn says the days, blocks and topics of b that a value names as a has them.
func (g *bringing) valueIn(f oplog.Field) func([]byte) []byte {
	return func(value []byte) []byte {
		switch {
		case isBlank(value):
		case f.Kind == kindNote && f.Prop == propAbout:
			var w wireAbout
			if oplog.Decode(value, &w) == nil {
				if w.Day > 0 {
					w.Day = g.day(w.Day)
				}
				if w.Topic != "" {
					w.Topic = g.topic(w.Topic)
				}
				return oplog.Encode(w)
			}
		case f.Kind == kindMakeup && f.Prop == propWhat:
			var w wireMakeUp
			if oplog.Decode(value, &w) == nil {
				if at, is := g.blocks[idOf(w.Block)]; is {
					w.Block = bytes.Clone(at[:])
				}
				return oplog.Encode(w)
			}
		case f.Kind == kindMakeup && f.Prop == propWhere:
			if cohort, block := decodeWhere(value); cohort == g.b.Cohort.ID {
				at, is := g.blocks[block]
				if is {
					return oplog.Encode([][]byte{bytes.Clone(g.a.Cohort.ID[:]), bytes.Clone(at[:])})
				}
			}
		}
		return value
	}
}

// compareFields orders fields as the heads do.
func compareFields(x, y oplog.Field) int {
	return cmp.Or(cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Entity, y.Entity), cmp.Compare(x.Prop, y.Prop))
}
