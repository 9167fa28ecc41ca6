package oplog

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"

	"rollbook/model"
)

// mapShelf is a shelf in memory. Registers are kept as the book keeps them, as bytes, so that the
// tests see what a book would read back.
type mapShelf struct {
	gestures map[model.ID]*Gesture
	regs     map[Field]string
	texts    map[model.ID]Text
	knows    func(Field) bool
}

func newShelf() *mapShelf {
	return &mapShelf{map[model.ID]*Gesture{}, map[Field]string{}, map[model.ID]Text{}, func(Field) bool { return true }}
}

func (s *mapShelf) Register(f Field) (*Register, error) {
	if data, ok := s.regs[f]; ok {
		return ReadRegister([]byte(data))
	}
	return nil, nil
}

func (s *mapShelf) Put(f Field, r *Register) error {
	s.regs[f] = string(r.Bytes())
	return nil
}

func (s *mapShelf) Named(gesture model.ID) (bool, error) {
	for f := range s.regs {
		if f.Kind == KindUndo && strings.HasPrefix(f.Entity, string(gesture[:])) {
			return true, nil
		}
	}
	return false, nil
}

func (s *mapShelf) Changed(id OpID) (*Change, bool, error) {
	g := s.gestures[id.Gesture]
	if g == nil || int(id.Index) >= len(g.Changes) {
		return nil, false, nil
	}
	return &g.Changes[id.Index], true, nil
}

func (s *mapShelf) DropText(d model.ID) error { delete(s.texts, d); return nil }
func (s *mapShelf) Knows(f Field) bool        { return s.knows(f) }

func (s *mapShelf) text(d model.ID) (string, bool) {
	t, here := s.texts[d]
	return t.String(), here
}

// arrive is what a book does with a gesture: keep it, apply it.
func (s *mapShelf) arrive(t testing.TB, gestures ...*Gesture) {
	t.Helper()
	for _, g := range gestures {
		again, err := Parse(g.Raw)
		if err != nil {
			t.Fatal(err)
		}
		s.gestures[g.ID] = again
		if err := Apply(s, again); err != nil {
			t.Fatal(err)
		}
	}
}

// arriveText keeps a text unless it was struck.
func (s *mapShelf) arriveText(t testing.TB, text Text) {
	t.Helper()
	if struck, err := Struck(s, text.Digest()); err != nil {
		t.Fatal(err)
	} else if !struck {
		s.texts[text.Digest()] = text
	}
}

func (s *mapShelf) register(t testing.TB, f Field) *Register {
	t.Helper()
	r, err := s.Register(f)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// differs says where two shelves differ, empty where they hold the same.
func (s *mapShelf) differs(o *mapShelf) string {
	for f := range maps.Keys(s.regs) {
		if s.regs[f] != o.regs[f] {
			return "register " + string(rune('0'+f.Prop)) + " of kind " + string(rune('0'+f.Kind%10))
		}
	}
	if len(s.regs) != len(o.regs) {
		return "the number of registers"
	}
	if !maps.EqualFunc(s.texts, o.texts, func(a, b Text) bool { return bytes.Equal(a, b) }) {
		return "the texts"
	}
	return ""
}

// laptop makes gestures as a book does: from what its own shelf shows, by its own clock.
type laptop struct {
	*mapShelf
	id     model.ID
	ticker Ticker
	serial byte
}

func newLaptop(n byte) *laptop {
	return &laptop{mapShelf: newShelf(), id: model.ID{15: n}}
}

// make forms a gesture of changes and keeps it. Preds of changes of values are the heads shown.
func (l *laptop) make(t testing.TB, clock int64, how How, changes ...Change) *Gesture {
	t.Helper()
	changes = slices.Clone(changes)
	for i, c := range changes {
		if c.Preds == nil {
			changes[i].Preds = l.register(t, c.Field).HeadIDs()
		}
	}
	l.serial++
	l.ticker.Last = max(Stamp(clock<<16), l.ticker.Last+1)
	g, err := Form(Gesture{Nonce: [16]byte{l.id[15], l.serial}, Stamp: l.ticker.Last, Wall: clock, Author: l.id,
		Device: l.id, How: how, Changes: changes})
	if err != nil {
		t.Fatal(err)
	}
	l.arrive(t, g)
	return g
}

// hears brings everything that another laptop has.
func (l *laptop) hears(t testing.TB, o *laptop) {
	t.Helper()
	for _, id := range slices.SortedFunc(maps.Keys(o.gestures), func(a, b model.ID) int { return bytes.Compare(a[:], b[:]) }) {
		l.arrive(t, o.gestures[id])
	}
	for _, text := range o.texts {
		l.arriveText(t, text)
	}
}
