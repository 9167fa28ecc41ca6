package model

import (
	"fmt"
	"strings"
)

// Describe says what a mark makes of its block, as a screen and --plain say it: "present",
// "part: came 09:20, 20 min missed", "absent (came 14:00)", "not marked". With twelve, times are of
// 12 hours. Told ahead and the remark stand apart from the mark and aren't in it.
func Describe(m Mark, b Block, twelve bool) string {
	m = m.In(b)
	switch m.State {
	case Present:
		return "present"
	case Absent:
		if why := m.whyAbsent(b, twelve); why != "" {
			return "absent (" + why + ")"
		}
		return "absent"
	case Part:
		said := append(m.saidTimes(b, twelve), DescribeMinutes(m.Missed(b))+" missed")
		return "part: " + strings.Join(said, ", ")
	}
	return "not marked"
}

// DescribeMinutes is a number of minutes as a person says it: "20 min", "2 h", "1 h 5 min".
func DescribeMinutes(n int) string {
	switch h, m := n/60, n%60; {
	case n < 0:
		return "-" + DescribeMinutes(-n)
	case h == 0:
		return fmt.Sprintf("%d min", m)
	case m == 0:
		return fmt.Sprintf("%d h", h)
	default:
		return fmt.Sprintf("%d h %d min", h, m)
	}
}

// whyAbsent is the one time that took the whole block, where one did.
func (m Mark) whyAbsent(b Block, twelve bool) string {
	switch {
	case m.Arrived != NoClock && m.Arrived >= b.End:
		return "came " + m.Arrived.Words(twelve)
	case m.Left != NoClock && m.Left <= b.Start:
		return "left " + m.Left.Words(twelve)
	}
	return strings.Join(m.saidTimes(b, twelve), ", ")
}

// saidTimes are the times that tell within the block.
func (m Mark) saidTimes(b Block, twelve bool) []string {
	var said []string
	if m.Arrived > b.Start {
		said = append(said, "came "+m.Arrived.Words(twelve))
	}
	if m.Left != NoClock && m.Left < b.End {
		said = append(said, "left "+m.Left.Words(twelve))
	}
	for _, o := range m.OutsIn(b) {
		said = append(said, "out "+o.From.Words(twelve)+"–"+o.To.Words(twelve))
	}
	if m.OutMinutes > 0 {
		said = append(said, "out "+DescribeMinutes(m.OutMinutes))
	}
	return said
}
