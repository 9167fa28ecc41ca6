package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"rollbook/model"
)

// damages are ways to spoil a copy of a book, each at random. They return what they did.
var damages = []func(data []byte, w *whole, chance *rand.Rand) ([]byte, string){
	func(data []byte, _ *whole, chance *rand.Rand) ([]byte, string) {
		at := chance.IntN(len(data))
		data[at] ^= 1 << chance.IntN(8)
		return data, fmt.Sprintf("a bit at %d", at)
	},
	func(data []byte, _ *whole, chance *rand.Rand) ([]byte, string) { // where something is written
		at := chance.IntN(len(data))
		for data[at] == 0 {
			at = chance.IntN(len(data))
		}
		data[at] ^= 1 << chance.IntN(8)
		return data, fmt.Sprintf("a bit at %d, where something is", at)
	},
	func(data []byte, _ *whole, chance *rand.Rand) ([]byte, string) {
		n := chance.IntN(len(data))
		return data[:n], fmt.Sprintf("cut to %d bytes", n)
	},
	func(data []byte, _ *whole, chance *rand.Rand) ([]byte, string) {
		at := chance.IntN(len(data))
		noise(data[at:min(at+64, len(data))], chance)
		return data, fmt.Sprintf("64 bytes of noise at %d", at)
	},
	func(data []byte, _ *whole, chance *rand.Rand) ([]byte, string) {
		page, at := aPage(data, chance)
		noise(page, chance)
		return data, fmt.Sprintf("noise over the page at %d", at)
	},
	func(data []byte, _ *whole, chance *rand.Rand) ([]byte, string) {
		page, at := aPage(data, chance)
		clear(page)
		return data, fmt.Sprintf("zeros over the page at %d", at)
	},
	func(data []byte, _ *whole, chance *rand.Rand) ([]byte, string) {
		at := chance.IntN(len(data)/512) * 512
		clear(data[at : at+512])
		return data, fmt.Sprintf("zeros over the sector at %d", at)
	},
	func(data []byte, _ *whole, chance *rand.Rand) ([]byte, string) {
		to, at := aPage(data, chance)
		from, where := aPage(data, chance)
		copy(to, from)
		return data, fmt.Sprintf("the page at %d over the one at %d", where, at)
	},
	func(data []byte, _ *whole, chance *rand.Rand) ([]byte, string) { // where bbolt keeps numbers and offsets
		page, at := aPage(data, chance)
		i := chance.IntN(200)
		page[i] = byte(chance.Uint32())
		return data, fmt.Sprintf("a byte of the head of the page at %d: %d", at, i)
	},
	func(data []byte, w *whole, chance *rand.Rand) ([]byte, string) { // a write that never reached the disk
		page, at := aPage(data[:min(len(data), len(w.before))], chance)
		copy(page, w.before[at:])
		return data, fmt.Sprintf("the page at %d as it was before", at)
	},
}

func aPage(data []byte, chance *rand.Rand) (page []byte, at int) {
	size := os.Getpagesize()
	at = chance.IntN(len(data)/size) * size
	return data[at : at+size], at
}

func noise(over []byte, chance *rand.Rand) {
	for i := range over {
		over[i] = byte(chance.Uint32())
	}
}

// TestADamagedBookIsNeverAWrongValue spoils copies of books at random. What does not open with all that
// the whole one holds is refused in words; a check finds something wrong with it, and a salvage brings
// nothing that was not there, and says what is missing.
func TestADamagedBookIsNeverAWrongValue(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	chance := rand.New(rand.NewPCG(seed, 2))
	for _, secret := range []Secret{nil, Secret(firstPass)} {
		w := damageable(t, secret)
		all := newCopies(t, w)
		var salvaged, none, missing atomic.Int64
		all.also = func(path string, refused bool) error {
			if !refused {
				return nil
			}
			if err := w.checked(path); err != nil {
				return err
			}
			s, err := w.salvaged(path)
			switch {
			case errors.Is(err, ErrNothingLeft), errors.Is(err, ErrLocked), errors.Is(err, ErrWrong), errors.Is(err, ErrDamaged), errors.Is(err, ErrNotBook):
				none.Add(1)
				return nil
			case err != nil:
				return fmt.Errorf("salvaged: %w", err)
			}
			salvaged.Add(1)
			missing.Add(int64(s.Missing))
			return nil
		}
		for i := range fewer(1100) {
			data, what := damages[i%len(damages)](bytes.Clone(w.data), w, chance)
			all.open(fmt.Sprintf("seed %d, passphrase %q, %s", seed, secret, what), data, false)
		}
		all.wait.Wait()
		if all.bad.Load() == 0 || all.bad.Load() == all.tried.Load() {
			t.Errorf("of %d spoiled copies %d were damaged: nothing was tried", all.tried.Load(), all.bad.Load())
		}
		t.Logf("damaged copies, passphrase %q: %d tried, %d opened with all they hold, %d refused; of those %d salvaged, %d gestures said to be missing, %d with nothing left",
			secret, all.tried.Load(), all.tried.Load()-all.bad.Load(), all.bad.Load(), salvaged.Load(), missing.Load(), none.Load())
	}
}

// checked is an error where a check finds nothing wrong with a copy that did not open.
func (w *whole) checked(path string) error {
	report, err := CheckBook(path, cheapWorld(), w.secret, nil)
	if err == nil && len(report.Faults) == 0 {
		return fmt.Errorf("it does not open, and a check finds nothing: %q", report.Done)
	}
	return nil
}

// salvaged brings what is left of a copy into a new book, and compares that with the whole one: it has
// gestures of it only, and each of them or says how many are missing.
func (w *whole) salvaged(path string) (*Salvaged, error) {
	into := filepath.Join(filepath.Dir(path), "salvaged.book")
	s, err := Salvage(path, into, cheapWorld(), w.secret)
	if err != nil {
		return nil, err
	}
	b, err := OpenWith(into, cheapWorld(), Secret(firstPass))
	if err != nil {
		return nil, fmt.Errorf("the new book: %w", err)
	}
	defer b.Close()
	b.db.NoSync = true
	there, err := b.loggedIDs()
	if err != nil {
		return nil, fmt.Errorf("the new book: %w", err)
	}
	known := map[string]bool{}
	for _, id := range w.log {
		known[id.String()] = true
	}
	for id := range there {
		if !known[id] {
			return nil, fmt.Errorf("the new book has a gesture that nobody made")
		}
	}
	if len(there) != int(s.Gestures) || len(there) < len(known) && s.Missing == 0 && len(s.Says) == 0 {
		return nil, fmt.Errorf("the new book has %d of %d gestures, and it says %+v", len(there), len(known), s)
	}
	if _, err := b.Journal(model.ID{}); err != nil {
		return nil, fmt.Errorf("the new book: %w", err)
	}
	return s, nil
}

// bbolt keeps how long a key is apart from the key: where that is damaged, an entry lies under a key that
// begins like its own and is longer, or ends too early, in the very same place.
func TestAnEntryWhoseKeyIsLongerOrShorterIsNotJustMissing(t *testing.T) {
	for name, damage := range map[string]struct {
		bucket string
		key    func(c *Cohort) []byte
		length int
	}{
		"a text under a longer key": {bucketTexts, func(c *Cohort) []byte {
			d := c.regs[field(kindNote, propText, c.Cohort.ID, c.Notes[0].ID)].Shown().Text
			return d[:]
		}, 40},
		"a trainer under a shorter key": {bucketHeads, func(c *Cohort) []byte {
			return headKey(field(kindAuthor, propName, c.book.author))
		}, 19},
	} {
		b, c := lived(t)
		if err := b.Sound(); err != nil {
			t.Fatal(err)
		}
		change(t, b, func(tx *boltTx) error {
			entries, key := tx.Bucket([]byte(damage.bucket)), damage.key(c)
			sealed := clone(entries.Get(key))
			if err := entries.Delete(key); err != nil {
				return err
			}
			other := append(clone(key), sealed...)[:damage.length]
			return entries.Put(other, sealed)
		})
		if _, err := b.Load(c.Cohort.ID); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A page tells how many entries it has, and how long they are. Where it tells less than there is,
// entries would vanish without a trace; where it tells more, bbolt's own check reads past the file's
// end. The bucket of drafts is small, and kept within a page of another.
func TestAPageThatMiscountsItsEntriesIsDamage(t *testing.T) {
	w := damageable(t, nil)
	all, size := newCopies(t, w), os.Getpagesize()
	all.also = func(path string, refused bool) error {
		if !refused {
			return nil
		}
		return w.checked(path)
	}
	native := binary.NativeEndian
	for at := 2 * size; at < len(w.data); at += size {
		page := w.data[at : at+size]
		count := native.Uint16(page[10:])
		if native.Uint16(page[8:]) != flagLeaf || count == 0 {
			continue
		}
		for what, spoil := range map[string]func(page []byte){
			"one less":     func(page []byte) { native.PutUint16(page[10:], count-1) },
			"one more":     func(page []byte) { native.PutUint16(page[10:], count+1) },
			"none":         func(page []byte) { native.PutUint16(page[10:], 0) },
			"a long key":   func(page []byte) { page[pageHeader+int(count-1)*elementSize+10] = 0x40 },
			"a long value": func(page []byte) { page[pageHeader+int(count-1)*elementSize+14] = 0x40 },
		} {
			data := bytes.Clone(w.data)
			spoil(data[at : at+size])
			all.open(fmt.Sprintf("the page at %d: %s", at, what), data, false)
		}
	}
	all.wait.Wait()
	if all.bad.Load() < 25 { // five buckets and more have a page of their own
		t.Errorf("of %d spoiled pages %d are damage: nothing was tried", all.tried.Load(), all.bad.Load())
	}
	data, name := bytes.Clone(w.data), []byte(bucketDrafts)
	for at := bytes.Index(data, name); at >= 0; {
		native.PutUint16(data[at+len(name)+bucketSize+10:], 0)
		next := bytes.Index(data[at+1:], name)
		if next < 0 {
			break
		}
		at += 1 + next
	}
	all.open("no draft", data, true)
	all.wait.Wait()
}
