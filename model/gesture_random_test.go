package model

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

// check runs a random test, and a tenth of the runs under -short.
func check(t *testing.T, prop func(*rapid.T)) {
	t.Helper()
	runs := 2000
	if testing.Short() {
		runs /= 10
	}
	for range runs / 100 {
		rapid.Check(t, prop) // 100 runs each
		if t.Failed() {
			return
		}
	}
}

// drawDay is a day of one to four blocks, with or without gaps.
func drawDay(t *rapid.T) []Slot {
	var slots []Slot
	at := Clock(rapid.IntRange(0, 600).Draw(t, "start"))
	for i := range rapid.IntRange(1, 4).Draw(t, "blocks") {
		end := at + Clock(rapid.IntRange(5, 180).Draw(t, "length"))
		b := Block{ID: ID{byte(i + 1)}, Day: 1, Start: at, End: end, Topic: fmt.Sprint(i)}
		slots = append(slots, Slot{b, Plain(Unmarked)})
		at = end + Clock(rapid.SampledFrom([]int{0, 1, 15, 60}).Draw(t, "gap"))
	}
	return slots
}

// drawGesture presses a random key.
func drawGesture(t *rapid.T, s Scope) ([]Slot, error) {
	day := s.hours()
	clock := func() Clock {
		if rapid.Bool().Draw(t, "at an edge") {
			b := rapid.SampledFrom(s.Slots).Draw(t, "of").Block
			return rapid.SampledFrom([]Clock{b.Start, b.End}).Draw(t, "edge")
		}
		return Clock(rapid.IntRange(int(day.From)-5, int(day.To)+5).Draw(t, "at"))
	}
	switch rapid.IntRange(0, 9).Draw(t, "key") {
	case 0:
		return s.Present(), nil
	case 1:
		return s.Absent(), nil
	case 2:
		return s.Clear(), nil
	case 3:
		return s.Rest(), nil
	case 4:
		return s.Copy(), nil
	case 5:
		return s.Leave(clock())
	case 6:
		return s.Return(clock())
	case 7:
		return s.OutSpan(clock(), clock())
	case 8:
		return s.OutFor(rapid.IntRange(-1, 200).Draw(t, "minutes"))
	}
	return s.Late(clock())
}

func TestWhateverIsPressedTheMinutesAddUp(t *testing.T) {
	check(t, func(t *rapid.T) {
		s := Scope{Slots: drawDay(t)}
		for range rapid.IntRange(1, 12).Draw(t, "keys") {
			s.Block = rapid.IntRange(-1, len(s.Slots)-1).Draw(t, "block")
			before := s.after(nil)
			changed, err := drawGesture(t, s)
			if err != nil && changed != nil {
				t.Fatalf("a refused key changed %v", changed)
			}
			for i := range s.Slots {
				if !s.Slots[i].Mark.Equal(before.Slots[i].Mark) {
					t.Fatalf("the scope itself was changed in block %d", i+1)
				}
			}
			checkOnlyChanged(t, s, changed)
			s = s.after(changed)
			for _, sl := range s.Slots {
				checkMinutes(t, sl)
			}
		}
	})
}

func checkOnlyChanged(t *rapid.T, s Scope, changed []Slot) {
	seen := map[ID]bool{}
	for _, c := range changed {
		if seen[c.Block.ID] {
			t.Fatalf("block %v changed twice", c.Block.ID)
		}
		seen[c.Block.ID] = true
		for _, sl := range s.Slots {
			if sl.Block.ID == c.Block.ID && sl.Mark.Equal(c.Mark) {
				t.Fatalf("block %v is given as changed, with the mark it had: %+v", c.Block.ID, c.Mark)
			}
		}
	}
}

func checkMinutes(t *rapid.T, sl Slot) {
	m, b := sl.Mark, sl.Block
	in := m.In(b)
	if !in.Equal(m) {
		t.Fatalf("%+v is stored with another state than its times make of %v: %+v", m, b.Span(), in)
	}
	if !in.In(b).Equal(in) {
		t.Fatalf("In is not idempotent for %+v", m)
	}
	missed, attended := m.Missed(b), m.Attended(b)
	switch {
	case missed < 0 || missed > b.Minutes():
		t.Fatalf("%+v misses %d of %d min", m, missed, b.Minutes())
	case in.State == Unmarked && missed+attended != 0:
		t.Fatalf("not marked, yet %d and %d min", missed, attended)
	case in.State != Unmarked && missed+attended != b.Minutes():
		t.Fatalf("%+v: %d attended and %d missed of %d", m, attended, missed, b.Minutes())
	case in.State == Part && (missed == 0 || attended == 0):
		t.Fatalf("%+v is part, with %d missed and %d attended", m, missed, attended)
	}
	for i, o := range m.Out {
		if o.Minutes() == 0 || i > 0 && o.From <= m.Out[i-1].To {
			t.Fatalf("outs %v are empty, out of order or not merged", m.Out)
		}
	}
}

func TestMovedBlockIsCountedAgainFromItsTimes(t *testing.T) {
	check(t, func(t *rapid.T) {
		s := Scope{Slots: drawDay(t), Block: -1}
		changed, _ := drawGesture(t, s)
		for _, sl := range changed {
			b := sl.Block
			b.Start = Clock(rapid.IntRange(0, 1400).Draw(t, "start"))
			b.End = b.Start + Clock(rapid.IntRange(1, 40).Draw(t, "length"))
			sl := Slot{b, sl.Mark.In(b)}
			checkMinutes(t, sl)
		}
	})
}

func TestTheLastArrivalTypedIsTheOneThatCounts(t *testing.T) {
	check(t, func(t *rapid.T) {
		s := Scope{Slots: drawDay(t), Block: -1}
		day := s.hours()
		at := func(name string) Clock { return Clock(rapid.IntRange(int(day.From), int(day.To)).Draw(t, name)) }
		first, last := at("first"), at("last")
		once, err := s.Late(last)
		if err != nil {
			t.Fatal(err)
		}
		slip, err := s.Late(first)
		if err != nil {
			t.Fatal(err)
		}
		again, err := s.after(slip).Late(last)
		if err != nil {
			t.Fatal(err)
		}
		want, got := s.after(once), s.after(slip).after(again)
		for i := range want.Slots {
			if !want.Slots[i].Mark.Equal(got.Slots[i].Mark) {
				t.Fatalf("block %d: %+v after a slip, %+v without", i+1, got.Slots[i].Mark, want.Slots[i].Mark)
			}
		}
	})
}
