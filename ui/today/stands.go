package today

import (
	tea "charm.land/bubbletea/v2"

	"rollbook/ui/room"
)

// Stands is the message that brings a screen made anew to where this one stands; nil where nobody has
// the focus.
func (s *Screen) Stands() tea.Msg {
	if id := s.focused(); !id.IsZero() {
		return room.FocusMsg{Person: id}
	}
	return nil
}
