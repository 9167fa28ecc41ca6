package store

import (
	"bytes"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/store/seal"
)

// stated is what a file says in the clear: nothing but the rest of the file can tell whether it is true.
type stated struct {
	format int // noFormat where it can't be read
	book   model.ID
	key    []byte // the data key, where it stands in the file
	slots  []seal.Slot
}

const noFormat = -1

// saidOf reads what a file says in the clear. It returns ErrNewer where that can't be read and a newer
// format is said, and otherwise ErrNotBook or ErrDamaged.
func saidOf(tx *bolt.Tx) (s stated, err error) {
	meta := tx.Bucket([]byte(bucketMeta))
	if meta == nil {
		return s, errForeign
	}
	if oplog.Decode(meta.Get(keyFormat), &s.format) != nil {
		s.format = noFormat
	}
	id, data, locked := meta.Get(keyBook), meta.Get(keyData), meta.Get(keySlots)
	if len(id) != 16 || (data == nil) == (locked == nil) || data != nil && len(data) != seal.KeySize {
		return s, s.otherwise(errKey)
	}
	s.book = model.ID(id)
	if locked == nil {
		s.key = bytes.Clone(data)
		return s, nil
	}
	if s.slots, err = decodeSlots(s.book, locked); err != nil {
		return s, s.otherwise(err)
	}
	return s, nil
}

var errForeign = fmt.Errorf("%w: choose another file with --book", ErrNotBook)

// otherwise is an error, or what the format says where that is not today's.
func (s stated) otherwise(err error) error {
	switch {
	case s.format == formatVersion:
		return err
	case s.format > formatVersion:
		return fmt.Errorf("%w: open it with that version", ErrNewer)
	}
	return errForeign
}

// today is nil where the format is today's. The format is no part of what authenticates itself: where
// another one is said, and a value opens none the less as it does under today's, that one byte is
// damaged, and the book is not of a newer version. The key is nil where it is not known.
func (s stated) today(tx *bolt.Tx, key []byte) error {
	if s.format == formatVersion {
		return nil
	}
	if sealer, err := seal.New(key, s.book, nil); err == nil {
		if value, err := getSealed(tx, sealer, bucketMeta, keyDevice); err == nil && value != nil {
			return fmt.Errorf("%w: the number of its format was changed, and all else of it is of format %d", ErrDamaged, formatVersion)
		}
	}
	return s.otherwise(nil)
}

// fileKeys is what a file of today's format says of its keys in the clear: the book's id, and a data key
// or slots.
func fileKeys(tx *bolt.Tx) (book model.ID, key []byte, slots []seal.Slot, err error) {
	s, err := saidOf(tx)
	if err == nil {
		err = s.today(tx, s.key)
	}
	if err != nil {
		return s.book, nil, nil, err
	}
	return s.book, s.key, s.slots, nil
}
