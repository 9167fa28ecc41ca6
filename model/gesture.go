package model

// Slot is one block of a person's day with the mark that it has now: Plain(Unmarked) for none.
type Slot struct {
	Block Block
	Mark  Mark
}

// Scope is what one key acts on: a person's day, or one block of it.
//
// Every gesture below returns the slots whose mark it changes, with the new marks, and leaves the
// scope itself alone; none returned means that there is nothing to change. Errors are
// *GestureError or ErrWhichBlock.
//
// A time at a block's start counts as before the block, at its end as after it. An absence that an
// arrival or a departure makes keeps that time in the mark, so that the next time typed can replace
// it; an absence typed by hand has no times.
type Scope struct {
	Slots []Slot // the blocks of the day that the person is enrolled for, in order, none cancelled
	Block int    // index into Slots, or -1 for the whole day
}

// Present marks present, without times.
func (s Scope) Present() []Slot { return s.plain(Present) }

// Absent marks absent, without times: as typed by a person, not as following from a time.
func (s Scope) Absent() []Slot { return s.plain(Absent) }

// Clear takes the marks away: not marked.
func (s Scope) Clear() []Slot { return s.plain(Unmarked) }

func (s Scope) plain(state State) []Slot {
	return s.changed(func(i int, sl Slot) Mark {
		if s.whole() || i == s.Block {
			return Plain(state)
		}
		return sl.Mark
	})
}

// Late marks the time of arrival. In the whole day, blocks ended by then become absent, the one it
// falls in part, later ones present up to a departure already known. In one block, earlier blocks
// become absent where they are not marked, and later ones stay.
func (s Scope) Late(at Clock) ([]Slot, error) {
	s = s.read()
	if err := s.withinDay(at); err != nil {
		return nil, err
	}
	if s.whole() {
		return s.lateDay(at)
	}
	return s.lateBlock(at)
}

func (s Scope) lateDay(at Clock) ([]Slot, error) {
	for _, sl := range s.Slots {
		if left := sl.Mark.Left; left != NoClock && left <= at {
			return nil, refuseCameAfterLeft(at, left)
		}
	}
	gone := s.departure()
	return s.changed(func(i int, sl Slot) Mark {
		b, m := sl.Block, sl.Mark
		switch {
		case b.Start < at:
			m.Arrived = at
		case !s.cameBack(i):
			m.Arrived = NoClock
		}
		if gone != NoClock && gone < b.End {
			m.Left = gone
		}
		return settled(m, b)
	}), nil
}

func (s Scope) lateBlock(at Clock) ([]Slot, error) {
	this := s.Slots[s.Block]
	if at < s.gapStart() || at >= this.Block.End {
		return nil, s.refuseOutsideBlock(at)
	}
	if left := this.Mark.Left; left != NoClock && left <= at {
		return nil, refuseCameAfterLeft(at, left)
	}
	return s.changed(func(i int, sl Slot) Mark {
		m := sl.Mark
		switch {
		case i < s.Block && m.State == Unmarked:
			return Mark{State: Absent, Arrived: at, Left: NoClock}
		case i != s.Block:
			return m
		}
		if m.Arrived = at; at <= sl.Block.Start {
			m.Arrived = NoClock
		}
		return settled(m, sl.Block)
	}), nil
}

// Leave marks the time of leaving for the day. In the whole day, blocks from then on become absent,
// the one it falls in part, earlier ones present where they are not marked or where an older
// departure had taken them away. In one block, the same for it and the later ones, and earlier
// blocks change only where they are not marked.
func (s Scope) Leave(at Clock) ([]Slot, error) {
	s = s.read()
	if err := s.withinDay(at); err != nil {
		return nil, err
	}
	if s.whole() {
		return s.leaveDay(at)
	}
	return s.leaveBlock(at)
}

func (s Scope) leaveDay(at Clock) ([]Slot, error) {
	for _, sl := range s.Slots {
		if came := sl.Mark.Arrived; came != NoClock && came >= at {
			return nil, refuseLeftBeforeCame(at, came)
		}
	}
	older := s.departure()
	return s.changed(func(_ int, sl Slot) Mark {
		b, m := sl.Block, sl.Mark
		switch {
		case at < b.End:
			m.Left = at
			return settled(m, b)
		case older != NoClock && m.Left == older:
			m.Left = NoClock
			return settled(m, b)
		case m.State == Unmarked:
			return Plain(Present)
		}
		return m
	}), nil
}

func (s Scope) leaveBlock(at Clock) ([]Slot, error) {
	if at < s.gapStart() || at > s.Slots[s.Block].Block.End {
		return nil, s.refuseOutsideBlock(at)
	}
	for _, sl := range s.Slots[s.Block:] {
		if came := sl.Mark.Arrived; came != NoClock && came >= at {
			return nil, refuseLeftBeforeCame(at, came)
		}
	}
	return s.changed(func(i int, sl Slot) Mark {
		b, m := sl.Block, sl.Mark
		switch {
		case i >= s.Block && at < b.End:
			m.Left = at
			return settled(m, b)
		case i == s.Block && m.Left != NoClock:
			m.Left = NoClock
			return settled(m, b)
		case m.State == Unmarked:
			return Plain(Present)
		}
		return m
	}), nil
}

// changed asks for a new mark for each slot and keeps the slots where it says something new.
func (s Scope) changed(mark func(i int, sl Slot) Mark) []Slot {
	var out []Slot
	for i, sl := range s.read().Slots {
		if m := mark(i, sl); !m.Equal(sl.Mark) {
			out = append(out, Slot{Block: sl.Block, Mark: m})
		}
	}
	return out
}

// read is the scope with every slot's mark as it is to be read: a zero Mark says nothing.
func (s Scope) read() Scope {
	slots := make([]Slot, len(s.Slots))
	for i, sl := range s.Slots {
		slots[i] = Slot{Block: sl.Block, Mark: sl.Mark.orUnmarked()}
	}
	s.Slots = slots
	return s
}

// settled gives a mark whose times were just changed the state that they make: present where no
// time is left in it.
func settled(m Mark, b Block) Mark {
	m.State = Present
	return m.In(b)
}

func (s Scope) whole() bool { return s.Block < 0 }

// hours are the day's: from the first block's start to the last one's end.
func (s Scope) hours() Span {
	return Span{s.Slots[0].Block.Start, s.Slots[len(s.Slots)-1].Block.End}
}

// gapStart is the first time that belongs to the one block: the end of the block before it, or,
// for the first of the day, its own start.
func (s Scope) gapStart() Clock {
	if s.Block == 0 {
		return s.Slots[0].Block.Start
	}
	return s.Slots[s.Block-1].Block.End
}

// departure is when the person left for the day. A time left that a later block contradicts, since
// the person attended that one, is no departure: they were back.
func (s Scope) departure() Clock {
	for i := len(s.Slots) - 1; i >= 0; i-- {
		m := s.Slots[i].Mark
		if m.Left != NoClock {
			return m.Left
		}
		if state := m.In(s.Slots[i].Block).State; state == Present || state == Part {
			break
		}
	}
	return NoClock
}

// cameBack reports whether slot i's arrival follows a departure earlier in the day, so that it is
// not the day's arrival.
func (s Scope) cameBack(i int) bool {
	came := s.Slots[i].Mark.Arrived
	for _, sl := range s.Slots[:i] {
		if sl.Mark.Left != NoClock && sl.Mark.Left < came {
			return true
		}
	}
	return false
}
