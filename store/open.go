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

	"rollbook/store/seal"
)

// lockWait is how long another window may keep the file before that is said.
const lockWait = 500 * time.Millisecond

// Open opens a book. It returns ErrMissing, ErrBusy, ErrNotBook, ErrNewer, ErrDamaged, ErrLocked or
// ErrReadOnly, or what the file system said.
func Open(path string, world World) (*Book, error) { return open(path, world, nil) }

// OpenWith opens a book that may have a passphrase. It returns ErrWrong for a secret that is neither
// that nor the recovery code, an error of package seal for one that can't be either, and besides what
// Open does. A book without a passphrase opens whatever the secret is.
func OpenWith(path string, world World, secret Secret) (*Book, error) {
	s, err := seal.ReadSecret(secret)
	if err != nil {
		return nil, err
	}
	defer s.Clear()
	return open(path, world, &s)
}

func open(path string, world World, secret *seal.Secret) (*Book, error) {
	if err := inspectPatiently(path); err != nil {
		return nil, err
	}
	db, info, err := openFile(path)
	if err != nil {
		return nil, err
	}
	b := &Book{path: path, file: info, world: world, db: db}
	if err := b.start(secret); err != nil {
		if !errors.Is(err, errFault) {
			db.Close()
		}
		return nil, err
	}
	return b, nil
}

// openFile opens the file that is at path once its lock is held. A program that had it may have put
// another in its place meanwhile.
func openFile(path string) (*bolt.DB, os.FileInfo, error) {
	for try := 1; ; try++ {
		db, info, err := openBolt(path)
		if err != nil {
			return nil, nil, err
		}
		if now, err := os.Stat(path); err == nil && os.SameFile(now, info) {
			return db, info, nil
		}
		if err := db.Close(); err != nil || try == 3 {
			return nil, nil, errors.Join(ErrMoved, err)
		}
	}
}

// openBolt opens the file as bbolt is used here: a short wait for the lock, a synced freelist. It
// says which file it opened, and makes none.
func openBolt(path string) (db *bolt.DB, info os.FileInfo, err error) {
	err = guarded(func() (err error) {
		db, err = bolt.Open(path, 0o600, &bolt.Options{
			Timeout: lockWait, FreelistType: bolt.FreelistMapType, NoFreelistSync: false,
			InitialMmapSize: mapAhead(path),
			OpenFile: func(name string, flag int, mode fs.FileMode) (*os.File, error) {
				if info != nil { // a copy that bbolt makes
					return os.OpenFile(name, flag, mode)
				}
				f, err := os.OpenFile(name, flag&^os.O_CREATE, mode)
				if err == nil {
					info, err = f.Stat()
				}
				return f, err
			},
		})
		return err
	})
	if err != nil {
		return nil, nil, sayOpen(path, err)
	}
	return db, info, nil
}

// sayOpen is why bbolt could not open a file, as an error of ours.
func sayOpen(path string, err error) error {
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return fmt.Errorf("%w: close it there, or choose another book with --book", ErrBusy)
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrVersionMismatch):
		return fmt.Errorf("%w: choose another file with --book", ErrNotBook)
	case errors.Is(err, bolterrors.ErrChecksum):
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%w at %s", ErrMissing, path)
	case cantWrite(err):
		return errReadOnly
	}
	return fmt.Errorf("open the book: %w", err)
}

// start reads who the book is and starts the writer.
func (b *Book) start(secret *seal.Secret) error {
	rebuild := false
	var ring *keyring
	defer func() { ring.clear() }()
	err := b.viewOnce(func(tx *bolt.Tx) error {
		for _, name := range buckets {
			if tx.Bucket([]byte(name)) == nil {
				return fmt.Errorf("%w: choose another file with --book", ErrNotBook)
			}
		}
		var err error
		if ring, err = b.readIdentity(tx, secret); err != nil {
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
		_ = b.BeforeRisky() // the log is not touched: a disk without room is no reason not to open the book
		if err := b.rebuild(); err != nil {
			return err
		}
	}
	b.writer.start(b)
	b.readThrough()
	if b.copied == nil {
		b.afterCrash(ring)
	}
	return nil
}

// Create makes a new, empty book and opens it. It is built beside its place, synced and moved
// there whole, so that a crash leaves a book or none.
func Create(path string, world World) (*Book, error) {
	if err := create(path, world, nil); err != nil {
		return nil, err
	}
	return Open(path, world)
}

// CreateWith is Create for a book that has a passphrase from the beginning. It returns what
// SetPassphrase returns as well.
func CreateWith(path string, world World, pass Secret, recovery []string) (*Book, error) {
	both, done, err := secrets(pass, recovery)
	if err != nil {
		return nil, err
	}
	defer done()
	if err := create(path, world, both); err != nil {
		return nil, err
	}
	return open(path, world, &both[0])
}

// newBookPrefix is how the name of a book begins that is being made.
const newBookPrefix = ".rollbook-new-"

func create(path string, world World, secrets []seal.Secret) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%w: %s", ErrExists, path)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("make a book: %w", err)
	}
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("make the book's folder: %w", err)
	}
	beside, err := os.CreateTemp(folder, newBookPrefix+"*")
	if err != nil {
		return fmt.Errorf("make a book in %s: %w", folder, err)
	}
	beside.Close()
	defer os.Remove(beside.Name())
	if err := build(beside.Name(), world, secrets); err != nil {
		return fmt.Errorf("make a book: %w", err)
	}
	if err := place(beside.Name(), path); err != nil {
		return fmt.Errorf("make a book: %w", err)
	}
	return nil
}

// build writes an empty book into the file at path.
func build(path string, world World, secrets []seal.Secret) error {
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
		return writeIdentity(tx, world, secrets)
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
