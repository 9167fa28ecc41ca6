package disputes_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
	"rollbook/ui/room"
	"rollbook/ui/room/roomtest"
	"rollbook/ui/sync/disputes"
	"rollbook/ui/today/todaytest"
)

// act is a verb and its time; 0: none.
type act struct {
	row  int
	verb room.Verb
	at   model.Clock
}

// marks does acts to the second day, in the cohort as it was.
func marks(t *testing.T, d *todaytest.Desk, c *store.Cohort, acts ...act) {
	t.Helper()
	for _, a := range acts {
		var typed *model.Typed
		if a.at != 0 {
			typed = &model.Typed{Kind: model.TypedClock, At: a.at}
		}
		m, err := room.Do(c, c.Row(a.row), 2, model.ID{}, room.Act{Verb: a.verb, Typed: typed}, model.NoClock, false)
		if err != nil {
			t.Fatal(err)
		}
		d.Save(c, m.How, m.Edits...)
	}
}

// apart is a desk where two people marked the same rows without knowing of each other.
func apart(t *testing.T) *todaytest.Desk {
	t.Helper()
	d := todaytest.New(t, todaytest.Names...)
	one, other := d.Load(), d.Load()
	marks(t, d, one, act{4, room.Late, 9*60 + 20}, act{5, room.Absent, 0}, act{9, room.Present, 0})
	marks(t, d, other, act{4, room.Left, 15 * 60}, act{5, room.Present, 0}, act{9, room.Late, 11 * 60})
	return d
}

func shot(t *testing.T, d *roomtest.Desk, theme *kit.Theme, w, h int) []string {
	d.Room.Theme, d.Stack.Theme = theme, theme
	return d.Draw(w, h).Styled()
}

func TestListAndPageAtTheUsualSizes(t *testing.T) {
	for look, noColor := range map[string]bool{"colour": false, "nocolor": true} {
		for size, wh := range map[string][2]int{"60x20": {60, 20}, "80x24": {80, 24}, "120x40": {120, 40}} {
			theme := kit.NewTheme(false, noColor, false)
			theme.Update(tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeSet})
			r := apart(t).Room
			r.Theme = theme
			d := roomtest.At(t, r)
			d.Open(disputes.Open(r))
			vtest.Golden(t, "list-"+look+"-"+size, shot(t, d, theme, wh[0], wh[1]))
			d.Press("enter")
			vtest.Golden(t, "page-"+look+"-"+size, shot(t, d, theme, wh[0], wh[1]))
		}
	}
}

func TestAGroupIsSettledByOneGestureAndAnUndoBringsItBack(t *testing.T) {
	r := apart(t).Room
	d := roomtest.At(t, r)
	d.Open(disputes.Open(r))
	d.Sees("3 disagreements", "4 王小明", "5 दीपिका", "9 عائشة حسن")
	before, err := r.Book.Journal(r.Cohort.Cohort.ID)
	if err != nil {
		t.Fatal(err)
	}
	d.Press("b")
	after, err := r.Book.Journal(r.Cohort.Cohort.ID)
	if err != nil || len(after) != len(before)+1 || after[len(after)-1].How != oplog.Settle.String() {
		t.Fatalf("%d gestures more, %v", len(after)-len(before), err)
	}
	if got := room.StateWords(r.Cohort.Slots(r.Cohort.Row(4), 2), false); !strings.Contains(got, "came 09:20") || !strings.Contains(got, "left 15:00") {
		t.Errorf("both: %q", got)
	}
	d.Sees("2 disagreements")
	d.Press("u")
	d.Sees("3 disagreements")
	d.Press("m")
	if !strings.Contains(d.Last(), "Enter shows them") { // both were made on this laptop
		t.Errorf("mine, where both are: %q", d.Last())
	}
	d.Press("enter", "down", "enter", "enter", "enter")
	d.Sees("1 disagreement")
	d.Press("esc")
	if d.Stack.Len() != 0 {
		t.Errorf("%d pages are left", d.Stack.Len())
	}
}

func TestAPageClosesWhenAnUndoTookAwayWhatItIsAbout(t *testing.T) {
	r := apart(t).Room
	d := roomtest.At(t, r)
	d.Open(disputes.Open(r))
	d.Press("end", "enter")
	d.Sees("9 عائشة حسن", "2 sides")
	d.Run(r.Undo()) // the last of the six marks
	d.Sees("2 disagreements")
}

func TestOfACellOnlyThatCellIsShownAndSettled(t *testing.T) {
	r := apart(t).Room
	d := roomtest.At(t, r)
	blocks := r.Cohort.BlocksOf(2)
	person := r.Cohort.Row(5).Trainee.ID
	settled := 0
	d.Run(disputes.Cell(r, person, []model.ID{blocks[1].ID}, func() { settled++ }))
	d.Sees("5 दीपिका", "10:45 Language", "absent", "present", "had seen: not marked")
	d.Press("enter")
	if d.Stack.Len() != 0 || settled != 1 {
		t.Errorf("%d pages, settled %d times", d.Stack.Len(), settled)
	}
	p := r.Cohort.Person(person)
	if p.Cell(blocks[1].ID).Disputed() || !p.Cell(blocks[0].ID).Disputed() {
		t.Error("another cell was settled, or this one was not")
	}
	d.Run(disputes.Cell(r, person, []model.ID{blocks[1].ID}, nil))
	if !strings.Contains(d.Last(), "nobody disagrees about this mark any more") {
		t.Errorf("said %q", d.Last())
	}
}

func TestCohortsThatAreNotOpenAreListedAndSettledToo(t *testing.T) {
	desk := apart(t)
	r := desk.Room
	first := r.Cohort.Cohort.ID
	c, edits, err := r.Book.NewCohort("Another one", mustCourse(t), model.Dates(model.DateOf(2026, 9, 7), 8, nil), "", nil)
	if err != nil {
		t.Fatal(err)
	}
	roomtest.Save(t, r.Book, c, oplog.Single, edits...)
	r.Show(c)
	d := roomtest.At(t, r)
	d.Open(disputes.Open(r))
	d.Sees("3 disagreements", "Spring 2026", "4 王小明")
	d.Press("b")
	d.Sees("2 disagreements")
	was, err := r.Book.Load(first)
	if err != nil || len(was.Disagreements()) != 2 {
		t.Errorf("%d are left, %v", len(was.Disagreements()), err)
	}
	if r.Cohort.Cohort.Name != "Another one" {
		t.Error("another cohort is open now")
	}
	d.Press("u")
	d.Sees("3 disagreements")
}

func mustCourse(t *testing.T) model.Course {
	t.Helper()
	c, ok := model.EmbeddedCourse("cipss")
	if !ok {
		t.Fatal("no course")
	}
	return c
}

func TestNothingIsSaidWhereNobodyDisagrees(t *testing.T) {
	r := roomtest.New(t, roomtest.DayOne)
	d := roomtest.At(t, r)
	d.Open(disputes.Open(r))
	d.Sees("Nobody disagrees")
	for _, key := range []string{"enter", "m", "t", "b"} {
		d.Press(key)
		if !strings.Contains(d.Last(), "nobody disagrees") {
			t.Errorf("%s: %q", key, d.Last())
		}
	}
}
