// Package today is the first screen: the roster of one day, on which a trainer marks who is here
// with one key a person.
//
// Marking (marking.go) is the table of keys that mark one person; Topics has the same one. Number
// (number.go) is a row number typed before such a key. Start reading at Screen, then Marking; what
// the keys mean is in package room (Do) and in package model (Scope).
package today

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/people"
	"rollbook/ui/plan"
	"rollbook/ui/room"
)

// Screen is the roster of the day on the screen. It holds ids only: people are looked up in the
// room's cohort each time.
type Screen struct {
	r      *room.Room
	grid   kit.Grid
	list   roster
	number Number
	name   int // width of the column of names
}

// New is the screen over a room.
func New(r *room.Room) *Screen {
	s := &Screen{r: r}
	s.grid = kit.Grid{Theme: r.Theme, Cell: s.cell, Frozen: 2}
	s.number = Number{Row: func(n int) (model.ID, string, string) { return s.list.Row(r.Cohort, n) },
		Go: func(id model.ID) { s.list.Focus(&s.grid, id) }, Table: func(id model.ID) []kit.Binding {
			return s.marking(func() model.ID { return id }, nil).Keys()
		}}
	return s
}

// Title is the word in the tab line.
func (s *Screen) Title() string { return "Today" }

// marking is the table of marking keys on a person of this day.
func (s *Screen) marking(who func() model.ID, next func()) *Marking {
	return &Marking{Room: s.r, Next: next,
		Aim:    func() Aim { return Aim{Person: who(), Day: s.r.Day, Block: s.r.BlockID()} },
		Marked: func(id model.ID) { s.list.follow(s.r, id) }}
}

// Keys is the table of the screen.
func (s *Screen) Keys() []kit.Binding {
	s.sync()
	r := s.r
	keys := s.marking(s.focused, func() { s.move(func() { s.grid.Move(1, 0) }) }).Keys()
	keys = append(keys,
		kit.Binding{Keys: []string{"P"}, Name: "the rest present", Footer: 4, Command: "rollbook mark --cohort C --day N --rest present",
			About: "Marks everyone present who is not marked yet, and leaves who was absent or gone in the block before; u takes all of it back.",
			Why:   s.whyNoDay, Do: func() tea.Cmd { return Rest(r, r.Day, r.BlockID(), false) }},
		kit.Binding{Keys: []string{"="}, Name: "as the block before", Hidden: true, Command: "rollbook mark --cohort C --day N --block B --rest copy",
			About: "Marks as the block before ended: on Topics, where the block is chosen.",
			Why:   func() string { return "= marks one block as the one before ended: on Topics (g o)" }, Do: func() tea.Cmd { return nil }},
		kit.Binding{Keys: []string{"w"}, Name: "block or whole day", Footer: 6, Command: "rollbook mark --cohort C --day N --block B",
			About: "Marks go to the block under way, or to the whole day.", Why: s.whyNoTarget, Do: s.turnTarget},
		kit.Binding{Keys: []string{"+"}, Name: "walk-in", Footer: 18, Command: `rollbook roster add "NAME" --cohort C --walk-in`,
			About: "Adds somebody who walked in, by name alone, from this day on.", Why: s.whyNoCohort,
			Do: func() tea.Cmd { return kit.Open(people.Add(r, true)) }},
		kit.Binding{Keys: []string{"b"}, Name: "day and blocks", Footer: 19, Command: "rollbook block edit --cohort C --day N --block B",
			About: "Changes this day: date, times, topics; cancels or brings back.", Why: s.whyNoCohort,
			Do: func() tea.Cmd { return kit.Open(plan.Blocks(r, r.Day)) }},
		kit.Binding{Keys: []string{"D"}, Name: "close the day", Footer: 10, Command: "rollbook day close --cohort C --day N",
			About: "Closes the day: shows the counts and who is not marked, and says who attests them.", Why: s.whyNoDay,
			Do: func() tea.Cmd { return kit.Open(plan.Close(r, r.Day)) }})
	for _, b := range s.grid.MoveKeys() {
		do := b.Do
		b.Do = func() tea.Cmd { s.move(func() { do() }); return nil }
		keys = append(keys, b)
	}
	return s.number.Keys(keys)
}

// Type takes row numbers.
func (s *Screen) Type(key tea.KeyPressMsg) (taken bool, cmd tea.Cmd) {
	s.sync()
	return s.number.Type(key)
}

// Update takes the wish to show a person.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	to, ok := msg.(room.FocusMsg)
	if !ok {
		return nil
	}
	s.sync()
	s.number.Drop()
	if s.list.Focus(&s.grid, to.Person) {
		return nil
	}
	if p := s.person(to.Person); p != nil {
		return kit.Say(fmt.Sprintf("%d %s is not on this day", p.Row, p.Name))
	}
	return kit.Say("this person is not in this cohort")
}

// sync works the list out anew where it does not hold any more; the focus stays on its person.
func (s *Screen) sync() {
	now := KeyOf(s.r)
	if s.list.now == now {
		return
	}
	was, same := s.focused(), now.SameCohort(s.list.now)
	s.list = newRoster(s.r)
	s.grid.Rows = len(s.list.Lines)
	if !same {
		s.grid.Row = 0
	} else if !was.IsZero() {
		s.list.Focus(&s.grid, was)
	}
	s.move(func() {})
}

// move moves the focus, never onto a heading.
func (s *Screen) move(by func()) { s.list.Move(&s.grid, by) }

// focused is who has the focus, zero for nobody.
func (s *Screen) focused() model.ID { return s.list.Who(s.grid.Row) }

func (s *Screen) person(id model.ID) *store.Person {
	if s.r.Cohort == nil {
		return nil
	}
	return s.r.Cohort.Person(id)
}
