package people

import (
	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// Forget asks whether a person's record is to be removed, and says what stays and where copies may be.
func Forget(r *room.Room, id model.ID) kit.Overlay {
	p := person(r, id)
	if p == nil {
		return gone(r)
	}
	return &kit.Confirm{Theme: r.Theme, Question: "Remove the record of " + label(p) + " from the whole book?",
		Detail: "Name, contacts, notes, remarks and own words are struck for good, here and in the backups beside the book. " +
			"Marks stay, as those of 'a former trainee', so that counts add up.\n" +
			"Copies may remain in files that were exported, on sticks, on other laptops and in the bins of cloud folders.\n" +
			"It can't be undone.",
		Yes: "remove it", No: "keep it", Do: func() tea.Cmd { return r.Forget(id) }}
}

// whyNoForget says why a record can't be removed now.
func (p *page) whyNoForget() string {
	switch {
	case p.uncovered() != "":
		return p.uncovered()
	case p.r.Failed():
		return "something is not saved: remove the record once it is"
	case person(p.r, p.id).Forgotten:
		return "this record is removed already"
	}
	return ""
}
