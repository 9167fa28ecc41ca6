package today

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/ui/journal"
	"rollbook/ui/kit"
	"rollbook/ui/sync/disputes"
)

// history opens what was ever changed of a mark; in the whole day it asks of which block first.
func (m *Marking) history(aim Aim) tea.Cmd {
	r := m.Room
	p, slots := m.slots()
	if len(slots) == 1 {
		return kit.Open(journal.History(r, aim.Person, slots[0].Block.ID))
	}
	c := &kit.Chooser{Theme: r.Theme, Title: fmt.Sprintf("%d %s: the history of which mark?", p.Row, p.Name)}
	for i, s := range slots {
		c.Items = append(c.Items, kit.Item{Title: r.BlockWords(s.Block), Detail: model.Describe(s.Mark, s.Block, r.Twelve)})
		if s.Mark.State != model.Unmarked && slots[c.Focus].Mark.State == model.Unmarked {
			c.Focus = i
		}
	}
	c.Choose = func(i int) tea.Cmd { return kit.Open(journal.History(r, aim.Person, slots[i].Block.ID)) }
	return kit.Open(c)
}

// settle opens what people disagree on in the aim: who said what, when, and what each had seen; what is
// chosen there holds from then on.
func (m *Marking) settle(aim Aim) tea.Cmd {
	_, slots := m.slots()
	return disputes.Cell(m.Room, aim.Person, disputes.Blocks(slots), func() {
		if m.Marked != nil {
			m.Marked(aim.Person)
		}
	})
}
