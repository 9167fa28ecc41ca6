// Package topics is the grid of trainees and blocks: those of the day on the screen, or those of one
// topic over all days. The marking keys act on the cell.
//
// The keys that mark, and the list of people, are those of package today. Start reading at Screen.
package topics

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/room"
	"rollbook/ui/today"
)

// Screen is the grid. It holds ids only: people are looked up in the room's cohort each time.
type Screen struct {
	r      *room.Room
	grid   kit.Grid
	number today.Number

	topic  string // the blocks of this topic over all days; "" for the blocks of the day
	now    key
	list   today.List
	blocks []model.Block // a column each
	tally  today.Tally
	w      int // cells of the last View
	least  int // width of a block's column
}

// key tells whether the columns and totals still hold.
type key struct {
	today.Key
	topic string
}

// The columns before those of the blocks.
const (
	rowColumn  = 0
	nameColumn = 1
	firstBlock = 2
)

// New is the screen over a room.
func New(r *room.Room) *Screen {
	s := &Screen{r: r, w: 80}
	s.grid = kit.Grid{Theme: r.Theme, Cell: s.cell, Frozen: firstBlock, ByCell: true, Col: firstBlock, NoHeader: true}
	s.number = today.Number{
		Row: func(n int) (model.ID, string, string) { return s.list.Row(r.Cohort, n) },
		Go:  func(id model.ID) { s.list.Focus(&s.grid, id) },
		Table: func(id model.ID) []kit.Binding {
			return s.marking(func() model.ID { return id }, nil).Keys()
		}}
	return s
}

// Title is the word in the tab line.
func (s *Screen) Title() string { return "Topics" }

// marking is the table of marking keys on a person in the column of the focus.
func (s *Screen) marking(who func() model.ID, next func()) *today.Marking {
	return &today.Marking{Room: s.r, Next: next, Marked: s.follow,
		Aim: func() today.Aim {
			aim := today.Aim{Person: who(), Day: s.r.Day}
			if b, there := s.block(); there {
				aim.Day, aim.Block = b.Day, b.ID
			}
			if s.r.Whole {
				aim.Block = model.ID{}
			}
			return aim
		}}
}

// follow brings the totals after a gesture on one person's marks.
func (s *Screen) follow(id model.ID) {
	if p := s.r.Cohort.Person(id); p != nil && s.now.Follows(s.r) {
		s.tally.Follow(p)
	}
}

// Type takes row numbers.
func (s *Screen) Type(key tea.KeyPressMsg) (taken bool, cmd tea.Cmd) {
	s.sync()
	return s.number.Type(key)
}

// Update takes the wish to show a person.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	if at, ok := msg.(standsMsg); ok {
		s.stand(at)
	}
	to, ok := msg.(room.FocusMsg)
	if !ok {
		return nil
	}
	s.sync()
	s.number.Drop()
	if s.list.Focus(&s.grid, to.Person) || s.r.Cohort == nil {
		return nil
	}
	if p := s.r.Cohort.Person(to.Person); p != nil {
		return kit.Say(fmt.Sprintf("%d %s is not enrolled for these blocks", p.Row, p.Name))
	}
	return nil
}

// sync works the columns and totals out anew where they do not hold any more; the focus stays on
// its person and block.
func (s *Screen) sync() {
	now := key{today.KeyOf(s.r), s.topic}
	if s.now == now {
		return
	}
	who, block := s.list.Who(s.grid.Row), model.ID{}
	if b, there := s.block(); there {
		block = b.ID
	}
	same := now.SameCohort(s.now.Key)
	if !same {
		s.topic, now.topic = "", ""
	}
	s.now = now
	s.blocks = s.columnsNow()
	var here []*store.Person
	s.list, here = today.NewList(s.r.Cohort, s.blocks)
	single := make([][]model.Block, len(s.blocks))
	for i := range single {
		single[i] = s.blocks[i : i+1]
	}
	s.tally = today.NewTally(here, single...)
	s.grid.Rows = len(s.list.Lines)
	if !same {
		s.grid.Row = 0
	} else if !who.IsZero() {
		s.list.Focus(&s.grid, who)
	}
	s.columns(s.w)
	s.focusBlock(block)
	s.move(func() {})
}

// columnsNow are the blocks that have a column.
func (s *Screen) columnsNow() (blocks []model.Block) {
	c := s.r.Cohort
	switch {
	case c == nil:
		return nil
	case s.topic == "":
		return c.BlocksOf(s.r.Day)
	}
	for _, d := range c.Days {
		for _, b := range c.BlocksOf(d.Number) {
			if b.Topic == s.topic {
				blocks = append(blocks, b)
			}
		}
	}
	return blocks
}

// focusBlock puts the focus on a block's column, else on the one under way, else on the first.
func (s *Screen) focusBlock(id model.ID) {
	target, whole := s.r.Target()
	at := firstBlock
	for i, b := range s.blocks {
		switch {
		case b.ID == id:
			s.grid.Col = firstBlock + i
			return
		case !whole && b.ID == target.ID:
			at = firstBlock + i
		}
	}
	s.grid.Col = at
}

// block is the one that the focus is on.
func (s *Screen) block() (model.Block, bool) {
	i := s.grid.Col - firstBlock
	if i < 0 || i >= len(s.blocks) {
		return model.Block{}, false
	}
	return s.blocks[i], true
}

// move moves the focus, never onto a heading or out of the columns of blocks.
func (s *Screen) move(by func()) {
	s.list.Move(&s.grid, by)
	s.grid.Col = max(firstBlock, min(s.grid.Col, firstBlock+len(s.blocks)-1))
}

// turn shows the topic of the focused block over all days, or the blocks of the day again: of the
// day that the focus was on.
func (s *Screen) turn() tea.Cmd {
	b, _ := s.block()
	if s.topic != "" {
		s.topic = ""
		s.r.Day = b.Day
	} else {
		s.topic = b.Topic
	}
	s.sync()
	if s.topic == "" {
		return kit.Say(fmt.Sprintf("the blocks of day %d", s.r.Day))
	}
	return kit.Say("over all days: " + s.topic)
}
