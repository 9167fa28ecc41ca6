package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"rollbook/model"
	"rollbook/store/oplog"
)

// whole is a closed book that copies are made of, and what it holds.
type whole struct {
	data   []byte
	before []byte // its file some gestures earlier
	secret Secret
	cohort *Cohort
	log    []model.ID
}

// opened is what happened to a damaged copy of a book: it gave all that the whole one holds, or an
// error. A panic or a fault would end the test; a hang is told apart by a clock.
func (w *whole) opened(path string) error {
	return inTime(func() error {
		b, err := OpenWith(path, cheapWorld(), Secret(firstPass))
		if err != nil {
			return err
		}
		defer b.Close()
		c, err := b.Load(w.cohort.Cohort.ID)
		if err != nil {
			return err
		}
		if diff := differs(c, w.cohort); diff != "" {
			return fmt.Errorf("a wrong value: %s", diff)
		}
		entries, err := b.Journal(model.ID{})
		if err == nil && len(entries) != len(w.log) {
			err = fmt.Errorf("a wrong value: %d entries of %d in the journal", len(entries), len(w.log))
		}
		if err != nil {
			return err
		}
		draft, err := b.Draft("day 1")
		if err == nil && draft != "half a note" {
			err = fmt.Errorf("a wrong value: the draft is %q", draft)
		}
		return errors.Join(err, b.Sound()) // what is looked at later is read in the background
	})
}

// refused reports whether an error is one that says what is wrong with the file.
func refused(err error) bool {
	return errors.Is(err, ErrDamaged) || errors.Is(err, ErrNotBook) || errors.Is(err, ErrNewer)
}

// copies opens many spoiled copies of a book side by side: each waits a while before damage is
// called damage.
type copies struct {
	t     *testing.T
	whole *whole
	slots chan bool
	wait  sync.WaitGroup

	also func(path string, refused bool) error // looks at each copy once more; may be nil

	tried, bad atomic.Int64 // how many, and how many of them were damaged
}

func newCopies(t *testing.T, w *whole) *copies {
	return &copies{t: t, whole: w, slots: make(chan bool, 16)}
}

// open looks at one copy. It fails where that gives neither all of the book nor damage, or, where
// it must be damaged, all of the book.
func (c *copies) open(what string, data []byte, must bool) {
	folder := quickFolder(c.t)
	path := filepath.Join(folder, "copy.book")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		c.t.Fatal(err)
	}
	c.slots <- true
	c.wait.Go(func() {
		defer func() { <-c.slots }()
		defer os.RemoveAll(folder)
		c.tried.Add(1)
		err := c.whole.opened(path)
		switch {
		case err == nil && must:
			c.t.Errorf("%s: it opened", what)
		case err != nil && !refused(err):
			c.t.Errorf("%s: %v", what, err)
		case err != nil:
			c.bad.Add(1)
		}
		if c.also != nil {
			if err := inTime(func() error { return c.also(path, err != nil) }); err != nil {
				c.t.Errorf("%s: %v", what, err)
			}
		}
	})
}

// damageable is a closed book with some history, in a file without a passphrase or with one.
func damageable(t *testing.T, secret Secret) *whole {
	t.Helper()
	b, c := lived(t)
	b.world.Cost = cheap
	if secret != nil {
		set(t, b, string(secret))
	}
	if err := b.KeepDraft("day 1", "half a note"); err != nil {
		t.Fatal(err)
	}
	w := &whole{secret: secret}
	closed := func() (data []byte) {
		t.Helper()
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(b.Path())
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	w.before = closed()
	b, err := OpenWith(b.Path(), cheapWorld(), Secret(firstPass))
	if err != nil {
		t.Fatal(err)
	}
	if c, err = b.Load(c.Cohort.ID); err != nil {
		t.Fatal(err)
	}
	for i, p := range c.People {
		save(t, c, oplog.Single, c.EditMark(p, c.Blocks[i].ID, model.Plain(model.Absent)), c.EditRemark(p, c.Blocks[i].ID, "snow again"))
	}
	w.cohort, w.log = reload(t, c), logged(t, b)
	w.data = closed()
	return w
}

func TestATruncatedBookIsDamaged(t *testing.T) {
	w := damageable(t, nil)
	data := w.data
	used := int(binary.NativeEndian.Uint64(data[16+40:])) * os.Getpagesize() // by either meta page, up to a page
	lengths := []int{1, 15, 16, 64, 80, 81, 4095, 4096, 4097, 4096 + 80, 8191, 8192, 8193, 12288, used - 4097, used - 8192}
	for range fewer(40) {
		lengths = append(lengths, mathrand.IntN(used-8192))
	}
	all := newCopies(t, w)
	for _, n := range lengths {
		all.open(fmt.Sprintf("cut to %d of %d bytes", n, len(data)), data[:n], true)
	}
	all.wait.Wait()
}

func TestADamagedHeadPageIsDamage(t *testing.T) {
	w := damageable(t, nil)
	data := w.data
	all := newCopies(t, w)
	for page := range 2 {
		for at := range 80 {
			spoiled := append([]byte{}, data...)
			spoiled[page*os.Getpagesize()+at] ^= 0x55
			all.open(fmt.Sprintf("byte %d of head page %d", at, page), spoiled, at >= 16)
		}
		spoiled := append([]byte{}, data...)
		clear(spoiled[page*os.Getpagesize() : (page+1)*os.Getpagesize()])
		all.open(fmt.Sprintf("head page %d empty", page), spoiled, true)
		spoiled = append([]byte{}, data...)
		size := os.Getpagesize()
		copy(spoiled[page*size:(page+1)*size], data[(1-page)*size:])
		all.open(fmt.Sprintf("the other head page over head page %d", page), spoiled, true)
	}
	all.wait.Wait()
}

func TestADamagedListOfFreePagesIsDamage(t *testing.T) {
	w := damageable(t, nil)
	data := w.data
	size := os.Getpagesize()
	first, err := readMeta(bytesAt(data), 0)
	if err != nil {
		t.Fatal(err)
	}
	second, err := readMeta(bytesAt(data), int64(size))
	if err != nil {
		t.Fatal(err)
	}
	newest := first
	if second.txid > first.txid {
		newest = second
	}
	list := newest.freelist
	at := int(list) * size
	count := int(binary.NativeEndian.Uint16(data[at+10:]))
	all := newCopies(t, w)
	for name, spoil := range map[string]func(page []byte){
		"empty":                    func(page []byte) { clear(page) },
		"of another kind":          func(page []byte) { page[8] = 2 },
		"under another number":     func(page []byte) { page[0]++ },
		"longer than its page":     func(page []byte) { binary.NativeEndian.PutUint16(page[10:], 5000) },
		"of billions":              func(page []byte) { binary.NativeEndian.PutUint16(page[10:], 0xffff); page[23] = 0x7f },
		"with a page past the end": func(page []byte) { binary.NativeEndian.PutUint64(page[16+8*(count-1):], 1<<30) },
		"with a head page in it":   func(page []byte) { binary.NativeEndian.PutUint64(page[16:], 1) },
		"with itself in it": func(page []byte) {
			binary.NativeEndian.PutUint64(page[16:], list)
			binary.NativeEndian.PutUint16(page[10:], 1)
		},
		"with the root in it": func(page []byte) {
			binary.NativeEndian.PutUint64(page[16:], newest.root)
			binary.NativeEndian.PutUint16(page[10:], 1)
		},
	} {
		spoiled := append([]byte{}, data...)
		spoil(spoiled[at : at+size])
		all.open(name, spoiled, true)
	}
	for range fewer(100) {
		bit := mathrand.IntN(8 * (16 + 8*count))
		spoiled := append([]byte{}, data...)
		spoiled[at+bit/8] ^= 1 << (bit % 8)
		all.open(fmt.Sprintf("bit %d of the list of free pages", bit), spoiled, false)
	}
	all.wait.Wait()
}

// bytesAt reads from memory as from a file.
type bytesAt []byte

func (b bytesAt) ReadAt(into []byte, at int64) (int, error) {
	n := copy(into, b[at:])
	if n < len(into) {
		return n, errors.New("past the end")
	}
	return n, nil
}
