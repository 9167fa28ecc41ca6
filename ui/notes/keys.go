package notes

import (
	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/people"
	"rollbook/ui/room"
)

// Keys is the table of the Notes screen.
func (s *Screen) Keys() []kit.Binding {
	move := func(about string, to func() int, keys ...string) kit.Binding {
		return kit.Binding{Keys: keys, Name: "move", About: about, Hidden: true, Do: func() tea.Cmd {
			s.list()
			s.goTo(to())
			return nil
		}}
	}
	return []kit.Binding{
		{Keys: []string{"n"}, Name: "new note", About: "Writes a note on the day, a topic or a person.", Command: "rollbook note add --cohort C (--day N|--topic T|--trainee NAME) TEXT", Footer: 1,
			Why: s.covered, Do: s.choose},
		{Keys: []string{"enter", "e"}, Name: "reword", About: "Opens the note to read and reword it.", Command: "rollbook note edit ID", Footer: 2,
			Why: s.nothing, Do: func() tea.Cmd { return kit.Open(Editor(s.r, room.WantMsg{What: room.WantNote, Note: s.focused().ID})) }},
		{Keys: []string{"t"}, Name: "together", About: "Says that the note was written together with that person, or takes that off.", Command: "rollbook note edit ID --together", Footer: 4,
			Why: s.nothing, Do: s.together},
		{Keys: []string{"o"}, Name: "own words", About: "Puts what the person says to the note beside it, in their own words.", Command: "rollbook note words ID TEXT", Footer: 7,
			Why: s.nobodys, Do: s.ownWords},
		{Keys: []string{"x"}, Name: "strike", About: "Strikes the note: its words are gone for good.", Command: "rollbook note strike ID", Footer: 5,
			Why: s.nothing, Do: s.strike},
		{Keys: []string{"h"}, Name: "history", About: "Shows who changed the note, and from what to what.", Command: "rollbook journal --cohort C", Footer: 6,
			Why: s.nothing, Do: s.history},
		{Keys: []string{"f"}, Name: "filter", About: "Lists the notes of one day, topic or person; all again with the first choice.", Command: "rollbook note list --cohort C --find TEXT", Footer: 3,
			Why: s.covered, Do: s.chooseFilter},
		move("The note above.", func() int { return s.at - 1 }, "up", "k"),
		move("The note below.", func() int { return s.at + 1 }, "down", "j"),
		move("A page up.", func() int { return s.at - max(s.page-1, 1) }, "pgup"),
		move("A page down.", func() int { return s.at + max(s.page-1, 1) }, "pgdown"),
		move("The newest note.", func() int { return 0 }, "home"),
		move("The oldest note.", func() int { return len(s.hits) - 1 }, "end"),
	}
}

// covered says why notes can't be read or written now.
func (s *Screen) covered() string {
	switch {
	case s.r.Cohort == nil:
		return "there is no cohort yet: ctrl+n makes one"
	case s.r.Curtain:
		return "the curtain is closed: . and Enter open it"
	}
	return ""
}

// nothing says why there is no note to act on.
func (s *Screen) nothing() string {
	if why := s.covered(); why != "" {
		return why
	}
	if s.focused() == nil {
		return "there is no note here: n writes one"
	}
	return ""
}

// nobodys says why the focused note can't carry somebody's own words.
func (s *Screen) nobodys() string {
	if why := s.nothing(); why != "" {
		return why
	}
	n := s.focused()
	switch {
	case n.Trainee.IsZero():
		return "own words are a person's: this note is on " + about(n).words(s.r.Cohort)
	case s.r.Cohort.Person(n.Trainee) == nil:
		return "this person is not in the cohort any more"
	}
	return ""
}

// ownWords asks for what the person says to the note.
func (s *Screen) ownWords() tea.Cmd {
	n := s.focused()
	return kit.Open(people.OwnWords(s.r, n.Trainee, model.ID{}, n.ID))
}

// together turns 'written together' on or off.
func (s *Screen) together() tea.Cmd {
	n := *s.focused()
	n.Together = !n.Together
	say := "the note on " + about(&n).words(s.r.Cohort) + ": written together"
	if !n.Together {
		say += ", taken off"
	}
	return s.r.Commit(oplog.Single, say, s.r.Cohort.EditNote(n)...)
}

// strike asks, then strikes the words of the note and its draft.
func (s *Screen) strike() tea.Cmd {
	n := s.focused()
	id := n.ID
	return kit.Open(&kit.Confirm{
		Theme: s.r.Theme, Question: "Strike this note on " + about(n).words(s.r.Cohort) + "?",
		Detail: "The words, and own words beside them, are gone for good: here, and by sync elsewhere. The journal says struck. This can't be undone.",
		Yes:    "strike it", No: "keep it", Do: func() tea.Cmd { return s.struck(id) },
	})
}

func (s *Screen) struck(id model.ID) tea.Cmd {
	n := find(s.r.Cohort, id)
	if n == nil {
		return kit.Say("this note is not there any more")
	}
	place := subject{note: id}.place(s.r.Cohort)
	say := "the note on " + about(n).words(s.r.Cohort) + " is struck"
	cmd, err := s.r.TryCommit(oplog.Single, say, s.r.Cohort.EditStrike(id)...)
	if err != nil {
		return kit.Warn(room.Sentence(err))
	}
	book := s.r.Book
	return kit.Batch(cmd, func() tea.Msg {
		if err := book.KeepDraft(place, ""); err != nil {
			return kit.SayMsg{Text: "a draft of the struck note is still kept: " + room.Sentence(err), Bad: true}
		}
		return nil
	})
}
