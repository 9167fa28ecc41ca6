package command

import (
	"github.com/spf13/cobra"

	"rollbook/model"
)

// cohortJSON is one cohort of `rollbook cohort list --json`. The last three are counts.
type cohortJSON struct {
	ID       string  `json:"id"`
	Name     string  `json:"name"`
	Course   *string `json:"course"`
	Place    *string `json:"place"`
	Start    *string `json:"start"`
	End      *string `json:"end"`
	Days     int     `json:"days"`
	Blocks   int     `json:"blocks"`
	Trainees int     `json:"trainees"`
}

func (r *run) cohortCommands() *cobra.Command {
	return group("cohort", "runs of a course: make, list, edit, join", r.cohortNewCommand(), r.cohortListCommand(), r.cohortEditCommand(),
		r.cohortSameCommand(), r.cohortJoinCommand())
}

func (r *run) cohortListCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "list", Short: "the cohorts of the book", Args: noArguments,
		RunE: r.reading(func([]string) error {
			all, err := r.book.Cohorts()
			if err != nil {
				return err
			}
			list := []cohortJSON{}
			t := tableOf("name", "course", "place", "start", "end", "days", "blocks", "trainees")
			for _, l := range all {
				j := cohortJSON{ID: l.ID.String(), Name: l.Name, Course: orNull(l.Course), Place: orNull(l.Place),
					Start: dateOrNull(l.Start()), End: dateOrNull(l.End()), Trainees: l.Trainees}
				j.Days, j.Blocks = counts(&l.Cohort)
				list = append(list, j)
				t.add(l.Name, dash(l.Course), dash(l.Place), dash(l.Start().String()), dash(l.End().String()), j.Days, j.Blocks, j.Trainees)
			}
			if asJSON {
				return r.json(list)
			}
			r.show(t, "the book has no cohort yet: make one with rollbook cohort new")
			return nil
		}),
	}
	jsonFlag(c, &asJSON)
	return c
}

// counts are the days and blocks of a cohort that are not cancelled.
func counts(c *model.Cohort) (days, blocks int) {
	for _, d := range c.Days {
		if !d.Cancelled {
			days++
			blocks += len(c.BlocksOf(d.Number))
		}
	}
	return days, blocks
}

func (r *run) cohortEditCommand() *cobra.Command {
	var name, place, trainers string
	c := &cobra.Command{
		Use:   "edit NAME",
		Short: "change a cohort's name, place or trainers",
		Example: `  rollbook cohort edit spring --place "Augusta, room 2"
  rollbook cohort edit spring --trainers "Asha Rao,Ben Cole"`,
		Args: exactly(1, "the cohort's name"),
	}
	c.Flags().StringVar(&name, "name", "", "its new name")
	c.Flags().StringVar(&place, "place", "", "where it meets")
	c.Flags().StringVar(&trainers, "trainers", "", "the trainers' `names`, with commas between")
	c.RunE = r.writing(func(args []string) error {
		given := c.Flags().Changed
		if !given("name") && !given("place") && !given("trainers") {
			return misused("there is nothing to change: say --name, --place or --trainers")
		}
		cohort, err := r.cohort(args[0])
		if err != nil {
			return err
		}
		m := cohort.Cohort
		if given("name") {
			if m.Name, err = r.newName(name, m.ID); err != nil {
				return err
			}
		}
		if given("place") {
			m.Place = r.clean("the place", place, model.NameLimit)
		}
		if given("trainers") {
			m.Trainers = r.names("a trainer's name", trainers)
		}
		return r.saveSaying(cohort, "cohort "+m.Name+": as you say", cohort.EditCohort(m))
	})
	return c
}
