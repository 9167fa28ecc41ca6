package review

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// everybody is the whole book: one line a person, across their cohorts and the records joined to them.
// It is counted in the background (survey.go), and kept until something is changed.
type everybody struct {
	r    *room.Room
	grid kit.Grid
	only bookFilter
	sort bookOrder

	lines  []line
	rows   []int // indexes into lines, as they are listed
	totals totals
	survey survey
}

// bookFilter says who of the book is listed.
type bookFilter uint8

// The filters of the book.
const (
	withTimeToMakeUp bookFilter = iota
	withSomethingMissed
	withUnmarkedBlocks
	wholeBook
)

func (f bookFilter) words() string {
	return [...]string{"time to make up", "missed something", "unmarked blocks", "everybody"}[f]
}

func (f bookFilter) has(l *line) bool {
	switch f {
	case withTimeToMakeUp:
		return l.toMakeUp > 0
	case withSomethingMissed:
		return l.missed > 0
	case withUnmarkedBlocks:
		return l.unmarked > 0
	}
	return true
}

// bookOrder is how the lines are sorted.
type bookOrder uint8

// The orders of the book, in the order in which a key goes through them.
const (
	linesByName bookOrder = iota
	linesByToMakeUp
	linesByMissed
)

func (o bookOrder) words() string {
	return [...]string{"in order of name", "most time to make up first", "most minutes missed first"}[o]
}

// totals are what the listed lines come to.
type totals struct{ missed, toMakeUp, unmarked int }

func newEverybody(r *room.Room) *everybody {
	b := &everybody{r: r}
	b.grid = kit.Grid{Theme: r.Theme, Cell: b.cell, Frozen: 1}
	return b
}

// line is a person of the book, with what filters and sorts ask for: minutes.
type line struct {
	store.Line
	name                       string // as names are compared
	missed, toMakeUp, unmarked int
	first                      int // which of the rows is most pressing
}

func newLine(of store.Line) line {
	l := line{Line: of, name: model.Fold(of.Name)}
	for i, row := range of.Rows {
		l.missed += row.Missed
		l.toMakeUp += row.ToMakeUp
		l.unmarked += row.Unmarked
		if pressing(row.Standing) > pressing(of.Rows[l.first].Standing) {
			l.first = i
		}
	}
	return l
}

// pressing orders standings by how much is to be done.
func pressing(s model.Standing) int {
	return slices.Index([]model.Standing{"", model.OnCourse, model.NearAllowance, model.OverAllowance, model.MustAttendMissed}, s)
}

// arrange lists the lines anew; the focus stays on its person.
func (b *everybody) arrange() {
	var who model.ID
	if l := b.focused(); l != nil {
		who = l.ID
	}
	b.rows, b.totals = b.rows[:0], totals{}
	for i := range b.lines {
		if l := &b.lines[i]; b.only.has(l) {
			b.rows = append(b.rows, i)
			b.totals.missed += l.missed
			b.totals.toMakeUp += l.toMakeUp
			b.totals.unmarked += l.unmarked
		}
	}
	slices.SortFunc(b.rows, func(i, j int) int {
		first := 0
		switch b.sort {
		case linesByToMakeUp:
			first = cmp.Compare(b.lines[j].toMakeUp, b.lines[i].toMakeUp)
		case linesByMissed:
			first = cmp.Compare(b.lines[j].missed, b.lines[i].missed)
		}
		return cmp.Or(first, cmp.Compare(i, j)) // lines are in order of name
	})
	b.grid.Rows = len(b.rows)
	b.focus(func(l *line) bool { return l.ID == who })
	b.grid.Row = max(0, min(b.grid.Row, len(b.rows)-1))
}

// focus puts the focus on the first listed line of which is so; false: there is none.
func (b *everybody) focus(is func(*line) bool) bool {
	at := slices.IndexFunc(b.rows, func(i int) bool { return is(&b.lines[i]) })
	if at >= 0 {
		b.grid.Row = at
	}
	return at >= 0
}

// focused is the line in the focus, nil where there is none.
func (b *everybody) focused() *line {
	if b.grid.Row < 0 || b.grid.Row >= len(b.rows) {
		return nil
	}
	return &b.lines[b.rows[b.grid.Row]]
}

// next takes the next order. Where it says who comes first, the focus goes there.
func (b *everybody) next() tea.Cmd {
	b.sort = (b.sort + 1) % 3
	b.arrange()
	if b.sort != linesByName {
		b.grid.Row = 0
	}
	return kit.Say(b.sort.words())
}

// filters lists who can be listed.
func (b *everybody) filters() tea.Cmd {
	c := &kit.Chooser{Theme: b.r.Theme, Title: "Who of the book is listed?", Focus: int(b.only), Choose: func(i int) tea.Cmd {
		b.only = bookFilter(i)
		b.arrange()
		return kit.Say(b.listedWords())
	}}
	for f := withTimeToMakeUp; f <= wholeBook; f++ {
		n := 0
		for i := range b.lines {
			if f.has(&b.lines[i]) {
				n++
			}
		}
		c.Items = append(c.Items, kit.Item{Title: f.words(), Detail: howMany(n, "person", "people")})
	}
	return kit.Open(c)
}

// listedWords say who is listed: "time to make up: 4 of 5000 people".
func (b *everybody) listedWords() string {
	if b.only == wholeBook {
		return "everybody in the book: " + howMany(len(b.lines), "person", "people")
	}
	return fmt.Sprintf("%s: %d of %s", b.only.words(), len(b.rows), howMany(len(b.lines), "person", "people"))
}

// find asks for a part of a name among those listed.
func (b *everybody) find() tea.Cmd {
	matches := func(text string) (hits []int) {
		query := model.Fold(strings.TrimSpace(text))
		if query == "" {
			return nil
		}
		var inside []int
		for row, i := range b.rows {
			switch name := b.lines[i].name; {
			case strings.HasPrefix(name, query) || strings.Contains(name, " "+query):
				hits = append(hits, row)
			case strings.Contains(name, query):
				inside = append(inside, row)
			}
		}
		return append(hits, inside...)
	}
	return kit.Open(&kit.Prompt{Theme: b.r.Theme, Label: "find", Passing: true, Preview: func(text string) (string, bool) {
		hits := matches(text)
		switch {
		case strings.TrimSpace(text) == "":
			return "type a part of a name", false
		case len(hits) == 0:
			return "nobody who is listed has that name", true
		}
		var names []string
		for _, row := range hits[:min(len(hits), 5)] {
			names = append(names, b.lines[b.rows[row]].Name)
		}
		return "goes to " + strings.Join(names, ", "), false
	}, Enter: func(text string) (bool, tea.Cmd) {
		hits := matches(text)
		if len(hits) == 0 {
			return false, nil
		}
		b.grid.Row = hits[0]
		return true, nil
	}})
}
