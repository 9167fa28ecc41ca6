package oplog

import (
	"bytes"
	"testing"

	"github.com/fxamacker/cbor/v2"
	"pgregory.net/rapid"

	"rollbook/model"
)

// byLibrary is a gesture's encoding as the library writes it.
func byLibrary(g *Gesture) []byte {
	w := wireGesture{Nonce: g.Nonce[:], Stamp: uint64(g.Stamp), Wall: g.Wall, Offset: g.Offset, Author: g.Author[:],
		Device: g.Device[:], Incarnation: g.Incarnation[:], How: uint8(g.How)}
	for _, c := range g.Changes {
		wc := wireChange{Kind: uint16(c.Field.Kind), Entity: []byte(c.Field.Entity), Prop: c.Field.Prop, Preds: predBytes(c.Preds), Value: c.Value}
		if !c.Text.IsZero() {
			wc.Value = Encode(cbor.Tag{Number: textTag, Content: c.Text[:]})
		}
		w.Changes = append(w.Changes, wc)
	}
	return Encode(w)
}

func registerByLibrary(r *Register) []byte {
	w := make([]wireOp, len(r.Ops))
	for i, op := range r.Ops {
		w[i] = wireOp{ID: op.ID.Bytes(), Preds: predBytes(op.Preds), Stamp: uint64(op.Stamp), Wall: op.Wall, Offset: op.Offset,
			Author: op.Author[:], Device: op.Device[:], How: uint8(op.How), Value: op.Value, TakenBack: op.TakenBack}
		if !op.Text.IsZero() {
			w[i].Text = op.Text[:]
		}
	}
	return Encode(w)
}

func predBytes(preds []OpID) [][]byte {
	out := make([][]byte, len(preds))
	for i, p := range preds {
		out[i] = p.Bytes()
	}
	return out
}

var anyID = rapid.Custom(func(t *rapid.T) model.ID {
	return model.ID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id"))
})

var anyOpID = rapid.Custom(func(t *rapid.T) OpID {
	return OpID{anyID.Draw(t, "gesture"), rapid.Uint32Range(0, 1<<31).Draw(t, "index")}
})

var anyValue = rapid.Custom(func(t *rapid.T) []byte {
	switch rapid.IntRange(0, 3).Draw(t, "value of") {
	case 0:
		return Encode(nil)
	case 1:
		return Encode(rapid.Int64().Draw(t, "number"))
	case 2:
		return Encode(rapid.String().Draw(t, "words"))
	}
	return Encode(rapid.SliceOf(rapid.Int16()).Draw(t, "numbers"))
})

func TestGesturesAndRegistersAreWrittenAsTheLibraryWritesThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := Gesture{Nonce: anyID.Draw(t, "nonce"), Stamp: Stamp(rapid.Uint64().Draw(t, "stamp")), Wall: rapid.Int64().Draw(t, "wall"),
			Offset: rapid.IntRange(-900, 900).Draw(t, "offset"), Author: anyID.Draw(t, "author"), Device: anyID.Draw(t, "device"),
			How: How(rapid.Uint8().Draw(t, "how"))}
		r := &Register{}
		for i := range rapid.IntRange(1, 40).Draw(t, "changes") {
			c := Change{Field: Field{Kind(rapid.Uint16().Draw(t, "kind")), string(rapid.SliceOfN(rapid.Byte(), 16, 300).Draw(t, "entity")), uint16(i)},
				Preds: rapid.SliceOfN(anyOpID, 0, 30).Draw(t, "preds"), Value: anyValue.Draw(t, "value")}
			if rapid.Bool().Draw(t, "is a text") {
				c.Value, c.Text = nil, anyID.Draw(t, "text")
			}
			g.Changes = append(g.Changes, c)
			op := OpOf(&g, i)
			op.ID, op.TakenBack = anyOpID.Draw(t, "op"), rapid.Bool().Draw(t, "taken back")
			r.Add(op)
		}
		formed, err := Form(g)
		if err != nil {
			t.Fatal(err)
		}
		if want := byLibrary(&g); !bytes.Equal(formed.Raw, want) {
			t.Fatalf("a gesture is written\n%x, by the library\n%x", formed.Raw, want)
		}
		if back, ok := takeRegister(r.Bytes()); !ok || !bytes.Equal(back.Bytes(), r.Bytes()) {
			t.Fatalf("a register is read by hand as %+v", back)
		}
		if got, want := r.Bytes(), registerByLibrary(r); !bytes.Equal(got, want) {
			t.Fatalf("a register is written\n%x, by the library\n%x", got, want)
		}
	})
}

func FuzzReadRegister(f *testing.F) {
	r := &Register{Ops: []Op{{ID: OpID{model.ID{1}, 2}, Preds: []OpID{{model.ID{3}, 400}}, Stamp: 5, Wall: -6, Offset: -300, Value: []byte{1}}}}
	f.Add(r.Bytes())
	f.Add(registerByLibrary(&Register{}))
	f.Fuzz(func(t *testing.T, data []byte) {
		byHand, ok := takeRegister(bytes.Clone(data))
		if !ok {
			return
		}
		var w []wireOp
		if err := Decode(data, &w); err != nil {
			t.Fatalf("read by hand, refused by the library: %v", err)
		}
		if len(w) != len(byHand.Ops) {
			t.Fatalf("%d operations by hand, %d by the library", len(byHand.Ops), len(w))
		}
	})
}
