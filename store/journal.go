package store

import (
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// Entry is a gesture in the journal: who changed what, from what to what, in words.
type Entry struct {
	Gesture model.ID
	Cohort  model.ID // or zero
	At      time.Time
	By      string
	Device  string
	How     string
	What    string
	Changes []Changed
	Undone  bool // nothing of it stands

	stamp oplog.Stamp
	after []model.ID // gestures that its maker had seen
}

// Changed is one change of an entry.
type Changed struct {
	Field    string
	From, To string
	Trainee  model.ID // whom it is about, or zero
	Block    model.ID // in which block, or zero
	Note     model.ID // which note, or zero
	Day      int      // of which day, or 0
	Undone   bool     // it does not stand
}

// Journal lists every gesture ever made, oldest first: what somebody had seen comes before what
// they did. A cohort, where one is given, leaves out the gestures of others.
func (b *Book) Journal(cohort model.ID) ([]Entry, error) {
	var entries []Entry
	if !cohort.IsZero() {
		err := b.EachEntry(cohort, nil, func(e Entry) { entries = append(entries, e) })
		slices.Reverse(entries)
		return entries, err
	}
	b.Flush()
	err := b.view(func(tx *bolt.Tx) error {
		entries = nil
		s, err := readSums(tx, b.sealer)
		if err != nil {
			return err
		}
		var got tally
		read := newReader(tx, b.sealer)
		tellers := map[model.ID]*teller{}
		placed := map[model.ID]oplog.Field{} // where each text stood
		c := tx.Bucket([]byte(bucketLog)).Cursor()
		for key, sealed := c.First(); key != nil; key, sealed = c.Next() {
			raw, err := openSealed(b.sealer, bucketLog, key, sealed)
			if err != nil {
				return err
			}
			got.Count++
			got.flip(key, raw)
			g, err := read.logged(key, raw)
			if err != nil {
				return err
			}
			for _, change := range g.Changes {
				if !change.Text.IsZero() {
					placed[change.Text] = change.Field
				}
			}
			about, err := read.root(g)
			if err != nil {
				return err
			}
			of := cohortAbout(about, placed)
			t := tellers[of]
			if t == nil {
				t = &teller{}
				if err := b.everything(tx, of, t); err != nil {
					return err
				}
				t.placed = placed
				tellers[of] = t
			}
			if err := read.meet(t.c, about); err != nil {
				return err
			}
			e, err := read.entry(g, t)
			if err != nil {
				return err
			}
			e.Cohort = of
			entries = append(entries, e)
		}
		if got != s.Log {
			return errLog
		}
		return nil
	})
	return inOrder(entries), err
}

// everything makes into a teller that knows a cohort with all its people, or with no cohort all
// people of the book.
func (b *Book) everything(tx *bolt.Tx, cohort model.ID, into *teller) error {
	r := newReader(tx, b.sealer)
	c := b.Blank(cohort)
	if cohort.IsZero() {
		if err := r.all(kindTrainee, c.regs); err != nil {
			return err
		}
	} else if err := r.scan(cohort[:], c.regs); err != nil {
		return err
	}
	if err := r.fill(c); err != nil {
		return err
	}
	c.derive()
	into.c = c
	return nil
}

// root is what an undo, an undo of an undo and so on lead to; any other gesture itself.
func (r reader) root(g *oplog.Gesture) (*oplog.Gesture, error) {
	for range 8 {
		if len(g.Changes) == 0 || g.Changes[0].Field.Kind != oplog.KindUndo {
			break
		}
		named, err := oplog.ParseOpID([]byte(g.Changes[0].Field.Entity))
		if err != nil {
			break
		}
		of, err := r.gesture(named.Gesture)
		if err != nil || of == nil {
			return g, err
		}
		g = of
	}
	return g, nil
}

// cohortAbout is the cohort that a gesture is of, or that the texts were of which it strikes.
func cohortAbout(g *oplog.Gesture, placed map[model.ID]oplog.Field) model.ID {
	of := cohortOf(g)
	for _, c := range g.Changes {
		if !of.IsZero() || c.Field.Kind != oplog.KindStrike || len(c.Field.Entity) != 16 {
			break // a person's old name is struck with the change, and forgetting is of no one cohort
		}
		if f := placed[part(c.Field.Entity, 0)]; f.Kind >= oplog.BoundKinds {
			return part(f.Entity, 0)
		}
	}
	return of
}
