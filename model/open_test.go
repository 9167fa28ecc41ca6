package model

import (
	"slices"
	"testing"
)

func TestOpenSaysWhatIsNotSettled(t *testing.T) {
	closed := func(days ...int) map[int]bool {
		m := map[int]bool{}
		for _, d := range days {
			m[d] = true
		}
		return m
	}
	from := func(n int) Enrollment { return Enrollment{From: n} }
	rule := Rule{AllowanceMinutes: 300, MustAttendDays: []int{1}, MustAttendTopics: []string{"Challenging Situations"}, Requires: "ps101"}
	for _, c := range []struct {
		holds string
		marks string
		asOf  Moment
		entry Entry
		edit  func(*Cohort)
		open  []string
	}{
		{"all marked and closed", "P P", throughDay(1), Entry{Enrollment: from(1), Closed: closed(1)}, nil, nil},
		{"a block", "P .", throughDay(1), Entry{Enrollment: from(1), Closed: closed(1)}, nil,
			[]string{"day 1, 13:00 Listening Differently: not marked"}},
		{"by twelve hours", "P .", throughDay(1), Entry{Enrollment: from(1), Closed: closed(1), Twelve: true}, nil,
			[]string{"day 1, 1:00 pm Listening Differently: not marked"}},
		{"a whole day, and a block of another", ". . P P . P", throughDay(3), Entry{Enrollment: from(1), Closed: closed(1, 2, 3)}, nil,
			[]string{"day 1: not marked", "day 3, 09:00 Language: not marked"}},
		{"two blocks of three", ". . P", throughDay(1), Entry{Enrollment: from(1), Closed: closed(1)},
			func(c *Cohort) {
				c.Blocks[2] = Block{ID: ID{2, 1}, Day: 1, Start: 970, End: 990, Topic: "Round"}
			}, []string{"day 1, 09:00 Language and 13:00 Listening Differently: not marked"}},
		{"the morning at noon is not the day", ". .", Moment{100, 720}, Entry{Enrollment: from(1)}, nil,
			[]string{"day 1, 09:00 Language: not marked"}},
		{"a day of one block names it", ". .", throughDay(1), Entry{Enrollment: from(1), Closed: closed(1)},
			func(c *Cohort) { c.Blocks[1].Cancelled = true }, []string{"day 1, 09:00 Language: not marked"}},
		{"a day not closed", "P P", throughDay(1), Entry{Enrollment: from(1)}, nil, []string{"day 1 is not closed"}},
		{"a day under way needn't be closed", "P P", Moment{100, 900}, Entry{Enrollment: from(1)}, nil, nil},
		{"days not closed", "P P P P P P P P P P", throughDay(5), Entry{Enrollment: from(1), Closed: closed(2)}, nil,
			[]string{"days 1 and 3 to 5 are not closed"}},
		{"days outside aren't the person's to close", ". . P P", throughDay(3), Entry{Enrollment: Enrollment{From: 2, To: 2}, Closed: closed(2)}, nil,
			[]string{"day 1 can't be missed and was before joining", "Challenging Situations can't be missed and is after leaving"}},
		{"a topic in part before joining", ". . P P", throughDay(2), Entry{Enrollment: from(2), Closed: closed(2)},
			func(c *Cohort) { c.Rule.MustAttendTopics, c.Rule.MustAttendDays = []string{"Language"}, nil },
			[]string{"Language can't be missed and was in part before joining"}},
		{"the course before", "", throughDay(0), Entry{Enrollment: from(1), Required: RequiredMissing}, nil,
			[]string{"Peer Support 101 comes before, and this book does not know of it"}},
		{"the course before, done", "", throughDay(0), Entry{Enrollment: from(1), Required: RequiredMet}, nil, nil},
		{"disagreement, of a block to come too", "P P", throughDay(1),
			Entry{Enrollment: from(1), Closed: closed(1), Disputed: []ID{{2, 1}, {1, 2}, {9, 9}}, Sides: map[ID]string{{1, 2}: "present (Asha), absent (Ben)"}}, nil,
			[]string{"day 1, 13:00 Listening Differently: not agreed: present (Asha), absent (Ben)", "day 2, 09:00 Language: not agreed"}},
		{"hours changed after times were written", "@09:20 P", throughDay(1), Entry{Enrollment: from(1), Closed: closed(1), Moved: []ID{{1, 1}}}, nil,
			[]string{"day 1, 09:00 Language: the hours changed after times were written: look at the mark again"}},
		{"made up more than is missed", "20 P", throughDay(1), Entry{Enrollment: from(1), Closed: closed(1), MakeUps: []MakeUp{makeUp(1, 1, 60), makeUp(1, 1, 120)}}, nil,
			[]string{"day 1, 09:00 Language: 3 h written as made up, but only 20 min of it are missed"}},
		{"made up what was attended, is not marked, to come, cancelled, of another cohort", "P . P P", throughDay(2),
			Entry{Enrollment: from(1), Closed: closed(1, 2), MakeUps: []MakeUp{makeUp(1, 1, 60), makeUp(1, 2, 60), makeUp(2, 1, 60), makeUp(3, 1, 60), makeUp(9, 1, 60)}},
			func(c *Cohort) { c.Blocks[2].Cancelled = true },
			[]string{"day 1, 13:00 Listening Differently: not marked",
				"day 1, 09:00 Language: 1 h written as made up, but none of it is missed",
				"day 1, 13:00 Listening Differently: 1 h written as made up, but the block is not marked",
				"day 2, 09:00 Language: 1 h written as made up, but the block is cancelled",
				"day 3, 09:00 Language: 1 h written as made up, but the block is still to come"}},
		{"made up before joining", "P P P P", throughDay(2), Entry{Enrollment: from(2), Closed: closed(2), MakeUps: []MakeUp{makeUp(1, 1, 60)}},
			func(c *Cohort) { c.Rule.MustAttendDays = nil; c.Rule.MustAttendTopics = nil },
			[]string{"day 1, 09:00 Language: 1 h written as made up, but the block is before joining or after leaving"}},
		{"made up later than the review", "A P", throughDay(1), Entry{Enrollment: from(1), Closed: closed(1),
			MakeUps: []MakeUp{{Block: ID{1, 1}, Minutes: 180, Date: DateOf(2026, 2, 10)}}}, nil,
			[]string{"day 1, 09:00 Language: made up on Tue 10 Feb 2026, after the date of this review"}},
		{"what people disagree on about the person", "P P", throughDay(1), Entry{Enrollment: from(1), Closed: closed(1), Questions: []string{"name", "phone"}}, nil,
			[]string{"not agreed: name", "not agreed: phone"}},
		{"two make-ups of one date, said once", "A P", throughDay(1), Entry{Enrollment: from(1), Closed: closed(1),
			MakeUps: []MakeUp{{Block: ID{1, 1}, Minutes: 60, Date: DateOf(2026, 2, 10)}, {Block: ID{1, 1}, Minutes: 90, Date: DateOf(2026, 2, 10)}}}, nil,
			[]string{"day 1, 09:00 Language: made up on Tue 10 Feb 2026, after the date of this review"}},
		{"a guest", ". .", throughDay(8), Entry{Enrollment: Enrollment{From: 1, Guest: []ID{{1, 1}}}, Required: RequiredMissing, Disputed: []ID{{1, 1}}}, nil, nil},
	} {
		t.Run(c.holds, func(t *testing.T) {
			cohort := roundOf(rule)
			if c.edit != nil {
				c.edit(cohort)
			}
			c.entry.Marks = marksOf(t, inShort(t, c.marks)...)
			a := Review(cohort, c.entry, c.asOf)
			if !slices.Equal(a.Open, c.open) {
				t.Errorf("got  %q\nwant %q", a.Open, c.open)
			}
		})
	}
}

func TestConflictsAreCountedByBlockAndByWhatIsKnownOfThePerson(t *testing.T) {
	e := Entry{Enrollment: Enrollment{From: 2}, Disputed: []ID{{2, 1}, {2, 1}, {3, 2}, {1, 1}}, Questions: []string{"phone"}}
	if a := Review(roundOf(plainRule), e, throughDay(2)); a.Conflicts != 3 {
		t.Errorf("%d conflicts: one block is named twice, one lies before joining, and a phone is told differently", a.Conflicts)
	}
}

func TestDaysAreListedAsRuns(t *testing.T) {
	for want, days := range map[string][]int{"day 4": {4}, "days 1 and 2": {1, 2}, "days 1 to 3": {1, 2, 3},
		"days 1, 3 and 5 to 8": {1, 3, 5, 6, 7, 8}} {
		if got := dayList(days); got != want {
			t.Errorf("%v: %q, want %q", days, got, want)
		}
	}
}
