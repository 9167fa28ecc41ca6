package kit

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// settle is how long after an overlay was drawn by View it is taken to be seen: the renderer puts a
// view on the terminal with its next frame, at the slowest 60 a second.
const settle = 25 * time.Millisecond

// Stack is the overlays over a screen, the last one on top. The zero value with a Theme is ready.
//
// A key typed before a question could be seen was not meant for it: it is dropped, so that a fast
// 'p p p y' never answers what came up in between. What a key opens to type into takes the next key
// at once: in '7l920' nothing is lost.
type Stack struct {
	Theme *Theme
	over  []layer
	count int // overlays pushed so far, to tell a drawn message for one that is gone
}

type layer struct {
	overlay Overlay
	id      int
	drawn   bool
}

// drawnMsg tells that an overlay is on the terminal.
type drawnMsg struct{ id int }

// Push puts an overlay on top. The command it returns tells the stack (Update) when the overlay is
// on the terminal; without it, call Drawn.
func (s *Stack) Push(o Overlay) tea.Cmd {
	s.count++
	id := s.count
	s.over = append(s.over, layer{overlay: o, id: id})
	drawn := tea.Tick(settle, func(time.Time) tea.Msg { return drawnMsg{id} })
	if starter, ok := o.(Starter); ok {
		return Batch(drawn, starter.Start())
	}
	return drawn
}

// Pop takes the top overlay off; nil when there is none.
func (s *Stack) Pop() Overlay {
	top := s.Top()
	if top != nil {
		s.over[len(s.over)-1] = layer{}
		s.over = s.over[:len(s.over)-1]
	}
	return top
}

// Top is the overlay that takes the keys; nil when there is none.
func (s *Stack) Top() Overlay {
	if len(s.over) == 0 {
		return nil
	}
	return s.over[len(s.over)-1].overlay
}

// Waiting reports whether the top overlay waits, so that keys have to.
func (s *Stack) Waiting() bool {
	w, waits := s.Top().(Waiter)
	return waits && w.Waiting()
}

// Len is how many overlays there are.
func (s *Stack) Len() int { return len(s.over) }

// Drawn notes that all overlays are on the terminal: from now on keys reach the top one.
func (s *Stack) Drawn() {
	for i := range s.over {
		s.over[i].drawn = true
	}
}

// Update gives keys and pastes to the top overlay and every other message to all of them, and
// removes those that are done. taken is true for keys and pastes while there is an overlay, and for
// the stack's own messages; other messages go to the screen as well.
func (s *Stack) Update(msg tea.Msg) (taken bool, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case drawnMsg:
		for i := range s.over {
			s.over[i].drawn = s.over[i].drawn || s.over[i].id <= msg.id
		}
		return true, nil
	case tea.KeyPressMsg, tea.PasteMsg:
		if len(s.over) == 0 {
			return false, nil
		}
		if top := s.over[len(s.over)-1]; top.drawn || !asks(top.overlay) {
			cmd = s.give(top, msg)
		}
		return true, cmd
	case tea.KeyReleaseMsg:
		return len(s.over) > 0, nil
	}
	var cmds []tea.Cmd
	for _, l := range append([]layer(nil), s.over...) {
		cmds = append(cmds, s.give(l, msg))
	}
	return false, Batch(cmds...)
}

// Asker is an overlay that may be a question, which a stray key must not answer.
type Asker interface{ Asks() bool }

func asks(o Overlay) bool {
	question, ok := o.(Asker)
	return ok && question.Asks()
}

// give updates one overlay and takes it off when it is done.
func (s *Stack) give(l layer, msg tea.Msg) tea.Cmd {
	done, cmd := l.overlay.Update(msg)
	if done {
		for i := range s.over {
			if s.over[i].id == l.id {
				s.over = append(s.over[:i], s.over[i+1:]...)
				break
			}
		}
	}
	return cmd
}

// Keys is the table of the top overlay; nil when there is none.
func (s *Stack) Keys() []Binding {
	if top := s.Top(); top != nil {
		return top.Keys()
	}
	return nil
}
