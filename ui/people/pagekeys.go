package people

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/ui/journal"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// Keys is the table of the page.
func (p *page) Keys() []kit.Binding {
	r, id := p.r, p.id
	open := func(o func() kit.Overlay) func() tea.Cmd { return func() tea.Cmd { return kit.Open(o()) } }
	leaving := "no longer coming"
	if q := person(r, id); q != nil && q.To != 0 {
		leaving = "coming again"
	}
	keys := []kit.Binding{
		{Keys: []string{"m"}, Name: "make up", About: "Writes down that missed time was made up: of the focused block, or of one to choose; changes it, or takes it away.", Footer: 1,
			Command: "rollbook makeup add --cohort C --trainee NAME --day N --block B --minutes M --date D", Why: p.whyNoMakeUp, Do: p.makeUp},
		{Keys: []string{"o"}, Name: "own words", About: "Writes the person's own words beside the focused mark or note; the mark or note stays as it is.", Footer: 2,
			Command: "rollbook mark --cohort C --day N --block B --row R --own-words TEXT", Why: p.whyNoOwnWords, Do: p.ownWords},
		{Keys: []string{"n"}, Name: "note", About: "Writes a note about this person, best together with them; on a note, rewords that one.", Footer: 3,
			Command: "rollbook note add --cohort C --trainee NAME TEXT", Why: p.whyNoNote, Do: func() tea.Cmd {
				return room.Ask(room.WantMsg{What: room.WantNote, Person: id, Note: p.on().Note})
			}},
		{Keys: []string{"f"}, Name: "to a file", About: "Writes this page to a file to hand over: PDF, HTML or text.", Footer: 4,
			Command: "rollbook trainee show NAME --cohort C --pdf FILE", Why: p.uncovered, Do: open(func() kit.Overlay { return ToFile(r, id) })},
		{Keys: []string{"e"}, Name: "edit", About: "Changes the name, how to say it, contact and days.", Footer: 5,
			Command: `rollbook roster edit NAME --cohort C`, Why: p.whyNoEdit, Do: open(func() kit.Overlay { return Edit(r, id) })},
		{Keys: []string{"c"}, Name: "course before", About: "States when and where the person did the course that comes before this one.", Footer: 7,
			Command: "rollbook required set --trainee NAME --cohort C --date D --where W", Why: p.whyNoRequired, Do: open(func() kit.Overlay { return Required(r, id) })},
		{Keys: []string{"s"}, Name: "same person as", About: "Says that this person stands in the book twice, after showing what will be in question; or takes that back.", Footer: 8,
			Command: "rollbook trainee join NAME OTHER", Why: p.uncovered, Do: open(func() kit.Overlay { return Same(r, id) })},
		{Keys: []string{"x"}, Name: leaving, About: "Says from which day on this person is no longer coming, or that they come again.", Footer: 9,
			Command: "rollbook roster leave NAME --cohort C --from-day N", Why: p.there, Do: open(func() kit.Overlay { return Leaving(r, id) })},
		{Keys: []string{"h"}, Name: "history", About: "Shows who changed what: of the focused mark, else of all about this person.", Footer: 10,
			Command: "rollbook journal --cohort C --trainee NAME", Why: p.there, Do: open(p.history)},
		{Keys: []string{"v"}, Name: "both sides", About: "Shows what is told differently of the focused mark or of the person; the side chosen is what holds.", Footer: 12,
			Command: "rollbook settle ID VALUE", Why: p.whyNoSides, Do: p.settle},
		{Keys: []string{"delete"}, Name: "remove my record", About: "Strikes all that is written about the person, in the whole book and its backups, for good; marks stay without a name.", Footer: 13,
			Command: "rollbook trainee forget NAME", Why: p.whyNoForget, Do: open(func() kit.Overlay { return Forget(r, id) })},
		{Keys: []string{"u"}, Name: "undo", About: "Takes back the last thing done on this laptop, then the one before.", Command: "rollbook undo", Footer: 11, Do: r.Undo},
		{Keys: []string{"ctrl+r"}, Name: "redo", About: "Puts back what was undone.", Command: "rollbook redo", Do: r.Redo},
		tells("esc", "back", "Goes back.", 6),
	}
	return append(keys, p.moveKeys()...)
}

func (p *page) moveKeys() []kit.Binding {
	move := func(about string, do func() tea.Cmd, keys ...string) kit.Binding {
		return kit.Binding{Keys: keys, Name: "move", About: about, Hidden: true, Do: do}
	}
	return []kit.Binding{
		move("The line above.", func() tea.Cmd { return p.move(-1) }, "up", "k"),
		move("The line below.", func() tea.Cmd { return p.move(1) }, "down", "j"),
		move("A page up.", func() tea.Cmd { return p.leap(-1) }, "pgup"),
		move("A page down.", func() tea.Cmd { return p.leap(1) }, "pgdown", "space"),
		move("The first line.", func() tea.Cmd { return p.edge(-1) }, "home"),
		move("The last line.", func() tea.Cmd { return p.edge(1) }, "end"),
	}
}

func (p *page) there() string {
	if person(p.r, p.id) == nil {
		return "this person is not in the cohort any more: ctrl+r puts back what was undone"
	}
	return ""
}

func (p *page) uncovered() string {
	if why := p.there(); why != "" || !p.r.Curtain {
		return why
	}
	return closed
}

// whyNoNote says why no note can be written about the person.
func (p *page) whyNoNote() string {
	if why := p.uncovered(); why != "" {
		return why
	}
	return p.r.WhyNoWords(p.id)
}

// whyNoEdit says why there is nothing to change: of somebody who was forgotten only the days can be.
func (p *page) whyNoEdit() string {
	why := p.there()
	switch {
	case why != "" || p.r.WhyNoWords(p.id) == "":
		return why
	case p.r.Curtain:
		return closed
	case hasDays(p.r, person(p.r, p.id)):
		return ""
	}
	return p.r.WhyNoWords(p.id)
}

// history is that of the focused mark, else of all about the person.
func (p *page) history() kit.Overlay {
	on := p.on()
	switch {
	case !on.Block.IsZero() && on.Cohort.IsZero():
		return journal.History(p.r, p.id, on.Block)
	case on.Day > 0:
		return journal.OfDay(p.r, p.id, on.Day)
	}
	return journal.History(p.r, p.id, model.ID{})
}

// blocks are those that m acts on: the focused one, else all of this cohort.
func (p *page) blocks() []model.Block {
	on := p.on()
	if b, ok := p.r.Cohort.Block(on.Block); ok && on.Cohort.IsZero() {
		return []model.Block{b}
	}
	return p.r.Cohort.Blocks
}

// whyNoMakeUp says why nothing can be made up.
func (p *page) whyNoMakeUp() string {
	if why := p.uncovered(); why != "" || !p.on().Cohort.IsZero() {
		return why
	}
	blocks := p.blocks()
	why := NoMakeUp(p.r, p.id, blocks)
	if why != "" && len(blocks) > 1 {
		if owed := p.r.Owed[person(p.r, p.id).Trainee.ID]; len(owed) > 0 {
			return ""
		}
		return label(person(p.r, p.id)) + ": nothing is missed of what is marked"
	}
	return why
}

// makeUp opens what can be made up.
func (p *page) makeUp() tea.Cmd {
	on := p.on()
	switch {
	case !on.Cohort.IsZero():
		return kit.Open(MakeUpElsewhere(p.r, p.id, on.Cohort, on.Block))
	case !on.MakeUp.IsZero():
		return kit.Open(newMakeUp(p.r, p.id, making{block: on.Block, was: on.MakeUp}))
	case NoMakeUp(p.r, p.id, p.blocks()) == "":
		return MakeUps(p.r, p.id, p.blocks())
	}
	return p.owedElsewhere()
}

// owedElsewhere asks which block of another cohort was made up, where there are several.
func (p *page) owedElsewhere() tea.Cmd {
	r, id := p.r, p.id
	owed := slices.Clone(r.Owed[person(r, id).Trainee.ID])
	c := &kit.Chooser{Theme: r.Theme, Title: label(person(r, id)) + ": what was made up?"}
	for _, o := range owed {
		c.Items = append(c.Items, kit.Item{Title: o.CohortName + ", " + o.Block.Topic,
			Detail: "day " + o.Day.Date.Short() + ", " + model.DescribeMinutes(o.Minutes) + " to make up"})
	}
	c.Choose = func(i int) tea.Cmd { return kit.Open(MakeUpElsewhere(r, id, owed[i].Cohort, owed[i].Block.ID)) }
	if len(owed) == 1 {
		return c.Choose(0)
	}
	return kit.Open(c)
}
