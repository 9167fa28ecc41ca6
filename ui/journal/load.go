package journal

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
)

// reading is a journal on its way from the disk. Each has a number of its own: the answer to one that
// was overtaken is dropped.
type reading struct {
	turn      int
	busy      bool
	done, all int
}

func (r reading) words() string {
	if r.all == 0 {
		return "reading the journal"
	}
	return fmt.Sprintf("reading the journal: %d of %d", r.done, r.all)
}

// progressMsg tells how far a reading is; next waits for what it sends then.
type progressMsg struct {
	to        *Page
	turn      int
	done, all int
	next      tea.Cmd
}

// readMsg brings the lines of a journal.
type readMsg struct {
	to       *Page
	turn     int
	lines    []line
	trainers []string
	err      error
}

// load is the command that reads the lines of the filter. Of all others nothing is kept.
func (p *Page) load() tea.Cmd {
	p.reading = reading{turn: p.reading.turn + 1, busy: true}
	if p.r.Cohort == nil {
		return nil
	}
	book, cohort, only, turn := p.r.Book, p.r.Cohort.Cohort.ID, p.only, p.reading.turn
	sends := make(chan tea.Msg, 1)
	next := func() tea.Msg { return <-sends }
	work := func() {
		read := readMsg{to: p, turn: turn}
		names := map[string]bool{}
		read.err = book.EachEntry(cohort, func(done, all int) {
			select {
			case sends <- progressMsg{p, turn, done, all, next}:
			default: // the last one was not looked at yet
			}
		}, func(e store.Entry) {
			names[e.By] = true
			if l, listed := lineOf(&e, only); listed {
				read.lines = append(read.lines, l)
			}
		})
		for name := range names {
			read.trainers = append(read.trainers, name)
		}
		slices.Sort(read.trainers)
		sends <- read
	}
	return func() tea.Msg {
		go work()
		return next()
	}
}

// show puts what was read on the page; the focus stays on its gesture.
func (p *Page) show(msg readMsg) {
	var was model.ID
	if l := p.focused(); l != nil {
		was = l.gesture
	}
	p.loaded, p.reading.busy, p.read = true, false, msg.turn
	p.lines, p.trainers, p.err = msg.lines, msg.trainers, msg.err
	p.fit()
	p.find(p.found.query)
	for i, hit := range p.hits {
		if p.lines[hit].gesture == was {
			p.grid.Row = i
		}
	}
}

// fit gives who and laptop no more room than the names take: what was done needs it.
func (p *Page) fit() {
	who, laptop := 5, len("Laptop")
	for i := range p.lines {
		if i > 0 && p.lines[i].by == p.lines[i-1].by && p.lines[i].device == p.lines[i-1].device {
			continue
		}
		who, laptop = max(who, p.r.Theme.Width(p.lines[i].by)), max(laptop, p.r.Theme.Width(p.lines[i].device))
	}
	p.columns[1].Min, p.columns[2].Min = min(who, mostName), min(laptop, mostName)
}

// lay leaves the laptop out where there is no room for it: what was done is never left out, and the foot
// names the laptop.
func (p *Page) lay(w int) {
	least := len(p.columns) - 1
	for _, c := range p.columns {
		least += c.Min
	}
	p.grid.Columns = p.columns[:]
	if least > w {
		p.grid.Columns = []kit.Column{p.columns[0], p.columns[1], p.columns[3]}
	}
}

// mostName is how wide the columns of names get.
const mostName = 14
