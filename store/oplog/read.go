package oplog

import (
	"encoding/binary"

	"rollbook/model"
)

// Registers are read by hand where they are as Bytes writes them, since a screen waits for
// thousands of them; whatever else comes goes through the library, which knows what is wrong.

// taker takes values off the front of an encoding; bad is set by whatever is not as expected.
type taker struct {
	b   []byte
	bad bool
}

func (t *taker) head(major byte) uint64 {
	if t.bad || len(t.b) == 0 || t.b[0]&0xe0 != major {
		t.bad = true
		return 0
	}
	info := t.b[0] & 0x1f
	if info < 24 {
		t.b = t.b[1:]
		return uint64(info)
	}
	size := 1 << (info - 24)
	if info > 27 || len(t.b) < 1+size {
		t.bad = true
		return 0
	}
	var wide [8]byte
	copy(wide[8-size:], t.b[1:1+size])
	t.b = t.b[1+size:]
	return binary.BigEndian.Uint64(wide[:])
}

func (t *taker) int() int64 {
	if len(t.b) > 0 && t.b[0]&0xe0 == cborNeg {
		return -1 - int64(t.head(cborNeg))
	}
	return int64(t.head(cborUint))
}

// bytes are within the encoding, not a copy.
func (t *taker) bytes() []byte {
	n := t.head(cborBytes)
	if t.bad || n > uint64(len(t.b)) {
		t.bad = true
		return nil
	}
	out := t.b[:n:n]
	t.b = t.b[n:]
	return out
}

func (t *taker) bytesOrNull() []byte {
	if t.is(cborNull) {
		return nil
	}
	return t.bytes()
}

// is takes a value of one byte, where it stands there.
func (t *taker) is(value byte) bool {
	if len(t.b) == 0 || t.b[0] != value {
		return false
	}
	t.b = t.b[1:]
	return true
}

func (t *taker) id() model.ID {
	b := t.bytes()
	if len(b) != 16 {
		t.bad = true
		return model.ID{}
	}
	return model.ID(b)
}

func (t *taker) opID() OpID {
	id, err := ParseOpID(t.bytes())
	t.bad = t.bad || err != nil
	return id
}

func (t *taker) op() Op {
	t.bad = t.bad || t.head(cborArray) != 11
	op := Op{ID: t.opID()}
	n := t.head(cborArray)
	if n > uint64(len(t.b)) {
		t.bad = true
		return op
	}
	if n > 0 {
		op.Preds = make([]OpID, n)
	}
	for i := range op.Preds {
		op.Preds[i] = t.opID()
	}
	op.Stamp, op.Wall, op.Offset = Stamp(t.head(cborUint)), t.int(), int(t.int())
	op.Author, op.Device, op.How = t.id(), t.id(), How(t.head(cborUint))
	op.Value = t.bytesOrNull()
	if !t.is(cborNull) {
		op.Text = t.id()
	}
	if op.TakenBack = t.is(cborTrue); !op.TakenBack && !t.is(cborFalse) {
		t.bad = true
	}
	return op
}

// takeRegister reads a register that is as Bytes writes it; false for any other. Values lie within
// data.
func takeRegister(data []byte) (*Register, bool) {
	t := taker{b: data}
	n := t.head(cborArray)
	if t.bad || n > uint64(len(data)) {
		return nil, false
	}
	r := &Register{Ops: make([]Op, n)}
	for i := range r.Ops {
		r.Ops[i] = t.op()
	}
	return r, !t.bad && len(t.b) == 0
}
