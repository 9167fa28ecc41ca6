package people

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/room"
	"rollbook/ui/room/roomtest"
)

// desk is a desk with a cohort of four days.
type desk struct {
	*roomtest.Desk
	clock *roomtest.Clock
}

// newDesk is a cohort with people of many scripts, in the afternoon of day 2.
func newDesk(t testing.TB) *desk {
	clock := &roomtest.Clock{At: time.Date(2026, 3, 3, 14, 5, 0, 0, time.UTC), Step: time.Second}
	d := &desk{Desk: roomtest.At(t, roomtest.Fresh(t, clock)), clock: clock}
	d.Must(d.Room.Book.SetAuthor("Asha"))
	*d.Room.Theme = *roomtest.Theme(false)
	d.Takes = func(msg tea.Msg) bool { _, is := msg.(room.FocusMsg); return is }
	d.H = 40
	d.Room.Show(d.cohort("Spring 2026", roomtest.Scripts...))
	return d
}

// cohort makes one of four days, two blocks a day, with people.
func (d *desk) cohort(name string, names ...string) *store.Cohort {
	d.Helper()
	return roomtest.Small(d, d.Room.Book, name, 4, names...)
}

// focus is who got it last.
func (d *desk) focus() (id model.ID) {
	for _, msg := range d.Left {
		if to, is := msg.(room.FocusMsg); is {
			id = to.Person
		}
	}
	return id
}

func (d *desk) id() model.ID {
	id, err := d.Room.Book.NewID()
	d.Must(err)
	return id
}

// stored is the person in a row as the book has them.
func (d *desk) stored(row int) *store.Person {
	d.Helper()
	d.Room.Book.Flush()
	c, err := d.Room.Book.Load(d.Room.Cohort.Cohort.ID)
	d.Must(err)
	return c.Row(row)
}

func (d *desk) row(n int) model.ID { return d.Room.Cohort.Row(n).Trainee.ID }

func (d *desk) block(day, n int) model.ID { return d.Room.Cohort.BlocksOf(day)[n].ID }

// gestures is how many gestures the cohort's journal has.
func (d *desk) gestures() int {
	entries, err := d.Room.Book.Journal(d.Room.Cohort.Cohort.ID)
	d.Must(err)
	return len(entries)
}

func (d *desk) mark(row, day, n int, m model.Mark) {
	d.Run(d.Room.Commit(oplog.Single, "marked", d.Room.Cohort.EditMark(d.Room.Cohort.Row(row), d.block(day, n), m)))
}
