package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/seal"
)

// Restored is what came of a restore.
type Restored struct {
	Gestures  uint64 // in the book now
	Aside     string // where the book that was there is kept; empty where there was none
	NewLaptop bool   // there was no book: this one is new to the laptop, and nobody is named as marking
	Struck    int    // texts that were struck since the backup was made, and are in the restored book as well
	Encrypted bool   // the restored book has a passphrase: that of the book that was there, else the backup's
	Unread    bool   // the book that was there could not be read whole: what was struck in it may be back
}

// Restore puts a backup in the place of a book. The book that is there is kept aside, and its strikes
// are carried over; the restored one is under its keys and goes on as a new incarnation of the same
// laptop. Where there is no book, the backup becomes this laptop's own: with a device key of its own,
// and nobody named as the one who marks. Until all is written and read through, nothing is changed.
// Secrets open the backup and the book where they have a passphrase, each whichever it fits. It returns
// ErrBadBackup, ErrOtherBook where the book there is another one, a SecretError that wraps ErrLocked or
// ErrWrong, ErrBusy, ErrNoRoom, or what the file system said.
func Restore(book, backup string, world World, secrets ...Secret) (Restored, error) {
	r := &restoring{path: book, backup: backup, world: world, keys: &keychain{secrets: secrets}}
	defer r.keys.clear()
	if err := r.run(); err != nil {
		return Restored{}, fmt.Errorf("restore a backup: %w", noRoomThere(err, filepath.Dir(book)))
	}
	return r.out, nil
}

// restoring is one restore.
type restoring struct {
	path, backup  string
	place, beside string // of the book, with no link in the way
	world         World
	keys          *keychain
	step          func(name string) error // set by tests, to fail or to end a restore at a step

	present *present
	sealer  *seal.Sealer // of the restored book
	out     Restored
}

func (r *restoring) run() error {
	if err := r.look(); err != nil {
		return err
	}
	defer r.present.close()
	defer func() { _ = os.Remove(r.beside) }()
	for _, step := range []struct {
		name string
		do   func() error
	}{
		{"before", r.before},
		{"write", r.write},
		{"amend", r.amend},
		{"verify", r.verify},
		{"aside", r.keepAside},
		{"take over", r.takeOver},
		{"folder", func() error { return syncFolder(filepath.Dir(r.place)) }},
	} {
		if r.step != nil {
			if err := r.step(step.name); err != nil {
				return err
			}
		}
		if err := step.do(); err != nil {
			return err
		}
	}
	return nil
}

// look finds what is at the book's place.
func (r *restoring) look() (err error) {
	if err := notItself(r.path, r.backup); err != nil {
		return err
	}
	if r.place, err = filepath.EvalSymlinks(r.path); errors.Is(err, fs.ErrNotExist) {
		if r.place, err = filepath.Abs(r.path); err == nil {
			err = os.MkdirAll(filepath.Dir(r.place), 0o700)
		}
	}
	if err != nil {
		return err
	}
	r.beside = besideOf(r.place)
	r.present, err = openPresent(r.place, r.world, r.keys)
	return whose(err, false, r.path)
}

// before makes a backup of the book that is there, where it can be opened.
func (r *restoring) before() error {
	if r.present.book == nil {
		return nil
	}
	return r.present.book.BeforeRisky()
}

// write writes the backup into a new file beside the book, each value of it opened and compared.
func (r *restoring) write() error {
	if err := os.Remove(r.beside); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return badBackup(readClosed(r.backup, func(tx *bolt.Tx) error {
		id, ring, err := r.keys.ring(tx)
		if err != nil {
			return whose(err, true, r.backup)
		}
		if r.present.there && !r.present.id.IsZero() && r.present.id != id {
			return fmt.Errorf("%w than the one at %s: say with --book where it is to go", ErrOtherBook, r.path)
		}
		into := r.present.ring
		if into == nil || string(into.data) == string(ring.data) {
			into = nil // values go over as they are
		} else {
			ring = &keyring{data: into.data, slots: into.slots}
			into = ring
		}
		if r.sealer, err = seal.New(ring.data, id, r.world.Chance); err != nil {
			return err
		}
		r.out.Encrypted = len(ring.slots) > 0
		return rewriteTx(tx, r.beside, opening{keys: r.keys.data()}, into, r.world)
	}))
}

// data are the data keys that were found.
func (k *keychain) data() (keys [][]byte) {
	for _, ring := range k.rings {
		keys = append(keys, ring.data)
	}
	return keys
}

// badBackup says of a backup what would be said of a book.
func badBackup(err error) error {
	if errors.Is(err, ErrDamaged) || errors.Is(err, ErrNotBook) {
		return fmt.Errorf("%w: %s", ErrBadBackup, whyNot(err))
	}
	return err
}

// verify reads the new file through as it is to be.
func (r *restoring) verify() error {
	return readClosed(r.beside, func(tx *bolt.Tx) error {
		log, err := audit(tx, r.sealer)
		r.out.Gestures = log.Count
		return err
	})
}

// keepAside gives the book that is there another name, which it keeps. A disk without links gets a
// copy.
func (r *restoring) keepAside() error {
	if !r.present.there {
		return nil
	}
	folder, err := makeBackupFolder(r.place)
	if err != nil {
		return err
	}
	aside, err := nextName(folder, backupName{date: model.DateIn(r.world.Now()), kept: true})
	if err != nil {
		return err
	}
	if err := os.Link(r.place, aside); err != nil {
		if err := copyAside(r.place, aside); err != nil {
			return err
		}
	}
	r.out.Aside = aside
	return syncFolder(folder)
}

func copyAside(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if err == nil {
		err = out.Sync()
	}
	if err = errors.Join(err, out.Close()); err != nil {
		_ = os.Remove(to)
	}
	return err
}

// takeOver puts the new file in the book's place. The book that was there stays locked until then,
// where open files can be moved.
func (r *restoring) takeOver() error {
	if !r.present.there {
		return place(r.beside, r.place)
	}
	if !movesOpenFiles {
		r.present.close()
	}
	info, err := os.Lstat(r.beside)
	if err != nil {
		return err
	}
	if err := os.Rename(r.beside, r.place); err != nil && !isAt(r.place, info) {
		if old, statErr := os.Lstat(r.place); statErr == nil && isAt(r.out.Aside, old) {
			_ = os.Remove(r.out.Aside) // the book is where it was, and needs no second name
		}
		return err
	}
	return nil
}

// isAt reports whether a file is at a place: a rename may fail and have been done.
func isAt(path string, info os.FileInfo) bool {
	now, err := os.Lstat(path)
	return err == nil && os.SameFile(now, info)
}
