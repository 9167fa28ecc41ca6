// Package ready is the page that says, before a day, whether all is set: each thing that is looked at
// with a sign, what is open with what to do about it, and Enter goes there.
//
// What is looked at is the book's (store.Ready). Start reading at Open.
package ready

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// Page is the list of a day's checks.
type Page struct {
	r   *room.Room
	day int

	checks []store.Check
	turn   int // of the last look: the answer to an earlier one is dropped
	loaded bool
	err    error
	at     int // the focused check
	top    int // first line in sight
}

// lookedMsg brings what was found.
type lookedMsg struct {
	to     *Page
	turn   int
	checks []store.Check
	err    error
}

// Open is the page of the day on the screen.
func Open(r *room.Room) *Page { return &Page{r: r, day: r.Day} }

// Start looks at everything.
func (p *Page) Start() tea.Cmd { return p.look() }

func (p *Page) look() tea.Cmd {
	p.turn++
	if p.r.Cohort == nil {
		return nil
	}
	book, id, day, asOf, turn := p.r.Book, p.r.Cohort.Cohort.ID, p.day, p.r.AsOf(), p.turn
	return func() tea.Msg {
		book.Flush()
		c, err := book.Load(id) // a copy of its own: the room's changes meanwhile
		if err != nil {
			return lookedMsg{to: p, turn: turn, err: err}
		}
		checks, err := book.Ready(c, day, asOf)
		return lookedMsg{p, turn, checks, err}
	}
}

// Update moves, and looks again after what was changed from here.
func (p *Page) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case lookedMsg:
		if msg.to == p && msg.turn == p.turn {
			p.loaded, p.checks, p.err = true, msg.checks, msg.err
		}
	case room.SavedMsg, room.LoadedMsg:
		return false, p.look()
	case tea.KeyPressMsg:
		if msg.String() == "enter" {
			return p.enter()
		}
		return kit.PressPage(p.Keys(), msg)
	}
	return false, nil
}

// focused is the check under the cursor; ok is false where there is none.
func (p *Page) focused() (c store.Check, ok bool) {
	if !p.loaded || p.at >= len(p.checks) {
		return c, false
	}
	return p.checks[p.at], true
}

func (p *Page) move(to int) tea.Cmd {
	p.at = max(0, min(to, len(p.checks)-1))
	return nil
}

// step looks at the day before or after.
func (p *Page) step(by int) tea.Cmd {
	days := p.r.Cohort.Days
	for i, d := range days {
		if d.Number != p.day {
			continue
		}
		if i+by < 0 || i+by >= len(days) {
			return kit.Say(map[bool]string{true: "this is the first day", false: "this is the last day"}[by < 0])
		}
		p.day, p.at, p.loaded = days[i+by].Number, 0, false
		return p.look()
	}
	return nil
}

// Keys is the table of the page.
func (p *Page) Keys() []kit.Binding {
	move := func(about string, to func() int, keys ...string) kit.Binding {
		return kit.Binding{Keys: keys, Name: "move", About: about, Hidden: true, Do: func() tea.Cmd { return p.move(to()) }}
	}
	noCohort := func() string {
		if p.r.Cohort == nil {
			return "there is no cohort yet: ctrl+n makes one"
		}
		return ""
	}
	return []kit.Binding{
		{Keys: []string{"enter"}, Name: "go there", About: "Opens what the line is about, to see to it.", Footer: 1, Why: p.whyNot, Do: func() tea.Cmd { return nil }},
		{Keys: []string{"["}, Name: "day before", About: "Looks at the day before.", Footer: 2, Why: noCohort, Do: func() tea.Cmd { return p.step(-1) }},
		{Keys: []string{"]"}, Name: "day after", About: "Looks at the day after.", Footer: 3, Why: noCohort, Do: func() tea.Cmd { return p.step(1) }},
		{Keys: []string{"esc"}, Name: "back", About: "Goes back.", Footer: 4, Do: func() tea.Cmd { return nil }},
		move("The line above.", func() int { return p.at - 1 }, "up", "k"),
		move("The line below.", func() int { return p.at + 1 }, "down", "j"),
		move("The first line.", func() int { return 0 }, "home", "pgup"),
		move("The last line.", func() int { return len(p.checks) - 1 }, "end", "pgdown"),
	}
}

// Place is a page.
func (p *Page) Place() kit.Place { return kit.OnPage }

func (p *Page) dayOf() model.Day {
	if p.r.Cohort == nil {
		return model.Day{}
	}
	d, _ := p.r.Cohort.Day(p.day)
	return d
}

// title says of which day, and how much is open.
func (p *Page) title() string {
	d := p.dayOf()
	name := fmt.Sprintf("Ready for day %d, %s?", d.Number, d.Date.Words())
	if !p.loaded || p.err != nil {
		return name
	}
	open := 0
	for _, c := range p.checks {
		if !c.OK {
			open++
		}
	}
	switch open {
	case 0:
		return name + " All is set."
	case 1:
		return name + " One thing is open."
	}
	return fmt.Sprintf("%s %d things are open.", name, open)
}
