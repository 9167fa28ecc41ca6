package sync

import (
	"slices"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
	"rollbook/ui/room/roomtest"
)

// offering is a desk whose book has one cohort twice, with the offer to join them open. The one that stays
// has Maya Lopez and two more, the other one Lopez, Maya, 日本 太郎 and somebody whom the first has not.
func offering(t *testing.T, noColor bool) (d *roomtest.Desk, into, from *store.Cohort) {
	t.Helper()
	clock := &roomtest.Clock{At: time.Date(2026, 3, 3, 14, 5, 0, 0, time.UTC), Step: time.Second}
	d = roomtest.At(t, roomtest.Fresh(t, clock))
	d.Must(d.Room.Book.SetAuthor("Asha"))
	*d.Room.Theme = *roomtest.Theme(noColor)
	book := d.Room.Book
	one := roomtest.Small(d, book, "Spring 2026", 4, "Maya Lopez", "日本 太郎", "نور الهدى")
	other := roomtest.Small(d, book, "Spring 2026", 4, "Lopez, Maya", "日本 太郎", "स्तेफ़ानी देवी")
	into, from = one, other
	if other.Cohort.ID.Less(one.Cohort.ID) { // the smaller stays: the people are to be the same in each run
		roomtest.Save(d, book, one, oplog.Single, one.EditName(row(t, one, "Maya Lopez"), withName(row(t, one, "Maya Lopez"), "Lopez, Maya"), true)...)
		roomtest.Save(d, book, other, oplog.Single, other.EditName(row(t, other, "Lopez, Maya"), withName(row(t, other, "Lopez, Maya"), "Maya Lopez"), true)...)
		roomtest.Save(d, book, one, oplog.Single, one.EditName(row(t, one, "نور الهدى"), withName(row(t, one, "نور الهدى"), "स्तेफ़ानी देवी"), true)...)
		roomtest.Save(d, book, other, oplog.Single, other.EditName(row(t, other, "स्तेफ़ानी देवी"), withName(row(t, other, "स्तेफ़ानी देवी"), "نور الهدى"), true)...)
		into, from = other, one
	}
	mark := func(c *store.Cohort, name string, n int, s model.State) {
		roomtest.Save(d, book, c, oplog.Single, c.EditMark(row(t, c, name), c.BlocksOf(1)[n].ID, model.Plain(s)))
	}
	mark(into, "Maya Lopez", 0, model.Present)
	mark(into, "日本 太郎", 0, model.Present)
	mark(from, "Lopez, Maya", 0, model.Absent)
	mark(from, "日本 太郎", 0, model.Present)
	mark(from, "स्तेफ़ानी देवी", 1, model.Absent)
	c, err := book.Load(from.Cohort.ID)
	d.Must(err)
	d.Room.Show(c)
	found, err := book.SameCohorts()
	d.Must(err)
	d.Open(NewSameCohorts(d.Room, found))
	return d, into, from
}

func row(t *testing.T, c *store.Cohort, name string) *store.Person {
	t.Helper()
	for _, p := range c.People {
		if p.Name == name {
			return p
		}
	}
	t.Fatalf("no %s", name)
	return nil
}

func withName(p *store.Person, name string) model.Trainee {
	t := p.Trainee
	t.Name = name
	return t
}

func TestACohortMadeTwiceIsOfferedShownAndJoined(t *testing.T) {
	d, into, from := offering(t, false)
	d.Sees("One cohort, made on two laptops?", "Spring 2026, twice", "the same name and course, the same 4 dates")
	d.Press("enter")
	d.Sees("Who is one person? (1 of 2 marked)", "[ ] Lopez, Maya is Maya Lopez", "[x] 日本 太郎")
	d.Press("space", "enter")
	d.Sees("Join the two cohorts 'Spring 2026' into one?", "2 of 3 people alike", "1 mark brought, 1 the same in both, 1 in question",
		"Maya Lopez, day 1, 09:00", "present or absent", "स्तेफ़ानी देवी")
	d.Press("y")
	d.Heard("'Spring 2026' is joined into 'Spring 2026': u takes it back, 1 in question")
	if d.Room.Cohort.Cohort.ID != into.Cohort.ID {
		t.Errorf("the one that was joined is on the screen")
	}
	all, err := d.Room.Book.Cohorts()
	d.Must(err)
	if len(all) != 1 || all[0].ID != into.Cohort.ID || all[0].Trainees != 4 {
		t.Errorf("listed: %+v", all)
	}
	d.Press("u")
	if all, err = d.Room.Book.Cohorts(); err != nil || len(all) != 2 || !slices.ContainsFunc(all, func(l store.Listed) bool { return l.ID == from.Cohort.ID }) {
		t.Errorf("taken back, listed: %+v, %v", all, err)
	}
}

func TestTheOfferCanBeLeftOrDeclinedForGood(t *testing.T) {
	d, _, _ := offering(t, false)
	d.Press("enter", "enter", "n")
	if found, err := d.Room.Book.SameCohorts(); err != nil || len(found) != 1 {
		t.Errorf("left alone: %+v, %v", found, err)
	}
	found, err := d.Room.Book.SameCohorts()
	d.Must(err)
	d.Open(NewSameCohorts(d.Room, found))
	d.Press("enter", "enter", "x")
	d.Heard("are two cohorts: they are not offered again")
	if found, err := d.Room.Book.SameCohorts(); err != nil || len(found) != 0 {
		t.Errorf("offered again: %+v, %v", found, err)
	}
	if all, err := d.Room.Book.Cohorts(); err != nil || len(all) != 2 {
		t.Errorf("listed: %+v, %v", all, err)
	}
}

func TestThePageOfAJoinAtTheUsualSizes(t *testing.T) {
	for name, noColor := range map[string]bool{"colour": false, "nocolor": true} {
		d, _, _ := offering(t, noColor)
		d.Press("enter", "space", "enter")
		for _, size := range []struct {
			name string
			w, h int
		}{{"60x20", 60, 20}, {"80x24", 80, 24}, {"120x40", 120, 40}} {
			vtest.Golden(t, "same-"+name+"-"+size.name, d.Bare(size.w, size.h).Styled())
		}
	}
}

var _ kit.Overlay = (*samePlan)(nil)
