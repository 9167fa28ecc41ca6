package room

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
)

// Verb is what a marking key or word does.
type Verb uint8

// The verbs.
const (
	Present Verb = iota
	Absent
	Clear
	Late // arrived, at a time or minutes after the start
	Left // out: a time, a from–to, or minutes
	In   // in again
	ToldAhead
)

// Act is a verb with what was typed for it. A zero Typed is the time now, where there is one.
type Act struct {
	Verb  Verb
	Typed *model.Typed
}

// ErrNoTime is returned where a time has to be typed: the day is not the clock's own.
var ErrNoTime = errors.New("this day is not today: type the time")

// Marking is what an act comes to on one person: ready to be committed, and in words.
type Marking struct {
	Edits []store.Edit
	How   oplog.How
	Says  string // "7 Maya: absent (was present)"
	After string // what the marks are then: "absent"
}

// Act works out what an act does to a person on the day and block on the screen.
func (r *Room) Act(p *store.Person, block model.ID, a Act) (Marking, error) {
	now, live := r.ClockNow()
	if !live {
		now = model.NoClock
	}
	return Do(r.Cohort, p, r.Day, block, a, now, r.Twelve)
}

// Do works out what an act does to a person on a day: in one block, or in the whole day where block
// is zero. now is the time where no time was typed, NoClock where there is none.
func Do(c *store.Cohort, p *store.Person, day int, block model.ID, a Act, now model.Clock, twelve bool) (Marking, error) {
	scope, err := c.Scope(p, day, block)
	if err != nil {
		return Marking{}, err
	}
	m := Marking{How: how(p, scope)}
	who := fmt.Sprintf("%d %s", p.Row, p.Name)
	if a.Verb == ToldAhead {
		on := !allTold(p, scope)
		m.Edits, err = c.Told(p, day, block, on)
		m.After = map[bool]string{true: "told us ahead", false: "told us ahead: taken off"}[on]
		m.Says = who + ": " + m.After
		return m, err
	}
	a.Typed, err = timed(a, now)
	if err != nil {
		return Marking{}, err
	}
	slots, at, err := apply(scope, a, twelve)
	if err != nil {
		return Marking{}, err
	}
	before := StateWords(acted(scope, scope.Slots), twelve)
	for _, s := range slots {
		m.Edits = append(m.Edits, c.EditMark(p, s.Block.ID, s.Mark))
	}
	after := merge(scope.Slots, slots)
	agreed := settled(p, scope, slots, a)
	for _, s := range agreed {
		m.Edits = append(m.Edits, c.EditMark(p, s.Block.ID, s.Mark))
	}
	m.After = StateWords(acted(scope, after), twelve)
	m.Says = who + ": " + m.After
	if at != "" {
		m.Says = fmt.Sprintf("%s: %s, %s missed", who, at, model.DescribeMinutes(missed(scope, after)))
	}
	if sides := settledWords(p, scope, append(agreed, slots...), twelve); sides != "" {
		m.Says, m.After = m.Says+sides, m.After+sides
	} else if before != "not marked" && before != m.After {
		m.Says += " (was " + before + ")"
	}
	return m, nil
}

// settledWords says of the marks that an act makes which people disagreed about, and what both sides
// were; empty for none.
func settledWords(p *store.Person, s model.Scope, made []model.Slot, twelve bool) string {
	var were []string
	for _, sl := range s.Slots {
		cell := p.Cell(sl.Block.ID)
		if !cell.Disputed() || !slices.ContainsFunc(made, func(m model.Slot) bool { return m.Block.ID == sl.Block.ID }) {
			continue
		}
		words := cell.SidesWords()
		if len(acted(s, s.Slots)) > 1 {
			words = sl.Block.Start.Words(twelve) + " " + words
		}
		were = append(were, words)
	}
	if len(were) == 0 {
		return ""
	}
	return ", settled (was " + strings.Join(were, "; ") + ")"
}

// timed is what was typed for a verb that takes a time, or the time now.
func timed(a Act, now model.Clock) (*model.Typed, error) {
	switch {
	case a.Typed != nil, a.Verb != Late && a.Verb != Left && a.Verb != In:
		return a.Typed, nil
	case now == model.NoClock:
		return nil, ErrNoTime
	}
	return &model.Typed{Kind: model.TypedClock, At: now}, nil
}

// settled are the slots whose mark an act says again where people disagree about it: what it says
// is the answer, although what is shown does not change.
func settled(p *store.Person, s model.Scope, changed []model.Slot, a Act) (again []model.Slot) {
	for _, sl := range acted(s, s.Slots) {
		same := func(c model.Slot) bool { return c.Block.ID == sl.Block.ID }
		if p.Cell(sl.Block.ID).Disputed() && speaksOf(s, sl.Block, a) && !slices.ContainsFunc(changed, same) {
			again = append(again, sl)
		}
	}
	return again
}

// speaksOf reports whether an act says what the mark of a block that it acts on is. In the whole day
// leaving says nothing of the blocks before, and coming back only of the block it falls in.
func speaksOf(s model.Scope, b model.Block, a Act) bool {
	switch {
	case s.Block >= 0 || a.Verb != Left && a.Verb != In:
		return true
	case a.Typed.Kind == model.TypedSpan:
		return !a.Typed.Span.Cut(b.Span()).Empty()
	case a.Verb == Left:
		return a.Typed.At < b.End
	}
	return b.Start <= a.Typed.At && a.Typed.At < b.End
}

// apply runs the verb on the rules of package model, and names the time that it took.
func apply(s model.Scope, a Act, twelve bool) (slots []model.Slot, at string, err error) {
	switch a.Verb {
	case Present:
		return s.Present(), "", nil
	case Absent:
		return s.Absent(), "", nil
	case Clear:
		return s.Clear(), "", nil
	}
	typed := a.Typed
	at = typed.At.Words(twelve)
	switch {
	case typed.Kind == model.TypedSpan && a.Verb == Left:
		slots, err = s.OutSpan(typed.Span.From, typed.Span.To)
		return slots, "out " + typed.Span.From.Words(twelve) + "–" + typed.Span.To.Words(twelve), err
	case typed.Kind == model.TypedSpan:
		return nil, "", fmt.Errorf("a from–to is for leaving the room: press o for it")
	case typed.Kind == model.TypedMinutes && a.Verb == Left:
		slots, err = s.OutFor(typed.Minutes)
		return slots, "out " + model.DescribeMinutes(typed.Minutes), err
	case typed.Kind == model.TypedMinutes && a.Verb == In:
		return nil, "", fmt.Errorf("type the time of coming back")
	case typed.Kind == model.TypedMinutes:
		t := startOf(s) + model.Clock(typed.Minutes)
		slots, err = s.Late(t)
		return slots, t.Words(twelve), err
	case a.Verb == Late:
		slots, err = s.Late(typed.At)
	case a.Verb == Left:
		slots, err = s.Leave(typed.At)
		at = "left " + at
	default:
		slots, err = s.Return(typed.At)
		at = "in again " + at
	}
	return slots, at, err
}

func startOf(s model.Scope) model.Clock { return s.Slots[max(0, s.Block)].Block.Start }

// acted are the slots that a scope acts on: the one block, or all.
func acted(s model.Scope, slots []model.Slot) []model.Slot {
	if s.Block >= 0 {
		return slots[s.Block : s.Block+1]
	}
	return slots
}

func merge(all, changed []model.Slot) []model.Slot {
	out := append([]model.Slot(nil), all...)
	for i := range out {
		for _, s := range changed {
			if s.Block.ID == out[i].Block.ID {
				out[i].Mark = s.Mark
			}
		}
	}
	return out
}

func missed(s model.Scope, slots []model.Slot) int {
	n := 0
	for _, sl := range acted(s, slots) {
		n += sl.Mark.Missed(sl.Block)
	}
	return n
}

// StateWords is what marks say together: one word where they agree, else each in order.
func StateWords(slots []model.Slot, twelve bool) string {
	if len(slots) == 0 {
		return "not enrolled"
	}
	same, out, lost := true, "", 0
	for i, s := range slots {
		words := model.Describe(s.Mark, s.Block, twelve)
		same = same && words == model.Describe(slots[0].Mark, slots[0].Block, twelve)
		if i > 0 {
			out += ", "
		}
		out += fmt.Sprintf("%s %s", s.Block.Start.Words(twelve), words)
		lost += s.Mark.Missed(s.Block)
	}
	if same {
		return model.Describe(slots[0].Mark, slots[0].Block, twelve)
	}
	return out
}

// DayState is the one state that a person's blocks of a day come to: all alike, else part, with
// not marked where any is.
func DayState(slots []model.Slot) model.State {
	if len(slots) == 0 {
		return model.Unmarked
	}
	first := slots[0].Mark.State
	for _, s := range slots {
		if s.Mark.State == model.Unmarked {
			return model.Unmarked
		}
		if s.Mark.State != first {
			first = model.Part
		}
	}
	return first
}

func allTold(p *store.Person, s model.Scope) bool {
	for i, sl := range s.Slots {
		if (s.Block < 0 || s.Block == i) && !p.Cell(sl.Block.ID).Told {
			return false
		}
	}
	return true
}

// how is settle where the act answers a disagreement.
func how(p *store.Person, s model.Scope) oplog.How {
	for _, sl := range acted(s, s.Slots) {
		if len(p.Cell(sl.Block.ID).Conflict) > 0 {
			return oplog.Settle
		}
	}
	return oplog.Single
}

// ToldAny reports whether the person told us ahead for any of the blocks that are shown.
func ToldAny(p *store.Person, slots []model.Slot) bool {
	for _, sl := range slots {
		if p.Cell(sl.Block.ID).Told {
			return true
		}
	}
	return false
}
