package review

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

func TestMatrixAtTheUsualSizes(t *testing.T) {
	st := usual(t)
	st.press("down", "left", "left", "left")
	st.golden("matrix", kit.NewTheme(false, false, false))
	st.golden("matrix-nocolor", kit.NewTheme(true, true, false))
	st.golden("matrix-ascii", kit.NewTheme(true, true, true))
	st.press("b")
	st.golden("topics", kit.NewTheme(false, false, false))
	st.golden("topics-ascii", kit.NewTheme(true, true, true))
	st.press("b")
	st.golden("picture", kit.NewTheme(false, false, false))
	st.golden("picture-nocolor", kit.NewTheme(true, true, false))
	st.golden("picture-ascii", kit.NewTheme(true, true, true))
}

func TestCurtainLeavesNamesAndMarks(t *testing.T) {
	st := usual(t)
	st.press("s", "s", "f", "down", "enter")
	st.Room.Curtain = true
	for _, by := range []string{"matrix", "topics", "picture"} {
		st.golden(by+"-curtain", kit.NewTheme(false, false, false))
		got := st.Draw(120, 40).Text()
		for _, hidden := range []string{"missed", "20", "3h", "everybody", "in the room", "left", "must", "made up", "✓", "Riverview"} {
			if strings.Contains(got, hidden) {
				t.Errorf("%s: the curtain leaves %q:\n%s", by, hidden, got)
			}
		}
		if !strings.Contains(got, "Zoé Lévesque") || !strings.Contains(got, "王小明") {
			t.Errorf("%s: the curtain hides names:\n%s", by, got)
		}
		st.press("b")
	}
	for _, key := range []string{"f", "s", "w", "r", "m"} {
		st.press(key)
		st.Heard("the curtain is closed")
	}
	st.press("enter")
	st.golden("cell-curtain", kit.NewTheme(false, false, false))
}

func TestEmptyCohortSaysThatNobodyIsThere(t *testing.T) {
	st := newStage(t)
	st.Sees("nobody is on the roster yet")
	for _, key := range []string{"enter", "m"} {
		st.press(key)
		st.Heard("nobody is on the roster yet")
	}
	st.press("b", "s", "b", "b")
	st.Room.Show(nil)
	st.s.View(80, 21)
	st.s.Update(room.FocusMsg{})
	for _, key := range []string{"enter", "m", "f", "s", "r", "x", "b", "d"} {
		st.press(key)
	}
}

// total is the line of totals, in words.
func (st *stage) total() string {
	st.Helper()
	lines := st.Draw(120, 40).Lines()
	at := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "    everybody") })
	if at < 0 {
		st.Fatalf("no totals:\n%s", strings.Join(lines, "\n"))
	}
	return strings.Join(strings.Fields(lines[at])[1:], " ")
}

func TestTotalsFollowTheMarksAndTheTime(t *testing.T) {
	st := usual(t)
	// Days 1 to 4, then missed, to make up, not marked: Friend's days 1 and 2 are not marked, and of
	// day 4 only the morning is over, in which three are not marked.
	if got := st.total(); got != "6h 20 6h 3h 15h+ 2h20 27h" {
		t.Errorf("at first %q", got)
	}
	st.mark(1, 1, 0, room.Absent, 0)
	if got := st.total(); got != "12h 20 6h 3h 21h+ 8h20 27h" {
		t.Errorf("after a mark %q", got)
	}
	st.now = st.now.Add(3 * time.Hour) // the afternoon is over, and nobody was marked in it
	if got := st.total(); got != "12h 20 6h 3h 21h+ 8h20 39h" {
		t.Errorf("after the afternoon %q", got)
	}
	st.Room.Given, st.Room.Today = model.DateOf(2026, 3, 2), model.DateOf(2026, 3, 2)
	if got := st.total(); got != "12h 12h 8h 6h" {
		t.Errorf("by the end of day 1 %q", got)
	}
}

func TestStandingAndWhyStandOverTheMatrix(t *testing.T) {
	st := usual(t)
	st.press("down", "left", "left", "left")
	st.Sees("2 王小明, day 1, Mon 2 Mar: absent, 6 h missed, 4 h made up, must be attended",
		"must-attend time missed: 2 h of day 1 missed and not made up", "must 2h", "room 75% full")
	st.press("left", "left")
	st.Sees("2 王小明: 9 h of 21 h missed, 4 h made up, 2 h to make up, 3 h not marked")
	st.press("b")
	st.Sees("2 王小明, Creating Learning Environments: 3 h of 3 h missed, 3 h made up")
	st.press("b")
	st.Sees("2 王小明, day 1, 09:00–12:00 Creating Learning Environments: absent, 3 h made up")
}

func TestFiltersAndSortsKeepTheFocusOnItsPerson(t *testing.T) {
	st := usual(t)
	listed := func() string {
		var rows []string
		for _, id := range st.s.matrix.rows {
			rows = append(rows, fmt.Sprint(st.Room.Cohort.Person(id).Row))
		}
		return strings.Join(rows, " ")
	}
	st.press("down", "down", "down")
	for _, c := range []struct{ typed, rows string }{
		{"missed", "1 2 4"}, {"time", "1 2"}, {"unmarked", "1 2 3 5"}, {"river", "1 2"}, {"dix", "4"}, {"everyb", "1 2 3 4 5 6"},
	} {
		st.press("f")
		for _, key := range c.typed {
			st.press(string(key))
		}
		st.press("enter")
		if got := listed(); got != c.rows {
			t.Errorf("%s lists %s, want %s", c.typed, got, c.rows)
		}
	}
	st.s.Update(room.FocusMsg{Person: st.Room.Cohort.Row(4).Trainee.ID})
	for _, want := range []string{"5 6 4 3 1 2", "2 4 1 3 5 6", "1 2 3 4 5 6"} {
		st.press("s")
		if got := listed(); got != want {
			t.Errorf("sorted %s, want %s", got, want)
		}
		if p := st.s.matrix.person(); p.Row != 4 && want[0] != '2' {
			t.Errorf("the focus went to %d", p.Row)
		}
		if p := st.s.matrix.person(); p.Row != 2 && want[0] == '2' {
			t.Errorf("the focus is on %d, not on who missed most", p.Row)
		}
		st.s.Update(room.FocusMsg{Person: st.Room.Cohort.Row(4).Trainee.ID})
	}
}

func TestFocusStaysOnItsDayThroughTopicsAndBlocks(t *testing.T) {
	st := usual(t)
	st.press("left") // day 3
	for _, want := range []string{"Connection: present", "day 3, 09:00–12:00 Connection", "day 3, Wed 4 Mar"} {
		st.press("b")
		st.Sees("1 माया ओर्तीज़, " + want)
	}
	st.press("b", "left", "left", "b") // a topic of day 2
	st.Sees("day 2, 09:00–12:00 First Contact")
}

func TestFindTakesOffAFilterThatHidesThePerson(t *testing.T) {
	st := usual(t)
	st.press("f", "t", "i", "m", "e", "enter")
	st.s.Update(room.FocusMsg{Person: st.Room.Cohort.Row(4).Trainee.ID})
	if p := st.s.matrix.person(); p.Row != 4 || st.s.matrix.only.what != all {
		t.Errorf("the focus is on %d, with %q", p.Row, st.s.matrix.only.words())
	}
}

func TestMakingUpChangesWhoIsListedAndUndoPutsItBack(t *testing.T) {
	st := usual(t)
	st.press("f", "t", "i", "m", "e", "enter")
	st.Heard("time to make up: 2 of 6 people")
	st.Sees("must 20", "must 2h")
	st.madeUp(1, 2, 1, 20)
	st.madeUp(2, 1, 2, 120)
	st.Sees("nobody is listed: time to make up")
	st.press("m")
	st.Heard("nobody is listed")
	st.Run(st.Room.Undo())
	st.Sees("2 王小明", "must 2h")
}

func TestCancelledDaysCountForNobody(t *testing.T) {
	st := usual(t)
	d, _ := st.Room.Cohort.Day(1)
	d.Cancelled = true
	st.commit(oplog.Single, st.Room.Cohort.EditDay(d)...)
	if got := st.total(); got != "20 6h 3h 9h20 20 21h" {
		t.Errorf("without day 1 %q", got)
	}
	st.press("left", "left", "left", "enter")
	st.Sees("1 माया ओर्तीज़, day 1")
	st.press("esc", "b", "b")
	st.Draw(80, 24)
}

func crowd(t testing.TB) *stage {
	var names []string
	for i := range 5000 {
		names = append(names, fmt.Sprintf("Trainee %d", i))
	}
	return newStage(t, names...)
}

func TestLargeCohortIsCountedInPartsBetweenFrames(t *testing.T) {
	st := crowd(t)
	st.Sees("counting")
	cmd := st.s.Update(nil)
	rounds := 0
	for ; cmd != nil && rounds < 1000; rounds++ {
		cmd = st.s.Update(cmd())
	}
	m := st.s.matrix
	if rounds < 10 || m.counting != nil || m.tally.whole.unmarked != 5000*(3*6+3)*60 {
		t.Errorf("after %d rounds: %d minutes not marked", rounds, m.tally.whole.unmarked)
	}
	if st.s.Update(nil) != nil {
		t.Error("counts again though nothing has changed")
	}
	if m.person().Row != 1 || len(m.rows) != 5000 {
		t.Errorf("%d rows, the focus on %d", len(m.rows), m.person().Row)
	}
}

func BenchmarkView5000(b *testing.B) {
	st := crowd(b)
	st.Room.Book.Flush()
	for b.Loop() {
		st.s.View(80, 21)
	}
}
