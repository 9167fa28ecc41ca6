// Package journal is the page of everything that was ever done in the cohort on the screen: who, when,
// on which laptop, what, from what to what. It is the history of one mark, person or note as well:
// the same page, of fewer lines.
//
// It lists gestures, as they were made: one key, one line. Enter shows the changes of one (gesture.go),
// where it can be taken back whoever made it. Start reading at Page, then load.go.
package journal

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// Only says which gestures are listed: those with a change that is about all that is named. The zero
// value lists everything.
type Only struct {
	Person, Block, Note model.ID
	Day                 int
	Trainer             string
}

// narrow reports whether a line is to tell only what the filter is about: the one whose page it was
// opened from reads along.
func (o Only) narrow() bool { return o.Person != model.ID{} || o.Note != model.ID{} }

// has reports whether a change is one of those that are listed.
func (o Only) has(ch *store.Changed) bool {
	return (o.Person.IsZero() || ch.Trainee == o.Person) && (o.Block.IsZero() || ch.Block == o.Block) &&
		(o.Note.IsZero() || ch.Note == o.Note) && (o.Day == 0 || ch.Day == o.Day)
}

// Page lists gestures, newest first.
type Page struct {
	r     *room.Room
	only  Only
	fixed bool // it is the history of one thing, and stays that

	grid     kit.Grid
	columns  [4]kit.Column // of a wide window
	lines    []line        // of the filter, newest first
	hits     []int         // those of them that hold what is looked for
	found    found
	trainers []string // who made any of them, by name
	loaded   bool
	read     int // which reading brought the lines
	reading  reading
	err      error
}

// Open is the journal of the cohort on the screen.
func Open(r *room.Room) *Page { return open(r, Only{}) }

// History lists what was ever changed of a person's mark in a block, or of the person in this cohort
// where block is zero.
func History(r *room.Room, person, block model.ID) kit.Overlay {
	if r.Cohort == nil || r.Cohort.Person(person) == nil {
		return &kit.Help{Theme: r.Theme, Pages: []kit.Page{{Title: "Nobody is here",
			Text: "This person is not in the cohort any more: adding them may have been undone. Go back with esc; ctrl+r puts back what was undone."}}}
	}
	return fixed(r, Only{Person: r.Cohort.Person(person).Trainee.ID, Block: block})
}

// OfDay lists what was ever changed of a person on one day.
func OfDay(r *room.Room, person model.ID, day int) kit.Overlay {
	o := History(r, person, model.ID{})
	if p, ok := o.(*Page); ok {
		p.only.Day = day
	}
	return o
}

// OfNote lists who changed a note, and from what to what.
func OfNote(r *room.Room, note model.ID) kit.Overlay { return fixed(r, Only{Note: note}) }

func fixed(r *room.Room, only Only) *Page {
	p := open(r, only)
	p.fixed = true
	return p
}

func open(r *room.Room, only Only) *Page {
	p := &Page{r: r, only: only}
	when := len("31 Dec 12:59")
	if r.Twelve {
		when += len(" pm")
	}
	p.grid = kit.Grid{Theme: r.Theme, Cell: p.cell, Empty: "nothing was ever changed here"}
	p.columns = [4]kit.Column{{Title: "When", Min: when}, {Title: "Who", Min: 5}, {Title: "Laptop", Min: len("Laptop")}, {Title: "What", Min: 24, Flex: 1}}
	return p
}

// Start reads the journal.
func (p *Page) Start() tea.Cmd { return p.load() }

// Update moves, and reads again what an undo has changed.
func (p *Page) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case progressMsg:
		if msg.to == p && msg.turn == p.reading.turn {
			p.reading.done, p.reading.all = msg.done, msg.all
		}
		if msg.to == p {
			return false, msg.next
		}
	case readMsg:
		if msg.to == p && msg.turn == p.reading.turn {
			p.show(msg)
		}
	case room.LoadedMsg:
		if msg.Err == nil && p.r.Cohort != nil {
			return false, p.load()
		}
	case tea.KeyPressMsg:
		return kit.PressPage(p.Keys(), msg)
	}
	return false, nil
}

// focused is the line under the cursor, nil for none.
func (p *Page) focused() *line {
	if len(p.hits) == 0 {
		return nil
	}
	return &p.lines[p.hits[max(0, min(p.grid.Row, len(p.hits)-1))]]
}

// View draws the list, and under it all of the focused line.
func (p *Page) View(w, h int) kit.Frame {
	if w < 1 || h < 1 {
		return kit.Frame{}
	}
	p.lay(w)
	l := kit.Listing{Theme: p.r.Theme, Head: []string{p.heading(w)}, Failed: unread(p.err), Body: p.grid.View, Foot: p.foot(w, h)}
	if !p.loaded {
		l.Reading = p.reading.words()
	}
	return l.View(w, h)
}

// unread says why a journal could not be read, empty where it was.
func unread(err error) string {
	if err == nil {
		return ""
	}
	return "the journal could not be read: " + room.Sentence(err)
}

// heading says of what this is the journal, and how many lines there are.
func (p *Page) heading(w int) string {
	t := p.r.Theme
	right := counted(len(p.hits), "line")
	if len(p.hits) < len(p.lines) {
		right = fmt.Sprintf("%d of %s with '%s'", len(p.hits), counted(len(p.lines), "line"), p.found.query)
	}
	if p.reading.busy && p.loaded {
		right = p.reading.words()
	} else if !p.loaded {
		right = ""
	}
	right = t.Cut(right, w/2)
	left := t.Cut(p.title(), max(w-t.Width(right)-1, 1))
	return t.FitStyled(t.Title.Render(left), max(w-t.Width(right), 0)) + t.Faint.Render(right)
}

func (p *Page) title() string {
	c := p.r.Cohort
	if c == nil {
		return "Journal"
	}
	switch {
	case !p.only.Note.IsZero():
		for i := range c.Notes {
			if n := &c.Notes[i]; n.ID == p.only.Note {
				return "History of the note on " + about(c, n)
			}
		}
		return "History of a note"
	case !p.only.Person.IsZero():
		who := c.Called(p.only.Person)
		if q := c.Person(p.only.Person); q != nil {
			who = fmt.Sprintf("%d %s", q.Row, q.Name)
		}
		if b, ok := c.Block(p.only.Block); ok {
			return fmt.Sprintf("History of %s, day %d %s", who, b.Day, p.r.BlockWords(b))
		}
		if p.only.Day != 0 {
			return fmt.Sprintf("History of %s, day %d", who, p.only.Day)
		}
		return "History of " + who
	case p.only.Day != 0:
		return fmt.Sprintf("Journal of day %d, %s", p.only.Day, c.Name)
	case p.only.Trainer != "":
		return fmt.Sprintf("Journal of what %s did, %s", p.only.Trainer, c.Name)
	}
	return "Journal of " + c.Name
}

func about(c *store.Cohort, n *store.Note) string {
	switch {
	case !n.Trainee.IsZero():
		if q := c.Person(n.Trainee); q != nil {
			return fmt.Sprintf("%d %s", q.Row, q.Name)
		}
		return c.Called(n.Trainee)
	case n.Topic != "":
		return n.Topic
	}
	return fmt.Sprintf("day %d", n.Day)
}

// foot is the focused line in full, where there is room for it.
func (p *Page) foot(w, h int) []string {
	l := p.focused()
	if l == nil || h < 10 {
		return nil
	}
	return p.r.Theme.Footing(fmt.Sprintf("%s, %s, %s: %s", p.when(l.at), l.by, l.device, p.words(l)), w, 3)
}

// Place is a page.
func (p *Page) Place() kit.Place { return kit.OnPage }

func counted(n int, word string) string {
	if n != 1 {
		word += "s"
	}
	return fmt.Sprintf("%d %s", n, word)
}
