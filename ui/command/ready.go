package command

import (
	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/room"
)

// readyJSON is `rollbook ready --json`.
type readyJSON struct {
	Cohort string      `json:"cohort"`
	Day    int         `json:"day"`
	Date   *string     `json:"date"`
	OK     bool        `json:"ok"`
	Checks []checkJSON `json:"checks"`
}

type checkJSON struct {
	What string  `json:"what"`
	OK   bool    `json:"ok"`
	Says string  `json:"says"`
	Do   *string `json:"do"`
}

func (r *run) readyCommand() *cobra.Command {
	var cohort, dayText string
	var asJSON bool
	c := &cobra.Command{
		Use:   "ready [--cohort C] [--day N]",
		Short: "whether all is set for a day",
		Long: `Looks before a day whether all is set for it: today's day or the next one, or the one that is named.
What is open is listed with what to do; it ends with exit code 0 all the same, since a day can be held
with things open. The JSON says in "ok" whether anything is.`,
		Example: `  rollbook ready
  rollbook ready --cohort spring --day 4 --json`,
		Args: noArguments,
		RunE: r.reading(func([]string) error {
			c, err := r.cohort(cohort)
			if err != nil {
				return err
			}
			d, err := r.readyDay(c, dayText)
			if err != nil {
				return err
			}
			checks, err := r.book.Ready(c, d.Number, r.asOf())
			if err != nil {
				return err
			}
			j := readyJSON{Cohort: c.Name, Day: d.Number, Date: dateOrNull(d.Date), OK: true, Checks: []checkJSON{}}
			for _, check := range checks {
				j.OK = j.OK && check.OK
				j.Checks = append(j.Checks, checkJSON{check.What, check.OK, check.Says, orNull(check.Do)})
			}
			if asJSON {
				return r.json(j)
			}
			r.showReady(j, d)
			return nil
		}),
	}
	cohortFlag(c, &cohort)
	c.Flags().StringVar(&dayText, "day", "", "the `number` of the day; else today's or the next")
	jsonFlag(c, &asJSON)
	return c
}

func (r *run) readyDay(c *store.Cohort, text string) (model.Day, error) {
	if text != "" {
		return day(c, "--day", text)
	}
	n, _ := room.NearestDay(&c.Cohort, r.today())
	d, _ := c.Cohort.Day(n)
	return d, nil
}

func (r *run) showReady(j readyJSON, d model.Day) {
	open := 0
	r.say("%s, day %d, %s", j.Cohort, j.Day, d.Date.Words())
	for _, check := range j.Checks {
		line := "set   " + check.What + ": " + check.Says
		if !check.OK {
			open++
			line = "open  " + check.What + ": " + check.Says
		}
		if check.Do != nil && !check.OK {
			line += ": " + *check.Do
		}
		r.say("%s", line)
	}
	if open == 0 {
		r.say("all is set")
	} else {
		r.say("%s", howMany(open, "thing is open", "things are open"))
	}
}
