package review

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
)

// The columns of the book.
const (
	bookName = iota
	bookStanding
	bookMissed
	bookToMakeUp
	bookUnmarked
	bookCohort
)

// view draws who is listed, up to when, and what is known of the line in the focus.
func (b *everybody) view(w, h int) kit.Frame {
	t := b.r.Theme
	switch {
	case h < 1:
		return kit.Frame{}
	case b.r.Curtain:
		return kit.Frame{Lines: t.Wrap("Everybody in the book: "+hidden(b.r)+".", w)}
	case b.lines == nil:
		return b.waiting(w, h)
	}
	head := []string{t.Title.Render(t.Cut(b.heading(), w))}
	for i, says := range b.about(w) {
		style := t.Text
		if i > 0 {
			style = t.Faint
		}
		head = append(head, style.Render(t.Cut(says, w)))
	}
	for len(head) < 3 {
		head = append(head, "")
	}
	head = head[:min(len(head), max(1, h-5))]
	b.columns(w)
	tail := 1
	if h < 8 {
		tail = 0
	}
	f := b.grid.View(w, max(1, h-len(head)-tail))
	lines := append(head, f.Lines...)
	for len(lines) < h-tail {
		lines = append(lines, "")
	}
	if tail > 0 {
		lines = append(lines, b.foot(w))
	}
	return kit.Frame{Lines: lines[:min(len(lines), h)], Cursor: kit.Point{X: f.Cursor.X, Y: f.Cursor.Y + len(head)}}
}

// waiting is how far the first counting is.
func (b *everybody) waiting(w, h int) kit.Frame {
	t := b.r.Theme
	lines := []string{t.Title.Render(t.Cut("Everybody in the book, "+upTo(b.r), w))}
	switch {
	case b.survey.fault != "":
		lines = append(lines, t.Wrap(kit.ConflictSign+" "+b.survey.fault, w)...)
	case b.survey.all == 0:
		lines = append(lines, "counting")
	default:
		lines = append(lines, fmt.Sprintf("counting: %d of %s", b.survey.done, howMany(b.survey.all, "cohort", "cohorts")),
			t.Present.Render(progressBar(t, b.survey.done, b.survey.all, min(w, 40))))
	}
	return kit.Frame{Lines: lines[:min(len(lines), h)], Cursor: kit.Point{Y: min(1, h-1)}}
}

func (b *everybody) heading() string {
	words := "Everybody in the book, " + upTo(b.r) + " · " + b.only.words()
	if b.sort != linesByName {
		words += " · " + b.sort.words()
	}
	if b.survey.running {
		words += " · counting anew"
	}
	return words
}

// about is the line in the focus in words: a sentence for each cohort, in at most two lines.
func (b *everybody) about(w int) []string {
	l := b.focused()
	if l == nil {
		return nil
	}
	var said []string
	for i := range l.Rows {
		said = append(said, rowWords(&l.Rows[(l.first+i)%len(l.Rows)]))
	}
	lines := b.r.Theme.Wrap(l.Name+": "+strings.Join(said, "; in "), w)
	if len(lines) > 2 {
		lines = append(lines[:1], strings.Join(lines[1:], " "))
	}
	return lines
}

// rowWords are what one cohort makes of a person.
func rowWords(row *store.LineIn) string {
	where := fmt.Sprintf("%s, row %d: ", row.CohortName, row.Row)
	if row.Guest {
		return where + "a guest, outside all totals"
	}
	words := where + row.Standing.Words()
	if row.Why != "" {
		words += ": " + row.Why
	}
	if row.Unmarked > 0 {
		words += ", " + model.DescribeMinutes(row.Unmarked) + " not marked"
	}
	return words
}

// columns lays the grid out for w cells.
func (b *everybody) columns(w int) {
	cols := []kit.Column{{Title: "name", Min: 14, Flex: 2, Max: 40}, {Title: "rule", Min: len("near 2h30")},
		{Title: "missed", Min: 6, Align: kit.Right}, {Title: "make up", Min: 7, Align: kit.Right}, {Title: b.r.Theme.Glyph(kit.Unmarked), Min: 4, Align: kit.Right},
		{Title: "cohort", Min: 11, Flex: 3}}
	if w >= 100 {
		cols[bookStanding].Min = len(model.MustAttendMissed.Words())
		cols[bookToMakeUp].Title, cols[bookToMakeUp].Min = "to make up", len("to make up")
		cols[bookUnmarked].Title, cols[bookUnmarked].Min = "not marked", len("not marked")
	}
	b.grid.Columns = cols
	b.grid.Empty = "nobody is listed: " + b.only.words() + ". f lists others."
	if b.only == wholeBook {
		b.grid.Empty = "nobody is in the book yet"
	}
}

// cell is one cell of a line.
func (b *everybody) cell(row, col int) kit.Cell {
	t, l := b.r.Theme, &b.lines[b.rows[row]]
	most := &l.Rows[l.first]
	switch col {
	case bookName:
		return kit.Cell{Text: l.Name, Style: t.Text}
	case bookStanding:
		c := standing(t, most.Standing, most.AllowanceLeft, most.ToMakeUp)
		if b.grid.Columns[bookStanding].Min >= len(model.MustAttendMissed.Words()) && most.Standing != "" {
			c.Text = most.Standing.Words()
		}
		return c
	case bookMissed:
		return minutesCell(t, l.missed, t.Text)
	case bookToMakeUp:
		return minutesCell(t, l.toMakeUp, t.Strong)
	case bookUnmarked:
		return minutesCell(t, l.unmarked, t.Text)
	}
	text := most.CohortName
	if n := len(l.Rows) - 1; n > 0 {
		text = fmt.Sprintf("%s and %d more", text, n)
	}
	return kit.Cell{Text: text, Style: t.Faint}
}

// foot is what those who are listed come to.
func (b *everybody) foot(w int) string {
	t := b.r.Theme
	said := []string{b.listedWords()}
	said = append(said, minutesWords(b.totals.toMakeUp, "to make up")...)
	said = append(said, minutesWords(b.totals.unmarked, "not marked")...)
	return t.Strong.Render(t.Cut(strings.Join(said, " · "), w))
}

// bookKeys is the table while the book is on the screen.
func (s *Screen) bookKeys() []kit.Binding {
	b := s.book
	covered := func() string { return hidden(s.r) }
	nobody := func() string {
		switch {
		case s.r.Curtain:
			return hidden(s.r)
		case b.lines == nil:
			return "the book is being counted"
		case b.focused() == nil:
			return "nobody is listed: f lists others"
		}
		return ""
	}
	keys := []kit.Binding{
		{Keys: []string{"enter"}, Name: "go there", About: "Goes to this person in their cohort; asks which where they are in several.",
			Command: "rollbook review --cohort C", Footer: 1, Why: nobody, Do: func() tea.Cmd { return s.goToLine(b.focused()) }},
		{Keys: []string{"f"}, Name: "filter", About: "Lists who has time to make up, missed something, has unmarked blocks, or everybody.",
			Command: "rollbook review --all-cohorts --missed", Footer: 2, Why: covered, Do: b.filters},
		{Keys: []string{"s"}, Name: "sort", About: "Sorts by name, by time to make up, or by minutes missed.", Command: "rollbook review --all-cohorts --json", Footer: 3,
			Why: covered, Do: b.next},
		{Keys: []string{"w"}, Name: "this cohort", About: "Shows the cohort that is open.", Command: "rollbook review --cohort C", Footer: 5, Do: s.turn},
		{Keys: []string{"x"}, Name: "export", About: "Writes the review or the marks of all cohorts to a file.",
			Command: "rollbook export review --all-cohorts --format xlsx -o FILE", Footer: 6, Do: func() tea.Cmd { return kit.Open(exports(s.r, true)) }},
		{Keys: []string{"/"}, Name: "find", About: "Finds a person of the book by a part of the name.", Command: "rollbook review --all-cohorts", Hidden: true,
			Why: nobody, Do: b.find},
	}
	return append(keys, b.grid.MoveKeys()...)
}

// goToLine goes to a person of the book, and asks in which cohort where they are in several.
func (s *Screen) goToLine(l *line) tea.Cmd {
	if len(l.Rows) == 1 {
		return s.goTo(l.ID, l.Rows[0].Cohort)
	}
	id, rows := l.ID, l.Rows
	c := &kit.Chooser{Theme: s.r.Theme, Title: l.Name + ": which cohort?", Focus: l.first,
		Choose: func(i int) tea.Cmd { return s.goTo(id, rows[i].Cohort) }}
	for i := range rows {
		_, says, _ := strings.Cut(rowWords(&rows[i]), ": ")
		c.Items = append(c.Items, kit.Item{Title: fmt.Sprintf("%s, row %d", rows[i].CohortName, rows[i].Row), Detail: says})
	}
	return kit.Open(c)
}
