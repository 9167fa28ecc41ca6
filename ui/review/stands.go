package review

import (
	tea "charm.land/bubbletea/v2"

	"rollbook/model"
)

// standsMsg brings a screen that was made anew to where another stood.
type standsMsg struct {
	wide   bool
	by     by
	sort   order
	only   filter
	person model.ID
	column int
}

// Stands is the message that brings a screen made anew to where this one stands. It holds ids only.
// nil: the screen was not looked at.
func (s *Screen) Stands() tea.Msg {
	m := s.matrix
	if m.shown.IsZero() {
		return nil
	}
	at := standsMsg{wide: s.wide, by: m.by, sort: m.sort, only: m.only, column: m.grid.Col}
	if m.grid.Row >= 0 && m.grid.Row < len(m.rows) {
		at.person = m.rows[m.grid.Row]
	}
	return at
}

func (s *Screen) stand(at standsMsg) {
	m := s.matrix
	if m.r.Cohort == nil {
		return
	}
	s.wide = at.wide
	m.by, m.sort = at.by, at.sort
	m.sync()
	m.only = at.only
	m.arrange()
	if !at.person.IsZero() {
		m.focus(at.person)
	}
	if at.column < len(m.columns) {
		m.grid.Col = at.column
	}
}
