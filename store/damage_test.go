package store

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rollbook/model"
)

// opened is what happened to a damaged copy of a book: it gave all that the whole one holds, or an
// error. A panic or a fault would end the test; a hang is told apart by a clock.
func opened(path string, whole *Cohort, log []model.ID) error {
	result := make(chan error, 1)
	go func() {
		b, err := Open(path, World{Now: morning(), Chance: rand.Reader})
		if err != nil {
			result <- err
			return
		}
		c, err := b.Load(whole.Cohort.ID)
		if err != nil {
			result <- err
			return
		}
		if diff := differs(c, whole); diff != "" {
			result <- fmt.Errorf("a wrong value: %s", diff)
			return
		}
		entries, err := b.Journal(model.ID{})
		if err == nil && len(entries) != len(log) {
			err = fmt.Errorf("a wrong value: %d entries of %d in the journal", len(entries), len(log))
		}
		result <- errors.Join(err, b.Close())
	}()
	select {
	case err := <-result:
		return err
	case <-time.After(20 * time.Second):
		return errors.New("it hangs")
	}
}

// copies opens many spoiled copies of a book side by side: each waits a while before damage is
// called damage.
type copies struct {
	t     *testing.T
	whole *Cohort
	log   []model.ID
	slots chan bool
	wait  sync.WaitGroup
	bad   atomic.Int64 // how many were damaged
}

func newCopies(t *testing.T, whole *Cohort, log []model.ID) *copies {
	return &copies{t: t, whole: whole, log: log, slots: make(chan bool, 16)}
}

// open looks at one copy. It fails where that gives neither all of the book nor damage, or, where
// it must be damaged, all of the book.
func (c *copies) open(what string, data []byte, must bool) {
	path := filepath.Join(c.t.TempDir(), "copy.book")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		c.t.Fatal(err)
	}
	c.slots <- true
	c.wait.Go(func() {
		defer func() { <-c.slots }()
		err := opened(path, c.whole, c.log)
		switch {
		case err == nil && must:
			c.t.Errorf("%s: it opened", what)
		case err != nil && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNotBook):
			c.t.Errorf("%s: %v", what, err)
		case err != nil:
			c.bad.Add(1)
		}
	})
}

// damageable is the bytes of a closed book with some history, and what it holds.
func damageable(t *testing.T) ([]byte, *Cohort, []model.ID) {
	t.Helper()
	b, c := lived(t)
	log := logged(t, b)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(b.Path())
	if err != nil {
		t.Fatal(err)
	}
	return data, c, log
}

func TestATruncatedBookIsDamaged(t *testing.T) {
	data, c, log := damageable(t)
	used := int(binary.NativeEndian.Uint64(data[16+40:])) * os.Getpagesize() // by either meta page, up to a page
	lengths := []int{1, 15, 16, 64, 80, 81, 4095, 4096, 4097, 4096 + 80, 8191, 8192, 8193, 12288, used - 4097, used - 8192}
	for range fewer(40) {
		lengths = append(lengths, mathrand.IntN(used-8192))
	}
	all := newCopies(t, c, log)
	for _, n := range lengths {
		all.open(fmt.Sprintf("cut to %d of %d bytes", n, len(data)), data[:n], true)
	}
	all.wait.Wait()
}

func TestADamagedHeadPageIsDamage(t *testing.T) {
	data, c, log := damageable(t)
	all := newCopies(t, c, log)
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
	data, c, log := damageable(t)
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
	all := newCopies(t, c, log)
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

// TestOverwrittenPagesAreNeverAWrongValue spoils copies at random: bits, stretches, whole pages by
// noise or by another page of the same book.
func TestOverwrittenPagesAreNeverAWrongValue(t *testing.T) {
	data, c, log := damageable(t)
	size := os.Getpagesize()
	seed := uint64(time.Now().UnixNano())
	chance := mathrand.New(mathrand.NewPCG(seed, 2))
	all, copies := newCopies(t, c, log), fewer(300)
	for i := range copies {
		spoiled := append([]byte{}, data...)
		pages := len(data) / size
		at := chance.IntN(len(data))
		var what string
		switch i % 5 {
		case 0:
			what = fmt.Sprintf("a bit at %d", at)
			spoiled[at] ^= 1 << chance.IntN(8)
		case 1:
			what = fmt.Sprintf("64 bytes at %d", at)
			for j := at; j < min(at+64, len(data)); j++ {
				spoiled[j] = byte(chance.Uint32())
			}
		case 2:
			page := chance.IntN(pages)
			what = fmt.Sprintf("noise over page %d", page)
			for j := page * size; j < (page+1)*size; j++ {
				spoiled[j] = byte(chance.Uint32())
			}
		case 3:
			from, to := chance.IntN(pages), chance.IntN(pages)
			what = fmt.Sprintf("page %d over page %d", from, to)
			copy(spoiled[to*size:(to+1)*size], data[from*size:])
		case 4: // the heads of a page's entries, where bbolt keeps offsets
			page := chance.IntN(pages)
			what = fmt.Sprintf("an offset in page %d", page)
			spoiled[page*size+chance.IntN(200)] = byte(chance.Uint32())
		}
		all.open(fmt.Sprintf("seed %d, %s", seed, what), spoiled, false)
	}
	all.wait.Wait()
	if all.bad.Load() == 0 {
		t.Errorf("none of %d spoiled copies was damaged: nothing was tried", copies)
	}
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
