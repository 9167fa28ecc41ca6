package notes

import (
	tea "charm.land/bubbletea/v2"

	"rollbook/model"
)

// standsMsg brings a screen that was made anew to where another stood.
type standsMsg struct {
	only  filter
	focus model.ID
}

// Stands is the message that brings a screen made anew to where this one stands.
func (s *Screen) Stands() tea.Msg { return standsMsg{s.only, s.focus} }

func (s *Screen) stand(at standsMsg) {
	s.filter(at.only)
	s.list()
	s.focus = at.focus
	s.hold()
}
