package people

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// page is one person with everybody else hidden, to be read together with them. What it says is in
// lines.go.
type page struct {
	r  *room.Room
	id model.ID

	items []item // of the last View
	at    int    // the focused item
	top   int    // first line in sight
	rows  int    // lines of the last View
}

// item is what the focus steps through: a fact, a day, a note, on one or more lines.
type item struct {
	lines []string // styled
	day   int      // of which day, 0 for none
	title bool     // of a section: passed over
}

// PageOf is the page of one person: what is known of them, their days, what is missed so far,
// remarks and notes.
func PageOf(r *room.Room, id model.ID) kit.Overlay {
	if person(r, id) == nil {
		return gone(r)
	}
	return &page{r: r, id: id}
}

// Update moves between the items and opens what is about them.
func (p *page) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	key, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return false, nil
	}
	switch key.String() {
	case "esc", "q", "ctrl+c":
		return true, nil
	}
	cmd, found := kit.Press(p.Keys(), key)
	if !found {
		cmd = kit.Send(kit.BesidesMsg{Key: key})
	}
	return false, cmd
}

// move steps over items, and passes over titles.
func (p *page) move(by int) tea.Cmd {
	for i := p.at + by; i >= 0 && i < len(p.items); i += by {
		if !p.items[i].title {
			p.at = i
			break
		}
	}
	return nil
}

// leap steps over about as many lines as are in sight.
func (p *page) leap(by int) tea.Cmd {
	lines := 0
	for lines < p.rows-1 {
		was := p.at
		p.move(by)
		if p.at == was {
			break
		}
		lines += len(p.items[p.at].lines)
	}
	return nil
}

func (p *page) edge(by int) tea.Cmd {
	for was := -1; was != p.at; {
		was = p.at
		p.move(by)
	}
	return nil
}

// day is the day of the focused item, 0 for none.
func (p *page) day() int {
	if p.at < len(p.items) {
		return p.items[p.at].day
	}
	return 0
}

// View draws the items around the focused one. It is made anew each time: one person is little.
func (p *page) View(w, h int) kit.Frame {
	if w < 1 || h < 1 {
		return kit.Frame{}
	}
	p.items = p.lay(max(w-2, 1))
	p.at = max(0, min(p.at, len(p.items)-1))
	var lines []string
	first, last := 0, 0
	for i, it := range p.items {
		sign := "  "
		if i == p.at {
			sign = p.r.Theme.Strong.Render("> ")
			first, last = len(lines), len(lines)+len(it.lines)-1
		}
		for n, line := range it.lines {
			if n > 0 {
				sign = "  "
			}
			lines = append(lines, p.r.Theme.FitStyled(sign+line, w))
		}
	}
	p.rows = h
	p.top = max(p.top, last-h+1)
	p.top = max(0, min(p.top, first, len(lines)-h))
	if first <= 2 && last < h {
		p.top = 0 // the name stays in sight at the beginning
	}
	end := min(p.top+h, len(lines))
	return kit.Frame{Lines: lines[p.top:end], Cursor: kit.Point{Y: first - p.top}}
}

// Keys is the table of the page.
func (p *page) Keys() []kit.Binding {
	r, id := p.r, p.id
	open := func(o func() kit.Overlay) func() tea.Cmd { return func() tea.Cmd { return kit.Open(o()) } }
	there := func() string {
		if person(r, id) == nil {
			return "this person is not in the cohort any more: ctrl+r puts back what was undone"
		}
		return ""
	}
	uncovered := func() string {
		if why := there(); why != "" || !r.Curtain {
			return why
		}
		return "the curtain is closed: go back, then . and Enter open it"
	}
	leaving := "no longer coming"
	if q := person(r, id); q != nil && q.To != 0 {
		leaving = "coming again"
	}
	move := func(about string, do func() tea.Cmd, keys ...string) kit.Binding {
		return kit.Binding{Keys: keys, Name: "move", About: about, Hidden: true, Do: do}
	}
	return []kit.Binding{
		{Keys: []string{"e"}, Name: "edit", About: "Changes the name, how to say it, contact and days.", Command: `rollbook roster edit NAME --cohort C`, Footer: 1,
			Why: there, Do: open(func() kit.Overlay { return Edit(r, id) })},
		{Keys: []string{"n"}, Name: "note", About: "Writes a note about this person, best together with them.", Command: "rollbook note add --cohort C --trainee NAME TEXT", Footer: 2,
			Why: uncovered, Do: func() tea.Cmd { return room.Ask(room.WantMsg{What: room.WantNote, Person: id}) }},
		{Keys: []string{"x"}, Name: leaving, About: "Says from which day on this person is no longer coming, or that they come again.", Command: "rollbook roster leave NAME --cohort C --from-day N", Footer: 4,
			Why: there, Do: open(func() kit.Overlay { return Leaving(r, id) })},
		{Keys: []string{"h"}, Name: "history", About: "Shows who changed what: of the focused day, else of all about this person.", Command: "rollbook journal --cohort C --trainee NAME", Footer: 3,
			Why: there, Do: open(func() kit.Overlay {
				if day := p.day(); day > 0 {
					return dayHistory(r, id, day)
				}
				return History(r, id, model.ID{})
			})},
		tells("esc", "back", "Goes back.", 5),
		move("The line above.", func() tea.Cmd { return p.move(-1) }, "up", "k"),
		move("The line below.", func() tea.Cmd { return p.move(1) }, "down", "j"),
		move("A page up.", func() tea.Cmd { return p.leap(-1) }, "pgup"),
		move("A page down.", func() tea.Cmd { return p.leap(1) }, "pgdown", "space"),
		move("The first line.", func() tea.Cmd { return p.edge(-1) }, "home"),
		move("The last line.", func() tea.Cmd { return p.edge(1) }, "end"),
	}
}

// Place is a page.
func (p *page) Place() kit.Place { return kit.OnPage }

// title is the item over a section.
func (p *page) title(text string, w int) item {
	return item{title: true, lines: []string{"", p.r.Theme.Title.Render(p.r.Theme.Cut(text, w))}}
}

// labelled is an item with a label before its text.
func (p *page) labelled(name, text string, w int) item {
	t := p.r.Theme
	const column = 12
	if w < 3*column {
		return item{lines: t.Wrap(name+" "+text, w)}
	}
	var it item
	for i, line := range t.Wrap(text, w-column) {
		head := strings.Repeat(" ", column)
		if i == 0 {
			head = t.Faint.Render(t.Fit(name, column))
		}
		it.lines = append(it.lines, head+line)
	}
	return it
}
