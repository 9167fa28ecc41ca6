package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"time"
)

// What bbolt writes at the head of a page and in its two meta pages.
const (
	pageHeader    = 16
	boltMagic     = 0xED0CDAED
	boltVersion   = 2
	flagFreelist  = 0x10
	metaSize      = 64
	metaSummed    = 56 // bytes of the meta that its checksum covers
	minPage       = 512
	maxPage       = 1 << 16
	noFreelist    = ^uint64(0)
	freelistLarge = 0xFFFF
)

// meta is what a meta page says.
type meta struct {
	pageSize  uint32
	root      uint64
	freelist  uint64
	highWater uint64
	txid      uint64
}

// inspectPatiently looks again where it finds damage: another window may be in the middle of a
// write, and has its own say once the lock is asked for.
func inspectPatiently(path string) (err error) {
	for try := range 3 {
		if try > 0 {
			time.Sleep(lockWait / 10)
		}
		if err = inspect(path); !errors.Is(err, ErrDamaged) {
			return err
		}
	}
	return err
}

// inspect looks at a book's file with plain reads before bbolt maps it: bbolt takes an empty file
// for a new book, goes on silently where its newest meta page is damaged, and faults where the
// file is too short.
func inspect(path string) error { return inspectBook(path, false) }

// inspectLeaves is inspect that looks at every leaf of a large file too. bbolt's own check faults on one
// that is damaged, where nobody can recover.
func inspectLeaves(path string) error { return inspectBook(path, true) }

func inspectBook(path string, leaves bool) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%w at %s", ErrMissing, path)
	case err != nil:
		return fmt.Errorf("open the book: %w", err)
	case info.IsDir():
		return fmt.Errorf("%w: %s is a folder: name a file in it with --book", ErrNotBook, path)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%w: %s is not a regular file: choose another with --book", ErrNotBook, path)
	case info.Size() == 0:
		return fmt.Errorf("%w: %s is %w", ErrNotBook, path, ErrEmpty)
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("this book can't be read: allow reading it, or choose another with --book: %w", fs.ErrPermission)
	}
	if err != nil {
		return fmt.Errorf("open the book: %w", err)
	}
	defer f.Close()
	return inspectFile(f, info.Size(), leaves)
}

func inspectFile(f io.ReaderAt, size int64, leaves bool) error {
	first, firstErr := readMeta(f, 0)
	switch {
	case firstErr != nil && !looksLikeBolt(f) && hasPages(f):
		return fmt.Errorf("%w: neither of its two head pages can be read", ErrDamaged)
	case firstErr != nil && !looksLikeBolt(f):
		return fmt.Errorf("%w: choose another file with --book", ErrNotBook)
	}
	pageSize := first.pageSize
	if firstErr != nil {
		pageSize = uint32(os.Getpagesize())
	}
	second, secondErr := readMeta(f, int64(pageSize))
	newest := first
	switch {
	case firstErr != nil || secondErr != nil:
		return fmt.Errorf("%w: one of its two head pages can't be read, so its last change may be missing", ErrDamaged)
	case first.txid%2 != 0 || second.txid%2 != 1 || first.txid+1 != second.txid && second.txid+1 != first.txid:
		return fmt.Errorf("%w: its two head pages are not of one change after the other", ErrDamaged)
	case second.txid > first.txid:
		newest = second
	}
	if size < int64(newest.highWater)*int64(newest.pageSize) {
		return fmt.Errorf("%w: it is cut off after %d of %d bytes", ErrDamaged, size, int64(newest.highWater)*int64(newest.pageSize))
	}
	free, listPages, err := inspectFreelist(f, newest)
	if err != nil {
		return err
	}
	return inspectStructure(f, newest, free, listPages, leaves)
}

// readMeta reads the meta page at an offset and checks its sum.
func readMeta(f io.ReaderAt, at int64) (meta, error) {
	var page [pageHeader + metaSize]byte
	if _, err := f.ReadAt(page[:], at); err != nil {
		return meta{}, err
	}
	m := page[pageHeader:]
	native := binary.NativeEndian
	if native.Uint32(m) != boltMagic || native.Uint32(m[4:]) != boltVersion {
		return meta{}, ErrNotBook
	}
	sum := fnv.New64a()
	sum.Write(m[:metaSummed])
	out := meta{pageSize: native.Uint32(m[8:]), root: native.Uint64(m[16:]), freelist: native.Uint64(m[32:]),
		highWater: native.Uint64(m[40:]), txid: native.Uint64(m[48:])}
	if sum.Sum64() != native.Uint64(m[metaSummed:]) || out.pageSize < minPage || out.pageSize > maxPage ||
		out.highWater > 1<<40 || out.root >= out.highWater {
		return meta{}, ErrDamaged
	}
	return out, nil
}

// looksLikeBolt reports whether either meta page, at a common page size, has bbolt's mark.
func looksLikeBolt(f io.ReaderAt) bool {
	for _, at := range []int64{0, 4096, 16384, 65536} {
		var mark [4]byte
		if _, err := f.ReadAt(mark[:], at+pageHeader); err == nil && binary.NativeEndian.Uint32(mark[:]) == boltMagic {
			return true
		}
	}
	return false
}

// hasPages reports whether a file without head pages has others that say which they are, as bbolt's do.
func hasPages(f io.ReaderAt) bool {
	size, found := int64(os.Getpagesize()), 0
	for id := int64(2); id < 34 && found < 2; id++ {
		var head [pageHeader]byte
		if _, err := f.ReadAt(head[:], id*size); err != nil {
			break
		}
		flags := binary.NativeEndian.Uint16(head[8:])
		if binary.NativeEndian.Uint64(head[:]) == uint64(id) && (flags == flagLeaf || flags == flagBranch || flags == flagFreelist) {
			found++
		}
	}
	return found == 2
}

// inspectFreelist checks that the freelist is one and that its pages lie within the file: bbolt
// panics on one that is not, and keeps its lock. It returns the free pages, and on how many pages
// the list itself lies.
func inspectFreelist(f io.ReaderAt, m meta) (free []uint64, pages uint64, err error) {
	broken := fmt.Errorf("%w: its list of free pages can't be read", ErrDamaged)
	if m.freelist == noFreelist {
		return nil, 0, nil
	}
	if m.freelist >= m.highWater {
		return nil, 0, broken
	}
	var head [pageHeader + 8]byte
	at := int64(m.freelist) * int64(m.pageSize)
	if _, err := f.ReadAt(head[:], at); err != nil {
		return nil, 0, broken
	}
	native := binary.NativeEndian
	if native.Uint64(head[:]) != m.freelist || native.Uint16(head[8:]) != flagFreelist {
		return nil, 0, broken
	}
	count, start := uint64(native.Uint16(head[10:])), at+pageHeader
	if count == freelistLarge {
		count, start = native.Uint64(head[pageHeader:]), start+8
	}
	pages = uint64(native.Uint32(head[12:])) + 1
	if count > m.highWater || count*8 > pages*uint64(m.pageSize)-uint64(start-at) {
		return nil, 0, broken
	}
	ids := make([]byte, count*8)
	if _, err := f.ReadAt(ids, start); err != nil {
		return nil, 0, broken
	}
	previous := uint64(1)
	for i := uint64(0); i < count; i++ {
		id := native.Uint64(ids[i*8:])
		if id <= previous || id >= m.highWater {
			return nil, 0, broken
		}
		previous = id
		free = append(free, id)
	}
	return free, pages, nil
}
