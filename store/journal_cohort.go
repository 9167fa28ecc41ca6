package store

import (
	"slices"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// A cohort's journal is found by the cohort's own range of the state, whose registers keep every
// operation ever made. To look through the whole log for it took 1.2 s in a book of 83,000 gestures,
// and takes longer with each round.

// EachEntry hands the journal of a cohort to take, newest first, one entry at a time: what is wanted
// of it is the caller's to keep, and nothing else stays. progress, which may be nil, hears now and
// then how many of all gestures were told. Gestures of kinds that this version does not know are in
// the book's whole journal only.
func (b *Book) EachEntry(cohort model.ID, progress func(done, all int), take func(Entry)) error {
	b.Flush()
	// Where the state does not add up, view begins anew: that shows before the first entry is told.
	return b.view(func(tx *bolt.Tx) error {
		t := &teller{}
		if err := b.everything(tx, cohort, t); err != nil {
			return err
		}
		r := newReader(tx, b.sealer)
		found, err := r.gesturesOf(t)
		if err != nil {
			return err
		}
		for i := range slices.Backward(found) {
			if done := len(found) - 1 - i; progress != nil && done%oftenTold == 0 {
				progress(done, len(found))
			}
			e, ours, err := r.told(found[i].Gesture, t)
			if err != nil {
				return err
			}
			if ours {
				take(e)
			}
		}
		return nil
	})
}

// oftenTold is after how many gestures progress hears.
const oftenTold = 500

// EntryOf tells one gesture as the journal of a cohort does. It returns ErrNoGesture where the book
// has none of that id.
func (b *Book) EntryOf(cohort, gesture model.ID) (Entry, error) {
	b.Flush()
	var e Entry
	err := b.view(func(tx *bolt.Tx) error {
		t := &teller{}
		if err := b.everything(tx, cohort, t); err != nil {
			return err
		}
		t.placed = map[model.ID]oplog.Field{}
		for f, reg := range t.c.regs {
			t.place(f, reg)
		}
		var err error
		e, _, err = newReader(tx, b.sealer).told(gesture, t)
		return err
	})
	return e, err
}

// place notes where the texts of a register stand.
func (t *teller) place(f oplog.Field, reg *oplog.Register) {
	for i := range reg.Ops {
		if text := reg.Ops[i].Text; !text.IsZero() {
			t.placed[text] = f
		}
	}
}

// told tells a gesture; ours is false for one that is of another cohort.
func (r reader) told(id model.ID, t *teller) (e Entry, ours bool, err error) {
	g, err := r.gesture(id)
	if err != nil {
		return e, false, err
	}
	if g == nil {
		return e, false, ErrNoGesture
	}
	about, err := r.root(g)
	if err != nil {
		return e, false, err
	}
	if of := cohortAbout(about, t.placed); !of.IsZero() && of != t.c.Cohort.ID {
		return e, false, nil
	}
	if err := r.meet(t.c, about); err != nil {
		return e, false, err
	}
	e, err = r.entry(g, t)
	e.Cohort = t.c.Cohort.ID
	return e, true, err
}

// gathering is a cohort's gestures while they are looked for: entries of which only the order is known.
type gathering struct {
	at  map[model.ID]int
	all []Entry
}

// add notes the gesture of an operation.
func (n *gathering) add(op *oplog.Op, also ...model.ID) {
	at, known := n.at[op.ID.Gesture]
	if !known {
		at = len(n.all)
		n.at[op.ID.Gesture] = at
		n.all = append(n.all, Entry{Gesture: op.ID.Gesture, stamp: op.Stamp})
	}
	e := &n.all[at]
	for _, p := range op.Preds {
		e.after = append(e.after, p.Gesture)
	}
	e.after = append(e.after, also...)
}

// gesturesOf lists the gestures on a teller's cohort and on the people in it, what undid them and
// what struck their texts, in the order of the journal; and notes where each text stood.
func (r reader) gesturesOf(t *teller) ([]Entry, error) {
	n := &gathering{at: map[model.ID]int{}}
	t.placed = map[model.ID]oplog.Field{}
	for f, reg := range t.c.regs {
		if f.Kind == kindAuthor || f.Kind == kindDevice || f.Kind == kindJoin && !t.joinsOurs(reg) {
			continue
		}
		t.place(f, reg)
		for i := range reg.Ops {
			n.add(&reg.Ops[i])
		}
	}
	for text := range t.placed {
		struck, err := r.Register(oplog.StrikeField(text))
		if err != nil {
			return nil, err
		}
		if struck == nil {
			continue
		}
		for i := range struck.Ops {
			n.add(&struck.Ops[i])
		}
	}
	for at := 0; at < len(n.all); at++ { // undoing may be undone: the list grows meanwhile
		if err := r.undosOf(n.all[at].Gesture, n); err != nil {
			return nil, err
		}
	}
	return inOrder(n.all), nil
}

// undosOf adds the gestures that took something of a gesture back.
func (r reader) undosOf(gesture model.ID, n *gathering) error {
	named, err := r.Named(gesture)
	if err != nil || !named {
		return err
	}
	key, undos := headKey(oplog.Field{Kind: oplog.KindUndo, Entity: string(gesture[:])}), map[oplog.Field]*oplog.Register{}
	if err := r.prefixed(key[:len(key)-2], undos); err != nil {
		return err
	}
	for _, reg := range undos {
		for i := range reg.Ops {
			n.add(&reg.Ops[i], gesture)
		}
	}
	return nil
}

// joinsOurs reports whether a join is of somebody in the teller's cohort.
func (t *teller) joinsOurs(reg *oplog.Register) bool {
	for i := range reg.Ops {
		if a, b, ok := decodePair(reg.Ops[i].Value); ok && (t.c.byID[a] != nil || t.c.byID[b] != nil) {
			return true
		}
	}
	return false
}
