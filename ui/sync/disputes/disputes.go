// Package disputes is where people settle what two laptops say differently: the list of it, and the page
// of one disagreement, which is the same that v shows of a mark.
//
// A disagreement is about one person and the gestures that say other things; all of it is settled at
// once, by a person: mine, theirs, or both together where one knew the arrival and the other the
// leaving. Start reading at List, then Page (page.go).
package disputes

import (
	"errors"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// Count is how many disagreements there are in a cohort of a book; none in one that was taken back.
func Count(book *store.Book, cohort model.ID) (int, error) {
	c, err := book.Load(cohort)
	if errors.Is(err, store.ErrNoCohort) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return len(c.Disagreements()), nil
}

// one is a disagreement with the cohort that it is in; nil is the one that is open.
type one struct {
	in *store.Cohort
	d  store.Dispute
}

func (o one) cohort(r *room.Room) *store.Cohort {
	if o.in != nil {
		return o.in
	}
	return r.Cohort
}

// List is everything that people disagree on, in all cohorts of the book.
type List struct {
	r        *room.Room
	sheet    kit.Sheet
	all      []one
	others   []*store.Cohort // in which people disagree, beside the one that is open
	loaded   bool
	turn     int // of the last reading
	revision int
	err      error
}

// loadedMsg brings the other cohorts.
type loadedMsg struct {
	to     *List
	turn   int
	others []*store.Cohort
	err    error
}

// Open is the list.
func Open(r *room.Room) *List { return &List{r: r, sheet: kit.Sheet{Theme: r.Theme}, revision: -1} }

// Start reads the cohorts that are not open.
func (l *List) Start() tea.Cmd {
	l.turn++
	book, turn, open := l.r.Book, l.turn, model.ID{}
	if l.r.Cohort != nil {
		open = l.r.Cohort.Cohort.ID
	}
	return func() tea.Msg {
		msg := loadedMsg{to: l, turn: turn}
		book.Flush()
		cohorts, err := book.Calendar()
		for _, listed := range cohorts {
			if err != nil || listed.ID == open {
				continue
			}
			var c *store.Cohort
			if c, err = book.Load(listed.ID); errors.Is(err, store.ErrNoCohort) {
				err = nil
				continue
			}
			if err == nil && len(c.Disagreements()) > 0 {
				msg.others = append(msg.others, c)
			}
		}
		msg.err = err
		return msg
	}
}

// Update keeps up with what is settled, undone and received.
func (l *List) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case loadedMsg:
		if msg.to == l && msg.turn == l.turn {
			l.loaded, l.others, l.err, l.revision = true, msg.others, msg.err, -1
		}
	case room.LoadedMsg:
		if msg.Err == nil {
			return false, l.Start()
		}
	case settledMsg:
		l.revision = -1
	case tea.KeyPressMsg:
		l.gather()
		return kit.PressPage(l.Keys(), msg)
	}
	return false, nil
}

// gather lists the disagreements as they are now.
func (l *List) gather() {
	if l.revision == l.r.Revision() {
		return
	}
	l.revision, l.all = l.r.Revision(), l.all[:0]
	if l.r.Cohort != nil {
		for _, d := range l.r.Cohort.Disagreements() {
			l.all = append(l.all, one{nil, d})
		}
	}
	for _, c := range l.others {
		for _, d := range c.Disagreements() {
			l.all = append(l.all, one{c, d})
		}
	}
	parts := l.parts()
	if len(parts) == 0 {
		parts = []kit.Piece{{Text: "What two laptops say differently of a person is listed here. Both are kept as they are until somebody says what holds.", Style: l.r.Theme.Text}}
	}
	l.sheet.Set(parts)
}

func (l *List) parts() (parts []kit.Piece) {
	t, last := l.r.Theme, model.ID{}
	for _, o := range l.all {
		c := o.cohort(l.r)
		if id := c.Cohort.ID; id != last {
			if len(parts) > 0 {
				parts = append(parts, kit.Piece{})
			}
			last = id
			parts = append(parts, kit.Piece{Text: c.Name, Style: t.Title})
		}
		v := view{r: l.r, c: c, d: o.d}
		parts = append(parts, kit.Piece{Text: v.name(), Style: t.Text, Stops: true})
		for i := range o.d.Parties {
			parts = append(parts, kit.Piece{Text: v.side(i), Style: t.Text, Indent: 4})
		}
	}
	return parts
}

func (l *List) focused() *one {
	l.gather()
	if len(l.all) == 0 {
		return nil
	}
	return &l.all[max(0, min(l.sheet.At, len(l.all)-1))]
}

// Keys is the table of the list.
func (l *List) Keys() []kit.Binding {
	why := func() string {
		if l.focused() == nil {
			return "nobody disagrees"
		}
		return ""
	}
	settle := func(key, name, about string, footer int, c choice) kit.Binding {
		return kit.Binding{Keys: []string{key}, Name: name, About: about, Command: "rollbook settle ID VALUE", Footer: footer,
			Why: func() string {
				if w := why(); w != "" {
					return w
				}
				return l.viewOf(l.focused()).whyNot(c)
			},
			Do: func() tea.Cmd { return l.viewOf(l.focused()).settle(c) }}
	}
	return append([]kit.Binding{
		{Keys: []string{"enter", "v"}, Name: "look", About: "Shows who said what, when, on which laptop, and what each had seen.", Command: "rollbook conflicts", Footer: 1,
			Why: why, Do: func() tea.Cmd { return kit.Open(l.page(l.focused())) }},
		settle("m", "mine", "What was said on this laptop holds.", 2, mine),
		settle("t", "theirs", "What was said on the other laptop holds.", 3, theirs),
		settle("b", "both", "Both hold: one saw the person come, the other saw them leave.", 4, both),
		{Keys: []string{"u"}, Name: "undo", About: "Takes back the last thing done on this laptop: the disagreement is back.", Command: "rollbook undo", Footer: 5, Do: l.r.Undo},
		{Keys: []string{"esc"}, Name: "back", About: "Goes back.", Footer: 6, Do: func() tea.Cmd { return nil }},
	}, l.sheet.MoveKeys()...)
}

func (l *List) viewOf(o *one) view { return view{r: l.r, c: o.cohort(l.r), d: o.d} }

func (l *List) page(o *one) *Page {
	p := &Page{r: l.r, in: o.in, d: o.d}
	p.sheet.Theme = l.r.Theme
	return p
}

// View draws the list.
func (l *List) View(w, h int) kit.Frame {
	t := l.r.Theme
	l.gather()
	title := "Nobody disagrees"
	if n := len(l.all); n > 0 {
		title = counted(n, "disagreement") + ": nothing is settled until somebody does"
	}
	if !l.loaded {
		title = "What people disagree on"
	}
	list := kit.Listing{Theme: t, Head: []string{t.Title.Render(t.Cut(title, w)), ""}, Body: l.sheet.View}
	switch {
	case l.err != nil:
		list.Failed = "the book could not be read: " + room.Sentence(l.err)
	case len(l.all) == 0 && !l.loaded:
		list.Reading = "reading"
	}
	return list.View(w, h)
}

// Place is a page.
func (l *List) Place() kit.Place { return kit.OnPage }

func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// Cell opens what people disagree on about a person's marks in some blocks: the page of it, or a choice
// where there are several. done is called with the command of a settlement made there; it may be nil.
func Cell(r *room.Room, person model.ID, blocks []model.ID, done func()) tea.Cmd {
	var found []store.Dispute
	for _, d := range r.Cohort.DisagreementsOf(person) {
		if narrowed, some := narrow(d, blocks); some {
			found = append(found, narrowed)
		}
	}
	switch len(found) {
	case 0:
		return kit.Say("nobody disagrees about this mark any more")
	case 1:
		return kit.Open(of(r, found[0], done))
	}
	p := r.Cohort.Person(person)
	c := &kit.Chooser{Theme: r.Theme, Title: fmt.Sprintf("%d %s: which disagreement?", p.Row, p.Name),
		Choose: func(i int) tea.Cmd { return kit.Open(of(r, found[i], done)) }}
	for _, d := range found {
		v := view{r: r, c: r.Cohort, d: d}
		var sides []string
		for i := range d.Parties {
			sides = append(sides, v.side(i))
		}
		c.Items = append(c.Items, kit.Item{Title: v.about() + ", " + d.Fields[0].Sides[0].About(), Detail: strings.Join(sides, " · ")})
	}
	return kit.Open(c)
}

func of(r *room.Room, d store.Dispute, done func()) *Page {
	p := &Page{r: r, d: d, done: done}
	p.sheet.Theme = r.Theme
	return p
}

// narrow leaves of a dispute what is about some blocks.
func narrow(d store.Dispute, blocks []model.ID) (store.Dispute, bool) {
	fields := d.Fields
	d.Fields = nil
	for _, f := range fields {
		for _, b := range blocks {
			if f.Block == b {
				d.Fields = append(d.Fields, f)
			}
		}
	}
	return d, len(d.Fields) > 0
}
