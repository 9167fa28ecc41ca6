package report

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// Errors of writing a file.
var (
	ErrExists = errors.New("choose another name, or say that it may be replaced")
	ErrIsBook = errors.New("choose another name")
)

// ToFile writes a file that only its owner can read: beside its place under another name, brought to
// the disk, then put in place, so that there is never half a file. One that is there is replaced
// only with overwrite; the error else wraps ErrExists. A book is never replaced: the error wraps
// ErrIsBook.
func ToFile(path string, overwrite bool, write func(io.Writer) error) (err error) {
	path, err = target(path, overwrite)
	if err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(path), ".rollbook-*.tmp") // 0600
	if err != nil {
		return noPlace(path, err)
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("write %s: %w", path, err)
		}
		os.Remove(temp.Name())
	}()
	out := bufio.NewWriterSize(temp, 1<<16)
	err = write(out)
	if err == nil {
		err = out.Flush()
	}
	if err == nil {
		err = temp.Sync()
	}
	if closed := temp.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = place(temp.Name(), path, overwrite)
	}
	return err
}

// noPlace says why no file can be made beside path: the folder, which a person can change, and not the
// name of the file that was tried there.
func noPlace(path string, err error) error {
	folder, why := filepath.Dir(path), err
	var tried *fs.PathError
	if errors.As(err, &tried) {
		why = tried.Err
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no folder %s: make it, or choose another place", folder)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("nothing can be written in %s: choose another place", folder)
	}
	return fmt.Errorf("nothing can be written in %s (%w): choose another place", folder, why)
}

// target is the path to write to, a link followed, once nothing stands there that must stay.
func target(path string, overwrite bool) (string, error) {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return path, nil
	case err != nil:
		return path, fmt.Errorf("write %s: %w", path, err)
	case !info.Mode().IsRegular():
		return path, fmt.Errorf("%s is no file: %w", path, ErrIsBook)
	case isBook(path):
		return path, fmt.Errorf("%s is a book: %w", path, ErrIsBook)
	case !overwrite:
		return path, fmt.Errorf("%s is there already: %w", path, ErrExists)
	}
	return path, nil
}

// isBook looks for what every bbolt file has after the head of its first page.
func isBook(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, 20)
	_, err = io.ReadFull(f, head)
	return err == nil && (bytes.Equal(head[16:], []byte{0xed, 0xda, 0x0c, 0xed}) || bytes.Equal(head[16:], []byte{0xed, 0x0c, 0xda, 0xed}))
}

// place gives the finished file its name and makes that last. A link refuses to replace what came
// there meanwhile; where there are no links, a look must do.
func place(temp, path string, overwrite bool) error {
	if !overwrite {
		err := os.Link(temp, path)
		if errors.Is(err, fs.ErrExist) {
			return ErrExists
		}
		if err == nil {
			lasting(path)
			return nil
		}
		if _, err := os.Lstat(path); err == nil {
			return ErrExists
		}
	}
	if err := os.Rename(temp, path); err != nil {
		return err
	}
	lasting(path)
	return nil
}

// lasting makes a new name in a folder last, where the system can: Windows has no such call, a share
// may refuse it, and the file itself is on the disk by then.
func lasting(path string) {
	if runtime.GOOS == "windows" {
		return
	}
	if folder, err := os.Open(filepath.Dir(path)); err == nil {
		folder.Sync()
		folder.Close()
	}
}
