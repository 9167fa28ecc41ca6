package model

import (
	"fmt"
	"testing"
)

// BenchmarkReviewCohort reviews 25 people in eight days of four blocks, with everything that a rule
// and an entry can have; ns/op is of the whole cohort.
func BenchmarkReviewCohort(b *testing.B) {
	c, people := fullRound()
	asOf := throughDay(6)
	for _, run := range []struct {
		name   string
		review func()
	}{
		{"one by one", func() {
			for _, e := range people {
				Review(c, e, asOf)
			}
		}},
		{"by one Reviewer", func() {
			r := NewReviewer(c, asOf)
			for _, e := range people {
				r.Account(e)
			}
		}},
	} {
		b.Run(run.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				run.review()
			}
		})
	}
}

// fullRound is a cohort of 25 × 8 × 4 in which everybody has missed, made up and left open something.
func fullRound() (*Cohort, []Entry) {
	c := &Cohort{Rule: Rule{AllowanceMinutes: 300, MustAttendDays: []int{1, 2}, MustAttendTopics: []string{"Topic 3"}, GraceMinutes: 5, Requires: "ps101"}}
	for n := 1; n <= 8; n++ {
		c.Days = append(c.Days, Day{ID: ID{byte(n)}, Number: n, Date: Date(99 + n)})
		for i := range 4 {
			start := Clock(540 + i*110)
			c.Blocks = append(c.Blocks, Block{ID: ID{byte(n), byte(i)}, Day: n, Start: start, End: start + 90, Topic: fmt.Sprint("Topic ", (n+i)%8)})
		}
	}
	var people []Entry
	for row := 1; row <= 25; row++ {
		e := Entry{Row: row, Enrollment: Enrollment{From: 1 + row%2}, Marks: map[ID]Mark{}, Required: RequiredMissing,
			Closed: map[int]bool{1: true, 2: true}, Disputed: []ID{{3, 1}}, Moved: []ID{{2, 2}}}
		for i, b := range c.Blocks {
			switch (i + row) % 8 {
			case 0:
				e.Marks[b.ID] = Plain(Absent)
				e.MakeUps = append(e.MakeUps, MakeUp{Block: b.ID, Minutes: 45, Date: 50})
			case 1:
				e.Marks[b.ID] = Mark{State: Part, Arrived: b.Start + 20, Left: NoClock, Out: []Span{{b.Start + 40, b.Start + 50}}}
			case 2:
			default:
				e.Marks[b.ID] = Plain(Present)
			}
		}
		people = append(people, e)
	}
	return c, people
}

// Allocations stand for time here, which a busy machine doesn't tell: 108 were counted for each.
func TestReviewOfACohortAllocatesLittle(t *testing.T) {
	c, people := fullRound()
	asOf := throughDay(6)
	allocs := testing.AllocsPerRun(3, func() {
		r := NewReviewer(c, asOf)
		for _, e := range people {
			r.Account(e)
		}
	})
	if perPerson := allocs / float64(len(people)); perPerson > 200 {
		t.Errorf("%.0f allocations a person", perPerson)
	}
}
