package model

// Rest marks present what is not marked yet, and touches no other mark. A block is left as it is
// where the person was absent in the block before or gone at its end; in the whole day that holds on
// from block to block.
func (s Scope) Rest() []Slot {
	away := false
	if s.Block > 0 && s.Block < len(s.Slots) {
		away = s.Slots[s.Block-1].awayAtEnd()
	}
	return s.changed(func(i int, sl Slot) Mark {
		if !s.acts(i) {
			return sl.Mark
		}
		if sl.Mark.State == Unmarked {
			if away {
				return sl.Mark
			}
			sl.Mark = Plain(Present)
		}
		away = sl.awayAtEnd()
		return sl.Mark
	})
}

// Copy marks one block that is not marked yet with what the block before ended with: present for
// who was in the room at its end, else absent. It changes nothing where that one isn't marked, for
// the first block of a day, or in the whole day.
func (s Scope) Copy() []Slot {
	if s.Block < 1 || s.Block >= len(s.Slots) {
		return nil
	}
	before := s.Slots[s.Block-1]
	if before.Mark.In(before.Block).State == Unmarked {
		return nil
	}
	return s.changed(func(i int, sl Slot) Mark {
		switch {
		case i != s.Block || sl.Mark.State != Unmarked:
			return sl.Mark
		case before.awayAtEnd():
			return Plain(Absent)
		}
		return Plain(Present)
	})
}

// awayAtEnd reports whether the person was absent, or had left by the block's end.
func (sl Slot) awayAtEnd() bool {
	m := sl.Mark.In(sl.Block)
	return m.State == Absent || m.Left != NoClock
}
