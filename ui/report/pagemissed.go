package report

import (
	"fmt"
	"slices"

	"rollbook/model"
	"rollbook/store"
)

// PageOwed is time that the person has to make up in another cohort.
type PageOwed struct {
	Cohort  string `json:"cohort"`
	Day     int    `json:"day"`
	Date    Maybe  `json:"date"`
	Topic   string `json:"topic"`
	Minutes int    `json:"minutes"`

	owed store.Owed
}

// again is where a topic of a missed block comes once more.
type again struct {
	cohort string
	day    model.Day
	block  model.Block
}

// Elsewhere adds what other cohorts tell: what the person has to make up there, in which of them the
// topics that were missed come again, and what those are called where something was made up.
func (p *Page) Elsewhere(listed []store.Listed, owed []store.Owed) {
	names := map[model.ID]string{}
	for _, l := range listed {
		names[l.ID] = l.Name
	}
	for i := range p.MakeUps {
		if m := &p.MakeUps[i]; !m.OneToOne {
			m.In = Maybe(names[m.makeUp.InCohort])
		}
	}
	p.Owed = []PageOwed{}
	for _, o := range owed {
		p.Owed = append(p.Owed, PageOwed{o.CohortName, o.Day.Number, Maybe(o.Day.Date.String()), o.Block.Topic, o.Minutes, o})
	}
	p.again = map[string]again{}
	for _, b := range p.missed() {
		topic := model.Fold(b.Topic)
		if _, looked := p.again[topic]; looked {
			continue
		}
		if next, there := p.next(topic, listed); there {
			p.again[topic] = next
		}
	}
}

// next is the first block of a topic in another cohort that is still to come.
func (p *Page) next(topic string, listed []store.Listed) (next again, there bool) {
	for _, l := range listed {
		if l.ID == p.cohort {
			continue
		}
		for _, d := range l.Days {
			if d.Cancelled || there && d.Date >= next.day.Date {
				continue
			}
			i := slices.IndexFunc(l.BlocksOf(d.Number), func(b model.Block) bool {
				return !p.asOf.Ended(d.Date, b) && d.Date != model.NoDate && model.Fold(b.Topic) == topic
			})
			if i >= 0 {
				next, there = again{l.Name, d, l.BlocksOf(d.Number)[i]}, true
			}
		}
	}
	return next, there
}

// missed are the blocks of which something was missed, after grace.
func (p *Page) missed() (blocks []*PageBlock) {
	for i := range p.Days {
		for j := range p.Days[i].Blocks {
			if b := &p.Days[i].Blocks[j]; b.counted.Missed > 0 {
				blocks = append(blocks, b)
			}
		}
	}
	return blocks
}

// canMakeGood says block by block what was missed, and what of it can be made up.
func (p *Page) canMakeGood(twelve bool) []Item {
	var items []Item
	for i := range p.Days {
		d := &p.Days[i]
		label := fmt.Sprintf("Day %d, %s", d.Day, d.date.Words())
		for j := range d.Blocks {
			b := &d.Blocks[j]
			if b.counted.Missed == 0 {
				continue
			}
			items = append(items, p.canItem(label, d, b, twelve))
			label = ""
		}
	}
	if len(items) == 0 && p.Scheduled > 0 {
		nothing := "Nothing."
		if p.Unmarked > 0 {
			nothing = "Nothing of what is marked."
		}
		items = append(items, Item{Text: nothing})
	}
	return items
}

func (p *Page) canItem(label string, d *PageDay, b *PageBlock, twelve bool) Item {
	it := Item{Label: label, Day: d.Day, Block: b.block.ID, Shape: shapeOf(b.cell.Mark.In(b.block).State)}
	words := model.DescribeMinutes(b.counted.Missed) + " missed"
	if b.MustAttend {
		words += ", must be attended"
	}
	left := model.Owing(b.counted)
	switch {
	case left == 0:
		words += ", all of it made up"
	case b.MadeUp > 0:
		words += fmt.Sprintf(", %s made up: %s can still be made up", model.DescribeMinutes(b.MadeUp), model.DescribeMinutes(left))
	default:
		words += ": can be made up"
	}
	it.Text = fmt.Sprintf("%s to %s, %s: %s.", b.block.Start.Words(twelve), b.block.End.Words(twelve), b.Topic, words)
	if next, there := p.again[model.Fold(b.Topic)]; there && left > 0 {
		it.Under = append(it.Under, fmt.Sprintf("%s comes again in %s, day %d, %s, %s.", b.Topic, next.cohort, next.day.Number,
			next.day.Date.Words(), next.block.Start.Words(twelve)))
	}
	if b.OwnWords != "" {
		it.Under = append(it.Under, b.ownWords())
	}
	return it
}

// makesGood says of which other cohorts a guest can make up what is still open, by being here for a topic.
func (p *Page) makesGood(topic string) (says []string) {
	for _, o := range p.Owed {
		if model.Fold(o.Topic) == model.Fold(topic) {
			says = append(says, fmt.Sprintf("For day %d of %s, where %s can be made up.", o.Day, o.Cohort, model.DescribeMinutes(o.Minutes)))
		}
	}
	return says
}

// owedElsewhere are what there is to make up from other cohorts.
func (p *Page) owedElsewhere(twelve bool) []Item {
	var items []Item
	for _, o := range p.Owed {
		items = append(items, Item{Label: o.Cohort, Text: fmt.Sprintf("Day %d, %s, %s, %s: %s to make up.", o.Day, o.owed.Day.Date.Words(),
			o.owed.Block.Start.Words(twelve), o.Topic, model.DescribeMinutes(o.Minutes)), Block: o.owed.Block.ID, Cohort: o.owed.Cohort})
	}
	return items
}
