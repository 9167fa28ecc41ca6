package review

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/journal"
	"rollbook/ui/kit"
	"rollbook/ui/people"
	"rollbook/ui/room"
)

// cellPage is what is known of one person in a few blocks, those of a day or of a topic: what was
// marked, what was missed and made up of it, and what can be done.
type cellPage struct {
	r      *room.Room
	id     model.ID
	title  string     // which day or topic
	blocks []model.ID // looked up each time: an undo may change them
	at     int        // the focused block
	top    int        // first line in sight
}

func newCellPage(r *room.Room, id model.ID, title string, blocks []model.ID, at model.ID) *cellPage {
	return &cellPage{r: r, id: id, title: title, blocks: blocks, at: max(0, slices.Index(blocks, at))}
}

func dayTitle(d model.Day) string { return fmt.Sprintf("day %d, %s", d.Number, d.Date.Words()) }

// person is looked up each time; nil where they are not in the cohort any more.
func (p *cellPage) person() *store.Person {
	if p.r.Cohort == nil {
		return nil
	}
	return p.r.Cohort.Person(p.id)
}

// block is the focused one; false where it is gone.
func (p *cellPage) block() (model.Block, bool) {
	if p.r.Cohort == nil || p.at >= len(p.blocks) {
		return model.Block{}, false
	}
	return p.r.Cohort.Block(p.blocks[p.at])
}

// Update moves between the blocks and opens what can be done about one.
func (p *cellPage) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	key, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return false, nil
	}
	if key.String() == "d" {
		if why := p.gone(); why != "" {
			return false, kit.Say(why)
		}
		return true, p.toDay()
	}
	return kit.PressPage(p.Keys(), key)
}

// Keys is the table of the page.
func (p *cellPage) Keys() []kit.Binding {
	move := func(about string, by int, keys ...string) kit.Binding {
		return kit.Binding{Keys: keys, Name: "move", About: about, Hidden: true, Do: func() tea.Cmd {
			p.at = max(0, min(p.at+by, len(p.blocks)-1))
			return nil
		}}
	}
	return []kit.Binding{
		{Keys: []string{"m"}, Name: "make up", About: "Writes down that what was missed of the focused block was made up.", Footer: 1,
			Command: "rollbook makeup add --cohort C --trainee NAME --day N --block B --minutes M --date D", Why: p.noMakeUp, Do: p.makeUp},
		{Keys: []string{"enter"}, Name: "the person", About: "Opens the page of the person.", Footer: 2,
			Command: "rollbook trainee show NAME --cohort C", Why: p.gone, Do: func() tea.Cmd { return kit.Open(people.PageOf(p.r, p.id)) }},
		{Keys: []string{"d"}, Name: "mark it", About: "Goes to Today, on the day of the focused block and on this person.", Footer: 3,
			Command: "rollbook marks --cohort C --day N", Why: p.gone, Do: p.toDay},
		{Keys: []string{"h"}, Name: "history", About: "Shows who changed what of the focused mark.", Footer: 4,
			Command: "rollbook journal --cohort C --trainee NAME", Why: p.noHistory, Do: func() tea.Cmd {
				b, _ := p.block()
				return kit.Open(journal.History(p.r, p.id, b.ID))
			}},
		{Keys: []string{"esc"}, Name: "back", About: "Goes back to the review.", Footer: 5, Do: func() tea.Cmd { return nil }},
		move("The block before.", -1, "up", "k"),
		move("The block after.", 1, "down", "j"),
		move("The first block.", -len(p.blocks), "home", "pgup"),
		move("The last block.", len(p.blocks), "end", "pgdown"),
	}
}

func (p *cellPage) gone() string {
	_, ok := p.block()
	switch {
	case p.person() == nil:
		return "this person is not in the cohort any more: ctrl+r puts back what was undone"
	case !ok:
		return "this block is not in the plan any more"
	}
	return ""
}

func (p *cellPage) noMakeUp() string {
	if why := p.gone(); why != "" {
		return why
	}
	b, _ := p.block()
	return people.NoMakeUp(p.r, p.id, []model.Block{b})
}

func (p *cellPage) noHistory() string {
	if why := p.gone(); why != "" {
		return why
	}
	return hidden(p.r)
}

func (p *cellPage) makeUp() tea.Cmd {
	b, _ := p.block()
	return people.MakeUps(p.r, p.id, []model.Block{b})
}

func (p *cellPage) toDay() tea.Cmd {
	b, _ := p.block()
	p.r.Day = b.Day
	return kit.Send(room.GoMsg{Tab: room.Today, Person: p.id})
}

// View draws whose page it is, and the blocks around the focused one.
func (p *cellPage) View(w, h int) kit.Frame {
	t, q := p.r.Theme, p.person()
	if w < 1 || h < 1 {
		return kit.Frame{}
	}
	if q == nil {
		return kit.Frame{Lines: t.Wrap(p.gone(), w)}
	}
	lines := []string{t.Title.Render(t.Cut(label(q)+", "+p.title, w))}
	if !p.r.Curtain && len(q.Guest) == 0 {
		a := p.r.Cohort.Account(q, p.r.AsOf(), p.r.Required[q.Trainee.ID].State)
		for _, line := range t.Wrap(a.Standing.Words()+": "+a.Why, w) {
			lines = append(lines, t.Faint.Render(line))
		}
	}
	first, last := 0, 0
	for i, id := range p.blocks {
		lines = append(lines, "")
		sign := "  "
		if i == p.at {
			first, sign = len(lines), t.Strong.Render("> ")
		}
		for _, line := range p.item(q, id, max(w-2, 1)) {
			lines = append(lines, sign+line)
			sign = "  "
		}
		if i == p.at {
			last = len(lines) - 1
		}
	}
	p.top = max(0, min(max(p.top, last-h+1), first, len(lines)-h))
	if last < h {
		p.top = 0 // the name stays in sight
	}
	return kit.Frame{Lines: lines[p.top:min(p.top+h, len(lines))], Cursor: kit.Point{Y: first - p.top}}
}

// item is a block: its hours and mark, and under it what is known beside that and what can be done.
func (p *cellPage) item(q *store.Person, id model.ID, w int) []string {
	t, r := p.r.Theme, p.r
	b, ok := r.Cohort.Block(id)
	if !ok {
		return []string{t.Faint.Render(t.Cut("this block is not in the plan any more", w))}
	}
	state := kit.State(q.Cell(id).Mark.In(b).State)
	head := t.Mark(state).Render(t.Glyph(state)) + " "
	if !q.Covers(b) {
		head = "  "
	}
	lines := []string{head + t.Strong.Render(t.Cut(p.when(b)+r.BlockWords(b), w-2))}
	for _, says := range p.says(q, b) {
		for _, line := range t.Wrap(says, max(w-4, 1)) {
			lines = append(lines, "    "+line)
		}
	}
	return lines
}

// when names the day of a block, on a page of several days.
func (p *cellPage) when(b model.Block) string {
	for _, id := range p.blocks {
		if other, ok := p.r.Cohort.Block(id); ok && other.Day != b.Day {
			d, _ := p.r.Cohort.Day(b.Day)
			return fmt.Sprintf("day %d, %s, ", d.Number, d.Date.Short())
		}
	}
	return ""
}

// Place is a page.
func (p *cellPage) Place() kit.Place { return kit.OnPage }
