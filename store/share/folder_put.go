package share

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"time"
)

// Put writes beside the name, syncs, reads back from the medium where the system can be made to,
// compares, and renames.
func (f *folder) Put(ctx context.Context, name string, data []byte) error {
	if !ValidName(name) {
		return badName(name)
	}
	_, err := patiently(ctx, f.path, f.wait.file(int64(len(data))), func(func()) (struct{}, error) {
		root, err := f.open()
		if err != nil {
			return struct{}{}, err
		}
		defer root.Close()
		written, err := f.put(root, name, data)
		if err != nil {
			return struct{}{}, f.problem(root, name, err, true)
		}
		f.sweep(root, written)
		return struct{}{}, nil
	})
	return err
}

// put puts one file and says when its file system thinks it did.
func (f *folder) put(root *os.Root, name string, data []byte) (time.Time, error) {
	if err := makeFolders(root, path.Dir(name)); err != nil {
		return time.Time{}, err
	}
	if err := plainFolders(root, name); err != nil {
		return time.Time{}, err
	}
	part, file, err := createPart(root, name)
	if err != nil {
		return time.Time{}, err
	}
	written, err := writePart(file, data)
	if err == nil {
		err = f.compare(root, part, data)
	}
	if err == nil {
		err = renameOver(root, filepath.FromSlash(part), filepath.FromSlash(name))
	}
	if err != nil {
		// Where it can't be taken away either, the next put that succeeds does it, a day later.
		_ = root.Remove(filepath.FromSlash(part))
		return time.Time{}, err
	}
	return written, syncFolder(root.Open, filepath.FromSlash(path.Dir(name)))
}

// makeFolders makes the folders below the share's own. Each new one is synced into its parent: a file
// is not there if the folder that holds it is not.
func makeFolders(root *os.Root, dir string) error {
	at := filepath.FromSlash(dir)
	if info, err := root.Lstat(at); err == nil && info.IsDir() {
		return nil
	}
	parent := path.Dir(dir)
	if parent != "." {
		if err := makeFolders(root, parent); err != nil {
			return err
		}
	}
	if err := root.Mkdir(at, 0o755); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return nil
		}
		return err
	}
	return syncFolder(root.Open, filepath.FromSlash(parent))
}

// createPart makes a file that was not there. The number tells apart two laptops that put the same file
// into one network folder, and passes by what an interrupted put left.
func createPart(root *os.Root, name string) (string, *os.File, error) {
	for n := 1; ; n++ {
		part := name + partMark + strconv.Itoa(n) + partEnd
		file, err := root.OpenFile(filepath.FromSlash(part), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if err == nil {
			return part, file, nil
		}
		if !errors.Is(err, fs.ErrExist) || n == 1000 {
			return "", nil, err
		}
	}
}

// writePart writes, syncs and closes.
func writePart(file *os.File, data []byte) (time.Time, error) {
	_, err := file.Write(data)
	if err == nil {
		err = file.Sync()
	}
	var written time.Time
	if err == nil {
		dropCache(file)
		var info fs.FileInfo
		if info, err = file.Stat(); err == nil {
			written = info.ModTime()
		}
	}
	return written, errors.Join(err, file.Close())
}

// errOther is a file that came back with other bytes than it was written with.
var errOther = errors.New("the bytes that came back are not those that were written")

// compare reads a file back.
func (f *folder) compare(root *os.Root, name string, data []byte) error {
	back, err := f.read(root, name, int64(len(data)))
	if errors.Is(err, ErrTooLarge) || err == nil && !bytes.Equal(back, data) {
		return errOther
	}
	return err
}

// renameOver renames, patiently: on Windows a virus scanner or a cloud's program that is just reading
// the new file, or the old one, is in the way for a moment.
func renameOver(root *os.Root, from, to string) error {
	for try := 1; ; try++ {
		err := root.Rename(from, to)
		if err == nil || try == 8 || !inUse(err) {
			return err
		}
		time.Sleep(time.Duration(try) * 10 * time.Millisecond)
	}
}

// sweep takes away what a listing saw of puts that were interrupted long before now.
func (f *folder) sweep(root *os.Root, now time.Time) {
	for _, name := range f.left.due(now) {
		if plainFolders(root, name) != nil {
			continue
		}
		at := filepath.FromSlash(name)
		if info, err := root.Lstat(at); err == nil && info.Mode().IsRegular() && now.Sub(info.ModTime()) >= partAge {
			_ = root.Remove(at)
		}
	}
}

// Delete takes one file away; a folder that stands under its name stays.
func (f *folder) Delete(ctx context.Context, name string) error {
	if !ValidName(name) {
		return badName(name)
	}
	_, err := patiently(ctx, f.path, f.wait.file(0), func(func()) (struct{}, error) {
		root, err := f.open()
		if err != nil {
			return struct{}{}, err
		}
		defer root.Close()
		if err := f.remove(root, name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return struct{}{}, f.problem(root, name, err, true)
		}
		if !f.there() {
			return struct{}{}, f.away(fs.ErrNotExist)
		}
		return struct{}{}, nil
	})
	return err
}

func (f *folder) remove(root *os.Root, name string) error {
	if err := plainFolders(root, name); err != nil {
		return err
	}
	at := filepath.FromSlash(name)
	info, err := root.Lstat(at)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fs.ErrNotExist
	}
	if err := root.Remove(at); err != nil {
		return err
	}
	return syncFolder(root.Open, filepath.FromSlash(path.Dir(name)))
}
