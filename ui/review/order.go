package review

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/ui/kit"
)

// filter says who is listed; the zero one lists everybody.
type filter struct {
	what listed
	site string // with atWorksite
}

// listed is the kind of a filter.
type listed uint8

// The filters.
const (
	all listed = iota
	missedSomething
	timeToMakeUp
	unmarkedBlocks
	atWorksite
)

// words is what the heading says of a filter, empty where everybody is listed.
func (f filter) words() string {
	if f.what == atWorksite {
		return f.site
	}
	return [...]string{"", "missed something", "time to make up", "unmarked blocks"}[f.what]
}

func (f filter) has(p figures) bool {
	switch f.what {
	case missedSomething:
		return p.missed > 0
	case timeToMakeUp:
		return p.toMakeUp > 0
	case unmarkedBlocks:
		return p.unmarked > 0
	case atWorksite:
		return p.worksite == f.site
	}
	return true
}

// order is how the rows are sorted.
type order uint8

// The orders, in the order in which a key goes through them.
const (
	inRowOrder order = iota
	byName
	byMissed // the most first
)

func (o order) words() string {
	return [...]string{"in order of row", "in order of name", "most minutes missed first"}[o]
}

func (o order) compare(a, b figures) int {
	first := 0
	switch o {
	case byName:
		first = cmp.Compare(a.name, b.name)
	case byMissed:
		first = cmp.Compare(b.missed, a.missed)
	}
	return cmp.Or(first, cmp.Compare(a.row, b.row))
}

// arranged is what the rows were made of.
type arranged struct {
	tally  *tally
	people int // counted in it
	only   filter
	sort   order
}

// chosen is the filter and the order that hold now: behind the curtain nobody can see who missed
// something by who is listed, or where.
func (m *matrix) chosen() (filter, order) {
	if m.r.Curtain {
		return filter{}, inRowOrder
	}
	return m.only, m.sort
}

// arrange makes the rows anew where they don't hold any more; the focus stays on its person.
func (m *matrix) arrange() {
	only, sort := m.chosen()
	now := arranged{tally: m.tally, only: only, sort: sort}
	if only.what != all || sort != inRowOrder {
		now.people = len(m.tally.people)
	}
	if m.laid == now && m.rows != nil {
		return
	}
	var who model.ID
	if p := m.person(); p != nil {
		who = p.Trainee.ID
	}
	m.laid = now
	m.rows = m.rows[:0]
	if now.people == 0 && only.what == all && sort == inRowOrder {
		for _, p := range m.r.Cohort.People {
			m.rows = append(m.rows, p.Trainee.ID)
		}
	} else {
		m.rows = m.filtered(only, sort)
	}
	if m.rows == nil {
		m.rows = []model.ID{}
	}
	m.grid.Rows = len(m.rows)
	if at := m.rowOf(who); at >= 0 {
		m.grid.Row = at
	}
	m.grid.Row = max(0, min(m.grid.Row, len(m.rows)-1))
}

func (m *matrix) filtered(only filter, sort order) []model.ID {
	some := make([]figures, 0, len(m.tally.people))
	for _, p := range m.tally.people {
		if only.has(p) {
			some = append(some, p)
		}
	}
	slices.SortFunc(some, sort.compare)
	rows := make([]model.ID, len(some))
	for i, p := range some {
		rows[i] = p.id
	}
	return rows
}

// next takes the next order. Where it says who comes first, the focus goes there.
func (m *matrix) next() tea.Cmd {
	m.sort = (m.sort + 1) % 3
	m.arrange()
	if m.sort == byMissed {
		m.grid.Row = 0
	}
	return kit.Say(m.sort.words())
}

// filters lists what can be listed.
func (m *matrix) filters() tea.Cmd {
	filters := []filter{{}, {what: missedSomething}, {what: timeToMakeUp}, {what: unmarkedBlocks}}
	for _, site := range slices.Sorted(maps.Keys(m.tally.sites)) {
		filters = append(filters, filter{what: atWorksite, site: site})
	}
	c := &kit.Chooser{Theme: m.r.Theme, Title: "Who is listed?", Choose: func(i int) tea.Cmd {
		m.only = filters[i]
		m.arrange()
		return kit.Say(m.listedWords())
	}}
	for i, f := range filters {
		item := kit.Item{Title: f.words()}
		switch f.what {
		case all:
			item.Title = "everybody"
		case atWorksite:
			item.Title, item.Detail = "worksite: "+f.site, howMany(m.tally.sites[f.site], "person", "people")
		}
		c.Items = append(c.Items, item)
		if f == m.only {
			c.Focus = i
		}
	}
	return kit.Open(c)
}

// listedWords say who is listed: "time to make up: 4 of 25 people".
func (m *matrix) listedWords() string {
	if m.only.what == all {
		return "everybody is listed: " + howMany(len(m.rows), "person", "people")
	}
	return fmt.Sprintf("%s: %d of %s", m.only.words(), len(m.rows), howMany(len(m.r.Cohort.People), "person", "people"))
}

func howMany(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
