package store

import (
	"bytes"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"github.com/fxamacker/cbor/v2"
	bolt "go.etcd.io/bbolt"

	"rollbook/store/oplog"
	"rollbook/store/seal"
)

// stateVersion is the version of what is derived from the log. A book whose state was derived by
// another version is derived anew when it is opened.
const stateVersion = 4

// tally counts entries and adds up their hashes, so that a missing or stale entry is noticed.
type tally struct {
	Count uint64
	Xor   [16]byte
}

// flip adds an entry that was not there, or takes away one that was.
func (t *tally) flip(key, value []byte) {
	entry := make([]byte, 0, 512)
	entry = binary.BigEndian.AppendUint32(entry, uint32(len(key)))
	entry = append(append(entry, key...), value...)
	sum := sha256.Sum256(entry)
	subtle.XORBytes(t.Xor[:], t.Xor[:], sum[:16])
}

// sums is what is saved with each gesture: the clock, the tally of the log, and those of the ranges
// that were changed last. They change with every mark: here they lie in a page that is written
// anyway.
type sums struct {
	State   int
	Stamp   oplog.Stamp
	Log     tally
	Last    []rangeTally // at most lastRanges, the latest first
	Named   uint64       // up to which gesture the bucket ids goes; see recent.go
	Applied uint64       // up to which gesture the heads go; see follow.go
}

// lastRanges is how many tallies lie in sums; with more the bucket meta would need a page of its own.
const lastRanges = 3

type rangeTally struct {
	Cohort [16]byte
	tally
}

// wireSums is what sums are in the book. Books of the first state version have the first four
// elements, those of the second the first six.
type wireSums struct {
	_       struct{} `cbor:",toarray"`
	State   int
	Stamp   uint64
	Count   uint64
	Xor     []byte
	Last    []wireRange
	Named   uint64
	Applied uint64
}

type wireRange struct {
	_      struct{} `cbor:",toarray"`
	Cohort []byte
	Count  uint64
	Xor    []byte
}

// of is the tally of a range, where it is one of those that were changed last.
func (s *sums) of(cohort [16]byte) (tally, bool) {
	for _, r := range s.Last {
		if r.Cohort == cohort {
			return r.tally, true
		}
	}
	return tally{}, false
}

// put makes a range the latest one. What has to make room for it is returned.
func (s *sums) put(cohort [16]byte, t tally) (out []rangeTally) {
	s.Last = slices.DeleteFunc(s.Last, func(r rangeTally) bool { return r.Cohort == cohort })
	s.Last = slices.Insert(s.Last, 0, rangeTally{cohort, t})
	if len(s.Last) > lastRanges {
		s.Last, out = s.Last[:lastRanges], slices.Clone(s.Last[lastRanges:])
	}
	return out
}

type wireTally struct {
	_     struct{} `cbor:",toarray"`
	Count uint64
	Xor   []byte
}

func (s sums) write(tx *bolt.Tx, sealer *seal.Sealer) error {
	w := wireSums{State: s.State, Stamp: uint64(s.Stamp), Count: s.Log.Count, Xor: s.Log.Xor[:], Last: []wireRange{}, Named: s.Named, Applied: s.Applied}
	for _, r := range s.Last {
		w.Last = append(w.Last, wireRange{Cohort: bytes.Clone(r.Cohort[:]), Count: r.Count, Xor: bytes.Clone(r.Xor[:])})
	}
	return putSealed(tx, sealer, bucketMeta, keySums, oplog.Encode(w))
}

func readSums(tx *bolt.Tx, sealer *seal.Sealer) (sums, error) {
	plain, err := getSealed(tx, sealer, bucketMeta, keySums)
	if err != nil {
		return sums{}, err
	}
	w, err := decodeSums(plain)
	if err != nil {
		return sums{}, fmt.Errorf("%w: its sums are missing", ErrDamaged)
	}
	if len(w.Xor) != 16 {
		return sums{}, fmt.Errorf("%w: its sums can't be read", ErrDamaged)
	}
	s := sums{State: w.State, Stamp: oplog.Stamp(w.Stamp), Log: tally{w.Count, [16]byte(w.Xor)}, Named: w.Named, Applied: w.Applied}
	for _, r := range w.Last {
		if len(r.Cohort) != 16 || len(r.Xor) != 16 {
			return sums{}, fmt.Errorf("%w: its sums can't be read", ErrDamaged)
		}
		s.Last = append(s.Last, rangeTally{[16]byte(r.Cohort), tally{r.Count, [16]byte(r.Xor)}})
	}
	return s, nil
}

// decodeSums reads sums of any version: where what is derived from the log was written with it, there
// are fewer elements.
func decodeSums(plain []byte) (w wireSums, err error) {
	var parts []cbor.RawMessage
	if err := oplog.Decode(plain, &parts); err != nil {
		return w, err
	}
	into := []any{&w.State, &w.Stamp, &w.Count, &w.Xor, &w.Last, &w.Named, &w.Applied}
	if len(parts) < 4 || len(parts) > len(into) {
		return w, errors.New("sums of no known length")
	}
	for i, part := range parts {
		if err := oplog.Decode(part, into[i]); err != nil {
			return w, err
		}
	}
	switch len(parts) {
	case 4:
		w.Named, w.Applied = w.Count, w.Count
	case 6:
		w.Applied = w.Count
	}
	return w, nil
}

// errLog is a log that lacks a gesture, or has one too many.
var errLog = fmt.Errorf("%w: its log does not add up", ErrDamaged)

// checkLogEnd compares the number of gestures with the number of the last one, and looks whether
// that one can be found by its id.
func checkLogEnd(tx *bolt.Tx, sealer *seal.Sealer, s sums) error {
	last, sealed := tx.Bucket([]byte(bucketLog)).Cursor().Last()
	var n uint64
	if len(last) == 8 {
		n = binary.BigEndian.Uint64(last)
	}
	if n != s.Log.Count {
		return fmt.Errorf("%w: its log ends at gesture %d of %d", ErrDamaged, n, s.Log.Count)
	}
	if n == 0 || s.State != stateVersion {
		return nil // no gesture, or ids that are derived anew in a moment
	}
	raw, err := openSealed(sealer, bucketLog, last, sealed)
	if err != nil {
		return err
	}
	_, err = newShelf(tx, sealer).logged(last, raw)
	return err
}

// Every cohort's range of the heads begins with its tally, under kind 0.
func tallyKey(cohort []byte) []byte { return append(bytes.Clone(cohort[:16]), 0, 0) }

// readTally is the tally of a cohort's range, as sums have it or, where it was not changed lately, as
// it lies in the range.
func readTally(tx *bolt.Tx, sealer *seal.Sealer, cohort []byte, s sums) (tally, error) {
	if t, here := s.of([16]byte(cohort[:16])); here {
		return t, nil
	}
	plain, err := getSealed(tx, sealer, bucketHeads, tallyKey(cohort))
	if err != nil || plain == nil {
		return tally{}, err
	}
	var w wireTally
	if err := oplog.Decode(plain, &w); err != nil || len(w.Xor) != 16 {
		return tally{}, fmt.Errorf("%w: a tally can't be read", ErrDamaged)
	}
	return tally{w.Count, [16]byte(w.Xor)}, nil
}

func (t tally) write(tx *bolt.Tx, sealer *seal.Sealer, cohort []byte) error {
	return putSealed(tx, sealer, bucketHeads, tallyKey(cohort), oplog.Encode(wireTally{Count: t.Count, Xor: t.Xor[:]}))
}
