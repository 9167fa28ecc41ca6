package oplog

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"rollbook/model"
)

// oracle says from the plain set of gestures what DESIGN, section 4, says they add up to: slowly,
// and without registers.
type oracle struct {
	gestures map[model.ID]*Gesture
	texts    map[model.ID]Text
}

// on are the operations on a field.
func (o oracle) on(f Field) (ops []Op) {
	for _, g := range o.gestures {
		for i, c := range g.Changes {
			if c.Field == f {
				ops = append(ops, OpOf(g, i))
			}
		}
	}
	return ops
}

// stands: an operation stands unless a standing undo names it; a strike always does.
func (o oracle) stands(id OpID) bool {
	g := o.gestures[id.Gesture]
	return g.Changes[id.Index].Field.Kind == KindStrike || !slices.ContainsFunc(o.on(UndoField(id)), func(u Op) bool { return o.stands(u.ID) })
}

// descends: from later to earlier through preds, operations taken back included in the way.
func (o oracle) descends(later, earlier OpID, f Field) bool {
	for _, op := range o.on(f) {
		if op.ID == later {
			return slices.ContainsFunc(op.Preds, func(p OpID) bool { return p == earlier || o.descends(p, earlier, f) })
		}
	}
	return false
}

// heads: standing operations from which no other standing one descends, the one to show first.
func (o oracle) heads(f Field) []Op {
	standing := slices.DeleteFunc(o.on(f), func(op Op) bool { return !o.stands(op.ID) })
	heads := slices.DeleteFunc(slices.Clone(standing), func(h Op) bool {
		return slices.ContainsFunc(standing, func(s Op) bool { return o.descends(s.ID, h.ID, f) })
	})
	order := map[How]int{Import: 1, Copied: 2, Rest: 3, Single: 4, Settle: 4}
	rank := func(h Op) string {
		return fmt.Sprintf("%d %016x %x %08x", order[h.How], uint64(h.Stamp), h.ID.Gesture, h.ID.Index)
	}
	slices.SortFunc(heads, func(a, b Op) int { return bytes.Compare([]byte(rank(b)), []byte(rank(a))) })
	return heads
}

func (o oracle) waiting(f Field) bool {
	ops := o.on(f)
	return slices.ContainsFunc(ops, func(op Op) bool {
		return slices.ContainsFunc(op.Preds, func(p OpID) bool { return !slices.ContainsFunc(ops, func(q Op) bool { return q.ID == p }) })
	})
}

// conflict: the different values of the heads; a text that is missing conflicts with none.
func (o oracle) conflict(f Field) int {
	values := map[string]bool{}
	for _, h := range o.heads(f) {
		text, here := o.texts[h.Text]
		switch {
		case h.Text.IsZero():
			values["value "+string(h.Value)] = true
		case here:
			values["text "+text.String()] = true
		}
	}
	if o.waiting(f) || len(values) < 2 {
		return 0
	}
	return len(values)
}

// The fields that the random days are about: two marks, one remark.
var (
	seat    = string(bytes.Repeat([]byte{7}, 48))
	present = Field{48, seat, 1}
	told    = Field{48, seat, 2}
	remark  = Field{48, seat, 3}
	fields  = []Field{present, told, remark}
)

// randomDay lets three laptops with clocks up to ten years wrong mark, undo, redo, strike and hear
// of each other, and returns all that was ever made.
func randomDay(t *rapid.T, tb testing.TB, check func(l *laptop, g *Gesture)) (all []*Gesture, texts []Text) {
	laptops := []*laptop{newLaptop(1), newLaptop(2), newLaptop(3)}
	const year, now = 365 * 24 * 3600 * 1000, int64(1_772_000_000_000)
	var clocks [3]int64
	for i := range clocks {
		clocks[i] = now + rapid.Int64Range(-10*year, 10*year).Draw(t, "clock")
	}
	for step := range rapid.IntRange(1, 25).Draw(t, "steps") {
		at := rapid.IntRange(0, 2).Draw(t, "laptop")
		l, clock := laptops[at], clocks[at]+int64(step)*1000+rapid.Int64Range(-year, year).Draw(t, "jump")
		var changes []Change
		how := rapid.SampledFrom([]How{Single, Single, Rest, Copied, Import, Settle}).Draw(t, "how")
		switch rapid.SampledFrom([]string{"mark", "mark", "mark", "remark", "undo", "undo", "redo", "strike", "hear", "hear"}).Draw(t, "what") {
		case "mark":
			for _, f := range fields[:rapid.IntRange(1, 2).Draw(t, "fields")] {
				changes = append(changes, Change{Field: f, Value: Encode(rapid.IntRange(0, 2).Draw(t, "value"))})
			}
		case "remark":
			text := Text(append(bytes.Repeat([]byte{byte(len(texts))}, saltSize), rapid.SampledFrom([]string{"bus", "ill"}).Draw(t, "text")...))
			texts = append(texts, text)
			l.arriveText(tb, text)
			changes = []Change{{Field: remark, Text: text.Digest()}}
		case "undo", "redo":
			if len(all) > 0 {
				g := rapid.SampledFrom(all).Draw(t, "of")
				plan := map[bool]func(Shelf, *Gesture) (Reversal, error){true: UndoOf, false: RedoOf}[rapid.Bool().Draw(t, "back")]
				rev, err := plan(l, g)
				if err != nil {
					tb.Fatal(err)
				}
				changes, how = rev.Changes, Undone
			}
		case "strike":
			if len(texts) > 0 {
				changes = []Change{{Field: StrikeField(rapid.SampledFrom(texts).Draw(t, "struck").Digest()), Preds: []OpID{}, Value: null}}
			}
		case "hear":
			l.hears(tb, laptops[rapid.IntRange(0, 2).Draw(t, "from")])
		}
		if len(changes) > 0 {
			g := l.make(tb, clock, how, changes...)
			all = append(all, g)
			check(l, g)
		}
	}
	return all, texts
}

// TestStateIsAFunctionOfTheSet brings what was made on three laptops to a fourth in any order, with
// duplicates, texts before or after: at each step the state is the oracle's.
func TestStateIsAFunctionOfTheSet(t *testing.T) {
	tenth(t)
	rapid.Check(t, func(rt *rapid.T) {
		all, texts := randomDay(rt, t, func(*laptop, *Gesture) {})
		ordered := newShelf()
		ordered.arrive(t, all...)
		for _, text := range texts {
			ordered.arriveText(t, text)
		}
		mixed := newShelf()
		arrivals := rapid.Permutation(append(slices.Clone(all), all...)).Draw(rt, "order")
		early := rapid.IntRange(0, len(arrivals)).Draw(rt, "texts come after")
		for i, g := range arrivals {
			if i == early {
				for _, text := range texts {
					mixed.arriveText(t, text)
				}
			}
			mixed.arrive(t, g)
			compare(rt, mixed)
		}
		for _, text := range texts {
			mixed.arriveText(t, text)
		}
		compare(rt, mixed)
		if where := mixed.differs(ordered); where != "" {
			rt.Fatalf("another order gives another state: %s", where)
		}
	})
}

// compare holds a shelf against the oracle.
func compare(t *rapid.T, s *mapShelf) {
	o := oracle{s.gestures, s.texts}
	for _, f := range fields {
		r, err := s.Register(f)
		if err != nil {
			t.Fatal(err)
		}
		heads, want := r.Heads(), o.heads(f)
		if len(heads) != len(want) {
			t.Fatalf("field %d has %d heads, want %d", f.Prop, len(heads), len(want))
		}
		for i := range heads {
			if heads[i].ID != want[i].ID {
				t.Fatalf("head %d of field %d is %v, want %v", i, f.Prop, heads[i].ID, want[i].ID)
			}
		}
		if r.Waiting() != o.waiting(f) {
			t.Fatalf("field %d waits: %v", f.Prop, r.Waiting())
		}
		if got, want := len(r.Sides(s.text, nil)), o.conflict(f); got != want {
			t.Fatalf("field %d has %d sides, want %d", f.Prop, got, want)
		}
	}
	for _, g := range s.gestures {
		for _, c := range g.Changes {
			if c.Field.Kind == KindStrike && s.texts[model.ID([]byte(c.Field.Entity))] != nil {
				t.Fatalf("a struck text is held")
			}
		}
	}
}

// TestOnesOwnLastWriteIsWhatOneSees holds by whatever clock.
func TestOnesOwnLastWriteIsWhatOneSees(t *testing.T) {
	tenth(t)
	rapid.Check(t, func(rt *rapid.T) {
		randomDay(rt, t, func(l *laptop, g *Gesture) {
			for i, c := range g.Changes {
				if c.Field.Kind < BoundKinds {
					continue
				}
				if shown := l.register(t, c.Field).Shown(); shown == nil || shown.ID != g.Op(i) {
					rt.Fatalf("wrote field %d and sees %v", c.Field.Prop, shown)
				}
			}
		})
	})
}

// TestUndoThenRedoIsIdentity holds for any gesture that a laptop knows, whatever came from
// elsewhere before: only what can't be undone is left, and then by both.
func TestUndoThenRedoIsIdentity(t *testing.T) {
	tenth(t)
	rapid.Check(t, func(rt *rapid.T) {
		randomDay(rt, t, func(l *laptop, g *Gesture) {
			if g.How == Undone {
				return
			}
			c := &laptop{mapShelf: l.copy(), id: model.ID{15: 9}, ticker: l.ticker}
			before := c.shown(t)
			undo, err := UndoOf(c, g)
			if err != nil {
				rt.Fatal(err)
			}
			if len(undo.Changes) == 0 {
				return
			}
			c.make(t, 0, Undone, undo.Changes...)
			if slices.Equal(c.shown(t), before) {
				rt.Fatal("an undo changed nothing")
			}
			redo, err := RedoOf(c, g)
			if err != nil || len(redo.Changes) != len(undo.Changes) {
				rt.Fatalf("a redo of %d fields has %d and leaves %d: %v", len(undo.Changes), len(redo.Changes), len(redo.Left), err)
			}
			r := c.make(t, 0, Undone, redo.Changes...)
			if got := c.shown(t); !slices.Equal(got, before) {
				rt.Fatalf("after undo and redo %v, before %v", got, before)
			}
			// The redo is a gesture too: undone, the field is as after the undo; and so on.
			for range 3 {
				again, err := UndoOf(c, r)
				if err != nil || len(again.Changes) == 0 {
					rt.Fatalf("undo of a redo: %v, %v", again, err)
				}
				r = c.make(t, 0, Undone, again.Changes...)
			}
			if got := c.shown(t); slices.Equal(got, before) {
				rt.Fatal("an odd number of undos shows the same")
			}
		})
	})
}

// shown is the id of each head of each field.
func (s *mapShelf) shown(t testing.TB) (ids []OpID) {
	for _, f := range fields {
		ids = append(append(ids, s.register(t, f).HeadIDs()...), OpID{})
	}
	return ids
}

func (s *mapShelf) copy() *mapShelf {
	return &mapShelf{maps.Clone(s.gestures), maps.Clone(s.regs), maps.Clone(s.texts), s.knows}
}
