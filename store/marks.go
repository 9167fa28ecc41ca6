package store

import (
	"bytes"

	"rollbook/model"
	"rollbook/store/oplog"
)

// deriveMark works out one cell: of the person and the block that a mark's entity names.
func (c *Cohort) deriveMark(entity string) {
	block, record := part(entity, 1), part(entity, 2)
	p := c.byID[record]
	if p == nil {
		return
	}
	of := func(prop uint16) *oplog.Register {
		if !c.marking[prop] || p.Forgotten && (prop == propRemark || prop == propOwnWords) {
			return nil
		}
		if len(p.records) == 1 {
			return c.regs[oplog.Field{Kind: kindMark, Entity: entity, Prop: prop}]
		}
		return c.merged(p, kindMark, prop, block)
	}
	attendance, told, remark, own := of(propAttendance), of(propTold), of(propRemark), of(propOwnWords)
	cell := &Cell{Mark: model.Plain(model.Unmarked)}
	if shown := attendance.Shown(); shown != nil {
		cell.Mark = decodeMark(shown.Value)
		cell.By, cell.Device, cell.At = c.name(shown.Author), c.name(shown.Device), when(shown)
		cell.Gesture = shown.ID.Gesture
		cell.Moved = cell.Mark.Timed() && c.movedSince(block, shown.Stamp)
		paper := of(propPaper).Shown()
		cell.Paper = paper != nil && !isBlank(paper.Value) && sameValue(paper.Value, shown.Value)
	}
	decodeShown(told, &cell.Told)
	if shown := remark.Shown(); shown != nil {
		cell.Remark = oneLine(c.texts[shown.Text])
	}
	if shown := own.Shown(); shown != nil {
		cell.OwnWords = c.texts[shown.Text]
	}
	for i, r := range [...]*oplog.Register{attendance, told, remark, own} {
		cell.Waiting = cell.Waiting || r.Waiting()
		if r != nil && len(r.Ops) > 1 {
			prop := uint16(propAttendance + i)
			cell.Conflict = append(cell.Conflict, c.sides(r, field(kindMark, prop, c.Cohort.ID, block, p.records[0]))...)
		}
	}
	if cell.empty() {
		delete(p.Marks, block)
		return
	}
	p.Marks[block] = cell
}

func (cell *Cell) empty() bool {
	return cell.Mark.State == model.Unmarked && !cell.Mark.Timed() && !cell.Told && cell.Remark == "" && cell.OwnWords == "" &&
		len(cell.Conflict) == 0 && !cell.Waiting && cell.Gesture.IsZero()
}

// movedSince reports whether a block's hours were changed after a stamp, other than by making it.
func (c *Cohort) movedSince(block model.ID, stamp oplog.Stamp) bool {
	hours := c.regs[field(kindBlock, propHours, c.Cohort.ID, block)]
	if hours == nil || len(hours.Ops) < 2 {
		return false
	}
	shown := hours.Shown()
	return shown != nil && shown.Stamp > stamp
}

// sides are the values of a conflict in words, nil where there is none.
func (c *Cohort) sides(r *oplog.Register, f oplog.Field) []Side {
	if r == nil || len(r.Ops) < 2 {
		return nil
	}
	ops := r.Sides(func(d model.ID) (string, bool) { s, ok := c.texts[d]; return s, ok }, sameValue)
	var out []Side
	for _, op := range ops {
		out = append(out, Side{Op: op.ID, Field: f, Value: c.valueWords(f, op.Value, op.Text),
			By: c.name(op.Author), Device: c.name(op.Device), At: when(op)})
	}
	return out
}

// sameValue compares values as they are read: nothing and false and not marked say the same.
func sameValue(a, b []byte) bool {
	blank := func(v []byte) bool { return len(v) == 1 && (v[0] == 0xf6 || v[0] == 0xf4) }
	return bytes.Equal(a, b) || blank(a) && blank(b)
}
