package store

import (
	"testing"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// An undo of two thousand marks asks two thousand times for the gesture that made them.
func TestAGestureAskedForAgainIsNotReadAgain(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 4, "Ana")
	p := c.People[0]
	var ids []model.ID
	for _, block := range c.Blocks {
		d := save(t, c, oplog.Single, c.EditMark(p, block.ID, model.Plain(model.Absent)))
		ids = append(ids, d.Gesture.ID)
	}
	if len(ids) <= mostParsed {
		t.Fatalf("%d gestures are no more than the %d that are kept", len(ids), mostParsed)
	}
	if err := b.view(func(tx *bolt.Tx) error {
		sh := newShelf(tx, b.sealer)
		for range 2 { // the second time after all have been pushed out
			for _, id := range ids {
				g, err := sh.gesture(id)
				if err != nil {
					return err
				}
				change, here, err := sh.Changed(oplog.OpID{Gesture: id})
				if err != nil {
					return err
				}
				if g.ID != id || !here || change != &g.Changes[0] {
					t.Errorf("%s was read again, or is another", id)
				}
				if len(sh.parsed) > mostParsed {
					t.Errorf("%d gestures are kept", len(sh.parsed))
				}
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}
