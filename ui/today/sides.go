package today

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/journal"
	"rollbook/ui/kit"
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

// settle opens all sides of the conflicts in the aim; the one chosen is what holds from then on.
func (m *Marking) settle(aim Aim) tea.Cmd {
	r := m.Room
	p, slots := m.slots()
	var sides []store.Side
	c := &kit.Chooser{Theme: r.Theme, Title: fmt.Sprintf("%d %s: which holds? Esc, then a key, marks anew", p.Row, p.Name),
		Empty: "remarks stay behind the curtain: . opens it"}
	for _, s := range slots {
		for _, side := range p.Cell(s.Block.ID).Conflict {
			if r.Curtain && side.About() == aboutRemark {
				continue
			}
			item := kit.Item{Title: sideWords(side), Detail: fmt.Sprintf("%s on %s, %s", side.By, side.Device, r.Moment(side.At))}
			if len(slots) > 1 {
				item.Detail = s.Block.Start.Words(r.Twelve) + " " + s.Block.Topic + ", " + item.Detail
			}
			c.Items, sides = append(c.Items, item), append(sides, side)
		}
	}
	c.Choose = func(i int) tea.Cmd { return m.holds(aim, sides[i]) }
	return kit.Open(c)
}

// holds settles a conflict by one of its sides.
func (m *Marking) holds(aim Aim, side store.Side) tea.Cmd {
	p := m.Room.Cohort.Person(aim.Person)
	edit, err := m.Room.Cohort.EditSide(side)
	if p == nil || err != nil {
		return kit.Say("this is settled already")
	}
	cmd, err := m.Room.TryCommit(oplog.Settle, fmt.Sprintf("%d %s: %s, settled", p.Row, p.Name, sideWords(side)), edit)
	if err != nil {
		return kit.Warn(Says(err, m.Room.Twelve))
	}
	if m.Marked != nil {
		m.Marked(aim.Person)
	}
	return cmd
}

// What a side of a conflict can be about, beside attendance.
const (
	aboutTold   = "told us ahead"
	aboutRemark = "remark"
)

// sideWords is what a side says of the mark.
func sideWords(s store.Side) string {
	switch about := s.About(); {
	case about == aboutTold && s.Value == "yes":
		return "told us ahead"
	case about == aboutTold:
		return "did not tell us ahead"
	case about == aboutRemark && s.Value == "":
		return "no remark"
	case about == aboutRemark:
		return "remark: " + s.Value
	}
	return s.Value
}
