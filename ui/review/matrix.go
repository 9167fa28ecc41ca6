package review

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// matrix is the trainees of the cohort on the screen, by days, topics or blocks. It holds ids only:
// people are looked up in the room's cohort each time.
type matrix struct {
	r    *room.Room
	grid kit.Grid
	foot kit.Grid // the totals, in the same columns
	by   by
	only filter
	sort order

	tally    *tally // complete, or being counted for the first time
	counting *tally // being counted; nil where tally still holds
	waiting  bool   // a message will go on counting

	rows    []model.ID                 // who is on which row
	laid    arranged                   // what rows were made of
	shown   model.ID                   // the cohort of which the focus is
	kept    map[model.ID]model.Account // of people in sight lately
	columns []column
	mind    int // the day that the focus was on last
	w       int // cells of the last View
}

// by is what the columns are.
type by uint8

// The kinds of columns, in the order in which a key goes through them.
const (
	byDay by = iota
	byTopic
	byBlock
)

// words is what the heading says of it.
func (b by) words() string { return [...]string{"by day", "by topic", "by block"}[b] }

func newMatrix(r *room.Room) *matrix {
	m := &matrix{r: r, w: 80, kept: map[model.ID]model.Account{}}
	m.grid = kit.Grid{Theme: r.Theme, Cell: m.cell, ByCell: true}
	m.foot = kit.Grid{Theme: r.Theme, Cell: m.footCell, ByCell: true, NoHeader: true}
	return m
}

// moreMsg goes on counting.
type moreMsg struct{}

func (m *matrix) update(msg tea.Msg) tea.Cmd {
	if _, more := msg.(moreMsg); more {
		m.waiting = false
		if m.r.Cohort != nil {
			m.sync()
			m.count()
		}
	}
	return m.goOn()
}

// goOn is the command that counts the next part, nil when all is counted.
func (m *matrix) goOn() tea.Cmd {
	if m.r.Cohort == nil || m.waiting || m.tally != nil && m.counting == nil && m.tally.of == stateNow(m.r) {
		return nil
	}
	m.waiting = true
	// Not kit.Send, which would be delivered before the next key.
	return func() tea.Msg { return moreMsg{} }
}

// sync makes sure that what is drawn is of the marks and the time as they are now. The first people
// are counted at once: in a cohort of the usual size everybody.
func (m *matrix) sync() {
	now := stateNow(m.r)
	fresh := m.shown != now.cohort.Cohort.ID
	if fresh {
		m.shown = now.cohort.Cohort.ID
		m.tally, m.counting, m.rows, m.only = nil, nil, nil, filter{}
		m.grid.Row = 0
	}
	if latest := m.latest(); latest == nil || latest.of != now {
		m.counting = newTally(m.r, now)
		if m.tally == nil {
			m.tally = m.counting
		}
		m.kept = map[model.ID]model.Account{}
		m.count()
		m.lay(m.w)
	}
	if fresh {
		m.mind = m.r.Day
		m.focusOn(m.mind)
	}
	m.arrange()
}

// count counts the next part.
func (m *matrix) count() {
	if m.counting == nil {
		return
	}
	m.counting.count(m.r)
	if m.counting.done() {
		m.tally, m.counting = m.counting, nil
	}
	m.arrange()
}

// latest is the tally that knows the plan as it is now.
func (m *matrix) latest() *tally {
	if m.counting != nil {
		return m.counting
	}
	return m.tally
}

// account is what a person's marks come to, kept from frame to frame.
func (m *matrix) account(p *store.Person) model.Account {
	a, known := m.kept[p.Trainee.ID]
	if !known {
		if len(m.kept) > mostKept {
			m.kept = map[model.ID]model.Account{}
		}
		a = m.latest().account(m.r, p)
		m.kept[p.Trainee.ID] = a
	}
	return a
}

// focus puts the focus on a person. A filter that leaves them out is taken off.
func (m *matrix) focus(id model.ID) {
	if m.r.Cohort == nil {
		return
	}
	m.sync()
	p := m.r.Cohort.Person(id)
	if p == nil {
		return
	}
	if m.rowOf(p.Trainee.ID) < 0 {
		m.only = filter{}
		m.arrange()
	}
	m.grid.Row = max(0, m.rowOf(p.Trainee.ID))
}

func (m *matrix) rowOf(id model.ID) int {
	for i, other := range m.rows {
		if other == id {
			return i
		}
	}
	return -1
}

// person is the one that the focus is on, nil where there is nobody.
func (m *matrix) person() *store.Person {
	if m.r.Cohort == nil || len(m.rows) == 0 {
		return nil
	}
	return m.r.Cohort.Person(m.rows[max(0, min(m.grid.Row, len(m.rows)-1))])
}

// aim is the column that the focus is on.
func (m *matrix) aim() column {
	if len(m.columns) == 0 {
		return column{}
	}
	return m.columns[max(0, min(m.grid.Col, len(m.columns)-1))]
}

// blocks are those that the focused column stands for: of a total, all of them.
func (m *matrix) blocks() (blocks []model.Block) {
	t := m.latest()
	if t == nil {
		return nil
	}
	if !m.aim().kind.piece() {
		return t.blocks
	}
	for _, i := range m.aim().blocks {
		blocks = append(blocks, t.blocks[i])
	}
	return blocks
}

// day is the one of the focused column; false where that stands for several, or for none.
func (m *matrix) day() (model.Day, bool) {
	c := m.r.Cohort
	if c == nil {
		return model.Day{}, false
	}
	switch at := m.aim(); at.kind {
	case dayColumn:
		return c.Days[at.at], true
	case blockColumn:
		return c.Day(m.latest().blocks[at.at].Day)
	}
	return model.Day{}, false
}

// turn shows the next kind of columns; the focus stays on the day, as far as there is one.
func (m *matrix) turn() tea.Cmd {
	if at := m.aim(); at.kind == topicColumn && !m.isOf(at, m.mind) {
		m.mind = m.latest().blocks[at.blocks[0]].Day
	}
	m.by = (m.by + 1) % 3
	m.lay(m.w)
	m.focusOn(m.mind)
	return kit.Say(m.by.words())
}

// moved keeps in mind the day that the focus came to.
func (m *matrix) moved() {
	m.grid.Col = max(1, m.grid.Col)
	if d, ok := m.day(); ok {
		m.mind = d.Number
	}
}

// focusOn puts the focus on the first column that is of a day, else on the first that is of any.
func (m *matrix) focusOn(day int) {
	first := slices.IndexFunc(m.columns, func(col column) bool { return col.kind.piece() })
	of := slices.IndexFunc(m.columns, func(col column) bool { return col.kind.piece() && m.isOf(col, day) })
	m.grid.Col = max(of, 0)
	if of < 0 {
		m.grid.Col = max(first, 0)
	}
}

func (m *matrix) isOf(col column, day int) bool {
	if col.kind == dayColumn {
		return m.r.Cohort.Days[col.at].Number == day
	}
	return slices.ContainsFunc(col.blocks, func(i int) bool { return m.latest().blocks[i].Day == day })
}
