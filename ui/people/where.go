package people

import (
	"cmp"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
)

// oneToOne is where something is made up that is in no block.
const oneToOne = "one to one"

// place is a block of another cohort in which something can be made up.
type place struct {
	cohort store.Listed
	day    model.Day
	block  model.Block
	topic  bool // the one that was missed
}

// chooser lists where something can be made up: one to one, then blocks of the topic that was missed,
// those after it first, then all other blocks.
func (m *makeUp) chooser() kit.Overlay {
	places := m.places()
	c := &kit.Chooser{Theme: m.r.Theme, Title: "Where was it made up?", Items: []kit.Item{{Title: oneToOne}}}
	for i, p := range places {
		c.Items = append(c.Items, kit.Item{Title: p.block.Topic + ", " + p.cohort.Name,
			Detail: fmt.Sprintf("day %d, %s, %s", p.day.Number, p.day.Date.Short(), p.block.Start.Words(m.r.Twelve))})
		if p.cohort.ID == m.in && p.block.ID == m.at.ID {
			c.Focus = i + 1
		}
	}
	if c.Focus == 0 && len(places) > 0 && places[0].topic {
		c.Focus = 1
	}
	c.Choose = func(i int) tea.Cmd {
		if i == 0 {
			m.in, m.at = model.ID{}, model.Block{}
		} else {
			p := places[i-1]
			m.in, m.at = p.cohort.ID, p.block
			m.date.Put(p.day.Date.String())
		}
		m.where.Put(m.whereWords())
		m.Dirty()
		return nil
	}
	return c
}

func (m *makeUp) places() (places []place) {
	c, _ := m.missedIn()
	if c == nil {
		return nil
	}
	missed, _ := c.Block(m.block)
	day, _ := c.Day(missed.Day)
	topic := model.Fold(missed.Topic)
	for _, l := range m.listed {
		if l.ID == c.Cohort.ID {
			continue
		}
		for _, d := range l.Days {
			for _, b := range l.BlocksOf(d.Number) {
				places = append(places, place{l, d, b, model.Fold(b.Topic) == topic})
			}
		}
	}
	rank := func(p place) int {
		switch {
		case p.topic && p.day.Date >= day.Date:
			return 0
		case p.topic:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.day.Date, b.day.Date))
	})
	return places
}

// listing is a cohort of the book by its id.
func (m *makeUp) listing(id model.ID) (store.Listed, bool) {
	i := slices.IndexFunc(m.listed, func(l store.Listed) bool { return l.ID == id })
	if i < 0 {
		return store.Listed{}, false
	}
	return m.listed[i], true
}

// blockIn is a block of a cohort, with no more than its id where the book does not have it.
func (m *makeUp) blockIn(cohort, block model.ID) model.Block {
	l, _ := m.listing(cohort)
	if b, ok := l.Block(block); ok {
		return b
	}
	return model.Block{ID: block}
}

// dateOf is the date of a block of another cohort.
func (m *makeUp) dateOf(cohort model.ID, b model.Block) model.Date {
	l, _ := m.listing(cohort)
	d, ok := l.Day(b.Day)
	if !ok || d.Date == model.NoDate {
		return m.r.Today
	}
	return d.Date
}

// whereWords say where it is made up.
func (m *makeUp) whereWords() string {
	if m.in.IsZero() {
		return oneToOne
	}
	l, ok := m.listing(m.in)
	if !ok {
		return "in a cohort that this book does not have"
	}
	return fmt.Sprintf("in %s, day %d, %s", l.Name, m.at.Day, m.r.BlockWords(m.at))
}
