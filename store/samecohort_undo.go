package store

import (
	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// asOne adds to the undo or the redo of a cohort's join that of all that was saved with it: what was done
// as one is taken back as one. An error that it is given it gives back.
func (b *Book) asOne(u *Undoing, err error, reverse func(oplog.Shelf, *oplog.Gesture) (oplog.Reversal, error)) (*Undoing, error) {
	if err != nil {
		return nil, err
	}
	var revs []oplog.Reversal
	var left []string
	err = b.view(func(tx *bolt.Tx) error {
		revs, left = nil, nil
		sh := newShelf(tx, b.sealer)
		of, err := sh.gesture(u.Of)
		if err != nil || of == nil {
			return err
		}
		tellers := map[model.ID]*teller{}
		for _, id := range savedWith(of) {
			g, err := sh.gesture(id)
			if err != nil || g == nil { // one that has not arrived here
				if err != nil {
					return err
				}
				continue
			}
			rev, err := reverse(sh, g)
			if err != nil {
				return err
			}
			if len(rev.Changes) > 0 {
				revs = append(revs, rev)
			}
			for _, f := range rev.Left {
				t := tellers[cohortOf(g)]
				if t == nil {
					t = &teller{}
					if _, err := b.tell(tx, g, t); err != nil {
						return err
					}
					tellers[cohortOf(g)] = t
				}
				left = append(left, t.field(f))
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, rev := range revs {
		g, err := b.stampGesture(oplog.Undone, rev.Changes)
		if err != nil {
			return nil, err
		}
		u.Draft.With = append(u.Draft.With, &Draft{Gesture: g})
		u.Done += len(rev.Changes)
	}
	u.Left = append(u.Left, left...)
	return u, nil
}

// savedWith are the gestures that were saved with a cohort's join, none for any other gesture.
func savedWith(g *oplog.Gesture) (ids []model.ID) {
	for _, c := range g.Changes {
		if c.Field.Kind != kindCohortJoin {
			continue
		}
		if w, ok := joinOfCohort(c.Value); ok {
			ids = append(ids, idsIn(w.Gestures)...)
		}
	}
	return ids
}
