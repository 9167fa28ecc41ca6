package share

import (
	"crypto/ed25519"
	"fmt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// Limits of a segment, checked before anything is allocated for what it claims.
const (
	MaxSegment  = 4 << 20  // bytes of the file
	MaxInflated = 64 << 20 // bytes of its body, inflated
	MaxGestures = 1 << 16
	MaxTexts    = 1 << 16
	MaxListed   = 1 << 16 // tips, and cohorts
)

// Segment is a file of gestures and texts that one laptop cut for an epoch of a share.
type Segment struct {
	Space, Epoch model.ID
	Device       model.ID // SHA-256/16 of Public
	Incarnation  [8]byte
	Seq          uint32 // within the incarnation; at most MaxSeq
	Previous     Hash   // the segment before it in its chain, zero for the first
	Tips         []Hash // the last segments of the chains that the laptop holds whole
	Made         int64  // milliseconds after 1970, by the laptop's clock
	Cohorts      []model.ID
	Gestures     [][]byte     // as they were formed; not parsed here
	Texts        []oplog.Text // each with its salt
	Public       ed25519.PublicKey
}

var segmentForm = signedForm{magic: "rollbook segment\n", context: "rollbook segment 1\n", most: MaxSegment}

// wireSegment is the header of a segment.
type wireSegment struct {
	_           struct{} `cbor:",toarray"`
	Version     int
	Space       []byte
	Epoch       []byte
	Public      []byte
	Incarnation []byte
	Seq         uint32
	Previous    []byte
	Tips        []byte // 16 bytes each
	Made        int64
	Cohorts     []byte // 16 bytes each
	Gestures    int
	Texts       int
	Inflated    int
}

const segmentPieces = 13

// claims are what a header says of the body.
type claims struct {
	gestures, texts, inflated uint64
}

// Cut writes a segment, signs it with the laptop's key and seals it for an epoch. It differs at each
// call, since a seal is made with chance: cut once, and keep the bytes. The key decides the device:
// s.Device is zero or the same, and s.Public is not read. It returns ErrLimit where s holds more
// than one file may: cut it as two.
func Cut(s *Segment, key ed25519.PrivateKey, id *Identity) ([]byte, error) {
	public, err := ownDevice(s.Device, key)
	if err != nil {
		return nil, err
	}
	header, body, err := encodeSegment(s, public)
	if err != nil {
		return nil, err
	}
	return segmentForm.cut(header, body, key, id)
}

// encodeSegment is the header and the deflated body of a segment.
func encodeSegment(s *Segment, public ed25519.PublicKey) (header, body []byte, err error) {
	if s.Seq > MaxSeq || len(s.Tips) > MaxListed || len(s.Cohorts) > MaxListed {
		return nil, nil, fmt.Errorf("%w: number %d, %d tips, %d cohorts", ErrLimit, s.Seq, len(s.Tips), len(s.Cohorts))
	}
	inflated, err := bodySize(s)
	if err != nil {
		return nil, nil, err
	}
	body, err = deflated(s)
	if err != nil {
		return nil, nil, err
	}
	header = oplog.Encode(wireSegment{
		Version: version, Space: s.Space[:], Epoch: s.Epoch[:], Public: public, Incarnation: s.Incarnation[:], Seq: s.Seq,
		Previous: s.Previous[:], Tips: together(s.Tips), Made: s.Made, Cohorts: together(s.Cohorts),
		Gestures: len(s.Gestures), Texts: len(s.Texts), Inflated: inflated,
	})
	return header, body, nil
}

// Read opens a segment. Its gestures and texts lie within one allocation of its own. What it returns
// is what some laptop of the share signed; whether it lies where it should, and belongs there, is the
// caller's to compare. It returns
//
//   - ErrLimit for a segment that is larger than one may be,
//   - ErrSeal for one that is not whole, or sealed for another identity, or for more than one,
//   - ErrNewer for one of a version to come,
//   - ErrSigned for one that its device did not sign,
//   - ErrFormat for anything else.
func Read(data []byte, id *Identity) (*Segment, error) {
	plain, err := segmentForm.open(data, id)
	if err != nil {
		return nil, err
	}
	return readSegment(plain)
}

// readSegment reads what stood in the seal.
func readSegment(plain []byte) (*Segment, error) {
	signature, signed, err := segmentForm.split(plain)
	if err != nil {
		return nil, err
	}
	s, claimed, body, err := readHeader(signed)
	if err != nil {
		return nil, err
	}
	if err := segmentForm.verify(s.Public, signature, signed); err != nil {
		return nil, err
	}
	switch {
	case len(s.Tips) > MaxListed || len(s.Cohorts) > MaxListed:
		return nil, fmt.Errorf("%w: %d tips, %d cohorts", ErrLimit, len(s.Tips), len(s.Cohorts))
	case claimed.gestures > MaxGestures || claimed.texts > MaxTexts || claimed.inflated > MaxInflated:
		return nil, fmt.Errorf("%w: it would hold %d gestures and %d texts in %d bytes", ErrLimit, claimed.gestures, claimed.texts, claimed.inflated)
	}
	if err := readBody(s, body, claimed); err != nil {
		return nil, err
	}
	return s, nil
}

// readHeader reads the header that signed begins with, and leaves the body.
func readHeader(signed []byte) (s *Segment, claimed claims, body []byte, err error) {
	t := taker{b: signed}
	pieces := t.head(cborArray)
	switch v := t.uint(); {
	case !t.bad && v > version:
		return nil, claimed, nil, ErrNewer
	case t.bad || v != version || pieces != segmentPieces:
		return nil, claimed, nil, fmt.Errorf("%w: it has no header", ErrFormat)
	}
	s = &Segment{Space: t.id(), Epoch: t.id(), Public: make(ed25519.PublicKey, ed25519.PublicKeySize)}
	t.into(s.Public)
	s.Device = DeviceOf(s.Public)
	t.into(s.Incarnation[:])
	seq := t.uint()
	if seq > MaxSeq {
		t.fail()
	}
	s.Seq = uint32(seq)
	t.into(s.Previous[:])
	s.Tips, s.Made, s.Cohorts = taken[Hash](&t), t.int(), taken[model.ID](&t)
	claimed = claims{gestures: t.uint(), texts: t.uint(), inflated: t.uint()}
	if t.bad {
		return nil, claimed, nil, fmt.Errorf("%w: its header can't be read", ErrFormat)
	}
	return s, claimed, t.b, nil
}
