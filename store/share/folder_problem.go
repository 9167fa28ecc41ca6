package share

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// away is the error of a folder that is not there.
func (f *folder) away(cause error) error {
	return &problem{f.path + " is not there: put the stick in, or see that this laptop reaches the folder", []error{ErrAway, cause}}
}

// badName is the error of a name that no place takes.
func badName(name string) error {
	return &problem{fmt.Sprintf("%q can't be the name of a file in a share", name), []error{ErrName}}
}

// noFile is the error of a name under which nothing stands.
func noFile(where, name string, cause error) error {
	return &problem{where + " has no file " + name, []error{fs.ErrNotExist, cause}}
}

// problem is what the person is told of an error of the file system, met while reading or writing name.
func (f *folder) problem(root *os.Root, name string, err error, writing bool) error {
	var said *problem
	if errors.As(err, &said) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	is := func(kind error, says string) error { return &problem{says, []error{kind, err}} }
	switch {
	case root != nil && !f.same(root), isAway(err) && !errors.Is(err, fs.ErrNotExist):
		return is(ErrAway, f.path+" went away in the middle ("+reason(err)+"): put the stick in again, or see that this laptop reaches the folder")
	case errors.Is(err, ErrTooLarge):
		return is(ErrTooLarge, name+" in "+f.path+" is larger than any file of a share: it is none of ours")
	case errors.Is(err, ErrTooMany):
		return is(ErrTooMany, f.path+fmt.Sprintf(" holds more than %d files: is it the folder of a share?", MostFiles))
	case isFull(err):
		return is(ErrFull, f.path+" is full: make room there, then sync again")
	case isReadOnly(err), writing && errors.Is(err, fs.ErrPermission):
		return is(ErrReadOnly, f.path+" can only be read ("+reason(err)+"): slide the lock of the stick, or ask for the right to write there")
	case errors.Is(err, fs.ErrPermission):
		return is(ErrRefused, f.path+" may not be read by you: ask whoever shares it for the right to read")
	case errors.Is(err, fs.ErrNotExist) && name != "":
		return noFile(f.path, name, err)
	case errors.Is(err, errOther):
		return is(ErrAway, f.path+" gave back other bytes than were written there: the stick may be failing, use another one")
	default:
		return is(ErrAway, f.path+" failed ("+reason(err)+"): try again, or use another place")
	}
}

// same reports whether the folder that a call opened is the one that stands at the path still.
func (f *folder) same(root *os.Root) bool {
	held, err := root.Stat(".")
	if err != nil {
		return false
	}
	now, err := os.Stat(f.path)
	return err == nil && os.SameFile(held, now)
}

// reason is what the system says of an error, without the operation and the path.
func reason(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	var link *os.LinkError
	if errors.As(err, &link) {
		return link.Err.Error()
	}
	return err.Error()
}
