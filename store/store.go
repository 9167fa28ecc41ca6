// Package store is the book: everything that one laptop knows, in one bbolt file.
//
// What changes the book is a gesture (package oplog): it is formed from what a person was looking
// at, handed to the one writer, and called saved once it is on the disk. What screens read is a
// Cohort, loaded whole and copied out. Start reading at Open (open.go), Load (load.go), Form
// (form.go) and Save (writer.go). FORMAT.md describes the file so that another program can read it.
package store

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/store/seal"
)

// The buckets of a book.
const (
	bucketMeta     = "meta"
	bucketLog      = "log"
	bucketIDs      = "ids"
	bucketHeads    = "heads"
	bucketTexts    = "texts"
	bucketSegments = "segments" // files of shares
	bucketDrafts   = "drafts"   // unfinished notes; never synced
)

var buckets = []string{bucketMeta, bucketLog, bucketIDs, bucketHeads, bucketTexts, bucketSegments, bucketDrafts}

// World is what a book takes from the machine around it.
type World struct {
	Now    func() time.Time // the laptop's clock, in its zone
	Chance io.Reader        // random bytes
	Cost   seal.Cost        // of trying one passphrase on what is sealed from now on; nothing is seal.FullCost
}

// Book is an open book. It may be used by several goroutines at once; the file is locked against
// other programs until Close.
type Book struct {
	path  string
	file  os.FileInfo // what was opened, to notice another file in its place
	world World

	copied *readCopy // of a book that can only be read: what is open in its place

	id          model.ID
	device      model.ID
	incarnation [8]byte
	sealer      *seal.Sealer

	// swapping is held by readers, and alone while another file with another key takes the place of
	// the one that is open: whoever reads within view or update has the sealer of what is read.
	swapping sync.RWMutex
	failStep func(step string) error // set by tests, to fail a step of a rewrite
	backing  sync.Mutex              // held by the one who makes backups, or seals them anew
	syncing  sync.Mutex              // held by the one who syncs: one share and one place at a time

	twelve atomic.Bool // words tell times of 12 hours

	writing sync.Mutex // held by the one who writes

	mu     sync.Mutex // guards what follows
	db     *bolt.DB
	ticker oplog.Ticker
	author model.ID
	broken error       // set for good when the file can't be trusted any more
	doubt  error       // what is on the disk is not known; see doubt.go
	slots  []seal.Slot // that hold the data key; none in a book without a passphrase

	logged   uint64 // gestures in the log
	followed uint64 // how many of them heads has; see follow.go

	writer writer
	recent *recentIDs // the writer's own

	surveyed surveyed

	soundness soundness
}

// Errors of a book. Each comes wrapped in a sentence that says what to do.
var (
	ErrBusy    = errors.New("the book is open in another window")
	ErrMissing = errors.New("there is no book")
	ErrExists  = errors.New("there is a book already")
	ErrNotBook = errors.New("this is not a book")
	ErrEmpty   = errors.New("empty") // of a file of no bytes, which is ErrNotBook as well
	ErrDamaged = errors.New("the book is damaged")
	ErrNewer   = errors.New("the book is of a newer version of Rollbook")
	ErrMoved   = errors.New("the book's file was replaced or removed")
	ErrNoRoom  = errors.New("the disk is full")
	ErrClosed  = errors.New("the book is closed")
	ErrNoName  = errors.New("nobody is named as the one who marks")
)

// Path is where the book's file is.
func (b *Book) Path() string { return b.path }

// ID is the book's own id.
func (b *Book) ID() model.ID { return b.id }

// Device is this laptop's id.
func (b *Book) Device() model.ID { return b.device }

// view runs read on the book as it was when it began, heads and all. No transaction outlives it.
// Where the state turns out not to add up, it is derived anew and read again: read may run twice.
func (b *Book) view(read func(tx *bolt.Tx) error) error {
	err := b.viewFollowed(read)
	if errors.Is(err, errStale) {
		if err := b.rebuild(); err != nil {
			return err
		}
		err = b.viewFollowed(read)
	}
	if errors.Is(err, errStale) {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return err
}

// viewOnce runs read on the book as it is: heads may lack what the log has.
func (b *Book) viewOnce(read func(tx *bolt.Tx) error) error {
	for {
		err := b.look(read)
		if !errors.Is(err, bolterrors.ErrDatabaseNotOpen) {
			return err
		}
		// The writer opened the file again after a failed write: the next look takes the new one.
	}
}

func (b *Book) look(read func(tx *bolt.Tx) error) error {
	b.swapping.RLock()
	defer b.swapping.RUnlock()
	db, err := b.current()
	if err != nil {
		return err
	}
	return guarded(func() error { return db.View(read) })
}

// Close waits for the writer, then lets go of the file.
func (b *Book) Close() error {
	defer b.closeCopy()
	b.soundness.end()
	b.writer.stop()
	b.eraseLeft()
	_ = b.catchUp() // the log has it: what fails here is made up for at the next start
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.db == nil {
		return nil
	}
	db := b.db
	b.db = nil
	if errors.Is(b.broken, errFault) {
		return nil // bbolt may hold its lock after a fault: closing would wait for ever
	}
	if err := db.Close(); err != nil {
		return fmt.Errorf("close the book: %w", err)
	}
	return nil
}

// closeCopy lets go of what was open in the place of a book that can only be read.
func (b *Book) closeCopy() {
	if b.copied != nil {
		_ = b.copied.remove() // closed twice, it is gone already
	}
}
