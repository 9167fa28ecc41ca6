package store

import (
	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// shares takes over the shares of the book that was there: those that it joined since the backup was made,
// and those that were made new since, whose old key opens nothing any more.
func (r *restoring) shares(b *Book) error {
	var present []*wireShare
	switch {
	case r.present.book != nil:
		var err error
		if present, err = r.present.book.readShares(); err != nil {
			return err
		}
	case r.present.wreck != nil:
		for _, w := range r.present.wreck.shares {
			present = append(present, w)
		}
	}
	if len(present) == 0 {
		return nil
	}
	old, err := b.readShares()
	if err != nil {
		return err
	}
	epochs := map[model.ID]model.ID{}
	for _, w := range old {
		epochs[w.space()] = w.epoch()
	}
	return b.update(func(tx *bolt.Tx) error {
		for _, w := range present {
			if epochs[w.space()] == w.epoch() {
				continue
			}
			if err := dropPrefix(tx, bucketSegments, w.Space); err != nil {
				return err
			}
			if err := putSealed(tx, b.sealer, bucketMeta, keyShare(w.space()), oplog.Encode(w.anew())); err != nil {
				return err
			}
		}
		return nil
	}, func(*bolt.Tx) bool { return false })
}
