package store

import (
	"errors"
	"fmt"
	"slices"

	bolt "go.etcd.io/bbolt"

	"rollbook/store/oplog"
	"rollbook/store/seal"
)

// A gesture is durable once it is in the log: what it changes in ids and heads can be derived from
// there, and lies scattered over pages that a mark would wait for. So both follow the log: in a
// transaction of their own before anything is read, when the writer has time and enough gestures have
// gathered, and when the book is closed. `sums` says how far they go, in the transaction that brings
// them there. A crash in between leaves some gestures to apply at the next start.

const (
	mostBehind   = 32  // gestures that heads may lack before the writer takes time for them
	neverFurther = 256 // and before a gesture waits for it
)

// behind is how many gestures heads and ids lack.
func (s *sums) behind() uint64 { return s.Log.Count - s.Applied }

// strikesText reports whether a gesture strikes a text. It is applied at once: the text is to be gone.
func strikesText(g *oplog.Gesture) bool {
	return slices.ContainsFunc(g.Changes, func(c oplog.Change) bool { return c.Field.Kind == oplog.KindStrike })
}

// follow applies what heads lack, in the order of the log.
func (s *shelf) follow(t *sums) error {
	for n := t.Applied + 1; n <= t.Log.Count; n++ {
		raw, err := getSealed(s.tx, s.sealer, bucketLog, number(n))
		if err != nil {
			return err
		}
		if raw == nil {
			return errLog
		}
		g, err := parseLogged(raw)
		if err != nil {
			return err
		}
		if err := oplog.Apply(s, g); err != nil {
			return err
		}
	}
	t.Applied = t.Log.Count
	if err := s.nameRecent(t); err != nil {
		return err
	}
	return s.flush()
}

// catchUp brings heads and ids up to the log's end.
func (b *Book) catchUp() error {
	b.mu.Lock()
	behind := b.db != nil && b.followed < b.logged
	b.mu.Unlock()
	if !behind {
		return nil
	}
	var now uint64
	err := b.updateDerived(func(tx *bolt.Tx) error {
		sh := newShelf(tx, b.sealer)
		t, err := sh.sum()
		if err != nil {
			return err
		}
		sh.recent, b.recent = b.recent.of(*t), nil
		if err := sh.follow(t); err != nil {
			return err
		}
		b.recent = &recentIDs{t.Named, t.Log, sh.recent}
		now = t.Applied
		return t.write(tx, b.sealer)
	}, func(tx *bolt.Tx) bool {
		s, err := readSums(tx, b.sealer)
		return err == nil && s.behind() == 0
	})
	if err == nil {
		b.follows(now, now)
	}
	return err
}

// follows notes how far the log and what is derived from it are, so that a reader need not look.
func (b *Book) follows(logged, applied uint64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.logged, b.followed = max(b.logged, logged), max(b.followed, applied)
}

// lagging is how many gestures heads lack.
func (b *Book) lagging() uint64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.logged - b.followed
}

// viewFollowed runs read on a book that has everything of its log in heads.
func (b *Book) viewFollowed(read func(tx *bolt.Tx) error) error {
	err := b.catchUp()
	switch {
	case err == nil:
		return b.viewOnce(read)
	case errors.Is(err, errStale), errors.Is(err, ErrDamaged), errors.Is(err, ErrClosed):
		return err
	}
	return b.viewAhead(read) // the disk takes nothing more: what is in the log is shown none the less
}

// viewAhead runs read in a transaction that applies what heads lack and leaves no trace.
func (b *Book) viewAhead(read func(tx *bolt.Tx) error) error {
	b.writing.Lock()
	defer b.writing.Unlock()
	db, err := b.current()
	if err != nil {
		return err
	}
	return guarded(func() error {
		tx, err := db.Begin(true)
		if err != nil {
			return fmt.Errorf("read the book: %w", err)
		}
		err = ahead(tx, b.sealer, read)
		return errors.Join(err, tx.Rollback())
	})
}

func ahead(tx *bolt.Tx, sealer *seal.Sealer, read func(tx *bolt.Tx) error) error {
	sh := newShelf(tx, sealer)
	t, err := sh.sum()
	if err != nil {
		return err
	}
	if err := sh.follow(t); err != nil {
		return err
	}
	if err := t.write(tx, sealer); err != nil {
		return err
	}
	return read(tx)
}
