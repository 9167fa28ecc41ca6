package store

import (
	"bytes"
	"errors"
	"io/fs"
	"os"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// present is what is at a book's place when a backup is to go there.
type present struct {
	there  bool
	id     model.ID    // zero where it can't be told
	book   *Book       // open, and so locked; nil where it can't be opened
	ring   *keyring    // what it is sealed with; nil where that can't be told
	lock   *bolt.DB    // of a damaged one, where bbolt takes it
	device *wireDevice // nil where it can't be told which laptop this is
	wreck  *found      // of a damaged one: what of it still opens
	whole  bool        // all of it could be read
}

// openPresent opens the book at a place. A damaged one, or what is no book at all, is no hindrance: it
// is what backups are for.
func openPresent(place string, world World, keys *keychain) (*present, error) {
	p := &present{}
	info, err := os.Stat(place)
	if errors.Is(err, fs.ErrNotExist) {
		p.whole = true
		return p, nil
	}
	if err != nil {
		return nil, err
	}
	p.there = true
	p.book, err = openWithAny(place, world, keys.secrets)
	switch {
	case err == nil:
		if err := p.identify(keys); err != nil {
			p.close()
			return nil, err
		}
		p.whole = true
		return p, nil
	case errors.Is(err, ErrDamaged), errors.Is(err, ErrNotBook) && info.Mode().IsRegular():
		return p, p.rescue(place, world, keys)
	}
	return nil, err
}

// openWithAny opens a book with the first secret that does.
func openWithAny(path string, world World, secrets []Secret) (b *Book, err error) {
	b, err = Open(path, world)
	for _, secret := range secrets {
		if !errors.Is(err, ErrLocked) && !errors.Is(err, ErrWrong) {
			break
		}
		b, err = OpenWith(path, world, secret)
	}
	return b, err
}

// identify reads which laptop the book is of, and its keys.
func (p *present) identify(keys *keychain) error {
	return p.book.viewOnce(func(tx *bolt.Tx) error {
		_, ring, err := keys.ring(tx)
		if err != nil {
			return err
		}
		plain, err := getSealed(tx, p.book.sealer, bucketMeta, keyDevice)
		if err != nil {
			return err
		}
		var device wireDevice
		if err := oplog.Decode(plain, &device); err != nil {
			return errKey
		}
		p.id, p.ring, p.device = p.book.id, ring, &device
		return nil
	})
}

// rescue finds what can be read of a damaged book, and keeps other programs from it.
func (p *present) rescue(place string, world World, keys *keychain) error {
	err := guarded(func() (err error) {
		p.lock, err = openToRead(place)
		return err
	})
	if errors.Is(err, ErrBusy) {
		return err
	}
	w, err := openWreck(place)
	if err != nil {
		return err
	}
	defer w.file.Close()
	for _, secret := range append([]Secret{nil}, keys.secrets...) {
		f := &found{world: world, gestures: map[uint64]map[model.ID][]byte{}, texts: map[model.ID][]byte{}, settings: map[string][][]byte{}}
		if err := f.keys(w, secret); err != nil {
			continue // with another secret, or not at all
		}
		keys.rings = append(keys.rings, f.ring)
		if err := w.entries(f.take); err != nil {
			return err
		}
		var device wireDevice
		if f.device != nil && oplog.Decode(f.device, &device) == nil && len(device.Seed) == 32 {
			p.device = &device
		}
		p.wreck, p.id, p.whole = f, f.book, f.counted > 0 && uint64(len(f.gestures)) == f.counted
		return nil
	}
	return nil
}

// close lets go of the book.
func (p *present) close() {
	if p.book != nil {
		_ = p.book.Close() // nothing in it is waiting to be written
		p.book = nil
	}
	if p.lock != nil {
		_ = guarded(p.lock.Close)
		p.lock = nil
	}
}

// struckSince are the texts that the book says are struck, and the people who are forgotten.
type struckSince struct {
	texts, forgotten map[model.ID]bool
	stamp            oplog.Stamp // the newest
}

func newStruckSince() *struckSince {
	return &struckSince{texts: map[model.ID]bool{}, forgotten: map[model.ID]bool{}}
}

// add gathers what a gesture strikes. A strike, and that somebody is forgotten, can't be undone.
func (s *struckSince) add(raw []byte) error {
	g, err := parseLogged(raw)
	if err != nil {
		return err
	}
	s.stamp = max(s.stamp, g.Stamp)
	for _, c := range g.Changes {
		switch {
		case c.Field.Kind == oplog.KindStrike && len(c.Field.Entity) == 16:
			s.texts[part(c.Field.Entity, 0)] = true
		case forgets(c.Field) && len(c.Field.Entity) == 16 && bytes.Equal(c.Value, oplog.Encode(true)):
			s.forgotten[part(c.Field.Entity, 0)] = true
		}
	}
	return nil
}

// eachGesture visits the bytes of every gesture of a file; they lie in memory that is used again.
func eachGesture(tx *bolt.Tx, open interface {
	Open(key, sealed []byte) ([]byte, error)
}, visit func(raw []byte) error) error {
	c := tx.Bucket([]byte(bucketLog)).Cursor()
	for key, sealed := c.First(); key != nil; key, sealed = c.Next() {
		if !fits(key, sealed) {
			return notWritten(bucketLog)
		}
		raw, err := open.Open(key, sealed)
		if err != nil {
			return notWritten(bucketLog)
		}
		if err := visit(raw); err != nil {
			return err
		}
	}
	return nil
}

// struck gathers what the book struck. Where not all of it could be read, its backups may know more.
func (p *present) struck(place string, keys *keychain) (*struckSince, error) {
	s := newStruckSince()
	if p.book != nil {
		return s, p.book.viewOnce(func(tx *bolt.Tx) error {
			return eachGesture(tx, p.book.sealer.Opener(bucketLog), s.add)
		})
	}
	if p.wreck != nil {
		for _, of := range p.wreck.gestures {
			for _, raw := range of {
				if err := s.add(raw); err != nil {
					return s, err
				}
			}
		}
	}
	if !p.there || p.whole {
		return s, nil
	}
	files, err := backupFiles(place)
	if err != nil {
		return s, err
	}
	for _, f := range files {
		_ = readClosed(f.path, func(tx *bolt.Tx) error { // one that can't be read knows nothing
			sealer, err := keys.unseal(tx)
			if err != nil {
				return err
			}
			return eachGesture(tx, sealer.Opener(bucketLog), s.add)
		})
	}
	return s, nil
}
