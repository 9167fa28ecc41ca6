package room

import (
	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/ui/kit"
)

// Tab is one of the five screens.
type Tab int

// The screens, in the order of the tab line.
const (
	Today Tab = iota
	Topics
	Notes
	Review
	Sync
)

// GoMsg asks the root for a screen; a person, where one is named, gets the focus there.
type GoMsg struct {
	Tab    Tab
	Person model.ID
}

// Want is something that a screen asks the root to open, because another room has it.
type Want uint8

// What can be wanted.
const (
	WantCohorts   Want = iota // the list of cohorts
	WantNewCohort             // the form of a new cohort
	WantImport                // the import of a roster
	WantNote                  // the editor of a note on a person, a topic or a day
)

// WantMsg asks the root to open something.
type WantMsg struct {
	What   Want
	Person model.ID
	Topic  string
	Day    int
	Note   model.ID // the note to edit, zero for a new one
}

// Ask is the command that asks the root.
func Ask(w WantMsg) tea.Cmd { return kit.Send(w) }

// FocusMsg tells a screen to put the focus on a person.
type FocusMsg struct{ Person model.ID }
