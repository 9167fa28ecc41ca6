package store

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	bolt "go.etcd.io/bbolt"

	"rollbook/store/oplog"
)

// place writes what was found into a new book.
func (f *found) place(into string) (*Salvaged, error) {
	folder := filepath.Dir(into)
	beside, err := os.CreateTemp(folder, newBookPrefix+"*")
	if err != nil {
		return nil, fmt.Errorf("make a book in %s: %w", folder, err)
	}
	beside.Close()
	defer os.Remove(beside.Name())
	out := &Salvaged{}
	if err := f.write(beside.Name(), out); err != nil {
		return nil, fmt.Errorf("salvage a book: %w", noRoom(err))
	}
	if err := place(beside.Name(), into); err != nil {
		return nil, fmt.Errorf("salvage a book: %w", err)
	}
	return out, nil
}

func (f *found) write(path string, out *Salvaged) (err error) {
	db, err := bolt.Open(path, 0o600, &bolt.Options{Timeout: lockWait, FreelistType: bolt.FreelistMapType, NoSync: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.Update(func(tx *bolt.Tx) error { return f.identity(tx, out) }); err != nil {
		return err
	}
	numbers := slices.Sorted(maps.Keys(f.gestures))
	all := max(f.counted, numbers[len(numbers)-1])
	out.Missing = all - uint64(len(numbers))
	for from := 0; from < len(numbers); from += deriveAtOnce {
		some := numbers[from:min(from+deriveAtOnce, len(numbers))]
		if err := db.Update(func(tx *bolt.Tx) error { return f.log(tx, some, out) }); err != nil {
			return err
		}
	}
	if err := db.Update(func(tx *bolt.Tx) error { return f.words(tx, out) }); err != nil {
		return err
	}
	return db.Sync()
}

// identity writes who the new book is: the same book on the same laptop, going on as a new incarnation.
func (f *found) identity(tx *bolt.Tx, out *Salvaged) error {
	for _, name := range buckets {
		if _, err := tx.CreateBucket([]byte(name)); err != nil {
			return err
		}
	}
	meta := tx.Bucket([]byte(bucketMeta))
	for key, value := range map[string][]byte{string(keyFormat): oplog.Encode(formatVersion), string(keyBook): f.book[:]} {
		if err := meta.Put([]byte(key), bytes.Clone(value)); err != nil {
			return err
		}
	}
	if err := f.ring.writeKeys(meta, f.book); err != nil {
		return err
	}
	device := wireDevice{Seed: make([]byte, 32), Incarnation: make([]byte, 8)}
	for _, piece := range [][]byte{device.Seed, device.Incarnation} {
		if _, err := readFull(f.world.Chance, piece); err != nil {
			return err
		}
	}
	var was wireDevice
	if f.device != nil && oplog.Decode(f.device, &was) == nil && len(was.Seed) == 32 {
		device.Seed = was.Seed
	} else {
		out.Says = append(out.Says, "which laptop this is could not be read: it goes on as a new one")
	}
	if err := putSealed(tx, f.sealer, bucketMeta, keyDevice, oplog.Encode(device)); err != nil {
		return err
	}
	for key, values := range f.settings {
		switch key {
		case string(settingKey(settingCopies)):
			values = [][]byte{bytes.Join(values, []byte("\n"))} // a place named twice is told once
		case string(settingKey(settingBackup)):
			values = [][]byte{slices.MaxFunc(values, compareTimes)}
		}
		if len(values) > 1 {
			out.Says = append(out.Says, strings.TrimPrefix(key, "setting/")+" was set to several values, and which was the last can't be told: set it again")
			continue
		}
		if err := putSealed(tx, f.sealer, bucketMeta, []byte(key), values[0]); err != nil {
			return err
		}
	}
	for _, w := range f.shares {
		if err := putSealed(tx, f.sealer, bucketMeta, keyShare(w.space()), oplog.Encode(w.anew())); err != nil {
			return err
		}
	}
	slices.Sort(out.Says)
	return sums{State: stateVersion}.write(tx, f.sealer)
}

// compareTimes orders times as settings have them.
func compareTimes(a, b []byte) int {
	at := func(text []byte) time.Time {
		t, _ := time.Parse(time.RFC3339, string(text)) // what is no time is the earliest
		return t
	}
	return at(a).Compare(at(b))
}

// log adds gestures in the order in which they came.
func (f *found) log(tx *bolt.Tx, numbers []uint64, out *Salvaged) error {
	sh := newShelf(tx, f.sealer)
	t, err := sh.sum()
	if err != nil {
		return err
	}
	for _, n := range numbers {
		for _, id := range slices.SortedFunc(maps.Keys(f.gestures[n]), compareIDs) {
			g, err := parseLogged(f.gestures[n][id])
			if err != nil {
				return err
			}
			if err := sh.add(g, nil, t); err != nil {
				return err
			}
			t.Stamp = max(t.Stamp, g.Stamp)
			out.Gestures++
		}
	}
	if err := sh.follow(t); err != nil {
		return err
	}
	return t.write(tx, f.sealer)
}

// words adds the texts that gestures name and nobody struck.
func (f *found) words(tx *bolt.Tx, out *Salvaged) error {
	sh := newShelf(tx, f.sealer)
	for _, of := range f.gestures {
		for _, raw := range of {
			g, err := parseLogged(raw)
			if err != nil {
				return err
			}
			for _, change := range g.Changes {
				if change.Text.IsZero() {
					continue
				}
				struck, err := oplog.Struck(sh, change.Text)
				switch {
				case err != nil:
					return err
				case struck:
					continue
				}
				text, here := f.texts[change.Text]
				if !here {
					out.NoText++
					continue
				}
				if err := putSealed(tx, f.sealer, bucketTexts, change.Text[:], text); err != nil {
					return err
				}
				out.Texts++
			}
		}
	}
	return nil
}
