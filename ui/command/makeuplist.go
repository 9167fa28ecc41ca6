package command

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store"
)

// makeUpJSON is one make-up of `rollbook makeup list --json`; day, block and topic are those of the
// block that was missed.
type makeUpJSON struct {
	ID      string  `json:"id"`
	Row     int     `json:"row"`
	Trainee string  `json:"trainee"`
	Day     int     `json:"day"`
	Block   int     `json:"block"`
	Topic   string  `json:"topic"`
	Minutes int     `json:"minutes"`
	Date    *string `json:"date"`
	With    *string `json:"with"`
	In      *inJSON `json:"in"` // null for one to one
	By      string  `json:"by"`
	At      *string `json:"at"`
}

// inJSON is the block of another cohort in which something was made up.
type inJSON struct {
	Cohort *string `json:"cohort"` // null where this book does not have it
	Day    *int    `json:"day"`
	Block  *int    `json:"block"`
	Topic  *string `json:"topic"`
}

func (r *run) makeUpListCommand() *cobra.Command {
	var cohort, trainee string
	var offers, asJSON bool
	c := &cobra.Command{
		Use:   "list [--cohort C] [--trainee NAME] [--offers]",
		Short: "what was made good of a cohort's missed blocks",
		Long: `Lists what was made good. With --offers it lists what could be: who was in a block of this cohort on
a topic of which they have time to make up from another cohort, and the command that writes it down.`,
		Example: `  rollbook makeup list --cohort spring --trainee maya
  rollbook makeup list --cohort autumn --offers`,
		Args: noArguments,
		RunE: r.reading(func([]string) error {
			c, err := r.cohort(cohort)
			if err != nil {
				return err
			}
			people := c.People
			if trainee != "" {
				p, err := person(c, trainee)
				if err != nil {
					return err
				}
				people = []*store.Person{p}
			}
			if offers {
				return r.listOffers(c, people, asJSON)
			}
			return r.listMakeUps(c, people, asJSON)
		}),
	}
	cohortFlag(c, &cohort)
	c.Flags().StringVar(&trainee, "trainee", "", "only of this person: a part of the `name`, or the row number")
	c.Flags().BoolVar(&offers, "offers", false, "what could be written down as made up in this cohort")
	jsonFlag(c, &asJSON)
	return c
}

func (r *run) listMakeUps(c *store.Cohort, people []*store.Person, asJSON bool) error {
	list := []makeUpJSON{}
	t := tableOf("id", "row", "name", "missed", "made up", "on", "where", "with", "by")
	plans, err := r.plans()
	if err != nil {
		return err
	}
	for _, p := range people {
		for _, m := range p.MakeUps {
			j := makeUpOf(c, p, m, plans)
			list = append(list, j)
			b, _ := c.Block(m.Block)
			t.add(short(m.ID), p.Row, p.Name, dayAndBlock(b), model.DescribeMinutes(m.Minutes), m.Date, j.In.words(), dash(m.With), m.By)
		}
	}
	if asJSON {
		return r.json(list)
	}
	r.show(t, "nothing is made up yet: rollbook makeup add writes it down")
	return nil
}

// plans are the cohorts of the book with their blocks, by id.
func (r *run) plans() (map[model.ID]*model.Cohort, error) {
	listed, err := r.book.Cohorts()
	plans := map[model.ID]*model.Cohort{}
	for i := range listed {
		plans[listed[i].ID] = &listed[i].Cohort
	}
	return plans, err
}

func makeUpOf(c *store.Cohort, p *store.Person, m store.MakeUp, plans map[model.ID]*model.Cohort) makeUpJSON {
	b, _ := c.Block(m.Block)
	j := makeUpJSON{ID: m.ID.String(), Row: p.Row, Trainee: p.Name, Day: b.Day, Block: numberOf(&c.Cohort, b), Topic: b.Topic,
		Minutes: m.Minutes, Date: dateOrNull(m.Date), With: orNull(m.With), By: m.By, At: atOrNull(m.At)}
	if m.InCohort.IsZero() {
		return j
	}
	j.In = &inJSON{}
	if plan := plans[m.InCohort]; plan != nil {
		j.In.Cohort = &plan.Name
		if there, ok := plan.Block(m.InBlock); ok {
			n := numberOf(plan, there)
			j.In.Day, j.In.Block, j.In.Topic = &there.Day, &n, &there.Topic
		}
	}
	return j
}

// numberOf is the number of a block in its day, 0 for one that does not count.
func numberOf(c *model.Cohort, b model.Block) int {
	return 1 + slices.IndexFunc(c.BlocksOf(b.Day), func(o model.Block) bool { return o.ID == b.ID })
}

func (in *inJSON) words() string {
	switch {
	case in == nil:
		return "one to one"
	case in.Cohort == nil:
		return "another cohort"
	case in.Day == nil:
		return *in.Cohort
	}
	return fmt.Sprintf("%s, day %d", *in.Cohort, *in.Day)
}

func (r *run) makeUpRemoveCommand() *cobra.Command {
	var cohort string
	c := &cobra.Command{
		Use:     "remove ID",
		Short:   "take a make-up away: the time is to be made up again",
		Example: `  rollbook makeup remove 3f0a`,
		Args:    exactly(1, "the make-up's id"),
	}
	c.Flags().StringVar(&cohort, "cohort", "", "the cohort of the missed block: a part of its `name`; looked for in all without it")
	c.RunE = r.writing(func(args []string) error {
		in, err := r.cohortsNamed(cohort)
		if err != nil {
			return err
		}
		var all []store.MakeUp
		for _, c := range in {
			for _, p := range c.People {
				all = append(all, p.MakeUps...)
			}
		}
		m, err := byID("make-up", args[0], all, func(m store.MakeUp) model.ID { return m.ID })
		if err != nil {
			return err
		}
		for _, c := range in {
			if made, p := c.MakeUp(m.ID); made != nil {
				b, _ := c.Block(m.Block)
				what := fmt.Sprintf("%s: %s of %s is no longer made up", rowAndName(p), model.DescribeMinutes(m.Minutes), dayAndBlock(b))
				return r.saveSaying(c, what, c.RemoveMakeUp(m.ID))
			}
		}
		return nil
	})
	return c
}

// cohortsNamed is the cohort that is named, or all of the book.
func (r *run) cohortsNamed(name string) (in []*store.Cohort, err error) {
	if name != "" {
		c, err := r.cohort(name)
		return []*store.Cohort{c}, err
	}
	all, err := r.book.Calendar()
	if err != nil {
		return nil, err
	}
	for _, l := range all {
		c, err := r.book.Load(l.ID)
		if err != nil {
			return nil, err
		}
		in = append(in, c)
	}
	return in, nil
}
