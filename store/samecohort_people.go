package store

import (
	"slices"

	"github.com/fxamacker/cbor/v2"

	"rollbook/model"
	"rollbook/store/oplog"
)

// enroll enrolls a record of b in a, under the row of the person whom it is of where that person is there,
// else under the next free one. It reports whether somebody is new to a.
func (g *bringing) enroll(p *Person, record model.ID, row int) (new bool, err error) {
	q := g.a.byID[record]
	if now, enrolled := g.a.enrollmentOf(record); enrolled {
		if wide := g.widened(now, record); wide.From != now.From || wide.To != now.To || len(wide.Guest) != len(now.Guest) {
			g.setEnrollment(g.source(nil), record, wide, propFrom)
		}
	} else {
		e := g.enrollmentIn(record)
		switch {
		case q == nil:
			e.Row, new = row, true
		case len(q.Guest) == 0 || len(p.Guest) > 0:
			e = q.Enrollment
		default:
			e.Row = q.Row
		}
		given := g.b.regs[field(kindEnrollment, propRow, g.b.Cohort.ID, record)].Shown()
		g.setEnrollment(g.source(given), record, g.widened(e, record), propRow)
	}
	to := field(kindEnrollment, propRequired, g.a.Cohort.ID, record)
	all := g.a.regs[to]
	if q != nil {
		all = g.a.merged(q, kindEnrollment, propRequired)
	}
	from := field(kindEnrollment, propRequired, g.b.Cohort.ID, record)
	if g.b.regs[from] != nil && !p.Forgotten {
		var stated bool
		if stated, err = g.bring(from, to, all, nil); stated {
			g.more[from.Entity] = true
		}
	}
	return new, err
}

// source is what is brought of the gesture of an operation, or of none: what this laptop does itself.
func (g *bringing) source(op *oplog.Op) *source {
	id := model.ID{}
	if op != nil {
		id = op.ID.Gesture
	}
	if g.gestures[id] == nil {
		g.gestures[id] = &source{op: op}
	}
	return g.gestures[id]
}

// setEnrollment writes the place of a record in a, from a property on.
func (g *bringing) setEnrollment(s *source, record model.ID, e model.Enrollment, first uint16) {
	set := func(prop uint16, value any) {
		f := field(kindEnrollment, prop, g.a.Cohort.ID, record)
		if prop < first || slices.ContainsFunc(s.changes, func(c oplog.Change) bool { return c.Field == f }) {
			return
		}
		now, encoded := g.a.regs[f].Shown(), oplog.Encode(value)
		if now == nil && isBlank(encoded) || now != nil && sameValue(now.Value, encoded) {
			return
		}
		s.changes = append(s.changes, oplog.Change{Field: f, Preds: g.a.regs[f].HeadIDs(), Value: encoded})
	}
	set(propRow, e.Row)
	set(propFrom, e.From)
	if e.To == 0 {
		set(propTo, nil)
	} else {
		set(propTo, e.To)
	}
	var guest any
	if len(e.Guest) > 0 {
		var ids []cbor.ByteString
		for _, id := range e.Guest {
			ids = append(ids, cbor.ByteString(id[:]))
		}
		guest = ids
	}
	set(propGuest, guest)
	set(propWalkIn, e.WalkIn)
	if first == propRow {
		set(propBrought, cbor.ByteString(g.b.Cohort.ID[:]))
	}
}

// enrollmentIn is the place of a record in b, in the days and blocks of a.
func (g *bringing) enrollmentIn(record model.ID) model.Enrollment {
	e, _ := g.b.enrollmentOf(record)
	e.From = g.day(e.From)
	if e.To > 0 {
		e.To = g.day(e.To)
	}
	var guest []model.ID
	for _, id := range e.Guest {
		if at, is := g.blocks[id]; is {
			guest = append(guest, at)
		}
	}
	e.Guest = guest
	return e
}

// widened is a place in a that covers every block in which b has something on the person: a mark outside
// of it would not be seen.
func (g *bringing) widened(e model.Enrollment, record model.ID) model.Enrollment {
	e.Guest = slices.Clone(e.Guest)
	for _, block := range g.b.Blocks {
		at := g.blockIn(block)
		if e.Covers(at) || !g.marked(block.ID, record) {
			continue
		}
		switch {
		case len(e.Guest) > 0:
			e.Guest = append(e.Guest, at.ID)
		case e.To == model.NoDay:
			e.From, e.To = at.Day, at.Day
		default:
			e.From = min(e.From, at.Day)
			if e.To != 0 {
				e.To = max(e.To, at.Day)
			}
		}
	}
	return e
}

// blockIn is a block of b as a has it, or is to have it.
func (g *bringing) blockIn(block model.Block) model.Block {
	if at, there := g.a.Block(g.blocks[block.ID]); there {
		return at
	}
	block.Day = g.day(block.Day)
	return block
}

// marked reports whether b has anything on a record in a block.
func (g *bringing) marked(block, record model.ID) bool {
	for prop := uint16(propAttendance); prop <= propOwnWords; prop++ {
		shown := g.b.regs[field(kindMark, prop, g.b.Cohort.ID, block, record)].Shown()
		if shown != nil && (!shown.Text.IsZero() || !isBlank(shown.Value)) {
			return true
		}
	}
	return false
}
