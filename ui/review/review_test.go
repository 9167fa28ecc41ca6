package review

import (
	"crypto/rand"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
	"rollbook/ui/room"
)

// stage is a room with a cohort of eight days, of which three are over and the fourth is under way.
type stage struct {
	t   testing.TB
	r   *room.Room
	s   *Screen
	now time.Time
}

func newStage(t testing.TB, names ...string) *stage {
	t.Helper()
	st := &stage{t: t, now: time.Date(2026, 3, 5, 14, 5, 0, 0, time.UTC)}
	clock := func() time.Time { return st.now }
	b, err := store.Create(filepath.Join(t.TempDir(), "roll.book"), store.World{Now: clock, Chance: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	if err := b.SetAuthor("Asha"); err != nil {
		t.Fatal(err)
	}
	course, _ := model.EmbeddedCourse("cipss")
	c, edits, err := b.NewCohort("Spring", course, model.Dates(model.DateOf(2026, 3, 2), 8, nil), "", nil)
	if err != nil {
		t.Fatal(err)
	}
	st.r = &room.Room{Theme: kit.NewTheme(false, false, false), Book: b, Now: clock, Given: model.NoDate, Today: model.DateOf(2026, 3, 5)}
	st.r.Show(c)
	st.commit(oplog.Single, edits...)
	for from := 0; from < len(names); from += 500 { // one gesture can't hold any number
		var people []model.Trainee
		for _, n := range names[from:min(from+500, len(names))] {
			people = append(people, model.Trainee{Name: n})
		}
		edits, _, err := c.Enroll(people, 1, false)
		if err != nil {
			t.Fatal(err)
		}
		st.commit(oplog.Import, edits...)
	}
	st.r.Show(c)
	st.r.Day = 4
	st.s = New(st.r)
	return st
}

func (st *stage) commit(how oplog.How, edits ...store.Edit) {
	st.t.Helper()
	cmd, err := st.r.TryCommit(how, "", edits...)
	if err != nil {
		st.t.Fatal(err)
	}
	_ = cmd // the book's writer has it: nothing here waits for the disk
}

// mark does to a person's day what a key does; block is 0 for the whole day.
func (st *stage) mark(row, day, block int, verb room.Verb, minutes int) {
	st.t.Helper()
	c := st.r.Cohort
	id := model.ID{}
	if block > 0 {
		id = c.BlocksOf(day)[block-1].ID
	}
	a := room.Act{Verb: verb}
	if minutes > 0 {
		a.Typed = &model.Typed{Kind: model.TypedMinutes, Minutes: minutes}
	}
	m, err := room.Do(c, c.Row(row), day, id, a, model.NoClock, false)
	if err != nil {
		st.t.Fatal(err)
	}
	st.commit(m.How, m.Edits...)
}

// usual are four people with something of everything.
func usual(t testing.TB) *stage {
	st := newStage(t, "माया ओर्तीज़", "王小明", "نور حداد", "Zoé Lévesque", "Cancelled Friend")
	for day := 1; day <= 3; day++ {
		for row := 1; row <= 4; row++ {
			st.mark(row, day, 0, room.Present, 0)
		}
	}
	st.mark(1, 2, 1, room.Late, 20)
	st.mark(2, 1, 0, room.Absent, 0)
	st.mark(2, 3, 2, room.Absent, 0)
	st.mark(3, 2, 0, room.Clear, 0)
	st.mark(4, 4, 1, room.Absent, 0)
	c := st.r.Cohort
	st.commit(oplog.Single, c.Leave(c.Row(5), 3)...)
	return st
}

func (st *stage) press(names ...string) []tea.Msg {
	var out []tea.Msg
	for _, key := range vtest.Keys(names...) {
		cmd, found := kit.Press(st.s.Keys(), key)
		if !found {
			st.t.Errorf("no key %s", key)
		}
		now, _ := kit.Ready(cmd)
		out = append(out, now...)
		st.s.View(80, 21)
	}
	return out
}

func (st *stage) shown(w, h int) *vtest.Screen {
	f := st.s.View(w, h-3)
	s := vtest.NewScreen(st.t, w, h)
	for len(f.Lines) < h-1 {
		f.Lines = append(f.Lines, "")
	}
	s.Draw(append(f.Lines, st.r.Theme.Footer(st.s.Keys(), w)), f.Cursor.X, f.Cursor.Y)
	return s
}

func (st *stage) golden(name string, theme *kit.Theme) {
	st.t.Helper()
	*st.r.Theme = *theme
	st.r.Theme.Update(tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeSet})
	for _, size := range []struct {
		name string
		w, h int
	}{{"60x20", 60, 20}, {"80x24", 80, 24}, {"120x40", 120, 40}} {
		vtest.Golden(st.t, name+"-"+size.name, st.shown(size.w, size.h).Shot())
	}
	vtest.Golden(st.t, name+"-styled", st.shown(80, 24).Styled())
}

func TestMatrixAtTheUsualSizes(t *testing.T) {
	st := usual(t)
	st.press("down")
	st.golden("matrix", kit.NewTheme(false, false, false))
	st.golden("matrix-nocolor", kit.NewTheme(true, true, false))
	st.golden("matrix-ascii", kit.NewTheme(true, true, true))
	st.r.Curtain = true
	st.golden("matrix-curtain", kit.NewTheme(false, false, false))
	rows := strings.Join(st.shown(120, 40).Lines()[2:], "\n")
	for _, hidden := range []string{"missed", "not marked", "20", "3h", "everybody"} {
		if strings.Contains(rows, hidden) {
			t.Errorf("the curtain leaves %q:\n%s", hidden, rows)
		}
	}
}

func TestEmptyCohortSaysThatNobodyIsThere(t *testing.T) {
	st := newStage(t)
	if got := st.shown(80, 24).Text(); !strings.Contains(got, "nobody is on the roster yet") {
		t.Errorf("got\n%s", got)
	}
	if out := st.press("enter"); out[0].(kit.SayMsg).Text != "nobody is on the roster yet" {
		t.Errorf("enter: %v", out)
	}
}

func TestTotalsFollowTheMarksAndTheTime(t *testing.T) {
	st := usual(t)
	total := func() string {
		lines := st.shown(120, 40).Lines()
		at := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "    everybody") })
		if at < 0 {
			t.Fatalf("no totals:\n%s", strings.Join(lines, "\n"))
		}
		return strings.Join(strings.Fields(lines[at])[1:], " ")
	}
	if got := total(); got != "6h 20 3h 3h 12h+ 27h" {
		t.Errorf("at first %q", got)
	}
	st.mark(1, 1, 0, room.Absent, 0)
	if got := total(); got != "12h 20 3h 3h 18h+ 27h" {
		t.Errorf("after a mark %q", got)
	}
	st.now = st.now.Add(3 * time.Hour) // the afternoon is over, and nobody was marked in it
	if got := total(); got != "12h 20 3h 3h 18h+ 39h" {
		t.Errorf("after the afternoon %q", got)
	}
	st.r.Given, st.r.Today = model.DateOf(2026, 3, 2), model.DateOf(2026, 3, 2)
	if got := total(); got != "12h 12h 6h" {
		t.Errorf("by the end of day 1 %q", got)
	}
}

func TestCellLeadsToItsDayAndItsPerson(t *testing.T) {
	st := usual(t)
	st.s.View(80, 21)
	out := st.press("down", "left", "left", "d")
	to, ok := out[len(out)-1].(room.GoMsg)
	if !ok || to.Tab != room.Today || to.Person != st.r.Cohort.Row(2).Trainee.ID || st.r.Day != 2 {
		t.Errorf("d: %v, day %d", out, st.r.Day)
	}
	out = st.press("enter")
	open, ok := out[len(out)-1].(kit.OpenMsg)
	if !ok {
		t.Fatalf("enter: %v", out)
	}
	if lines := strings.Join(open.Overlay.View(80, 20).Lines, "\n"); !strings.Contains(lines, "王小明") {
		t.Errorf("the page is of somebody else:\n%s", lines)
	}
	st.s.Update(room.FocusMsg{Person: st.r.Cohort.Row(4).Trainee.ID})
	if p := st.s.person(); p.Row != 4 {
		t.Errorf("focus on %d", p.Row)
	}
	out = st.press("right", "right", "right", "right", "right", "right", "right", "right", "right", "right", "d")
	if say, ok := out[len(out)-1].(kit.SayMsg); !ok || !strings.Contains(say.Text, "go to a day first") {
		t.Errorf("d on a total: %v", out)
	}
}

func TestPersonWhoDisappearsIsNoTrouble(t *testing.T) {
	st := usual(t)
	st.press("end")
	st.r.Book.Flush()
	c, err := st.r.Book.Load(st.r.Cohort.Cohort.ID)
	if err != nil {
		t.Fatal(err)
	}
	c.People = c.People[:2] // as after an undo
	st.r.Cohort = c
	if f := st.s.View(80, 21); f.Cursor.Y > 5 || st.s.person().Row != 2 {
		t.Errorf("cursor %v, person %d", f.Cursor, st.s.person().Row)
	}
	st.r.Show(nil)
	st.s.View(80, 21)
	st.s.Update(room.FocusMsg{})
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
	if got := st.shown(80, 24).Text(); !strings.Contains(got, "counting") {
		t.Fatalf("totals of 5,000 at once:\n%s", got)
	}
	cmd := st.s.Update(nil)
	rounds := 0
	for ; cmd != nil && rounds < 1000; rounds++ {
		cmd = st.s.Update(cmd())
	}
	if rounds < 10 || !st.s.sums.done() || st.s.sums.unmarked != 5000*(3*6+3)*60 {
		t.Errorf("after %d rounds: done %v, %d minutes not marked", rounds, st.s.sums.done(), st.s.sums.unmarked)
	}
	if st.s.Update(nil) != nil {
		t.Error("counts again though nothing has changed")
	}
}

func BenchmarkView5000(b *testing.B) {
	st := crowd(b)
	st.r.Book.Flush()
	for b.Loop() {
		st.s.View(80, 21)
	}
}
