package oplog

import (
	"bytes"
	"fmt"
	"slices"

	"rollbook/model"
)

// Op is an operation as a register keeps it.
type Op struct {
	ID        OpID
	Preds     []OpID
	Stamp     Stamp
	Wall      int64
	Offset    int
	Author    model.ID
	Device    model.ID
	How       How
	Value     []byte   // CBOR; empty where Text is set
	Text      model.ID // digest of the text, or zero
	TakenBack bool     // a standing undo names it
}

// Register is everything that was ever done to one field. Which operations are its heads, what it
// shows and whether people disagree is computed from that, never stored.
type Register struct{ Ops []Op }

// Find is the operation of that id.
func (r *Register) Find(id OpID) *Op {
	if r == nil {
		return nil
	}
	if at, here := r.place(id); here {
		return &r.Ops[at]
	}
	return nil
}

func (r *Register) place(id OpID) (at int, here bool) {
	return slices.BinarySearchFunc(r.Ops, id, func(o Op, id OpID) int { return o.ID.compare(id) })
}

// Add adds an operation unless it is there. Operations stand in order of id, so that equal sets are
// equal bytes.
func (r *Register) Add(op Op) {
	if at, here := r.place(op.ID); !here {
		r.Ops = slices.Insert(r.Ops, at, op)
	}
}

// Heads are the standing operations from which no other standing operation descends, the way
// leading through operations taken back as well. What is shown comes first.
func (r *Register) Heads() []*Op {
	if r == nil || len(r.Ops) == 0 {
		return nil
	}
	if len(r.Ops) == 1 {
		if r.Ops[0].TakenBack {
			return nil
		}
		return []*Op{&r.Ops[0]}
	}
	passed := make([]bool, len(r.Ops))
	for i := range r.Ops {
		if !r.Ops[i].TakenBack {
			r.pass(&r.Ops[i], passed)
		}
	}
	var heads []*Op
	for i := range r.Ops {
		if op := &r.Ops[i]; !op.TakenBack && !passed[i] {
			heads = append(heads, op)
		}
	}
	slices.SortFunc(heads, func(a, b *Op) int {
		if a.before(b) {
			return 1
		}
		return -1
	})
	return heads
}

// pass notes, by place, all operations of the register that op descends from. op may be of another
// register, as an undo is.
func (r *Register) pass(op *Op, passed []bool) {
	next := []*Op{op}
	for len(next) > 0 {
		op, next = next[len(next)-1], next[:len(next)-1]
		for _, p := range op.Preds {
			if at, here := r.place(p); here && !passed[at] {
				passed[at] = true
				next = append(next, &r.Ops[at])
			}
		}
	}
}

// before reports whether b is shown rather than a.
func (a *Op) before(b *Op) bool {
	if x, y := a.How.weight(), b.How.weight(); x != y {
		return x < y
	}
	if a.Stamp != b.Stamp {
		return a.Stamp < b.Stamp
	}
	return a.ID.Less(b.ID)
}

// Shown is the head that a screen shows, or nil where nothing stands.
func (r *Register) Shown() *Op {
	if heads := r.Heads(); len(heads) > 0 {
		return heads[0]
	}
	return nil
}

// HeadIDs are what a change made now names as its preds. The slice is the caller's.
func (r *Register) HeadIDs() []OpID {
	var ids []OpID
	for _, h := range r.Heads() {
		ids = append(ids, h.ID)
	}
	slices.SortFunc(ids, OpID.compare)
	return ids
}

// Waiting reports whether an operation names one that has not arrived: until then it can't be told
// who knew of whom, and nothing is called a conflict.
func (r *Register) Waiting() bool {
	if r == nil {
		return false
	}
	for i := range r.Ops {
		for _, p := range r.Ops[i].Preds {
			if r.Find(p) == nil {
				return true
			}
		}
	}
	return false
}

// Sides are the heads with different values, one for each value, the shown one first; nil where
// people agree. Texts are compared as text, and a missing one differs from none. A caller whose
// values can be spelled in several ways brings same, else bytes are compared.
func (r *Register) Sides(text func(model.ID) (string, bool), same func(a, b []byte) bool) []*Op {
	heads := r.Heads()
	if len(heads) < 2 || r.Waiting() {
		return nil
	}
	if same == nil {
		same = bytes.Equal
	}
	equal := func(a, b *Op) bool {
		if a.Text.IsZero() || b.Text.IsZero() {
			return a.Text == b.Text && same(a.Value, b.Value)
		}
		s, _ := text(a.Text)
		t, _ := text(b.Text)
		return s == t
	}
	var sides []*Op
	for _, h := range heads {
		if _, here := text(h.Text); !h.Text.IsZero() && !here {
			continue
		}
		if !slices.ContainsFunc(sides, func(s *Op) bool { return equal(s, h) }) {
			sides = append(sides, h)
		}
	}
	if len(sides) < 2 {
		return nil
	}
	return sides
}

// wireOp is an operation in the bucket of heads.
type wireOp struct {
	_         struct{} `cbor:",toarray"`
	ID        []byte
	Preds     [][]byte
	Stamp     uint64
	Wall      int64
	Offset    int
	Author    []byte
	Device    []byte
	How       uint8
	Value     []byte
	Text      []byte
	TakenBack bool
}

// ReadRegister reads what Bytes wrote. It keeps data.
func ReadRegister(data []byte) (*Register, error) {
	if r, ok := takeRegister(data); ok {
		return r, nil
	}
	var w []wireOp
	if err := Decode(data, &w); err != nil {
		return nil, fmt.Errorf("read a register: %w", err)
	}
	r := &Register{Ops: make([]Op, len(w))}
	for i, o := range w {
		id, err := ParseOpID(o.ID)
		if err != nil || len(o.Author) != 16 || len(o.Device) != 16 {
			return nil, fmt.Errorf("read a register: %w", ErrOpID)
		}
		r.Ops[i] = Op{ID: id, Stamp: Stamp(o.Stamp), Wall: o.Wall, Offset: o.Offset, Author: model.ID(o.Author),
			Device: model.ID(o.Device), How: How(o.How), Value: o.Value, TakenBack: o.TakenBack}
		if len(o.Text) == 16 {
			r.Ops[i].Text = model.ID(o.Text)
		}
		for _, p := range o.Preds {
			pred, err := ParseOpID(p)
			if err != nil {
				return nil, fmt.Errorf("read a register: %w", err)
			}
			r.Ops[i].Preds = append(r.Ops[i].Preds, pred)
		}
	}
	return r, nil
}
