package oplog

import (
	"fmt"
	"time"

	"rollbook/model"
)

// A day of two laptops. Asha and Ben train together; their laptops meet at lunch only. What is on
// the shelves is what a book holds, and every gesture travels byte for byte.
func Example() {
	nine := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	maya := Field{Kind: 48, Entity: "a cohort, a block, and Maya......................", Prop: 1}
	asha, ben := newDesk(1, nine), newDesk(2, nine.Add(-2*time.Hour)) // Ben's clock is two hours slow

	// Both mark Maya, neither knowing of the other.
	slip := asha.mark(maya, "absent")
	asha.say("Asha at nine", maya)
	ben.mark(maya, "present")
	ben.say("Ben at nine", maya)

	// At lunch each hears of the other: two heads with different values. Nothing is lost, whatever
	// the clocks say, and both see the same.
	meet(asha, ben)
	asha.say("Asha at lunch", maya)
	ben.say("Ben at lunch", maya)

	// Asha looks up: Maya is here. Her mark was a slip, and taking it back leaves no disagreement.
	asha.undo(slip)
	asha.say("After the undo", maya)

	// Meanwhile Ben settles it: he has seen both marks, and names both.
	ben.mark(maya, "came late")
	ben.say("Ben settles", maya)

	// They meet again, in whatever order and however often.
	meet(ben, asha)
	meet(asha, ben)
	asha.say("Asha in the evening", maya)
	ben.say("Ben in the evening", maya)

	// Output:
	// Asha at nine: absent
	// Ben at nine: present
	// Asha at lunch: absent, or present?
	// Ben at lunch: absent, or present?
	// After the undo: present
	// Ben settles: came late
	// Asha in the evening: came late
	// Ben in the evening: came late
}

// desk is a trainer's laptop: a shelf, a clock and a serial number in place of chance.
type desk struct {
	*mapShelf
	id     model.ID
	clock  time.Time
	ticker Ticker
	serial byte
}

func newDesk(id byte, clock time.Time) *desk {
	return &desk{mapShelf: newShelf(), id: model.ID{id}, clock: clock}
}

// mark sets a field, naming the heads that are shown: what the person was looking at.
func (d *desk) mark(f Field, value string) *Gesture {
	r, _ := d.Register(f)
	return d.form(Single, Change{Field: f, Preds: r.HeadIDs(), Value: Encode(value)})
}

// undo takes a gesture back, which is a gesture as well.
func (d *desk) undo(g *Gesture) {
	reversal, _ := UndoOf(d, g)
	d.form(Undone, reversal.Changes...)
}

// form makes a gesture, stamps it and applies it here.
func (d *desk) form(how How, changes ...Change) *Gesture {
	d.serial++
	d.clock = d.clock.Add(time.Minute)
	g, err := Form(Gesture{Nonce: [16]byte{d.serial}, Stamp: d.ticker.Next(d.clock), Wall: d.clock.UnixMilli(),
		Author: d.id, Device: d.id, How: how, Changes: changes})
	if err != nil {
		panic(err)
	}
	d.hear(g)
	return g
}

// hear keeps a gesture and applies it. Hearing it again changes nothing.
func (d *desk) hear(g *Gesture) {
	d.gestures[g.ID] = g
	if err := Apply(d, g); err != nil {
		panic(err)
	}
	d.ticker.See(g.Stamp, d.clock)
}

// meet gives each all that the other has.
func meet(a, b *desk) {
	for _, g := range a.gestures {
		b.hear(g)
	}
	for _, g := range b.gestures {
		a.hear(g)
	}
}

// say prints what is shown, with every side of a disagreement.
func (d *desk) say(when string, f Field) {
	r, _ := d.Register(f)
	words := ""
	heads := []*Op{r.Shown()}
	if sides := r.Sides(d.text, nil); sides != nil {
		heads = sides
	}
	for i, h := range heads {
		var value string
		if err := Decode(h.Value, &value); err != nil {
			panic(err)
		}
		switch {
		case i > 0:
			words += ", or " + value + "?"
		default:
			words = value
		}
	}
	fmt.Println(when + ": " + words)
}
