package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	bolt "go.etcd.io/bbolt"
)

// A commit that fails may have happened. bbolt writes the pages of a change and syncs them, then a head
// page and syncs that: where the second sync fails, the change is in what the machine shows, and may not
// be on the disk. Linux forgets, once it has said so, that the page was never written: no later sync
// brings it there, and what is written on top of such a change spoils the one before it. So nothing is
// written any more until both head pages were written once more, and synced; only then does the file
// tell whether the change happened. The same holds for the folder after a rewrite, which might show the
// old file again.

// Errors of a write that failed. Each comes wrapped in a sentence that says what to do.
var (
	ErrUnwritten = errors.New("the book could not be written")
	ErrUnsure    = errors.New("the disk does not say whether the book was written")
)

// doubted notes that it is not known what is on the disk.
func (b *Book) doubted(why error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.doubt = why
}

// sure ends a doubt, where there is one. The caller holds writing.
func (b *Book) sure() error {
	b.mu.Lock()
	doubt, broken := b.doubt, b.broken
	b.mu.Unlock()
	if broken != nil || doubt == nil {
		return broken
	}
	return b.reopen()
}

// reopen has the head pages and the file's name synced, and opens the file anew: from then on it tells
// what was written. Where that can't be done now, the doubt stays.
func (b *Book) reopen() error {
	whole, err := b.affirm()
	if err == nil {
		err = syncFolder(filepath.Dir(b.place()))
	}
	b.swapping.Lock() // no reader has the file now
	defer b.swapping.Unlock()
	if err == nil {
		err = b.openAnew(whole)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case err == nil, errors.Is(err, ErrMoved):
	case errors.Is(err, ErrDamaged):
		b.broken = err
	default:
		err = unsure(err)
	}
	b.doubt = err
	return err
}

// place is where the book's file lies, with no link in the way.
func (b *Book) place() string {
	if place, err := filepath.EvalSymlinks(b.path); err == nil {
		return place
	}
	return b.path
}

// affirm writes both head pages as they are read once more. whole is false where one of them is not: it
// was written in part. bbolt goes by the other one then, and writes the next change over it.
func (b *Book) affirm() (whole bool, err error) {
	f, err := os.OpenFile(b.path, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return false, b.moved()
	}
	if err != nil {
		return false, err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !os.SameFile(info, b.file) {
		return false, b.moved()
	}
	first, firstErr := readMeta(f, 0)
	size := int64(first.pageSize)
	if firstErr != nil {
		size = int64(os.Getpagesize())
	}
	_, secondErr := readMeta(f, size)
	heads := make([]byte, 2*size)
	if _, err := f.ReadAt(heads, 0); err != nil {
		return false, err
	}
	if _, err := f.WriteAt(heads, 0); err != nil {
		return false, err
	}
	return firstErr == nil && secondErr == nil, f.Sync()
}

// openAnew closes the file and opens it. The caller holds swapping.
func (b *Book) openAnew(whole bool) error {
	if err := b.letGo(); err != nil {
		return err
	}
	db, info, err := openFile(b.path)
	if err != nil {
		return err
	}
	if !os.SameFile(info, b.file) {
		return errors.Join(b.moved(), db.Close())
	}
	var s sums
	err = guarded(func() error {
		if !whole { // a change that changes nothing, so that both are
			if err := db.Update(func(*bolt.Tx) error { return nil }); err != nil {
				return err
			}
		}
		return db.View(func(tx *bolt.Tx) (err error) {
			if s, err = readSums(tx, b.sealer); err == nil {
				err = checkLogEnd(tx, b.sealer, s)
			}
			return err
		})
	})
	if errors.Is(err, errFault) {
		return err // bbolt may hold its lock
	}
	if err != nil {
		return errors.Join(err, db.Close())
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.db, b.logged, b.followed = db, s.Log.Count, s.Applied
	return nil
}

// letGo closes the file, where it is open.
func (b *Book) letGo() error {
	b.mu.Lock()
	db := b.db
	b.db = nil
	b.mu.Unlock()
	if db == nil {
		return nil
	}
	return db.Close()
}

// unsure says that it is not known what the disk has.
func unsure(err error) error {
	if isFull(err) {
		return noRoom(err)
	}
	return fmt.Errorf("%w: nothing more is saved until it does; look at the disk or the stick: %w", ErrUnsure, err)
}
