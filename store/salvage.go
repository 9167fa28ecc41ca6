package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/store/seal"
)

// Salvaged is what was brought from a damaged book into a new one.
type Salvaged struct {
	Gestures uint64
	Texts    uint64
	Missing  uint64   // gestures that the book had and that can't be read any more
	NoText   uint64   // texts that gestures name and that were neither struck nor found
	Says     []string // what else could not be brought, in sentences without a full stop
}

// ErrNothingLeft is returned for a file of which nothing can be opened.
var ErrNothingLeft = errors.New("nothing of it can be opened")

// Salvage brings every gesture and text of a damaged book that still authenticates into a new book,
// which has the same passphrase and goes on as a new incarnation of this laptop. The damaged file is
// only read. The errors are ErrExists, ErrNothingLeft, ErrLocked, ErrWrong, or what the file system said.
func Salvage(path, into string, world World, secret Secret) (*Salvaged, error) {
	if _, err := os.Lstat(into); err == nil {
		return nil, fmt.Errorf("%w: %s", ErrExists, into)
	}
	w, err := openWreck(path)
	if err != nil {
		return nil, fmt.Errorf("salvage a book: %w", err)
	}
	defer w.file.Close()
	f := &found{world: world, gestures: map[uint64]map[model.ID][]byte{}, texts: map[model.ID][]byte{}, settings: map[string][][]byte{}}
	if err := f.keys(w, secret); err != nil {
		return nil, err
	}
	defer f.ring.clear()
	if err := w.entries(f.take); err != nil {
		return nil, fmt.Errorf("salvage a book: %w", err)
	}
	if len(f.gestures) == 0 {
		return nil, fmt.Errorf("%w: restore a backup", ErrNothingLeft)
	}
	return f.place(into)
}

// found is what was found in a damaged file.
type found struct {
	world  World
	book   model.ID
	ring   *keyring
	sealer *seal.Sealer
	open   map[string]*seal.Opener

	gestures map[uint64]map[model.ID][]byte // by number, then id: a commit that did not end may have left another
	texts    map[model.ID][]byte
	settings map[string][][]byte // all values that were found
	shares   map[model.ID]*wireShare
	device   []byte
	counted  uint64 // the most gestures that any sums counted
}

// keys finds what the file is sealed with.
func (f *found) keys(w *wreck, secret Secret) error {
	var books, keys, slots [][]byte
	keep := func(into *[][]byte, value []byte) {
		if !slices.ContainsFunc(*into, func(b []byte) bool { return bytes.Equal(b, value) }) {
			*into = append(*into, bytes.Clone(value))
		}
	}
	err := w.entries(func(key, value []byte) {
		switch {
		case bytes.Equal(key, keyBook) && len(value) == 16:
			keep(&books, value)
		case bytes.Equal(key, keyData) && len(value) == seal.KeySize:
			keep(&keys, value)
		case bytes.Equal(key, keySlots):
			keep(&slots, value)
		}
	})
	if err != nil {
		return fmt.Errorf("salvage a book: %w", err)
	}
	var locked error
	for _, id := range books {
		rings, err := f.rings(model.ID(id), keys, slots, secret)
		locked = errors.Join(locked, err)
		for _, ring := range rings {
			if f.fits(w, model.ID(id), ring) {
				return nil
			}
			ring.clear()
		}
	}
	if locked != nil {
		return locked
	}
	return fmt.Errorf("%w: its key is lost, restore a backup", ErrNothingLeft)
}

// rings are what a book of that id may be sealed with.
func (f *found) rings(book model.ID, keys, locked [][]byte, secret Secret) (rings []*keyring, err error) {
	for _, key := range keys {
		rings = append(rings, &keyring{data: key})
	}
	for _, raw := range locked {
		slots, err := decodeSlots(book, raw)
		if err != nil {
			continue
		}
		if secret == nil {
			return rings, errLocked
		}
		s, err := seal.ReadSecret(secret)
		if err != nil {
			return rings, err
		}
		ring, err := unlocked(slots, s, book)
		s.Clear()
		if err != nil {
			return rings, err
		}
		rings = append(rings, ring)
	}
	return rings, nil
}

// fits reports whether a ring opens any gesture of the file, and takes it then.
func (f *found) fits(w *wreck, book model.ID, ring *keyring) bool {
	sealer, err := seal.New(ring.data, book, f.world.Chance)
	if err != nil {
		return false
	}
	opener, opens := sealer.Opener(bucketLog), false
	err = w.entries(func(key, value []byte) {
		if len(key) == 8 && !opens {
			_, err := opener.Open(key, value)
			opens = err == nil
		}
	})
	if err != nil || !opens {
		return false
	}
	f.book, f.ring, f.sealer, f.open = book, ring, sealer, map[string]*seal.Opener{}
	for _, name := range buckets {
		f.open[name] = sealer.Opener(name)
	}
	return true
}

// take keeps an entry that opens.
func (f *found) take(key, value []byte) {
	switch {
	case len(key) == 8:
		raw, err := f.open[bucketLog].Open(key, value)
		if err != nil {
			return
		}
		raw = bytes.Clone(raw)
		g, err := oplog.Parse(raw)
		if err != nil {
			return
		}
		n := binary.BigEndian.Uint64(key)
		if f.gestures[n] == nil {
			f.gestures[n] = map[model.ID][]byte{}
		}
		f.gestures[n][g.ID] = raw
	case len(key) == 16:
		text, err := f.open[bucketTexts].Open(key, value)
		if sum := sha256.Sum256(text); err == nil && bytes.Equal(sum[:16], key) {
			f.texts[model.ID(key)] = bytes.Clone(text)
		}
	case bytes.Equal(key, keySums), bytes.Equal(key, keyDevice), strings.HasPrefix(string(key), "setting/"), strings.HasPrefix(string(key), sharePrefix):
		if plain, err := f.open[bucketMeta].Open(key, value); err == nil {
			f.takeMeta(string(key), bytes.Clone(plain))
		}
	}
}

func (f *found) takeMeta(key string, plain []byte) {
	switch key {
	case string(keySums):
		if w, err := decodeSums(plain); err == nil {
			f.counted = max(f.counted, w.Count)
		}
	case string(keyDevice):
		f.device = plain
	default:
		if strings.HasPrefix(key, sharePrefix) {
			f.takeShare(plain)
			return
		}
		if !slices.ContainsFunc(f.settings[key], func(b []byte) bool { return bytes.Equal(b, plain) }) {
			f.settings[key] = append(f.settings[key], plain)
		}
	}
}

// takeShare keeps the latest of what was written of a share.
func (f *found) takeShare(plain []byte) {
	w, err := parseShare(plain)
	if err != nil {
		return
	}
	if f.shares == nil {
		f.shares = map[model.ID]*wireShare{}
	}
	if was := f.shares[w.space()]; was == nil || was.Turn < w.Turn {
		f.shares[w.space()] = w
	}
}
