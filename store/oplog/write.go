package oplog

import "encoding/binary"

// Gestures and registers are written by hand, since that is what a mark waits for: the same bytes
// as the deterministic encoding of their wire types, which a test compares. They are read by the
// library.

// The major types of CBOR that are written here.
const (
	cborUint  byte = 0 << 5
	cborNeg   byte = 1 << 5
	cborBytes byte = 2 << 5
	cborArray byte = 4 << 5
	cborTag   byte = 6 << 5
	cborFalse byte = 0xf4
	cborTrue  byte = 0xf5
	cborNull  byte = 0xf6
)

func appendHead(b []byte, major byte, n uint64) []byte {
	switch {
	case n < 24:
		return append(b, major|byte(n))
	case n < 1<<8:
		return append(b, major|24, byte(n))
	case n < 1<<16:
		return binary.BigEndian.AppendUint16(append(b, major|25), uint16(n))
	case n < 1<<32:
		return binary.BigEndian.AppendUint32(append(b, major|26), uint32(n))
	}
	return binary.BigEndian.AppendUint64(append(b, major|27), n)
}

func appendInt(b []byte, n int64) []byte {
	if n < 0 {
		return appendHead(b, cborNeg, uint64(-1-n))
	}
	return appendHead(b, cborUint, uint64(n))
}

func appendBytes(b, s []byte) []byte { return append(appendHead(b, cborBytes, uint64(len(s))), s...) }

// appendBytesOrNull writes nothing at all as null, as the library does with a nil slice.
func appendBytesOrNull(b, s []byte) []byte {
	if s == nil {
		return append(b, cborNull)
	}
	return appendBytes(b, s)
}

func appendBool(b []byte, yes bool) []byte {
	if yes {
		return append(b, cborTrue)
	}
	return append(b, cborFalse)
}

func appendOpID(b []byte, id OpID) []byte {
	var raw [16 + binary.MaxVarintLen32]byte
	copy(raw[:], id.Gesture[:])
	return appendBytes(b, binary.AppendUvarint(raw[:16], uint64(id.Index)))
}

func appendPreds(b []byte, preds []OpID) []byte {
	b = appendHead(b, cborArray, uint64(len(preds)))
	for _, p := range preds {
		b = appendOpID(b, p)
	}
	return b
}

// encode is a gesture's encoding.
func (g *Gesture) encode() []byte {
	b := make([]byte, 0, 128+len(g.Changes)*80)
	b = appendHead(b, cborArray, 9)
	b = appendBytes(b, g.Nonce[:])
	b = appendHead(b, cborUint, uint64(g.Stamp))
	b = appendInt(b, g.Wall)
	b = appendInt(b, int64(g.Offset))
	b = appendBytes(b, g.Author[:])
	b = appendBytes(b, g.Device[:])
	b = appendBytes(b, g.Incarnation[:])
	b = appendHead(b, cborUint, uint64(g.How))
	b = appendHead(b, cborArray, uint64(len(g.Changes)))
	for i := range g.Changes {
		b = g.Changes[i].encode(b)
	}
	return b
}

func (c *Change) encode(b []byte) []byte {
	b = appendHead(b, cborArray, 5)
	b = appendHead(b, cborUint, uint64(c.Field.Kind))
	b = append(appendHead(b, cborBytes, uint64(len(c.Field.Entity))), c.Field.Entity...)
	b = appendHead(b, cborUint, uint64(c.Field.Prop))
	b = appendPreds(b, c.Preds)
	switch {
	case !c.Text.IsZero():
		return appendBytes(appendHead(b, cborTag, textTag), c.Text[:])
	case len(c.Value) == 0:
		return append(b, cborNull)
	}
	return append(b, c.Value...)
}

// Bytes is the register as the book keeps it. Equal registers have equal bytes.
func (r *Register) Bytes() []byte {
	b := make([]byte, 0, 8+len(r.Ops)*160)
	b = appendHead(b, cborArray, uint64(len(r.Ops)))
	for i := range r.Ops {
		b = r.Ops[i].encode(b)
	}
	return b
}

func (op *Op) encode(b []byte) []byte {
	b = appendHead(b, cborArray, 11)
	b = appendOpID(b, op.ID)
	b = appendPreds(b, op.Preds)
	b = appendHead(b, cborUint, uint64(op.Stamp))
	b = appendInt(b, op.Wall)
	b = appendInt(b, int64(op.Offset))
	b = appendBytes(b, op.Author[:])
	b = appendBytes(b, op.Device[:])
	b = appendHead(b, cborUint, uint64(op.How))
	b = appendBytesOrNull(b, op.Value)
	if op.Text.IsZero() {
		b = append(b, cborNull)
	} else {
		b = appendBytes(b, op.Text[:])
	}
	return appendBool(b, op.TakenBack)
}
