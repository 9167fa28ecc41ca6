package people

import (
	"strings"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/report"
)

// drawn is what the items of a page depend on: they are made anew when it changes.
type drawn struct {
	cohort   *store.Cohort
	revision int
	asOf     model.Moment
	w        int
	curtain  bool
}

// lay makes the items of the page in w cells. Behind the curtain it has the name, how to say it, and
// the marks.
func (p *page) lay(w int) {
	p.follow()
	now := drawn{p.r.Cohort, p.r.Revision(), p.r.AsOf(), w, p.r.Curtain}
	if p.drawn == now {
		return
	}
	p.drawn = now
	q := person(p.r, p.id)
	if q == nil {
		words := "This person is not in the cohort any more. Go back with esc; ctrl+r puts back what was undone."
		p.items, p.at = []item{{lines: p.r.Theme.Wrap(words, w)}}, 0
		return
	}
	was := p.on()
	words := report.Gather(p.r.Cohort, q, p.r.AsOf(), p.r.Required[q.Trainee.ID])
	words.Elsewhere(p.listed, p.r.Owed[q.Trainee.ID])
	p.items = p.head(q, words, w)
	sections := words.Sections(p.r.Twelve)
	if p.r.Curtain {
		sections = words.Curtained(p.r.Twelve)
	}
	for _, s := range sections {
		p.section(s, w)
	}
	p.refocus(was)
}

// refocus keeps the focus on what it was on, where that is still there.
func (p *page) refocus(was report.Item) {
	p.at = max(0, min(p.at, len(p.items)-1))
	same := func(it report.Item) bool {
		return it.Block == was.Block && it.Note == was.Note && it.MakeUp == was.MakeUp && it.Cohort == was.Cohort
	}
	if was.Block.IsZero() && was.Note.IsZero() || same(p.items[p.at].Item) {
		return
	}
	for i, it := range p.items {
		if same(it.Item) {
			p.at = i
			return
		}
	}
	if p.items[p.at].title {
		p.move(1)
	}
}

// head is whose page it is, what it is, and whether the book may have a second record of them. Whose
// that would be is not told: the page is read together.
func (p *page) head(q *store.Person, words *report.Page, w int) []item {
	t := p.r.Theme
	called := words.Heading()
	if q.Say != "" {
		called += " (" + q.Say + ")"
	}
	lead := item{lines: []string{t.Title.Render(t.Cut(called, w))}}
	if p.r.Curtain {
		return []item{lead}
	}
	for _, line := range t.Wrap(words.Lead(p.r.Twelve), w) {
		lead.lines = append(lead.lines, t.Faint.Render(line))
	}
	if len(p.likely) == 0 {
		return []item{lead}
	}
	return []item{lead, {lines: t.Wrap("You may stand in this book twice: s looks at it.", w)}}
}

// section adds a title and what stands under it.
func (p *page) section(s report.Section, w int) {
	t := p.r.Theme
	p.items = append(p.items, item{title: true, lines: []string{"", t.Title.Render(t.Cut(s.Title, w))}})
	column := 0
	for _, it := range s.Items {
		if it.Label != "" {
			column = max(column, t.Width(it.Label)+2)
		}
	}
	if column > w*2/5 {
		column = 0
	}
	shapes := false
	for _, it := range s.Items {
		shapes = shapes || it.Shape != 0
	}
	for _, it := range s.Items {
		p.items = append(p.items, p.laid(it, column, shapes, w))
	}
}

// laid is an item in w cells: the label in a column, or on a line of its own where that is too narrow;
// a shape before the text; what stands under it set in.
func (p *page) laid(it report.Item, column int, shapes bool, w int) item {
	t := p.r.Theme
	out := item{Item: it}
	indent, sign := column, ""
	switch {
	case column > 0:
		sign = t.Faint.Render(t.Fit(it.Label, column))
	case it.Label != "":
		for _, line := range t.Wrap(it.Label, w) {
			out.lines = append(out.lines, t.Faint.Render(line))
		}
		indent, sign = 2, "  "
	default:
		indent, sign = 2, "  "
	}
	if shapes {
		sign += p.shape(it)
		indent += 2
	}
	put := func(text string, more int, style func(...string) string) {
		for _, line := range t.Wrap(text, max(w-indent-more, 10)) {
			if sign == "" {
				sign = strings.Repeat(" ", indent)
			}
			out.lines = append(out.lines, sign+strings.Repeat(" ", more)+style(line))
			sign = ""
		}
	}
	put(it.Text, 0, t.Text.Render)
	for _, under := range it.Under {
		put(under, 2, t.Faint.Render)
	}
	return out
}

// shape is the sign of a mark in two cells.
func (p *page) shape(it report.Item) string {
	t := p.r.Theme
	q := person(p.r, p.id)
	b, ok := p.r.Cohort.Block(it.Block)
	if it.Shape == 0 || !ok || q == nil {
		return "  "
	}
	state := kit.State(q.Cell(b.ID).Mark.In(b).State)
	return t.Mark(state).Render(t.Glyph(state)) + " "
}
