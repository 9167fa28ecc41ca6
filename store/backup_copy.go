package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"

	bolt "go.etcd.io/bbolt"

	"rollbook/store/seal"
)

// copying is one backup being made.
type copying struct {
	book      *Book
	place     string
	beside    string
	overwrite bool

	file   *os.File
	info   os.FileInfo
	sealer *seal.Sealer // of what was copied
	sums   sums         // as they were at that moment
	placed bool
}

// run goes through the steps. Until the last of them, nothing is changed but a file beside the place.
func (c *copying) run() (err error) {
	defer func() {
		if c.file != nil {
			c.file.Close()
			if !c.placed {
				_ = os.Remove(c.beside)
			}
		}
	}()
	for _, step := range []struct {
		name string
		do   func() error
	}{
		{"room for a backup", c.room},
		{"create a backup", c.create},
		{"copy", c.copy},
		{"sync a backup", func() error { return c.file.Sync() }},
		{"verify a backup", c.verify},
		{"place a backup", c.put},
		{"folder of a backup", func() error { return syncFolder(filepath.Dir(c.place)) }},
	} {
		if fails := c.book.failStep; fails != nil {
			if err := fails(step.name); err != nil {
				return err
			}
		}
		if err := step.do(); err != nil {
			return err
		}
	}
	return nil
}

// room asks the disk first, where it can be asked: a backup that fills it would keep marks from being
// saved in that moment.
func (c *copying) room() error {
	info, err := os.Stat(c.book.path)
	if err != nil {
		return err
	}
	if free, known := freeRoom(filepath.Dir(c.place)); known && free < uint64(info.Size())+dayRoom {
		return fmt.Errorf("%w: %d MB are free, and a backup takes %d", ErrNoRoom, free>>20, (info.Size()+dayRoom)>>20+1)
	}
	return nil
}

// create makes the file beside the place, which is this program's alone: what is there was left by a
// crash.
func (c *copying) create() (err error) {
	if err := os.Remove(c.beside); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if c.file, err = os.OpenFile(c.beside, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600); err != nil {
		return err
	}
	c.info, err = c.file.Stat()
	return err
}

// copy writes the book as it is at one moment. Readers and the writer go on meanwhile: the book was
// mapped so that it can grow without waiting for this (mapAhead).
func (c *copying) copy() error {
	if c.book.copied != nil {
		return c.copyAgain()
	}
	return c.book.viewOnce(func(tx *bolt.Tx) (err error) {
		if c.sums, err = readSums(tx, c.book.sealer); err != nil {
			return err
		}
		c.sealer = c.book.sealer
		if _, err := c.file.Seek(0, io.SeekStart); err != nil {
			return err
		}
		if err := c.file.Truncate(0); err != nil {
			return err
		}
		w := &heads{file: c.file, pageSize: tx.DB().Info().PageSize}
		if _, err = tx.WriteTo(w); w.err != nil {
			return w.err // which bbolt passes on as words only
		}
		return err
	})
}

// copyAgain writes what is open in the place of a book that can only be read. It has no name, which
// bbolt would ask for, and nobody writes to it but those who hold writing.
func (c *copying) copyAgain() error {
	c.book.writing.Lock()
	defer c.book.writing.Unlock()
	return c.book.viewOnce(func(tx *bolt.Tx) (err error) {
		if c.sums, err = readSums(tx, c.book.sealer); err != nil {
			return err
		}
		c.sealer = c.book.sealer
		_, err = io.Copy(c.file, io.NewSectionReader(c.book.copied.file, 0, tx.Size()))
		return err
	})
}

// verify reads the copy through, as a book that somebody brings.
func (c *copying) verify() error {
	return readClosed(c.beside, func(tx *bolt.Tx) error {
		got, err := audit(tx, c.sealer)
		if err == nil && got != c.sums.Log {
			err = errLog
		}
		return err
	})
}

// put moves the copy to its place.
func (c *copying) put() error {
	if now, err := os.Lstat(c.beside); err != nil || !os.SameFile(now, c.info) {
		return errors.Join(ErrMoved, err) // another program makes a backup in this very place
	}
	if !c.overwrite {
		return c.putNew()
	}
	if err := c.closeToMove(); err != nil {
		return err
	}
	if err := os.Rename(c.beside, c.place); err != nil && !isAt(c.place, c.info) {
		return err
	}
	c.placed = true
	return nil
}

// putNew moves the copy to a place where there must be no file.
func (c *copying) putNew() error {
	if err := c.closeToMove(); err != nil {
		return err
	}
	if err := os.Link(c.beside, c.place); err == nil {
		return nil // and the other name goes
	} else if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%w: %s", ErrNotOverwritten, c.place)
	}
	if now, err := os.Lstat(c.place); err == nil {
		if os.SameFile(now, c.info) {
			return nil // a link may fail and have been made
		}
		return fmt.Errorf("%w: %s", ErrNotOverwritten, c.place) // a disk without links
	}
	err := os.Rename(c.beside, c.place)
	c.placed = err == nil
	return err
}

// closeToMove closes the copy where open files can't be moved.
func (c *copying) closeToMove() error {
	if movesOpenFiles {
		return nil
	}
	return c.file.Close()
}

// syncAtOnce is how many bytes of a copy go to the disk at once: a mark that is saved meanwhile may have
// to wait for them.
const syncAtOnce = 8 << 20

// heads writes a copy that bbolt makes. bbolt writes the newer of the two head pages first; in a file
// that it wrote itself the head page of an even change is the first.
type heads struct {
	file     *os.File
	pageSize int
	first    []byte // the two head pages, before they are written
	unsynced int
	err      error
}

func (h *heads) Write(p []byte) (n int, err error) {
	if len(h.first) < 2*h.pageSize {
		h.first = append(h.first, p...)
		if len(h.first) < 2*h.pageSize {
			return len(p), nil
		}
		first, second := h.first[pageHeader:pageHeader+metaSize], h.first[h.pageSize+pageHeader:h.pageSize+pageHeader+metaSize]
		if m, err := readMeta(sectionOf(h.first), 0); err == nil && m.txid%2 == 1 {
			var held [metaSize]byte
			copy(held[:], first)
			copy(first, second)
			copy(second, held[:])
		}
		if _, h.err = h.file.Write(h.first); h.err != nil {
			return 0, h.err
		}
		return len(p), nil
	}
	n, err = h.file.Write(p)
	if h.unsynced += n; err == nil && h.unsynced >= syncAtOnce {
		h.unsynced, err = 0, h.file.Sync()
	}
	h.err = err
	return n, err
}

// sectionOf reads from memory as from a file.
type sectionOf []byte

func (s sectionOf) ReadAt(into []byte, at int64) (int, error) {
	if at >= int64(len(s)) {
		return 0, io.EOF
	}
	n := copy(into, s[at:])
	if n < len(into) {
		return n, io.EOF
	}
	return n, nil
}

// A reader keeps bbolt from mapping more of a file, and while it waits to, nobody reads. A backup of a
// large book reads for some tenths of a second, so a large book is mapped beyond its end when it is
// opened: that takes room among the program's addresses, and none on the disk.
const (
	largeBook = 16 << 20  // from here on bbolt grows files by so much, and not to the end of the map
	aheadRoom = 256 << 20 // more than is marked while the program is open
)

// mapAhead is how much of a book's file is to be mapped when it is opened; 0 leaves it to bbolt. On
// Windows the file would grow to that size.
func mapAhead(path string) int {
	info, err := os.Stat(path)
	if err != nil || info.Size() <= largeBook || runtime.GOOS == "windows" || strconv.IntSize < 64 {
		return 0
	}
	return int(info.Size()) + aheadRoom
}
