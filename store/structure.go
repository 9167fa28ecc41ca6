package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
)

// What bbolt writes in the pages of its tree.
const (
	flagBranch  = 0x01
	flagLeaf    = 0x02
	flagBucket  = 0x01 // of an entry in a leaf: its value is a bucket
	elementSize = 16   // of an entry's head, in branch and leaf alike
	bucketSize  = 16   // of a bucket's head: root page, sequence
)

// leavesRead is up to how many pages a file may have for its leaves to be looked at one by one:
// 64 MiB in pages of 4 KiB. In a larger one they are known by the branches that name them.
const leavesRead = 1 << 14

// structure walks the pages that are in use. A page that is in use twice, or both in use and free,
// would be written over by a later gesture, which no checksum would tell beforehand.
type structure struct {
	file  io.ReaderAt
	meta  meta
	taken []bool   // by number: free, or seen in use
	spare [][]byte // pages read and done with

	leaves bool // whether to look at every leaf
}

func errPage(id uint64) error {
	return fmt.Errorf("%w: page %d is not what it should be", ErrDamaged, id)
}

// inspectStructure checks the tree of a file whose free pages are known.
func inspectStructure(f io.ReaderAt, m meta, free []uint64, listPages uint64, leaves bool) error {
	s := structure{file: f, meta: m, taken: make([]bool, m.highWater), leaves: leaves || m.highWater <= leavesRead}
	for _, id := range free {
		s.taken[id] = true
	}
	if m.freelist != noFreelist {
		if err := s.take(m.freelist, listPages); err != nil {
			return err
		}
	}
	return s.bucket(m.root)
}

// take marks pages as being in use, which none may be already.
func (s *structure) take(id, pages uint64) error {
	if id < 2 || id >= s.meta.highWater || pages > s.meta.highWater-id {
		return errPage(id)
	}
	for i := id; i < id+pages; i++ {
		if s.taken[i] {
			return errPage(id)
		}
		s.taken[i] = true
	}
	return nil
}

// bucket walks the tree of a bucket from its root page.
func (s *structure) bucket(root uint64) error {
	depth := 0
	for id := root; ; depth++ {
		page, flags, err := s.page(id)
		if err != nil {
			return err
		}
		if flags == flagLeaf {
			s.done(page)
			break
		}
		if depth > 16 {
			return errPage(id)
		}
		id = binary.NativeEndian.Uint64(page[pageHeader+8:])
		s.done(page)
	}
	return s.walk(root, depth, nil, nil)
}

// walk takes a page and all below it: depth more branches, then a leaf. Depth is the same all over
// a tree of bbolt's. Keys rise, from low on and below high where there is one: a key that does not
// would hide others from whoever looks for them.
func (s *structure) walk(id uint64, depth int, low, high []byte) error {
	if depth == 0 && !s.leaves && id != s.meta.root {
		return s.take(id, 1)
	}
	page, flags, err := s.page(id)
	if err != nil {
		return err
	}
	defer s.done(page)
	pages := uint64(binary.NativeEndian.Uint32(page[12:])) + 1
	if err := s.take(id, pages); err != nil {
		return err
	}
	if (flags == flagLeaf) != (depth == 0) {
		return errPage(id)
	}
	count := int(binary.NativeEndian.Uint16(page[10:]))
	if flags == flagBranch && count == 0 {
		return errPage(id)
	}
	if end, ok := laidOut(page[pageHeader:], flags, count); !ok || pageHeader+end > pages*uint64(s.meta.pageSize) {
		return errPage(id)
	}
	for i := range count {
		at := pageHeader + i*elementSize
		key, next := keyAt(page, flags, at), high
		if key != nil && (bytes.Compare(key, low) < 0 || i > 0 && bytes.Equal(key, low) || high != nil && bytes.Compare(key, high) >= 0) {
			return errPage(id)
		}
		if low = key; i+1 < count {
			next = keyAt(page, flags, at+elementSize)
		}
		switch {
		case flags == flagBranch:
			err = s.walk(binary.NativeEndian.Uint64(page[at+8:]), depth-1, key, next)
		case binary.NativeEndian.Uint32(page[at:])&flagBucket != 0:
			err = s.below(id, page, at)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// below walks the bucket that an entry of a leaf holds. A small one is kept in the leaf, as a page of its
// own that ends where its last entry does.
func (s *structure) below(id uint64, page []byte, at int) error {
	native := binary.NativeEndian
	value := uint64(at) + uint64(native.Uint32(page[at+4:])) + uint64(native.Uint32(page[at+8:]))
	end := value + uint64(native.Uint32(page[at+12:]))
	if value+bucketSize > end || end > uint64(len(page)) {
		return errPage(id)
	}
	if root := native.Uint64(page[value:]); root != 0 {
		return s.bucket(root)
	}
	small := page[value+bucketSize : end]
	if len(small) < pageHeader || native.Uint16(small[8:]) != flagLeaf {
		return errPage(id)
	}
	ends, ok := laidOut(small[pageHeader:], flagLeaf, int(native.Uint16(small[10:])))
	if !ok || ends != uint64(len(small)-pageHeader) {
		return errPage(id)
	}
	return nil
}

// laidOut reports whether the entries of a page follow one another as bbolt writes them: the heads of
// all, then what is in them, without a gap. A page that says that it has fewer entries than it does would
// lose some without a trace. It returns where the last one ends, which may be in a page that flows over.
func laidOut(entries []byte, flags uint16, count int) (end uint64, ok bool) {
	native := binary.NativeEndian
	if count*elementSize > len(entries) {
		return 0, false
	}
	if count == 0 {
		first := entries[:min(elementSize, len(entries))]
		return 0, bytes.Equal(first, make([]byte, len(first)))
	}
	end = uint64(count) * elementSize
	for at := 0; at < count*elementSize; at += elementSize {
		head := entries[at : at+elementSize]
		size := uint64(0)
		if flags == flagLeaf {
			size, head = uint64(native.Uint32(head[12:])), head[4:] // after the entry's own flags
		}
		if uint64(at)+uint64(native.Uint32(head)) != end {
			return 0, false
		}
		end += size + uint64(native.Uint32(head[4:]))
	}
	return end, true
}

// page reads a page of the tree, without what flows over into the pages after it.
func (s *structure) page(id uint64) ([]byte, uint16, error) {
	if id < 2 || id >= s.meta.highWater {
		return nil, 0, errPage(id)
	}
	var page []byte
	if n := len(s.spare); n > 0 {
		page, s.spare = s.spare[n-1], s.spare[:n-1]
	} else {
		page = make([]byte, s.meta.pageSize)
	}
	if _, err := s.file.ReadAt(page, int64(id)*int64(s.meta.pageSize)); err != nil {
		return nil, 0, errPage(id)
	}
	native := binary.NativeEndian
	flags := native.Uint16(page[8:])
	if native.Uint64(page) != id || flags != flagBranch && flags != flagLeaf {
		return nil, 0, errPage(id)
	}
	return page, flags, nil
}

// done gives a page back, so that a large file is walked in the memory of a few pages.
func (s *structure) done(page []byte) { s.spare = append(s.spare, page) }

// keyAt is the key of an entry, nil where it lies in a page that flows over.
func keyAt(page []byte, flags uint16, at int) []byte {
	if flags == flagLeaf {
		at += 4 // after the entry's own flags
	}
	native := binary.NativeEndian
	start := uint64(at) + uint64(native.Uint32(page[at:]))
	if flags == flagLeaf {
		start -= 4
	}
	end := start + uint64(native.Uint32(page[at+4:]))
	if end > uint64(len(page)) {
		return nil
	}
	return page[start:end]
}
