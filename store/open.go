package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/store/seal"
)

// lockWait is how long another window may keep the file before that is said.
const lockWait = 500 * time.Millisecond

// Open opens a book. It returns ErrMissing, ErrBusy, ErrNotBook, ErrNewer or ErrDamaged, or what
// the file system said.
func Open(path string, world World) (*Book, error) {
	if err := inspectPatiently(path); err != nil {
		return nil, err
	}
	db, err := openBolt(path)
	if err != nil {
		return nil, err
	}
	b := &Book{path: path, world: world, db: db}
	if err := b.start(); err != nil {
		if !errors.Is(err, errFault) {
			db.Close()
		}
		return nil, err
	}
	return b, nil
}

// openBolt opens the file as bbolt is used here: a short wait for the lock, a synced freelist.
func openBolt(path string) (*bolt.DB, error) {
	var db *bolt.DB
	err := guarded(func() (err error) {
		db, err = bolt.Open(path, 0o600, &bolt.Options{
			Timeout: lockWait, FreelistType: bolt.FreelistMapType, NoFreelistSync: false,
		})
		return err
	})
	switch {
	case err == nil:
		return db, nil
	case errors.Is(err, bolterrors.ErrTimeout):
		return nil, fmt.Errorf("%w: close it there, or choose another book with --book", ErrBusy)
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrVersionMismatch):
		return nil, fmt.Errorf("%w: choose another file with --book", ErrNotBook)
	case errors.Is(err, bolterrors.ErrChecksum):
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("this book can't be written: allow writing to it and its folder, or choose another with --book: %w", fs.ErrPermission)
	}
	return nil, fmt.Errorf("open the book: %w", err)
}

// start reads who the book is and starts the writer.
func (b *Book) start() error {
	info, err := os.Stat(b.path)
	if err != nil {
		return fmt.Errorf("open the book: %w", err)
	}
	b.file = info
	rebuild := false
	err = b.viewOnce(func(tx *bolt.Tx) error {
		for _, name := range buckets {
			if tx.Bucket([]byte(name)) == nil {
				return fmt.Errorf("%w: choose another file with --book", ErrNotBook)
			}
		}
		if err := b.readIdentity(tx); err != nil {
			return err
		}
		s, err := readSums(tx, b.sealer)
		if err != nil {
			return err
		}
		b.ticker.Last = s.Stamp
		b.logged, b.followed = s.Log.Count, s.Applied
		rebuild = s.State != stateVersion
		return checkLogEnd(tx, b.sealer, s)
	})
	if err != nil {
		return err
	}
	if rebuild {
		if err := b.rebuild(); err != nil {
			return err
		}
	}
	b.writer.start(b)
	return nil
}

// Create makes a new, empty book and opens it. It is built beside its place, synced and moved
// there whole, so that a crash leaves a book or none.
func Create(path string, world World) (*Book, error) {
	if _, err := os.Lstat(path); err == nil {
		return nil, fmt.Errorf("%w: %s", ErrExists, path)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("make a book: %w", err)
	}
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("make the book's folder: %w", err)
	}
	beside, err := os.CreateTemp(folder, ".rollbook-new-*")
	if err != nil {
		return nil, fmt.Errorf("make a book in %s: %w", folder, err)
	}
	beside.Close()
	defer os.Remove(beside.Name())
	if err := build(beside.Name(), world); err != nil {
		return nil, fmt.Errorf("make a book: %w", err)
	}
	if err := place(beside.Name(), path); err != nil {
		return nil, fmt.Errorf("make a book: %w", err)
	}
	return Open(path, world)
}

// build writes an empty book into the file at path.
func build(path string, world World) error {
	db, err := bolt.Open(path, 0o600, &bolt.Options{Timeout: lockWait, FreelistType: bolt.FreelistMapType})
	if err != nil {
		return err
	}
	err = db.Update(func(tx *bolt.Tx) error {
		for _, name := range buckets {
			if _, err := tx.CreateBucket([]byte(name)); err != nil {
				return err
			}
		}
		return writeIdentity(tx, world)
	})
	if err != nil {
		db.Close()
		return err
	}
	return db.Close()
}

// place moves a finished file to where it belongs, where there must be none, and syncs the folder.
// A link fails where a name is taken; a rename is for file systems that have no links.
func place(from, to string) error {
	if err := os.Link(from, to); errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%w: %s", ErrExists, to)
	} else if err != nil {
		if err := os.Rename(from, to); err != nil {
			return err
		}
	}
	return syncFolder(filepath.Dir(to))
}

// identity keys in the bucket meta. The first three stand in the clear: they are needed to read
// the rest.
var (
	keyFormat = []byte("format")
	keyBook   = []byte("book")
	keyData   = []byte("key")
	keyDevice = []byte("device")
	keySums   = []byte("sums")
)

// formatVersion is the version of the file format.
const formatVersion = 1

// wireDevice is who this laptop is in the book.
type wireDevice struct {
	_           struct{} `cbor:",toarray"`
	Seed        []byte   // of the Ed25519 key that signs what is sent
	Incarnation []byte
}

func writeIdentity(tx *bolt.Tx, world World) error {
	var fresh struct {
		book, data, seed, incarnation []byte
	}
	for piece, size := range map[*[]byte]int{&fresh.book: 16, &fresh.data: seal.KeySize, &fresh.seed: 32, &fresh.incarnation: 8} {
		*piece = make([]byte, size)
		if _, err := readFull(world.Chance, *piece); err != nil {
			return err
		}
	}
	meta := tx.Bucket([]byte(bucketMeta))
	s, err := seal.New(fresh.data, model.ID(fresh.book), world.Chance)
	if err != nil {
		return err
	}
	device := oplog.Encode(wireDevice{Seed: fresh.seed, Incarnation: fresh.incarnation})
	for _, kv := range [][2][]byte{
		{keyFormat, oplog.Encode(formatVersion)}, {keyBook, fresh.book}, {keyData, fresh.data},
	} {
		if err := meta.Put(kv[0], kv[1]); err != nil {
			return err
		}
	}
	if err := putSealed(tx, s, bucketMeta, keyDevice, device); err != nil {
		return err
	}
	return sums{State: stateVersion}.write(tx, s)
}

func (b *Book) readIdentity(tx *bolt.Tx) error {
	meta := tx.Bucket([]byte(bucketMeta))
	var format int
	if err := oplog.Decode(meta.Get(keyFormat), &format); err != nil {
		return fmt.Errorf("%w: choose another file with --book", ErrNotBook)
	}
	if format > formatVersion {
		return fmt.Errorf("%w: open it with that version", ErrNewer)
	}
	id, data := meta.Get(keyBook), meta.Get(keyData)
	if len(id) != 16 || len(data) != seal.KeySize {
		return fmt.Errorf("%w: its key is missing", ErrDamaged)
	}
	b.id = model.ID(id)
	var err error
	if b.sealer, err = seal.New(data, b.id, b.world.Chance); err != nil {
		return err
	}
	plain, err := getSealed(tx, b.sealer, bucketMeta, keyDevice)
	if err != nil {
		return err
	}
	var device wireDevice
	if err := oplog.Decode(plain, &device); err != nil || len(device.Seed) != 32 || len(device.Incarnation) != 8 {
		return fmt.Errorf("%w: it does not say which laptop this is", ErrDamaged)
	}
	b.device = deviceID(device.Seed)
	b.incarnation = [8]byte(device.Incarnation)
	return b.readAuthor(tx)
}
