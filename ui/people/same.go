package people

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// likelyOf are the suggestions that name a person of a cohort, the likeliest first. It reads the whole
// book's people: it is for commands.
func likelyOf(book *store.Book, cohort, id model.ID) ([]store.Likely, error) {
	book.Flush()
	c, err := book.Load(cohort)
	if err != nil {
		return nil, err
	}
	all, err := book.Likely(c)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(l store.Likely) bool { return !is(l.A, id) && !is(l.B, id) }), nil
}

// is reports whether a record belongs to somebody.
func is(k store.Known, id model.ID) bool { return slices.Contains(k.Records, id) }

// other is the one of a suggestion who is not id.
func other(l store.Likely, id model.ID) store.Known {
	if is(l.A, id) {
		return l.B
	}
	return l.A
}

// same lists who may be the same person: those suggested, with why, and joins of that person that can be
// taken back. Everybody else in the book is found by a part of the name and listed no sooner: the list
// is read beside the person.
type same struct {
	kit.Chooser
	r      *room.Room
	id     model.ID
	loaded bool
}

// sameMsg brings what the list is made of.
type sameMsg struct {
	to     *same
	likely []store.Likely
	people []store.Known
	joins  []store.Joined
	err    error
}

// Same asks who stands in the book as another record of a person. Choosing somebody shows first what
// will be in question; choosing a join that stands takes it back.
func Same(r *room.Room, id model.ID) kit.Overlay {
	switch {
	case person(r, id) == nil:
		return gone(r)
	case r.Curtain:
		return Behind(r)
	}
	return &same{r: r, id: id}
}

// Start reads the book's people.
func (s *same) Start() tea.Cmd {
	book, cohort, id := s.r.Book, s.r.Cohort.Cohort.ID, s.id
	return func() tea.Msg {
		msg := sameMsg{to: s}
		if msg.likely, msg.err = likelyOf(book, cohort, id); msg.err == nil {
			msg.people, msg.err = book.Trainees()
		}
		if msg.err == nil {
			msg.joins, msg.err = book.Joins()
		}
		return msg
	}
}

// Waiting keeps the keys until the list is there.
func (s *same) Waiting() bool { return !s.loaded }

// Update makes the list once it is read.
func (s *same) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	if msg, ok := msg.(sameMsg); ok {
		if msg.to != s {
			return false, nil
		}
		s.loaded = true
		if msg.err != nil {
			return true, kit.Warn(room.Sentence(msg.err))
		}
		s.list(msg)
		return false, nil
	}
	return s.Chooser.Update(msg)
}

// View says that the list is being read, then is the list.
func (s *same) View(w, h int) kit.Frame {
	if !s.loaded {
		return kit.Frame{Lines: []string{s.r.Theme.Faint.Render(s.r.Theme.Cut("reading who is in this book", w))}}
	}
	return s.Chooser.View(w, h)
}

func (s *same) list(msg sameMsg) {
	var ways []func() tea.Cmd
	s.Chooser = kit.Chooser{Theme: s.r.Theme, Title: "The same person as", Empty: "nobody else is in this book"}
	if p := person(s.r, s.id); p != nil {
		s.Title = label(p) + " is the same person as"
	}
	add := func(title, detail string, way func() tea.Cmd) {
		s.Items, ways = append(s.Items, kit.Item{Title: title, Detail: detail}), append(ways, way)
	}
	listed := map[model.ID]bool{}
	for _, l := range msg.likely {
		k := other(l, s.id)
		listed[k.ID] = true
		add(k.Name, l.Why, func() tea.Cmd { return planJoin(s.r, s.id, k) })
	}
	s.joins(msg.joins, add)
	offered := len(s.Items)
	for _, k := range msg.people {
		if !listed[k.ID] && !is(k, s.id) {
			add(k.Name, cmp.Or(k.Email, k.Phone, k.Worksite), func() tea.Cmd { return planJoin(s.r, s.id, k) })
		}
	}
	for i := range s.Items[offered:] {
		s.Items[offered+i].Looked = true
		s.Empty = "nobody seems to be: type a part of a name"
	}
	s.Choose = func(i int) tea.Cmd { return ways[i]() }
}

// joins adds those of the person that stand, the latest first.
func (s *same) joins(joins []store.Joined, add func(title, detail string, way func() tea.Cmd)) {
	for _, j := range slices.Backward(joins) {
		p := person(s.r, s.id)
		if p == nil || s.r.Cohort.Person(j.A.ID) != p && s.r.Cohort.Person(j.B.ID) != p {
			continue
		}
		gesture := j.Gesture
		add(fmt.Sprintf("not one after all: %s and %s", j.A.Name, j.B.Name),
			fmt.Sprintf("joined by %s, %s", j.By, s.r.Moment(j.At)), func() tea.Cmd { return s.r.UndoOf(gesture) })
	}
}

// planJoin works out what it means that two records are one person, and asks.
func planJoin(r *room.Room, id model.ID, k store.Known) tea.Cmd {
	p := person(r, id)
	if p == nil {
		return kit.Warn("this person is not in the cohort any more: nothing was joined")
	}
	if r.Failed() {
		return kit.Say("something is not saved: join them once it is")
	}
	who, book, theme := label(p), r.Book, r.Theme
	return func() tea.Msg {
		book.Flush()
		j, err := book.PlanJoin(id, k.ID)
		if err != nil {
			return kit.SayMsg{Text: room.Sentence(err), Bad: true}
		}
		if err := book.BeforeRisky(); err != nil {
			return kit.SayMsg{Text: "no backup could be made before: " + room.Sentence(err), Bad: true}
		}
		detail := "They say the same of everything."
		if len(j.Disagree) > 0 {
			detail = "In question then, both sides kept: " + strings.Join(j.Disagree, "; ") + "."
		}
		return kit.OpenMsg{Overlay: &kit.Confirm{Theme: theme, Question: fmt.Sprintf("%s and %s: one person?", who, k.Name),
			Detail: detail + " Marks and notes of both stay. It can be taken back at any time.", Yes: "one person", No: "leave them apart",
			Do: func() tea.Cmd {
				return kit.Batch(r.Save(j.Draft), r.Reload(fmt.Sprintf("%s and %s are one person: s takes it back", who, k.Name)))
			}}}
	}
}
