package journal

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// gesture is the page of one gesture: all that was done at one key, and what of it stands.
type gesture struct {
	r    *room.Room
	page *Page // it was opened from
	id   model.ID
	line line
	all  bool // changes about others are shown too

	grid    kit.Grid
	entry   store.Entry
	changes []int // those shown
	stand   int   // how many changes stand
	undone  int   // and how many are undone
	loaded  bool
	err     error
}

// entryMsg brings a gesture.
type entryMsg struct {
	to    *gesture
	entry store.Entry
	err   error
}

func gestureOf(p *Page) kit.Overlay {
	g := &gesture{r: p.r, page: p, id: p.focused().gesture, line: *p.focused()}
	g.grid = kit.Grid{Theme: p.r.Theme, Cell: g.cell, Empty: "no change of it is about that", Columns: []kit.Column{
		{Title: "What", Min: 22, Max: 64, Flex: 2}, {Title: "From, to", Min: 22, Flex: 1}, {Title: "Now", Min: 13}}}
	return g
}

// Start reads the gesture.
func (g *gesture) Start() tea.Cmd {
	book, cohort, id := g.r.Book, g.r.Cohort.Cohort.ID, g.id
	return func() tea.Msg {
		e, err := book.EntryOf(cohort, id)
		return entryMsg{g, e, err}
	}
}

// Update moves, and reads again what an undo has changed.
func (g *gesture) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case entryMsg:
		if msg.to == g {
			g.show(msg)
		}
	case room.LoadedMsg:
		if msg.Err == nil && g.r.Cohort != nil {
			return false, g.Start()
		}
	case tea.KeyPressMsg:
		return kit.PressPage(g.Keys(), msg)
	}
	return false, nil
}

func (g *gesture) show(msg entryMsg) {
	g.loaded, g.err = true, msg.err
	if msg.err != nil {
		return
	}
	g.entry = msg.entry
	if l, listed := lineOf(&g.entry, g.page.only); listed {
		g.line = l
	}
	g.changes = g.changes[:0]
	for i := range g.entry.Changes {
		if g.all || !g.page.only.narrow() || g.page.only.has(&g.entry.Changes[i]) {
			g.changes = append(g.changes, i)
		}
	}
	g.grid.Rows = len(g.changes)
	g.stand, g.undone = 0, 0
	for _, ch := range g.entry.Changes {
		if ch.Undone {
			g.undone++
		} else {
			g.stand++
		}
	}
}

// others is how many changes are not shown, because they are about somebody or something else.
func (g *gesture) others() int { return len(g.entry.Changes) - len(g.changes) }

// View draws who, when and on which laptop, what of it stands, and the changes.
func (g *gesture) View(w, h int) kit.Frame {
	t := g.r.Theme
	if w < 1 || h < 1 {
		return kit.Frame{}
	}
	what := g.line.what + g.page.where(&g.line)
	if g.r.Curtain && !g.line.marks {
		what = hidden
	}
	head := []string{t.Title.Render(t.Cut(what, w))}
	if h < 4 {
		return kit.Frame{Lines: head}
	}
	l := kit.Listing{Theme: t, Head: append(head, t.Cut(g.madeBy(), w)), Failed: unread(g.err), Body: g.grid.View, Foot: g.foot(w, h)}
	switch {
	case g.err != nil:
	case !g.loaded:
		l.Reading = reading{}.words()
	default:
		for _, line := range t.Wrap(g.state(), w) {
			l.Head = append(l.Head, t.Strong.Render(line))
		}
		l.Head = append(l.Head[:min(len(l.Head), h/2)], "")
	}
	return l.View(w, h)
}

func (g *gesture) madeBy() string {
	return fmt.Sprintf("%s on %s, %s, at one key: %s", g.line.by, g.line.device, g.r.Moment(g.line.at), counted(g.line.changes, "change"))
}

// state says what of the gesture stands.
func (g *gesture) state() string {
	words := ""
	switch {
	case g.undone == 0:
		words = "nothing of it is undone"
	case g.stand == 0:
		words = "all of it is undone: ctrl+r puts it back"
	default:
		words = fmt.Sprintf("%d undone, %d changed since: left", g.undone, g.stand)
	}
	if n := g.others(); n > 0 {
		words += fmt.Sprintf("; %s about others: a shows them", counted(n, "change"))
	}
	return words
}

// foot is the focused change in full, where there is room for it.
func (g *gesture) foot(w, h int) []string {
	if len(g.changes) == 0 || h < 12 {
		return nil
	}
	ch := g.at(g.grid.Row)
	return g.r.Theme.Footing(join(g.field(ch), g.value(ch)), w, 3)
}

func (g *gesture) at(row int) *store.Changed {
	return &g.entry.Changes[g.changes[max(0, min(row, len(g.changes)-1))]]
}

func (g *gesture) cell(row, col int) kit.Cell {
	ch := g.at(row)
	style := g.r.Theme.Text
	if ch.Undone {
		style = g.r.Theme.Faint
	}
	switch col {
	case 0:
		return kit.Cell{Text: g.field(ch), Style: style}
	case 1:
		return kit.Cell{Text: g.value(ch), Style: style}
	}
	switch {
	case ch.Undone:
		return kit.Cell{Text: "undone", Style: style}
	case g.undone > 0:
		return kit.Cell{Text: "changed since", Style: g.r.Theme.Strong}
	}
	return kit.Cell{}
}

func (g *gesture) field(ch *store.Changed) string {
	if g.r.Curtain && !isMark(ch.Field) {
		return hidden
	}
	field, who, where := (&Page{r: g.r, only: Only{Note: ch.Note}}).parts(ch)
	words := join(who, field)
	if where != "" && (words == "" || g.line.block.IsZero()) { // else the title says it
		words += ", " + where
	}
	return words
}

func (g *gesture) value(ch *store.Changed) string {
	if g.r.Curtain && !isMark(ch.Field) {
		return ""
	}
	return fromTo(g.r.Theme, ch)
}

// Keys is the table of the page.
func (g *gesture) Keys() []kit.Binding {
	others := 3
	if g.others() == 0 {
		others = 0
	}
	return append([]kit.Binding{
		{Keys: []string{"u", "x"}, Name: "undo it", About: "Takes back all that was done at this key, whoever did it; what was changed since is left.", Command: "rollbook undo --gesture ID", Footer: 1,
			Why: g.whyStands, Do: func() tea.Cmd { return undo(g.r, &g.line) }},
		{Keys: []string{"ctrl+r"}, Name: "put back", About: "Puts back what was undone of it.", Command: "rollbook redo", Footer: 2,
			Why: g.whyNotUndone, Do: func() tea.Cmd { return g.r.RedoOf(g.id) }},
		{Keys: []string{"a"}, Name: "about others", About: "Shows the changes about others that were made at the same key.", Command: "rollbook journal --cohort C --json", Footer: others,
			Why: func() string {
				if g.others() == 0 {
					return "all of its changes are shown"
				}
				return ""
			}, Do: func() tea.Cmd {
				g.all = true
				g.show(entryMsg{entry: g.entry})
				return nil
			}},
		{Keys: []string{"esc"}, Name: "back", About: "Goes back.", Footer: 4, Do: func() tea.Cmd { return nil }},
	}, g.grid.MoveKeys()...)
}

func (g *gesture) whyStands() string {
	switch {
	case !g.loaded || g.err != nil:
		return "the journal is not read yet"
	case g.stand == 0:
		return "it is undone already: ctrl+r puts it back"
	}
	return ""
}

func (g *gesture) whyNotUndone() string {
	switch {
	case !g.loaded || g.err != nil:
		return "the journal is not read yet"
	case g.undone == 0:
		return "nothing of it is undone: u undoes it"
	}
	return ""
}

// Place is a page.
func (g *gesture) Place() kit.Place { return kit.OnPage }
