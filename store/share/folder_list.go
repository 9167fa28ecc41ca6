package share

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// List walks v1 in any case, without following links.
func (f *folder) List(ctx context.Context, each func(Entry) error) error {
	walk := &folderWalk{folder: f, ctx: ctx, left: map[string]time.Time{}}
	entries, err := patiently(ctx, f.path, f.wait.answer, func(beat func()) ([]Entry, error) {
		walk.beat = beat
		root, err := f.open()
		if err != nil {
			return nil, err
		}
		defer root.Close()
		if err := walk.in(root, "."); err != nil {
			return nil, f.problem(root, "", err, false)
		}
		return walk.entries, nil
	})
	if err != nil {
		return err
	}
	f.left.saw(walk.left)
	for _, entry := range entries {
		if ctx.Err() != nil {
			return ended(ctx, f.path)
		}
		if err := each(entry); err != nil {
			return err
		}
	}
	return nil
}

// folderWalk is one listing under way.
type folderWalk struct {
	folder  *folder
	ctx     context.Context
	beat    func()
	entries []Entry
	left    map[string]time.Time
	folders int
}

// in lists what is in one folder and below it.
func (w *folderWalk) in(root *os.Root, at string) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	if w.folders++; w.folders > MostFiles {
		return ErrTooMany
	}
	dir, err := root.OpenFile(filepath.FromSlash(at), os.O_RDONLY|openNow, 0)
	if err != nil {
		return w.gone(at, err)
	}
	defer dir.Close()
	for {
		some, err := dir.ReadDir(1000)
		w.beat()
		for _, entry := range some {
			if err := w.one(root, at, entry); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return w.gone(at, err)
		}
	}
}

// one takes one name of a folder.
func (w *folderWalk) one(root *os.Root, at string, entry fs.DirEntry) error {
	name := path.Join(at, entry.Name())
	if at == "." {
		if !entry.IsDir() || !strings.EqualFold(entry.Name(), "v1") {
			return nil
		}
		return w.in(root, name)
	}
	switch {
	case entry.IsDir():
		if ValidName(name) {
			return w.in(root, name)
		}
		return nil
	case !entry.Type().IsRegular() || !ValidName(name) && !unfinished(name):
		return nil
	}
	info, err := entry.Info()
	if err != nil {
		return w.gone(name, err)
	}
	switch {
	case !info.Mode().IsRegular():
	case unfinished(name):
		w.left[name] = info.ModTime()
	case len(w.entries) == MostFiles:
		return ErrTooMany
	default:
		w.entries = append(w.entries, Entry{Name: name, Size: info.Size(), Changed: info.ModTime()})
	}
	return nil
}

// gone passes over what went away while it was being listed, below the folder itself.
func (w *folderWalk) gone(at string, err error) error {
	if at != "." && errors.Is(err, fs.ErrNotExist) && w.folder.there() {
		return nil
	}
	return err
}
