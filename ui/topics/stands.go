package topics

import (
	tea "charm.land/bubbletea/v2"

	"rollbook/model"
)

// standsMsg brings a screen that was made anew to where another stood.
type standsMsg struct {
	topic         string
	person, block model.ID
}

// Stands is the message that brings a screen made anew to where this one stands.
func (s *Screen) Stands() tea.Msg {
	at := standsMsg{topic: s.topic, person: s.focused()}
	if b, there := s.block(); there {
		at.block = b.ID
	}
	return at
}

func (s *Screen) stand(at standsMsg) {
	s.sync()
	s.topic = at.topic
	s.sync()
	s.list.Focus(&s.grid, at.person)
	s.focusBlock(at.block)
}
