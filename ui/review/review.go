// Package review shows who has missed what, what the rule says to it, and what can be made good: the
// cohort on the screen as a matrix of trainees by days, topics or blocks, and everybody in the book a
// line each.
//
// It reports and judges nobody: what minutes mean under a rule is decided in package model, and what
// follows from that by people. Start reading at Screen, then matrix (matrix.go), everybody
// (everybody.go), and for what else it opens cellpage.go, rule.go and export.go.
package review

import (
	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// Screen is the matrix of the cohort on the screen, or the list of everybody in the book.
type Screen struct {
	r      *room.Room
	matrix *matrix
	book   *everybody
	wide   bool // the book is on the screen

	bound model.ID // whom to go to once their cohort is loaded
}

// New makes the screen.
func New(r *room.Room) *Screen {
	return &Screen{r: r, matrix: newMatrix(r), book: newEverybody(r)}
}

// Title is the word in the tab line.
func (s *Screen) Title() string { return "Review" }

// Update puts the focus on a person, and goes on with what is counted in parts.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case standsMsg:
		s.stand(msg)
	case room.FocusMsg:
		s.wide = false
		s.matrix.focus(msg.Person)
	case room.LoadedMsg:
		if msg.Cohort != nil && msg.Cohort.Cohort.ID != s.matrix.shown {
			s.wide = false // another cohort was opened
		}
		if bound := s.bound; !bound.IsZero() {
			s.bound = model.ID{}
			s.matrix.focus(bound)
		}
	}
	cmd := s.matrix.update(msg)
	return kit.Batch(cmd, s.book.update(msg, s.wide))
}

// Keys is the table of the half that is on the screen.
func (s *Screen) Keys() []kit.Binding {
	if s.wide {
		return s.bookKeys()
	}
	return s.matrixKeys()
}

// View draws the half that is on the screen.
func (s *Screen) View(w, h int) kit.Frame {
	if s.wide {
		return s.book.view(w, h)
	}
	return s.matrix.draw(w, h)
}

// turn shows everybody in the book, or the cohort again.
func (s *Screen) turn() tea.Cmd {
	s.wide = !s.wide
	return s.book.update(nil, s.wide)
}

// goTo leads from a line of the book to that person in one of their cohorts.
func (s *Screen) goTo(person, cohort model.ID) tea.Cmd {
	s.wide = false
	if c := s.r.Cohort; c != nil && c.Cohort.ID == cohort {
		s.matrix.focus(person)
		return s.matrix.goOn()
	}
	s.bound = person
	return s.r.Load(cohort, "")
}

// hidden says why a key that shows what the curtain hides can't act now, empty where it can.
func hidden(r *room.Room) string {
	if r.Curtain {
		return "the curtain is closed: . and Enter open it"
	}
	return ""
}
