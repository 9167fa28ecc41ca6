package store

import (
	"encoding/binary"
	"io"
	"os"
)

// What is left of a damaged file is read without its structure: every page, in use or free, may hold
// entries, and what opens under its key was written by Rollbook, wherever it lies now.

const (
	scannedKey   = 64      // bytes of a key that salvage looks for
	scannedValue = 4 << 20 // and of a value: a gesture has a mebibyte, its seal some bytes more
)

// wreck is a damaged file.
type wreck struct {
	file     *os.File
	size     int64
	pageSize int
}

func openWreck(path string) (*wreck, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, err
	}
	w := &wreck{file: f, size: info.Size(), pageSize: os.Getpagesize()}
	for _, at := range []int64{0, 4096, 8192, 16384, 65536} {
		if m, err := readMeta(f, at); err == nil {
			w.pageSize = int(m.pageSize)
			break
		}
	}
	return w, nil
}

// entries visits whatever in the file looks like an entry of a leaf. What a visitor is given is its
// own only until it returns.
func (w *wreck) entries(visit func(key, value []byte)) error {
	page := make([]byte, w.pageSize)
	for at := int64(0); at < w.size; at += int64(w.pageSize) {
		n, err := w.file.ReadAt(page, at)
		if err != nil && err != io.EOF {
			continue // a place that the disk does not read: the next one may
		}
		w.within(page[:n], at, visit)
	}
	return nil
}

// within visits the entries of a page that lies at a place of the file. Neither its head nor the
// number of its entries is believed.
func (w *wreck) within(page []byte, at int64, visit func(key, value []byte)) {
	native := binary.NativeEndian
	for off := pageHeader; off+elementSize <= len(page); off += elementSize {
		flags, pos := native.Uint32(page[off:]), native.Uint32(page[off+4:])
		keySize, valueSize := native.Uint32(page[off+8:]), native.Uint32(page[off+12:])
		if flags > flagBucket || keySize == 0 || keySize > scannedKey || valueSize == 0 || valueSize > scannedValue || pos > scannedValue {
			continue
		}
		start, size := off+int(pos), int(keySize+valueSize)
		entry := w.piece(page, at, start, size)
		if entry == nil {
			continue
		}
		key, value := entry[:keySize], entry[keySize:]
		if flags != flagBucket {
			visit(key, value)
			continue
		}
		if len(value) > bucketSize+pageHeader { // a small bucket lies in its parent's page
			w.within(value[bucketSize:], -1, visit)
		}
	}
}

// piece is some bytes from a place in a page on, which may flow over into those after it; nil where
// they lie past the end.
func (w *wreck) piece(page []byte, at int64, start, size int) []byte {
	if start+size <= len(page) {
		return page[start : start+size]
	}
	if at < 0 || at+int64(start+size) > w.size {
		return nil
	}
	out := make([]byte, size)
	if _, err := w.file.ReadAt(out, at+int64(start)); err != nil {
		return nil
	}
	return out
}
