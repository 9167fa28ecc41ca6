package oplog

import (
	"slices"
	"testing"

	"rollbook/model"
)

func set(f Field, value any) Change { return Change{Field: f, Value: Encode(value)} }

// write keeps a text on a laptop and is the change that names it.
func (l *laptop) write(t testing.TB, f Field, words string) (Change, Text) {
	text := Text("sixteen bytes!!!" + words)
	l.arriveText(t, text)
	return Change{Field: f, Text: text.Digest()}, text
}

func (l *laptop) strike(t testing.TB, clock int64, text Text) *Gesture {
	return l.make(t, clock, Single, Change{Field: StrikeField(text.Digest()), Preds: []OpID{}, Value: null})
}

func (l *laptop) undo(t testing.TB, clock int64, g *Gesture) (*Gesture, Reversal) {
	t.Helper()
	rev, err := UndoOf(l, g)
	if err != nil {
		t.Fatal(err)
	}
	if len(rev.Changes) == 0 {
		return nil, rev
	}
	return l.make(t, clock, Undone, rev.Changes...), rev
}

func TestAnUndoneSlipBesideSomebodysMarkIsNoConflict(t *testing.T) {
	a, b := newLaptop(1), newLaptop(2)
	slip := a.make(t, 10, Single, set(present, 3))
	b.make(t, 11, Single, set(present, 1))
	a.undo(t, 12, slip)
	a.hears(t, b)
	r := a.register(t, present)
	if r.Sides(a.text, nil) != nil || string(r.Shown().Value) != string(Encode(1)) {
		t.Errorf("an undone slip leaves %v, shown %v", r.Sides(a.text, nil), r.Shown())
	}
}

func TestEqualValuesAreNoConflict(t *testing.T) {
	a, b := newLaptop(1), newLaptop(2)
	a.make(t, 10, Single, set(present, 1))
	b.make(t, 11, Rest, set(present, 1))
	ca, _ := a.write(t, remark, "bus")
	a.make(t, 12, Single, ca)
	cb := Text("another salt 123bus")
	b.arriveText(t, cb)
	b.make(t, 12, Single, Change{Field: remark, Text: cb.Digest()})
	a.hears(t, b)
	for _, f := range []Field{present, remark} {
		if r := a.register(t, f); len(r.Heads()) != 2 || r.Sides(a.text, nil) != nil {
			t.Errorf("field %d: %d heads, sides %v", f.Prop, len(r.Heads()), r.Sides(a.text, nil))
		}
	}
}

func TestAMissingTextHidesNoConflictOfTheOthers(t *testing.T) {
	a := newLaptop(1)
	for i, words := range []string{"withheld", "bus", "ill"} {
		l := newLaptop(byte(i + 2))
		c, text := l.write(t, remark, words)
		l.make(t, int64(100-i), Single, c) // the missing one is what would be shown first
		if words == "withheld" {
			delete(l.texts, text.Digest())
		}
		a.hears(t, l)
	}
	l := newLaptop(9)
	l.make(t, 5, Single, set(remark, nil))
	if n := len(a.register(t, remark).Sides(a.text, nil)); n != 2 {
		t.Errorf("two differing texts beside a missing one have %d sides", n)
	}
	b := newLaptop(8)
	c, text := b.write(t, remark, "withheld too")
	b.make(t, 7, Single, c)
	delete(b.texts, text.Digest())
	b.hears(t, l)
	if sides := b.register(t, remark).Sides(b.text, nil); sides != nil {
		t.Errorf("a missing text conflicts with its removal: %v", sides)
	}
}

func TestNothingIsAConflictWhileAPredHasNotArrived(t *testing.T) {
	a, b := newLaptop(1), newLaptop(2)
	first := a.make(t, 10, Single, set(present, 1))
	b.hears(t, a)
	second := b.make(t, 11, Single, set(present, 3))
	c := newLaptop(3)
	c.make(t, 12, Single, set(present, 2))
	c.arrive(t, second)
	if r := c.register(t, present); !r.Waiting() || r.Sides(c.text, nil) != nil {
		t.Errorf("waiting %v, sides %v", r.Waiting(), r.Sides(c.text, nil))
	}
	c.arrive(t, first)
	if r := c.register(t, present); r.Waiting() || len(r.Sides(c.text, nil)) != 2 {
		t.Errorf("once it is here: waiting %v, sides %v", r.Waiting(), r.Sides(c.text, nil))
	}
}

func TestAnUndoLeavesAFieldThatWasChangedSince(t *testing.T) {
	a := newLaptop(1)
	both := a.make(t, 10, Single, set(present, 1), set(told, true))
	a.make(t, 11, Single, set(present, 3))
	_, rev := a.undo(t, 12, both)
	if len(rev.Changes) != 1 || !slices.Equal(rev.Left, []Field{present}) {
		t.Errorf("it takes back %d and leaves %v", len(rev.Changes), rev.Left)
	}
}

// A redo goes by what the undo had seen, not by clocks: here the other laptop's clock is a year
// behind, and its mark came after the undo all the same.
func TestARedoLeavesAFieldThatWasChangedSince(t *testing.T) {
	const year = 365 * 24 * 3600 * 1000
	a, b := newLaptop(1), newLaptop(2)
	both := a.make(t, year, Single, set(present, 1), set(told, true))
	a.undo(t, year+1, both)
	b.hears(t, a)
	b.ticker.Last = 0
	b.make(t, 5, Single, set(present, 3))
	a.hears(t, b)
	rev, err := RedoOf(a, both)
	if err != nil || len(rev.Changes) != 1 || !slices.Equal(rev.Left, []Field{present}) {
		t.Errorf("it puts back %d and leaves %v: %v", len(rev.Changes), rev.Left, err)
	}
}

func TestAMarkThatStoodBesideAnUndoneOneIsNoChangeSince(t *testing.T) {
	a, b := newLaptop(1), newLaptop(2)
	mine := a.make(t, 10, Single, set(present, 1))
	b.make(t, 1<<44, Single, set(present, 3)) // by a clock far ahead
	a.hears(t, b)
	a.undo(t, 11, mine)
	if rev, err := RedoOf(a, mine); err != nil || len(rev.Changes) != 1 {
		t.Errorf("it puts back %d and leaves %v: %v", len(rev.Changes), rev.Left, err)
	}
}

func TestAnUndoLeavesAFieldWhoseEarlierTextWasStruck(t *testing.T) {
	a := newLaptop(1)
	c, first := a.write(t, remark, "first words")
	a.make(t, 10, Single, c)
	c, _ = a.write(t, remark, "other words")
	second := a.make(t, 11, Single, c)
	a.strike(t, 12, first)
	if _, rev := a.undo(t, 13, second); len(rev.Changes) != 0 || !slices.Equal(rev.Left, []Field{remark}) {
		t.Errorf("it takes back %d and leaves %v", len(rev.Changes), rev.Left)
	}
}

func TestARedoLeavesAFieldWhoseTextWasStruck(t *testing.T) {
	a := newLaptop(1)
	c, text := a.write(t, remark, "words")
	g := a.make(t, 10, Single, c)
	a.undo(t, 11, g)
	a.strike(t, 12, text)
	if rev, err := RedoOf(a, g); err != nil || len(rev.Changes) != 0 || !slices.Equal(rev.Left, []Field{remark}) {
		t.Errorf("it puts back %d and leaves %v: %v", len(rev.Changes), rev.Left, err)
	}
}

func TestAStrikeStandsWhateverNamesIt(t *testing.T) {
	for _, undoFirst := range []bool{true, false} {
		a := newLaptop(1)
		_, text := a.write(t, remark, "words")
		strike := a.strike(t, 10, text)
		if _, rev := a.undo(t, 11, strike); len(rev.Changes)+len(rev.Left) != 0 {
			t.Errorf("an undo of a strike was planned: %+v", rev)
		}
		undo := newLaptop(2).make(t, 12, Undone, Change{Field: UndoField(strike.Op(0)), Value: null})
		b := newShelf()
		if b.arrive(t, undo); undoFirst {
			b.arrive(t, strike)
		} else {
			b = newShelf()
			b.arrive(t, strike, undo)
		}
		b.arriveText(t, text)
		if len(b.texts) != 0 {
			t.Error("a text is here that was struck, though an undo names the strike")
		}
	}
}

func TestAStrikeTakesItsTextWhicheverComesFirst(t *testing.T) {
	a := newLaptop(1)
	_, text := a.write(t, remark, "words")
	strike := a.strike(t, 10, text)
	before, after := newShelf(), newShelf()
	before.arrive(t, strike)
	before.arriveText(t, text)
	after.arriveText(t, text)
	after.arrive(t, strike)
	if len(before.texts)+len(after.texts)+len(a.texts) != 0 {
		t.Error("a struck text is held")
	}
}

func TestAnUndoneSettlementLeavesTheConflictItSettled(t *testing.T) {
	a, b := newLaptop(1), newLaptop(2)
	a.make(t, 10, Single, set(present, 1))
	b.make(t, 11, Single, set(present, 3))
	a.hears(t, b)
	settle := a.make(t, 12, Settle, set(present, 1))
	if sides := a.register(t, present).Sides(a.text, nil); sides != nil {
		t.Errorf("settled, it has sides %v", sides)
	}
	a.undo(t, 13, settle)
	if sides := a.register(t, present).Sides(a.text, nil); len(sides) != 2 {
		t.Errorf("the undone settlement leaves sides %v", sides)
	}
}

func TestWhatAVersionDoesNotKnowIsKeptAndAppliedByOneThatDoes(t *testing.T) {
	future := Field{99, string(make([]byte, 32)), 7}
	maker := newLaptop(1)
	g := maker.make(t, 10, Single, set(present, 1), set(future, []any{"what", 4}))
	undo, _ := maker.undo(t, 11, g)
	old := newShelf()
	old.knows = func(f Field) bool { return f.Kind != 99 }
	old.arrive(t, g, undo)
	if old.register(t, future) != nil {
		t.Error("a field that is not known was applied")
	}
	if kept := old.gestures[g.ID]; string(kept.Raw) != string(g.Raw) || model.ID(kept.ID) != g.ID {
		t.Error("a gesture was not kept as it came")
	}
	upgraded := newShelf()
	for _, g := range old.gestures {
		upgraded.arrive(t, g)
	}
	if where := upgraded.differs(maker.mapShelf); where != "" {
		t.Errorf("after the upgrade it differs from the maker's: %s", where)
	}
}
