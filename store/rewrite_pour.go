package store

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/store/seal"
)

// pourAtOnce is how many bytes of keys and values go into one transaction of the new file.
const pourAtOnce = 8 << 20

// contents are the tallies of all sealed values of a file, by bucket.
type contents map[string]*tally

func (c contents) add(bucket string, key, plain []byte) {
	if c[bucket] == nil {
		c[bucket] = &tally{}
	}
	c[bucket].Count++
	c[bucket].flip(key, plain)
}

// errUnknown is a file that holds what only a later version can read, and copy.
var errUnknown = fmt.Errorf("%w: it holds what this version does not know", ErrNewer)

// pouring writes one file into another, some megabytes to a transaction.
type pouring struct {
	from, into *seal.Sealer
	same       bool // both seal alike: values are passed on as they are
	db         *bolt.DB
	tx         *bolt.Tx
	size       int
	had        contents
}

// pour copies the book of a transaction into an empty file: each value opened, and sealed with the
// keyring's key, or left as it is where ring is nil. Texts that were struck stay behind. It returns
// what is in the new file.
func pour(tx *bolt.Tx, from *seal.Sealer, into *bolt.DB, ring *keyring, sealer *seal.Sealer) (contents, error) {
	p := &pouring{from: from, into: sealer, same: ring == nil, db: into, had: contents{}}
	err := p.all(tx, ring)
	if p.tx != nil {
		if err == nil {
			return p.had, p.tx.Commit()
		}
		err = errors.Join(err, p.tx.Rollback())
	}
	return p.had, err
}

func (p *pouring) all(tx *bolt.Tx, ring *keyring) error {
	err := tx.ForEach(func(name []byte, _ *bolt.Bucket) error {
		for _, known := range buckets {
			if known == string(name) {
				return nil
			}
		}
		return errUnknown
	})
	if err != nil {
		return err
	}
	if err := p.begin(); err != nil {
		return err
	}
	for _, name := range buckets {
		if _, err := p.tx.CreateBucketIfNotExists([]byte(name)); err != nil {
			return err
		}
	}
	if err := p.keys(tx, ring); err != nil {
		return err
	}
	for _, name := range buckets {
		if err := p.bucket(tx, name); err != nil {
			return err
		}
	}
	return nil
}

// keys writes what stands in the clear.
func (p *pouring) keys(tx *bolt.Tx, ring *keyring) error {
	from, into := tx.Bucket([]byte(bucketMeta)), p.tx.Bucket([]byte(bucketMeta))
	open := [][]byte{keyFormat, keyBook}
	if ring == nil {
		open = append(open, keyData, keySlots)
	}
	for _, key := range open {
		if value := from.Get(key); value != nil {
			if err := into.Put(key, value); err != nil {
				return err
			}
		}
	}
	if ring == nil {
		return nil
	}
	if err := ring.writeKeys(into, model.ID(from.Get(keyBook))); err != nil {
		return err
	}
	if ring.earlier == nil {
		return nil
	}
	p.had.add(bucketMeta, keyEarlier, ring.earlier)
	return putSealed(p.tx, p.into, bucketMeta, keyEarlier, ring.earlier)
}

// standsOpen reports whether an entry of meta is not sealed.
func standsOpen(key []byte) bool {
	return bytes.Equal(key, keyFormat) || bytes.Equal(key, keyBook) || bytes.Equal(key, keyData) || bytes.Equal(key, keySlots)
}

// bucket copies one bucket.
func (p *pouring) bucket(tx *bolt.Tx, name string) error {
	opener, sh := p.from.Opener(name), newShelf(tx, p.from)
	c := tx.Bucket([]byte(name)).Cursor()
	for key, sealed := c.First(); key != nil; key, sealed = c.Next() {
		switch {
		case sealed == nil: // a bucket within
			return errUnknown
		case name == bucketMeta && (standsOpen(key) || !p.same && bytes.Equal(key, keyEarlier)):
			continue
		case !fits(key, sealed):
			return notWritten(name)
		}
		plain, err := opener.Open(key, sealed)
		if err != nil {
			return notWritten(name)
		}
		if name == bucketTexts {
			if len(key) != 16 {
				return notWritten(name)
			}
			struck, err := oplog.Struck(sh, model.ID(key))
			if err != nil {
				return err
			}
			if struck {
				continue
			}
		}
		if err := p.put(name, key, plain, sealed); err != nil {
			return err
		}
	}
	return nil
}

func (p *pouring) begin() (err error) {
	p.size = 0
	p.tx, err = p.db.Begin(true)
	return err
}

func (p *pouring) put(name string, key, plain, sealed []byte) (err error) {
	if p.size > pourAtOnce {
		tx := p.tx
		p.tx = nil
		if err := tx.Commit(); err != nil {
			return err
		}
		if err := p.begin(); err != nil {
			return err
		}
	}
	if !p.same {
		if sealed, err = p.into.Seal(name, key, plain); err != nil {
			return err
		}
	}
	p.size += len(key) + len(sealed)
	p.had.add(name, key, plain)
	b := p.tx.Bucket([]byte(name))
	b.FillPercent = 0.8 // as the book's writer leaves pages
	if name == bucketLog {
		b.FillPercent = 0.9
	}
	if err := b.Put(key, sealed); err != nil {
		return fmt.Errorf("store in %s: %w", name, err)
	}
	return nil
}

// errUnlike is a new file that is not what was written into it: the disk or the memory fails.
var errUnlike = errors.New("the new file does not hold what the book does: check the disk")

// check reads a file through and compares it with what was to be in it: every value, the log with
// its tally in sums, texts with their digests, and that a book with a passphrase has no key of its
// own.
func (c contents) check(tx *bolt.Tx, sealer *seal.Sealer, locked bool) error {
	meta := tx.Bucket([]byte(bucketMeta))
	if (meta.Get(keyData) == nil) != locked || (meta.Get(keySlots) != nil) != locked {
		return errUnlike
	}
	got := contents{}
	for _, name := range buckets {
		opener := sealer.Opener(name)
		cursor := tx.Bucket([]byte(name)).Cursor()
		for key, sealed := cursor.First(); key != nil; key, sealed = cursor.Next() {
			if name == bucketMeta && standsOpen(key) {
				continue
			}
			plain, err := opener.Open(key, sealed)
			if err != nil {
				return errUnlike
			}
			if sum := sha256.Sum256(plain); name == bucketTexts && !bytes.Equal(sum[:16], key) {
				return fmt.Errorf("%w: a text is not what it was", ErrDamaged)
			}
			got.add(name, key, plain)
		}
		if had := c[name]; (had == nil) != (got[name] == nil) || had != nil && *had != *got[name] {
			return errUnlike
		}
	}
	s, err := readSums(tx, sealer)
	if err != nil {
		return err
	}
	if log := got[bucketLog]; s.Log.Count > 0 && (log == nil || *log != s.Log) {
		return errLog
	}
	return nil
}
