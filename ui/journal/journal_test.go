package journal_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/journal"
	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
	"rollbook/ui/room"
	"rollbook/ui/room/roomtest"
)

// world is a desk whose clock a test moves.
type world struct {
	*roomtest.Desk
	r   *room.Room
	now time.Time
}

// newWorld is a cohort of people of many scripts on its first morning.
func newWorld(t testing.TB, names ...string) *world {
	if len(names) == 0 {
		names = []string{"Maya Lopez", "स्तेफ़ानी देवी", "日本 太郎", "نور الهدى", "Zoé Ångström"}
	}
	w := &world{now: roomtest.DayOne}
	w.r = roomtest.New(t, roomtest.DayOne, names...)
	w.r.Now = func() time.Time { return w.now }
	w.Desk = roomtest.At(t, w.r)
	return w
}

func (w *world) commit(how oplog.How, edits ...store.Edit) {
	w.Helper()
	w.Run(w.r.Commit(how, "", edits...))
}

func (w *world) block(n int) model.ID { return w.r.Cohort.BlocksOf(1)[n].ID }

func (w *world) id(row int) model.ID { return w.r.Cohort.Row(row).Trainee.ID }

func (w *world) mark(row int, s model.State) {
	w.Helper()
	w.commit(oplog.Single, w.r.Cohort.EditMark(w.r.Cohort.Row(row), w.block(0), model.Plain(s)))
}

// everyone marks all people of the first block with one key.
func (w *world) everyone() {
	edits, _, err := w.r.Cohort.MarkRest(1, w.block(0), false)
	if err != nil {
		w.Fatal(err)
	}
	w.commit(oplog.Rest, edits...)
}

// states are the marks of the first block, in order of row, as the book has them.
func (w *world) states() string {
	w.Helper()
	w.r.Book.Flush()
	c, err := w.r.Book.Load(w.r.Cohort.Cohort.ID)
	if err != nil {
		w.Fatal(err)
	}
	said := ""
	for _, p := range c.People {
		said += [...]string{".", "P", "/", "-"}[p.Cell(w.block(0)).Mark.State]
	}
	return said
}

// told is a cohort with something of everything in its journal.
func told(t testing.TB) *world {
	w := newWorld(t)
	c := w.r.Cohort
	maya := c.Row(1).Trainee
	w.mark(1, model.Absent)
	maya.Say, maya.Email, maya.Certificate = "MY-ah", "maya@example.org", "Maria Lopez"
	w.commit(oplog.Single, c.EditTrainee(maya)...)
	w.commit(oplog.Single, c.EditRemark(c.Row(1), w.block(0), "the bus"))
	w.mark(1, model.Present)
	w.everyone()
	note, err := w.r.Book.NewID()
	if err != nil {
		t.Fatal(err)
	}
	w.commit(oplog.Single, c.EditNote(store.Note{ID: note, Trainee: maya.ID, Text: "likes to go first", Together: true})...)
	n := c.Count(1)
	day, _ := c.Day(1)
	w.commit(oplog.Single, c.EditClosing(day.ID, &n))
	w.mark(3, model.Absent)
	return w
}

func TestTheJournalListsWhoWhenWhereAndFromWhatToWhatNewestFirst(t *testing.T) {
	w := told(t)
	p := journal.Open(w.r)
	if text := strings.Join(p.View(80, 10).Lines, "\n"); !strings.Contains(text, "reading the journal") {
		t.Errorf("before it is read: %s", text)
	}
	w.Open(p)
	lines := w.Draw(120, 30).Lines()
	for i, want := range []string{"3 日本 太郎: present → absent", "day 1: closed: 5 present", "note on Maya Lopez", "4 people: present (day 1 09:00 Creating",
		"1 Maya Lopez: absent → present (day 1 09:00 Creating", "1 Maya Lopez: remark: the bus", "1 Maya Lopez: say-it-like",
		"absent", "5 people added", "cohort Spring"} {
		if got := lines[i+2]; !strings.Contains(got, want) || !strings.HasPrefix(got, "2 Mar 09:05 ") || !strings.Contains(got, "Asha") {
			t.Errorf("line %d is %q, want %q in it", i+1, got, want)
		}
	}
}

func TestUndoOfAnyGestureSaysWhatIsLeftAndShowsIt(t *testing.T) {
	w := newWorld(t)
	w.everyone()
	w.mark(2, model.Absent)
	w.mark(4, model.Absent)
	w.Open(journal.Open(w.r))
	w.Press("down", "down", "enter")
	w.Sees("5 people: present (day 1 09:00 Creating Learning Environments)", "at one key: 5 changes", "nothing of it is undone")
	w.Press("u")
	w.Sees("Undo '5 people: present'?", "It made 5 changes: all are taken")
	w.Press("y")
	if got := w.states(); got != ".-.-." {
		t.Errorf("the marks are %s", got)
	}
	if !strings.HasPrefix(w.Last(), "3 put back, 2 changed since: left: ") || !strings.Contains(w.Last(), "2 स्तेफ़ानी देवी") || !strings.Contains(w.Last(), "4 نور") {
		t.Errorf("said %q", w.Last())
	}
	w.Sees("3 undone, 2 changed since: left")
	changed := 0
	for _, line := range w.Draw(100, 30).Lines() {
		if strings.HasSuffix(line, " changed since") {
			changed++
		}
	}
	if changed != 2 {
		t.Errorf("%d changes are shown as left", changed)
	}
	w.Press("u", "y")
	if !strings.Contains(w.Last(), "all of it was changed since") {
		t.Errorf("undone twice, it says %q", w.Last())
	}
	w.Press("ctrl+r")
	if got := w.states(); got != "P-P-P" || !strings.HasPrefix(w.Last(), "put back: 5 people") {
		t.Errorf("put back: %s, said %q", got, w.Last())
	}
}

func TestWhatSomebodyElseDidIsUndoneAndPutBackFromTheList(t *testing.T) {
	w := newWorld(t)
	w.mark(1, model.Absent)
	if err := w.r.Book.SetAuthor("Ben"); err != nil {
		t.Fatal(err)
	}
	w.Run(w.r.Reload(""))
	w.mark(2, model.Absent)
	w.Open(journal.Open(w.r))
	w.Sees("Ben", "Asha")
	w.Press("down", "x", "y")
	if got := w.states(); got != ".-..." {
		t.Errorf("x on the second line: %s", got)
	}
	w.Sees(" undone: 1 Maya Lopez: absent", "was undone: 1 Maya Lopez: not marked → absent")
	w.Press("u")
	if !strings.Contains(w.Last(), "undone already") {
		t.Errorf("u once more says %q", w.Last())
	}
	w.Press("ctrl+r")
	if got := w.states(); got != "--..." {
		t.Errorf("ctrl+r: %s", got)
	}
	w.Sees("undone, then taken back: 1 Maya Lopez: absent", "put back: 1 Maya Lopez: absent")
	w.Press("ctrl+r")
	if !strings.Contains(w.Last(), "not undone") {
		t.Errorf("ctrl+r once more says %q", w.Last())
	}
}

func TestANarrowJournalLeavesOutTheLaptopAndNotWhatWasDone(t *testing.T) {
	for _, twelve := range []bool{false, true} {
		w := newWorld(t)
		if err := w.r.Book.SetAuthor("Wilhelmina Ana Fernandez"); err != nil {
			t.Fatal(err)
		}
		w.r.Twelve = twelve
		w.mark(1, model.Absent)
		w.Open(journal.Open(w.r))
		screen := w.Draw(60, 20).Lines()
		if !strings.Contains(screen[1], "What") || strings.Contains(screen[1], "Laptop") || !strings.Contains(screen[2], "1 Maya Lopez: not mark") {
			t.Errorf("at 60 cells:\n%s", strings.Join(screen, "\n"))
		}
		if screen = w.Draw(80, 24).Lines(); !strings.Contains(screen[1], "What") || !strings.Contains(screen[1], "Laptop") {
			t.Errorf("at 80 cells:\n%s", strings.Join(screen, "\n"))
		}
	}
}

func TestAGestureOfAnEarlierDateIsAskedAboutOnce(t *testing.T) {
	w := newWorld(t)
	w.mark(1, model.Absent)
	w.now = w.now.AddDate(0, 0, 1)
	w.Open(journal.History(w.r, w.id(1), w.block(0)))
	w.Press("u")
	w.Sees("Undo '1 Maya Lopez: absent' of Mon 2 Mar 2026?")
	w.Press("y")
	if got := w.states(); got != "....." || w.Stack.Len() != 1 {
		t.Errorf("undone to %s, %d overlays", got, w.Stack.Len())
	}
}

func TestFilterListsAPersonADayOrATrainer(t *testing.T) {
	w := told(t)
	day2 := w.r.Cohort.BlocksOf(2)[0].ID
	w.commit(oplog.Single, w.r.Cohort.EditMark(w.r.Cohort.Row(2), day2, model.Plain(model.Part)))
	w.Open(journal.Open(w.r))
	for _, c := range []struct{ choose, sees, lacks, title string }{
		{"1 maya", "email: maya@", "people added", "History of 1 Maya Lopez"},
		{"day 2", "2 स्तेफ़ानी देवी: not marked → part", "Maya", "Journal of day 2, Spring"},
		{"asha", "11 lines", "nobody", "Journal of what Asha did, Spring"},
		{"everything", "11 lines", "nobody", "Journal of Spring"},
	} {
		w.Press("f", "'"+c.choose, "enter")
		w.Sees(c.sees, c.title)
		w.Lacks(c.lacks)
	}
	w.Press("f", "'zoé", "enter")
	w.Sees("2 lines")
	w.Press("f", "'everything", "enter", "/", "'BUS", "enter")
	w.Sees("1 of 11 lines with 'BUS'", "the bus")
	w.Press("/", "ctrl+u", "'nowhere")
	w.Sees("0 lines")
	w.Press("esc")
	w.Sees("the bus")
	w.Press("/", "ctrl+u", "enter")
	w.Sees("11 lines")
}

func TestAPersonsHistoryTellsNothingOfOthers(t *testing.T) {
	w := told(t)
	w.Open(journal.History(w.r, w.id(2), model.ID{}))
	w.Sees("History of 2 स्तेफ़ानी देवी", "not marked → present (day 1 09:00 Creating Learning")
	w.Lacks("Maya", "日本")
	w.Press("enter")
	w.Sees("3 changes about others: a shows them")
	w.Lacks("日本", "Zoé")
	w.Press("a")
	w.Sees("日本", "Zoé")
	w.Press("esc", "f")
	if !strings.Contains(w.Last(), "g j") {
		t.Errorf("f on a history says %q", w.Last())
	}
}

func TestTheHistoryOfAMarkIsOfThatMarkOnly(t *testing.T) {
	w := told(t)
	w.Open(journal.History(w.r, w.id(1), w.block(0)))
	w.Sees("History of 1 Maya Lopez, day 1 09:00–12:00 Creating Learning Environments", "3 lines", "absent → present", "not marked → absent", "remark: the bus")
	w.Press("esc")
	w.Open(journal.OfDay(w.r, w.id(1), 2))
	w.Sees("History of 1 Maya Lopez, day 2", "nothing was ever changed here")
	w.Press("u", "enter")
	if w.Stack.Len() != 1 || w.Last() != "no line is here" {
		t.Errorf("keys without a line: %d overlays, said %q", w.Stack.Len(), w.Said)
	}
	w.Press("esc")
	w.Open(journal.History(w.r, model.ID{9}, model.ID{}))
	w.Sees("Nobody is here")
}

func TestTheCurtainLeavesNamesAndMarks(t *testing.T) {
	w := told(t)
	w.Open(journal.History(w.r, w.id(1), model.ID{}))
	w.Sees("the bus", "email: maya@", "certificate name: changed")
	w.Lacks("Maria")
	w.r.Curtain = true
	w.Lacks("the bus", "maya@example.org", "MY-ah", "certificate")
	w.Sees("not marked → absent (day 1 09:00 Creating Learning")
	w.Press("esc")
	w.Open(journal.Open(w.r))
	w.Lacks("remark", "note on", "email", "the bus")
	w.Sees("4 people: present", "something that the curtain hides")
	w.Press("/")
	if !strings.Contains(w.Last(), "curtain") {
		t.Errorf("find behind the curtain: %q", w.Said)
	}
	w.Press("down", "down", "enter")
	w.Lacks("likes to go first", "note on")
	w.Press("u")
	w.Lacks("note on")
}

func TestTimesAreToldAsTheScreenShowsThem(t *testing.T) {
	w := newWorld(t)
	w.r.Twelve = true
	w.r.Book.TellTwelve(true)
	c := w.r.Cohort
	w.commit(oplog.Single, c.EditMark(c.Row(1), w.block(0), model.Mark{State: model.Part, Arrived: 560, Left: model.NoClock}),
		c.EditRemark(c.Row(1), w.block(0), "came at 13:00"))
	w.Open(journal.History(w.r, w.id(1), w.block(0)))
	w.Sees("part: came 9:20 am", "came at\n13:00", "9:05 am")
	w.Press("u", "y")
	if !strings.Contains(w.Last(), "part: came 9:20 am") {
		t.Errorf("undone, it says %q", w.Last())
	}
}

func TestAJournalThatCanNotBeReadSaysSo(t *testing.T) {
	w := newWorld(t)
	w.mark(1, model.Absent)
	p := journal.Open(w.r)
	if err := w.r.Book.Close(); err != nil {
		t.Fatal(err)
	}
	w.Open(p)
	w.Sees("! the journal could not be read: the book is closed")
}

func TestTheJournalAtTheUsualSizes(t *testing.T) {
	for _, size := range []struct {
		name string
		w, h int
	}{{"60x20", 60, 18}, {"80x24", 80, 22}, {"120x40", 120, 38}} {
		w := told(t)
		w.Open(journal.Open(w.r))
		w.Press("down", "down", "down")
		vtest.Golden(t, "journal-"+size.name, w.Draw(size.w, size.h).Shot())
		w.Press("enter", "down")
		vtest.Golden(t, "gesture-"+size.name, w.Draw(size.w, size.h).Shot())
	}
	for name, theme := range map[string]*kit.Theme{"dark": kit.NewTheme(true, false, false), "nocolor-ascii": kit.NewTheme(true, true, true)} {
		w := told(t)
		*w.r.Theme = *theme
		w.Open(journal.Open(w.r))
		w.Press("u", "y", "down")
		vtest.Golden(t, "journal-"+name, w.Draw(80, 22).Styled())
		w.Press("down", "enter")
		vtest.Golden(t, "gesture-"+name, w.Draw(80, 22).Styled())
	}
}

func TestAnySizeIsDrawnWithinItself(t *testing.T) {
	w := told(t)
	p := journal.Open(w.r)
	w.Open(p)
	w.Press("enter")
	for _, o := range []kit.Overlay{p, w.Stack.Top()} {
		for width := 1; width < 90; width += 8 {
			for h := 1; h < 30; h++ {
				f := o.View(width, h)
				if len(f.Lines) > h || f.Cursor.Y >= max(len(f.Lines), 1) || f.Cursor.X >= width {
					t.Fatalf("%d×%d: %d lines, cursor %+v", width, h, len(f.Lines), f.Cursor)
				}
				for _, line := range f.Lines {
					if n := w.r.Theme.Width(line); n > width {
						t.Fatalf("%d×%d: %d cells: %q", width, h, n, line)
					}
				}
			}
		}
	}
}

// The grid asks for the rows in sight and no others: what is measured holds for any number of them.
func BenchmarkMoveInALongJournal(b *testing.B) {
	w := newWorld(b)
	const gestures = 4000
	var saving []*store.Saving
	for i := range gestures {
		state := model.Plain(model.State(1 + i%3))
		d, err := w.r.Cohort.Form(oplog.Single, w.r.Cohort.EditMark(w.r.Cohort.Row(1+i%5), w.r.Cohort.Blocks[i/5%len(w.r.Cohort.Blocks)].ID, state))
		if err != nil {
			b.Fatal(err)
		}
		if d != nil {
			w.r.Cohort.Apply(d)
			saving = append(saving, w.r.Book.Save(d))
		}
	}
	for _, s := range saving {
		if err := s.Wait(); err != nil {
			b.Fatal(err)
		}
	}
	p := journal.Open(w.r)
	w.Open(p)
	if !strings.Contains(fmt.Sprint(p.View(80, 24).Lines), "lines") {
		b.Fatal("nothing is listed")
	}
	key := tea.KeyPressMsg{Code: tea.KeyDown}
	for b.Loop() {
		p.Update(key)
		p.View(80, 24)
	}
}
