package sync

import (
	tea "charm.land/bubbletea/v2"

	"rollbook/ui/kit"
)

// pick asks which of several generations of a share is meant: two laptops made it new without knowing
// of each other, and a person says where everybody goes on.
func (p *joinPage) pick() tea.Cmd {
	clock := p.x.clock()
	c := &kit.Chooser{Theme: p.x.r.Theme, Title: "The share was made new more than once: go on where?",
		Choose: func(i int) tea.Cmd {
			p.epoch = p.inv.Epochs[i].Epoch
			return nil
		},
		Cancel: func() tea.Cmd {
			p.step, p.says = asking, "it has to be known where to go on: ask who made the share new"
			return nil
		}}
	for _, e := range p.inv.Epochs {
		by := e.By
		if by == "" {
			by = "a laptop that is not known here"
		}
		c.Items = append(c.Items, kit.Item{Title: "made new by " + by, Detail: clock.Moment(e.Made)})
	}
	return kit.Open(c)
}
