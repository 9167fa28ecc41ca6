package today_test

import (
	"strings"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/ui/kit/vtest"
	"rollbook/ui/today"
	"rollbook/ui/today/todaytest"
)

func desk(t testing.TB, names ...string) *todaytest.Desk {
	if len(names) == 0 {
		names = todaytest.Names
	}
	d := todaytest.New(t, names...)
	d.Screen = today.New(d.Room)
	return d
}

func TestTwentyPeopleWithThreeExceptionsTakeSevenKeys(t *testing.T) {
	d := desk(t)
	keys := []string{"P", "3", "a", "7", "a", "9", "a"}
	d.Press(keys...)
	for row := 1; row <= 20; row++ {
		want := "P..."
		if row == 3 || row == 7 || row == 9 {
			want = "-..."
		}
		if got := d.State(row, 2); got != want {
			t.Errorf("row %d: %q, want %q", row, got, want)
		}
	}
	if again := d.Load(); again.Count(2) != d.Room.Cohort.Count(2) || again.Count(2).Absent != 3 {
		t.Errorf("on the disk: %+v", again.Count(2))
	}
	if d.Said != "9 عائشة حسن: absent (was present)" {
		t.Errorf("said %q", d.Said)
	}
}

// Every case begins at 09:20 on day 2 with the focus on row 1 and the block of 09:00 as the target.
func TestEachMarkingKeyDoesWhatItSays(t *testing.T) {
	for _, c := range []struct {
		keys  string // with blanks between
		row   int
		state string
		says  string // in the message
	}{
		{"p", 1, "P...", "1 Amara Okafor: present"},
		{"space", 1, "P...", "1 Amara Okafor: present"},
		{"a", 1, "-...", "1 Amara Okafor: absent"},
		{"p up a", 1, "-...", "absent (was present)"},
		{"a up space", 1, "-...", "space marks only who is not"},
		{"a up p", 1, "P...", "present (was absent)"},
		{"p up p", 1, "P...", "present, as before"},
		{"p up c", 1, "....", "not marked (was present)"},
		{"l enter", 1, "/...", "1 Amara Okafor: 09:20, 20 min missed"},
		{"l '905 enter", 1, "/...", "1 Amara Okafor: 09:05, 5 min missed"},
		{"l '9:10 enter", 1, "/...", "09:10, 10 min missed"},
		{"l '20m enter", 1, "/...", "09:20, 20 min missed"},
		{"a up l '910 enter", 1, "/...", "(was absent)"},
		{"o '1000 enter", 1, "/---", "left 10:00, 30 min missed"},
		{"o '915-930 enter", 1, "/...", "out 09:15–09:30, 15 min missed"},
		{"o '40m enter", 1, "/...", "out 40 min, 40 min missed"},
		{"o '905 enter i '915 enter", 1, "/...", "in again 09:15, 10 min missed"},
		{"o enter", 1, "/---", "left 09:20"},
		{"l '1400 enter", 1, "....", "outside this block"},
		{"l 'noon enter esc", 1, "....", ""},
		{"i enter", 1, "....", "has not left"},
		{"t", 1, "....", "told us ahead"},
		{"t t", 1, "....", "told us ahead: taken off"},
		{"w p", 1, "PPPP", "1 Amara Okafor: present"},
		{"w l '1100 enter", 1, "-/PP", "11:00"},
		{"w o '40m enter", 1, "....", "minutes alone need one block"},
		{"w o '1300 enter", 1, "PP--", "left 13:00"},
		{"w w a", 1, "-...", "absent"},
		{"7 a", 7, "-...", "7 Maya Lindqvist: absent"},
		{"1 2 l '910 enter", 12, "/...", "12 Leila: 09:10, 10 min missed"},
		{"7 l enter", 7, "/...", "09:20, 20 min missed"},
		{"7 o '1000 enter", 7, "/---", "left 10:00"},
		{"7 a 7 c", 7, "....", "7 Maya Lindqvist: not marked (was absent)"},
		{"7 p", 7, "P...", "present"},
		{"7 space", 7, "P...", "present"},
		{"7 a 7 space", 7, "-...", "space marks only"},
		{"7 t", 7, "....", "told us ahead"},
		{"7 esc a", 7, "....", "1 Amara Okafor: absent"},
		{"7 down a", 2, "-...", "2 Björn Åström: absent"},
		{"2 1 a", 1, "....", "nobody has row 21"},
		{"1 2 backspace a", 1, "-...", "1 Amara Okafor: absent"},
		{"0", 1, "....", "rows begin with 1"},
		{"1 0 a", 10, "-...", "10 Zo"},
		{"7 enter a", 7, "-...", "7 Maya Lindqvist: absent"},
		{"7 P", 1, "....", "P is for everyone"},
		{"A", 1, "....", "Caps Lock"},
		{"7 A", 7, "....", "Caps Lock"},
		{"P", 20, "P...", "20 people marked present"},
		{"P P", 20, "P...", "everyone is marked already"},
		{"a P", 1, "-...", "19 people marked present"},
		{"P u", 20, "....", "undone"},
	} {
		d := desk(t)
		d.Press(strings.Fields(c.keys)...)
		if got := d.State(c.row, 2); got != c.state {
			t.Errorf("%s: row %d is %q, want %q", c.keys, c.row, got, c.state)
		}
		if !strings.Contains(d.Said, c.says) {
			t.Errorf("%s: said %q, want %q in it", c.keys, d.Said, c.says)
		}
		if again := d.Load().Count(2); again != d.Room.Cohort.Count(2) {
			t.Errorf("%s: on the disk %+v, on the screen %+v", c.keys, again, d.Room.Cohort.Count(2))
		}
	}
}

func TestOnlyPresentAbsentAndSpaceMoveOn(t *testing.T) {
	for keys, row := range map[string]int{"p": 2, "a": 2, "space": 2, "p p a": 4, "l enter": 1, "t": 1, "c": 1, "7 a": 1, "7 p p": 2, "7 enter p": 8} {
		d := desk(t)
		d.Press(strings.Fields(keys)...)
		if _, y := d.Draw(80, 24).CursorAt(); y-3 != row {
			t.Errorf("%s: the cursor is on row %d, want %d", keys, y-3, row)
		}
	}
	d := desk(t, "Maya", "Noor")
	d.Press("p", "p", "p")
	if d.State(2, 2) != "P..." || !strings.Contains(d.Said, "as before") {
		t.Errorf("after the last row: %q", d.Said)
	}
}

func TestThePromptSaysBeforeEnterWhatItWillDo(t *testing.T) {
	d := desk(t)
	d.Press("7", "l")
	if got := d.Overlay(); !strings.Contains(got, "7 Maya Lindqvist came at") || !strings.Contains(got, "7 Maya Lindqvist: 09:20, 20 min missed") {
		t.Errorf("nothing typed: %q", got)
	}
	d.Press("'930")
	vtest.Golden(t, "prompt", d.Shot(60, 16))
	d.Press("'0")
	if got := d.Overlay(); !strings.Contains(got, "! ") {
		t.Errorf("9300 is taken for a time: %q", got)
	}
	d.Press("enter")
	if d.Stack.Len() != 1 || !d.Bad {
		t.Error("Enter on a text that is no time closed the prompt")
	}
	d.Press("esc")
	if d.Stack.Len() != 0 || d.State(7, 2) != "...." {
		t.Errorf("after esc: %q", d.State(7, 2))
	}
}

func TestOnAnotherDayATimeHasToBeTyped(t *testing.T) {
	d := desk(t)
	d.Room.Day = 1
	d.Press("l")
	if got := d.Overlay(); !strings.Contains(got, "type the time") {
		t.Errorf("the prompt: %q", got)
	}
	d.Press("enter")
	if !strings.Contains(d.Said, "type the time") || d.State(1, 1) != "...." {
		t.Errorf("Enter: %q, %q", d.Said, d.State(1, 1))
	}
	d.Press("'1030", "enter")
	if got := d.State(1, 1); got != "-PPP" {
		t.Errorf("10:30 of the whole day: %q", got)
	}
	d.Press("w")
	if d.Room.Whole || !strings.Contains(d.Said, "Topics") {
		t.Errorf("w on a past day: %q", d.Said)
	}
	if got := d.Draw(80, 24).Text(); !strings.Contains(got, "not today: today is Tue 3 Mar 2026, day 2") || !strings.Contains(got, "marks go to: whole day") {
		t.Errorf("the header:\n%s", got)
	}
}

func TestPresentForTheRestLeavesWhoWasAwayBefore(t *testing.T) {
	d := desk(t, "Maya", "Noor", "Nia", "Leila")
	d.Press("1", "a", "2", "o", "'1000", "enter", "P")
	d.Press("2", "c") // the first block is clear now; the departure still stands in the others
	d.Clock = d.Clock.Add(90 * time.Minute)
	d.Press("P")
	if got := d.State(1, 2) + d.State(2, 2) + d.State(3, 2); got != "-....---PP.." {
		t.Errorf("P in the second block: %s", got)
	}
	if d.Said != "2 people marked present; 1 person left not marked: absent or gone before" {
		t.Errorf("said %q", d.Said)
	}
	d.Press("P")
	if !strings.Contains(d.Said, "1 person not marked, absent or gone in the block before") {
		t.Errorf("P once more: %q", d.Said)
	}
	entries, err := d.Room.Book.Journal(d.Room.Cohort.Cohort.ID)
	if err != nil {
		t.Fatal(err)
	}
	if last := entries[len(entries)-1]; last.How != oplog.Rest.String() || len(last.Changes) != 2 {
		t.Errorf("the last gesture: %+v", last)
	}
}

func TestAConflictIsSettledByChoosingASide(t *testing.T) {
	for _, c := range []struct {
		choose []string
		want   string
	}{{[]string{"enter"}, ""}, {[]string{"down", "enter"}, ""}, {[]string{"esc"}, "two sides"}} {
		d := desk(t, "Maya")
		first := d.Room.Cohort.BlocksOf(2)[0].ID
		other := d.Load()
		late := model.Mark{State: model.Part, Arrived: 555, Left: model.NoClock, Out: []model.Span{{From: 600, To: 610}}}
		d.Press("1", "a")
		d.Save(other, oplog.Single, other.EditMark(other.Row(1), first, late), other.EditRemark(other.Row(1), first, "bus"))
		sides := d.Room.Cohort.Row(1).Cell(first).Conflict
		if len(sides) != 2 {
			t.Fatalf("%+v", sides)
		}
		d.Press("v")
		if got := d.Overlay(); !strings.Contains(got, "part: came 09:15, out 10:00–10:10, 25 min missed") || !strings.Contains(got, "Asha on") {
			t.Errorf("the sides:\n%s", got)
		}
		d.Room.Twelve = true
		d.Room.Book.TellTwelve(true)
		d.Room.Show(d.Load())
		d.Press("esc", "v")
		if got := d.Overlay(); !strings.Contains(got, "part: came 9:15 am, out 10:00 am–10:10 am") {
			t.Errorf("the sides in 12 hours:\n%s", got)
		}
		d.Room.Twelve = false
		d.Room.Book.TellTwelve(false)
		d.Room.Show(d.Load())
		d.Press("esc", "v")
		d.Press(c.choose...)
		cell := d.Load().Row(1).Cell(first)
		if c.want != "" {
			if len(cell.Conflict) != 2 {
				t.Errorf("esc settled: %+v", cell)
			}
			continue
		}
		chosen := sides[len(c.choose)-1].Value
		block, _ := d.Room.Cohort.Block(first)
		if got := model.Describe(cell.Mark, block, false); len(cell.Conflict) != 0 || got != chosen {
			t.Errorf("chosen %q, settled as %q, %+v", chosen, got, cell.Conflict)
		}
		if cell.Remark != "bus" || !strings.HasSuffix(d.Said, "settled") {
			t.Errorf("remark %q, said %q", cell.Remark, d.Said)
		}
		d.Press("u")
		if got := d.Room.Cohort.Row(1).Cell(first).Conflict; len(got) != 2 {
			t.Errorf("undone, the conflict is %+v", got)
		}
		d.Press("v", "esc", "2", "esc", "1", "p")
		if got := d.Room.Cohort.Row(1).Cell(first); len(got.Conflict) != 0 || got.Mark.State != model.Present {
			t.Errorf("marked anew: %+v", got)
		}
		d.Press("v")
		if d.Stack.Len() != 0 || !strings.Contains(d.Said, "nobody disagrees") {
			t.Errorf("v without a conflict: %q", d.Said)
		}
	}
}

// What is pressed is the answer, also where it is what the screen shows of the two.
func TestAStateSettlesAConflictAlthoughItIsTheOneShown(t *testing.T) {
	for _, whole := range []bool{false, true} {
		for _, keys := range [][]string{{"1", "p"}, {"1", "a"}, {"1", "c"}, {"1", "l", "'09:20", "enter"}, {"1", "o", "'10:15", "enter"}} {
			like := desk(t, "Maya")
			like.Room.Whole = whole
			like.Press("1", "l", "'10:00", "enter")
			like.Press(keys...)
			pressed := like.Room.Cohort.Row(1).Marks

			d := desk(t, "Maya")
			d.Room.Whole = whole
			first := d.Room.Cohort.BlocksOf(2)[0].ID
			other := d.Load()
			d.Press("1", "l", "'10:00", "enter")
			mark := model.Plain(model.Unmarked)
			if cell := pressed[like.Room.Cohort.BlocksOf(2)[0].ID]; cell != nil {
				mark = cell.Mark
			}
			d.Save(other, oplog.Single, other.EditMark(other.Row(1), first, model.Mark{State: model.Part, Arrived: model.NoClock, Left: 700}), other.EditRemark(other.Row(1), first, "bus"))
			d.Save(other, oplog.Single, other.EditMark(other.Row(1), first, mark))
			was := d.Room.Cohort.Row(1).Cell(first)
			if !was.Disputed() || !was.Mark.Equal(mark) {
				t.Fatalf("%v: no conflict that shows %v: %+v", keys, mark, was)
			}
			d.Press(keys...)
			got := d.Load().Row(1).Cell(first)
			if got.Disputed() || d.Room.Cohort.Row(1).Cell(first).Disputed() || got.Remark != "bus" || !got.Mark.Equal(mark) {
				t.Errorf("whole day %v, %v: %+v, said %q", whole, keys, got, d.Said)
			}
		}
	}
}

func TestAPromptNamesTheWayToTheWholeDayThatWorksThere(t *testing.T) {
	d := desk(t, "Maya")
	d.Press("1", "l", "'1400")
	if text := strings.Join(strings.Fields(d.Overlay()), " "); !strings.Contains(text, "esc, then w to mark the whole day") {
		t.Errorf("the prompt says: %s", text)
	}
	before := d.State(1, d.Room.Day)
	d.Press("esc", "w", "1", "l", "'1400", "enter")
	if after := d.State(1, d.Room.Day); after == before || d.Bad {
		t.Errorf("after esc and w: %q, was %q; %s", after, before, d.Said)
	}
}
