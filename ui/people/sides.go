package people

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// certificate is what the book calls the name that is shown nowhere but on the certificate.
const certificate = "certificate name"

// sides are what is told differently of the focused mark or, where nobody disagrees about that, of the
// person.
func (p *page) sides() []store.Side {
	q := person(p.r, p.id)
	if q == nil {
		return nil
	}
	if on := p.on(); !on.Block.IsZero() && on.Cohort.IsZero() {
		if sides := q.Cell(on.Block).Conflict; len(sides) > 0 {
			return sides
		}
	}
	return p.r.Cohort.Questions(q)
}

func (p *page) whyNoSides() string {
	if why := p.uncovered(); why != "" {
		return why
	}
	if len(p.sides()) == 0 {
		return "nobody disagrees about " + label(person(p.r, p.id)) + " here"
	}
	return ""
}

// settle asks which side holds; the one chosen is what holds from then on, for every record.
func (p *page) settle() tea.Cmd {
	r, id, sides := p.r, p.id, slices.Clone(p.sides())
	c := &kit.Chooser{Theme: r.Theme, Title: label(person(r, id)) + ": which holds?"}
	for _, s := range sides {
		c.Items = append(c.Items, kit.Item{Title: sideWords(s), Detail: fmt.Sprintf("%s on %s, %s", s.By, s.Device, r.Moment(s.At))})
	}
	c.Choose = func(i int) tea.Cmd {
		q := person(r, id)
		edit, err := r.Cohort.EditSide(sides[i])
		if q == nil || err != nil {
			return kit.Say("this is settled already")
		}
		cmd, err := r.TryCommit(oplog.Settle, label(q)+": "+sideWords(sides[i])+", settled", edit)
		if err != nil {
			return kit.Warn(room.Sentence(err))
		}
		return cmd
	}
	return kit.Open(c)
}

func sideWords(s store.Side) string {
	switch {
	case s.About() == certificate:
		return certificate + ", this one"
	case s.Value == "":
		return s.About() + ": nothing"
	}
	return s.About() + ": " + s.Value
}
