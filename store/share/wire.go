package share

import (
	"encoding/binary"
	"math"
	"unicode/utf8"

	"rollbook/model"
)

// Records are written by the library and read by hand: only the shortest forms of a few types are
// read, so that there is one encoding of each record, no nesting, no map, and nothing allocated by
// what a length claims.

// The major types of CBOR that records have.
const (
	cborUint  byte = 0 << 5
	cborNeg   byte = 1 << 5
	cborBytes byte = 2 << 5
	cborText  byte = 3 << 5
	cborArray byte = 4 << 5
)

// taker takes values off the front of a record; bad is set by whatever is not as expected, and then
// all values are zero.
type taker struct {
	b   []byte
	bad bool
}

// fail is zero, from now on.
func (t *taker) fail() uint64 {
	t.b, t.bad = nil, true
	return 0
}

func (t *taker) head(major byte) uint64 {
	if t.bad || len(t.b) == 0 || t.b[0]&0xe0 != major {
		return t.fail()
	}
	info := t.b[0] & 0x1f
	if info < 24 {
		t.b = t.b[1:]
		return uint64(info)
	}
	size := 1 << (info - 24)
	if info > 27 || len(t.b) < 1+size {
		return t.fail()
	}
	var wide [8]byte
	copy(wide[8-size:], t.b[1:1+size])
	n := binary.BigEndian.Uint64(wide[:])
	if headSize(n) != 1+size {
		return t.fail()
	}
	t.b = t.b[1+size:]
	return n
}

// headSize is how many bytes the head of a value takes in its shortest form.
func headSize(n uint64) int {
	switch {
	case n < 24:
		return 1
	case n <= math.MaxUint8:
		return 2
	case n <= math.MaxUint16:
		return 3
	case n <= math.MaxUint32:
		return 5
	}
	return 9
}

// appendHead writes the head of a value in its shortest form.
func appendHead(b []byte, major byte, n uint64) []byte {
	switch headSize(n) {
	case 1:
		return append(b, major|byte(n))
	case 2:
		return append(b, major|24, byte(n))
	case 3:
		return binary.BigEndian.AppendUint16(append(b, major|25), uint16(n))
	case 5:
		return binary.BigEndian.AppendUint32(append(b, major|26), uint32(n))
	}
	return binary.BigEndian.AppendUint64(append(b, major|27), n)
}

func (t *taker) array(n uint64) {
	if t.head(cborArray) != n {
		t.fail()
	}
}

func (t *taker) uint() uint64 { return t.head(cborUint) }

func (t *taker) int() int64 {
	negative := len(t.b) > 0 && t.b[0]&0xe0 == cborNeg
	n := uint64(0)
	if negative {
		n = t.head(cborNeg)
	} else {
		n = t.head(cborUint)
	}
	if n > math.MaxInt64 {
		n = t.fail()
	}
	if negative && !t.bad {
		return -1 - int64(n)
	}
	return int64(n)
}

// string is the content of a byte or text string, within the record and not a copy.
func (t *taker) string(major byte) []byte {
	n := t.head(major)
	if n > uint64(len(t.b)) {
		n = t.fail()
	}
	out := t.b[:n:n]
	t.b = t.b[n:]
	return out
}

func (t *taker) bytes() []byte { return t.string(cborBytes) }

func (t *taker) text() string {
	s := t.string(cborText)
	if !utf8.Valid(s) {
		t.fail()
		return ""
	}
	return string(s)
}

// into fills room with a byte string of exactly that size.
func (t *taker) into(room []byte) {
	b := t.bytes()
	if len(b) != len(room) {
		t.fail()
		return
	}
	copy(room, b)
}

func (t *taker) id() (id model.ID) {
	t.into(id[:])
	return id
}

// taken are pieces of 16 bytes, one after the other in one byte string; nil for none. Whoever calls
// it has limited the record.
func taken[T ~[16]byte](t *taker) []T {
	b := t.bytes()
	if len(b)%16 != 0 {
		t.fail()
		return nil
	}
	var all []T
	for ; len(b) > 0; b = b[16:] {
		all = append(all, T(b[:16]))
	}
	return all
}

// together writes what taken reads.
func together[T ~[16]byte](all []T) []byte {
	b := make([]byte, 0, 16*len(all))
	for _, one := range all {
		b = append(b, one[:]...)
	}
	return b
}
