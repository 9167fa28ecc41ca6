package store

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// Draft is a gesture that was formed and is not yet saved, with the texts that it names.
type Draft struct {
	Gesture *oplog.Gesture
	Texts   map[model.ID]oplog.Text
	Warning string // what was cut or cleaned on the way in, in a sentence; empty for nothing

	With []*Draft // saved before it in the same transaction: what was done as one. They have none themselves
}

// Saving is a gesture on its way to the disk.
type Saving struct {
	Draft *Draft
	Err   error // set before Done is closed
	done  chan struct{}
}

// Done is closed when the gesture is on the disk, or is known not to be.
func (s *Saving) Done() <-chan struct{} { return s.done }

// Wait returns when the gesture is on the disk, or why it is not.
func (s *Saving) Wait() error {
	<-s.done
	return s.Err
}

// writer is the one goroutine that changes the book: in order, several gestures to a transaction
// when they queue up.
type writer struct {
	mu     sync.Mutex
	wake   *sync.Cond
	queue  []*Saving
	busy   bool
	closed bool
	ended  chan struct{}

	failed map[model.ID]*Draft // what could not be saved; the writing goroutine's own
}

// mostAtOnce is how many queued gestures go into one transaction.
const mostAtOnce = 256

func (w *writer) start(b *Book) {
	w.wake = sync.NewCond(&w.mu)
	w.ended = make(chan struct{})
	w.failed = map[model.ID]*Draft{}
	go w.run(b)
}

// stop waits for all that is queued, then ends the writer.
func (w *writer) stop() {
	if w.wake == nil {
		return
	}
	w.mu.Lock()
	w.closed = true
	w.wake.Broadcast()
	w.mu.Unlock()
	<-w.ended
}

func (w *writer) run(b *Book) {
	defer close(w.ended)
	for {
		batch, more := w.take()
		if !more {
			return
		}
		drafts := w.withEarlier(batch)
		err := b.commit(drafts)
		for _, d := range drafts {
			if delete(w.failed, d.Gesture.ID); err != nil {
				w.failed[d.Gesture.ID] = d
			}
		}
		for _, s := range batch {
			s.Err = err
			close(s.done)
		}
		w.mu.Lock()
		w.busy = false
		idle := len(w.queue) == 0
		w.wake.Broadcast()
		w.mu.Unlock()
		if idle && b.lagging() >= mostBehind {
			_ = b.catchUp() // whoever reads next meets what is wrong, and can say it
		}
	}
}

// withEarlier are the gestures of a batch, each after those that it names and that could not be
// saved when it was their turn: without them it would wait for something that never comes.
func (w *writer) withEarlier(batch []*Saving) []*Draft {
	var drafts []*Draft
	taken := map[model.ID]bool{}
	var take func(d *Draft)
	take = func(d *Draft) {
		if taken[d.Gesture.ID] {
			return
		}
		taken[d.Gesture.ID] = true
		for _, with := range d.With {
			for _, c := range with.Gesture.Changes {
				for _, p := range c.Preds {
					if earlier := w.failed[p.Gesture]; earlier != nil && earlier != d {
						take(earlier)
					}
				}
			}
		}
		for _, c := range d.Gesture.Changes {
			for _, p := range c.Preds {
				if earlier := w.failed[p.Gesture]; earlier != nil {
					take(earlier)
				}
			}
		}
		drafts = append(drafts, d)
	}
	for _, s := range batch {
		take(s.Draft)
	}
	return drafts
}

func (w *writer) take() ([]*Saving, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.queue) == 0 {
		if w.closed {
			return nil, false
		}
		w.wake.Wait()
	}
	n := min(len(w.queue), mostAtOnce)
	batch := w.queue[:n:n]
	w.queue = w.queue[n:]
	w.busy = true
	return batch, true
}

// Save hands a gesture to the writer and returns at once. Gestures are saved in the order in which
// they are handed over.
func (b *Book) Save(d *Draft) *Saving {
	s := &Saving{Draft: d, done: make(chan struct{})}
	if s.Err = b.Writable(); s.Err != nil {
		close(s.done)
		return s
	}
	w := &b.writer
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed || w.wake == nil {
		s.Err = ErrClosed
		close(s.done)
		return s
	}
	w.queue = append(w.queue, s)
	w.wake.Broadcast()
	return s
}

// Flush returns when everything handed over so far is on the disk or has failed.
func (b *Book) Flush() {
	w := &b.writer
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.queue) > 0 || w.busy {
		w.wake.Wait()
	}
}

// commit stores gestures in one transaction: all of them, or none.
func (b *Book) commit(drafts []*Draft) error {
	drafts = withTheirs(drafts)
	return b.logging(func(sh *shelf, t *sums) error {
		for _, d := range drafts {
			if err := sh.add(d.Gesture, d.Texts, t); err != nil {
				return err
			}
			t.Stamp = max(t.Stamp, d.Gesture.Stamp)
		}
		return nil
	}, func(tx *bolt.Tx) bool {
		sh := newShelf(tx, b.sealer)
		for _, d := range drafts {
			if number, err := sh.number(d.Gesture.ID); err != nil || number == nil {
				return false
			}
		}
		return true
	})
}

// withTheirs puts before each gesture what is saved with it.
func withTheirs(drafts []*Draft) []*Draft {
	if !slices.ContainsFunc(drafts, func(d *Draft) bool { return len(d.With) > 0 }) {
		return drafts
	}
	var out []*Draft
	for _, d := range drafts {
		out = append(append(out, d.With...), d)
	}
	return out
}

// logging runs one transaction that may add to the log; there tells afterwards whether it is on the
// disk.
func (b *Book) logging(add func(*shelf, *sums) error, there func(*bolt.Tx) bool) error {
	var logged, applied uint64
	err := b.update(func(tx *bolt.Tx) error {
		sh := newShelf(tx, b.sealer)
		t, err := sh.sum()
		if err != nil {
			return err
		}
		sh.recent, b.recent = b.recent.of(*t), nil
		if err := add(sh, t); err != nil {
			return err
		}
		logged, applied = t.Log.Count, t.Applied
		b.recent = &recentIDs{t.Named, t.Log, sh.recent}
		return t.write(tx, b.sealer)
	}, there)
	if err == nil {
		b.follows(logged, applied)
	}
	return err
}

// update runs one writing transaction. An error of it may mean either that nothing was written or
// that all was: the file is opened again, and there tells which.
func (b *Book) update(write func(*bolt.Tx) error, there func(*bolt.Tx) bool) error {
	if err := b.Writable(); err != nil {
		return err
	}
	return b.updateDerived(write, there)
}

// updateDerived is update for what follows from the log alone: it is brought up to date in the copy of a
// book that can only be read as well.
func (b *Book) updateDerived(write func(*bolt.Tx) error, there func(*bolt.Tx) bool) error {
	b.soundness.await()
	b.writing.Lock()
	defer b.writing.Unlock()
	if err := b.sure(); err != nil {
		return err
	}
	db, err := b.current()
	if err != nil {
		return err
	}
	if err := b.inPlace(); err != nil {
		return err
	}
	began := false
	err = guarded(func() error {
		return db.Update(func(tx *bolt.Tx) error {
			err := write(tx)
			began = err == nil
			return err
		})
	})
	switch {
	case err == nil:
		return nil
	case errors.Is(err, ErrDamaged):
		b.mu.Lock()
		b.broken = err
		b.mu.Unlock()
		return err
	case !began:
		return fmt.Errorf("%w: %w", ErrUnwritten, err)
	}
	b.doubted(unsure(err))
	if again := b.reopen(); again != nil {
		return fmt.Errorf("%w, after %w", again, err)
	}
	wrote := false
	if again := b.look(func(tx *bolt.Tx) error { wrote = there(tx); return nil }); again == nil && wrote {
		return nil
	}
	return noRoom(err)
}

// current is the file that is open.
func (b *Book) current() (*bolt.DB, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.broken != nil:
		return nil, b.broken
	case b.db != nil:
		return b.db, nil
	case b.doubt != nil:
		return nil, b.doubt
	}
	return nil, ErrClosed
}

// inPlace reports whether the file at the book's path is still the one that is open.
func (b *Book) inPlace() error {
	if b.copied != nil {
		return nil // it is nowhere
	}
	info, err := os.Stat(b.path)
	if err != nil || !os.SameFile(info, b.file) {
		return b.moved()
	}
	return nil
}

func (b *Book) moved() error {
	return fmt.Errorf("%w: put it back at %s, then close and open Rollbook", ErrMoved, b.path)
}

// noRoom names a full disk; of every other error it says that nothing was written.
func noRoom(err error) error {
	if isFull(err) {
		return fmt.Errorf("%w: make room, then mark again: %w", ErrNoRoom, err)
	}
	return fmt.Errorf("%w: try again, and make a backup on another disk: %w", ErrUnwritten, err)
}

// isFull reports whether a write failed for want of room.
func isFull(err error) bool {
	full := func(cause syscall.Errno) bool {
		// bbolt passes on what it met while the file grew as words only.
		return errors.Is(err, cause) || strings.Contains(err.Error(), cause.Error())
	}
	return full(syscall.ENOSPC) || full(syscall.EDQUOT)
}
