package command

import (
	"fmt"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store"
)

// rosterJSON is one person of `rollbook roster list --json`.
type rosterJSON struct {
	Row      int     `json:"row"`
	ID       string  `json:"id"`
	Name     string  `json:"name"`
	Say      *string `json:"say"`
	Pronouns *string `json:"pronouns"`
	Worksite *string `json:"worksite"`
	From     *int    `json:"from_day"`
	To       *int    `json:"to_day"` // null: to the cohort's last day; 0: never came
	WalkIn   bool    `json:"walk_in"`
	Required string  `json:"required"`
}

func (r *run) rosterCommands() *cobra.Command {
	return group("roster", "who comes: list, import, add, edit, leave",
		r.rosterImportCommand(), r.rosterListCommand(), r.rosterAddCommand(), r.rosterEditCommand(), r.rosterLeaveCommand())
}

func (r *run) rosterListCommand() *cobra.Command {
	var cohort string
	var asJSON bool
	c := &cobra.Command{
		Use:   "list [--cohort C]",
		Short: "the people of a cohort, in order of row",
		Args:  noArguments,
		RunE: r.reading(func([]string) error {
			c, err := r.cohort(cohort)
			if err != nil {
				return err
			}
			required, err := r.book.Required(c, r.asOf())
			if err != nil {
				return err
			}
			list := []rosterJSON{}
			t := tableOf("row", "name", "say it like", "pronouns", "worksite", "days", "came as", model.CourseTitle(c.Rule.Requires))
			for _, p := range c.People {
				before := required[p.Trainee.ID]
				list = append(list, rosterOf(c, p, before.State))
				t.add(p.Row, p.Name, dash(p.Say), dash(p.Pronouns), dash(p.Worksite), daysWords(c, p), cameAs(p), beforeWords(before))
			}
			if asJSON {
				return r.json(list)
			}
			r.show(t, "the roster is empty: rollbook roster add or import brings people in")
			return nil
		}),
	}
	cohortFlag(c, &cohort)
	jsonFlag(c, &asJSON)
	return c
}

func rosterOf(c *store.Cohort, p *store.Person, required model.Required) rosterJSON {
	j := rosterJSON{Row: p.Row, ID: p.Trainee.ID.String(), Name: p.Name, Say: orNull(p.Say), Pronouns: orNull(p.Pronouns),
		Worksite: orNull(p.Worksite), WalkIn: p.WalkIn, Required: string(required)}
	from, to := daysOf(c, p)
	j.From = &from
	if to != 0 {
		to = max(0, to) // 0 for who came to no day
		j.To = &to
	}
	return j
}

// daysOf are the first and the last day of a person: of a guest, of the blocks that they come for.
// to is 0 where it is the cohort's last, and model.NoDay of somebody who never came.
func daysOf(c *store.Cohort, p *store.Person) (from, to int) {
	if len(p.Guest) == 0 {
		return p.From, p.To
	}
	for _, id := range p.Guest {
		if b, ok := c.Block(id); ok {
			if from == 0 || b.Day < from {
				from = b.Day
			}
			to = max(to, b.Day)
		}
	}
	return from, to
}

func daysWords(c *store.Cohort, p *store.Person) string {
	from, to := daysOf(c, p)
	switch {
	case to == model.NoDay:
		return "none"
	case to == from:
		return fmt.Sprint(from)
	case to != 0:
		return fmt.Sprintf("%d to %d", from, to)
	}
	return fmt.Sprintf("from %d", from)
}

func cameAs(p *store.Person) string {
	switch {
	case len(p.Guest) > 0:
		return "guest"
	case p.WalkIn:
		return "walk-in"
	}
	return "-"
}

// beforeWords are for the column of the course that comes before; there is none where none does.
func beforeWords(required store.Required) string {
	switch required.State {
	case model.RequiredMet:
		return required.How
	case model.RequiredMissing:
		return "not known"
	}
	return ""
}
