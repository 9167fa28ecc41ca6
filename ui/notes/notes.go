// Package notes is the Notes screen, and the editor of a note.
//
// A note is about a day, a topic or a person, and is best written together with that person. What
// is typed is kept as a draft in the book while it is typed, so that a crash loses no more than its
// last second. Start reading at Screen, then Editor (editor.go) and draft (draft.go).
package notes

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/journal"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// Screen lists the notes of the cohort, newest first.
type Screen struct {
	r      *room.Room
	only   filter
	focus  model.ID // the note that has the focus
	at     int      // where it stood, for when it is gone
	top    int      // the first note in sight
	page   int      // notes of the last View
	hits   []int    // indexes into the cohort's notes, newest first
	folded []string // the texts of all notes, as they are searched
	of     seen     // of which notes hits and folded are
}

// filter says which notes are listed; the zero one lists all.
type filter struct {
	day    int
	topic  string
	person model.ID
	text   string
}

// seen tells whether notes are the same as before: the cohort makes its notes anew when one changes.
type seen struct {
	cohort *store.Cohort
	first  *store.Note
	count  int
	only   filter
}

// New is the Notes screen.
func New(r *room.Room) *Screen { return &Screen{r: r} }

// Title is the word in the tab line.
func (s *Screen) Title() string { return "Notes" }

// Update takes the focus on a person, whose notes are then listed.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	if at, ok := msg.(standsMsg); ok {
		s.stand(at)
	}
	if to, ok := msg.(room.FocusMsg); ok && s.r.Cohort != nil && s.r.Cohort.Person(to.Person) != nil {
		s.filter(filter{person: to.Person})
		return kit.Say("notes on " + subject{person: to.Person}.words(s.r.Cohort) + "; f lists all again")
	}
	return nil
}

// Find lists the notes that hold all words of query, whatever their case and accents, and says how
// many there are. An empty query lists all again.
func (s *Screen) Find(query string) (matches int) {
	if s.r.Cohort == nil || s.r.Curtain {
		return 0
	}
	only := s.only
	only.text = query
	s.filter(only)
	return len(s.list())
}

func (s *Screen) filter(only filter) {
	s.only, s.top, s.at, s.focus = only, 0, 0, model.ID{}
}

// list are the notes to show, worked out again only when notes or filter have changed.
func (s *Screen) list() []int {
	c := s.r.Cohort
	if c == nil {
		return nil
	}
	now := seen{cohort: c, count: len(c.Notes), only: s.only}
	if len(c.Notes) > 0 {
		now.first = &c.Notes[0]
	}
	if now == s.of {
		return s.hits
	}
	if s.of.cohort != now.cohort || s.of.first != now.first || s.of.count != now.count {
		s.folded = make([]string, len(c.Notes))
		for i := range c.Notes {
			s.folded[i] = model.Fold(c.Notes[i].Text)
		}
	}
	if s.of.cohort == now.cohort && now.count > s.of.count {
		s.focus = c.Notes[now.count-1].ID // the one just written
	}
	s.of, s.hits = now, s.hits[:0]
	words := strings.Fields(model.Fold(s.only.text))
	for i := len(c.Notes) - 1; i >= 0; i-- {
		if s.only.has(c, &c.Notes[i]) && hasAll(s.folded[i], words) {
			s.hits = append(s.hits, i)
		}
	}
	s.hold()
	return s.hits
}

func hasAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// has reports whether a note is of the day, topic and person of the filter. Of a day are notes about
// it and those written on its date.
func (f filter) has(c *store.Cohort, n *store.Note) bool {
	switch {
	case f.day != 0:
		d, _ := c.Day(f.day)
		return n.Day == f.day || d.Date != model.NoDate && model.DateIn(n.At) == d.Date
	case f.topic != "":
		return n.Topic == f.topic
	case !f.person.IsZero():
		p := c.Person(f.person)
		return p != nil && !n.Trainee.IsZero() && c.Person(n.Trainee) == p
	}
	return true
}

// hold finds the focused note again, or the one that stands where it stood.
func (s *Screen) hold() {
	at := -1
	for i, hit := range s.hits {
		if s.r.Cohort.Notes[hit].ID == s.focus {
			at = i
		}
	}
	if at < 0 {
		at = s.at
	}
	s.goTo(at)
}

// goTo puts the focus on a note of the list, or the nearest.
func (s *Screen) goTo(at int) {
	s.at = max(0, min(at, len(s.hits)-1))
	s.focus = model.ID{}
	if len(s.hits) > 0 {
		s.focus = s.r.Cohort.Notes[s.hits[s.at]].ID
	}
}

// focused is the note that has the focus, nil for none.
func (s *Screen) focused() *store.Note {
	hits := s.list()
	if len(hits) == 0 {
		return nil
	}
	return &s.r.Cohort.Notes[hits[max(0, min(s.at, len(hits)-1))]]
}

// history lists who changed the focused note.
func (s *Screen) history() tea.Cmd { return kit.Open(journal.OfNote(s.r, s.focused().ID)) }
