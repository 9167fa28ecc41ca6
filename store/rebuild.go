package store

import (
	"bytes"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// rebuild derives ids and heads anew from the log: after a change of version, or when they are
// found not to add up. The log and the texts are never touched; a log that doesn't add up itself
// is damage.
func (b *Book) rebuild() error {
	var all uint64
	err := b.updateDerived(func(tx *bolt.Tx) error {
		s, err := readSums(tx, b.sealer)
		if err != nil {
			return err
		}
		for _, name := range []string{bucketIDs, bucketHeads} {
			if err := tx.DeleteBucket([]byte(name)); err != nil {
				return err
			}
			if _, err := tx.CreateBucket([]byte(name)); err != nil {
				return err
			}
		}
		s.State, s.Last = stateVersion, nil
		if err := b.replay(tx, &s); err != nil {
			return err
		}
		all = s.Log.Count
		return s.write(tx, b.sealer)
	}, func(tx *bolt.Tx) bool { return false })
	if err == nil {
		b.follows(all, all)
	}
	return err
}

// replay applies the whole log in the order in which it came, and brings the tallies into sums.
func (b *Book) replay(tx *bolt.Tx, s *sums) error {
	sh := newShelf(tx, b.sealer)
	sh.sums, sh.recent = s, map[model.ID][]byte{} // ids has all that was replayed
	var got tally
	c := tx.Bucket([]byte(bucketLog)).Cursor()
	for key, sealed := c.First(); key != nil; key, sealed = c.Next() {
		raw, err := openSealed(b.sealer, bucketLog, key, sealed)
		if err != nil {
			return err
		}
		got.Count++
		got.flip(key, raw)
		g, err := parseLogged(raw)
		if err != nil {
			return err
		}
		if err := putSealed(tx, b.sealer, bucketIDs, g.ID[:], bytes.Clone(key)); err != nil {
			return err
		}
		if err := oplog.Apply(sh, g); err != nil {
			return err
		}
	}
	if got != s.Log {
		return errLog
	}
	s.Named, s.Applied = got.Count, got.Count
	return sh.flush()
}
