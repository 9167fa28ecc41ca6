package model

import (
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"
)

// What a cohort's rule must be. Each is the cause of an error that tells what is wrong; its own text
// is what to do.
var (
	ErrRuleMinutes = errors.New("give minutes from 0 up")
	ErrRuleDay     = errors.New("name days of the cohort by their numbers")
	ErrRuleTopic   = errors.New("name topics as the blocks of the cohort have them")
	ErrRuleText    = fmt.Errorf("give a name of at most %d characters", NameLimit)
)

// Check says why the cohort can't have the rule. The error wraps ErrRuleMinutes, ErrRuleDay,
// ErrRuleTopic or ErrRuleText. Days and topics may be cancelled: they may come back.
func (r Rule) Check(c *Cohort) error {
	switch {
	case r.AllowanceMinutes < 0 || r.AllowanceMinutes > ruleMinutesLimit:
		return fmt.Errorf("an allowance can't be %d minutes: %w", r.AllowanceMinutes, ErrRuleMinutes)
	case r.GraceMinutes < 0 || r.GraceMinutes > 24*60:
		return fmt.Errorf("grace can't be %d minutes a block: %w", r.GraceMinutes, ErrRuleMinutes)
	}
	for _, n := range r.MustAttendDays {
		if _, ok := c.Day(n); !ok {
			return fmt.Errorf("there is no day %d that must be attended: %w", n, ErrRuleDay)
		}
	}
	topics := map[string]bool{}
	for _, b := range c.Blocks {
		topics[Fold(b.Topic)] = true
	}
	for _, topic := range r.MustAttendTopics {
		if !topics[Fold(topic)] {
			return fmt.Errorf("no block has the topic '%s' that must be attended: %w", topic, ErrRuleTopic)
		}
	}
	for _, course := range append([]string{r.Requires}, r.AcceptsInstead...) {
		if utf8.RuneCountInString(course) > NameLimit {
			return fmt.Errorf("the name of a course that comes before is too long: %w", ErrRuleText)
		}
	}
	return nil
}

// Equal reports whether two rules say the same.
func (r Rule) Equal(o Rule) bool {
	return r.AllowanceMinutes == o.AllowanceMinutes && r.GraceMinutes == o.GraceMinutes &&
		slices.Equal(r.MustAttendDays, o.MustAttendDays) && slices.Equal(r.MustAttendTopics, o.MustAttendTopics) &&
		r.SameCourse(o)
}

// SameCourse reports whether two rules ask for the same course before.
func (r Rule) SameCourse(o Rule) bool {
	return r.Requires == o.Requires && slices.Equal(r.AcceptsInstead, o.AcceptsInstead)
}

// Words are the rule as a person says it, one sentence each without a full stop.
func (r Rule) Words() []string {
	said := []string{"nothing may be missed"}
	if r.AllowanceMinutes > 0 {
		said[0] = DescribeMinutes(r.AllowanceMinutes) + " may be missed"
	}
	if len(r.MustAttendDays) > 0 {
		days := slices.Clone(r.MustAttendDays)
		slices.Sort(days)
		said = append(said, dayList(slices.Compact(days))+" must be attended")
	}
	if _, topics := foldedTopics(r.MustAttendTopics); len(topics) > 0 {
		said = append(said, wordList(topics)+" must be attended")
	}
	if r.GraceMinutes > 0 {
		said = append(said, "missing "+DescribeMinutes(r.GraceMinutes)+" of a block or less counts as attended")
	}
	if r.Requires != "" {
		before := CourseTitle(r.Requires)
		for _, instead := range r.AcceptsInstead {
			before += " or " + CourseTitle(instead)
		}
		said = append(said, before+" comes before")
	}
	return said
}

// Missed is how many minutes of a block a mark misses after grace: what a make-up of it may cover.
func (r Rule) Missed(m Mark, b Block) int { return countBlock(m, b, r.GraceMinutes).Missed }
