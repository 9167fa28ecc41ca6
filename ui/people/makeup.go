package people

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// MakeUp is the form of a make-up of a block that a person missed in the cohort on the screen. Where
// some of it was made up before, it asks first whether one of those make-ups is meant.
func MakeUp(r *room.Room, id, block model.ID) kit.Overlay {
	p := person(r, id)
	switch {
	case p == nil:
		return gone(r)
	case r.Curtain:
		return Behind(r)
	}
	before := slices.DeleteFunc(slices.Clone(p.MakeUps), func(m store.MakeUp) bool { return m.Block != block })
	if len(before) == 0 {
		return newMakeUp(r, id, making{block: block})
	}
	b, _ := r.Cohort.Block(block)
	c := &kit.Chooser{Theme: r.Theme, Title: fmt.Sprintf("%s, day %d, %s: made up", label(p), b.Day, r.BlockWords(b))}
	for _, m := range before {
		c.Items = append(c.Items, kit.Item{Title: "change: " + model.DescribeMinutes(m.Minutes) + " on " + m.Date.Words(), Detail: withWords(m)})
	}
	left := r.Cohort.Owing(p, block)
	another := kit.Item{Title: "another one", Detail: model.DescribeMinutes(left) + " left to make up"}
	if left == 0 {
		another.Detail, another.Why = "", "all that was missed here is made up"
	} else {
		c.Focus = len(before)
	}
	c.Items = append(c.Items, another)
	c.Choose = func(i int) tea.Cmd {
		if i == len(before) {
			return kit.Open(newMakeUp(r, id, making{block: block}))
		}
		return kit.Open(newMakeUp(r, id, making{block: block, was: before[i].ID}))
	}
	return c
}

func withWords(m store.MakeUp) string {
	words := "one to one"
	if !m.InCohort.IsZero() {
		words = "in another cohort"
	}
	if m.With != "" {
		words += ", with " + m.With
	}
	return words
}

// MakeUpElsewhere is the form of a make-up of a block that was missed in another cohort. It is saved
// there: the make-up belongs to the cohort of the missed block.
func MakeUpElsewhere(r *room.Room, id, cohort, block model.ID) kit.Overlay {
	return elsewhere(r, id, making{cohort: cohort, block: block})
}

// Link is the form that makes good what was missed in another cohort with a block of this one. It says
// what it will do; nothing is linked before Enter.
func Link(r *room.Room, id model.ID, o room.Offer) kit.Overlay {
	return elsewhere(r, id, making{cohort: o.Cohort, block: o.Block.ID, in: r.Cohort.Cohort.ID, at: o.Here, minutes: o.Minutes})
}

func elsewhere(r *room.Room, id model.ID, m making) kit.Overlay {
	switch {
	case person(r, id) == nil:
		return gone(r)
	case r.Curtain:
		return Behind(r)
	}
	return newMakeUp(r, id, m)
}

// MakeUps opens what there is to make up with a person's blocks: what was missed of them, and what
// they can make good of another cohort. Where there are several it asks which. Call it where NoMakeUp
// is empty.
func MakeUps(r *room.Room, id model.ID, blocks []model.Block) tea.Cmd {
	p := person(r, id)
	if p == nil || r.Curtain {
		return kit.Open(MakeUp(r, id, model.ID{}))
	}
	var ways []func() kit.Overlay
	c := &kit.Chooser{Theme: r.Theme, Title: label(p) + ": what was made up?"}
	add := func(title, detail string, way func() kit.Overlay) {
		c.Items, ways = append(c.Items, kit.Item{Title: title, Detail: detail}), append(ways, way)
	}
	for _, o := range r.Offers(p, blocks) {
		add(o.Words(), "in "+r.BlockWords(o.Here), func() kit.Overlay { return Link(r, id, o) })
	}
	for _, b := range blocks {
		left, made := r.Cohort.Owing(p, b.ID), madeUpOf(p, b.ID)
		if left == 0 && made == 0 {
			continue
		}
		detail := model.DescribeMinutes(left) + " to make up"
		if made > 0 {
			detail += ", " + model.DescribeMinutes(made) + " made up"
		}
		add(fmt.Sprintf("day %d, %s", b.Day, r.BlockWords(b)), detail, func() kit.Overlay { return MakeUp(r, id, b.ID) })
	}
	switch len(ways) {
	case 0:
		return kit.Say(NoMakeUp(r, id, blocks))
	case 1:
		return kit.Open(ways[0]())
	}
	c.Choose = func(i int) tea.Cmd { return kit.Open(ways[i]()) }
	return kit.Open(c)
}

// madeUpOf is how many minutes were written down as made up of a block.
func madeUpOf(p *store.Person, block model.ID) (minutes int) {
	for _, m := range p.MakeUps {
		if m.Block == block {
			minutes += m.Minutes
		}
	}
	return minutes
}

// NoMakeUp says why nothing of a person's blocks can be made up, empty where something can.
func NoMakeUp(r *room.Room, id model.ID, blocks []model.Block) string {
	p := person(r, id)
	switch {
	case p == nil:
		return "this person is not in the cohort any more: ctrl+r puts back what was undone"
	case r.Curtain:
		return closed
	case len(r.Offers(p, blocks)) > 0:
		return ""
	}
	marked := false
	for _, b := range blocks {
		if r.Cohort.Owing(p, b.ID) > 0 || madeUpOf(p, b.ID) > 0 {
			return ""
		}
		marked = marked || p.Cell(b.ID).Mark.State != model.Unmarked
	}
	switch {
	case len(p.Guest) > 0 && marked:
		return label(p) + " is a guest here, and has nothing to make up on this topic that the book knows of"
	case !marked:
		return label(p) + " is not marked here: what was missed can be made up once it is"
	}
	return label(p) + " missed nothing here"
}

// closed says why a key does nothing that would show what the curtain hides.
const closed = "the curtain is closed: . and Enter open it"
