package store

import (
	"rollbook/model"
	"rollbook/store/oplog"
)

// entry tells one gesture.
func (r reader) entry(g *oplog.Gesture, t *teller) (Entry, error) {
	e := Entry{Gesture: g.ID, At: WallTime(g.Wall, g.Offset), By: t.c.name(g.Author), Device: t.c.name(g.Device),
		How: g.How.String(), stamp: g.Stamp, Undone: len(g.Changes) > 0}
	for i := range g.Changes {
		if f := g.Changes[i].Field; f.Kind == oplog.KindStrike && !t.c.Cohort.ID.IsZero() {
			if _, known := t.placeOf(f); !known {
				continue // it stood in another cohort, whose journal tells of it
			}
		}
		change, err := r.changed(g, i, t)
		if err != nil {
			return e, err
		}
		if change.Undone, err = r.takenBack(g, i, t); err != nil {
			return e, err
		}
		e.Changes = append(e.Changes, change)
		e.Undone = e.Undone && change.Undone
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
		value, text, here, err := r.earlier(p, c.Field, t)
		if err != nil {
			return Changed{}, err
		}
		if here {
			if from, err = r.words(c.Field, value, text, t); err != nil {
				return Changed{}, err
			}
			break
		}
	}
	if back {
		from, to = to, from
	}
	out := Changed{Field: t.field(c.Field), From: from, To: to}
	t.whom(c, &out)
	return out, nil
}

// takenBack reports whether a change does not stand any more.
func (r reader) takenBack(g *oplog.Gesture, i int, t *teller) (bool, error) {
	reg := t.c.regs[g.Changes[i].Field]
	if reg == nil {
		var err error
		if reg, err = r.Register(g.Changes[i].Field); err != nil {
			return false, err
		}
	}
	op := reg.Find(g.Op(i))
	return op != nil && op.TakenBack, nil
}

// earlier is what an operation on a field said: as the teller has it, or from its gesture.
func (r reader) earlier(id oplog.OpID, f oplog.Field, t *teller) (value []byte, text model.ID, here bool, err error) {
	if op := t.c.regs[f].Find(id); op != nil {
		return op.Value, op.Text, true, nil
	}
	c, here, err := r.Changed(id)
	if !here || err != nil {
		return nil, text, false, err
	}
	return c.Value, c.Text, true, nil
}

// whom notes whom a change is about, in which block and of which day.
func (t *teller) whom(c *oplog.Change, out *Changed) {
	f := c.Field
	if f.Kind == oplog.KindStrike {
		f, _ = t.placeOf(f)
		out.From, out.To = "", "struck"
	}
	switch f.Kind {
	case kindMark:
		out.Block = part(f.Entity, 1)
	case kindNote:
		out.Note = part(f.Entity, 1)
		var about wireAbout
		if t.c.value(field(kindNote, propAbout, t.c.Cohort.ID, out.Note), &about) {
			out.Day = about.Day
		}
	case kindMakeup:
		m, _ := t.c.made(part(f.Entity, 1))
		out.Block = m.Block
	case kindJoin:
		out.Trainee, _, _ = decodePair(c.Value)
	case kindDay, kindClose:
		out.Day = t.c.numberOf(part(f.Entity, 1))
	case kindBlock:
		out.Block = part(f.Entity, 1)
	}
	if b, ok := t.c.Block(out.Block); ok {
		out.Day = b.Day
	}
	if about := t.c.whose(f); !about.IsZero() {
		out.Trainee = about
	}
	if !out.Trainee.IsZero() {
		out.Trainee = t.c.sets.records(out.Trainee)[0]
	}
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
