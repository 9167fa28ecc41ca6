package store

import "rollbook/model"

// Owed is time that a person has to make up in another cohort.
type Owed struct {
	Cohort     model.ID
	CohortName string
	Day        model.Day
	Block      model.Block
	Minutes    int // still to make up there
}

// Owed tells what the people of a cohort have to make up in others: blocks that were missed and not
// made up, in cohorts whose rule asks this person for more, oldest first, by the person's id here. It
// loads those cohorts: it is not for the way of a key.
func (b *Book) Owed(c *Cohort, asOf model.Moment) (map[model.ID][]Owed, error) {
	others, err := b.others(c, func(Listed) bool { return true })
	if err != nil {
		return nil, err
	}
	owed := map[model.ID][]Owed{}
	for _, o := range others {
		for _, p := range o.People {
			here := c.byID[p.Trainee.ID]
			if here == nil {
				continue
			}
			if more := o.owes(p, asOf); len(more) > 0 {
				owed[here.Trainee.ID] = append(owed[here.Trainee.ID], more...)
			}
		}
	}
	return owed, nil
}

// owes are the blocks that a person may make up, where the rule asks for it.
func (c *Cohort) owes(p *Person, asOf model.Moment) (owed []Owed) {
	a := c.Account(p, asOf, model.RequiredNone)
	if a.ToMakeUp == 0 {
		return nil
	}
	for _, b := range a.Blocks {
		if left := model.Owing(b); left > 0 {
			day, _ := c.Day(b.Block.Day)
			owed = append(owed, Owed{Cohort: c.Cohort.ID, CohortName: c.Name, Day: day, Block: b.Block, Minutes: left})
		}
	}
	return owed
}
