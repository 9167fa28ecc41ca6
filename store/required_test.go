package store

import (
	"testing"

	"rollbook/model"
	"rollbook/store/oplog"
)

// twoCourses is a cohort of Peer Support 101 on one day, and one of a course that requires it, with Maya
// and Noor in both.
func twoCourses(t *testing.T) (*Book, *Cohort, *Cohort) {
	t.Helper()
	b := newBook(t)
	first := newCohort(t, b, 1, "Maya", "Noor")
	m := first.Cohort
	m.Name, m.Course, m.Place, m.Rule.MustAttendDays = "101 in Portland", "ps101", "Portland", []int{1}
	save(t, first, oplog.Single, first.EditCohort(m)...)
	c := newCohort(t, b, 1)
	rule := c.Rule
	rule.Requires, rule.AcceptsInstead = "PS101", []string{"Healthy Connections"}
	edits := c.EditRule(rule)
	more, _, err := c.Enroll([]model.Trainee{first.Row(1).Trainee, first.Row(2).Trainee, {Name: "Olga"}}, 1, false)
	if err != nil {
		t.Fatal(err)
	}
	save(t, c, oplog.Single, append(edits, more...)...)
	return b, first, c
}

func TestTheRequiredCourseIsMetByACohortInTheBook(t *testing.T) {
	b, first, c := twoCourses(t)
	evening := model.Moment{Date: model.DateOf(2026, 3, 2), Clock: 960}
	says := func(asOf model.Moment, row int, state model.Required, how string) {
		t.Helper()
		all, err := b.Required(c, asOf)
		if err != nil {
			t.Fatal(err)
		}
		if got := all[c.Row(row).Trainee.ID]; got.State != state || got.How != how {
			t.Errorf("row %d: %+v, want %s: %s", row, got, state, how)
		}
	}
	ran := "Peer Support 101, Portland, 2 Mar 2026"
	nothing := "nothing in this book tells that PS101 was done"
	says(evening, 1, model.RequiredMissing, ran+": 6 h not marked")
	says(evening, 3, model.RequiredMissing, nothing)
	for _, bl := range first.Blocks {
		save(t, first, oplog.Single, first.EditMark(first.Row(1), bl.ID, model.Plain(model.Present)),
			first.EditMark(first.Row(2), bl.ID, model.Plain(model.Present)))
	}
	says(evening, 1, model.RequiredMet, ran)
	says(model.Moment{Date: model.DateOf(2026, 3, 2), Clock: 959}, 1, model.RequiredMissing, ran+": not over yet")
	save(t, first, oplog.Single, first.EditMark(first.Row(2), first.Blocks[0].ID, model.Plain(model.Absent)))
	says(evening, 2, model.RequiredMissing, ran+": 3 h to make up")
	madeUp(t, first, 2, first.Blocks[0].ID, 180)
	says(evening, 2, model.RequiredMet, ran)
	edits, _, err := first.EnrollGuest(c.Row(3).Trainee, []model.ID{first.Blocks[0].ID})
	if err != nil {
		t.Fatal(err)
	}
	save(t, first, oplog.Single, edits...)
	says(evening, 3, model.RequiredMissing, nothing) // a guest did not do the course

	save(t, first, oplog.Single, first.Leave(first.Row(1), 1)...)
	says(evening, 1, model.RequiredMissing, ran+": not attended")
	rule := c.Rule
	rule.Requires = "another course"
	save(t, c, oplog.Single, c.EditRule(rule)...)
	says(evening, 2, model.RequiredMissing, "nothing in this book tells that another course was done")
	m := first.Cohort
	m.Course = "healthy connections"
	save(t, first, oplog.Single, first.EditCohort(m)...)
	says(evening, 2, model.RequiredMet, "healthy connections, Portland, 2 Mar 2026")
	rule.Requires = ""
	save(t, c, oplog.Single, c.EditRule(rule)...)
	says(evening, 3, model.RequiredNone, "")
}

func TestTheRequiredCourseIsMetUnderAnyOfJoinedRecords(t *testing.T) {
	b, first, c := twoCourses(t)
	for _, bl := range first.Blocks {
		save(t, first, oplog.Single, first.EditMark(first.Row(1), bl.ID, model.Plain(model.Present)))
	}
	planJoin(t, b, c.Row(3).Trainee.ID, first.Row(1).Trainee.ID) // Olga was Maya there
	save(t, c, oplog.Single, c.Leave(c.Row(1), 1)...)
	c = reload(t, c)
	all, err := b.Required(c, model.Moment{Date: model.DateOf(2026, 3, 3)})
	if err != nil || len(c.People) != 2 {
		t.Fatal(err, len(c.People))
	}
	if got := all[c.Row(1).Trainee.ID]; got.State != model.RequiredMet {
		t.Errorf("joined: %+v", got)
	}
}

func TestATrainerStatesThatTheRequiredCourseWasDone(t *testing.T) {
	b, _, c := twoCourses(t)
	save(t, c, oplog.Single, c.EditRequired(c.Row(3), model.DateOf(2025, 11, 3), "Bangor"))
	if diff := differs(c, reload(t, c)); diff != "" {
		t.Fatal(diff)
	}
	all, err := b.Required(c, model.Moment{Date: model.DateOf(2026, 3, 3)})
	if got := all[c.Row(3).Trainee.ID]; err != nil || got.State != model.RequiredMet || got.How != "stated by Asha: Bangor, 3 Nov 2025" {
		t.Errorf("stated: %+v, %v", got, err)
	}
	if u := undo(t, b); u.What != "3 Olga: required course, 2025-11-03, Bangor" || reload(t, c).Row(3).Stated != nil {
		t.Errorf("undone %q", u.What)
	}
	c = reload(t, c)
	save(t, c, oplog.Single, c.EditRequired(c.Row(3), model.DateOf(2025, 11, 3), ""))
	save(t, c, oplog.Single, c.EditRequired(c.Row(3), model.NoDate, ""))
	if c.Row(3).Stated != nil || reload(t, c).Row(3).Stated != nil {
		t.Errorf("taken back: %+v", c.Row(3).Stated)
	}
}

func TestAStatementCountsFromItsDateOn(t *testing.T) {
	b, _, c := twoCourses(t)
	day := model.DateOf(2027, 1, 2)
	save(t, c, oplog.Single, c.EditRequired(c.Row(3), day, "Bangor"))
	for asOf, want := range map[model.Date]Required{
		day - 1: {model.RequiredMissing, "stated for 2 Jan 2027"},
		day:     {model.RequiredMet, "stated by Asha: Bangor, 2 Jan 2027"},
	} {
		all, err := b.Required(c, model.Moment{Date: asOf, Clock: 24 * 60})
		if got := all[c.Row(3).Trainee.ID]; err != nil || got != want {
			t.Errorf("as of %s: %+v, %v, want %+v", asOf, got, err, want)
		}
	}
}

func TestTheRequiredCourseOfAnotherRuleIsLookedForBeforeThatIsSaved(t *testing.T) {
	b, first, c := twoCourses(t)
	for _, bl := range first.Blocks {
		save(t, first, oplog.Single, first.EditMark(first.Row(1), bl.ID, model.Plain(model.Present)))
	}
	other := c.Rule
	other.Requires, other.AcceptsInstead = "cipss", nil
	for rule, want := range map[*model.Rule][2]model.Required{
		&c.Rule: {model.RequiredMet, model.RequiredMissing}, &other: {model.RequiredMissing, model.RequiredMissing}, {}: {model.RequiredNone, model.RequiredNone},
	} {
		all, err := b.RequiredBy(c, *rule, model.Moment{Date: model.DateOf(2026, 3, 3)})
		if got := [2]model.Required{all[c.Row(1).Trainee.ID].State, all[c.Row(2).Trainee.ID].State}; err != nil || got != want {
			t.Errorf("by a rule that requires %q: %v, %v, want %v", rule.Requires, got, err, want)
		}
	}
}

func TestARuleIsToldWholeInTheJournal(t *testing.T) {
	b, _, c := twoCourses(t)
	rule := model.Rule{AllowanceMinutes: 300, MustAttendDays: []int{1, 2}, MustAttendTopics: []string{"Language"}, GraceMinutes: 10,
		Requires: "ps101", AcceptsInstead: []string{"Healthy Connections"}}
	save(t, c, oplog.Single, c.EditRule(rule)...)
	entries, err := b.Journal(c.Cohort.ID)
	if err != nil {
		t.Fatal(err)
	}
	last := entries[len(entries)-1]
	if want := "5 h may be missed; must be attended: day 1, day 2, Language; 10 min of grace a block; comes after Peer Support 101 or Healthy Connections"; last.Changes[0].To != want ||
		last.Changes[0].From != "0 min may be missed; comes after PS101 or Healthy Connections" || last.What != "cohort Spring: rule" {
		t.Errorf("told: %+v", last)
	}
}
