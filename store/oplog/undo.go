package oplog

import "slices"

// Reversal is what undoing or redoing a gesture comes to: the changes that do it, and the fields
// that are left as they are because something later stands on them or an earlier text was struck.
type Reversal struct {
	Changes []Change
	Left    []Field
}

// null is the CBOR of a value that says nothing.
var null = []byte{0xf6}

// UndoOf works out how to take back a gesture. Each undo names as its preds the heads of the field
// that it changes: what was there when it was made, by whatever clock. What of it was taken back already is passed over. A
// strike can't be taken back. Undoing an undo is a redo of what it took back.
func UndoOf(s Shelf, g *Gesture) (Reversal, error) {
	var rev Reversal
	for i := range g.Changes {
		field, id := g.Changes[i].Field, g.Op(i)
		if field.Kind == KindStrike || !s.Knows(field) {
			continue
		}
		r, err := s.Register(field)
		if err != nil {
			return rev, err
		}
		op := r.Find(id)
		if op == nil || op.TakenBack {
			continue
		}
		free, err := freeToTakeBack(s, field, r, op)
		if err != nil {
			return rev, err
		}
		if !free {
			rev.Left = append(rev.Left, field)
			continue
		}
		rev.Changes = append(rev.Changes, Change{Field: UndoField(id), Preds: r.HeadIDs(), Value: null})
	}
	return rev, nil
}

// RedoOf works out how to put a gesture back that was undone: every standing undo of it is taken
// back, but for fields changed since.
func RedoOf(s Shelf, g *Gesture) (Reversal, error) {
	var rev Reversal
	for i := range g.Changes {
		undo := UndoField(g.Op(i))
		r, err := s.Register(undo)
		if err != nil {
			return rev, err
		}
		if r == nil {
			continue
		}
		for j := range r.Ops {
			u := &r.Ops[j]
			if u.TakenBack {
				continue
			}
			free, err := freeToTakeBack(s, undo, r, u)
			if err != nil {
				return rev, err
			}
			if !free {
				rev.Left = append(rev.Left, g.Changes[i].Field)
				break
			}
			rev.Changes = append(rev.Changes, Change{Field: UndoField(u.ID), Preds: r.HeadIDs(), Value: null})
		}
	}
	return rev, nil
}

// freeToTakeBack reports whether taking op back would disturb nothing later.
func freeToTakeBack(s Shelf, field Field, r *Register, op *Op) (bool, error) {
	if field.Kind == KindUndo {
		return nothingSince(s, field, op)
	}
	if !slices.ContainsFunc(r.Heads(), func(h *Op) bool { return h.ID == op.ID }) {
		return false, nil
	}
	without := &Register{Ops: slices.Clone(r.Ops)}
	without.Find(op.ID).TakenBack = true
	for _, h := range without.Heads() {
		if h.Text.IsZero() {
			continue
		}
		if struck, err := Struck(s, h.Text); err != nil || struck {
			return false, err
		}
	}
	return true, nil
}

// nothingSince reports whether the field of the operation that an undo took back has not been
// changed after that undo.
func nothingSince(s Shelf, undo Field, u *Op) (bool, error) {
	named, err := ParseOpID([]byte(undo.Entity))
	if err != nil {
		return false, nil
	}
	c, here, err := s.Changed(named)
	if err != nil || !here || c.Field.Kind == KindUndo {
		return here, err
	}
	r, err := s.Register(c.Field)
	if err != nil {
		return false, err
	}
	x := r.Find(named)
	if x == nil {
		return false, nil
	}
	if !x.Text.IsZero() {
		if struck, err := Struck(s, x.Text); err != nil || struck {
			return false, err
		}
	}
	seen := make([]bool, len(r.Ops))
	r.pass(x, seen)
	r.pass(u, seen)
	for i := range r.Ops {
		if y := &r.Ops[i]; !y.TakenBack && !seen[i] && y.ID != named {
			return false, nil
		}
	}
	return true, nil
}
