package oplog

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"

	"rollbook/model"
)

// TestALoneValueIsWhatTheWholeRegisterShows reads random registers both ways.
func TestALoneValueIsWhatTheWholeRegisterShows(t *testing.T) {
	lone := 0
	rapid.Check(t, func(rt *rapid.T) {
		r := &Register{}
		for i := range rapid.IntRange(0, 3).Draw(rt, "operations") {
			op := Op{ID: OpID{Gesture: model.ID{byte(i + 1)}, Index: rapid.Uint32Range(0, 1<<20).Draw(rt, "index")},
				Stamp: Stamp(rapid.Uint64().Draw(rt, "stamp")), Wall: rapid.Int64().Draw(rt, "wall"), Offset: rapid.IntRange(-840, 840).Draw(rt, "offset"),
				How: How(rapid.IntRange(0, 5).Draw(rt, "how")), TakenBack: rapid.Bool().Draw(rt, "taken back")}
			for range rapid.IntRange(0, 2).Draw(rt, "preds") {
				op.Preds = append(op.Preds, OpID{Gesture: model.ID{9, byte(len(op.Preds))}})
			}
			if rapid.Bool().Draw(rt, "a text") {
				op.Text = model.ID{7}
			} else {
				op.Value = rapid.SliceOfN(rapid.Byte(), 1, 40).Draw(rt, "value")
			}
			r.Add(op)
		}
		data := r.Bytes()
		value, ok := LoneValue(data)
		if want := len(r.Ops) == 1 && r.Ops[0].Text.IsZero(); ok != want {
			rt.Fatalf("of %+v: %t", r, ok)
		}
		if !ok {
			return
		}
		lone++
		var shown []byte
		if op := r.Shown(); op != nil {
			shown = op.Value
		}
		if !bytes.Equal(value, shown) {
			rt.Fatalf("%x, not %x", value, shown)
		}
		if _, ok := LoneValue(data[:len(data)-1]); ok {
			rt.Fatal("a register cut off was read")
		}
		if _, ok := LoneValue(append(bytes.Clone(data), 0)); ok {
			rt.Fatal("a register with more behind it was read")
		}
	})
	if lone == 0 {
		t.Error("no register had one operation")
	}
}
