package model

import "slices"

// Effect is what another rule would change for one person.
type Effect struct {
	Row     int
	Trainee ID
	Before  Account // by the cohort's rule
	After   Account // by the other
}

// Preview says what a rule in place of the cohort's would change, person by person in the order of
// entries: only those for whom something changes. Where the rule asks for another course before, that is
// what the entries have of it ByRule; where they have nothing, that is said.
func Preview(c *Cohort, rule Rule, entries []Entry, asOf Moment) []Effect {
	other := *c
	other.Rule = rule
	now, then := NewReviewer(c, asOf), NewReviewer(&other, asOf)
	var effects []Effect
	for _, e := range entries {
		before := now.Account(e)
		another := !rule.SameCourse(c.Rule)
		if another {
			e.Required = e.ByRule
		}
		after := then.Account(e)
		if another && e.ByRule == "" && rule.Requires != "" && after.Standing != "" {
			after.Open = append(after.Open, CourseTitle(rule.Requires)+" comes before: looked for once the rule is saved")
		}
		if !before.sameReport(after) {
			effects = append(effects, Effect{e.Row, e.Trainee, before, after})
		}
	}
	return effects
}

// sameReport reports whether two accounts of a person, of the same moment, tell the same.
func (a Account) sameReport(o Account) bool {
	return a.Missed == o.Missed && a.MadeUp == o.MadeUp && a.AllowanceLeft == o.AllowanceLeft &&
		a.ToMakeUp == o.ToMakeUp && a.Standing == o.Standing && a.Why == o.Why &&
		slices.Equal(a.MustMissed, o.MustMissed) && slices.Equal(a.BeforeJoining, o.BeforeJoining) &&
		slices.Equal(a.AfterLeaving, o.AfterLeaving) && slices.Equal(a.Open, o.Open)
}

// Moves reports whether the person would stand elsewhere, or have other time to make up: more than a
// number of minutes left.
func (e Effect) Moves() bool {
	return e.Before.Standing != e.After.Standing || e.Before.ToMakeUp != e.After.ToMakeUp
}

// Words say what would change, the standing first: "on course: would be over the allowance".
func (e Effect) Words() []string {
	var said []string
	if b, a := e.Before.Standing, e.After.Standing; b != a {
		said = append(said, b.Words()+": would be "+a.Words())
	}
	minutes := func(what string, before, after int) {
		if before != after {
			said = append(said, DescribeMinutes(before)+" "+what+": would be "+DescribeMinutes(after))
		}
	}
	minutes("to make up", e.Before.ToMakeUp, e.After.ToMakeUp)
	minutes("missed", e.Before.Missed, e.After.Missed)
	minutes("made up", e.Before.MadeUp, e.After.MadeUp)
	minutes("of the allowance left", e.Before.AllowanceLeft, e.After.AllowanceLeft)
	for _, open := range e.After.Open {
		if !slices.Contains(e.Before.Open, open) {
			said = append(said, "would be open: "+open)
		}
	}
	for _, open := range e.Before.Open {
		if !slices.Contains(e.After.Open, open) {
			said = append(said, "would be settled: "+open)
		}
	}
	if len(said) == 0 {
		said = append(said, e.After.Why) // other things that must be attended, of the same minutes
	}
	return said
}
