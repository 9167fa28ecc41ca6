package command

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/report"
)

// reviewing is what `rollbook review` was told.
type reviewing struct {
	cohorts          []string
	all              bool
	missed, toMakeUp bool
	asJSON           bool
}

func (r *run) reviewCommand() *cobra.Command {
	var w reviewing
	c := &cobra.Command{
		Use:   "review [--cohort C]... [--all-cohorts] [--missed] [--to-make-up]",
		Short: "what everybody attended and missed so far, and what can be made up",
		Long: `Counts the blocks that have ended by now, or by the end of --date. It reports what the marks
and the rule say; what follows is for people to decide.`,
		Example: `  rollbook review
  rollbook review --cohort spring --missed
  rollbook review --all-cohorts --to-make-up
  rollbook review --all-cohorts --date 2026-03-06 --json`,
		Args: noArguments,
	}
	c.Flags().StringArrayVar(&w.cohorts, "cohort", nil, "a cohort: a part of its `name`; again for another")
	c.Flags().BoolVar(&w.all, "all-cohorts", false, "every cohort of the book")
	c.Flags().BoolVar(&w.missed, "missed", false, "only people who missed something")
	c.Flags().BoolVar(&w.toMakeUp, "to-make-up", false, "only people who have time to make up; of all cohorts a line a person")
	jsonFlag(c, &w.asJSON)
	c.RunE = func(c *cobra.Command, args []string) error {
		if w.all && len(w.cohorts) > 0 {
			return misused("--all-cohorts and --cohort can't come together: keep one of them")
		}
		return r.reading(func([]string) error { return r.review(w) })(c, args)
	}
	return c
}

// review goes from cohort to cohort, so that no more than one is held.
func (r *run) review(w reviewing) error {
	if w.all && w.toMakeUp && !w.asJSON {
		return r.showOwing()
	}
	ids, err := r.cohortIDs(w.cohorts, w.all)
	if err != nil {
		return err
	}
	one := func(id model.ID) (reviewJSON, error) {
		c, err := r.book.Load(id)
		if err != nil {
			return reviewJSON{}, err
		}
		return r.reviewOf(c, w)
	}
	if w.asJSON && len(w.cohorts) < 2 && !w.all {
		review, err := one(ids[0])
		if err != nil {
			return err
		}
		return r.json(review)
	}
	if w.asJSON {
		return jsonList(r, ids, one)
	}
	for i, id := range ids {
		review, err := one(id)
		if err != nil {
			return err
		}
		r.showReview(&review, i > 0)
	}
	return nil
}

// cohortIDs are the cohorts that are meant, each once: those named, all, or the only one.
func (r *run) cohortIDs(named []string, all bool) (ids []model.ID, err error) {
	if all {
		listed, err := r.book.Calendar()
		for _, l := range listed {
			ids = append(ids, l.ID)
		}
		return ids, err
	}
	if len(named) == 0 {
		named = []string{""}
	}
	for _, name := range named {
		l, err := r.listedCohort(name)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(ids, l.ID) {
			ids = append(ids, l.ID)
		}
	}
	return ids, nil
}

// reviewOf counts everybody of a cohort but guests, who are outside all totals.
func (r *run) reviewOf(c *store.Cohort, w reviewing) (reviewJSON, error) {
	asOf := r.asOf()
	out := reviewJSON{Cohort: c.Name, AsOf: asOf.Date.String(), Rule: ruleOf(c.Rule), Trainees: []reviewedJSON{}}
	if out.until = asOf.Date.Words() + " " + asOf.Clock.String(); asOf.Clock == 24*60 {
		out.until = "the end of " + asOf.Date.Words()
	}
	reviewed, err := report.ReviewOf(r.book, c, asOf)
	if err != nil {
		return out, err
	}
	for _, p := range reviewed.People {
		if w.missed && p.Account.Missed == 0 || w.toMakeUp && p.Account.ToMakeUp == 0 {
			continue
		}
		out.Trainees = append(out.Trainees, reviewedOf(p.Person, p.Account, p.Required))
	}
	return out, nil
}

func (r *run) showReview(review *reviewJSON, another bool) {
	if another {
		r.say("")
	}
	r.say("%s, counted up to %s", review.Cohort, review.until)
	t := tableOf("row", "name", "attended", "missed", "made up", "to make up", "not marked", "absent on day", "part on day", "open", "standing")
	for _, p := range review.Trainees {
		t.add(p.Row, p.Name, minutes(p.Attended), minutes(p.Missed), minutes(p.MadeUp), minutes(p.ToMakeUp),
			minutes(p.Unmarked), numbers(p.MissedDays), numbers(p.PartDays), len(p.Open), standingWords(p.Standing, p.why))
	}
	r.show(t, review.Cohort+": nobody to show")
}

// showOwing is who in the whole book has time to make up, joined records as one person.
func (r *run) showOwing() error {
	lines, err := r.book.Survey(r.asOf(), r.progress("cohorts"))
	if err != nil {
		return err
	}
	t := tableOf("name", "to make up", "cohort", "row", "missed", "made up", "standing")
	for _, l := range lines {
		for _, in := range l.Rows {
			if in.ToMakeUp > 0 {
				t.add(l.Name, minutes(in.ToMakeUp), in.CohortName, in.Row, minutes(in.Missed), minutes(in.MadeUp),
					standingWords(string(in.Standing), in.Why))
			}
		}
	}
	r.show(t, "nobody has time to make up")
	return nil
}

// standingWords is a standing with the sentence that says why.
func standingWords(standing, why string) string {
	words := model.Standing(standing).Words()
	if why != "" {
		words += ": " + why
	}
	return words
}

// minutes are minutes in a table's cell.
func minutes(n int) string {
	if n == 0 {
		return "-"
	}
	return model.DescribeMinutes(n)
}

func numbers(days []int) string {
	var out []string
	for _, d := range days {
		out = append(out, fmt.Sprint(d))
	}
	return dash(strings.Join(out, ", "))
}
