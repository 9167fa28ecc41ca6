package people

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// history lists who changed something, when, on which laptop, from what to what: newest first.
type history struct {
	r     *room.Room
	title string
	of    func(store.Changed) bool
	name  func(store.Changed) string // of the field, without what the title says already

	grid   kit.Grid
	lines  []change
	loaded bool
	err    error
}

// change is one line of a history.
type change struct {
	store.Changed
	entry *store.Entry
}

// historyMsg brings the journal of the cohort.
type historyMsg struct {
	to      *history
	entries []store.Entry
	err     error
}

// History lists what was ever changed of a person's mark in a block, or of the person in this
// cohort where block is zero. Enter on a line offers to undo the gesture that it belongs to.
func History(r *room.Room, id, block model.ID) kit.Overlay {
	p := person(r, id)
	if p == nil {
		return gone(r)
	}
	title := label(p)
	if b, ok := r.Cohort.Block(block); ok {
		title = fmt.Sprintf("%s, day %d %s", title, b.Day, r.BlockWords(b))
	}
	return Changes(r, "History of "+title, func(ch store.Changed) bool {
		p := person(r, id)
		return p != nil && ch.Trainee == p.Trainee.ID && (block.IsZero() || ch.Block == block)
	}, func(ch store.Changed) string {
		if !block.IsZero() {
			field, _, _ := strings.Cut(ch.Field, " of ")
			return strings.TrimPrefix(field, attendance)
		}
		return ofPerson(r, id, ch)
	})
}

// What the journal calls the mark itself, apart from the remark and 'told us ahead', and the name that
// is shown nowhere but on the certificate.
const (
	attendance  = "attendance"
	certificate = "certificate name"
)

// ofPerson names a field of a person whose name stands in the title.
func ofPerson(r *room.Room, id model.ID, ch store.Changed) string {
	field := ch.Field
	if p := person(r, id); p != nil {
		field = strings.Replace(field, " of "+label(p), "", 1)
	}
	return strings.TrimPrefix(field, attendance+", ")
}

// Changes lists the changes of the cohort's journal that of picks, under a title; name is what it
// calls the field of one, empty where the title says it.
func Changes(r *room.Room, title string, of func(store.Changed) bool, name func(store.Changed) string) kit.Overlay {
	h := &history{r: r, title: title, of: of, name: name}
	when := len("31 Dec 12:59")
	if r.Twelve {
		when += len(" pm")
	}
	h.grid = kit.Grid{Theme: r.Theme, Cell: h.cell, Empty: "nothing was ever changed here", Columns: []kit.Column{
		{Title: "When", Min: when}, {Title: "Who", Min: 5, Max: 16, Flex: 1}, {Title: "Laptop", Min: 11, Max: 16, Flex: 1}, {Title: "What", Min: 24, Flex: 6}}}
	return h
}

// dayHistory lists the changes of a person's marks on one day.
func dayHistory(r *room.Room, id model.ID, day int) kit.Overlay {
	p := person(r, id)
	if p == nil {
		return gone(r)
	}
	return Changes(r, fmt.Sprintf("History of %s, day %d", label(p), day), func(ch store.Changed) bool {
		p := person(r, id)
		b, ok := r.Cohort.Block(ch.Block)
		return p != nil && ch.Trainee == p.Trainee.ID && ok && b.Day == day
	}, func(ch store.Changed) string { return ofPerson(r, id, ch) })
}

// Start reads the journal.
func (h *history) Start() tea.Cmd {
	book, cohort := h.r.Book, h.r.Cohort.Cohort.ID
	return func() tea.Msg {
		entries, err := book.Journal(cohort)
		return historyMsg{h, entries, err}
	}
}

// Update moves, offers the undo, and reads again what an undo has changed.
func (h *history) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case historyMsg:
		if msg.to == h {
			h.show(msg)
		}
	case room.LoadedMsg:
		if msg.Err == nil && h.r.Cohort != nil {
			return false, h.Start()
		}
	case tea.KeyPressMsg:
		if key := msg.String(); key == "esc" || key == "q" || key == "ctrl+c" {
			return true, nil
		}
		cmd, found := kit.Press(h.Keys(), msg)
		if !found {
			cmd = kit.Send(kit.BesidesMsg{Key: msg})
		}
		return false, cmd
	}
	return false, nil
}

// show takes the lines out of a journal, newest first; a gesture's own order stays.
func (h *history) show(msg historyMsg) {
	h.loaded, h.err, h.lines = true, msg.err, nil
	if h.r.Cohort == nil {
		return
	}
	for i := range slices.Backward(msg.entries) {
		e := &msg.entries[i]
		for _, ch := range e.Changes {
			if h.of(ch) {
				h.lines = append(h.lines, change{ch, e})
			}
		}
	}
	h.grid.Rows = len(h.lines)
}

// words are what a line says: the change, without what the curtain hides.
func (h *history) words(c change) string {
	from, to := c.From, c.To
	if strings.HasPrefix(c.Field, attendance) {
		from, to = h.r.Times(from), h.r.Times(to)
	}
	words := from + " → " + to
	if h.r.Theme.ASCII {
		words = from + " -> " + to
	}
	switch {
	case h.r.Curtain && !strings.HasPrefix(c.Field, attendance), strings.HasPrefix(c.Field, certificate):
		words = "changed"
	case from == "":
		words = to
	case to == "":
		words = "taken away, was " + from
	}
	if name := h.name(c.Changed); name != "" {
		words = name + ": " + words
	}
	if c.entry.Undone {
		words = "undone: " + words
	}
	return words
}

func (h *history) cell(row, col int) kit.Cell {
	c := h.lines[row]
	style := h.r.Theme.Text
	if c.entry.Undone {
		style = h.r.Theme.Faint.Strikethrough(true)
	}
	switch col {
	case 0:
		return kit.Cell{Text: h.at(c.entry), Style: style}
	case 1:
		return kit.Cell{Text: c.entry.By, Style: style}
	case 2:
		return kit.Cell{Text: c.entry.Device, Style: style}
	}
	return kit.Cell{Text: h.words(c), Style: style}
}

func (h *history) at(e *store.Entry) string {
	return e.At.Format("2 Jan ") + model.ClockIn(e.At).Words(h.r.Twelve)
}

// undo offers to take back the gesture of the focused line. The room itself asks about one of
// another date, so that nobody is asked twice.
func (h *history) undo() tea.Cmd {
	e := h.lines[h.grid.Row].entry
	if model.DateIn(e.At) != model.DateIn(h.r.Now()) {
		return h.r.UndoOf(e.Gesture)
	}
	detail := fmt.Sprintf("%s, %s, on %s.", e.By, h.at(e), e.Device)
	if len(e.Changes) > 1 {
		detail += fmt.Sprintf(" It made %d changes: all are taken back, except what was changed since.", len(e.Changes))
	}
	gesture := e.Gesture
	return kit.Open(&kit.Confirm{Theme: h.r.Theme, Question: "Undo this: " + e.What + "?", Detail: detail,
		Yes: "undo it", No: "leave it", Do: func() tea.Cmd { return h.r.UndoOf(gesture) }})
}

// View draws the list, and under it all of the focused line.
func (h *history) View(w, hh int) kit.Frame {
	t := h.r.Theme
	head := []string{t.Title.Render(t.Cut(h.title, w))}
	switch {
	case hh < 2:
		return kit.Frame{Lines: head[:min(hh, 1)]}
	case h.err != nil:
		return kit.Frame{Lines: append(head, t.Bad.Render(t.Cut(kit.ConflictSign+" the journal could not be read: "+room.Sentence(h.err), w))), Cursor: kit.Point{Y: 1}}
	case !h.loaded:
		return kit.Frame{Lines: append(head, t.Faint.Render(t.Cut("reading the journal", w))), Cursor: kit.Point{Y: 1}}
	}
	foot := h.foot(w, hh)
	f := h.grid.View(w, hh-1-len(foot))
	f.Lines = append(head, f.Lines...)
	f.Cursor.Y++
	for len(f.Lines) < hh-len(foot) {
		f.Lines = append(f.Lines, "")
	}
	f.Lines = append(f.Lines, foot...)
	return f
}

// foot is the focused line in full, where there is room for it.
func (h *history) foot(w, hh int) []string {
	if len(h.lines) == 0 || hh < 10 {
		return nil
	}
	row := max(0, min(h.grid.Row, len(h.lines)-1))
	c := h.lines[row]
	lines := []string{""}
	for _, line := range h.r.Theme.Wrap(fmt.Sprintf("%s, %s, %s: %s", h.at(c.entry), c.entry.By, c.entry.Device, h.words(c)), w) {
		if len(lines) < 4 {
			lines = append(lines, h.r.Theme.Faint.Render(line))
		}
	}
	return lines
}

// Keys is the table of the history.
func (h *history) Keys() []kit.Binding {
	return append([]kit.Binding{
		{Keys: []string{"enter"}, Name: "undo it", About: "Takes back what this line tells of, with all that was done at the same key.", Command: "rollbook undo --gesture ID", Footer: 1,
			Why: func() string {
				switch {
				case len(h.lines) == 0:
					return "there is nothing to undo"
				case h.lines[max(0, min(h.grid.Row, len(h.lines)-1))].entry.Undone:
					return "it is undone already"
				}
				return ""
			}, Do: h.undo},
		tells("esc", "back", "Goes back.", 2),
	}, h.grid.MoveKeys()...)
}

// Place is a page.
func (h *history) Place() kit.Place { return kit.OnPage }
