package model

import (
	"slices"
	"strings"
	"testing"
)

// roundOf has eight days of 09:00–12:00 Language and 13:00–16:00 Listening Differently, but on day 4
// Challenging Situations in the afternoon: 8 × 2 × 180 = 2880 minutes. Ids are as in testCohort.
func roundOf(rule Rule) *Cohort {
	c := &Cohort{Rule: rule}
	for n := 1; n <= 8; n++ {
		afternoon := "Listening Differently"
		if n == 4 {
			afternoon = "Challenging Situations"
		}
		c.Days = append(c.Days, Day{ID: ID{byte(n)}, Number: n, Date: Date(99 + n)})
		c.Blocks = append(c.Blocks,
			Block{ID: ID{byte(n), 1}, Day: n, Start: 540, End: 720, Topic: "Language"},
			Block{ID: ID{byte(n), 2}, Day: n, Start: 780, End: 960, Topic: afternoon})
	}
	return c
}

// inShort reads marks of blocks in order: P present, A absent, . not marked, 20 minutes out of the
// room, @09:20 came then.
func inShort(t testing.TB, text string) []string {
	var marks []string
	for _, word := range strings.Fields(text) {
		switch {
		case word == "P":
			word = "present"
		case word == "A":
			word = "absent"
		case word == ".":
			word = ""
		case word[0] == '@':
			word = "part came " + word[1:]
		default:
			word = "part out " + word + "m"
		}
		marks = append(marks, word)
	}
	return marks
}

// makeUp is minutes made up, the day after the round, of the block that began on a day in the
// morning (1) or the afternoon (2).
func makeUp(day, half byte, minutes int) MakeUp {
	return MakeUp{ID: ID{day, half, byte(minutes)}, Block: ID{day, half}, Minutes: minutes, Date: 50}
}

var (
	plainRule = Rule{AllowanceMinutes: 300}
	cipssRule = Rule{AllowanceMinutes: 300, MustAttendDays: []int{1, 2}}
	noneRule  = Rule{}
	graceRule = Rule{AllowanceMinutes: 300, GraceMinutes: 10}
	topicRule = Rule{AllowanceMinutes: 300, MustAttendTopics: []string{"language "}} // as somebody typed it
	onceRule  = Rule{AllowanceMinutes: 300, MustAttendTopics: []string{"Challenging Situations"}}
	bothRule  = Rule{AllowanceMinutes: 300, MustAttendDays: []int{1}, MustAttendTopics: []string{"Language"}}
)

const present12 = "P P P P P P P P P P P P "

func TestRuleCountsAsWorkedByHand(t *testing.T) {
	if len(ruleCases) < 40 {
		t.Errorf("%d cases", len(ruleCases))
	}
	for _, c := range ruleCases {
		t.Run(c.holds, func(t *testing.T) {
			e := Entry{Enrollment: Enrollment{From: 1}, Marks: marksOf(t, inShort(t, c.marks)...), MakeUps: c.makeUps}
			c.check(t, Review(roundOf(c.rule), e, c.asOf))
		})
	}
}

func (c ruleCase) check(t *testing.T, a Account) {
	t.Helper()
	if got := a.eight(); got != c.minutes {
		t.Errorf("minutes %v, want %v", got, c.minutes)
	}
	if a.Standing != c.standing || a.Why != c.why {
		t.Errorf("%s: %q, want %s: %q", a.Standing, a.Why, c.standing, c.why)
	}
}

func (a Account) eight() [8]int {
	return [8]int{a.Scheduled, a.Attended, a.Missed, a.MadeUp, a.Unmarked, a.Outside, a.AllowanceLeft, a.ToMakeUp}
}

// What the table of marks can't say: who is enrolled when, and a plan that changed.
func TestRuleCountsWhomAndWhatThePlanHas(t *testing.T) {
	for _, c := range []struct {
		ruleCase
		enrolled Enrollment
		edit     func(*Cohort)
		before   []string
		after    []string
	}{
		{ruleCase{"day 1 before joining: 360 outside, 0 missed", cipssRule, "A A P P", nil, throughDay(2),
			[8]int{360, 360, 0, 0, 0, 360, 300, 0}, OnCourse, "5 h of 5 h left"}, Enrollment{From: 2}, nil, []string{"day 1"}, nil},
		{ruleCase{"joined on day 3, missed 180 of it: 720 outside, 300 - 180 left", cipssRule, ". . . . A P", nil, throughDay(3),
			[8]int{360, 180, 180, 0, 0, 720, 120, 0}, NearAllowance, "2 h of 5 h left; the longest block to come has 3 h"},
			Enrollment{From: 3}, nil, []string{"day 1", "day 2"}, nil},
		{ruleCase{"a topic whole before joining, another in part: 4 x 360 outside", Rule{AllowanceMinutes: 300,
			MustAttendTopics: []string{"Challenging Situations", "Language"}}, ". . . . . . . . P P", nil, throughDay(5),
			[8]int{360, 360, 0, 0, 0, 1440, 300, 0}, OnCourse, "5 h of 5 h left"},
			Enrollment{From: 5}, nil, []string{"Challenging Situations", "Language"}, nil},
		{ruleCase{"left after day 1: 2 x 360 outside, nothing to come", plainRule, "121 P A A A A", nil, throughDay(3),
			[8]int{360, 239, 121, 0, 0, 720, 179, 0}, OnCourse, "2 h 59 min of 5 h left"}, Enrollment{From: 1, To: 1}, nil, nil, nil},
		{ruleCase{"day 2 after leaving: 360 outside, 0 missed", cipssRule, "P P A A", nil, throughDay(2),
			[8]int{360, 360, 0, 0, 0, 360, 300, 0}, OnCourse, "5 h of 5 h left"}, Enrollment{From: 1, To: 1}, nil, nil, []string{"day 2"}},
		{ruleCase{"came to no day: 360 outside", cipssRule, "A A", nil, throughDay(1),
			[8]int{0, 0, 0, 0, 0, 360, 300, 0}, OnCourse, "5 h of 5 h left"}, Enrollment{From: 1, To: NoDay}, nil, nil, []string{"day 1", "day 2"}},
		{ruleCase{"a guest: 0 of everything", cipssRule, "A A", []MakeUp{makeUp(1, 1, 60)}, throughDay(1),
			[8]int{}, "", ""}, Enrollment{From: 1, Guest: []ID{{1, 1}}}, nil, nil, nil},
		{ruleCase{"day 1 cancelled: 0 of its 360, for nobody", cipssRule, "A A P P", nil, throughDay(2),
			[8]int{360, 360, 0, 0, 0, 0, 300, 0}, OnCourse, "5 h of 5 h left"}, Enrollment{From: 1}, func(c *Cohort) { c.Days[0].Cancelled = true }, nil, nil},
		{ruleCase{"day 1 cancelled is not before joining either", cipssRule, ". . P P", nil, throughDay(2),
			[8]int{360, 360, 0, 0, 0, 0, 300, 0}, OnCourse, "5 h of 5 h left"}, Enrollment{From: 2}, func(c *Cohort) { c.Days[0].Cancelled = true }, nil, nil},
		{ruleCase{"a block cancelled: its make-up counts 0, 360 - 180 scheduled", plainRule, "A P", []MakeUp{makeUp(1, 1, 180)}, throughDay(1),
			[8]int{180, 180, 0, 0, 0, 0, 300, 0}, OnCourse, "5 h of 5 h left"}, Enrollment{From: 1}, func(c *Cohort) { c.Blocks[0].Cancelled = true }, nil, nil},
		{ruleCase{"a block cut to 60: 60 missed, of 180 made up 60", plainRule, "A P", []MakeUp{makeUp(1, 1, 180)}, throughDay(1),
			[8]int{240, 180, 60, 60, 0, 0, 300, 0}, OnCourse, "5 h of 5 h left; 1 h of day 1 missed and made up"},
			Enrollment{From: 1}, func(c *Cohort) { c.Blocks[0].End = 600 }, nil, nil},
		{ruleCase{"came 09:20 into a block that moved to 09:30: 0 of 150 missed", plainRule, "@09:20 P", nil, throughDay(1),
			[8]int{330, 330, 0, 0, 0, 0, 300, 0}, OnCourse, "5 h of 5 h left"}, Enrollment{From: 1}, func(c *Cohort) { c.Blocks[0].Start = 570 }, nil, nil},
		{ruleCase{"a longer block to come: 61 + 240 > 300", plainRule, "61 P", nil, throughDay(1),
			[8]int{360, 299, 61, 0, 0, 0, 239, 0}, NearAllowance, "3 h 59 min of 5 h left; the longest block to come has 4 h"},
			Enrollment{From: 1}, func(c *Cohort) { c.Blocks[15].End = 1020 }, nil, nil},
		{ruleCase{"day 1 moved behind day 8 is to come: 0 of its 360", cipssRule, "A A P P", nil, throughDay(2),
			[8]int{360, 360, 0, 0, 0, 0, 300, 0}, OnCourse, "5 h of 5 h left"}, Enrollment{From: 1}, func(c *Cohort) { c.Days[0].Date = 120 }, nil, nil},
	} {
		t.Run(c.holds, func(t *testing.T) {
			cohort := roundOf(c.rule)
			if c.edit != nil {
				c.edit(cohort)
			}
			a := Review(cohort, Entry{Enrollment: c.enrolled, Marks: marksOf(t, inShort(t, c.marks)...), MakeUps: c.makeUps}, c.asOf)
			c.check(t, a)
			if !slices.Equal(a.BeforeJoining, c.before) || !slices.Equal(a.AfterLeaving, c.after) {
				t.Errorf("before joining %q, after leaving %q", a.BeforeJoining, a.AfterLeaving)
			}
		})
	}
}

func TestMustMissedNamesDaysThenTopics(t *testing.T) {
	e := Entry{Enrollment: Enrollment{From: 1}, Marks: marksOf(t, inShort(t, "P 1 1 P")...)}
	rule := Rule{MustAttendDays: []int{2, 1}, MustAttendTopics: []string{"Language", "LANGUAGE", "Listening Differently", "Challenging Situations"}}
	a := Review(roundOf(rule), e, throughDay(2))
	if want := []string{"day 1", "day 2", "Language", "Listening Differently"}; !slices.Equal(a.MustMissed, want) {
		t.Errorf("%q, want %q", a.MustMissed, want)
	}
	for _, b := range a.Blocks {
		if !b.MustAttend {
			t.Errorf("block %s of day %d may be missed", b.Block.Start, b.Block.Day)
		}
	}
	e.MakeUps = []MakeUp{makeUp(1, 2, 1)}
	if a = Review(roundOf(rule), e, throughDay(2)); !slices.Equal(a.MustMissed, []string{"day 2", "Language"}) {
		t.Errorf("made up: %q", a.MustMissed)
	}
	if owing := Owing(a.Blocks[2]); owing != 1 {
		t.Errorf("%d owing", owing)
	}
}

func TestStandingHasWords(t *testing.T) {
	for standing, want := range map[Standing]string{MustAttendMissed: "must-attend time missed", OverAllowance: "over the allowance",
		NearAllowance: "near the allowance", OnCourse: "on course", "": "outside all totals"} {
		if got := standing.Words(); got != want {
			t.Errorf("%q is %q, want %q", string(standing), got, want)
		}
	}
}
