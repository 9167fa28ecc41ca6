package share

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// folder is a place in a file system: a stick, a network share, a folder that a cloud's program keeps
// alike. It opens the folder anew for every call, so that a stick may come and go.
type folder struct {
	path string
	wait limits

	left leftovers
}

func newFolder(path string, wait limits) *folder { return &folder{path: path, wait: wait} }

// String is the path.
func (f *folder) String() string { return f.path }

// Probe asks for the folder alone.
func (f *folder) Probe(ctx context.Context) error {
	_, err := patiently(ctx, f.path, f.wait.answer, func(func()) (struct{}, error) {
		root, err := f.open()
		if err != nil {
			return struct{}{}, err
		}
		defer root.Close()
		dir, err := root.Open(".")
		if err != nil {
			return struct{}{}, f.problem(root, "", err, false)
		}
		defer dir.Close()
		if _, err := dir.Readdirnames(1); err != nil && err != io.EOF {
			return struct{}{}, f.problem(root, "", err, false)
		}
		return struct{}{}, nil
	})
	return err
}

// Make makes the folder itself where its parent is there.
func (f *folder) Make(ctx context.Context) error {
	_, err := patiently(ctx, f.path, f.wait.answer, func(func()) (struct{}, error) {
		switch err := os.Mkdir(f.path, 0o755); {
		case err == nil:
			syncFolder(os.Open, filepath.Dir(f.path))
			return struct{}{}, nil
		case errors.Is(err, fs.ErrExist):
			return struct{}{}, nil
		case errors.Is(err, fs.ErrNotExist):
			return struct{}{}, f.away(err)
		default:
			return struct{}{}, f.problem(nil, "", err, true)
		}
	})
	return err
}

// open opens the folder. A path through links is the person's own choice; below it none is followed.
func (f *folder) open() (*os.Root, error) {
	root, err := os.OpenRoot(f.path)
	if err == nil {
		return root, nil
	}
	if info, statErr := os.Stat(f.path); statErr == nil && !info.IsDir() {
		return nil, &problem{f.path + " is not a folder: name the folder that holds the share", []error{ErrAway, err}}
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, f.away(err)
	}
	return nil, f.problem(nil, "", err, false)
}

// Get reads a regular file. One that is a FIFO or a device by that name is not opened, and if it became
// one in the meantime opening it does not wait.
func (f *folder) Get(ctx context.Context, name string, most int64) ([]byte, error) {
	if !ValidName(name) {
		return nil, badName(name)
	}
	return patiently(ctx, f.path, f.wait.file(most), func(func()) ([]byte, error) {
		root, err := f.open()
		if err != nil {
			return nil, err
		}
		defer root.Close()
		data, err := f.read(root, name, most)
		if err != nil {
			return nil, f.problem(root, name, err, false)
		}
		return data, nil
	})
}

// read is the bytes of one regular file, none of whose folders is a link. A file that another laptop
// puts anew just then is looked for again.
func (f *folder) read(root *os.Root, name string, most int64) ([]byte, error) {
	if err := plainFolders(root, name); err != nil {
		return nil, err
	}
	for try := 1; ; try++ {
		file, size, err := openPlain(root, filepath.FromSlash(name))
		if err == errExchanged && try < 10 {
			continue
		}
		if err != nil {
			return nil, err
		}
		data, err := readAll(file, size, most)
		return data, errors.Join(err, file.Close())
	}
}

// What stands under a name in place of a file.
var (
	errExchanged = fmt.Errorf("exchanged while it was opened: %w", fs.ErrNotExist)
	errNoFile    = fmt.Errorf("no regular file: %w", fs.ErrNotExist)
)

// openPlain opens a regular file that is not reached by a link.
func openPlain(root *os.Root, at string) (*os.File, int64, error) {
	before, err := root.Lstat(at)
	if err != nil {
		return nil, 0, err
	}
	if !before.Mode().IsRegular() {
		return nil, 0, errNoFile
	}
	file, err := root.OpenFile(at, os.O_RDONLY|openNow, 0)
	if err != nil {
		return nil, 0, err
	}
	info, err := file.Stat()
	switch {
	case err != nil:
	case !info.Mode().IsRegular():
		err = errNoFile
	case !os.SameFile(before, info):
		err = errExchanged
	default:
		return file, info.Size(), nil
	}
	file.Close()
	return nil, 0, err
}

// readAll reads what should be size bytes long: ErrTooLarge over most.
func readAll(from io.Reader, size, most int64) ([]byte, error) {
	if size > most {
		return nil, ErrTooLarge
	}
	// The size was said by the place: it is believed for the buffer up to what a page or two costs.
	data := make([]byte, 0, min(max(size, 0)+1, 1<<20))
	for {
		if len(data) == cap(data) {
			data = append(data, 0)[:len(data)]
		}
		n, err := from.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		switch {
		case int64(len(data)) > most:
			return nil, ErrTooLarge
		case err == io.EOF:
			return data, nil
		case err != nil:
			return nil, err
		}
	}
}

// plainFolders is an error unless every folder on the way to a name is one, and no link.
func plainFolders(root *os.Root, name string) error {
	for i := range len(name) {
		if name[i] != '/' {
			continue
		}
		info, err := root.Lstat(filepath.FromSlash(name[:i]))
		if err != nil {
			return err
		}
		if !info.IsDir() {
			return fmt.Errorf("%s is no folder: %w", name[:i], fs.ErrNotExist)
		}
	}
	return nil
}

// there reports whether the folder itself is there still.
func (f *folder) there() bool {
	info, err := os.Stat(f.path)
	return err == nil && info.IsDir()
}
