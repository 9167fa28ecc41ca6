package review

import (
	"strconv"
	"strings"

	"rollbook/model"
	"rollbook/ui/kit"
)

// kind is what a column shows.
type kind uint8

// The kinds of columns.
const (
	rowColumn kind = iota
	nameColumn
	standingColumn // with the minutes that matter to it: 'must 6h'
	dayColumn
	topicColumn
	blockColumn
	missedColumn
	makeUpColumn
	leftColumn
	unmarkedColumn
)

// piece reports whether a column shows a part of the training, not a total.
func (k kind) piece() bool { return k == dayColumn || k == topicColumn || k == blockColumn }

// column is what one column of the grid shows.
type column struct {
	kind   kind
	at     int   // which day, topic or block
	blocks []int // those that it stands for, as the tally numbers them
}

// shape is how much there is room for.
type shape struct {
	day   int  // cells of a day
	gaps  bool // a wider blank before each day's first block
	words bool // the standing in words; else in a sign
	sums  []kind
}

// How a width is spent: the first shape that fits.
var (
	sumsInWords = []kind{missedColumn, makeUpColumn, leftColumn, unmarkedColumn}
	someSums    = []kind{missedColumn, unmarkedColumn}

	shapes = []shape{
		{day: len("8 11 Mar"), gaps: true, words: true, sums: sumsInWords},
		{day: len("3h20"), gaps: true, words: true, sums: sumsInWords},
		{day: len("3h20"), gaps: true, sums: someSums},
		{day: len("3h+"), gaps: true, sums: someSums},
		{day: len("3h+"), gaps: true},
		{day: len("3h+")},
	}
)

// How wide a name and a topic are at the least, and a name and a topic at the most.
const (
	leastName, mostName   = 12, 40
	leastTopic, mostTopic = 6, 20
)

// lay makes the columns for w cells. The curtain leaves the marks.
func (m *matrix) lay(w int) {
	m.w = w
	aim := m.aim()
	for _, s := range shapes {
		m.build(s)
		if m.needs() <= w {
			break
		}
	}
	m.foot.Columns = m.grid.Columns
	m.grid.Frozen = 2
	if !m.r.Curtain {
		m.grid.Frozen = 3
	}
	m.foot.Frozen = m.grid.Frozen
	m.grid.Col = m.columnLike(aim)
}

// columnLike is where a column stands now: the focus stays on it when others come or go.
func (m *matrix) columnLike(aim column) int {
	for i, c := range m.columns {
		if c.kind == aim.kind && c.at == aim.at && i > 0 {
			return i
		}
	}
	return max(1, min(m.grid.Col, len(m.columns)-1))
}

// needs is how many cells the columns take at the least.
func (m *matrix) needs() int {
	n := len(m.grid.Columns) - 1
	for _, c := range m.grid.Columns {
		n += c.Min
	}
	return n
}

func (m *matrix) build(s shape) {
	m.columns, m.grid.Columns = m.columns[:0], m.grid.Columns[:0]
	add := func(col column, as kit.Column) {
		m.columns, m.grid.Columns = append(m.columns, col), append(m.grid.Columns, as)
	}
	add(column{kind: rowColumn}, kit.Column{Min: m.digits(), Align: kit.Right})
	add(column{kind: nameColumn}, kit.Column{Title: "name", Min: leastName, Flex: 1, Max: mostName})
	if !m.r.Curtain {
		as := kit.Column{Title: "rule", Min: len("near 2h30")}
		if s.words {
			as.Min = len(model.MustAttendMissed.Words())
		}
		add(column{kind: standingColumn}, as)
	}
	switch m.by {
	case byTopic:
		m.topicColumns(add)
	case byBlock:
		m.blockColumns(s, add)
	default:
		m.dayColumns(s, add)
	}
	if m.r.Curtain {
		return
	}
	for _, k := range s.sums {
		title := map[kind]string{missedColumn: "missed", makeUpColumn: "to make up", leftColumn: "left", unmarkedColumn: "not marked"}[k]
		if k == unmarkedColumn && !s.words {
			title = m.r.Theme.Glyph(kit.Unmarked)
		}
		add(column{kind: k}, kit.Column{Title: title, Min: max(len("12h+"), m.r.Theme.Width(title)), Align: kit.Right})
	}
}

// digits is how many cells the row numbers take.
func (m *matrix) digits() int {
	if n := len(m.r.Cohort.People); n > 0 { // in order of row
		return max(3, len(strconv.Itoa(m.r.Cohort.People[n-1].Row)))
	}
	return 3
}

func (m *matrix) dayColumns(s shape, add func(column, kit.Column)) {
	for i, d := range m.r.Cohort.Days {
		as := kit.Column{Title: strconv.Itoa(d.Number), Min: s.day, Align: kit.Right}
		if s.day == len("8 11 Mar") {
			_, date, _ := strings.Cut(d.Date.Short(), " ")
			as.Title += " " + date
		}
		add(column{dayColumn, i, m.numbered(func(b model.Block) bool { return b.Day == d.Number })}, as)
	}
}

func (m *matrix) topicColumns(add func(column, kit.Column)) {
	for i, topic := range m.r.Cohort.Topics() {
		as := kit.Column{Title: topic, Min: leastTopic, Flex: 1, Max: max(leastTopic, min(mostTopic, m.r.Theme.Width(topic))), Align: kit.Right}
		add(column{topicColumn, i, m.numbered(func(b model.Block) bool { return b.Topic == topic })}, as)
	}
}

// blockColumns are the picture: a shape for each block. The first of a day has the day's number.
func (m *matrix) blockColumns(s shape, add func(column, kit.Column)) {
	day := 0
	for i, b := range m.latest().blocks {
		as := kit.Column{Min: 1, Align: kit.Right}
		if b.Day != day {
			day = b.Day
			as.Title = strconv.Itoa(day)
			if s.gaps || day > 9 {
				as.Min = 2
			}
		}
		add(column{blockColumn, i, []int{i}}, as)
	}
}

// numbered are the blocks that count of which is so, as the tally numbers them.
func (m *matrix) numbered(is func(model.Block) bool) (blocks []int) {
	for i, b := range m.latest().blocks {
		if is(b) {
			blocks = append(blocks, i)
		}
	}
	return blocks
}
