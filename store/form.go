package store

import (
	"fmt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// Edit is one field that a gesture is to set. A nil Value unsets it.
type Edit struct {
	field oplog.Field
	value any
	text  *string // instead of value, where the field holds texts; empty unsets it
	exact bool    // of this record, also where others are joined to it
}

// Form makes a gesture of edits, naming the heads that this cohort shows. It is complete from here
// on: its id, its stamp, who made it. Edits that change nothing are left out; a gesture that
// changes nothing is nil. The error is ErrReadOnly where the book refuses every change, and
// ErrForgotten for a text about somebody who was forgotten: it would be struck as it comes.
func (c *Cohort) Form(how oplog.How, edits ...Edit) (*Draft, error) {
	d := &Draft{Texts: map[model.ID]oplog.Text{}}
	var changes []oplog.Change
	if err := c.refuseForgotten(edits); err != nil {
		return nil, err
	}
	for _, e := range spread(c, edits) {
		change, text, err := c.change(e)
		if err != nil {
			return nil, err
		}
		if change == nil {
			continue
		}
		if text != nil {
			d.Texts[change.Text] = text
		}
		changes = append(changes, *change)
	}
	if len(changes) == 0 {
		return nil, nil
	}
	g, err := c.book.stampGesture(how, changes)
	if err != nil {
		return nil, err
	}
	d.Gesture = g
	return d, nil
}

// change is the operation that an edit needs, nil where the field says so already and nobody
// disagrees.
func (c *Cohort) change(e Edit) (*oplog.Change, oplog.Text, error) {
	r := c.regs[e.field]
	change := &oplog.Change{Field: e.field, Preds: r.HeadIDs(), Value: oplog.Encode(e.value)}
	if e.text != nil && *e.text != "" {
		if shown := r.Shown(); shown != nil && len(r.Heads()) == 1 && !shown.Text.IsZero() {
			if now, here := c.texts[shown.Text]; here && now == *e.text {
				return nil, nil, nil
			}
		}
		text, err := oplog.NewText(*e.text, c.book.world.Chance)
		if err != nil {
			return nil, nil, fmt.Errorf("form a gesture: %w", err)
		}
		change.Value, change.Text = nil, text.Digest()
		return change, text, nil
	}
	shown := r.Shown()
	switch {
	case shown == nil && isBlank(change.Value):
		return nil, nil, nil
	case shown != nil && len(r.Heads()) == 1 && shown.Text.IsZero() && sameValue(shown.Value, change.Value):
		return nil, nil, nil
	}
	return change, nil, nil
}

func isBlank(v []byte) bool { return len(v) == 1 && (v[0] == 0xf6 || v[0] == 0xf4) }

// spread writes a change to a joined person alike to each record that has what changes.
func spread(c *Cohort, edits []Edit) []Edit {
	var out []Edit
	for _, e := range edits {
		at := recordAt(e.field.Kind)
		if at < 0 || e.exact {
			out = append(out, e)
			continue
		}
		records := c.sets.records(part(e.field.Entity, at))
		if len(records) == 1 {
			out = append(out, e)
			continue
		}
		for _, id := range c.writtenTo(e.field, at, records) {
			more := e
			more.field.Entity = e.field.Entity[:16*at] + string(id[:])
			out = append(out, more)
		}
	}
	return out
}

// writtenTo are the records of a joined person whose field a change is written to: those that have
// heads there. Where none has, it is the first that is enrolled in this cohort, so that what is written
// is still there when the join is taken back. An enrollment is written to all that are enrolled: one
// without a last day stays to the end, whatever the other says.
func (c *Cohort) writtenTo(f oplog.Field, at int, records []model.ID) []model.ID {
	p := c.byID[records[0]]
	if f.Kind == kindEnrollment && p != nil {
		return p.here
	}
	var out []model.ID
	for _, id := range records {
		f.Entity = f.Entity[:16*at] + string(id[:])
		if c.regs[f].Shown() != nil {
			out = append(out, id)
		}
	}
	switch {
	case len(out) > 0:
		return out
	case p != nil && f.Kind != kindTrainee:
		return p.here[:1]
	}
	return records[:1]
}

// recordAt is where a kind's entity names a trainee's record, or -1; it is always the last piece.
func recordAt(k oplog.Kind) int {
	switch k {
	case kindTrainee:
		return 0
	case kindEnrollment:
		return 1
	case kindMark:
		return 2
	}
	return -1
}

// stampGesture makes a gesture of changes: who, when, on which laptop.
func (b *Book) stampGesture(how oplog.How, changes []oplog.Change) (*oplog.Gesture, error) {
	if err := b.Writable(); err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.world.Now()
	_, zone := now.Zone()
	g := oplog.Gesture{Stamp: b.ticker.Next(now), Wall: now.UnixMilli(), Offset: zone / 60, Author: b.author,
		Device: b.device, Incarnation: b.incarnation, How: how, Changes: changes}
	if _, err := readFull(b.world.Chance, g.Nonce[:]); err != nil {
		return nil, fmt.Errorf("form a gesture: %w", err)
	}
	formed, err := oplog.Form(g)
	if err != nil {
		return nil, fmt.Errorf("form a gesture: %w", err)
	}
	return formed, nil
}
