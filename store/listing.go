package store

import (
	"crypto/sha256"
	"time"

	bolt "go.etcd.io/bbolt"

	"rollbook/store/oplog"
	"rollbook/store/seal"
	"rollbook/store/share"
)

// seenFile is how a file looked in a place when it was last read there.
type seenFile struct {
	_       struct{} `cbor:",toarray"`
	Size    int64
	Changed int64
	Tag     string
	Hash    []byte // of its bytes
	Why     string // it was set aside; empty where it is what it says
	Fresh   bool   // this book put it there: how it looks is not known yet
}

// listing is what is known of a place.
type listing struct {
	target [8]byte
	now    []share.Entry
	seen   map[[16]byte]seenFile
	dirty  map[[16]byte]bool
	good   map[share.Hash]bool // they lie there under their own names, whole
}

func nameHash(name string) [16]byte {
	sum := sha256.Sum256([]byte(name))
	return [16]byte(sum[:16])
}

func readListing(tx *bolt.Tx, s *seal.Sealer, space []byte, target string) (listing, error) {
	sum := nameHash(target)
	l := listing{target: [8]byte(sum[:8]), seen: map[[16]byte]seenFile{}, dirty: map[[16]byte]bool{}, good: map[share.Hash]bool{}}
	prefix := heldKey(space, heldSeen, l.target[:])
	err := eachSealed(tx, s, bucketSegments, prefix, func(key, plain []byte) error {
		var f seenFile
		if len(key) != len(prefix)+16 || oplog.Decode(plain, &f) != nil {
			return notWritten(bucketSegments)
		}
		l.seen[[16]byte(key[len(prefix):])] = f
		return nil
	})
	return l, err
}

// note keeps how a file looks.
func (l *listing) note(name string, f seenFile) {
	h := nameHash(name)
	l.seen[h], l.dirty[h] = f, true
}

func (l *listing) write(tx *bolt.Tx, s *seal.Sealer, space []byte) error {
	for h := range l.dirty {
		f, here := l.seen[h]
		key := heldKey(space, heldSeen, l.target[:], h[:])
		if !here {
			if err := tx.Bucket([]byte(bucketSegments)).Delete(key); err != nil {
				return err
			}
			continue
		}
		if err := putSealed(tx, s, bucketSegments, key, oplog.Encode(f)); err != nil {
			return err
		}
	}
	clear(l.dirty)
	return nil
}

// same reports whether a file looks as when it was last read.
func (f seenFile) same(e share.Entry) bool {
	return f.Size == e.Size && (f.Fresh || f.Changed == millis(e.Changed) && f.Tag == e.Tag)
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}
