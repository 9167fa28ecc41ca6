package store

import (
	"fmt"

	bolt "go.etcd.io/bbolt"

	"rollbook/store/oplog"
	"rollbook/store/seal"
)

// NewerBackup tells of a backup beside the book whose log goes further than the book's own, and by how
// many gestures: the file was put back to an earlier one, or its disk lost what it had confirmed. ok is
// false where there is none. After a restore the book is another incarnation, which no backup before it
// is of.
func (b *Book) NewerBackup() (info BackupInfo, lacks uint64, ok bool, err error) {
	files, err := backupFiles(b.path)
	if err != nil {
		return info, 0, false, fmt.Errorf("look at the backups: %w", err)
	}
	b.Flush()
	var own sums
	err = b.viewOnce(func(tx *bolt.Tx) (err error) {
		own, err = readSums(tx, b.sealer)
		return err
	})
	if err != nil {
		return info, 0, false, err
	}
	for _, f := range files {
		if f.kept {
			continue
		}
		same := false
		info, s, err := look(f.path, b.ownSealer, func(tx *bolt.Tx, sealer *seal.Sealer) error {
			incarnation, err := incarnationOf(tx, sealer)
			same = incarnation == b.incarnation
			return err
		})
		if err == nil && same {
			return info, s.Log.Count - min(own.Log.Count, s.Log.Count), s.Log.Count > own.Log.Count, nil
		}
	}
	return info, 0, false, nil
}

func incarnationOf(tx *bolt.Tx, sealer *seal.Sealer) (incarnation [8]byte, err error) {
	plain, err := getSealed(tx, sealer, bucketMeta, keyDevice)
	if err != nil {
		return incarnation, err
	}
	var device wireDevice
	if err := oplog.Decode(plain, &device); err != nil || len(device.Incarnation) != 8 {
		return incarnation, fmt.Errorf("%w: it does not say which laptop this is", ErrDamaged)
	}
	return [8]byte(device.Incarnation), nil
}
