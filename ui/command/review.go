package command

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store"
)

func (r *run) reviewCommand() *cobra.Command {
	var cohorts []string
	var all, missed, asJSON bool
	c := &cobra.Command{
		Use:   "review [--cohort C]... [--all-cohorts] [--missed]",
		Short: "what everybody attended and missed so far",
		Long: `Counts the blocks that have ended by now, or by the end of --date. It reports what the marks
and the rule say; what follows is for people to decide.`,
		Example: `  rollbook review
  rollbook review --cohort spring --missed
  rollbook review --all-cohorts --date 2026-03-06 --json`,
		Args: noArguments,
	}
	c.Flags().StringArrayVar(&cohorts, "cohort", nil, "a cohort: a part of its `name`; again for another")
	c.Flags().BoolVar(&all, "all-cohorts", false, "every cohort of the book")
	c.Flags().BoolVar(&missed, "missed", false, "only people who missed something")
	jsonFlag(c, &asJSON)
	c.RunE = func(c *cobra.Command, args []string) error {
		if all && len(cohorts) > 0 {
			return misused("--all-cohorts and --cohort can't come together: keep one of them")
		}
		return r.reading(func([]string) error {
			list, err := r.reviewed(cohorts, all)
			if err != nil {
				return err
			}
			var reviews []reviewJSON
			for _, co := range list {
				review, err := r.reviewOf(co, missed)
				if err != nil {
					return err
				}
				reviews = append(reviews, review)
			}
			switch {
			case asJSON && len(cohorts) < 2 && !all:
				return r.json(reviews[0])
			case asJSON:
				return r.json(notNull(reviews))
			}
			for i := range reviews {
				r.showReview(&reviews[i], i > 0)
			}
			return nil
		})(c, args)
	}
	return c
}

// reviewed are the cohorts that are meant.
func (r *run) reviewed(named []string, all bool) ([]*store.Cohort, error) {
	if all {
		listed, err := r.book.Cohorts()
		if err != nil {
			return nil, err
		}
		var out []*store.Cohort
		for _, l := range listed {
			c, err := r.book.Load(l.ID)
			if err != nil {
				return nil, err
			}
			out = append(out, c)
		}
		return out, nil
	}
	if len(named) == 0 {
		named = []string{""}
	}
	var out []*store.Cohort
	for _, name := range named {
		c, err := r.cohort(name)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

// reviewOf counts everybody of a cohort but guests, who are outside all totals.
func (r *run) reviewOf(c *store.Cohort, missed bool) (reviewJSON, error) {
	asOf := r.asOf()
	out := reviewJSON{Cohort: c.Name, AsOf: asOf.Date.String(), Rule: ruleOf(c.Rule), Trainees: []reviewedJSON{}}
	if out.until = asOf.Date.Words() + " " + asOf.Clock.String(); asOf.Clock == 24*60 {
		out.until = "the end of " + asOf.Date.Words()
	}
	required, err := r.required(c)
	if err != nil {
		return out, err
	}
	for _, p := range c.People {
		if len(p.Guest) > 0 {
			continue
		}
		marks := map[model.ID]model.Mark{}
		for block, cell := range p.Marks {
			marks[block] = cell.Mark
		}
		a := model.Review(&c.Cohort, model.Entry{Row: p.Row, Trainee: p.Trainee.ID, Enrollment: p.Enrollment, Marks: marks}, asOf)
		if missed && a.Missed == 0 {
			continue
		}
		out.Trainees = append(out.Trainees, reviewedOf(c, p, a, required(p), asOf))
	}
	return out, nil
}

func (r *run) showReview(review *reviewJSON, another bool) {
	if another {
		r.say("")
	}
	r.say("%s, counted up to %s", review.Cohort, review.until)
	t := tableOf("row", "name", "attended", "missed", "may still miss", "not marked", "absent on day", "part on day", "open")
	for _, p := range review.Trainees {
		t.add(p.Row, p.Name, model.DescribeMinutes(p.Attended), model.DescribeMinutes(p.Missed), model.DescribeMinutes(p.Left),
			model.DescribeMinutes(p.Unmarked), numbers(p.MissedDays), numbers(p.PartDays), len(p.Open))
	}
	r.show(t, review.Cohort+": nobody to show")
}

func numbers(days []int) string {
	var out []string
	for _, d := range days {
		out = append(out, fmt.Sprint(d))
	}
	return dash(strings.Join(out, ", "))
}
