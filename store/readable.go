package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"

	"rollbook/store/seal"
)

// A book on a disc, on a stick with its switch pushed, or of somebody else can be read and not written.
// bbolt could open such a file, yet what the book shows may lag behind its log (follow.go), and bringing
// it up to date takes a writing transaction. So a private copy of the file is opened, sealed as the file
// is, and brought up to date there. The copy has no name any more once it is open, where the system
// allows that: nothing of it is left, however the program ends.

// ErrReadOnly is a book whose file can be read and not written. Nothing changes it, its backups or its
// settings.
var ErrReadOnly = errors.New("this book can only be read here")

var errReadOnly = fmt.Errorf("%w: to change it, allow writing to its file, or copy that to another place and open the copy with --book", ErrReadOnly)

// OpenToRead opens a book as Open does, and one that can only be read as a book that refuses every change
// with ErrReadOnly; Writable tells which it is.
func OpenToRead(path string, world World) (*Book, error) { return openToLook(path, world, nil) }

// OpenToReadWith is OpenToRead for a book that may have a passphrase: it returns what OpenWith does.
func OpenToReadWith(path string, world World, secret Secret) (*Book, error) {
	s, err := seal.ReadSecret(secret)
	if err != nil {
		return nil, err
	}
	defer s.Clear()
	return openToLook(path, world, &s)
}

// Writable is nil, or the error that wraps ErrReadOnly where the book refuses every change.
func (b *Book) Writable() error {
	if b.copied != nil {
		return errReadOnly
	}
	return nil
}

func openToLook(path string, world World, secret *seal.Secret) (*Book, error) {
	b, err := open(path, world, secret)
	if !errors.Is(err, ErrReadOnly) {
		return b, err
	}
	c, err := copyToRead(path)
	if err != nil {
		return nil, fmt.Errorf("open a book that can only be read here: %w", noRoomThere(err, os.TempDir()))
	}
	db, info, err := openFile(c.path())
	if err != nil {
		return nil, errors.Join(err, c.remove())
	}
	if movesOpenFiles {
		_ = c.removeFolder() // what can't be taken away now is when the book is closed
	}
	b = &Book{path: path, file: info, world: world, db: db, copied: c}
	if err := b.start(secret); err != nil {
		if !errors.Is(err, errFault) {
			db.Close()
		}
		return nil, errors.Join(err, c.remove())
	}
	return b, nil
}

// readCopy is the private copy of a book that can only be read.
type readCopy struct {
	folder string
	file   *os.File // bbolt's own knows no other way to the file than its name
}

func (c *readCopy) path() string { return filepath.Join(c.folder, "copy") }

func (c *readCopy) removeFolder() error { return os.RemoveAll(c.folder) }

// remove takes away what is left of the copy.
func (c *readCopy) remove() error { return errors.Join(c.file.Close(), c.removeFolder()) }

// copyToRead copies a book's file into a folder of nobody else's, while no other program writes to it.
func copyToRead(path string) (c *readCopy, err error) {
	letGo, err := openLocked(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, guarded(letGo)) }()
	c = &readCopy{}
	if c.folder, err = os.MkdirTemp("", "rollbook-read-*"); err != nil { // of mode 0700
		return nil, err
	}
	if c.file, err = os.OpenFile(c.path(), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600); err != nil {
		return nil, errors.Join(err, c.removeFolder())
	}
	if err := fillFrom(path, c.file); err != nil {
		return nil, errors.Join(err, c.remove())
	}
	return c, nil
}

// openLocked locks a file that nobody is to write to meanwhile, and returns what lets go of it.
func openLocked(path string) (letGo func() error, err error) {
	err = guarded(func() error {
		db, err := openToRead(path)
		if err == nil {
			letGo = db.Close
		}
		return err
	})
	return letGo, err
}

// fillFrom writes what the file at path has into another.
func fillFrom(path string, to *os.File) error {
	from, err := os.Open(path)
	if err != nil {
		return err
	}
	defer from.Close()
	_, err = io.Copy(to, from)
	return err
}

// cantWrite reports whether an error says that a file can be read at most.
func cantWrite(err error) bool {
	const writeProtected = syscall.Errno(19) // as Windows calls it
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) || runtime.GOOS == "windows" && errors.Is(err, writeProtected)
}
