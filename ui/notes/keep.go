package notes

import (
	tea "charm.land/bubbletea/v2"

	"rollbook/ui/room"
)

// Keep writes the draft without waiting for the pace, with the place of the cursor: the screen is being
// locked. What could not be written then is not tried again.
func (e *editor) Keep() tea.Cmd {
	if e.state != writing || e.draft.hurry && e.draft.err != nil {
		return nil
	}
	e.draft.hurry, e.draft.want.after = true, e.Rest()
	return e.draft.write()
}

// Keeping reports whether the draft is on its way to the disk.
func (e *editor) Keeping() bool { return e.draft.writing }

// Kept reports whether the book has what was typed.
func (e *editor) Kept() bool { return e.draft.settled() }

// Again goes on with the note, from its draft.
func (e *editor) Again() tea.Cmd {
	if e.state == closing {
		return nil
	}
	return room.Ask(room.WantMsg{What: room.WantNote, Person: e.about.person, Topic: e.about.topic, Day: e.about.day, Note: e.about.note})
}
