package today

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/people"
	"rollbook/ui/room"
)

// makeUpKey is the key that writes down what was made up of the aim's blocks, or links them to what
// was missed in another cohort.
func (m *Marking) makeUpKey() kit.Binding {
	return kit.Binding{Keys: []string{"m"}, Name: "make up", Footer: 17,
		About:   "Writes down that what was missed here was made up; for somebody who has time to make up from another cohort, links it to this block.",
		Command: "rollbook makeup add --cohort C --trainee NAME --day N --block B --minutes M --date D",
		Why: func() string {
			if why := m.whyNot(); why != "" {
				return why
			}
			return people.NoMakeUp(m.Room, m.Aim().Person, m.blocks())
		},
		Do: func() tea.Cmd { return people.MakeUps(m.Room, m.Aim().Person, m.blocks()) }}
}

// blocks are those that the aim covers.
func (m *Marking) blocks() (blocks []model.Block) {
	_, slots := m.slots()
	for _, s := range slots {
		blocks = append(blocks, s.Block)
	}
	return blocks
}

// offered adds to what a mark says that the person has time to make up from another cohort, which
// this block can make good: m links it, nothing else does. Behind the curtain it says nothing of it.
func (m *Marking) offered(aim Aim, says string) tea.Cmd {
	r := m.Room
	p := r.Cohort.Person(aim.Person)
	if p == nil || r.Curtain {
		return nil
	}
	offers := r.Offers(p, blocksOf(Covered(r.Cohort, p, aim)))
	if len(offers) == 0 {
		return nil
	}
	return kit.Say(fmt.Sprintf("%s · %dm links it to %s", says, p.Row, offers[0].Words()))
}

func blocksOf(slots []model.Slot) []model.Block {
	blocks := make([]model.Block, len(slots))
	for i, s := range slots {
		blocks[i] = s.Block
	}
	return blocks
}

// offeredAll says how many people of a day or block have time to make up that it can make good.
func offeredAll(r *room.Room, day int, block model.ID) string {
	n := 0
	for id := range r.Owed {
		p := r.Cohort.Person(id)
		if p != nil && !r.Curtain && len(r.Offers(p, blocksOf(Covered(r.Cohort, p, Aim{Person: id, Day: day, Block: block})))) > 0 {
			n++
		}
	}
	switch n {
	case 0:
		return ""
	case 1:
		return "; 1 of them has this to make up from another cohort: m on their row"
	}
	return fmt.Sprintf("; %d of them have this to make up from another cohort: m on their rows", n)
}

// toMakeUp says on a row that the person has time to make up which the target can make good.
func toMakeUp(r *room.Room, p *store.Person, target []model.Block) string {
	offers := r.Offers(p, target)
	if len(offers) == 0 {
		return ""
	}
	return "m: " + model.DescribeMinutes(offers[0].Owed.Minutes) + " to make up"
}
