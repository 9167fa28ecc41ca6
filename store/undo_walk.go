package store

import (
	"fmt"
	"slices"
	"strings"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// step is what a walk through the log makes of one gesture: nothing where of is nil.
type step struct {
	of     *oplog.Gesture
	rev    oplog.Reversal
	struck bool // it struck texts, and nobody went past it yet
}

// walk goes through the log from its end, in search of a gesture to reverse.
type walk struct {
	met    map[model.ID]bool // gestures of this laptop
	undone []model.ID        // those of this laptop that undos took back, met or not yet
	passed []string          // in words, what was changed since
	struck []struckBy        // newest first
}

// struckBy is a gesture that struck texts, and where the first of them stood.
type struckBy struct {
	g     *oplog.Gesture
	left  []oplog.Field // what it changed besides, which can't be undone for that
	text  model.ID      // the first text that it struck
	place oplog.Field   // zero while that is not known
}

// metUndo notes what an undo took back.
func (w *walk) metUndo(sh *shelf, undo *oplog.Gesture) error {
	of, err := sh.undoneBy(undo)
	if err == nil && of != nil && of.Device == undo.Device {
		w.undone = append(w.undone, of.ID)
	}
	return err
}

// wentBack reports whether something was undone from before where the walk is.
func (w *walk) wentBack() bool {
	return slices.ContainsFunc(w.undone, func(id model.ID) bool { return !w.met[id] })
}

// meetStruck notes a gesture that struck texts.
func (w *walk) meetStruck(g *oplog.Gesture, left []oplog.Field) {
	s := struckBy{g: g, left: left}
	for _, c := range g.Changes {
		if c.Field.Kind == oplog.KindStrike && len(c.Field.Entity) == 16 {
			s.text = part(c.Field.Entity, 0)
			break
		}
	}
	w.struck = append(w.struck, s)
}

// place notes where texts stood that were struck later, and reports whether any is still looked for.
func (w *walk) place(g *oplog.Gesture) (looking bool) {
	for i := range w.struck {
		s := &w.struck[i]
		for _, c := range g.Changes {
			if !c.Text.IsZero() && c.Text == s.text {
				s.place = c.Field
			}
		}
		looking = looking || s.place.Kind == 0 && !s.text.IsZero()
	}
	return looking
}

// plan walks the log from its end until choose finds a gesture with something to reverse. What was
// passed over because all of it was changed since goes into Passed, in words.
func (b *Book) plan(none error, choose func(*shelf, *oplog.Gesture, *walk) (step, error)) (*Undoing, error) {
	b.Flush()
	var found step
	var w *walk
	var tell teller
	var struck []string
	err := b.view(func(tx *bolt.Tx) error {
		found, w, struck = step{}, &walk{met: map[model.ID]bool{}}, nil
		if err := b.walkBack(tx, w, &found, &tell, choose); err != nil {
			return err
		}
		for _, s := range w.struck {
			words, err := b.tellStruck(tx, s, found.of)
			if err != nil {
				return err
			}
			struck = append(struck, words)
		}
		switch {
		case found.of == nil && len(struck) > 0:
			return fmt.Errorf("the last change can't be undone: %s: %w", strings.Join(struck, ", "), ErrStruck)
		case found.of == nil:
			return none
		}
		_, err := b.tell(tx, found.of, &tell)
		return err
	})
	if err != nil {
		return nil, err
	}
	u, err := b.undoing(found.of, found.rev, &tell, w.passed)
	if err == nil {
		u.Struck = struck
	}
	return u, err
}

// walkBack walks until there is something to reverse, where nothing is found yet, and on to where texts
// stood that were struck.
func (b *Book) walkBack(tx *bolt.Tx, w *walk, found *step, tell *teller, choose func(*shelf, *oplog.Gesture, *walk) (step, error)) error {
	sh := newShelf(tx, b.sealer)
	c := tx.Bucket([]byte(bucketLog)).Cursor()
	looking := w.place(&oplog.Gesture{})
	for key, sealed := c.Last(); key != nil && (found.of == nil || looking); key, sealed = c.Prev() {
		raw, err := openSealed(b.sealer, bucketLog, key, sealed)
		if err != nil {
			return err
		}
		g, err := sh.logged(key, raw)
		if err != nil {
			return err
		}
		if found.of == nil {
			s, err := choose(sh, g, w)
			if err != nil {
				return err
			}
			switch {
			case s.struck:
				w.meetStruck(g, s.rev.Left)
			case len(s.rev.Changes) > 0:
				*found = s
			case s.of != nil && len(s.rev.Left) > 0:
				words, err := b.tell(tx, s.of, tell)
				if err != nil {
					return err
				}
				if words += " was changed since"; !slices.Contains(w.passed, words) {
					w.passed = append(w.passed, words)
				}
			}
		}
		looking = w.place(g)
	}
	return nil
}

// tellStruck says what a gesture that struck texts was of, as it is called now. Rows are those of the
// cohort that the gesture beside it is of, which may be nil.
func (b *Book) tellStruck(tx *bolt.Tx, s struckBy, beside *oplog.Gesture) (string, error) {
	var t teller
	if slices.ContainsFunc(s.g.Changes, func(c oplog.Change) bool { return forgets(c.Field) }) {
		return formerTrainee + " was forgotten", nil
	}
	cohort := cohortOf(s.g)
	if s.place.Kind >= oplog.BoundKinds {
		cohort = part(s.place.Entity, 0)
	} else if cohort.IsZero() && beside != nil {
		cohort = cohortOf(beside)
	}
	if err := b.everything(tx, cohort, &t); err != nil {
		return "", err
	}
	if err := newReader(tx, b.sealer).meet(t.c, s.g); err != nil {
		return "", err
	}
	var words []string
	for _, f := range s.left {
		words = append(words, t.field(f))
	}
	switch {
	case len(words) > 0:
		return strings.Join(words, ", "), nil
	case s.place.Kind == 0:
		return "a text", nil
	}
	return t.field(s.place), nil
}
