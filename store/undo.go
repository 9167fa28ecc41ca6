package store

import (
	"errors"
	"slices"
	"time"

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
	Struck []string  // what was done after it and can't be undone, because it struck texts: "note on day 1"
}

// Errors of undo and redo.
var (
	ErrNothing   = errors.New("nothing to undo")
	ErrNoRedo    = errors.New("nothing to redo")
	ErrNoGesture = errors.New("the book has no such gesture")
	ErrAllLeft   = errors.New("all of it was changed since")
	ErrStruck    = errors.New("what was struck stays struck")
)

// PlanUndo works out how to undo the newest gesture of this laptop that stands. It returns
// ErrNothing where there is none. A gesture on all of whose fields something later stands is passed
// over, and named in Left. One that struck texts can't be undone: what it was is named in Struck, and
// the gesture is one from before it, which somebody is to be asked about; the error wraps ErrStruck
// where there is none. Once something from before it was undone, it is passed over in silence.
func (b *Book) PlanUndo() (*Undoing, error) {
	u, err := b.plan(ErrNothing, func(sh *shelf, g *oplog.Gesture, w *walk) (step, error) {
		switch {
		case g.Device != b.device:
			return step{}, nil
		case g.How == oplog.Undone:
			return step{}, w.metUndo(sh, g)
		}
		w.met[g.ID] = true
		if strikes(g) {
			return step{struck: !w.wentBack()}, nil
		}
		if !undoable(g) {
			return step{}, nil
		}
		if len(w.met) > 1 { // what was struck since was said then, not again at each undo
			if gone, err := sh.allStruck(g); gone || err != nil {
				return step{}, err
			}
		}
		rev, err := oplog.UndoOf(sh, g)
		if err == nil && len(rev.Changes) == 0 && strikesText(g) {
			return step{rev: oplog.Reversal{Left: rev.Left}, struck: len(rev.Left) > 0 && !w.wentBack()}, nil
		}
		return step{of: g, rev: rev}, err
	})
	return b.asOne(u, err, oplog.UndoOf)
}

// PlanRedo works out how to put back what this laptop undid last.
func (b *Book) PlanRedo() (*Undoing, error) {
	u, err := b.plan(ErrNoRedo, func(sh *shelf, g *oplog.Gesture, _ *walk) (step, error) {
		if g.Device != b.device || g.How != oplog.Undone {
			return step{}, nil
		}
		of, err := sh.undoneBy(g)
		if err != nil || of == nil {
			return step{}, err
		}
		rev, err := oplog.RedoOf(sh, of)
		return step{of: of, rev: rev}, err
	})
	return b.asOne(u, err, oplog.RedoOf)
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
