package people

import (
	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/report"
	"rollbook/ui/room"
)

// page is one person with everybody else hidden, to be read together with them and corrected on the
// spot. What it says is the report's page (lines.go), the same on paper; its keys are in pagekeys.go.
type page struct {
	r      *room.Room
	id     model.ID
	listed []store.Listed // other cohorts, nil until they are read
	likely []store.Likely // who may be the same person, nil until they are read
	joined []model.ID     // records that were one person with id when they were last read

	drawn drawn  // what the items were made of
	items []item // of the last View
	at    int    // the focused item
	top   int    // first line in sight
	rows  int    // lines of the last View
}

// item is what the focus steps through: a sentence, a block, a note, on one or more lines.
type item struct {
	report.Item
	lines []string // styled
	title bool     // of a section: passed over
}

// PageOf is the page of one person: where they stand, what was missed and can be made up, their days,
// remarks and notes.
func PageOf(r *room.Room, id model.ID) kit.Overlay {
	if person(r, id) == nil {
		return gone(r)
	}
	return &page{r: r, id: id}
}

// pageMsg brings what the rest of the book tells of the person.
type pageMsg struct {
	to     *page
	listed []store.Listed
	likely []store.Likely
	joins  []store.Joined
	err    error
}

// Start reads where topics come again, who may be the same person, and who is by a join.
func (p *page) Start() tea.Cmd {
	if p.r.Cohort == nil {
		return nil
	}
	book, cohort, id := p.r.Book, p.r.Cohort.Cohort.ID, p.id
	return func() tea.Msg {
		listed, err := book.Cohorts()
		if err != nil {
			return pageMsg{to: p, err: err}
		}
		likely, err := likelyOf(book, cohort, id)
		if err != nil {
			return pageMsg{to: p, err: err}
		}
		joins, err := book.Joins()
		return pageMsg{p, listed, likely, joins, err}
	}
}

// Update moves between the items and opens what is about them.
func (p *page) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case pageMsg:
		switch {
		case msg.to != p:
		case msg.err != nil:
			return false, kit.Warn("what else the book tells of this person could not be read: " + room.Sentence(msg.err))
		default:
			p.listed, p.likely, p.drawn = msg.listed, msg.likely, drawn{}
			p.known(msg.joins)
		}
		return false, nil
	case room.LoadedMsg:
		return false, p.Start()
	case tea.KeyPressMsg:
		return kit.PressPage(p.Keys(), msg)
	}
	return false, nil
}

// known keeps which records are one with the person of the page.
func (p *page) known(joins []store.Joined) {
	q := person(p.r, p.id)
	if q == nil {
		return
	}
	p.joined = nil
	for _, j := range joins {
		if person(p.r, j.A.ID) == q || person(p.r, j.B.ID) == q {
			p.joined = append(p.joined, j.A.ID, j.B.ID)
		}
	}
}

// follow stays with the person of this cohort where a join was taken back: the page may have had the id
// of the other record, which is not enrolled here.
func (p *page) follow() {
	if p.r.Cohort == nil || person(p.r, p.id) != nil {
		return
	}
	for _, id := range p.joined {
		if person(p.r, id) != nil {
			p.id = id
			return
		}
	}
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

// on is the focused item, empty where there is none.
func (p *page) on() report.Item {
	if p.at < len(p.items) {
		return p.items[p.at].Item
	}
	return report.Item{}
}

// View draws the items around the focused one.
func (p *page) View(w, h int) kit.Frame {
	if w < 1 || h < 1 {
		return kit.Frame{}
	}
	p.lay(max(w-2, 1))
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

// Place is a page.
func (p *page) Place() kit.Place { return kit.OnPage }
