//go:build amd64 || arm64

package faults

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// unknown is a call that is not played to a disk: it is answered as one that does not exist.
const unknown Op = 255

// understand is what a call does in the folder; nothing where it does nothing there, or can't.
func (w *watch) understand(r *request) []Call {
	args := r.call.args
	switch uint32(r.call.number) {
	case unix.SYS_WRITE:
		if args[0] == 1 {
			return []Call{{Op: Say, Data: w.memory(r, args[1], args[2])}}
		}
		name, ok := w.open(r, args[0])
		if !ok || args[2] == 0 {
			return nil
		}
		return []Call{{Op: Write, Name: name, At: w.position(r, args[0]), Data: w.memory(r, args[1], args[2])}}
	case unix.SYS_PWRITE64:
		if name, ok := w.open(r, args[0]); ok && args[2] > 0 {
			return []Call{{Op: Write, Name: name, At: int64(args[3]), Data: w.memory(r, args[1], args[2])}}
		}
	case unix.SYS_FTRUNCATE:
		if name, ok := w.open(r, args[0]); ok {
			return []Call{{Op: Resize, Name: name, Size: int64(args[1])}}
		}
	case unix.SYS_FSYNC, unix.SYS_FDATASYNC:
		if name, ok := w.open(r, args[0]); ok {
			return []Call{{Op: Sync, Name: name}}
		}
	case unix.SYS_COPY_FILE_RANGE, unix.SYS_SENDFILE, unix.SYS_SPLICE, unix.SYS_FALLOCATE:
		for _, fd := range args[:4] {
			if _, ok := w.open(r, fd); ok {
				return []Call{{Op: unknown}}
			}
		}
	default:
		return w.names(r)
	}
	return nil
}

// names is understand for calls that take the names of files.
func (w *watch) names(r *request) []Call {
	args := r.call.args
	at := func(folder, name int) (string, bool) { return w.path(r, args[folder], args[name]) }
	here := int64(unix.AT_FDCWD)
	old := func(name int) (string, bool) { return w.path(r, uint64(here), args[name]) }
	var name, to string
	var ok, okTo bool
	op := Rename
	switch number := uint32(r.call.number); number {
	case unix.SYS_OPENAT:
		name, ok := at(0, 1)
		if !ok {
			return nil
		}
		return w.opening(name, args[2])
	case unix.SYS_RENAMEAT, unix.SYS_RENAMEAT2:
		name, ok = at(0, 1)
		to, okTo = at(2, 3)
	case unix.SYS_LINKAT:
		op = Link
		name, ok = at(0, 1)
		to, okTo = at(2, 3)
	case unix.SYS_UNLINKAT:
		op, okTo = Remove, true
		if name, ok = at(0, 1); args[2]&unix.AT_REMOVEDIR != 0 {
			return nil
		}
	case unix.SYS_MKDIRAT:
		op, okTo = MakeFolder, true
		name, ok = at(0, 1)
	default:
		if len(olderCalls) == 0 {
			return nil
		}
		name, ok = old(0)
		switch number {
		case olderCalls[0]:
			to, okTo = old(1)
		case olderCalls[1]:
			op = Link
			to, okTo = old(1)
		case olderCalls[2]:
			op, okTo = Remove, true
		case olderCalls[3]:
			op, okTo = MakeFolder, true
		}
	}
	if !ok || !okTo || !w.can(op, name, to) {
		return nil
	}
	return []Call{{Op: op, Name: name, To: to}}
}

// can reports whether a call on names is one that does something.
func (w *watch) can(op Op, name, to string) bool {
	info, err := os.Lstat(filepath.Join(w.folder, name))
	_, taken := os.Lstat(filepath.Join(w.folder, to))
	switch op {
	case MakeFolder:
		return err != nil
	case Link:
		return err == nil && taken != nil
	}
	return err == nil && info.Mode().IsRegular()
}

func (w *watch) opening(name string, flags uint64) []Call {
	info, err := os.Lstat(filepath.Join(w.folder, name))
	switch {
	case err != nil && flags&unix.O_CREAT != 0:
		return []Call{{Op: Create, Name: name}}
	case err == nil && flags&unix.O_EXCL == 0 && flags&unix.O_TRUNC != 0 && info.Mode().IsRegular() && info.Size() > 0:
		return []Call{{Op: Resize, Name: name}}
	}
	return nil
}

// within is a path relative to the folder that is watched; false where it is elsewhere.
func (w *watch) within(path string) (string, bool) {
	name, err := filepath.Rel(w.folder, path)
	if err != nil || name == ".." || strings.HasPrefix(name, "../") {
		return "", false
	}
	return name, true
}

// open is the name of an open file. One that has no name any more is nowhere.
func (w *watch) open(r *request, fd uint64) (string, bool) {
	path, err := os.Readlink(fmt.Sprintf("/proc/%d/fd/%d", r.pid, int32(fd)))
	if err != nil || strings.HasSuffix(path, " (deleted)") {
		return "", false
	}
	return w.within(path)
}

// path is a name that is given to a call, relative to an open folder.
func (w *watch) path(r *request, folder, text uint64) (string, bool) {
	raw := w.memory(r, text, unix.PathMax)
	end := bytes.IndexByte(raw, 0)
	if end < 0 {
		w.t.Errorf("a name that can't be read")
		return "", false
	}
	path := string(raw[:end])
	if !filepath.IsAbs(path) {
		from := fmt.Sprintf("/proc/%d/cwd", r.pid)
		if int32(folder) != unix.AT_FDCWD {
			from = fmt.Sprintf("/proc/%d/fd/%d", r.pid, int32(folder))
		}
		in, err := os.Readlink(from)
		if err != nil {
			return "", false
		}
		path = filepath.Join(in, path)
	}
	return w.within(path)
}

// memory is what the program has in its memory, less where that ends before.
func (w *watch) memory(r *request, at, size uint64) []byte {
	f, err := os.Open(fmt.Sprintf("/proc/%d/mem", r.pid))
	if err != nil {
		w.t.Errorf("the program's memory can't be read: %v", err)
		return nil
	}
	defer f.Close()
	data := make([]byte, size)
	n, _ := f.ReadAt(data, int64(at))
	return data[:n]
}

// position is where the next write goes.
func (w *watch) position(r *request, fd uint64) int64 {
	info, err := os.ReadFile(fmt.Sprintf("/proc/%d/fdinfo/%d", r.pid, fd))
	if err == nil {
		for _, line := range strings.Split(string(info), "\n") {
			if text, ok := strings.CutPrefix(line, "pos:"); ok {
				at, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
				if err == nil {
					return at
				}
			}
		}
	}
	w.t.Errorf("no position: %v", err)
	return 0
}
