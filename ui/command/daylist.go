package command

import (
	"fmt"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store"
)

// dayJSON is one day of `rollbook day list --json`.
type dayJSON struct {
	Day       int         `json:"day"`
	Date      *string     `json:"date"`
	Cancelled bool        `json:"cancelled"`
	Blocks    int         `json:"blocks"`
	Present   int         `json:"present"`
	Part      int         `json:"part"`
	Absent    int         `json:"absent"`
	Unmarked  int         `json:"unmarked"`
	Closed    *closedJSON `json:"closed"` // null where nobody closed it
}

// closedJSON is who attested what of a day.
type closedJSON struct {
	By        string  `json:"by"`
	At        *string `json:"at"`
	Present   int     `json:"present"`
	Part      int     `json:"part"`
	Absent    int     `json:"absent"`
	Unmarked  int     `json:"unmarked"`
	Changed   bool    `json:"changed_since"`
	ChangedBy *string `json:"changed_by"`
	ChangedAt *string `json:"changed_at"`
}

func (r *run) dayListCommand() *cobra.Command {
	var cohort string
	var asJSON bool
	c := &cobra.Command{
		Use: "list [--cohort C]", Short: "the days of a cohort: what is marked, and who closed them", Args: noArguments,
		RunE: r.reading(func([]string) error {
			c, err := r.cohort(cohort)
			if err != nil {
				return err
			}
			list := []dayJSON{}
			t := tableOf("day", "date", "present", "part", "absent", "not marked", "closed")
			for _, d := range c.Days {
				j := dayOf(c, d)
				list = append(list, j)
				t.add(j.Day, d.Date.Words(), j.Present, j.Part, j.Absent, j.Unmarked, closedWords(c, d))
			}
			if asJSON {
				return r.json(list)
			}
			r.show(t, "the cohort has no days")
			return nil
		}),
	}
	cohortFlag(c, &cohort)
	jsonFlag(c, &asJSON)
	return c
}

func dayOf(c *store.Cohort, d model.Day) dayJSON {
	n := c.Count(d.Number)
	j := dayJSON{Day: d.Number, Date: dateOrNull(d.Date), Cancelled: d.Cancelled, Blocks: len(c.BlocksOf(d.Number)),
		Present: n.Present, Part: n.Part, Absent: n.Absent, Unmarked: n.Unmarked}
	if closing, closed := c.Closed[d.Number]; closed {
		j.Closed = &closedJSON{By: closing.By, At: atOrNull(closing.At), Present: closing.Present, Part: closing.Part,
			Absent: closing.Absent, Unmarked: closing.Unmarked, Changed: closing.Changed, ChangedBy: orNull(closing.ChangedBy), ChangedAt: atOrNull(closing.ChangedAt)}
	}
	return j
}

// closedWords say who closed a day, and whether its marks are others since.
func closedWords(c *store.Cohort, d model.Day) string {
	closing, closed := c.Closed[d.Number]
	switch {
	case d.Cancelled:
		return "cancelled"
	case !closed:
		return "-"
	}
	words := fmt.Sprintf("by %s, %s", closing.By, closing.At.Format("2006-01-02 15:04"))
	switch {
	case closing.Changed && closing.ChangedBy != "":
		words += fmt.Sprintf("; changed since, by %s, %s", closing.ChangedBy, closing.ChangedAt.Format("2006-01-02 15:04"))
	case closing.Changed:
		words += "; changed since"
	}
	return words
}
