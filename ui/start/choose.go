package start

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// chooser lists the cohorts of the book.
type chooser struct {
	r       *room.Room
	cohorts []store.Listed // nil until they were read
	shown   []int          // those that match what was typed
	grid    kit.Grid
	find    kit.Line
	finding bool
	fault   string
}

// Choose is the list of the book's cohorts: Enter opens one, n makes a new one.
func Choose(r *room.Room) kit.Overlay {
	c := &chooser{r: r}
	c.grid = kit.Grid{Theme: r.Theme, Cell: c.cell, Empty: "reading the book", Columns: []kit.Column{
		{Title: "cohort", Min: 14, Flex: 3}, {Title: "place", Min: 9, Flex: 2}, {Title: "dates", Min: 19},
		{Title: "days", Align: kit.Right}, {Title: "people", Align: kit.Right},
	}}
	return c
}

// cohortsMsg brings the cohorts of the book.
type cohortsMsg struct {
	of      *chooser
	cohorts []store.Listed
	err     error
}

// Start reads the cohorts.
func (c *chooser) Start() tea.Cmd {
	book := c.r.Book
	return func() tea.Msg {
		cohorts, err := book.Cohorts()
		return cohortsMsg{c, cohorts, err}
	}
}

// Update moves, finds and opens.
func (c *chooser) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case cohortsMsg:
		if msg.of == c {
			c.read(msg)
		}
	case tea.PasteMsg:
		if c.finding {
			c.find.Update(msg)
			c.narrow()
		}
	case tea.KeyPressMsg:
		switch name := msg.String(); {
		case name == "enter":
			return c.enter()
		case name == "esc" && c.finding:
			c.finding = false
			c.find.Set("")
			c.narrow()
			return false, nil
		case name == "esc", name == "ctrl+c":
			return true, nil
		case (name == "k" || name == "j") && c.finding:
		case c.grid.Key(msg):
			return false, nil
		}
		return c.typed(msg)
	}
	return false, nil
}

func (c *chooser) typed(key tea.KeyPressMsg) (done bool, cmd tea.Cmd) {
	if c.finding {
		if _, changed, _ := c.find.Update(key); changed {
			c.narrow()
		}
		return false, nil
	}
	switch key.String() {
	case "n":
		return true, kit.Open(NewCohort(c.r))
	case "/":
		c.finding = true
	}
	return false, nil
}

// read puts the focus on the cohort that is open, else on the one nearest to today.
func (c *chooser) read(msg cohortsMsg) {
	if msg.err != nil {
		c.fault = room.Sentence(msg.err)
		c.grid.Empty = kit.ConflictSign + " " + c.fault
		return
	}
	c.cohorts = msg.cohorts
	c.grid.Empty = "there is no cohort yet: n makes one"
	c.narrow()
	want := model.ID{}
	if c.r.Cohort != nil {
		want = c.r.Cohort.Cohort.ID
	} else if pick, several, _ := Opening(c.cohorts, c.r.Today); pick != nil {
		want = pick.ID
	} else if len(several) > 0 {
		want = several[0].ID
	}
	for i, at := range c.shown {
		if c.cohorts[at].ID == want {
			c.grid.Row = i
		}
	}
}

// narrow keeps the cohorts whose name or place holds what was typed.
func (c *chooser) narrow() {
	c.shown = c.shown[:0]
	query := strings.TrimSpace(c.find.Text())
	for i := range c.cohorts {
		if query == "" || model.Matches(query, c.cohorts[i].Name) || model.Matches(query, c.cohorts[i].Place) {
			c.shown = append(c.shown, i)
		}
	}
	c.grid.Rows, c.grid.Row = len(c.shown), 0
	if len(c.cohorts) > 0 {
		c.grid.Empty = "no cohort has that name"
	}
}

func (c *chooser) enter() (done bool, cmd tea.Cmd) {
	if len(c.shown) == 0 {
		return false, nil
	}
	chosen := c.cohorts[c.shown[c.grid.Row]]
	if c.r.Cohort != nil && c.r.Cohort.Cohort.ID == chosen.ID {
		return true, nil
	}
	return true, c.r.Load(chosen.ID, chosen.Name)
}

func (c *chooser) cell(row, col int) kit.Cell {
	t := c.r.Theme
	l := c.cohorts[c.shown[row]]
	switch col {
	case 0:
		if hasDay(l, c.r.Today) {
			return kit.Cell{Text: l.Name, Style: t.Strong}
		}
		return kit.Cell{Text: l.Name, Style: t.Text}
	case 1:
		return kit.Cell{Text: l.Place, Style: t.Text}
	case 2:
		return kit.Cell{Text: span(l), Style: t.Faint}
	case 3:
		return kit.Cell{Text: fmt.Sprint(len(l.Days)), Style: t.Text}
	}
	return kit.Cell{Text: fmt.Sprint(l.Trainees), Style: t.Text}
}

// span is '2 Mar – 11 Mar 2026', without weekdays.
func span(l store.Listed) string {
	from, to := l.Start(), l.End()
	if from == model.NoDate {
		return "no days"
	}
	_, end, _ := strings.Cut(to.Words(), " ")
	if from == to {
		return end
	}
	_, begin, _ := strings.Cut(from.Short(), " ")
	return begin + " – " + end
}

// View draws the list, and a line about the focused cohort.
func (c *chooser) View(w, h int) kit.Frame {
	t := c.r.Theme
	title := fmt.Sprintf("%s in this book", count(len(c.cohorts), "cohort", "cohorts"))
	if c.cohorts == nil {
		title = "the cohorts of this book"
	}
	head := []string{t.Title.Render(t.Cut(title, w))}
	if c.finding {
		shown, _ := c.find.View(t, max(1, w-6))
		head = append(head, t.Strong.Render("find")+"  "+t.Input.Render(shown))
	} else {
		head = append(head, t.Faint.Render(t.Cut(c.about(), w)))
	}
	head = append(head, "")
	f := c.grid.View(w, max(1, h-len(head)))
	f.Lines = append(head, f.Lines...)
	f.Cursor.Y += len(head)
	if c.finding {
		_, x := c.find.View(t, max(1, w-6))
		f.Cursor, f.Bar = kit.Point{X: 6 + x, Y: 1}, true
	}
	return f
}

// about says what the focused cohort is to today.
func (c *chooser) about() string {
	if len(c.shown) == 0 {
		return ""
	}
	l := c.cohorts[c.shown[min(c.grid.Row, len(c.shown)-1)]]
	number, exact := room.NearestDay(&l.Cohort, c.r.Today)
	day, ok := l.Day(number)
	switch {
	case !ok:
		return l.Name + " has no days"
	case exact:
		return fmt.Sprintf("%s: today is day %d", l.Name, number)
	case day.Date > c.r.Today:
		return fmt.Sprintf("%s: next is day %d, %s", l.Name, number, day.Date.Words())
	}
	return fmt.Sprintf("%s: the last was day %d, %s", l.Name, number, day.Date.Words())
}

// Keys is what the footer shows meanwhile.
func (c *chooser) Keys() []kit.Binding {
	keys := []kit.Binding{tells("enter", "open", "Opens the cohort that the cursor is on.", 1)}
	if c.finding {
		return append(keys, tells("esc", "all of them", "Shows all cohorts again.", 2))
	}
	return append(keys,
		tells("n", "new cohort", "Makes a new cohort.", 2),
		tells("/", "find", "Shows the cohorts whose name or place holds what is typed.", 3),
		tells("esc", "back", "Stays with the cohort on the screen.", 4))
}

// Place is a page.
func (c *chooser) Place() kit.Place { return kit.OnPage }
