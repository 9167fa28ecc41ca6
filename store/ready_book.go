package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	bolt "go.etcd.io/bbolt"
)

// dayRoom is more than the marks of a day take on the disk, in bytes.
const dayRoom = 1 << 20

// readyBook tries whether the book can take a day's marks, without changing it: that it can be read
// and is still the file that was opened, that the file may be written, and that the disk has room.
func (b *Book) readyBook() Check {
	check := Check{What: "book"}
	err := b.viewOnce(func(*bolt.Tx) error { return nil })
	if err == nil {
		err = b.inPlace()
	}
	if err == nil {
		err = mayWrite(b.path)
	}
	if err == nil {
		err = hasRoom(filepath.Dir(b.path), io.LimitReader(b.world.Chance, dayRoom))
	}
	where := Whereabouts(b.path)
	switch {
	case err == nil && where != "":
		check.Says, check.Do, _ = strings.Cut(where, ": ")
	case err == nil:
		check.OK, check.Says = true, "it can be written, and there is room"
	case errors.Is(err, errNotTried):
		check.OK, check.Says = true, "it can be written; its folder can't, so that nobody tried whether there is room"
	case errors.Is(err, ErrNoRoom):
		check.Says, check.Do = "the disk is full", "make room on it"
	case errors.Is(err, ErrMoved):
		check.Says, check.Do = "the book's file was replaced or removed", "put it back at "+b.path+", then close and open Rollbook"
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		check.Says, check.Do = "the book can't be written", "allow writing to "+b.path
	default:
		check.Says, check.Do = err.Error(), "close Rollbook, and open the book again"
	}
	return check
}

// mayWrite opens the file for writing and writes nothing.
func mayWrite(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("write the book: %w", err)
	}
	return f.Close()
}

// errNotTried is a folder in which nothing can be tried.
var errNotTried = errors.New("the folder can't be written")

// hasRoom writes what it is given beside the book and takes it away again.
func hasRoom(folder string, what io.Reader) error {
	f, err := os.CreateTemp(folder, ".rollbook-room-*")
	if errors.Is(err, fs.ErrPermission) {
		return errNotTried
	}
	if err != nil {
		return noRoom(err)
	}
	defer os.Remove(f.Name())
	_, err = io.Copy(f, what)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return noRoom(err)
	}
	return nil
}
