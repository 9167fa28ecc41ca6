package model

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestRuleIsCheckedAgainstItsCohort(t *testing.T) {
	for _, c := range []struct {
		holds string
		rule  Rule
		cause error
		says  string
	}{
		{"nothing asked", Rule{}, nil, ""},
		{"all of it", Rule{300, []int{1, 8}, []string{"language", "Challenging Situations"}, 15, "ps101", []string{"Healthy Connections"}}, nil, ""},
		{"negative allowance", Rule{AllowanceMinutes: -5}, ErrRuleMinutes, "an allowance can't be -5 minutes: give minutes from 0 up"},
		{"negative grace", Rule{GraceMinutes: -1}, ErrRuleMinutes, "grace can't be -1 minutes a block: give minutes from 0 up"},
		{"grace over a day", Rule{GraceMinutes: 1441}, ErrRuleMinutes, "grace can't be 1441 minutes a block: give minutes from 0 up"},
		{"unknown day", Rule{MustAttendDays: []int{1, 9}}, ErrRuleDay, "there is no day 9 that must be attended: name days of the cohort by their numbers"},
		{"unknown topic", Rule{MustAttendTopics: []string{"Lunch"}}, ErrRuleTopic,
			"no block has the topic 'Lunch' that must be attended: name topics as the blocks of the cohort have them"},
		{"empty topic", Rule{MustAttendTopics: []string{""}}, ErrRuleTopic, "no block has the topic '' that must be attended: name topics as the blocks of the cohort have them"},
		{"long name", Rule{Requires: strings.Repeat("x", NameLimit+1)}, ErrRuleText, "the name of a course that comes before is too long: give a name of at most 200 characters"},
	} {
		t.Run(c.holds, func(t *testing.T) {
			cohort := roundOf(Rule{})
			cohort.Days[7].Cancelled = true
			err := c.rule.Check(cohort)
			if !errors.Is(err, c.cause) || err != nil && err.Error() != c.says {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestRuleHasWords(t *testing.T) {
	for _, c := range []struct {
		rule Rule
		want []string
	}{
		{Rule{}, []string{"nothing may be missed"}},
		{Rule{300, []int{2, 1, 2}, []string{"Language", "Hope"}, 15, "ps101", []string{"Healthy Connections"}},
			[]string{"5 h may be missed", "days 1 and 2 must be attended", "Language and Hope must be attended",
				"missing 15 min of a block or less counts as attended", "Peer Support 101 or Healthy Connections comes before"}},
	} {
		if got := c.rule.Words(); !slices.Equal(got, c.want) {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestPreviewNamesOnlyWhomARuleChanges(t *testing.T) {
	entry := func(row int, marks string, e Entry) Entry {
		e.Row, e.Trainee, e.Marks = row, ID{byte(row)}, marksOf(t, inShort(t, marks)...)
		e.Enrollment.From = max(e.Enrollment.From, 1)
		return e
	}
	people := []Entry{
		entry(1, "P P P P", Entry{}),
		entry(2, "A P P P", Entry{}),
		entry(3, "P P 10 P", Entry{}),
		entry(4, "A A A A", Entry{Enrollment: Enrollment{Guest: []ID{{1, 1}}}}),
		entry(5, ". . P P", Entry{Enrollment: Enrollment{From: 2}}),
	}
	rows := func(effects []Effect) (rows []int) {
		for _, e := range effects {
			rows = append(rows, e.Row)
		}
		return rows
	}
	c := roundOf(plainRule)
	if effects := Preview(c, plainRule, people, throughDay(2)); len(effects) > 0 {
		t.Errorf("the same rule changes %d", len(effects))
	}
	for _, p := range []struct {
		holds string
		rule  Rule
		rows  []int
		moves []int
		words []string // of the first row
	}{
		{"a must-attend day", Rule{AllowanceMinutes: 300, MustAttendDays: []int{1}}, []int{2, 5}, []int{2},
			[]string{"near the allowance: would be must-attend time missed", "0 min to make up: would be 3 h"}},
		{"more allowance reaches everybody", Rule{AllowanceMinutes: 600}, []int{1, 2, 3, 5}, []int{2},
			[]string{"5 h of the allowance left: would be 10 h"}},
		{"grace", Rule{AllowanceMinutes: 300, GraceMinutes: 10}, []int{3}, nil,
			[]string{"10 min missed: would be 0 min", "4 h 50 min of the allowance left: would be 5 h"}},
		{"a course before", Rule{AllowanceMinutes: 300, Requires: "ps101"}, []int{1, 2, 3, 5}, nil,
			[]string{"would be open: Peer Support 101 comes before: looked for once the rule is saved"}},
	} {
		t.Run(p.holds, func(t *testing.T) {
			effects := Preview(c, p.rule, people, throughDay(2))
			if !slices.Equal(rows(effects), p.rows) {
				t.Fatalf("rows %v, want %v", rows(effects), p.rows)
			}
			if got := effects[0].Words(); !slices.Equal(got, p.words) {
				t.Errorf("%q, want %q", got, p.words)
			}
			if got := rows(slices.DeleteFunc(effects, func(e Effect) bool { return !e.Moves() })); !slices.Equal(got, p.moves) {
				t.Errorf("rows %v move, want %v", got, p.moves)
			}
		})
	}
	if !c.Rule.Equal(plainRule) {
		t.Errorf("the preview left the cohort with %+v", c.Rule)
	}
}

func TestPreviewForgetsACourseBeforeThatIsNoLongerAsked(t *testing.T) {
	c := roundOf(Rule{AllowanceMinutes: 300, Requires: "ps101"})
	e := Entry{Row: 1, Enrollment: Enrollment{From: 1}, Required: RequiredMissing}
	effects := Preview(c, plainRule, []Entry{e}, throughDay(0))
	if len(effects) != 1 || !slices.Equal(effects[0].Words(), []string{"would be settled: Peer Support 101 comes before, and this book does not know of it"}) {
		t.Errorf("%+v", effects)
	}
}

func TestPreviewSaysWhoLacksTheCourseThatARuleAsksFor(t *testing.T) {
	c := roundOf(plainRule)
	rule := plainRule
	rule.Requires = "ps101"
	var entries []Entry
	for row, required := range []Required{RequiredMet, RequiredMissing} {
		entries = append(entries, Entry{Row: row + 1, Enrollment: Enrollment{From: 1}, Required: RequiredNone, ByRule: required})
	}
	effects := Preview(c, rule, entries, throughDay(0))
	if len(effects) != 1 || effects[0].Row != 2 ||
		!slices.Equal(effects[0].Words(), []string{"would be open: Peer Support 101 comes before, and this book does not know of it"}) {
		t.Errorf("%+v", effects)
	}
}

func TestRulesAreEqualFieldByField(t *testing.T) {
	rule := Rule{300, []int{1}, []string{"Language"}, 15, "ps101", []string{"Healthy Connections"}}
	if same := rule; !rule.Equal(same) {
		t.Error("a rule differs from itself")
	}
	for i, o := range []Rule{
		{301, []int{1}, []string{"Language"}, 15, "ps101", []string{"Healthy Connections"}},
		{300, []int{2}, []string{"Language"}, 15, "ps101", []string{"Healthy Connections"}},
		{300, []int{1}, []string{"Hope"}, 15, "ps101", []string{"Healthy Connections"}},
		{300, []int{1}, []string{"Language"}, 14, "ps101", []string{"Healthy Connections"}},
		{300, []int{1}, []string{"Language"}, 15, "ps102", []string{"Healthy Connections"}},
		{300, []int{1}, []string{"Language"}, 15, "ps101", nil},
	} {
		if rule.Equal(o) {
			t.Errorf("field %d makes no difference", i)
		}
	}
}
