package notes

import (
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/room"
	"rollbook/ui/room/roomtest"
)

// desk is a desk with the screen of notes.
type desk struct {
	*roomtest.Desk
	screen *Screen
	clock  *roomtest.Clock
}

// newDesk is a cohort of three days with people of many scripts, on the morning of day 2.
func newDesk(t testing.TB) *desk {
	clock := &roomtest.Clock{At: time.Date(2026, 3, 3, 9, 5, 0, 0, time.UTC), Step: 2 * time.Second}
	d := &desk{Desk: roomtest.At(t, roomtest.Fresh(t, clock)), clock: clock}
	d.Must(d.Room.Book.SetAuthor("Asha"))
	*d.Room.Theme = *roomtest.Theme(false)
	d.W, d.H = 80, 24
	d.Opens = func(want room.WantMsg) kit.Overlay { return Editor(d.Room, want) }
	d.sit(d.Room.Book, roomtest.Small(t, d.Room.Book, "Spring", 3, roomtest.Scripts...).Cohort.ID)
	return d
}

// sit goes on at a book, as after a start of the program.
func (d *desk) sit(book *store.Book, cohort model.ID) {
	was := d.Room
	d.Room = &room.Room{Theme: was.Theme, Book: book, Now: was.Now, Given: was.Given, Today: was.Today}
	c, err := book.Load(cohort)
	d.Must(err)
	d.Room.Show(c)
	d.Stack = kit.Stack{Theme: was.Theme}
	d.screen = New(d.Room)
	d.Screen = d.screen
}

// stored are the notes as the book has them.
func (d *desk) stored() []store.Note {
	d.Helper()
	d.Room.Book.Flush()
	c, err := d.Room.Book.Load(d.Room.Cohort.Cohort.ID)
	d.Must(err)
	return c.Notes
}

// draftOf is the draft that the book keeps for a subject.
func (d *desk) draftOf(s subject) kept {
	d.Helper()
	text, err := d.Room.Book.Draft(s.place(d.Room.Cohort))
	d.Must(err)
	return decodeKept(text)
}

func (d *desk) row(n int) model.ID { return d.Room.Cohort.Row(n).Trainee.ID }
