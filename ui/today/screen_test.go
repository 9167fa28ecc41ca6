package today_test

import (
	"testing"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
	"rollbook/ui/today"
	"rollbook/ui/today/todaytest"
)

// busy is a desk on a morning with something of everything: parts, remarks, a conflict, a guest, a
// walk-in, somebody who has left.
func busy(t testing.TB) *todaytest.Desk {
	d := todaytest.New(t, todaytest.Names...)
	c := d.Room.Cohort
	first := c.BlocksOf(2)[0].ID
	maya := c.Row(7).Trainee
	maya.Say, maya.Pronouns, maya.Worksite = "MY-uh", "she/her", "Riverview Psychiatric Center"
	other := d.Load()
	edits := c.EditTrainee(maya)
	edits = append(edits, c.Leave(c.Row(20), 2)...)
	guest := c.Row(3).Enrollment
	guest.Guest = []model.ID{first}
	edits = append(edits, c.EditEnrollment(guest)...)
	walkIn := c.Row(19).Enrollment
	walkIn.WalkIn, walkIn.From = true, 2
	edits = append(edits, c.EditEnrollment(walkIn)...)
	edits = append(edits, c.EditMark(c.Row(7), c.BlocksOf(1)[2].ID, model.Plain(model.Absent)),
		c.EditMark(c.Row(7), c.BlocksOf(1)[3].ID, model.Plain(model.Absent)),
		c.EditMark(c.Row(7), first, model.Mark{State: model.Part, Arrived: 560, Left: model.NoClock}),
		c.EditRemark(c.Row(7), first, "the bus was late"), c.EditTold(c.Row(7), first, true),
		c.EditMark(c.Row(5), first, model.Plain(model.Absent)), c.EditMark(c.Row(9), first, model.Plain(model.Present)),
		c.EditMark(c.Row(4), first, model.Plain(model.Present)), c.EditTold(c.Row(10), first, true))
	d.Save(c, oplog.Single, edits...)
	d.Save(other, oplog.Single, other.EditMark(other.Row(9), first, model.Plain(model.Absent)))
	d.Screen = today.New(d.Room)
	return d
}

func TestTheRosterAtTheUsualSizes(t *testing.T) {
	for _, size := range []struct {
		name string
		w, h int
	}{{"60x20", 60, 20}, {"80x24", 80, 24}, {"120x40", 120, 40}} {
		d := busy(t)
		d.Press("7", "enter")
		vtest.Golden(t, "roster-"+size.name, d.Shot(size.w, size.h))
	}
}

func TestTheRosterInColourAndWithout(t *testing.T) {
	for name, theme := range map[string]*kit.Theme{"dark": kit.NewTheme(true, false, false), "light": kit.NewTheme(false, false, false), "nocolor-ascii": kit.NewTheme(true, true, true)} {
		d := busy(t)
		*d.Room.Theme = *theme
		vtest.Golden(t, "roster-"+name, d.Draw(60, 14).Styled())
	}
}

func TestWhateverIsPressedTheScreenStaysInItsWindow(t *testing.T) {
	todaytest.Monkey(t, func(d *todaytest.Desk) kit.Screen { return today.New(d.Room) })
}
