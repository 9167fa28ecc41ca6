package store

import (
	"fmt"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// Any gesture of the journal can be taken back, whoever made it on whichever laptop, and put back.

// PlanUndoOf works out how to undo one gesture of the journal, whoever made it. It returns
// ErrNoGesture, ErrNothing where it is undone already, ErrAllLeft, or ErrStruck where nothing can be
// undone because it struck texts.
func (b *Book) PlanUndoOf(id model.ID) (*Undoing, error) {
	u, err := b.planOf(id, ErrNothing, func(sh *shelf, g *oplog.Gesture) (oplog.Reversal, error) {
		if strikes(g) {
			return oplog.Reversal{Left: []oplog.Field{g.Changes[0].Field}}, nil
		}
		return oplog.UndoOf(sh, g)
	})
	return b.asOne(u, err, oplog.UndoOf)
}

// PlanRedoOf works out how to put back what was undone of one gesture, whoever made or undid it. It
// returns ErrNoGesture, ErrNoRedo where nothing of it is undone, or ErrAllLeft.
func (b *Book) PlanRedoOf(id model.ID) (*Undoing, error) {
	u, err := b.planOf(id, ErrNoRedo, func(sh *shelf, g *oplog.Gesture) (oplog.Reversal, error) { return oplog.RedoOf(sh, g) })
	return b.asOne(u, err, oplog.RedoOf)
}

// planOf works out how to reverse one gesture; none is the error where there is nothing to reverse.
func (b *Book) planOf(id model.ID, none error, reverse func(*shelf, *oplog.Gesture) (oplog.Reversal, error)) (*Undoing, error) {
	b.Flush()
	var of *oplog.Gesture
	var rev oplog.Reversal
	var tell teller
	err := b.view(func(tx *bolt.Tx) error {
		sh := newShelf(tx, b.sealer)
		var err error
		if of, err = sh.gesture(id); err != nil {
			return err
		}
		if of == nil {
			return ErrNoGesture
		}
		if rev, err = reverse(sh, of); err != nil {
			return err
		}
		if len(rev.Changes) == 0 && len(rev.Left) == 0 {
			return none
		}
		if len(rev.Changes) == 0 && (strikes(of) || strikesText(of)) {
			return b.cantUndo(tx, of, rev.Left)
		}
		words, err := b.tell(tx, of, &tell)
		if err != nil || len(rev.Changes) > 0 {
			return err
		}
		return fmt.Errorf("%w: %s was changed since", ErrAllLeft, words)
	})
	if err != nil {
		return nil, err
	}
	return b.undoing(of, rev, &tell, nil)
}

// cantUndo says that a gesture struck texts, and which.
func (b *Book) cantUndo(tx *bolt.Tx, of *oplog.Gesture, left []oplog.Field) error {
	if strikes(of) {
		left = nil // all that it did
	}
	w := &walk{}
	w.meetStruck(of, left)
	if err := b.walkBack(tx, w, &step{of: of}, nil, nil); err != nil {
		return err
	}
	words, err := b.tellStruck(tx, w.struck[0], nil)
	if err != nil {
		return err
	}
	return fmt.Errorf("it can't be undone: %s: %w", words, ErrStruck)
}
