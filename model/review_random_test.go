package model

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// drawReview makes a cohort, marks of one person by random keys, then edits of the plan, a rule and
// make-ups, some of them of blocks that were attended, cancelled or never there.
func drawReview(t *rapid.T) (*Cohort, Entry, Moment) {
	c := &Cohort{}
	e := Entry{Marks: map[ID]Mark{}, Closed: map[int]bool{}}
	days := rapid.IntRange(1, 4).Draw(t, "days")
	for n := 1; n <= days; n++ {
		c.Days = append(c.Days, Day{Number: n, Date: Date(n)})
		s := Scope{Slots: drawDay(t), Block: -1}
		for range rapid.IntRange(0, 3).Draw(t, "keys") {
			changed, _ := drawGesture(t, s)
			s = s.after(changed)
		}
		for i, sl := range s.Slots {
			b := sl.Block
			b.ID, b.Day, b.Topic = ID{byte(n), byte(i)}, n, fmt.Sprint("Topic ", i%3)
			c.Blocks = append(c.Blocks, b)
			e.Marks[b.ID] = sl.Mark
		}
	}
	editPlan(t, c)
	c.Rule = Rule{
		AllowanceMinutes: rapid.IntRange(0, 300).Draw(t, "allowance"),
		GraceMinutes:     rapid.IntRange(0, 30).Draw(t, "grace"),
		MustAttendDays:   rapid.SliceOfN(rapid.IntRange(1, days), 0, 2).Draw(t, "must days"),
		MustAttendTopics: rapid.SliceOfN(rapid.SampledFrom([]string{"Topic 1", "topic 2", "Topic 7"}), 0, 2).Draw(t, "must topics"),
	}
	e.Enrollment.From = rapid.IntRange(1, days).Draw(t, "from")
	e.Enrollment.To = rapid.IntRange(NoDay, days).Draw(t, "to")
	e.Required = rapid.SampledFrom([]Required{"", RequiredMet, RequiredMissing, RequiredNone}).Draw(t, "required")
	for range rapid.IntRange(0, 4).Draw(t, "make-ups") {
		e.MakeUps = append(e.MakeUps, drawMakeUp(t, c))
	}
	return c, e, Moment{Date(rapid.IntRange(0, days+1).Draw(t, "date")), Clock(rapid.IntRange(0, 1440).Draw(t, "clock"))}
}

// editPlan cancels, moves, shortens and renames after the marks were made.
func editPlan(t *rapid.T, c *Cohort) {
	for range rapid.IntRange(0, 4).Draw(t, "edits") {
		b := &c.Blocks[rapid.IntRange(0, len(c.Blocks)-1).Draw(t, "block")]
		d := &c.Days[b.Day-1]
		switch rapid.IntRange(0, 5).Draw(t, "edit") {
		case 0:
			b.Cancelled = !b.Cancelled
		case 1:
			d.Cancelled = !d.Cancelled
		case 2:
			d.Date = rapid.SampledFrom([]Date{NoDate, 0, 2, 9}).Draw(t, "moved to")
		case 3:
			by := Clock(rapid.IntRange(-30, 30).Draw(t, "by"))
			b.Start, b.End = max(b.Start+by, 0), max(b.End+by, 5)
		case 4:
			b.End = b.Start + Clock(rapid.IntRange(1, 60).Draw(t, "length"))
		case 5:
			b.Topic = "Topic 2"
		}
	}
}

func drawMakeUp(t *rapid.T, c *Cohort) MakeUp {
	m := MakeUp{Block: ID{0xff}, Minutes: rapid.IntRange(-10, 200).Draw(t, "minutes"), Date: Date(rapid.IntRange(0, 9).Draw(t, "on"))}
	if i := rapid.IntRange(0, len(c.Blocks)).Draw(t, "of"); i < len(c.Blocks) {
		m.Block = c.Blocks[i].ID
	}
	return m
}

func TestAttendedMissedAndUnmarkedMakeUpScheduled(t *testing.T) {
	check(t, func(t *rapid.T) {
		c, e, asOf := drawReview(t)
		a := Review(c, e, asOf)
		if a.Attended+a.Missed+a.Unmarked != a.Scheduled || min(a.Attended, a.Missed, a.Unmarked, a.Outside, a.MadeUp) < 0 {
			t.Fatalf("%d + %d + %d of %d", a.Attended, a.Missed, a.Unmarked, a.Scheduled)
		}
		all := [4]int{a.Scheduled, a.Missed, a.MadeUp, a.Unmarked}
		var byDay, byTopic, byBlock [4]int
		add := func(to *[4]int, scheduled, missed, madeUp, unmarked int) {
			to[0], to[1], to[2], to[3] = to[0]+scheduled, to[1]+missed, to[2]+madeUp, to[3]+unmarked
		}
		for _, d := range a.Days {
			add(&byDay, d.Scheduled, d.Missed, d.MadeUp, d.Unmarked)
		}
		for _, topic := range a.Topics {
			add(&byTopic, topic.Scheduled, topic.Missed, topic.MadeUp, topic.Unmarked)
		}
		for _, b := range a.Blocks {
			unmarked := 0
			if b.State == Unmarked {
				unmarked = b.Block.Minutes()
			}
			add(&byBlock, b.Block.Minutes(), b.Missed, b.MadeUp, unmarked)
			if b.MadeUp > b.Missed || b.Missed > b.Block.Minutes() || Owing(b) < 0 {
				t.Fatalf("%d made up of %d missed of %d", b.MadeUp, b.Missed, b.Block.Minutes())
			}
		}
		if byDay != all || byTopic != all || byBlock != all {
			t.Fatalf("days %v, topics %v, blocks %v, all %v", byDay, byTopic, byBlock, all)
		}
		ended := 0
		for _, d := range c.Days {
			for _, b := range c.BlocksOf(d.Number) {
				if asOf.Ended(d.Date, b) {
					ended += b.Minutes()
				}
			}
		}
		if a.Scheduled+a.Outside != ended {
			t.Fatalf("%d scheduled and %d outside of %d ended", a.Scheduled, a.Outside, ended)
		}
	})
}

func TestMakeUpNeverChangesAttendedOrMissed(t *testing.T) {
	rank := []Standing{OnCourse, NearAllowance, OverAllowance, MustAttendMissed}
	check(t, func(t *rapid.T) {
		c, e, asOf := drawReview(t)
		before := Review(c, e, asOf)
		with := e
		m := drawMakeUp(t, c)
		with.MakeUps = append(slices.Clone(e.MakeUps), m)
		after := Review(c, with, asOf)
		if before.Attended != after.Attended || before.Missed != after.Missed || before.Unmarked != after.Unmarked ||
			before.Outside != after.Outside || !slices.Equal(before.MissedDays, after.MissedDays) || !slices.Equal(before.PartDays, after.PartDays) {
			t.Fatalf("before %v, after %v", before.eight(), after.eight())
		}
		gained := after.MadeUp - before.MadeUp
		if gained < 0 || gained > max(m.Minutes, 0) || after.MadeUp > after.Missed {
			t.Fatalf("%d min made up: %d more of %d missed", m.Minutes, gained, after.Missed)
		}
		if after.AllowanceLeft != before.AllowanceLeft+gained || after.ToMakeUp > before.ToMakeUp {
			t.Fatalf("before %v, after %v", before.eight(), after.eight())
		}
		if slices.Index(rank, after.Standing) > slices.Index(rank, before.Standing) {
			t.Fatalf("made up, and %s became %s", before.Standing, after.Standing)
		}
		if again := Review(c, e, asOf); !reflect.DeepEqual(again, before) {
			t.Fatalf("taken back: %+v, was %+v", again, before)
		}
	})
}

func TestJoiningLateNeverAddsMissedMinutes(t *testing.T) {
	check(t, func(t *rapid.T) {
		c, e, asOf := drawReview(t)
		before := Review(c, e, asOf)
		e.Enrollment.From += rapid.IntRange(1, 4).Draw(t, "days later")
		after := Review(c, e, asOf)
		if after.Missed > before.Missed || after.Scheduled > before.Scheduled || after.ToMakeUp > before.ToMakeUp {
			t.Fatalf("before %v, after %v", before.eight(), after.eight())
		}
		if after.Scheduled+after.Outside != before.Scheduled+before.Outside {
			t.Fatalf("%d + %d, were %d + %d", after.Scheduled, after.Outside, before.Scheduled, before.Outside)
		}
	})
}

func TestStandingIsTheFirstThatHolds(t *testing.T) {
	check(t, func(t *rapid.T) {
		c, e, asOf := drawReview(t)
		a := Review(c, e, asOf)
		must := 0
		for _, b := range a.Blocks {
			topic := slices.ContainsFunc(c.Rule.MustAttendTopics, func(s string) bool { return Fold(s) == Fold(b.Block.Topic) })
			if topic || slices.Contains(c.Rule.MustAttendDays, b.Block.Day) {
				must += b.Missed - b.MadeUp
			}
		}
		net := a.Missed - a.MadeUp
		want := OnCourse
		switch left := c.Rule.AllowanceMinutes - net; {
		case must > 0:
			want = MustAttendMissed
		case left < 0:
			want = OverAllowance
		case a.Missed > 0 && net+a.LongestToCome > c.Rule.AllowanceMinutes: // missed, made up or not
			want = NearAllowance
		}
		if a.Standing != want || a.AllowanceLeft != c.Rule.AllowanceMinutes-net {
			t.Fatalf("%s, want %s: %v", a.Standing, want, a.eight())
		}
		if owes := want == MustAttendMissed || want == OverAllowance; owes != (a.ToMakeUp > 0) {
			t.Fatalf("%s with %d to make up", want, a.ToMakeUp)
		}
		if (must > 0) != (len(a.MustMissed) > 0) || a.ToMakeUp != must+max(0, net-must-c.Rule.AllowanceMinutes) {
			t.Fatalf("must %d, missed %q, to make up %d", must, a.MustMissed, a.ToMakeUp)
		}
		if a.Why == "" {
			t.Fatal("nothing says why")
		}
	})
}
