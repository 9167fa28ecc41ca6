package room

import (
	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
)

// Stood is where a room stood when it was let go: ids and numbers only.
type Stood struct {
	Cohort model.ID // zero where none was open
	day    int
	paper  bool
}

// Quiet reports whether nothing is under way between the room and the disk.
func (r *Room) Quiet() bool { return !r.busy && !r.looking && len(r.saving) == 0 }

// LetGo drops what the room holds of the book, for as long as the screen is locked. What could not
// be saved stays: it is nowhere else.
func (r *Room) LetGo() Stood {
	at := Stood{day: r.Day, paper: r.Paper}
	if r.Cohort != nil {
		at.Cohort = r.Cohort.Cohort.ID
	}
	r.Show(nil)
	r.forgetElsewhere()
	r.lookAgain = false
	return at
}

// Return puts the room back to where it stood, in the book opened again; c is nil where no cohort
// was open, or where that is gone.
func (r *Room) Return(b *store.Book, c *store.Cohort, to Stood) tea.Cmd {
	r.Book = b
	b.TellTwelve(r.Twelve)
	r.Show(c)
	if c == nil || c.Cohort.ID != to.Cohort {
		return nil
	}
	r.Paper = to.paper
	if _, there := c.Cohort.Day(to.day); there {
		r.Day = to.day
	}
	return r.Look()
}

// Behind takes the messages that go on while the screen is locked: what the disk says of gestures,
// and that it is time to try again. All others are dropped, with what they bring.
func (r *Room) Behind(msg tea.Msg) tea.Cmd {
	switch msg.(type) {
	case retryMsg, SavedMsg:
		return r.Update(msg)
	}
	return nil
}
