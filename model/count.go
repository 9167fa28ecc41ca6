package model

import "slices"

// In is what the mark makes of the block with the hours that it has now. A timed mark's state
// follows from its times, which stay as they were told; any other mark stays as it is.
func (m Mark) In(b Block) Mark {
	m = m.orUnmarked()
	m.State, _ = m.counted(b)
	return m
}

// Attended is how many minutes of the block the person was in the room: 0 where it isn't marked.
func (m Mark) Attended(b Block) int {
	state, missed := m.counted(b)
	if state == Unmarked {
		return 0
	}
	return b.Minutes() - missed
}

// Missed is how many minutes of the block the person was out of the room, before any grace: 0
// where it isn't marked, else what Attended leaves of the block.
func (m Mark) Missed(b Block) int {
	_, missed := m.counted(b)
	return missed
}

// counted is the mark's state in the block, and the minutes that it misses there.
func (m Mark) counted(b Block) (State, int) {
	m = m.orUnmarked()
	switch minutes := b.Minutes(); {
	case !m.Timed() && m.State != Absent:
		return m.State, 0
	case !m.Timed():
		return Absent, minutes
	default:
		switch attended := m.attendedByTimes(b); attended {
		case 0:
			return Absent, minutes
		case minutes:
			return Present, 0
		default:
			return Part, minutes - attended
		}
	}
}

// OutsIn are the times out that fall within the block and the person's stay in it, clipped to
// them, in order. The slice is the caller's.
func (m Mark) OutsIn(b Block) []Span {
	stay := m.stay(b)
	var out []Span
	for _, o := range merged(slices.Clone(m.Out)) {
		if o = o.Cut(stay); !o.Empty() {
			out = append(out, o)
		}
	}
	return out
}

// stay is the part of the block between arriving and leaving; it may be empty.
func (m Mark) stay(b Block) Span {
	stay := b.Span()
	if m.Arrived != NoClock {
		stay.From = max(stay.From, m.Arrived)
	}
	if m.Left != NoClock {
		stay.To = min(stay.To, m.Left)
	}
	return stay
}

func (m Mark) attendedByTimes(b Block) int {
	attended := m.stay(b).Minutes() - m.OutMinutes
	for _, o := range m.OutsIn(b) {
		attended -= o.Minutes()
	}
	return min(max(attended, 0), b.Minutes())
}

// orUnmarked reads the zero Mark, such as a map gives for a missing one, as not marked: its times
// would otherwise read as midnight, and the person as absent.
func (m Mark) orUnmarked() Mark {
	if m.State == Unmarked && m.Arrived == 0 && m.Left == 0 && len(m.Out) == 0 && m.OutMinutes == 0 {
		return Plain(Unmarked)
	}
	return m
}
