package model

import (
	"slices"
	"testing"
)

var nineToTwelve = Block{ID: ID{9}, Day: 1, Start: 540, End: 720, Topic: "Language"}

func TestMinutesMissedOfOneBlock(t *testing.T) {
	for _, c := range []struct {
		mark   string
		state  State
		missed int
		words  string
	}{
		{"unmarked", Unmarked, 0, "not marked"},
		{"present", Present, 0, "present"},
		{"absent", Absent, 180, "absent"},
		{"absent came 14:00", Absent, 180, "absent (came 14:00)"},
		{"absent left 08:30", Absent, 180, "absent (left 08:30)"},
		{"absent out 08:00-13:00", Absent, 180, "absent (out 09:00–12:00)"},
		{"part came 09:20", Part, 20, "part: came 09:20, 20 min missed"},
		{"part left 11:00", Part, 60, "part: left 11:00, 1 h missed"},
		{"part out 20m", Part, 20, "part: out 20 min, 20 min missed"},
		{"part came 09:20 left 11:00 out 10:00-10:10 out 5m", Part, 95,
			"part: came 09:20, left 11:00, out 10:00–10:10, out 5 min, 1 h 35 min missed"},
		{"part came 09:20 out 09:00-09:30", Part, 30, "part: came 09:20, out 09:20–09:30, 30 min missed"},
		{"part out 08:00-09:10 out 11:50-14:00", Part, 20, "part: out 09:00–09:10, out 11:50–12:00, 20 min missed"},
		{"part out 10:00-10:30 out 10:20-10:40", Part, 40, "part: out 10:00–10:40, 40 min missed"},
		{"part came 11:50 out 30m", Absent, 180, "absent (came 11:50, out 30 min)"},
		{"part came 08:50 left 12:10", Present, 0, "present"}, // as a block that was moved sees them
		{"present came 09:20", Part, 20, "part: came 09:20, 20 min missed"},
	} {
		t.Run(c.mark, func(t *testing.T) {
			m := markOf(t, c.mark)
			if got := m.In(nineToTwelve).State; got != c.state {
				t.Errorf("state is %v, want %v", got, c.state)
			}
			if got := m.Missed(nineToTwelve); got != c.missed {
				t.Errorf("missed %d, want %d", got, c.missed)
			}
			if c.state != Unmarked && m.Attended(nineToTwelve) != 180-c.missed {
				t.Errorf("attended %d", m.Attended(nineToTwelve))
			}
			if got := Describe(m, nineToTwelve, false); got != c.words {
				t.Errorf("said %q, want %q", got, c.words)
			}
		})
	}
}

func TestTimesStayAsToldWhenABlockMoves(t *testing.T) {
	m := markOf(t, "part came 09:20")
	moved := Block{Start: 600, End: 720}
	if got := m.In(moved); got.State != Present || got.Arrived != 560 {
		t.Errorf("got %+v", got)
	}
	if got := m.In(moved).In(nineToTwelve); !got.Equal(m) {
		t.Errorf("moved back: %+v", got)
	}
}

func TestOutsInABlockAreClipped(t *testing.T) {
	m := markOf(t, "part came 09:20 out 08:00-09:30 out 11:50-14:00 out 15:00-15:10")
	if got := m.OutsIn(nineToTwelve); !slices.Equal(got, []Span{{560, 570}, {710, 720}}) {
		t.Errorf("got %v", got)
	}
	if !slices.Equal(m.Out, []Span{{480, 570}, {710, 840}, {900, 910}}) {
		t.Errorf("the mark itself changed: %v", m.Out)
	}
}

func TestWordsHaveTwelveHoursWhereAsked(t *testing.T) {
	if got := Describe(markOf(t, "absent came 14:00"), nineToTwelve, true); got != "absent (came 2:00 pm)" {
		t.Errorf("got %q", got)
	}
}
