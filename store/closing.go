package store

import (
	"bytes"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"slices"
	"time"

	"rollbook/model"
	"rollbook/store/oplog"
)

// Closing is who closed a day, when, and what was counted then.
type Closing struct {
	Day                             int
	By                              string
	At                              time.Time
	Present, Part, Absent, Unmarked int

	Changed   bool      // the day's marks are other than those that were closed
	ChangedBy string    // who made the latest mark since, by the clocks; empty where none is later, as after an undo
	ChangedAt time.Time // when

	stamp oplog.Stamp // of the closing
	since oplog.Stamp // of the latest mark since, zero for none
}

// counts are what a person attests.
func (n Closing) counts() [4]int { return [4]int{n.Present, n.Part, n.Absent, n.Unmarked} }

// wireClosing is what was counted when a day was closed, and what its marks were.
type wireClosing struct {
	_        struct{} `cbor:",toarray"`
	Present  int
	Part     int
	Absent   int
	Unmarked int
	Marks    []byte // digest of the day's marks, see digestOf
}

// wireCounted is a closing by a version that kept the counts only.
type wireCounted struct {
	_        struct{} `cbor:",toarray"`
	Present  int
	Part     int
	Absent   int
	Unmarked int
}

// decodeClosing reads either; false for what is neither, such as a day opened again.
func decodeClosing(value []byte) (w wireClosing, ok bool) {
	if len(value) == 0 || isBlank(value) {
		return w, false
	}
	if oplog.Decode(value, &w) == nil {
		return w, true
	}
	var older wireCounted
	if oplog.Decode(value, &older) != nil {
		return wireClosing{}, false
	}
	return wireClosing{Present: older.Present, Part: older.Part, Absent: older.Absent, Unmarked: older.Unmarked}, true
}

// attested is what the marks of a closed day were and are. Only the heads decide whether they
// changed: clocks tell no more than who was the latest.
type attested struct {
	then    []byte   // digest when the day was closed, empty where it was not kept
	now     [16]byte // digest of the marks as they are
	planned bool     // what was counted is what the plan and the roster make of the marks
}

// EditClosing closes a day with what was counted, and keeps what its marks are; nil opens it again.
func (c *Cohort) EditClosing(day model.ID, counted *Closing) Edit {
	e := Edit{field: field(kindClose, propAttest, c.Cohort.ID, day)}
	if counted != nil {
		digest := c.digestOfDay(c.numberOf(day))
		e.value = wireClosing{Present: counted.Present, Part: counted.Part, Absent: counted.Absent, Unmarked: counted.Unmarked,
			Marks: digest[:]}
	}
	return e
}

// numberOf is the number of a day by its id, 0 for none.
func (c *Cohort) numberOf(day model.ID) int {
	for _, d := range c.Days {
		if d.ID == day {
			return d.Number
		}
	}
	return 0
}

// deriveClosing works out who closed a day, once its people and marks are known.
func (c *Cohort) deriveClosing(f oplog.Field) {
	shown := c.regs[f].Shown()
	if shown == nil {
		return
	}
	w, ok := decodeClosing(shown.Value)
	day := c.numberOf(part(f.Entity, 1))
	if !ok || day == 0 {
		return
	}
	closing := Closing{Day: day, By: c.name(shown.Author), At: when(shown), stamp: shown.Stamp,
		Present: w.Present, Part: w.Part, Absent: w.Absent, Unmarked: w.Unmarked}
	// Two laptops may have made a day of one number: the last closing is the one to show.
	if other, twice := c.Closed[day]; twice && !other.At.Before(closing.At) {
		return
	}
	c.Closed[day] = closing
	c.closed[day] = &attested{then: w.Marks, now: c.digestOfDay(day), planned: c.Count(day).counts() == closing.counts()}
	c.compareClosed(day)
}

// compareClosed says in the closing of a day whether it was changed since, and by whom.
func (c *Cohort) compareClosed(day int) {
	n, a := c.Closed[day], c.closed[day]
	n.Changed, n.ChangedBy, n.ChangedAt, n.since = false, "", time.Time{}, 0
	marks := !bytes.Equal(a.then, a.now[:])
	if len(a.then) == 0 { // an older closing: its counts are all that can be compared
		a.planned = c.Count(day).counts() == n.counts()
		marks = !a.planned
	}
	if n.Changed = marks || !a.planned; marks {
		c.eachMarkOf(day, func(_ []byte, r *oplog.Register) {
			for i := range r.Ops {
				n.note(c, &r.Ops[i])
			}
		})
	}
	c.Closed[day] = n
}

// markedSince brings new marks into the closings of their days, once cells and digests have them.
func (c *Cohort) markedSince(g *oplog.Gesture) {
	anew := map[int]bool{}
	for i := range g.Changes {
		day := c.closedDayOf(g.Changes[i].Field)
		if day == 0 {
			continue
		}
		n := c.Closed[day]
		if len(c.closed[day].then) == 0 || n.since == 0 {
			anew[day] = true
			continue
		}
		op := oplog.OpOf(g, i)
		n.note(c, &op)
		c.Closed[day] = n
	}
	for day := range anew {
		c.compareClosed(day)
	}
}

// note takes note of a mark that may be the latest since the closing.
func (n *Closing) note(c *Cohort, op *oplog.Op) {
	if !op.TakenBack && op.Stamp > max(n.stamp, n.since) {
		n.since, n.ChangedBy, n.ChangedAt = op.Stamp, c.name(op.Author), when(op)
	}
}

// closedDayOf is the closed day that a mark counts for, 0 where there is none.
func (c *Cohort) closedDayOf(f oplog.Field) int {
	if len(c.closed) == 0 || f.Kind != kindMark || f.Prop != propAttendance {
		return 0
	}
	b, _ := c.Block(part(f.Entity, 1))
	p := c.byID[part(f.Entity, 2)]
	if d, _ := c.Day(b.Day); b.Cancelled || d.Cancelled || c.closed[b.Day] == nil || p == nil || len(p.Guest) > 0 || !p.Covers(b) {
		return 0
	}
	return b.Day
}

// eachMarkOf goes through the registers of attendance that a closing of the day stands on: those of
// everybody counted, in the blocks that count. The entity is only lent.
func (c *Cohort) eachMarkOf(day int, do func(entity []byte, r *oplog.Register)) {
	entity := slices.Clone(c.Cohort.ID[:])
	for _, b := range c.BlocksOf(day) {
		entity = append(entity[:16], b.ID[:]...)
		for _, p := range c.People {
			if len(p.Guest) > 0 || !p.Covers(b) {
				continue
			}
			for i := range p.records {
				entity = append(entity[:32], p.records[i][:]...)
				if r := c.regs[oplog.Field{Kind: kindMark, Entity: string(entity), Prop: propAttendance}]; r != nil {
					do(entity, r)
				}
			}
		}
	}
}

// digestOfDay is the digest of a day's marks as they are: of each, who it is of and which its heads
// are. It is the same in whatever order the marks came.
func (c *Cohort) digestOfDay(day int) (digest [16]byte) {
	c.eachMarkOf(day, func(entity []byte, r *oplog.Register) { flipMark(&digest, entity, r) })
	return digest
}

// flipMark brings a mark into a digest, or takes it out again.
func flipMark(digest *[16]byte, entity []byte, r *oplog.Register) {
	var room [32 + 8*21]byte
	entry := append(room[:0], entity[16:]...)
	if len(r.Ops) == 1 && !r.Ops[0].TakenBack { // as most marks are
		entry = appendOp(entry, r.Ops[0].ID)
	} else {
		for _, id := range r.HeadIDs() {
			entry = appendOp(entry, id)
		}
	}
	if len(entry) == 32 {
		return
	}
	sum := sha256.Sum256(entry)
	subtle.XORBytes(digest[:], digest[:], sum[:16])
}

// appendOp appends an operation's id as a gesture writes it.
func appendOp(b []byte, id oplog.OpID) []byte {
	return binary.AppendUvarint(append(b, id.Gesture[:]...), uint64(id.Index))
}
