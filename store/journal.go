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
}

// Journal lists every gesture ever made, oldest first: what somebody had seen comes before what
// they did. A cohort, where one is given, leaves out the gestures of others.
func (b *Book) Journal(cohort model.ID) ([]Entry, error) {
	b.Flush()
	var entries []Entry
	err := b.view(func(tx *bolt.Tx) error {
		entries = nil
		s, err := readSums(tx, b.sealer)
		if err != nil {
			return err
		}
		var got tally
		read := newReader(tx, b.sealer)
		tellers := map[model.ID]*teller{}
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
			of := cohortOf(g)
			if of.IsZero() {
				if of, err = read.undoneCohort(g); err != nil {
					return err
				}
			}
			if !cohort.IsZero() && of != cohort {
				if of.IsZero() && slices.ContainsFunc(g.Changes, func(c oplog.Change) bool { return c.Field.Kind == kindTrainee }) {
					of = cohort // a change of a person, told where that person is known
				} else {
					continue
				}
			}
			t := tellers[of]
			if t == nil {
				t = &teller{}
				if err := b.everything(tx, of, t); err != nil {
					return err
				}
				tellers[of] = t
			}
			if !cohort.IsZero() && cohortOf(g).IsZero() && !t.knowsAny(g) {
				continue
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

// undoneCohort is the cohort of what an undo names.
func (r reader) undoneCohort(g *oplog.Gesture) (model.ID, error) {
	for range 8 { // an undo of an undo of …
		if g == nil || len(g.Changes) == 0 || g.Changes[0].Field.Kind != oplog.KindUndo {
			break
		}
		named, err := oplog.ParseOpID([]byte(g.Changes[0].Field.Entity))
		if err != nil {
			break
		}
		if g, err = r.gesture(named.Gesture); err != nil {
			return model.ID{}, err
		}
		if g != nil {
			if of := cohortOf(g); !of.IsZero() {
				return of, nil
			}
		}
	}
	return model.ID{}, nil
}

// knowsAny reports whether a gesture is about somebody that the teller's cohort has.
func (t *teller) knowsAny(g *oplog.Gesture) bool {
	return slices.ContainsFunc(g.Changes, func(c oplog.Change) bool {
		return c.Field.Kind == oplog.KindUndo || c.Field.Kind == kindTrainee && t.c.byID[part(c.Field.Entity, 0)] != nil
	})
}

// entry tells one gesture.
func (r reader) entry(g *oplog.Gesture, t *teller) (Entry, error) {
	e := Entry{Gesture: g.ID, At: WallTime(g.Wall, g.Offset), By: t.c.name(g.Author), Device: t.c.name(g.Device),
		How: g.How.String(), stamp: g.Stamp, Undone: len(g.Changes) > 0}
	for i := range g.Changes {
		change, err := r.changed(g, i, t)
		if err != nil {
			return e, err
		}
		e.Changes = append(e.Changes, change)
		if reg, err := r.Register(g.Changes[i].Field); err != nil {
			return e, err
		} else if op := reg.Find(g.Op(i)); op == nil || !op.TakenBack {
			e.Undone = false
		}
		for _, p := range g.Changes[i].Preds {
			e.after = append(e.after, p.Gesture)
		}
		if g.Changes[i].Field.Kind == oplog.KindUndo {
			if named, err := oplog.ParseOpID([]byte(g.Changes[i].Field.Entity)); err == nil {
				e.after = append(e.after, named.Gesture)
			}
		}
	}
	e.What = t.What(g)
	if g.How == oplog.Undone {
		what, err := r.undoWords(g, t)
		if err != nil {
			return e, err
		}
		e.What = what
	}
	return e, nil
}

// changed tells one change: an undo as what it takes away.
func (r reader) changed(g *oplog.Gesture, i int, t *teller) (Changed, error) {
	c, back := &g.Changes[i], false
	for c.Field.Kind == oplog.KindUndo {
		named, err := oplog.ParseOpID([]byte(c.Field.Entity))
		if err != nil {
			break
		}
		earlier, here, err := r.Changed(named)
		if err != nil {
			return Changed{}, err
		}
		if !here {
			break
		}
		c, back = earlier, !back
	}
	to, err := r.words(c.Field, c.Value, c.Text, t)
	if err != nil {
		return Changed{}, err
	}
	from := t.c.valueWords(c.Field, nil, model.ID{})
	for _, p := range c.Preds {
		if earlier, here, err := r.Changed(p); err != nil {
			return Changed{}, err
		} else if here {
			if from, err = r.words(earlier.Field, earlier.Value, earlier.Text, t); err != nil {
				return Changed{}, err
			}
			break
		}
	}
	if back {
		from, to = to, from
	}
	out := Changed{Field: t.field(c.Field), From: from, To: to}
	switch c.Field.Kind {
	case kindMark:
		out.Block, out.Trainee = part(c.Field.Entity, 1), part(c.Field.Entity, 2)
	case kindEnrollment:
		out.Trainee = part(c.Field.Entity, 1)
	case kindTrainee:
		out.Trainee = part(c.Field.Entity, 0)
	case kindNote:
		out.Note = part(c.Field.Entity, 1)
	}
	if !out.Trainee.IsZero() {
		out.Trainee = t.c.sets.records(out.Trainee)[0]
	}
	return out, nil
}

// words is a value in words, its text read where the teller does not have it.
func (r reader) words(f oplog.Field, value []byte, text model.ID, t *teller) (string, error) {
	if _, here := t.c.texts[text]; !text.IsZero() && !here {
		words, here, err := r.text(text)
		if err != nil {
			return "", err
		}
		if here {
			t.c.texts[text] = words
		}
	}
	return t.c.valueWords(f, value, text), nil
}

// undoWords says what an undo took back, or a redo put back.
func (r reader) undoWords(g *oplog.Gesture, t *teller) (string, error) {
	words, of := "undone: ", g
	for of != nil && len(of.Changes) > 0 && of.Changes[0].Field.Kind == oplog.KindUndo {
		named, err := oplog.ParseOpID([]byte(of.Changes[0].Field.Entity))
		if err != nil {
			return words, nil
		}
		if of != g {
			words = "put back: "
		}
		if of, err = r.gesture(named.Gesture); err != nil {
			return "", err
		}
	}
	if of == nil {
		return words + "something that has not arrived", nil
	}
	return words + t.What(of), nil
}
