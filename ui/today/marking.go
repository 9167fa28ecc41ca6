package today

import (
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/people"
	"rollbook/ui/room"
)

// Aim is what a marking key acts on: a person in one block of a day, or in the whole day where
// Block is zero. Person is zero where nobody has the focus.
type Aim struct {
	Person model.ID
	Day    int
	Block  model.ID
}

// Marking is the table of keys that mark one person, the same on every screen that has it.
type Marking struct {
	Room   *room.Room
	Aim    func() Aim
	Next   func()                // moves on after p, a and space; nil: the focus stays
	Marked func(person model.ID) // runs when a person's marks were changed; may be nil
}

// Keys is the table. Every key looks at the aim when it is pressed, not before.
func (m *Marking) Keys() []kit.Binding {
	act := func(key, name, about, command string, footer int, a room.Verb, on bool) kit.Binding {
		return kit.Binding{Keys: []string{key}, Name: name, About: about, Command: "rollbook mark --cohort C --day N --row R " + command,
			Footer: footer, Why: m.whyNot, Do: func() tea.Cmd { return m.act(m.Aim(), room.Act{Verb: a}, on) }}
	}
	space := act("space", "present", "Marks present who is not marked yet, and goes on to the next.", "present", 0, room.Present, true)
	space.Hidden, space.Why = true, m.whyNoSpace
	return append([]kit.Binding{
		act("p", "present", "Marks present, and goes on to the next.", "present", 1, room.Present, true),
		space,
		act("a", "absent", "Marks absent, and goes on to the next.", "absent", 2, room.Absent, true),
		m.timed("l", "late", "Came late: Enter takes the time now, or type 920, 9:20 or 20m.", "late HH:MM", 3, room.Late),
		m.timed("o", "out", "Left, or was out: Enter is now, or type a time, 1440-1520 or 40m.", "left HH:MM", 5, room.Left),
		m.timed("i", "in again", "Came back after leaving: Enter is now, or type the time.", "in HH:MM", 9, room.In),
		act("t", "told us ahead", "Told us ahead of it, on or off; the mark stays as it is.", "--told-ahead", 7, room.ToldAhead, false),
		act("c", "clear", "Takes the mark away: not marked. Told ahead and the remark stay.", "clear", 8, room.Clear, false),
	}, m.more()...)
}

// more are the keys that open something about the person or the mark.
func (m *Marking) more() []kit.Binding {
	r := m.Room
	open := func(key, name, about, command string, footer int, o func(Aim) tea.Cmd) kit.Binding {
		return kit.Binding{Keys: []string{key}, Name: name, About: about, Command: command, Footer: footer,
			Why: m.whyNobody, Do: func() tea.Cmd { return o(m.Aim()) }}
	}
	over := func(o kit.Overlay) tea.Cmd { return kit.Open(o) }
	keys := []kit.Binding{
		open("r", "remark", "Writes a remark on this mark.", "rollbook mark --cohort C --day N --row R --remark TEXT", 12,
			func(a Aim) tea.Cmd { return over(people.Remark(r, a.Person, a.Day, a.Block)) }),
		open("n", "note", "Writes a note on this person.", "rollbook note add --cohort C --trainee NAME TEXT", 13,
			func(a Aim) tea.Cmd { return room.Ask(room.WantMsg{What: room.WantNote, Person: a.Person}) }),
		open("e", "edit", "Edits the person: name, say-it-like, pronouns, contacts, worksite.", "rollbook roster edit NAME --cohort C", 14,
			func(a Aim) tea.Cmd { return over(people.Edit(r, a.Person)) }),
		open("enter", "person", "Opens the person's page.", "rollbook trainee show NAME --cohort C", 11,
			func(a Aim) tea.Cmd { return over(people.PageOf(r, a.Person)) }),
		open("x", "no longer coming", "Ends the person's enrollment from a day on.", "rollbook roster leave NAME --cohort C --from-day N", 16,
			func(a Aim) tea.Cmd { return over(people.Leaving(r, a.Person)) }),
		open("h", "history", "Shows who set this mark, when, and what it was before.", "rollbook journal --cohort C --trainee NAME", 15, m.history),
		m.makeUpKey(),
		m.paperKey(),
		open("v", "both sides", "Shows both sides of a conflict; the one chosen settles it.", "rollbook mark --cohort C --day N --block B --row R STATE", 17, m.settle),
	}
	for i := range keys {
		switch keys[i].Keys[0] {
		case "h":
			keys[i].Why = m.whyNot
		case "r":
			keys[i].Why = m.whyNoRemark
		case "v":
			keys[i].Why = m.whyNoConflict
		}
	}
	return keys
}

// act marks the aim, says what it is now and what it was, and goes on where on is set.
func (m *Marking) act(aim Aim, a room.Act, on bool) tea.Cmd {
	cmd, err := m.try(aim, a)
	if err != nil {
		return kit.Warn(Says(err, m.Room.Twelve))
	}
	if on && m.Next != nil {
		m.Next()
	}
	return cmd
}

// try marks the aim, or says why it can't.
func (m *Marking) try(aim Aim, a room.Act) (tea.Cmd, error) {
	done, err := m.plan(aim, a)
	if err != nil {
		return nil, err
	}
	if len(done.Edits) == 0 {
		return kit.Say(done.Says + ", as before"), nil
	}
	cmd, err := m.Room.TryCommit(done.How, done.Says, done.Edits...)
	if err == nil && m.Marked != nil {
		m.Marked(aim.Person)
	}
	return kit.Batch(cmd, m.offered(aim, done.Says)), err
}

// plan is what an act comes to, with the time now where the aim's day is the clock's own.
func (m *Marking) plan(aim Aim, a room.Act) (room.Marking, error) {
	c := m.Room.Cohort
	p := c.Person(aim.Person)
	if p == nil {
		return room.Marking{}, errGone
	}
	now := model.NoClock
	if m.live(aim.Day) {
		now = model.ClockIn(m.Room.Now())
	}
	return room.Do(c, p, aim.Day, aim.Block, a, now, m.Room.Twelve)
}

// live reports whether a day is the clock's own, so that a time can be left to the clock.
func (m *Marking) live(day int) bool {
	date := model.DateIn(m.Room.Now())
	d, there := m.Room.Cohort.Day(day)
	return there && d.Date == date && (m.Room.Given == model.NoDate || m.Room.Given == date)
}

var errGone = errors.New("this person is not on the roster any more")

// Says is an error of a marking key as the screen says it.
func Says(err error, twelve bool) string {
	var g *model.GestureError
	switch {
	case errors.As(err, &g):
		return g.Words(twelve)
	case errors.Is(err, model.ErrWhichBlock):
		return "minutes alone need one block: type times, or mark the block on Topics (g o)"
	}
	return room.Sentence(err)
}

// whyNobody says why there is nobody to act on.
func (m *Marking) whyNobody() string {
	c := m.Room.Cohort
	if c == nil {
		return noCohort
	}
	aim := m.Aim()
	if why := whyCancelled(c, aim.Day); why != "" && c.Person(aim.Person) == nil {
		return why
	}
	if c.Person(aim.Person) == nil {
		return "nobody is on this day: + adds somebody who walked in"
	}
	return ""
}

// whyNot says why the aim can't be marked.
func (m *Marking) whyNot() string {
	if why := m.whyNobody(); why != "" {
		return why
	}
	c, aim := m.Room.Cohort, m.Aim()
	if why := whyCancelled(c, aim.Day); why != "" {
		return why
	}
	p := c.Person(aim.Person)
	if _, err := c.Scope(p, aim.Day, aim.Block); err != nil {
		return fmt.Sprintf("%d %s is not enrolled for this: nothing to mark", p.Row, p.Name)
	}
	return ""
}

// whyNoRemark says why no remark can stand on the aim's mark. That of a note is said where it is opened.
func (m *Marking) whyNoRemark() string {
	if why := m.whyNot(); why != "" {
		return why
	}
	return m.Room.WhyNoWords(m.Aim().Person)
}

func whyCancelled(c *store.Cohort, day int) string {
	if d, _ := c.Day(day); d.Cancelled {
		return fmt.Sprintf("day %d is cancelled: b brings it back", day)
	}
	return ""
}

func (m *Marking) whyNoSpace() string {
	if why := m.whyNot(); why != "" {
		return why
	}
	p, slots := m.slots()
	if state := room.StateWords(slots, m.Room.Twelve); room.DayState(slots) != model.Unmarked {
		return fmt.Sprintf("%d %s is marked (%s): space marks only who is not; p marks present", p.Row, p.Name, state)
	}
	return ""
}

func (m *Marking) whyNoConflict() string {
	if why := m.whyNot(); why != "" {
		return why
	}
	p, slots := m.slots()
	for _, s := range slots {
		if len(p.Cell(s.Block.ID).Conflict) > 0 {
			return ""
		}
	}
	for _, s := range m.Room.Cohort.Slots(p, m.Aim().Day) {
		if len(p.Cell(s.Block.ID).Conflict) > 0 {
			return fmt.Sprintf("nobody disagrees about %d %s here, but at %s: go there, or w for the whole day", p.Row, p.Name, s.Block.Start.Words(m.Room.Twelve))
		}
	}
	return fmt.Sprintf("nobody disagrees about %d %s here", p.Row, p.Name)
}

// slots are the blocks that the aim covers, with their marks.
func (m *Marking) slots() (*store.Person, []model.Slot) {
	aim := m.Aim()
	p := m.Room.Cohort.Person(aim.Person)
	return p, Covered(m.Room.Cohort, p, aim)
}

// Covered are the blocks of a person that an aim covers, with their marks.
func Covered(c *store.Cohort, p *store.Person, aim Aim) []model.Slot {
	slots := c.Slots(p, aim.Day)
	if aim.Block.IsZero() {
		return slots
	}
	for i, s := range slots {
		if s.Block.ID == aim.Block {
			return slots[i : i+1]
		}
	}
	return nil
}
