package command

import (
	"fmt"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/room"
)

// offerJSON is one offer of `rollbook makeup list --offers --json`: what was missed in another cohort,
// and where in this one the person was for the same topic.
type offerJSON struct {
	Row     int    `json:"row"`
	Trainee string `json:"trainee"`
	Cohort  string `json:"cohort"`
	Day     int    `json:"day"`
	Block   string `json:"block"` // when it started
	Topic   string `json:"topic"`
	Minutes int    `json:"minutes"`
	In      inJSON `json:"in"`
	Command string `json:"command"` // writes it down
}

// listOffers lists who was in a block here on a topic that they have to make up from elsewhere.
// Nothing of it is written down by itself.
func (r *run) listOffers(c *store.Cohort, people []*store.Person, asJSON bool) error {
	owed, err := r.book.Owed(c, r.asOf())
	if err != nil {
		return err
	}
	var blocks []model.Block
	for _, d := range c.Days {
		blocks = append(blocks, c.BlocksOf(d.Number)...)
	}
	offering := &room.Room{Cohort: c, Owed: owed}
	list := []offerJSON{}
	t := tableOf("row", "name", "missed", "minutes", "to write it down")
	for _, p := range people {
		used, err := r.madeUpHere(c, p, owed[p.Trainee.ID])
		if err != nil {
			return err
		}
		for _, o := range offering.Offers(p, blocks) {
			if used[o.Here.ID] {
				continue
			}
			j := r.offerOf(c, p, o)
			list = append(list, j)
			t.add(p.Row, p.Name, o.CohortName+", "+dayAndBlock(o.Block), o.Minutes, j.Command)
		}
	}
	if asJSON {
		return r.json(list)
	}
	r.show(t, "nobody here was in a block on a topic that they have to make up")
	return nil
}

func (r *run) offerOf(c *store.Cohort, p *store.Person, o room.Offer) offerJSON {
	d, _ := c.Cohort.Day(o.Here.Day)
	n := numberOf(&c.Cohort, o.Here)
	return offerJSON{Row: p.Row, Trainee: p.Name, Cohort: o.CohortName, Day: o.Day.Number, Block: o.Block.Start.String(), Topic: o.Block.Topic,
		Minutes: o.Minutes, In: inJSON{&c.Name, &o.Here.Day, &n, &o.Here.Topic},
		// by ids: a shell may make something else of what stands in a name
		Command: fmt.Sprintf("rollbook makeup add --cohort %s --trainee %s --day %d --block %s --minutes %d --date %s --in %s --in-day %d --in-block %d",
			short(o.Cohort), short(p.Trainee.ID), o.Day.Number, o.Block.Start, o.Minutes, d.Date, short(c.Cohort.ID), o.Here.Day, n)}
}

// madeUpHere are the blocks of a cohort in which a person made something up already.
func (r *run) madeUpHere(c *store.Cohort, p *store.Person, owed []store.Owed) (map[model.ID]bool, error) {
	blocks := map[model.ID]bool{}
	for i, o := range owed {
		if i > 0 && o.Cohort == owed[i-1].Cohort {
			continue
		}
		other, err := r.book.Load(o.Cohort)
		if err != nil {
			return nil, err
		}
		for _, m := range other.Person(p.Trainee.ID).MakeUps {
			if m.InCohort == c.Cohort.ID {
				blocks[m.InBlock] = true
			}
		}
	}
	return blocks, nil
}
