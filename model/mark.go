package model

import "slices"

// State is what is known of one trainee in one block.
type State uint8

// The states. No mark is Unmarked: never absent and never present.
const (
	Unmarked State = iota
	Present
	Part
	Absent
)

// String is the state's word in JSON and on the command line.
func (s State) String() string {
	return [...]string{"unmarked", "present", "part", "absent"}[s&3]
}

// Mark is what is known of one trainee in one block. The times are kept as they were told, also
// where they lie outside the block: a block that moves is counted again from them. So an absence
// that an arrival or a departure made keeps that time, and one that a person typed has none.
type Mark struct {
	State      State
	Arrived    Clock  // NoClock: from the start
	Left       Clock  // NoClock: to the end
	Out        []Span // in order, apart from each other
	OutMinutes int    // minutes out of the room of which no times are known
}

// Plain is a mark without times.
func Plain(s State) Mark { return Mark{State: s, Arrived: NoClock, Left: NoClock} }

// Timed reports whether the mark carries any time, so that its state follows from the block's.
func (m Mark) Timed() bool {
	return m.Arrived != NoClock || m.Left != NoClock || len(m.Out) > 0 || m.OutMinutes > 0
}

// Equal reports whether two marks say the same.
func (m Mark) Equal(o Mark) bool {
	return m.State == o.State && m.Arrived == o.Arrived && m.Left == o.Left &&
		m.OutMinutes == o.OutMinutes && slices.Equal(m.Out, o.Out)
}
