package store

import (
	"fmt"
	"slices"
	"strings"

	"rollbook/model"
)

// Check is one thing that is looked at before a day.
type Check struct {
	What string // "roster", "dates", …
	OK   bool
	Says string // what was found, in words
	Do   string // what to do about it; empty where nothing is to be done
}

// Ready says whether all is set for a day of a cohort: its roster, its date, the required course, what
// earlier days leave open by asOf, and the book itself. It reads other cohorts and tries the disk: it
// is not for the way of a key. The error wraps model.ErrNoDay where there is no such day.
func (b *Book) Ready(c *Cohort, day int, asOf model.Moment) ([]Check, error) {
	d, ok := c.Day(day)
	if !ok {
		return nil, fmt.Errorf("there is no day %d: %w", day, model.ErrNoDay)
	}
	required, err := b.Required(c, asOf)
	if err != nil {
		return nil, fmt.Errorf("see whether all is ready: %w", err)
	}
	return []Check{
		c.readyRoster(day),
		c.readyDate(d, asOf),
		c.readyRequired(day, required),
		c.readyMarked(d, asOf),
		c.readyClosed(d, asOf),
		b.readyBook(),
		b.readyBackup(),
	}, nil
}

func (c *Cohort) readyRoster(day int) Check {
	check := Check{What: "roster"}
	var people []model.Trainee
	guests := 0
	for _, p := range c.PeopleOn(day) {
		if people = append(people, p.Trainee); len(p.Guest) > 0 {
			guests++
		}
	}
	if len(people) == guests {
		check.Says, check.Do = fmt.Sprintf("nobody is enrolled for day %d", day), "import a roster, or add people by name"
		return check
	}
	check.OK, check.Says = true, numbered(len(people)-guests, "person", "people")
	if guests > 0 {
		check.Says += fmt.Sprintf(", and %d to make something up", guests)
	}
	if alike := len(model.LikelySame(people)) + len(model.FirstNames(people)); alike > 0 {
		check.Says += "; " + numbered(alike, "pair", "pairs") + " may be one person"
		check.Do = "look at who may be one person, and join or leave them"
	}
	return check
}

func (c *Cohort) readyDate(d model.Day, asOf model.Moment) Check {
	check := Check{What: "dates"}
	name := fmt.Sprintf("day %d", d.Number)
	blocks := c.BlocksOf(d.Number)
	other := slices.IndexFunc(c.Days, func(o model.Day) bool {
		return o.ID != d.ID && !o.Cancelled && o.Date == d.Date
	})
	switch {
	case d.Cancelled:
		check.Says, check.Do = name+" is cancelled", "choose another day, or put it on again"
	case d.Date == model.NoDate:
		check.Says, check.Do = name+" has no date", "move it to its date"
	case len(blocks) == 0:
		check.Says, check.Do = name+" has no blocks", "add a block"
	case d.Date < asOf.Date:
		check.Says, check.Do = fmt.Sprintf("%s was on %s", name, d.Date.Words()), "move it, if it is still to come"
	case other >= 0:
		check.Says = fmt.Sprintf("%s and day %d are both on %s", name, c.Days[other].Number, d.Date.Words())
		check.Do = "move one of them"
	default:
		check.OK = true
		check.Says = fmt.Sprintf("%s is on %s, %s–%s", name, d.Date.Words(), blocks[0].Start.Words(c.twelve()), lastEnd(blocks).Words(c.twelve()))
	}
	return check
}

func lastEnd(blocks []model.Block) (end model.Clock) {
	for _, b := range blocks {
		end = max(end, b.End)
	}
	return end
}

func (c *Cohort) readyRequired(day int, required map[model.ID]Required) Check {
	check := Check{What: "required course"}
	if c.Rule.Requires == "" {
		check.OK, check.Says = true, "none is required"
		return check
	}
	var lack []string
	for _, p := range c.PeopleOn(day) {
		if len(p.Guest) == 0 && required[p.Trainee.ID].State == model.RequiredMissing {
			lack = append(lack, fmt.Sprintf("%d %s", p.Row, p.Name))
		}
	}
	if len(lack) == 0 {
		check.OK, check.Says = true, "nobody lacks "+model.CourseTitle(c.Rule.Requires)
		return check
	}
	check.Says = fmt.Sprintf("%s not known to have done %s: %s", numbered(len(lack), "person is", "people are"), model.CourseTitle(c.Rule.Requires), firstOfMany(lack, 5))
	check.Do = "ask them, and state its date and place"
	return check
}

func (c *Cohort) readyMarked(d model.Day, asOf model.Moment) Check {
	var open []string
	for _, e := range c.earlier(d) {
		unmarked := 0
		for _, b := range c.BlocksOf(e.Number) {
			if !asOf.Ended(e.Date, b) {
				continue
			}
			for _, p := range c.People {
				if p.Covers(b) && p.Cell(b.ID).Mark.In(b).State == model.Unmarked {
					unmarked++
				}
			}
		}
		if unmarked > 0 {
			open = append(open, fmt.Sprintf("day %d: %s not marked", e.Number, numbered(unmarked, "block", "blocks")))
		}
	}
	check := Check{What: "earlier days marked", OK: len(open) == 0, Says: "nothing is left to mark"}
	if !check.OK {
		check.Says, check.Do = strings.Join(open, "; "), "mark them while people remember"
	}
	return check
}

func (c *Cohort) readyClosed(d model.Day, asOf model.Moment) Check {
	var open []string
	for _, e := range c.earlier(d) {
		over := slices.ContainsFunc(c.BlocksOf(e.Number), func(b model.Block) bool { return asOf.Ended(e.Date, b) })
		closing, closed := c.Closed[e.Number]
		switch {
		case closed && closing.Changed:
			open = append(open, fmt.Sprintf("day %d was changed since it was closed", e.Number))
		case over && !closed:
			open = append(open, fmt.Sprintf("day %d is not closed", e.Number))
		}
	}
	check := Check{What: "earlier days closed", OK: len(open) == 0, Says: "none is left to close"}
	if !check.OK {
		check.Says, check.Do = strings.Join(open, "; "), "look them through and close them"
	}
	return check
}

// earlier are the days before one, by date; by number where one of the two has no date.
func (c *Cohort) earlier(d model.Day) (days []model.Day) {
	for _, o := range c.Days {
		before := o.Number < d.Number
		if o.Date != model.NoDate && d.Date != model.NoDate {
			before = o.Date < d.Date
		}
		if before && o.ID != d.ID && !o.Cancelled {
			days = append(days, o)
		}
	}
	return days
}

// numbered is a number with the word for it.
func numbered(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}

// firstOfMany are the first few of many, and how many more.
func firstOfMany(all []string, most int) string {
	if len(all) <= most {
		return strings.Join(all, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(all[:most], ", "), len(all)-most)
}
