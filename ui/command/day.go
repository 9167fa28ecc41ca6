package command

import (
	"fmt"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store"
)

func (r *run) dayCommands() *cobra.Command {
	return group("day", "the days: list, move, cancel, close", r.dayListCommand(), r.dayMoveCommand(), r.dayCancelCommand(), r.dayCloseCommand())
}

// onDay is a command about one day of a cohort.
func (r *run) onDay(c *cobra.Command, do func(*store.Cohort, model.Day) error) *cobra.Command {
	var cohort, dayText string
	cohortFlag(c, &cohort)
	dayFlag(c, &dayText)
	c.Args = noArguments
	c.RunE = r.writing(func([]string) error {
		co, err := r.cohort(cohort)
		if err != nil {
			return err
		}
		d, err := day(co, "--day", dayText)
		if err != nil {
			return err
		}
		return do(co, d)
	})
	return c
}

func (r *run) dayMoveCommand() *cobra.Command {
	var to string
	c := &cobra.Command{
		Use:     "move --day N --to DATE",
		Short:   "put a day on another date; its number stays",
		Example: `  rollbook day move --day 4 --to 2026-03-12`,
	}
	c.Flags().StringVar(&to, "to", "", "the new date, `YYYY-MM-DD`")
	return r.onDay(c, func(c *store.Cohort, d model.Day) error {
		if to == "" {
			return misused("the new date is missing: say when, with --to YYYY-MM-DD")
		}
		date, err := date("--to", to)
		if err != nil {
			return err
		}
		if err := c.CheckMove(d.Number, date); err != nil {
			return err
		}
		d.Date = date
		return r.saveSaying(c, fmt.Sprintf("day %d is on %s", d.Number, date.Words()), c.EditDay(d))
	})
}

func (r *run) dayCancelCommand() *cobra.Command {
	return r.onDay(&cobra.Command{
		Use:     "cancel --day N",
		Short:   "cancel a day: it counts for nobody; marks on it are kept",
		Example: `  rollbook day cancel --day 4`,
	}, func(c *store.Cohort, d model.Day) error {
		d.Cancelled = true
		return r.saveSaying(c, fmt.Sprintf("day %d is cancelled", d.Number), c.EditDay(d))
	})
}

func (r *run) dayCloseCommand() *cobra.Command {
	return r.onDay(&cobra.Command{
		Use:   "close --day N",
		Short: "close a day: you attest what is marked",
		Long: `Closes a day: it is kept who attests the marks, when, and how many there are of each. Marks can
still be changed: rollbook day list then says 'changed since', by whom and when.`,
		Example: `  rollbook day close --day 4`,
	}, func(c *store.Cohort, d model.Day) error {
		n := c.Count(d.Number)
		switch {
		case d.Cancelled:
			return misused("day %d is cancelled: there is nothing to attest", d.Number)
		case n.Present+n.Part+n.Absent+n.Unmarked == 0:
			return misused("day %d has nobody to mark: there is nothing to attest", d.Number)
		}
		if was, closed := c.Closed[d.Number]; closed && !was.Changed {
			r.say("day %d is closed %s already: nothing to change", d.Number, closedWords(c, d))
			return nil
		}
		if n.Unmarked > 0 {
			r.warn("%s: rollbook marks --day %d shows which", howMany(n.Unmarked, "mark is missing", "marks are missing"), d.Number)
		}
		what := fmt.Sprintf("day %d is closed: %d present, %d part, %d absent, %d not marked", d.Number, n.Present, n.Part, n.Absent, n.Unmarked)
		if err := r.author(); err != nil {
			return err
		}
		who, err := r.book.Author()
		if err != nil {
			return err
		}
		return r.saveSaying(c, what+"; "+who+" attests it", []store.Edit{c.EditClosing(d.ID, &n)})
	})
}
