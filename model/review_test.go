package model

import (
	"slices"
	"testing"
)

// testCohort has three days of 09:00–12:00 Language and 13:00–16:00 Listening Differently, from
// date 100 on; block ids are {day, 1} and {day, 2}.
func testCohort(grace int) *Cohort {
	c := &Cohort{Rule: Rule{GraceMinutes: grace}}
	for n := 1; n <= 3; n++ {
		c.Days = append(c.Days, Day{ID: ID{byte(n)}, Number: n, Date: Date(99 + n)})
		c.Blocks = append(c.Blocks,
			Block{ID: ID{byte(n), 1}, Day: n, Start: 540, End: 720, Topic: "Language"},
			Block{ID: ID{byte(n), 2}, Day: n, Start: 780, End: 960, Topic: "Listening Differently"})
	}
	return c
}

func marksOf(t *testing.T, texts ...string) map[ID]Mark {
	marks := map[ID]Mark{}
	for i, text := range texts {
		if text != "" {
			marks[ID{byte(i/2 + 1), byte(i%2 + 1)}] = markOf(t, text)
		}
	}
	return marks
}

var throughDay = func(n int) Moment { return Moment{Date: Date(99 + n), Clock: 24 * 60} }

func TestReviewCountsMinutesOfEndedBlocks(t *testing.T) {
	for _, c := range []struct {
		holds  string
		marks  []string
		from   int
		to     int
		grace  int
		asOf   Moment
		want   [5]int // scheduled, attended, missed, unmarked, outside
		states []DayState
	}{
		{"all present", []string{"present", "present"}, 1, 0, 0, throughDay(1),
			[5]int{360, 360, 0, 0, 0}, []DayState{DayPresent, DayUpcoming, DayUpcoming}},
		{"a block that ends just then has ended", []string{"present", "absent"}, 1, 0, 0, Moment{100, 720},
			[5]int{180, 180, 0, 0, 0}, []DayState{DayPresent, DayUpcoming, DayUpcoming}},
		{"a block under way has not", []string{"present"}, 1, 0, 0, Moment{100, 719},
			[5]int{}, []DayState{DayUpcoming, DayUpcoming, DayUpcoming}},
		{"absent, part and unmarked days", []string{"absent", "absent", "part came 09:20", "present", "", ""}, 1, 0, 0, throughDay(3),
			[5]int{1080, 340, 380, 360, 0}, []DayState{DayAbsent, DayPart, DayUnmarked}},
		{"one block absent is part of a day", []string{"absent", "present"}, 1, 0, 0, throughDay(1),
			[5]int{360, 180, 180, 0, 0}, []DayState{DayPart, DayUpcoming, DayUpcoming}},
		{"one block absent so far is all of it", []string{"absent", ""}, 1, 0, 0, Moment{100, 800},
			[5]int{180, 0, 180, 0, 0}, []DayState{DayAbsent, DayUpcoming, DayUpcoming}},
		{"absent and not marked is part", []string{"absent", ""}, 1, 0, 0, throughDay(1),
			[5]int{360, 0, 180, 180, 0}, []DayState{DayPart, DayUpcoming, DayUpcoming}},
		{"present and not marked is unmarked", []string{"present", ""}, 1, 0, 0, throughDay(1),
			[5]int{360, 180, 0, 180, 0}, []DayState{DayUnmarked, DayUpcoming, DayUpcoming}},
		{"grace makes a part block attended", []string{"part came 09:05", "present"}, 1, 0, 5, throughDay(1),
			[5]int{360, 360, 0, 0, 0}, []DayState{DayPresent, DayUpcoming, DayUpcoming}},
		{"a minute over grace counts whole", []string{"part came 09:06", "present"}, 1, 0, 5, throughDay(1),
			[5]int{360, 354, 6, 0, 0}, []DayState{DayPart, DayUpcoming, DayUpcoming}},
		{"grace does not reach an absence", []string{"absent", "present"}, 1, 0, 200, throughDay(1),
			[5]int{360, 180, 180, 0, 0}, []DayState{DayPart, DayUpcoming, DayUpcoming}},
		{"days before joining are outside", []string{"", "", "present", "present"}, 2, 0, 0, throughDay(2),
			[5]int{360, 360, 0, 0, 360}, []DayState{DayNotEnrolled, DayPresent, DayUpcoming}},
		{"days after leaving are outside once they end", []string{"present", "present", "absent"}, 1, 1, 0, throughDay(2),
			[5]int{360, 360, 0, 0, 360}, []DayState{DayPresent, DayNotEnrolled, DayNotEnrolled}},
	} {
		t.Run(c.holds, func(t *testing.T) {
			e := Entry{Enrollment: Enrollment{From: c.from, To: c.to}, Marks: marksOf(t, c.marks...)}
			a := Review(testCohort(c.grace), e, c.asOf)
			if got := [5]int{a.Scheduled, a.Attended, a.Missed, a.Unmarked, a.Outside}; got != c.want {
				t.Errorf("minutes %v, want %v", got, c.want)
			}
			var missed, part []int
			for i, d := range a.Days {
				if d.State != c.states[i] {
					t.Errorf("day %d is %s, want %s", d.Day, d.State, c.states[i])
				}
				switch d.State {
				case DayAbsent:
					missed = append(missed, d.Day)
				case DayPart:
					part = append(part, d.Day)
				}
			}
			if !slices.Equal(a.MissedDays, missed) || !slices.Equal(a.PartDays, part) {
				t.Errorf("missed days %v, part days %v", a.MissedDays, a.PartDays)
			}
		})
	}
}

func TestReviewCountsTopicsAcrossDays(t *testing.T) {
	e := Entry{Enrollment: Enrollment{From: 1}, Marks: marksOf(t, "absent", "present", "part came 09:20", "present")}
	a := Review(testCohort(0), e, throughDay(2))
	want := []TopicAccount{{"Language", 360, 200, 0, 0}, {"Listening Differently", 360, 0, 0, 0}}
	if !slices.Equal(a.Topics, want) {
		t.Errorf("got %v", a.Topics)
	}
	if a.LongestToCome != 180 || Review(testCohort(0), e, throughDay(3)).LongestToCome != 0 {
		t.Errorf("longest to come %d", a.LongestToCome)
	}
}

func TestGuestIsOutsideAllTotals(t *testing.T) {
	e := Entry{Enrollment: Enrollment{From: 1, Guest: []ID{{1, 1}}}, Marks: marksOf(t, "absent", "absent")}
	a := Review(testCohort(0), e, throughDay(3))
	if a.Scheduled+a.Attended+a.Missed+a.Unmarked+a.Outside != 0 || len(a.Blocks) != 0 || a.Days[0].State != DayNotEnrolled {
		t.Errorf("got %+v", a)
	}
}

func TestCancelledBlockAndDayCountForNobody(t *testing.T) {
	c := testCohort(0)
	c.Days[0].Cancelled = true
	c.Blocks[2].Cancelled = true
	e := Entry{Enrollment: Enrollment{From: 1}, Marks: marksOf(t, "absent", "absent", "absent", "present")}
	a := Review(c, e, throughDay(2))
	if a.Scheduled != 180 || a.Missed != 0 || a.Days[0].State != DayCancelled || a.Days[1].State != DayPresent {
		t.Errorf("got %+v", a)
	}
}
