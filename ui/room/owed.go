package room

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
)

// Offer is time that a person has to make up in another cohort, and that a block of this one can make
// good. It is only ever offered: a person links it.
type Offer struct {
	store.Owed
	Here    model.Block
	Minutes int // what of it the person was here for
}

// Words are what there is to make up: "3 h of Language to make up from Spring 2026".
func (o Offer) Words() string {
	return fmt.Sprintf("%s of %s to make up from %s", model.DescribeMinutes(o.Owed.Minutes), o.Block.Topic, o.CohortName)
}

// Offers are what the marks of a person in blocks of this cohort can make good of what they missed of
// the same topics in others. It has nothing until a Look is back.
func (r *Room) Offers(p *store.Person, blocks []model.Block) (offers []Offer) {
	owed := r.Owed[p.Trainee.ID]
	if len(owed) == 0 {
		return nil
	}
	for _, b := range blocks {
		if !p.Covers(b) {
			continue
		}
		m := p.Cell(b.ID).Mark.In(b)
		here := b.Minutes() - m.Missed(b)
		if m.State != model.Present && m.State != model.Part || here <= 0 {
			continue
		}
		topic := model.Fold(b.Topic)
		day, _ := r.Cohort.Cohort.Day(b.Day)
		for _, o := range owed {
			if model.Fold(o.Block.Topic) == topic && o.Day.Date <= day.Date { // before it was missed nothing is made good
				offers = append(offers, Offer{o, b, min(here, o.Minutes)})
			}
		}
	}
	return offers
}

// TryCommitIn is TryCommit in a cohort that is not on the screen and was loaded for this. Others read
// what it changes once it is on the disk.
func (r *Room) TryCommitIn(c *store.Cohort, how oplog.How, say string, edits ...store.Edit) (tea.Cmd, error) {
	d, err := c.Form(how, edits...)
	if err != nil {
		return nil, err
	}
	if d == nil {
		return kit.Say(say), nil
	}
	saved := r.Save(d)
	c.Apply(d)
	r.revision++
	return kit.Batch(kit.Say(say), saved, r.Look()), nil
}

// Brought is a cohort that was loaded beside the one on the screen, with what is not on the disk yet.
func (r *Room) Brought(c *store.Cohort) *store.Cohort {
	r.bringUnsaved(c)
	return c
}
