// Package oplog is the part of the book that never forgets: gestures, the operations in them, and
// the state that a set of gestures adds up to.
//
// A gesture is what one key did. It is stored for good, passed on byte for byte, and named by its
// hash. Each of its changes is an operation on one field; state is a pure function of the set of
// gestures and the set of texts held, whatever the order they came in, however often.
//
// The package knows no trainings and no disk: fields are numbers, values are bytes, and registers
// lie on a Shelf that the caller brings. Start reading at Gesture, then Register, then Apply. The
// example in example_test.go walks through a day of two laptops.
package oplog

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"

	"rollbook/model"
)

// Kind says what an operation is about. Kinds below BoundKinds stand for themselves; an entity of
// a kind from BoundKinds on begins with the id of the cohort that it belongs to, also in versions
// to come, so that what is not understood can still be sent where it belongs.
type Kind uint16

// The two kinds that the log itself understands. An undo's entity is the operation that it takes
// back, a strike's entity is the digest of the text that it strikes.
const (
	KindUndo   Kind = 1
	KindStrike Kind = 2

	BoundKinds Kind = 32
)

// Field names one register: a property of an entity.
type Field struct {
	Kind   Kind
	Entity string // the entity's bytes
	Prop   uint16
}

// OpID names an operation: the gesture and the place in it.
type OpID struct {
	Gesture model.ID
	Index   uint32
}

// Bytes is the id as gestures write it: 16 bytes and the index as a varint.
func (id OpID) Bytes() []byte {
	return binary.AppendUvarint(append(make([]byte, 0, 18), id.Gesture[:]...), uint64(id.Index))
}

// Less orders operations by gesture, then place.
func (id OpID) Less(o OpID) bool { return id.compare(o) < 0 }

func (id OpID) compare(o OpID) int {
	if x := bytes.Compare(id.Gesture[:], o.Gesture[:]); x != 0 {
		return x
	}
	return cmp.Compare(id.Index, o.Index)
}

// ErrOpID is returned for bytes that are no operation id.
var ErrOpID = errors.New("not an operation id")

// ParseOpID reads what Bytes wrote, and nothing else: two spellings of one id would be two names.
func ParseOpID(b []byte) (OpID, error) {
	var id OpID
	if len(b) < 17 || len(b) > 21 {
		return id, ErrOpID
	}
	copy(id.Gesture[:], b)
	n, size := binary.Uvarint(b[16:])
	if size != len(b)-16 || n > 1<<31 || size > 1 && b[len(b)-1] == 0 {
		return OpID{}, ErrOpID
	}
	id.Index = uint32(n)
	return id, nil
}

// How says how a gesture was made; it decides what is shown while a disagreement stands.
type How uint8

// The ways, in the order of the format's numbers.
const (
	Single How = iota
	Rest
	Copied
	Import
	Undone
	Settle
)

// String is the word in the journal.
func (h How) String() string {
	if int(h) < len(hows) {
		return hows[h]
	}
	return fmt.Sprintf("how-%d", h)
}

var hows = [...]string{"single", "rest", "copied", "import", "undo", "settle"}

// weight is the rank of a way among heads that disagree: a deliberate mark over a sweeping one.
func (h How) weight() int {
	switch h {
	case Single, Settle:
		return 3
	case Rest:
		return 2
	case Copied:
		return 1
	}
	return 0
}
