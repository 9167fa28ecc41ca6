package store

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/seal"
)

// Backups of a book are books of the same id in a folder beside it. When the book gets another key,
// they get it too: else the oldest of them would still tell what the book no longer tells. The key
// before is kept in the book, sealed, until that is done, so that it goes on after a crash, or once the
// disk takes it.

// backupsOf is the folder of a book's backups.
func backupsOf(book string) string { return book + ".backups" }

// opening is what may open a closed file: data keys, tried in order where it has a passphrase.
type opening struct {
	keys   [][]byte
	secret *seal.Secret // tried last, at its cost; may be nil
}

// rewriteFile writes the closed book at from into a new file at to, where there must be none, sealed
// with a keyring, or as it is where that is nil. The new file is synced and compared; its name in
// the folder is for the caller to sync. Struck texts stay behind. It returns ErrLocked where nothing
// opens the file, ErrWrong where its passphrase is another, ErrDamaged where it is.
func rewriteFile(from, to string, with opening, ring *keyring, world World) error {
	if err := inspect(from); err != nil {
		return err
	}
	return guarded(func() (err error) {
		old, err := bolt.Open(from, 0o600, &bolt.Options{Timeout: lockWait, ReadOnly: true})
		if err != nil {
			return fmt.Errorf("open a backup: %w", err)
		}
		defer old.Close()
		return old.View(func(tx *bolt.Tx) error { return rewriteTx(tx, to, with, ring, world) })
	})
}

func rewriteTx(tx *bolt.Tx, to string, with opening, ring *keyring, world World) error {
	book, sealer, slots, err := with.sealerOf(tx, world)
	if err != nil {
		return err
	}
	into := sealer
	if ring != nil {
		slots = ring.slots
		if into, err = seal.New(ring.data, book, world.Chance); err != nil {
			return err
		}
	}
	db, _, err := newFile(to)
	if err != nil {
		return fmt.Errorf("make the new file: %w", err)
	}
	had, err := pour(tx, sealer, db, ring, into)
	if err == nil {
		err = db.Sync()
	}
	if err == nil {
		err = inspect(to)
	}
	if err == nil {
		err = db.View(func(tx *bolt.Tx) error { return had.check(tx, into, len(slots) > 0) })
	}
	if err = errors.Join(err, db.Close()); err != nil {
		_ = os.Remove(to)
	}
	return err
}

// sealerOf finds what opens a file.
func (o opening) sealerOf(tx *bolt.Tx, world World) (book model.ID, s *seal.Sealer, slots []seal.Slot, err error) {
	book, key, slots, err := fileKeys(tx)
	if err != nil {
		return book, nil, nil, err
	}
	keys := o.keys
	if slots == nil {
		keys = [][]byte{key}
	}
	for _, key := range keys {
		if s, err = seal.New(key, book, world.Chance); err != nil {
			return book, nil, nil, err
		}
		if _, err := getSealed(tx, s, bucketMeta, keyDevice); err == nil {
			return book, s, slots, nil
		}
	}
	switch {
	case slots == nil:
		return book, nil, nil, notWritten(bucketMeta)
	case o.secret == nil:
		return book, nil, nil, errLocked
	}
	ring, err := unlocked(slots, *o.secret, book)
	if err != nil {
		return book, nil, nil, err
	}
	defer ring.clear()
	s, err = seal.New(ring.data, book, world.Chance)
	return book, s, slots, err
}

// resealFile puts a closed file of the book under a keyring, in place and whole. done is false where
// it is under it already.
func resealFile(path string, book model.ID, with opening, ring *keyring, world World) (done bool, err error) {
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() {
		return false, errors.Join(ErrNotBook, err)
	}
	if same, err := isUnder(path, book, ring); err != nil || same {
		return false, err
	}
	beside := besideOf(path)
	if err := os.Remove(beside); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	if err := rewriteFile(path, beside, with, ring, world); err != nil {
		return false, err
	}
	err = os.Chtimes(beside, time.Time{}, info.ModTime())
	if err == nil {
		err = os.Rename(beside, path)
	}
	if err != nil {
		return false, errors.Join(err, os.Remove(beside))
	}
	return true, syncFolder(filepath.Dir(path))
}

// isUnder reports whether a closed file has the slots of a keyring, or neither has any.
func isUnder(path string, book model.ID, ring *keyring) (same bool, err error) {
	if err := inspect(path); err != nil {
		return false, err
	}
	err = guarded(func() error {
		db, err := bolt.Open(path, 0o600, &bolt.Options{Timeout: lockWait, ReadOnly: true})
		if err != nil {
			return fmt.Errorf("open a backup: %w", err)
		}
		defer db.Close()
		return db.View(func(tx *bolt.Tx) error {
			id, _, slots, err := fileKeys(tx)
			if err == nil && id != book {
				err = fmt.Errorf("%w: it is another book", ErrNotBook)
			}
			same = err == nil && len(slots) == len(ring.slots) && (len(slots) == 0 || bytes.Equal(encodeSlots(book, slots), encodeSlots(book, ring.slots)))
			return err
		})
	})
	return same, err
}

// resealBackups puts the backups beside the book under its keyring. Once none is left that could be,
// the book forgets the key before. A free page may keep it, sealed: in a book that has no passphrase
// any more, where anybody could open it, that goes too.
func (b *Book) resealBackups(ring *keyring) (r Rekeyed) {
	place, err := filepath.EvalSymlinks(b.path)
	if err != nil {
		return r
	}
	b.sweep(backupsOf(place))
	entries, err := os.ReadDir(backupsOf(place))
	later := err != nil && !errors.Is(err, fs.ErrNotExist)
	with := opening{keys: slices.Collect(slices.Chunk(ring.earlier, seal.KeySize))}
	for _, e := range entries {
		path := filepath.Join(backupsOf(place), e.Name())
		done, err := resealFile(path, b.id, with, ring, b.world)
		switch {
		case done:
			r.Resealed++
		case err != nil && (!errors.Is(err, ErrNotBook) || isBackupName(e.Name())):
			r.Left = append(r.Left, path)
			later = later || !errors.Is(err, ErrLocked) && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNotBook) && !errors.Is(err, ErrNewer)
		}
	}
	if later {
		return r // the next start looks again
	}
	if err := b.keep(bucketMeta, keyEarlier, ""); err == nil && len(ring.slots) == 0 {
		_ = b.Rewrite()
	}
	return r
}

func isBackupName(name string) bool {
	_, ok := readBackupName(name)
	return ok
}

// afterCrash ends what a crash interrupted: a file half written beside the book, backups that still
// have the key before.
func (b *Book) afterCrash(ring *keyring) {
	if place, err := filepath.EvalSymlinks(b.path); err == nil {
		_ = os.Remove(besideOf(place)) // most often there is none; a rewrite says what it can't take away
	}
	var err error
	if ring.earlier, err = b.earlier(); err == nil && len(ring.earlier) > 0 {
		b.resealBackups(ring)
	}
	clear(ring.earlier)
}

// earlier are the data keys that backups may still have, one after the other.
func (b *Book) earlier() (keys []byte, err error) {
	err = b.viewOnce(func(tx *bolt.Tx) (err error) {
		keys, err = getSealed(tx, b.sealer, bucketMeta, keyEarlier)
		return err
	})
	if err == nil && len(keys)%seal.KeySize != 0 {
		err = fmt.Errorf("%w: the keys of its backups can't be read", ErrDamaged)
	}
	return keys, err
}
