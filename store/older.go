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
	b.Flush()
	var own sums
	err = b.viewOnce(func(tx *bolt.Tx) (err error) {
		own, err = readSums(tx, b.sealer)
		return err
	})
	if err != nil {
		return info, 0, false, err
	}
	return newerBackup(b.path, b.ownSealer, b.incarnation, own.Log.Count)
}

// newerBackup looks at the newest backup of an incarnation that can be opened.
func newerBackup(book string, unseal unsealing, incarnation [8]byte, gestures uint64) (info BackupInfo, lacks uint64, ok bool, err error) {
	files, err := backupFiles(book)
	if err != nil {
		return info, 0, false, fmt.Errorf("look at the backups: %w", err)
	}
	for _, f := range files {
		if f.kept {
			continue
		}
		same := false
		info, s, err := look(f.path, unseal, func(tx *bolt.Tx, sealer *seal.Sealer) error {
			of, err := incarnationOf(tx, sealer)
			same = of == incarnation
			return err
		})
		if err == nil && same {
			return info, s.Log.Count - min(gestures, s.Log.Count), s.Log.Count > gestures, nil
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
