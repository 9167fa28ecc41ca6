package oplog

import (
	"crypto/sha256"
	"errors"
	"fmt"

	"github.com/fxamacker/cbor/v2"

	"rollbook/model"
)

// Limits of one gesture, checked before anything is allocated for it.
const (
	MaxGesture = 1 << 20 // bytes
	MaxPreds   = 1024    // a change
	maxDepth   = 8
)

// Gesture is what one key did, of one mark or of thirty. Raw is its encoding, which is what is
// hashed, stored and passed on; the rest is read from it and must not be changed.
type Gesture struct {
	ID  model.ID // first 16 bytes of SHA-256 of Raw
	Raw []byte

	Nonce       [16]byte
	Stamp       Stamp
	Wall        int64 // milliseconds after 1970 by the laptop's clock
	Offset      int   // minutes that the laptop's zone was ahead of UTC
	Author      model.ID
	Device      model.ID
	Incarnation [8]byte
	How         How
	Changes     []Change
}

// Change sets one field. Value is CBOR; where it names a text, Text is set and Value is empty.
type Change struct {
	Field Field
	Preds []OpID // the heads that the person was looking at
	Value []byte
	Text  model.ID // digest, zero where the value is not a text
}

// Op is the id of the i-th change.
func (g *Gesture) Op(i int) OpID { return OpID{g.ID, uint32(i)} }

// Errors of reading a gesture.
var (
	ErrGesture = errors.New("not a gesture")
	ErrTooBig  = errors.New("a gesture over the limit")
)

// wireGesture is the encoding: an array, so that the order of fields is the format.
type wireGesture struct {
	_           struct{} `cbor:",toarray"`
	Nonce       []byte
	Stamp       uint64
	Wall        int64
	Offset      int
	Author      []byte
	Device      []byte
	Incarnation []byte
	How         uint8
	Changes     []wireChange
}

type wireChange struct {
	_      struct{} `cbor:",toarray"`
	Kind   uint16
	Entity []byte
	Prop   uint16
	Preds  [][]byte
	Value  cbor.RawMessage
}

// textTag marks a value that is the digest of a text.
const textTag = 21058

var (
	encoder = must(cbor.CoreDetEncOptions().EncMode())
	decoder = must(cbor.DecOptions{
		DupMapKey: cbor.DupMapKeyEnforcedAPF, IndefLength: cbor.IndefLengthForbidden,
		MaxNestedLevels: maxDepth, MaxArrayElements: 1 << 16, MaxMapPairs: 1 << 12,
		ExtraReturnErrors: cbor.ExtraDecErrorUnknownField,
	}.DecMode())
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err) // the options above are constants; a test covers them
	}
	return v
}

// Encode is a value in the deterministic encoding that gestures use (RFC 8949, 4.2).
func Encode(v any) []byte { return must(encoder.Marshal(v)) }

// Decode reads a value within the limits of the format.
func Decode(data []byte, v any) error { return decoder.Unmarshal(data, v) }

// Form encodes a gesture whose fields are set, and names it. It is done at the key: from then on
// the gesture is what it is, wherever it goes.
func Form(g Gesture) (*Gesture, error) {
	if err := check(g.Changes); err != nil {
		return nil, err
	}
	raw := g.encode()
	if len(raw) > MaxGesture {
		return nil, ErrTooBig
	}
	sum := sha256.Sum256(raw)
	g.ID, g.Raw = model.ID(sum[:16]), raw
	return &g, nil
}

// Parse reads a gesture and checks it against the limits. It keeps raw.
func Parse(raw []byte) (*Gesture, error) {
	if len(raw) > MaxGesture {
		return nil, ErrTooBig
	}
	var w wireGesture
	if err := decoder.Unmarshal(raw, &w); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrGesture, err)
	}
	if len(w.Nonce) != 16 || len(w.Author) != 16 || len(w.Device) != 16 || len(w.Incarnation) != 8 {
		return nil, fmt.Errorf("%w: an id of the wrong size", ErrGesture)
	}
	sum := sha256.Sum256(raw)
	g := &Gesture{
		ID: model.ID(sum[:16]), Raw: raw, Nonce: [16]byte(w.Nonce), Stamp: Stamp(w.Stamp), Wall: w.Wall,
		Offset: w.Offset, Author: model.ID(w.Author), Device: model.ID(w.Device),
		Incarnation: [8]byte(w.Incarnation), How: How(w.How), Changes: make([]Change, len(w.Changes)),
	}
	for i, wc := range w.Changes {
		c, err := parseChange(wc)
		if err != nil {
			return nil, err
		}
		g.Changes[i] = c
	}
	if err := check(g.Changes); err != nil {
		return nil, err
	}
	return g, nil
}

// check refuses changes that no book may hold.
func check(changes []Change) error {
	seen := make(map[Field]bool, len(changes))
	for i := range changes {
		c := &changes[i]
		switch {
		case len(c.Preds) > MaxPreds:
			return ErrTooBig
		case c.Field.Kind >= BoundKinds && len(c.Field.Entity) < 16:
			return fmt.Errorf("%w: no cohort before the entity", ErrGesture)
		case seen[c.Field]:
			return fmt.Errorf("%w: one field twice", ErrGesture)
		}
		seen[c.Field] = true
	}
	return nil
}

func parseChange(w wireChange) (Change, error) {
	c := Change{Field: Field{Kind(w.Kind), string(w.Entity), w.Prop}, Value: w.Value}
	if len(w.Preds) > MaxPreds {
		return c, ErrTooBig
	}
	for _, p := range w.Preds {
		id, err := ParseOpID(p)
		if err != nil {
			return c, fmt.Errorf("%w: %w", ErrGesture, err)
		}
		c.Preds = append(c.Preds, id)
	}
	if err := decoder.Wellformed(w.Value); err != nil {
		return c, fmt.Errorf("%w: %w", ErrGesture, err)
	}
	var tag cbor.RawTag
	if len(w.Value) > 3 && w.Value[0] == 0xd9 && decoder.Unmarshal(w.Value, &tag) == nil && tag.Number == textTag {
		var digest []byte
		if err := decoder.Unmarshal(tag.Content, &digest); err != nil || len(digest) != 16 {
			return c, fmt.Errorf("%w: a digest of the wrong size", ErrGesture)
		}
		c.Text, c.Value = model.ID(digest), nil
	}
	return c, nil
}
