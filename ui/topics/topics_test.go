package topics_test

import (
	"strings"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
	"rollbook/ui/room"
	"rollbook/ui/today/todaytest"
	"rollbook/ui/topics"
)

func desk(t testing.TB, names ...string) *todaytest.Desk {
	if len(names) == 0 {
		names = todaytest.Names
	}
	d := todaytest.New(t, names...)
	d.Screen = topics.New(d.Room)
	return d
}

// busy is a morning with something of everything.
func busy(t testing.TB) *todaytest.Desk {
	d := desk(t)
	c := d.Room.Cohort
	blocks := c.BlocksOf(2)
	other := d.Load()
	guest := c.Row(3).Enrollment
	guest.Guest = []model.ID{blocks[1].ID}
	edits := append(c.EditEnrollment(guest), c.Leave(c.Row(20), 2)...)
	edits = append(edits,
		c.EditMark(c.Row(7), blocks[0].ID, model.Mark{State: model.Part, Arrived: 560, Left: model.NoClock}),
		c.EditRemark(c.Row(7), blocks[0].ID, "the bus was late"),
		c.EditMark(c.Row(6), blocks[0].ID, model.Mark{State: model.Part, Arrived: model.NoClock, Left: 600}),
		c.EditMark(c.Row(8), blocks[0].ID, model.Mark{State: model.Part, Arrived: model.NoClock, Left: model.NoClock, OutMinutes: 25}),
		c.EditMark(c.Row(5), blocks[0].ID, model.Plain(model.Absent)), c.EditTold(c.Row(5), blocks[0].ID, true),
		c.EditTold(c.Row(10), blocks[2].ID, true), c.EditMark(c.Row(9), blocks[0].ID, model.Plain(model.Present)))
	d.Save(c, oplog.Single, edits...)
	d.Save(other, oplog.Single, other.EditMark(other.Row(9), blocks[0].ID, model.Plain(model.Absent)))
	return d
}

func TestTheGridAtTheUsualSizes(t *testing.T) {
	for _, size := range []struct {
		name string
		w, h int
	}{{"60x20", 60, 20}, {"80x24", 80, 24}, {"120x40", 120, 40}} {
		d := busy(t)
		d.Press("7", "enter")
		vtest.Golden(t, "grid-"+size.name, d.Shot(size.w, size.h))
	}
	d := busy(t)
	d.Press("right", "ctrl+t")
	vtest.Golden(t, "topic-80x24", d.Shot(80, 24))
	d.Room.Curtain = true
	d.Press("ctrl+t", "left", "7", "enter")
	vtest.Golden(t, "curtain", d.Shot(80, 16))
	*d.Room.Theme = *kit.NewTheme(true, true, true)
	vtest.Golden(t, "nocolor-ascii", d.Draw(60, 14).Styled())
	*d.Room.Theme = *kit.NewTheme(true, false, false)
	vtest.Golden(t, "dark", d.Draw(60, 14).Styled())
}

// Every case begins at 09:20 on day 2 with the focus on row 1 in the first block.
func TestTheMarkingKeysActOnTheCell(t *testing.T) {
	for _, c := range []struct {
		keys  string
		row   int
		state string
		says  string
	}{
		{"p", 1, "P...", "1 Amara Okafor: present"},
		{"right a", 1, ".-..", "absent"},
		{"right a a", 2, ".-..", "2 Björn Åström: absent"},
		{"right l '1100 enter", 1, "-/..", "11:00, 15 min missed"},
		{"right o '40m enter", 1, "./..", "40 min missed"},
		{"right right right left a", 1, "..-.", "absent"},
		{"left left a", 1, "-...", "absent"},
		{"right 7 a", 7, ".-..", "7 Maya Lindqvist: absent"},
		{"right 1 2 p", 12, ".P..", "12 Leila: present"},
		{"w a", 1, "----", "absent"},
		{"w w a", 1, "-...", "absent"},
		{"right P", 20, ".P..", "20 people marked present"},
		{"a right P", 1, "-...", "19 people marked present; 1 person left not marked: absent or gone before"},
		{"=", 1, "....", "the day's first block"},
		{"right =", 1, "....", "not in the block before either"},
		{"a P right =", 1, "--..", "20 people marked as the block before ended"},
		{"a P right =", 9, "PP..", "20 people marked as the block before ended"},
		{"a P right = u", 9, "P...", "undone"},
		{"l '920 enter P right right =", 1, "/...", "not in the block before"},
		{"A", 1, "....", "Caps Lock"},
		{"v", 1, "....", "nobody disagrees"},
	} {
		d := desk(t)
		d.Press(strings.Fields(c.keys)...)
		if got := d.State(c.row, 2); got != c.state {
			t.Errorf("%s: row %d is %q, want %q", c.keys, c.row, got, c.state)
		}
		if !strings.Contains(d.Said, c.says) {
			t.Errorf("%s: said %q, want %q in it", c.keys, d.Said, c.says)
		}
	}
}

func TestCopyingIsOneGestureOfItsKind(t *testing.T) {
	d := desk(t, "Maya", "Noor")
	d.Press("a", "p", "right", "=")
	entries, err := d.Room.Book.Journal(d.Room.Cohort.Cohort.ID)
	if err != nil {
		t.Fatal(err)
	}
	if last := entries[len(entries)-1]; last.How != oplog.Copied.String() || len(last.Changes) != 2 {
		t.Errorf("the last gesture: %+v", last)
	}
}

func TestATopicOverAllDays(t *testing.T) {
	d := desk(t)
	d.Press("right", "ctrl+t") // Language: two blocks a day
	text := d.Draw(120, 24).Text()
	for _, want := range []string{"Language · all days", "day 1 10:45", "day 3 14:45", "Mon 2 Mar"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not on the screen:\n%s", want, text)
		}
	}
	d.Press("end", "left", "left", "a") // day 1, the second block of the topic, row 20
	if d.State(20, 1) != ".-.." || d.State(20, 2) != "...." {
		t.Errorf("marked %q and %q", d.State(20, 1), d.State(20, 2))
	}
	d.Press("l", "enter")
	if !strings.Contains(d.Said, "type the time") {
		t.Errorf("Enter without a time on another day: %q", d.Said)
	}
	d.Press("esc", "ctrl+t")
	if d.Room.Day != 1 || !strings.Contains(d.Draw(80, 24).Text(), "Day 1 of 3") {
		t.Errorf("back on day %d: %q", d.Room.Day, d.Said)
	}
}

func TestTotalsFollowEveryKey(t *testing.T) {
	d := desk(t)
	for _, step := range []struct{ key, want string }{
		{"p", "1● 19·"}, {"a", "1● 1○ 18·"}, {"P", "19● 1○"}, {"u", "1● 1○ 18·"}, {"w", "1● 1○ 18·"}, {"p", "2● 1○ 17·"},
	} {
		d.Press(step.key)
		if got := d.Draw(80, 24).Text(); !strings.Contains(got, step.want) {
			t.Errorf("after %s, want %s:\n%s", step.key, step.want, got)
		}
	}
}

func TestTheFocusKeepsItsPersonAndBlock(t *testing.T) {
	d := desk(t)
	d.Draw(80, 24)
	d.Press("7", "enter", "right", "right")
	c := d.Room.Cohort
	d.Run(d.Room.Commit(oplog.Single, "", c.Leave(c.Row(2), 2)...))
	first := c.BlocksOf(2)[0]
	first.Cancelled = true
	d.Run(d.Room.Commit(oplog.Single, "", d.Room.Cohort.EditBlock(first)...))
	d.Press("a")
	if d.State(7, 2) != ".-." {
		t.Errorf("marked %q: %q", d.State(7, 2), d.Said)
	}
	d.Run(d.Screen.Update(room.FocusMsg{Person: d.Room.Cohort.Row(15).Trainee.ID}))
	d.Press("a")
	if d.State(15, 2) != ".-." {
		t.Errorf("after find: %q", d.State(15, 2))
	}
}

func TestTheBlockUnderWayHasTheFocusFirst(t *testing.T) {
	d := desk(t)
	d.Clock = d.Clock.Add(4 * time.Hour) // 13:20
	d.Press("a")
	if got := d.State(1, 2); got != "..-." {
		t.Errorf("marked %q", got)
	}
}

func TestWithoutBlocksItSaysWhatToDo(t *testing.T) {
	d := desk(t)
	day := d.Room.DayNow()
	day.Cancelled = true
	d.Run(d.Room.Commit(oplog.Single, "", d.Room.Cohort.EditDay(day)...))
	if got := d.Draw(60, 20).Text(); !strings.Contains(got, "day 2 is cancelled: b brings it back") {
		t.Errorf("a cancelled day:\n%s", got)
	}
	for _, key := range []string{"p", "P", "=", "w", "D", "ctrl+t", "left", "right", "7", "a", "down"} {
		d.Press(key)
	}
	d.Press("b")
	if d.Stack.Len() != 1 {
		t.Errorf("b opened nothing: %q", d.Said)
	}
	d.Press("esc")
	d.Room.Show(nil)
	d.Draw(60, 20)
	for _, key := range []string{"p", "P", "=", "w", "D", "ctrl+t", "left", "b", "+", "7", "a"} {
		d.Press(key)
	}
	if d.Said != "no cohort is open: ctrl+o lists them" {
		t.Errorf("without a cohort: %q", d.Said)
	}
}

func TestWhateverIsPressedTheScreenStaysInItsWindow(t *testing.T) {
	todaytest.Monkey(t, func(d *todaytest.Desk) kit.Screen { return topics.New(d.Room) })
}
