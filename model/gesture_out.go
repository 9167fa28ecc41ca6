package model

import "slices"

// Return marks the time of coming in again after having left. In the whole day the departure
// becomes a time out, and blocks that were absent for it are attended from then on. In one block
// the same for it, and later blocks that the departure made absent are not marked again.
func (s Scope) Return(at Clock) ([]Slot, error) {
	s = s.read()
	if err := s.withinDay(at); err != nil {
		return nil, err
	}
	if s.whole() {
		return s.returnDay(at)
	}
	return s.returnBlock(at)
}

func (s Scope) returnDay(at Clock) ([]Slot, error) {
	left := s.departure()
	if err := checkReturn(at, left); err != nil {
		return nil, err
	}
	out := Span{left, at}
	return s.changed(func(_ int, sl Slot) Mark {
		b, m := sl.Block, sl.Mark
		switch {
		case m.Left == left:
			m.Left = NoClock
		case m.State != Unmarked || out.Cut(b.Span()).Empty():
			return m
		}
		return settled(withOut(m, b, out), b)
	}), nil
}

func (s Scope) returnBlock(at Clock) ([]Slot, error) {
	this := s.Slots[s.Block]
	if at < s.gapStart() || at >= this.Block.End {
		return nil, s.refuseOutsideBlock(at)
	}
	left := this.Mark.Left
	if err := checkReturn(at, left); err != nil {
		return nil, err
	}
	return s.changed(func(i int, sl Slot) Mark {
		b, m := sl.Block, sl.Mark
		if i < s.Block || m.Left != left {
			return m
		}
		m.Left = NoClock
		if i == s.Block {
			return settled(withOut(m, b, Span{left, at}), b)
		}
		if !m.Timed() {
			return Plain(Unmarked)
		}
		return settled(m, b)
	}), nil
}

func checkReturn(at, left Clock) error {
	switch {
	case left == NoClock:
		return refuse("has not left", "press p for present, or l for the time of arrival")
	case at <= left:
		return refuse("{1} is not after leaving at {2}", "type a time after {2}", at, left)
	}
	return nil
}

// OutSpan adds a time out of the room. It touches only the blocks that it overlaps; one that it
// covers is absent, with the time out kept.
func (s Scope) OutSpan(from, to Clock) ([]Slot, error) {
	if err := s.withinDay(from); err != nil {
		return nil, err
	}
	if err := s.withinDay(to); err != nil {
		return nil, err
	}
	if from >= to {
		return nil, refuse("{1}–{2} ends before it starts", "type the earlier time first", from, to)
	}
	out, touched := Span{from, to}, false
	for i, sl := range s.Slots {
		touched = touched || s.acts(i) && !out.Cut(sl.Block.Span()).Empty()
	}
	if !s.whole() && (from < s.gapStart() || to > s.Slots[s.Block].Block.End) {
		return nil, s.refuseSpanOutsideBlock(out)
	}
	if !touched {
		return nil, refuse("{1}–{2} lies between blocks", "nothing is missed then", from, to)
	}
	return s.changed(func(i int, sl Slot) Mark {
		if !s.acts(i) || out.Cut(sl.Block.Span()).Empty() {
			return sl.Mark
		}
		return settled(withOut(sl.Mark, sl.Block, out), sl.Block)
	}), nil
}

// OutFor says how many minutes of the block were missed in all, where no times are known. It
// replaces what was said so before, and needs one block: ErrWhichBlock in a day of several.
func (s Scope) OutFor(minutes int) ([]Slot, error) {
	if s.whole() && len(s.Slots) == 1 {
		s.Block = 0
	}
	if s.whole() && len(s.Slots) > 1 {
		return nil, ErrWhichBlock
	}
	if err := s.checkSlots(); err != nil {
		return nil, err
	}
	if length := s.Slots[s.Block].Block.Minutes(); minutes < 1 || minutes >= length {
		return nil, refuseMinutes(minutes, length)
	}
	return s.changed(func(i int, sl Slot) Mark {
		m := sl.Mark
		if i != s.Block {
			return m
		}
		m.OutMinutes = minutes
		return settled(m, sl.Block)
	}), nil
}

// acts reports whether slot i is within the scope.
func (s Scope) acts(i int) bool { return s.whole() || i == s.Block }

// withOut adds a time out, whole as it was told, where it overlaps the block.
func withOut(m Mark, b Block, out Span) Mark {
	if !out.Cut(b.Span()).Empty() {
		m.Out = merged(append(slices.Clone(m.Out), out))
	}
	return m
}

// merged puts spans in order and joins those that overlap or touch. It reuses the slice.
func merged(spans []Span) []Span {
	slices.SortFunc(spans, func(a, b Span) int { return int(a.From) - int(b.From) })
	joined := spans[:0]
	for _, sp := range spans {
		if n := len(joined); n > 0 && sp.From <= joined[n-1].To {
			joined[n-1].To = max(joined[n-1].To, sp.To)
			continue
		}
		joined = append(joined, sp)
	}
	return joined
}
