package store

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	bolt "go.etcd.io/bbolt"

	"rollbook/store/seal"
)

// A file of bbolt keeps what was deleted or written over in its free pages. So what is to be gone
// for good, a text or a key, is gone once everything else was written into a new file, and that has
// taken the place of the old one.

// ErrUnsettled is returned where the new file is in place and in use, but the disk did not confirm
// the folder: after a power cut the old one might be there again.
var ErrUnsettled = errors.New("the book was written anew, but the disk did not confirm it: make a backup, and check the disk")

// movesOpenFiles is whether a file can take the place of another while both are open.
var movesOpenFiles = runtime.GOOS != "windows"

// Rewrite writes the book into a new file with the same keys, so that no free page keeps what was
// struck. The book stays open; gestures wait meanwhile. On an error other than ErrUnsettled the old
// file is in use as it was.
func (b *Book) Rewrite() error { return b.rewrite(nil) }

// rewriting is one rewrite of an open book.
type rewriting struct {
	book   *Book
	ring   *keyring // nil to keep the keys
	place  string   // of the book's file, with no link in the way
	beside string

	db     *bolt.DB // the new file, locked
	info   os.FileInfo
	sealer *seal.Sealer
	slots  []seal.Slot
	had    contents
	placed bool
}

// rewrite puts a new file in the place of the book's, sealed with a keyring.
func (b *Book) rewrite(ring *keyring) error {
	if err := b.Writable(); err != nil {
		return err
	}
	b.soundness.end() // what it reads with is about to change, and all is read here anyway
	b.Flush()
	if err := b.view(func(*bolt.Tx) error { return nil }); err != nil { // brings heads up to date, or derives them anew
		return err
	}
	b.writing.Lock()
	defer b.writing.Unlock()
	if err := b.sure(); err != nil {
		return err
	}
	db, err := b.current()
	if err != nil {
		return err
	}
	b.mu.Lock()
	slots := b.slots
	b.mu.Unlock()
	place, err := filepath.EvalSymlinks(b.path)
	if err != nil {
		return fmt.Errorf("%w: put it back at %s, then close and open Rollbook", ErrMoved, b.path)
	}
	r := &rewriting{book: b, ring: ring, place: place, beside: besideOf(place), sealer: b.sealer, slots: slots}
	if ring != nil {
		r.slots = ring.slots
		if r.sealer, err = seal.New(ring.data, b.id, b.world.Chance); err != nil {
			return err
		}
	}
	err = r.run(db)
	switch {
	case err == nil:
		return nil
	case r.placed:
		b.doubted(unsure(err)) // what is saved from now on must not vanish with the new file
		return fmt.Errorf("%w: %w", ErrUnsettled, err)
	}
	r.giveUp()
	if isFull(err) {
		return fmt.Errorf("%w: make room for a second copy of the book, then try again: %w", ErrNoRoom, err)
	}
	return fmt.Errorf("the book could not be written anew, and is as it was: %w", err)
}

// run goes through the steps. Until the new file is in place, the old one is not touched.
func (r *rewriting) run(old *bolt.DB) error {
	for _, step := range []struct {
		name string
		do   func(old *bolt.DB) error
	}{
		{"clear", func(*bolt.DB) error { return r.clearWay() }},
		{"create", func(*bolt.DB) error { return r.create() }},
		{"write", r.write},
		{"sync", func(*bolt.DB) error { return r.db.Sync() }},
		{"inspect", func(*bolt.DB) error { return inspect(r.beside) }},
		{"verify", func(*bolt.DB) error { return r.verify() }},
		{"in place", func(*bolt.DB) error { return r.book.inPlace() }},
		{"take over", r.takeOver},
		{"folder", func(*bolt.DB) error { return syncFolder(filepath.Dir(r.place)) }},
	} {
		if fails := r.book.failStep; fails != nil {
			if err := fails(step.name); err != nil {
				return err
			}
		}
		if err := guarded(func() error { return step.do(old) }); err != nil {
			return err
		}
	}
	return nil
}

// How the name of a file begins and ends that is to take the place of another.
const (
	besidePrefix = ".rollbook-"
	besideSuffix = ".new"
)

// besideOf is where the new file of a book is written. It says nothing, and is the book's alone: who
// has the book locked may take away what a crash left there.
func besideOf(place string) string {
	sum := sha256.Sum256([]byte(filepath.Base(place)))
	return filepath.Join(filepath.Dir(place), besidePrefix+hex.EncodeToString(sum[:4])+besideSuffix)
}

// clearWay takes away what a crash left: a file half written, or a second name of the book's own
// file from when it was made, which would keep the old file.
func (r *rewriting) clearWay() error {
	if err := os.Remove(r.beside); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	folder := filepath.Dir(r.place)
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), newBookPrefix) {
			continue
		}
		info, err := os.Lstat(filepath.Join(folder, e.Name()))
		if err == nil && os.SameFile(info, r.book.file) {
			if err := os.Remove(filepath.Join(folder, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *rewriting) create() (err error) {
	r.db, r.info, err = newMapped(r.beside, mapAhead(r.place))
	return err
}

// newFile makes an empty file of bbolt's where there must be none, and locks it. Nothing is synced
// before Sync.
func newFile(path string) (*bolt.DB, os.FileInfo, error) { return newMapped(path, 0) }

// newMapped is newFile with some bytes mapped ahead.
func newMapped(path string, ahead int) (db *bolt.DB, info os.FileInfo, err error) {
	db, err = bolt.Open(path, 0o600, &bolt.Options{
		Timeout: lockWait, FreelistType: bolt.FreelistMapType, NoSync: true, InitialMmapSize: ahead,
		OpenFile: func(name string, flag int, mode fs.FileMode) (*os.File, error) {
			if info != nil { // a copy that bbolt makes
				return os.OpenFile(name, flag, mode)
			}
			f, err := os.OpenFile(name, flag|os.O_CREATE|os.O_EXCL, mode)
			if err == nil {
				info, err = f.Stat()
			}
			return f, err
		},
	})
	return db, info, err
}

func (r *rewriting) write(old *bolt.DB) error {
	err := old.View(func(tx *bolt.Tx) (err error) {
		r.had, err = pour(tx, r.book.sealer, r.db, r.ring, r.sealer)
		return err
	})
	r.db.NoSync = false // the next one who writes is the book's writer
	return err
}

func (r *rewriting) verify() error {
	return r.db.View(func(tx *bolt.Tx) error { return r.had.check(tx, r.sealer, len(r.slots) > 0) })
}

// takeOver moves the new file to the book's place, and the book on to the new file. Both are locked
// until then, so that no other program comes in between; where open files can't be moved there is a
// moment without a lock.
func (r *rewriting) takeOver(old *bolt.DB) error {
	b := r.book
	b.swapping.Lock() // no reader has the old file now
	defer b.swapping.Unlock()
	if !movesOpenFiles {
		if err := errors.Join(old.Close(), r.db.Close()); err != nil {
			return r.back(err)
		}
	}
	if err := os.Rename(r.beside, r.place); err != nil && !r.isPlaced() {
		if !movesOpenFiles {
			return r.back(err)
		}
		return err
	}
	r.placed = true
	if movesOpenFiles {
		_ = old.Close() // nothing is in it any more that matters
	} else if err := r.reopen(); err != nil {
		return r.lost(err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.db, b.file, b.sealer, b.slots = r.db, r.info, r.sealer, r.slots
	return nil
}

// isPlaced reports whether the book's place has the new file: a rename may fail and have been done.
func (r *rewriting) isPlaced() bool {
	info, err := os.Stat(r.place)
	return err == nil && os.SameFile(info, r.info)
}

// reopen opens the file that is in the book's place now.
func (r *rewriting) reopen() (err error) {
	r.db, r.info, err = openFile(r.place)
	return err
}

// back goes on with the old file, which had to be closed.
func (r *rewriting) back(cause error) error {
	r.db = nil
	db, info, err := openFile(r.place)
	if err != nil {
		return r.lost(errors.Join(cause, err))
	}
	r.book.mu.Lock()
	defer r.book.mu.Unlock()
	r.book.db, r.book.file = db, info
	return cause
}

// lost is a book whose file could not be opened again.
func (r *rewriting) lost(err error) error {
	r.book.mu.Lock()
	defer r.book.mu.Unlock()
	r.book.db, r.book.broken = nil, fmt.Errorf("the book could not be opened again: close and open Rollbook: %w", err)
	return r.book.broken
}

// giveUp takes the new file away.
func (r *rewriting) giveUp() {
	if r.db == nil {
		return
	}
	_ = guarded(r.db.Close)
	_ = os.Remove(r.beside)
}
