package people

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// suggest says of somebody who was just added that the book may know them, after what was said of
// adding them. It says nothing where it doesn't, or behind the curtain.
func suggest(r *room.Room, id model.ID, said string) tea.Cmd {
	if r.Curtain {
		return nil
	}
	book, cohort := r.Book, r.Cohort.Cohort.ID
	return func() tea.Msg {
		likely, err := likelyOf(book, cohort, id)
		switch {
		case err != nil:
			return kit.SayMsg{Text: "who may be known already could not be read: " + room.Sentence(err), Bad: true}
		case len(likely) == 0:
			return nil
		}
		return kit.SayMsg{Text: fmt.Sprintf("%s; may be %s (%s): Enter, then s", said, other(likely[0], id).Name, likely[0].Why)}
	}
}

// Suggest is the command that lists who of people just added may stand in the book twice; it shows
// nothing where nobody does, or behind the curtain.
func Suggest(r *room.Room, ids []model.ID) tea.Cmd {
	if r.Curtain {
		return nil
	}
	s := newSuggestions(r, ids)
	read := s.Start()
	return func() tea.Msg {
		msg := read().(suggestionsMsg)
		if msg.err == nil && len(msg.likely) == 0 {
			return nil
		}
		return kit.OpenMsg{Overlay: s}
	}
}

// suggestions lists who of some people may stand in the book twice, and why.
type suggestions struct {
	r      *room.Room
	ids    []model.ID
	grid   kit.Grid
	likely []store.Likely
	loaded bool
}

// suggestionsMsg brings the suggestions.
type suggestionsMsg struct {
	to     *suggestions
	likely []store.Likely
	err    error
}

func newSuggestions(r *room.Room, ids []model.ID) *suggestions {
	s := &suggestions{r: r, ids: ids}
	s.grid = kit.Grid{Theme: r.Theme, Cell: s.cell, Empty: "nobody of them seems to stand in the book twice", Columns: []kit.Column{
		{Title: "Who", Min: 12, Flex: 2}, {Title: "may be", Min: 12, Flex: 2}, {Title: "Why", Min: 20, Flex: 4}}}
	return s
}

// Start reads the suggestions.
func (s *suggestions) Start() tea.Cmd {
	book, cohort, ids := s.r.Book, s.r.Cohort.Cohort.ID, s.ids
	return func() tea.Msg {
		book.Flush()
		c, err := book.Load(cohort)
		if err != nil {
			return suggestionsMsg{to: s, err: err}
		}
		all, err := book.Likely(c)
		of := func(l store.Likely) bool {
			return slices.ContainsFunc(ids, func(id model.ID) bool { return is(l.A, id) || is(l.B, id) })
		}
		return suggestionsMsg{s, slices.DeleteFunc(all, func(l store.Likely) bool { return !of(l) }), err}
	}
}

// Update moves, joins, and reads again what a join has changed.
func (s *suggestions) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case suggestionsMsg:
		if msg.to != s {
			return false, nil
		}
		if msg.err != nil {
			return true, kit.Warn(room.Sentence(msg.err))
		}
		s.loaded, s.likely = true, msg.likely
		s.grid.Rows = len(s.likely)
	case room.LoadedMsg:
		if msg.Err == nil && s.r.Cohort != nil {
			return false, s.Start()
		}
	case tea.KeyPressMsg:
		return kit.PressPage(s.Keys(), msg)
	}
	return false, nil
}

// pair is a suggestion, the one of them who is on the roster first.
func (s *suggestions) pair(l store.Likely) (here, other store.Known) {
	if s.r.Cohort == nil || s.r.Cohort.Person(l.A.ID) != nil {
		return l.A, l.B
	}
	return l.B, l.A
}

func (s *suggestions) cell(row, col int) kit.Cell {
	here, other := s.pair(s.likely[row])
	text := s.likely[row].Why
	switch col {
	case 0:
		text = s.called(here)
	case 1:
		text = s.called(other)
	}
	return kit.Cell{Text: text, Style: s.r.Theme.Text}
}

// called is a name, with the row of who is on the roster.
func (s *suggestions) called(k store.Known) string {
	if p := person(s.r, k.ID); p != nil {
		return label(p)
	}
	return k.Name
}

// View draws the list, and under it all of the focused line.
func (s *suggestions) View(w, h int) kit.Frame {
	t := s.r.Theme
	l := kit.Listing{Theme: t, Head: []string{t.Title.Render(t.Cut("Who may stand in this book twice", w))}, Body: s.grid.View}
	if !s.loaded {
		l.Reading = "looking for who may stand in the book twice"
	}
	if len(s.likely) > 0 && h > 8 {
		l.Foot = t.Footing(s.likely[max(0, min(s.grid.Row, len(s.likely)-1))].Why, w, 3)
	}
	return l.View(w, h)
}

// Keys is the table of the list.
func (s *suggestions) Keys() []kit.Binding {
	return append([]kit.Binding{
		{Keys: []string{"s", "enter"}, Name: "one person", About: "Joins the two of this line, after showing what will be in question.", Command: "rollbook trainee join NAME OTHER", Footer: 1,
			Why: func() string {
				if len(s.likely) == 0 {
					return "nobody here seems to stand in the book twice"
				}
				return ""
			}, Do: func() tea.Cmd {
				here, other := s.pair(s.likely[max(0, min(s.grid.Row, len(s.likely)-1))])
				return planJoin(s.r, here.ID, other)
			}},
		tells("esc", "leave them apart", "Goes back; nothing is joined.", 2),
	}, s.grid.MoveKeys()...)
}

// Place is a page.
func (s *suggestions) Place() kit.Place { return kit.OnPage }
