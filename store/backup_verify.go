package store

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/seal"
)

// readClosed looks at a file that nobody writes: its structure first, then what read does.
func readClosed(path string, read func(tx *bolt.Tx) error) error {
	if err := inspect(path); err != nil {
		return err
	}
	return guarded(func() error {
		db, err := openToRead(path)
		if err != nil {
			return err
		}
		defer db.Close()
		return db.View(read)
	})
}

// audit opens every value of a file, and compares texts with their digests and the log with its
// tally, which it returns.
func audit(tx *bolt.Tx, sealer *seal.Sealer) (log tally, err error) {
	s, err := readSums(tx, sealer)
	if err != nil {
		return log, err
	}
	for _, name := range buckets {
		bucket := tx.Bucket([]byte(name))
		if bucket == nil {
			return log, fmt.Errorf("%w: it has no %s", ErrDamaged, name)
		}
		opener := sealer.Opener(name)
		c := bucket.Cursor()
		for key, sealed := c.First(); key != nil; key, sealed = c.Next() {
			if name == bucketMeta && standsOpen(key) {
				continue
			}
			if !fits(key, sealed) {
				return log, notWritten(name)
			}
			plain, err := opener.Open(key, sealed)
			if err != nil {
				return log, notWritten(name)
			}
			switch name {
			case bucketLog:
				log.Count++
				log.flip(key, plain)
			case bucketTexts:
				if sum := sha256.Sum256(plain); !bytes.Equal(sum[:16], key) {
					return log, notWritten(name)
				}
			}
		}
	}
	if log != s.Log {
		return log, errLog
	}
	return log, nil
}

// unsealing finds what opens a closed file: ErrOtherBook, ErrLocked, ErrWrong or ErrDamaged where
// nothing does.
type unsealing func(tx *bolt.Tx) (*seal.Sealer, error)

// ownSealer opens what is sealed as the book is, and files of the book without a passphrase.
func (b *Book) ownSealer(tx *bolt.Tx) (*seal.Sealer, error) {
	id, key, slots, err := fileKeys(tx)
	if err != nil {
		return nil, err
	}
	if id != b.id {
		return nil, ErrOtherBook
	}
	b.swapping.RLock()
	sealer := b.sealer
	b.swapping.RUnlock()
	if _, err := getSealed(tx, sealer, bucketMeta, keyDevice); err == nil {
		return sealer, nil
	}
	if slots != nil {
		return nil, ErrWrong
	}
	return seal.New(key, id, b.world.Chance)
}

// keychain opens files with secrets that somebody gave. A secret is tried once on the same slots.
type keychain struct {
	secrets []Secret
	rings   []*keyring
}

// clear overwrites the keys that were found.
func (k *keychain) clear() {
	for _, ring := range k.rings {
		ring.clear()
	}
}

// ring is what a file is sealed with; it stays the chain's. It returns ErrLocked where no secret was
// given, and what the last of them came to.
func (k *keychain) ring(tx *bolt.Tx) (id model.ID, ring *keyring, err error) {
	said, err := saidOf(tx)
	if err != nil {
		return said.book, nil, err
	}
	id, slots := said.book, said.slots
	if slots == nil {
		ring := &keyring{data: said.key}
		k.rings = append(k.rings, ring)
		return id, ring, said.today(tx, ring.data)
	}
	wanted := encodeSlots(id, slots)
	for _, known := range k.rings {
		if known.slots != nil && bytes.Equal(encodeSlots(id, known.slots), wanted) {
			return id, known, said.today(tx, known.data)
		}
	}
	err = errLocked
	for _, secret := range k.secrets {
		var read seal.Secret
		if read, err = seal.ReadSecret(secret); err != nil {
			continue
		}
		ring, err = unlocked(slots, read, id)
		read.Clear()
		if err == nil {
			k.rings = append(k.rings, ring)
			return id, ring, said.today(tx, ring.data)
		}
	}
	return id, nil, err
}

func (k *keychain) unseal(tx *bolt.Tx) (*seal.Sealer, error) {
	id, ring, err := k.ring(tx)
	if err != nil {
		return nil, err
	}
	return seal.New(ring.data, id, nil)
}

// glance looks at a backup's structure, keys and sums, and not at its values.
func glance(path string, unseal unsealing) (BackupInfo, sums, error) {
	return look(path, unseal, func(*bolt.Tx, *seal.Sealer) error { return nil })
}

// examine reads a backup through.
func examine(path string, unseal unsealing) (BackupInfo, error) {
	info, _, err := look(path, unseal, func(tx *bolt.Tx, sealer *seal.Sealer) error {
		_, err := audit(tx, sealer)
		return err
	})
	return info, err
}

// look says what is known of a backup; the error is what Why says in words.
func look(path string, unseal unsealing, further func(*bolt.Tx, *seal.Sealer) error) (info BackupInfo, s sums, err error) {
	info = BackupInfo{Path: path, Kept: isKept(path)}
	stat, err := os.Lstat(path)
	if err == nil && !stat.Mode().IsRegular() {
		err = fmt.Errorf("%w: it is no regular file", ErrNotBook)
	}
	if err == nil {
		info.At, info.Size = stat.ModTime(), stat.Size()
		err = readClosed(path, func(tx *bolt.Tx) error {
			said, err := saidOf(tx)
			if err != nil {
				return err
			}
			info.Encrypted = said.slots != nil
			sealer, err := unseal(tx)
			if err != nil {
				return err
			}
			if s, err = readSums(tx, sealer); err != nil {
				return err
			}
			info.Gestures = s.Log.Count
			return further(tx, sealer)
		})
	}
	if info.OK = err == nil; err != nil {
		info.Why = whyNot(err)
	}
	return info, s, err
}

// whyNot says in a few words why a backup is not a good one.
func whyNot(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, ErrMissing):
		return "it is not there"
	case errors.Is(err, ErrLocked):
		return "it has a passphrase, and could not be looked into"
	case errors.Is(err, ErrWrong):
		return "it has another passphrase, and could not be looked into"
	case errors.Is(err, ErrOtherBook):
		return "it is of another book"
	case errors.Is(err, ErrNewer):
		return "it is of a newer version of Rollbook"
	case errors.Is(err, ErrBusy):
		return "another program has it open"
	case errors.Is(err, ErrDamaged):
		if _, what, found := strings.Cut(err.Error(), ErrDamaged.Error()+": "); found {
			return "it is damaged: " + what
		}
		return "it is damaged"
	case errors.Is(err, ErrNotBook):
		return "it is no book"
	}
	return "it could not be read: " + err.Error()
}
