package store

import (
	"errors"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// Undoing is an undo or a redo that is ready to be saved: what it is of, so that a person can be
// asked first, and what it has to leave.
type Undoing struct {
	Draft  *Draft
	Of     model.ID  // the gesture that is taken back or put back
	What   string    // in words: "7 Maya: absent"
	At     time.Time // when that gesture was made
	Cohort model.ID  // whose it is, or zero
	Done   int       // fields put back
	Left   []string  // what stays as it is: what was passed over, then fields that were changed since, in words
	Passed []string  // those of Left that were passed over on the way to this gesture
}

// Errors of undo and redo.
var (
	ErrNothing   = errors.New("nothing to undo")
	ErrNoRedo    = errors.New("nothing to redo")
	ErrNoGesture = errors.New("the book has no such gesture")
	ErrAllLeft   = errors.New("all of it was changed since")
)

// PlanUndo works out how to undo the newest gesture of this laptop that stands. It returns
// ErrNothing where there is none. A gesture on all of whose fields something later stands is passed
// over, and named in Left.
func (b *Book) PlanUndo() (*Undoing, error) {
	var passed []string
	newest := true
	return b.plan(ErrNothing, func(sh *shelf, g *oplog.Gesture) (oplog.Reversal, *oplog.Gesture, error) {
		if g.Device != b.device {
			return oplog.Reversal{}, nil, nil
		}
		first := newest
		newest = false
		if first && strikes(g) { // said once, right after it; later undos pass it over
			return oplog.Reversal{Left: []oplog.Field{g.Changes[0].Field}}, g, nil
		}
		if g.How == oplog.Undone || !undoable(g) {
			return oplog.Reversal{}, nil, nil
		}
		if !first { // what was struck since was said then, not again at each undo
			if gone, err := sh.allStruck(g); gone || err != nil {
				return oplog.Reversal{}, nil, err
			}
		}
		rev, err := oplog.UndoOf(sh, g)
		return rev, g, err
	}, &passed)
}

// PlanRedo works out how to put back what this laptop undid last.
func (b *Book) PlanRedo() (*Undoing, error) {
	var passed []string
	return b.plan(ErrNoRedo, func(sh *shelf, g *oplog.Gesture) (oplog.Reversal, *oplog.Gesture, error) {
		if g.Device != b.device || g.How != oplog.Undone {
			return oplog.Reversal{}, nil, nil
		}
		of, err := sh.undoneBy(g)
		if err != nil || of == nil {
			return oplog.Reversal{}, nil, err
		}
		rev, err := oplog.RedoOf(sh, of)
		return rev, of, err
	}, &passed)
}

// undoable reports whether a gesture is one that a person made on the book, not a trainer's or a
// laptop's name.
func undoable(g *oplog.Gesture) bool {
	return !strikes(g) && slices.ContainsFunc(g.Changes, func(c oplog.Change) bool {
		return c.Field.Kind != kindAuthor && c.Field.Kind != kindDevice
	})
}

// strikes reports whether a gesture only strikes texts, or forgets a person: neither can be undone.
func strikes(g *oplog.Gesture) bool {
	return len(g.Changes) > 0 && !slices.ContainsFunc(g.Changes, func(c oplog.Change) bool {
		return c.Field.Kind != oplog.KindStrike && !forgets(c.Field)
	})
}

func forgets(f oplog.Field) bool { return f.Kind == kindTrainee && f.Prop == propForgotten }

// allStruck reports whether a text was struck in every field of a gesture, or for one of a note in the
// note's words: there is nothing left of it to undo.
func (s *shelf) allStruck(g *oplog.Gesture) (bool, error) {
	for _, c := range g.Changes {
		f := c.Field
		if c.Text.IsZero() && f.Kind != kindNote {
			return false, nil
		}
		if f.Kind == kindNote && f.Prop != propOwnWords {
			f.Prop = propText
		}
		r, err := s.Register(f)
		if err != nil || r == nil {
			return false, err
		}
		gone := false
		for i := 0; i < len(r.Ops) && !gone; i++ {
			if d := r.Ops[i].Text; !d.IsZero() {
				if gone, err = oplog.Struck(s, d); err != nil {
					return false, err
				}
			}
		}
		if !gone {
			return false, nil
		}
	}
	return true, nil
}

// undoneBy is the gesture that an undo took back, nil where the undo itself was taken back, or was
// a redo.
func (s *shelf) undoneBy(undo *oplog.Gesture) (*oplog.Gesture, error) {
	for i, c := range undo.Changes {
		stands, err := oplog.Stands(s, undo.Op(i))
		if err != nil {
			return nil, err
		}
		named, parseErr := oplog.ParseOpID([]byte(c.Field.Entity))
		if c.Field.Kind != oplog.KindUndo || !stands || parseErr != nil {
			continue
		}
		of, err := s.gesture(named.Gesture)
		if err != nil || of == nil || of.How == oplog.Undone {
			return nil, err
		}
		return of, nil
	}
	return nil, nil
}

// plan walks the log from its end until choose finds a gesture with something to reverse. What was
// passed over because all of it was changed since goes into passed, in words.
func (b *Book) plan(none error, choose func(*shelf, *oplog.Gesture) (oplog.Reversal, *oplog.Gesture, error), passed *[]string) (*Undoing, error) {
	b.Flush()
	var of *oplog.Gesture
	var rev oplog.Reversal
	var tell teller
	err := b.view(func(tx *bolt.Tx) error {
		of, *passed = nil, nil
		sh := newShelf(tx, b.sealer)
		c := tx.Bucket([]byte(bucketLog)).Cursor()
		for key, sealed := c.Last(); key != nil && of == nil; key, sealed = c.Prev() {
			raw, err := openSealed(b.sealer, bucketLog, key, sealed)
			if err != nil {
				return err
			}
			g, err := sh.logged(key, raw)
			if err != nil {
				return err
			}
			r, chosen, err := choose(sh, g)
			if err != nil {
				return err
			}
			switch {
			case chosen == nil || len(r.Changes) == 0 && len(r.Left) == 0:
			case len(r.Changes) == 0:
				if strikesText(chosen) {
					*passed = append(*passed, "what was struck stays struck")
					continue
				}
				words, err := b.tell(tx, chosen, &tell)
				if err != nil {
					return err
				}
				if words += " was changed since"; !slices.Contains(*passed, words) {
					*passed = append(*passed, words)
				}
			default:
				of, rev = chosen, r
			}
		}
		if of == nil {
			return none
		}
		_, err := b.tell(tx, of, &tell)
		return err
	})
	if err != nil {
		return nil, err
	}
	return b.undoing(of, rev, &tell, *passed)
}

// undoing forms the gesture that a reversal comes to, with what to say of it.
func (b *Book) undoing(of *oplog.Gesture, rev oplog.Reversal, tell *teller, passed []string) (*Undoing, error) {
	g, err := b.stampGesture(oplog.Undone, rev.Changes)
	if err != nil {
		return nil, err
	}
	u := &Undoing{Draft: &Draft{Gesture: g}, Of: of.ID, What: tell.What(of), At: WallTime(of.Wall, of.Offset),
		Cohort: cohortOf(of), Done: len(rev.Changes), Left: passed, Passed: passed}
	for _, f := range rev.Left {
		u.Left = append(u.Left, tell.field(f))
	}
	return u, nil
}
