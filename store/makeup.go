package store

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/fxamacker/cbor/v2"

	"rollbook/model"
	"rollbook/store/oplog"
)

// MakeUp is a missed block made good, as the book has it. It belongs to the cohort of the block that
// was missed, also where it was made up in another.
type MakeUp struct {
	model.MakeUp
	With     string // with whom
	By       string // who first wrote it down
	At       time.Time
	Conflict []Side // what people disagree on; nil where they agree

	stamp oplog.Stamp
}

// wireMakeUp is what was made up.
type wireMakeUp struct {
	_       struct{} `cbor:",toarray"`
	Trainee []byte
	Block   []byte
	Minutes int
	Date    int32
}

// What a make-up must be. Each is the cause of an error that tells what is in the way; its own text
// is what to do.
var (
	ErrMakeUpTooMuch = errors.New("give no more minutes than that")
	ErrNotMissed     = errors.New("name a block that was missed")
	ErrMakeUpWhat    = errors.New("give the minutes and the date")
	ErrMakeUpEarly   = errors.New("give the date it was made up")
)

// Owing is how many minutes of a block a make-up may still cover: what the person missed, after
// grace, less what was made up. 0 where the block is not marked, or is nobody's to miss.
func (c *Cohort) Owing(p *Person, block model.ID) int { return c.owing(p, block, model.ID{}) }

// owing leaves one make-up out of what was made up.
func (c *Cohort) owing(p *Person, block, without model.ID) int {
	b, ok := c.Block(block)
	if d, _ := c.Day(b.Day); !ok || b.Cancelled || d.Cancelled || len(p.Guest) > 0 || !p.Covers(b) {
		return 0
	}
	m := p.Cell(block).Mark.In(b)
	missed := m.Missed(b)
	if m.State == model.Part && missed <= c.Rule.GraceMinutes {
		return 0
	}
	for _, made := range p.MakeUps {
		if made.Block == block && made.ID != without {
			missed -= made.Minutes
		}
	}
	return max(0, missed)
}

// AddMakeUp writes down that a person made up minutes of a block of this cohort, or with the id of a
// make-up changes that one. The mark stays as it is. The errors wrap ErrNotMissed, ErrMakeUpTooMuch,
// ErrMakeUpWhat, or ErrMakeUpEarly for a date before the day that was missed.
func (c *Cohort) AddMakeUp(p *Person, m MakeUp) ([]Edit, error) {
	b, _ := c.Block(m.Block)
	if m.Minutes <= 0 || m.Date == model.NoDate {
		return nil, fmt.Errorf("a make-up has minutes and a date: %w", ErrMakeUpWhat)
	}
	missed, _ := c.Day(b.Day)
	switch left := c.owing(p, m.Block, m.ID); {
	case left == 0:
		return nil, fmt.Errorf("%d %s has nothing to make up in %s: %w", p.Row, p.Name, c.blockWords(m.Block), ErrNotMissed)
	case missed.Date != model.NoDate && m.Date < missed.Date:
		return nil, fmt.Errorf("the make-up is dated before the day that was missed, %s: %w", missed.Date.Words(), ErrMakeUpEarly)
	case m.Minutes > left:
		return nil, fmt.Errorf("%d %s has %s to make up in %s, not %s: %w", p.Row, p.Name, model.DescribeMinutes(left),
			c.blockWords(b.ID), model.DescribeMinutes(m.Minutes), ErrMakeUpTooMuch)
	}
	if m.ID.IsZero() {
		id, err := c.book.NewID()
		if err != nil {
			return nil, fmt.Errorf("add a make-up: %w", err)
		}
		m.ID = id
	}
	f := func(prop uint16) oplog.Field { return field(kindMakeup, prop, c.Cohort.ID, m.ID) }
	record := c.recordMarked(p, m.Block)
	edits := []Edit{
		{field: f(propWhat), value: wireMakeUp{Trainee: record[:], Block: m.Block[:], Minutes: m.Minutes, Date: int32(m.Date)}},
		{field: f(propWith), text: &m.With},
		{field: f(propWhere)},
	}
	if !m.InCohort.IsZero() {
		edits[2].value = []cbor.ByteString{cbor.ByteString(m.InCohort[:]), cbor.ByteString(m.InBlock[:])}
	}
	return edits, nil
}

// RemoveMakeUp takes a make-up away: the time is owed again.
func (c *Cohort) RemoveMakeUp(id model.ID) []Edit {
	f := func(prop uint16) oplog.Field { return field(kindMakeup, prop, c.Cohort.ID, id) }
	none := ""
	return []Edit{{field: f(propWhat)}, {field: f(propWith), text: &none}, {field: f(propWhere)}}
}

// MakeUp is the make-up of that id, with the person whose it is; nil where there is none.
func (c *Cohort) MakeUp(id model.ID) (*MakeUp, *Person) {
	for _, p := range c.People {
		for i := range p.MakeUps {
			if p.MakeUps[i].ID == id {
				return &p.MakeUps[i], p
			}
		}
	}
	return nil, nil
}

// decodeMakeUp reads what was made up; false for what is none.
func decodeMakeUp(value []byte) (m model.MakeUp, ok bool) {
	var w wireMakeUp
	if len(value) == 0 || isBlank(value) || oplog.Decode(value, &w) != nil ||
		len(w.Trainee) != 16 || len(w.Block) != 16 || w.Minutes <= 0 {
		return m, false
	}
	return model.MakeUp{Trainee: model.ID(w.Trainee), Block: model.ID(w.Block), Minutes: w.Minutes, Date: model.Date(w.Date)}, true
}

// decodeWhere reads in which block of which cohort something was made up, zero where it was one to one.
func decodeWhere(value []byte) (cohort, block model.ID) {
	var where [][]byte
	if len(value) == 0 || isBlank(value) || oplog.Decode(value, &where) != nil || len(where) != 2 {
		return cohort, block
	}
	return idOf(where[0]), idOf(where[1])
}

// deriveMakeUp adds a make-up to the person whose it is.
func (c *Cohort) deriveMakeUp(id model.ID) {
	what := c.regs[field(kindMakeup, propWhat, c.Cohort.ID, id)]
	shown := what.Shown()
	if shown == nil {
		return
	}
	made, ok := decodeMakeUp(shown.Value)
	p := c.byID[made.Trainee]
	if !ok || p == nil {
		return
	}
	first := firstOf(what)
	made.ID, made.Trainee = id, p.Trainee.ID
	m := MakeUp{MakeUp: made, With: c.textOf(field(kindMakeup, propWith, c.Cohort.ID, id)), By: c.name(first.Author), At: when(first), stamp: first.Stamp}
	if shown := c.regs[field(kindMakeup, propWhere, c.Cohort.ID, id)].Shown(); shown != nil {
		m.InCohort, m.InBlock = decodeWhere(shown.Value)
	}
	for prop := uint16(propWhat); prop <= propWhere; prop++ {
		f := field(kindMakeup, prop, c.Cohort.ID, id)
		m.Conflict = append(m.Conflict, c.sides(c.regs[f], f)...)
	}
	p.MakeUps = append(p.MakeUps, m)
}

// inOrderOfWriting sorts make-ups oldest first.
func inOrderOfWriting(all []MakeUp) {
	slices.SortFunc(all, func(a, b MakeUp) int {
		if a.stamp != b.stamp {
			if a.stamp < b.stamp {
				return -1
			}
			return 1
		}
		return bytes.Compare(a.ID[:], b.ID[:])
	})
}

// firstOf is the operation that first wrote a field, of those that stand.
func firstOf(r *oplog.Register) (first *oplog.Op) {
	for i := range r.Ops {
		if op := &r.Ops[i]; !op.TakenBack && (first == nil || op.Stamp < first.Stamp) {
			first = op
		}
	}
	return first
}
