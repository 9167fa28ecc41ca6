package model

import (
	"fmt"
	"strconv"
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
		return strconv.Itoa(m) + " min"
	case m == 0:
		return strconv.Itoa(h) + " h"
	default:
		return strconv.Itoa(h) + " h " + strconv.Itoa(m) + " min"
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

// blockWords is a block within its day: "09:00 Language".
func blockWords(b Block, twelve bool) string { return b.Start.Words(twelve) + " " + b.Topic }

// placeWords is a block within its cohort: "day 3, 09:00 Language".
func placeWords(b Block, twelve bool) string {
	return "day " + strconv.Itoa(b.Day) + ", " + blockWords(b, twelve)
}

// wordList is "a", "a and b", "a, b and c".
func wordList(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// dayList is "day 1", "days 1 and 2", "days 1 to 3 and 5"; the numbers are in order.
func dayList(days []int) string {
	if len(days) == 1 {
		return "day " + strconv.Itoa(days[0])
	}
	var runs []string
	for i := 0; i < len(days); i++ {
		first := i
		for i+1 < len(days) && days[i+1] == days[i]+1 {
			i++
		}
		if i-first > 1 {
			runs = append(runs, fmt.Sprintf("%d to %d", days[first], days[i]))
			continue
		}
		for _, n := range days[first : i+1] {
			runs = append(runs, strconv.Itoa(n))
		}
	}
	return "days " + wordList(runs)
}
