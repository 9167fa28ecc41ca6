package oplog

import (
	"fmt"

	"rollbook/model"
)

// Shelf is where registers lie: the buckets of a book within a transaction, or a map in memory.
type Shelf interface {
	// Register is the register of a field, nil where nothing was ever done to it. The caller may
	// change it and must Put it then.
	Register(Field) (*Register, error)
	Put(Field, *Register) error
	// Named reports whether an undo has arrived that names an operation of a gesture.
	Named(gesture model.ID) (bool, error)
	// Changed is the change that an operation made, where its gesture has arrived.
	Changed(OpID) (*Change, bool, error)
	// DropText forgets a text for good.
	DropText(digest model.ID) error
	// Knows reports whether this version can apply the field. What it does not know stays in the
	// log as it came, and is applied by a version that does.
	Knows(Field) bool
}

// Apply adds a gesture to the state. Applying one twice changes nothing, and the order in which
// gestures are applied makes no difference. The gesture itself must be on the shelf already.
func Apply(s Shelf, g *Gesture) error {
	named, err := s.Named(g.ID)
	if err != nil {
		return fmt.Errorf("apply gesture %s: %w", g.ID, err)
	}
	for i := range g.Changes {
		if err := applyChange(s, g, i, named); err != nil {
			return fmt.Errorf("apply change %d of gesture %s: %w", i, g.ID, err)
		}
	}
	return nil
}

func applyChange(s Shelf, g *Gesture, i int, named bool) error {
	c := &g.Changes[i]
	if !s.Knows(c.Field) {
		return nil
	}
	r, err := s.Register(c.Field)
	if err != nil {
		return err
	}
	if r == nil {
		r = &Register{}
	}
	id := g.Op(i)
	if r.Find(id) != nil {
		return nil
	}
	op := OpOf(g, i)
	if named && c.Field.Kind != KindStrike {
		stands, err := Stands(s, id)
		if err != nil {
			return err
		}
		op.TakenBack = !stands
	}
	r.Add(op)
	if err := s.Put(c.Field, r); err != nil {
		return err
	}
	switch c.Field.Kind {
	case KindUndo:
		return restand(s, c.Field)
	case KindStrike:
		if len(c.Field.Entity) == 16 {
			return s.DropText(model.ID([]byte(c.Field.Entity)))
		}
	}
	return nil
}

// OpOf is the i-th change of a gesture as a register keeps it, standing.
func OpOf(g *Gesture, i int) Op {
	c := &g.Changes[i]
	return Op{ID: g.Op(i), Preds: c.Preds, Stamp: g.Stamp, Wall: g.Wall, Offset: g.Offset,
		Author: g.Author, Device: g.Device, How: g.How, Value: c.Value, Text: c.Text}
}

// UndoField is the register of the undos that name an operation.
func UndoField(id OpID) Field { return Field{Kind: KindUndo, Entity: string(id.Bytes())} }

// StrikeField is the register of the strikes that name a text.
func StrikeField(digest model.ID) Field { return Field{Kind: KindStrike, Entity: string(digest[:])} }

// Stands reports whether no standing undo names the operation. A strike always stands.
func Stands(s Shelf, id OpID) (bool, error) {
	r, err := s.Register(UndoField(id))
	if err != nil || r == nil {
		return true, err
	}
	for i := range r.Ops {
		if !r.Ops[i].TakenBack {
			return false, nil
		}
	}
	return true, nil
}

// restand works out anew whether the operation that an undo names stands, and, where that is an
// undo itself, goes on to what that one names. The chain ends: an undo names what was made before
// it, since it names it by hash.
func restand(s Shelf, undo Field) error {
	for undo.Kind == KindUndo {
		named, err := ParseOpID([]byte(undo.Entity))
		if err != nil {
			return nil // names nothing that can exist
		}
		c, here, err := s.Changed(named)
		if err != nil || !here || c.Field.Kind == KindStrike {
			return err
		}
		stands, err := Stands(s, named)
		if err != nil {
			return err
		}
		r, err := s.Register(c.Field)
		if err != nil {
			return err
		}
		op := r.Find(named)
		if op == nil || op.TakenBack == !stands {
			return nil
		}
		op.TakenBack = !stands
		if err := s.Put(c.Field, r); err != nil {
			return err
		}
		undo = c.Field
	}
	return nil
}

// Struck reports whether a text was struck.
func Struck(s Shelf, digest model.ID) (bool, error) {
	r, err := s.Register(StrikeField(digest))
	return r != nil && len(r.Ops) > 0, err
}
