package plan_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
	"rollbook/ui/plan"
	"rollbook/ui/room"
	"rollbook/ui/today/todaytest"
)

// blank is a screen without keys: what is under the overlays doesn't matter here.
type blank struct{}

func (blank) Title() string           { return "" }
func (blank) Keys() []kit.Binding     { return nil }
func (blank) Update(tea.Msg) tea.Cmd  { return nil }
func (blank) View(_, h int) kit.Frame { return kit.Frame{Lines: make([]string, h)} }

// desk is a day whose first block is marked: row 1 came at 09:20, row 2 is absent, row 3 present.
func desk(t testing.TB) *todaytest.Desk {
	d := todaytest.New(t, todaytest.Names[:4]...)
	d.Screen = blank{}
	c := d.Room.Cohort
	first := c.BlocksOf(2)[0].ID
	d.Run(d.Room.Commit(oplog.Single, "",
		c.EditMark(c.Row(1), first, model.Mark{State: model.Part, Arrived: 560, Left: model.NoClock}),
		c.EditMark(c.Row(2), first, model.Plain(model.Absent)), c.EditMark(c.Row(3), first, model.Plain(model.Present))))
	return d
}

func open(d *todaytest.Desk, keys ...string) {
	d.Helper()
	d.Run(kit.Open(plan.Blocks(d.Room, 2)))
	d.Press(keys...)
}

// hours are the blocks of day 2 that count: "09:00–10:30 Language" and so on.
func hours(d *todaytest.Desk) string {
	var out []string
	for _, b := range d.Load().BlocksOf(2) {
		out = append(out, b.Start.String()+"–"+b.End.String()+" "+b.Topic)
	}
	return strings.Join(out, ", ")
}

const asPlanned = "09:00–10:30 Creating Learning Environments, 10:45–12:00 Language, 13:00–14:30 First Contact, 14:45–16:00 Language"

func TestTheDayAndItsBlocksAreListed(t *testing.T) {
	d := desk(t)
	open(d)
	vtest.Golden(t, "blocks", d.Shot(80, 24))
	d.Press("down", "enter")
	vtest.Golden(t, "block", d.Shot(80, 24))
	d.Press("enter")
	vtest.Golden(t, "block-form", d.Shot(80, 24))
	d.Press("esc")
	open(d, "enter")
	vtest.Golden(t, "day-form", d.Shot(60, 20))
}

func TestEachChangeOfTheDay(t *testing.T) {
	for name, c := range map[string]struct {
		keys []string // in the list of the day
		want string
		says string
	}{
		"a later start": {[]string{"down", "enter", "enter", "ctrl+u", "'915", "ctrl+s"},
			strings.Replace(asPlanned, "09:00", "09:15", 1), "day 2: 09:15–10:30 Creating Learning Environments, 3 marks stay; times are counted again"},
		"another topic": {[]string{"down", "enter", "enter", "tab", "tab", "tab", "'Listening Differently", "enter"},
			strings.Replace(asPlanned, "Creating Learning Environments", "Listening Differently", 1), "day 2: 09:00–10:30 Listening Differently"},
		"a known topic": {[]string{"down", "enter", "enter", "tab", "tab", "'F", "ctrl+s"},
			strings.Replace(asPlanned, "Creating Learning Environments", "First Contact", 1), "First Contact"},
		"hours of another block": {[]string{"down", "enter", "enter", "tab", "ctrl+u", "'1100", "ctrl+s"}, asPlanned, "overlaps Language"},
		"a block split": {[]string{"down", "enter", "down", "enter", "'10", "enter"},
			strings.Replace(asPlanned, "09:00–10:30 Creating Learning Environments", "09:00–10:00 Creating Learning Environments, 10:00–10:30 Creating Learning Environments", 1),
			"09:00–10:00 (3 marks stay), 10:00–10:30 (not marked)"},
		"split at its end":  {[]string{"down", "enter", "down", "enter", "'1030", "enter"}, asPlanned, "10:30 is not within the block"},
		"a block cancelled": {[]string{"down", "enter", "end", "enter", "y"}, strings.TrimPrefix(asPlanned, "09:00–10:30 Creating Learning Environments, "), "cancelled"},
		"not cancelled":     {[]string{"down", "enter", "end", "enter", "n"}, asPlanned, ""},
		"a new block": {[]string{"end", "up", "enter", "'1215", "tab", "'1245", "tab", "tab", "'Lunch talk", "enter"},
			strings.Replace(asPlanned, ", 13:00", ", 12:15–12:45 Lunch talk, 13:00", 1), "day 2: 12:15–12:45 Lunch talk, added"},
		"a block without a topic": {[]string{"end", "up", "enter", "'1215", "tab", "'1245", "ctrl+s"}, asPlanned, "choose a topic"},
		"a delayed start": {[]string{"end", "enter", "'30", "enter"},
			"09:30–11:00 Creating Learning Environments, 11:15–12:30 Language, 13:30–15:00 First Contact, 15:15–16:30 Language",
			"day 2: 09:30–11:00, 11:15–12:30, 13:30–15:00, 15:15–16:30: 3 marks stay; times are counted again"},
		"an earlier start": {[]string{"end", "enter", "'-15m", "enter"}, "08:45–10:15 Creating Learning Environments, 10:30–11:45 Language, 12:45–14:15 First Contact, 14:30–15:45 Language", "08:45"},
		"a day too late":   {[]string{"end", "enter", "'600", "enter"}, asPlanned, "type fewer minutes"},
		"no number":        {[]string{"end", "enter", "'soon", "enter"}, asPlanned, "type minutes, 30 for later"},
		"a new start": {[]string{"end", "enter", "'9:30", "enter"},
			"09:30–11:00 Creating Learning Environments, 11:15–12:30 Language, 13:30–15:00 First Contact, 15:15–16:30 Language", "09:30–11:00"},
		"the same start":      {[]string{"end", "enter", "'9:00", "enter"}, asPlanned, "type minutes, 30 for later"},
		"topics swapped":      {[]string{"down", "enter", "down", "down", "enter", "'day 2, 13", "enter"}, "09:00–10:30 First Contact, 10:45–12:00 Language, 13:00–14:30 Creating Learning Environments, 14:45–16:00 Language", "marks stay with their hours"},
		"with another day's":  {[]string{"down", "enter", "down", "down", "enter", "'day 3, 10", "enter"}, strings.Replace(asPlanned, "Creating Learning Environments", "Language", 1), "day 3: 10:45–12:00 Creating Learning Environments"},
		"with the same topic": {[]string{"down", "down", "enter", "down", "down", "enter", "'14:45", "enter"}, asPlanned, "the same topic"},
	} {
		d := desk(t)
		open(d, c.keys...)
		if got := hours(d); got != c.want {
			t.Errorf("%s: %s\nwant %s", name, got, c.want)
		}
		if !strings.Contains(d.Said, c.says) {
			t.Errorf("%s: said %q, want %q in it", name, d.Said, c.says)
		}
		if got := len(d.Load().Row(1).Marks) + len(d.Load().Row(2).Marks) + len(d.Load().Row(3).Marks); got != 3 {
			t.Errorf("%s: %d marks are left of 3", name, got)
		}
		if c.want != asPlanned {
			for d.Stack.Len() > 0 {
				d.Press("esc")
			}
			d.Run(d.Room.Undo())
			if got := hours(d); got != asPlanned {
				t.Errorf("%s: undone it is %s", name, got)
			}
		}
	}
}

func TestChangedHoursCountTimesAgain(t *testing.T) {
	d := desk(t)
	open(d, "end", "enter", "'15", "enter")
	p := d.Load().Row(1)
	b := d.Load().BlocksOf(2)[0]
	if got := model.Describe(p.Cell(b.ID).Mark, b, false); got != "part: came 09:20, 5 min missed" {
		t.Errorf("after a start at 09:15 the mark is %q", got)
	}
}

func TestACancelledBlockComesBackWithItsMarks(t *testing.T) {
	d := desk(t)
	open(d, "down", "enter", "end", "enter", "y")
	open(d, "down", "enter", "end", "enter")
	if got := hours(d); got != asPlanned {
		t.Errorf("the day is %s", got)
	}
	if got := d.State(1, 2) + d.State(2, 2); got != "/...-..." {
		t.Errorf("the marks are %q", got)
	}
	if !strings.Contains(d.Said, "is back, 3 marks stay") {
		t.Errorf("said %q", d.Said)
	}
}

func TestADayMovesAndIsCancelled(t *testing.T) {
	for name, c := range map[string]struct {
		keys      []string
		date      model.Date
		cancelled bool
		says      string
	}{
		"moved":             {[]string{"ctrl+u", "'2026-03-10", "ctrl+s"}, model.DateOf(2026, 3, 10), false, "day 2 is on Tue 10 Mar 2026, was Tue 3 Mar"},
		"a week later":      {[]string{"ctrl+u", "'+7", "ctrl+s"}, model.DateOf(2026, 3, 10), false, "Tue 10 Mar 2026"},
		"onto another day":  {[]string{"ctrl+u", "'2026-03-04", "ctrl+s"}, model.DateOf(2026, 3, 3), false, "day 3 is on 2026-03-04 already"},
		"no date":           {[]string{"ctrl+u", "'soon", "ctrl+s"}, model.DateOf(2026, 3, 3), false, "YYYY-MM-DD"},
		"cancelled":         {[]string{"tab", "y", "ctrl+s"}, model.DateOf(2026, 3, 3), true, "cancelled"},
		"cancelled onto it": {[]string{"ctrl+u", "'+1", "tab", "y", "ctrl+s"}, model.DateOf(2026, 3, 4), true, "cancelled"},
	} {
		d := desk(t)
		open(d, "enter")
		d.Press(c.keys...)
		day, _ := d.Load().Day(2)
		if day.Date != c.date || day.Cancelled != c.cancelled {
			t.Errorf("%s: %+v", name, day)
		}
		if !strings.Contains(d.Said, c.says) {
			t.Errorf("%s: said %q", name, d.Said)
		}
	}
	d := desk(t)
	open(d, "enter", "tab", "y", "ctrl+s")
	open(d, "enter", "tab", "n", "ctrl+s")
	if got := d.State(1, 2); got != "/..." || !strings.Contains(d.Said, "counts again") {
		t.Errorf("brought back: %q, said %q", got, d.Said)
	}
}

func TestClosingADayAttestsWhatIsThereAndCanBeUndone(t *testing.T) {
	d := desk(t)
	d.Run(kit.Open(plan.Close(d.Room, 2)))
	vtest.Golden(t, "close", d.Shot(80, 24))
	d.Press("n")
	if len(d.Load().Closed) != 0 {
		t.Error("n closed the day")
	}
	for i, key := range []string{"enter", "y"} {
		d.Run(kit.Open(plan.Close(d.Room, 2)))
		d.Press(key)
		got := d.Load().Closed[2]
		if want := d.Room.Cohort.Count(2); got.By != "Asha" || got.Present != want.Present || got.Unmarked != want.Unmarked {
			t.Errorf("%s: closed with %+v, counted %+v", key, got, want)
		}
		d.Clock = d.Clock.Add(time.Minute)
		c := d.Room.Cohort
		d.Run(d.Room.Commit(oplog.Single, "", c.EditMark(c.Row(4), c.BlocksOf(2)[1+i].ID, model.Plain(model.Present))))
	}
	d.Run(kit.Open(plan.Close(d.Room, 2)))
	vtest.Golden(t, "close-again", d.Shot(80, 24))
	d.Press("esc")
	d.Run(d.Room.Undo()) // the mark
	d.Run(d.Room.Undo()) // the second closing
	if got := d.Load().Closed[2]; got.Present != 1 {
		t.Errorf("the first closing again: %+v", got)
	}
}

func TestWhoIsNotMarkedIsListedFromTheQuestion(t *testing.T) {
	d := desk(t)
	d.Run(kit.Open(plan.Close(d.Room, 2)))
	d.Press("m")
	if got := d.Overlay(); !strings.Contains(got, "Not marked on day 2: mark whom?") || !strings.Contains(got, "4 王小明") || !strings.Contains(got, "4 blocks") {
		t.Errorf("m lists\n%s", got)
	}
	d.Press("esc")
	if got := d.Overlay(); !strings.Contains(got, "Close day 2") {
		t.Errorf("esc leads back to\n%s", got)
	}
	d.Press("m", "'王", "enter")
	if want := (room.GoMsg{Tab: room.Today, Person: d.Room.Cohort.Row(4).Trainee.ID}); d.Stack.Len() != 0 || d.Gone != want {
		t.Errorf("goes to %+v, want %+v", d.Gone, want)
	}
	c := d.Room.Cohort
	edits, _, err := c.MarkRest(2, model.ID{}, false)
	if err != nil {
		t.Fatal(err)
	}
	d.Run(d.Room.Commit(oplog.Rest, "", append(edits, absent(c)...)...))
	d.Run(kit.Open(plan.Close(d.Room, 2)))
	d.Press("m")
	if d.Said != "everybody is marked" || d.Stack.Len() != 1 {
		t.Errorf("all marked, m says %q", d.Said)
	}
}

// absent marks row 2 absent in what is left of day 2.
func absent(c *store.Cohort) (edits []store.Edit) {
	for _, b := range c.BlocksOf(2)[1:] {
		edits = append(edits, c.EditMark(c.Row(2), b.ID, model.Plain(model.Absent)))
	}
	return edits
}

func TestNamesOfMoreThanFitAreCounted(t *testing.T) {
	d := todaytest.New(t, todaytest.Names...)
	d.Screen = blank{}
	d.Run(kit.Open(plan.Close(d.Room, 2)))
	if got := strings.Join(strings.Fields(d.Overlay()), " "); !strings.Contains(got, "8 Noor Haddad and 12 more") || !strings.Contains(got, "has not ended yet") {
		t.Errorf("the question:\n%s", got)
	}
}
