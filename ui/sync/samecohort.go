package sync

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// NewSameCohorts offers cohorts that two laptops may have made each for itself, as Book.SameCohorts found
// them. Choosing one asks who is one person, then shows what joining them comes to, and joins them when a
// person says so. Nothing is changed before that.
func NewSameCohorts(r *room.Room, found []store.SameCohort) kit.Overlay {
	c := &kit.Chooser{Theme: r.Theme, Title: "One cohort, made on two laptops?", Empty: "no cohort looks like another one"}
	for _, s := range found {
		c.Items = append(c.Items, kit.Item{Title: offerWords(s), Detail: s.Why})
	}
	c.Choose = func(i int) tea.Cmd { return askWho(r, found[i]) }
	return c
}

func offerWords(s store.SameCohort) string {
	switch {
	case s.Later > 0:
		return s.A.Name
	case s.A.Name == s.B.Name:
		return s.A.Name + ", twice"
	}
	return s.B.Name + " and " + s.A.Name
}

// askWho asks who of the two cohorts is one person; where nobody is likely to be, it goes on.
func askWho(r *room.Room, s store.SameCohort) tea.Cmd {
	if r.Failed() {
		return kit.Say("something is not saved: join them once it is")
	}
	book := r.Book
	return func() tea.Msg {
		pairs, err := book.LikelyPairs(s.A.ID, s.B.ID)
		if err != nil {
			return kit.SayMsg{Text: room.Sentence(err), Bad: true}
		}
		if len(pairs) == 0 {
			return planned(r, s, nil)
		}
		c := &kit.Chooser{Theme: r.Theme, Title: "Who is one person?", Many: true}
		for _, p := range pairs {
			title := p.NameB
			if p.NameA != p.NameB {
				title += " is " + p.NameA
			}
			c.Items = append(c.Items, kit.Item{Title: title, Detail: p.Why, On: p.Sure})
		}
		c.ChooseMany = func(marked []int) tea.Cmd {
			var taken []store.Pair
			for _, i := range marked {
				taken = append(taken, pairs[i])
			}
			return func() tea.Msg { return planned(r, s, taken) }
		}
		return kit.OpenMsg{Overlay: c}
	}
}

// planned works out what a join comes to, makes a backup, and opens the page that says so. It is for
// commands.
func planned(r *room.Room, s store.SameCohort, pairs []store.Pair) tea.Msg {
	j, err := r.Book.PlanCohortJoin(s.A.ID, s.B.ID, pairs)
	switch {
	case err != nil:
		return kit.SayMsg{Text: room.Sentence(err), Bad: true}
	case j.Draft == nil:
		return kit.SayMsg{Text: fmt.Sprintf("%s has all of it already: nothing to join", s.A.Name)}
	}
	if err := r.Book.BeforeRisky(); err != nil {
		return kit.SayMsg{Text: "no backup could be made before: " + room.Sentence(err), Bad: true}
	}
	return kit.OpenMsg{Overlay: newSamePlan(r, s, j)}
}
