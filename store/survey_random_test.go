package store

import (
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"rollbook/model"
	"rollbook/store/oplog"
)

// slowSurvey is what a survey is to come to: every cohort loaded whole, everybody in it reviewed.
func slowSurvey(t testing.TB, b *Book, asOf model.Moment) []Line {
	t.Helper()
	list, err := b.Cohorts()
	if err != nil {
		t.Fatal(err)
	}
	rows := map[model.ID][]LineIn{}
	former := map[model.ID]Known{}
	for _, l := range list {
		c, err := b.Load(l.ID)
		if errors.Is(err, ErrNoCohort) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range c.People {
			a := model.Review(&c.Cohort, c.Entry(p, model.RequiredMissing), asOf)
			id := p.Trainee.ID
			former[id] = Known{Trainee: model.Trainee{ID: id, Name: c.nameless(p.records)}, Records: p.records}
			rows[id] = append(rows[id], LineIn{Cohort: l.ID, CohortName: c.Name, Row: p.Row, Guest: len(p.Guest) > 0,
				Missed: a.Missed, MadeUp: a.MadeUp, ToMakeUp: a.ToMakeUp, AllowanceLeft: a.AllowanceLeft,
				Unmarked: a.Unmarked, Standing: a.Standing, Why: a.Why})
		}
	}
	people, err := b.Trainees()
	if err != nil {
		t.Fatal(err)
	}
	var out []Line
	for _, k := range people {
		delete(former, k.ID)
		if rows[k.ID] != nil {
			out = append(out, Line{k, rows[k.ID]})
		}
	}
	var ids []model.ID
	for id := range former {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, compareIDs)
	for _, id := range ids {
		out = append(out, Line{former[id], rows[id]})
	}
	return out
}

// TestASurveyIsWhatEachCohortLoadedAndReviewedComesTo edits a small book at random: marks, plans,
// guests, joins, undos, and what laptops write that don't know of each other. The survey that remembers
// and one that has nothing to remember come to what the slow way does.
func TestASurveyIsWhatEachCohortLoadedAndReviewedComesTo(t *testing.T) {
	runs(t, 60)
	folder, n := t.TempDir(), 0
	var seen struct{ joined, guests, conflicts, madeUp, former, twice, missed int }
	rapid.Check(t, func(rt *rapid.T) {
		n++
		b, err := Create(filepath.Join(folder, fmt.Sprintf("%d.book", n)), World{Now: morning(), Chance: rand.Reader})
		if err != nil {
			rt.Fatal(err)
		}
		defer b.Close()
		if err := b.SetAuthor("Asha"); err != nil {
			rt.Fatal(err)
		}
		first := newCohort(t, b, 2, "Maya", "Noor", "Olga", "Maja")
		second := newCohort(t, b, 1, "Pia", "maya")
		save(t, second, oplog.Single, second.EditEnrollment(model.Enrollment{Trainee: first.Row(1).Trainee.ID, Row: 3, From: 1})...)
		stale := reload(t, first)
		cohorts := []*Cohort{first, second}
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			at := rapid.IntRange(0, 1).Draw(rt, "cohort")
			c := reload(t, cohorts[at])
			switch step := rapid.SampledFrom([]string{"edit", "edit", "edit", "edit", "rule", "make-up", "together", "strike", "disagree", "behind", "undo", "redo"}).Draw(rt, "step"); step {
			case "edit":
				save(t, c, oplog.Single, randomEdits(rt, t, c)...)
			case "behind", "undo", "redo":
				cohorts[at] = otherStep(rt, t, b, c, stale, step)
			default:
				save(t, c, oplog.Single, surveyEdits(rt, t, c, cohorts[1-at], step)...)
			}
			asOf := model.Moment{Date: model.DateOf(2026, 3, rapid.IntRange(1, 5).Draw(rt, "date")), Clock: model.Clock(rapid.IntRange(0, 24).Draw(rt, "hour") * 60)}
			want := slowSurvey(t, b, asOf)
			if rapid.Bool().Draw(rt, "with nothing to remember") {
				b.surveyed.last, b.surveyed.roll, b.surveyed.cohorts = nil, nil, nil
			}
			got, err := b.Survey(asOf, nil)
			if err != nil {
				rt.Fatal(err)
			}
			for i := range max(len(got), len(want)) {
				if i >= len(got) || i >= len(want) || !reflect.DeepEqual(got[i], want[i]) {
					rt.Fatalf("line %d of the survey of %v is\n%+v\nnot\n%+v", i+1, asOf, got[i:min(len(got), i+1)], want[i:min(len(want), i+1)])
				}
			}
			for _, l := range got {
				if seen.joined += len(l.Records) - 1; len(l.Rows) > 1 {
					seen.twice++
				}
				if l.Name == formerTrainee || l.Name == namelessOne {
					seen.former++
				}
				for _, row := range l.Rows {
					seen.missed += row.Missed
					seen.madeUp += row.MadeUp
					if row.Guest {
						seen.guests++
					}
				}
			}
			for _, p := range reload(t, cohorts[at]).People {
				for _, cell := range p.Marks {
					seen.conflicts += len(cell.Conflict)
				}
			}
		}
	})
	if !testing.Short() && (seen.joined == 0 || seen.guests == 0 || seen.conflicts == 0 || seen.madeUp == 0 || seen.former == 0 || seen.twice == 0 || seen.missed == 0) {
		t.Errorf("the books were too plain: %+v", seen)
	}
}

// surveyEdits is what a survey has to see besides what any key can do.
func surveyEdits(rt *rapid.T, t *testing.T, c, other *Cohort, step string) []Edit {
	if len(c.People) == 0 || len(c.Blocks) == 0 {
		return nil
	}
	p := rapid.SampledFrom(c.People).Draw(rt, "who")
	switch step {
	case "rule":
		c.Rule = model.Rule{AllowanceMinutes: rapid.IntRange(0, 300).Draw(rt, "allowance"), GraceMinutes: rapid.IntRange(0, 60).Draw(rt, "grace"),
			MustAttendDays: []int{rapid.IntRange(1, 2).Draw(rt, "must")}, Requires: "ps101"}
		return c.EditCohort(c.Cohort)
	case "make-up":
		block := rapid.SampledFrom(c.Blocks).Draw(rt, "missed")
		save(t, c, oplog.Single, c.EditMark(p, block.ID, model.Plain(model.Absent)))
		edits, err := c.AddMakeUp(p, MakeUp{MakeUp: model.MakeUp{Block: block.ID, Minutes: rapid.IntRange(1, 60).Draw(rt, "minutes"), Date: model.DateOf(2026, 3, 4)}, With: "Asha"})
		if errors.Is(err, ErrNotMissed) || errors.Is(err, ErrMakeUpTooMuch) {
			return nil
		}
		if err != nil {
			rt.Fatal(err)
		}
		return edits
	case "disagree":
		block := rapid.SampledFrom(c.Blocks).Draw(rt, "in question").ID
		elsewhere := reload(t, c)
		save(t, elsewhere, oplog.Single, elsewhere.EditMark(elsewhere.Person(p.Trainee.ID), block, model.Plain(model.Absent)))
		return []Edit{c.EditMark(p, block, randomMark(rt))}
	case "together":
		if len(other.People) == 0 {
			return nil
		}
		return []Edit{joinOf(t, c.book, p.Trainee.ID, rapid.SampledFrom(other.People).Draw(rt, "and").Trainee.ID)}
	}
	var edits []Edit // the name, in all that it ever was
	for _, record := range p.records {
		r := c.regs[field(kindTrainee, propName, record)]
		for i := range r.Ops {
			if d := r.Ops[i].Text; !d.IsZero() {
				edits = append(edits, Edit{field: oplog.StrikeField(d), value: true})
			}
		}
	}
	return edits
}
