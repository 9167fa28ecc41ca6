package people

import (
	"strings"
	"testing"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
)

func TestAMissedBlockIsMadeUpAndUndoOwesItAgain(t *testing.T) {
	d := told(t)
	block := d.block(2, 0)
	before := d.gestures()
	d.Open(PageOf(d.Room, d.row(1)))
	d.on("3 h missed: can be made up")
	d.Press("m")
	d.Sees("1 Maya Lopez: make up day 2, 09:00–12:00 Language", "3 h", "2026-03-03", "Asha", "< one to one >",
		"all of it is made up then. The mark stays as it is.")
	d.Press("ctrl+u", "'1h", "tab", "ctrl+u", "'+2", "tab", "ctrl+u", "'Ben")
	d.Sees("1 h of day 2, Language made up on Thu 5 Mar, one to one; 2 h left to make up; that date is still to come")
	d.Press("ctrl+s")
	p := d.stored(1)
	if len(p.MakeUps) != 1 || p.MakeUps[0].Minutes != 60 || p.MakeUps[0].Block != block || p.MakeUps[0].Date != model.DateOf(2026, 3, 5) ||
		p.MakeUps[0].With != "Ben" || p.Cell(block).Mark.State != model.Absent {
		t.Fatalf("stored %+v; said %q", p.MakeUps, d.Said)
	}
	if n := d.gestures() - before; n != 1 {
		t.Errorf("%d gestures", n)
	}
	d.Sees("1 h of day 2, Language, on Thu 5 Mar 2026, one to one, with Ben.", "1 h made up: 2 h can still be made up")
	d.Press("u")
	if p := d.stored(1); len(p.MakeUps) != 0 || d.Room.Cohort.Owing(p, block) != 180 {
		t.Errorf("undone: %+v", p.MakeUps)
	}
	d.Sees("3 h missed: can be made up")
}

func TestAMakeUpCannotExceedWhatWasMissed(t *testing.T) {
	d := told(t)
	d.Open(MakeUp(d.Room, d.row(1), d.block(1, 0)))
	d.Press("ctrl+u", "'1h")
	d.Sees("! 1 Maya Lopez has 20 min to make up in day 1, 09:00 Language, not 1 h: give no more minutes than that")
	d.Press("ctrl+s")
	if d.Stack.Len() != 1 || len(d.stored(1).MakeUps) != 0 {
		t.Fatalf("it was taken; said %q", d.Said)
	}
	d.Press("ctrl+u", "'soon", "ctrl+s")
	if !strings.Contains(d.Last(), "type minutes, or hours and minutes") {
		t.Errorf("said %q", d.Last())
	}
	d.Press("ctrl+u", "'20", "ctrl+s")
	if p := d.stored(1); len(p.MakeUps) != 1 || d.Last() != "1 Maya Lopez: 20 min of day 1, Language made up on Tue 3 Mar" {
		t.Errorf("stored %+v, said %q", p.MakeUps, d.Last())
	}
}

func TestAMakeUpIsChangedOrTakenAway(t *testing.T) {
	d := told(t)
	block := d.block(2, 0)
	d.Open(MakeUp(d.Room, d.row(1), block))
	d.Press("ctrl+u", "'1h", "ctrl+s")
	d.Open(MakeUp(d.Room, d.row(1), block))
	d.Sees("change: 1 h on Tue 3 Mar 2026", "one to one, with Asha", "another one", "2 h left to make up")
	d.Press("home", "enter", "ctrl+u", "'3h")
	d.Sees("all of it is made up then")
	d.Press("ctrl+s")
	if p := d.stored(1); len(p.MakeUps) != 1 || p.MakeUps[0].Minutes != 180 {
		t.Fatalf("changed: %+v, said %q", p.MakeUps, d.Said)
	}
	d.Open(MakeUp(d.Room, d.row(1), block))
	d.Press("end", "enter")
	if !strings.Contains(d.Last(), "all that was missed here is made up") {
		t.Errorf("said %q", d.Last())
	}
	d.Press("home", "enter", "ctrl+x")
	if p := d.stored(1); len(p.MakeUps) != 0 || d.Last() != "1 Maya Lopez: make-up of day 2, Language taken away, 3 h to make up again" {
		t.Errorf("taken away: %+v, said %q", p.MakeUps, d.Last())
	}
	d.Press("u")
	if p := d.stored(1); len(p.MakeUps) != 1 {
		t.Errorf("undone: %+v", p.MakeUps)
	}
}

func TestNothingToMakeUpSaysWhy(t *testing.T) {
	d := told(t)
	for _, c := range []struct {
		on, says string
	}{
		{"First Contact: present", "1 Maya Lopez missed nothing here"},
		{"13:00 to 16:00, First Contact: to come", "is not marked here"},
	} {
		d.Open(PageOf(d.Room, d.row(1)))
		d.on(c.on)
		d.Press("m")
		if !strings.Contains(d.Last(), c.says) {
			t.Errorf("on %s: said %q", c.on, d.Last())
		}
		d.Press("esc")
	}
	d.Open(PageOf(d.Room, d.row(2)))
	d.Press("m")
	if !strings.Contains(d.Last(), "nothing is missed of what is marked") {
		t.Errorf("said %q", d.Last())
	}
	d.Press("esc")
	d.Open(PageOf(d.Room, d.row(1)))
	d.Press("m") // on the name: which block?
	d.Sees("1 Maya Lopez: what was made up?", "day 1, 09:00–12:00 Language", "20 min to make up", "day 2, 09:00–12:00 Language")
}

// earlier is another cohort, over by now, in which Ana Silva was absent from the first block on
// Language, of 3 h, and nothing may be missed.
func (d *desk) earlier() *store.Cohort {
	d.Helper()
	c := d.cohort("Winter 2025", "Ana Silva")
	var edits []store.Edit
	for _, day := range c.Days {
		day.Date -= 90
		edits = append(edits, c.EditDay(day)...)
	}
	edits = append(edits, c.EditRule(model.Rule{})...)
	for i, b := range c.Blocks {
		m := model.Plain(model.Present)
		if i == 0 {
			m = model.Plain(model.Absent)
		}
		edits = append(edits, c.EditMark(c.Row(1), b.ID, m))
	}
	draft, err := c.Form(oplog.Single, edits...)
	d.Must(err)
	d.Must(d.Room.Book.Save(draft).Wait())
	return d.load(c.Cohort.ID)
}

func (d *desk) load(id model.ID) *store.Cohort {
	d.Helper()
	d.Room.Book.Flush()
	c, err := d.Room.Book.Load(id)
	d.Must(err)
	return c
}

func TestAGuestWhoMakesUpIsListedOutsideTotalsAndLinkedOnlyOnEnter(t *testing.T) {
	d := newDesk(t)
	winter := d.earlier()
	d.Room.Day = 1
	language := d.Room.Cohort.BlocksOf(1)[0]
	d.Open(Add(d.Room, true))
	d.Press("'ana silva")
	d.Sees("Ana Silva, known from Winter 2025: Enter takes them, ctrl+g as a guest for day 1 only")
	d.Press("ctrl+g")
	guest := d.Room.Cohort.Row(6)
	if guest == nil || len(guest.Guest) != 2 || d.focus() != guest.Trainee.ID || guest.Trainee.ID != winter.Row(1).Trainee.ID {
		t.Fatalf("enrolled %+v; said %q", guest, d.Said)
	}
	if a := d.Room.Cohort.Account(guest, d.Room.AsOf(), model.RequiredNone); a.Scheduled != 0 {
		t.Errorf("the guest counts: %+v", a)
	}
	if len(d.Room.Owed[guest.Trainee.ID]) != 1 {
		t.Fatalf("owed: %+v", d.Room.Owed)
	}
	d.Open(PageOf(d.Room, guest.Trainee.ID))
	if page := strings.Join(d.Stack.Top().View(80, 60).Lines, "\n"); strings.Contains(page, "Required before") ||
		strings.Count(page, "For day 1 of Winter 2025, where 3 h can be made up.") != 1 {
		t.Errorf("the guest's page:\n%s", page)
	}
	d.Press("esc")
	if got := NoMakeUp(d.Room, guest.Trainee.ID, []model.Block{language}); !strings.Contains(got, "not marked here") {
		t.Errorf("before the mark: %q", got)
	}
	d.mark(6, 1, 0, model.Mark{State: model.Part, Arrived: 600, Left: model.NoClock})
	if len(d.load(winter.Cohort.ID).Row(1).MakeUps) != 0 {
		t.Fatal("it was linked by itself")
	}
	d.Run(MakeUps(d.Room, guest.Trainee.ID, []model.Block{language}))
	d.Sees("6 Ana Silva", "make up day 1, 09:00–12:00 Language of Winter 2025", "2 h", "2026-03-02", "< in Spring 2026, day 1, 09:00–12:00 Language >",
		"1 h left to make up")
	d.Press("ctrl+s")
	made := d.load(winter.Cohort.ID).Row(1)
	if len(made.MakeUps) != 1 || made.MakeUps[0].Minutes != 120 || made.MakeUps[0].InCohort != d.Room.Cohort.Cohort.ID || made.MakeUps[0].InBlock != language.ID {
		t.Fatalf("written down: %+v; said %q", made.MakeUps, d.Said)
	}
	if made.Cell(winter.Blocks[0].ID).Mark.State != model.Absent {
		t.Error("the original mark changed")
	}
	if owed := d.Room.Owed[guest.Trainee.ID]; len(owed) != 1 || owed[0].Minutes != 60 {
		t.Errorf("owed after it: %+v", owed)
	}
	d.Run(MakeUps(d.Room, guest.Trainee.ID, []model.Block{language}))
	if d.Stack.Len() != 0 || !strings.Contains(d.Last(), "2 h of it were made up in this block already") {
		t.Errorf("linked twice: said %q", d.Last())
	}
	d.Press("u")
	if owed := d.Room.Owed[guest.Trainee.ID]; len(owed) != 1 || owed[0].Minutes != 180 {
		t.Errorf("owed after undo: %+v", owed)
	}
}

func TestAGuestIsSomebodyWhomTheBookKnows(t *testing.T) {
	d := newDesk(t)
	d.Open(Add(d.Room, true))
	d.Press("'Nobody Known", "ctrl+g")
	if d.Stack.Len() != 1 || !strings.Contains(d.Last(), "nobody of that name is in this book") {
		t.Errorf("said %q", d.Last())
	}
	d.Press("esc")
	d.Open(Add(d.Room, true))
	d.Press("'Maya Lopez", "ctrl+g")
	if !strings.Contains(d.Last(), "1 Maya Lopez is on the roster here: mark them where they stand") {
		t.Errorf("said %q", d.Last())
	}
}

func TestThePageTellsWhatIsToMakeUpFromOtherCohorts(t *testing.T) {
	d := newDesk(t)
	winter := d.earlier()
	d.Open(Add(d.Room, true))
	d.Press("'ana silva", "enter")
	d.Open(PageOf(d.Room, d.row(6)))
	d.Sees("To make up from other cohorts", "Winter 2025", "Day 1, Tue 2 Dec 2025, 09:00, Language: 3 h to make up.")
	d.on("3 h to make up")
	d.Press("m")
	d.Sees("6 Ana Silva", "Language of Winter 2025", "< one to one >")
	d.Press("tab", "tab", "tab", "space")
	d.Sees("Where was it made up?", "one to one", "> Language, Spring 2026")
	d.Press("enter")
	d.Sees("< in Spring 2026, day 1, 09:00–12:00 Language >", "2026-03-02")
	d.Press("ctrl+s")
	if made := d.load(winter.Cohort.ID).Row(1).MakeUps; len(made) != 1 || made[0].InCohort != d.Room.Cohort.Cohort.ID {
		t.Errorf("written down: %+v, said %q", made, d.Said)
	}
	d.Lacks("To make up from other cohorts")
}

func TestThePageTellsWhereAMissedTopicComesAgain(t *testing.T) {
	d := told(t)
	autumn := d.cohort("Autumn 2026", "Somebody Else")
	var edits []store.Edit
	for _, day := range autumn.Days {
		day.Date += 200
		edits = append(edits, autumn.EditDay(day)...)
	}
	draft, err := autumn.Form(oplog.Single, edits...)
	d.Must(err)
	d.Must(d.Room.Book.Save(draft).Wait())
	d.Open(PageOf(d.Room, d.row(1)))
	d.Sees("Language comes again in Autumn 2026, day 1, Fri 18 Sep 2026, 09:00.")
	d.Lacks("Somebody")
}

func TestMakeUpBehindTheCurtainShowsNothing(t *testing.T) {
	d := told(t)
	d.Room.Curtain = true
	for _, o := range []kit.Overlay{MakeUp(d.Room, d.row(1), d.block(2, 0)), MakeUpElsewhere(d.Room, d.row(1), d.id(), d.id()), Required(d.Room, d.row(1)),
		ToFile(d.Room, d.row(1)), Same(d.Room, d.row(1)), OwnWords(d.Room, d.row(1), d.block(2, 0), model.ID{})} {
		d.Open(o)
		d.Sees("The curtain is closed")
		d.Lacks("Maya")
		d.Press("esc")
	}
	if got := NoMakeUp(d.Room, d.row(1), d.Room.Cohort.Blocks); got != closed {
		t.Errorf("m says %q", got)
	}
}

func TestMakeUpFormAtTheUsualSizes(t *testing.T) {
	d := told(t)
	d.cohort("春 नमस्ते", "Somebody")
	d.Open(Edit(d.Room, d.row(1)))
	d.Press("ctrl+u", "'マヤ Lópéz नूर", "ctrl+s")
	d.Open(MakeUp(d.Room, d.row(1), d.block(2, 0)))
	for _, size := range sizes {
		vtest.Golden(t, "makeup-"+size.name, d.Bare(size.w, size.h).Shot())
	}
	vtest.Golden(t, "makeup-colour", d.Bare(80, 21).Styled())
	d.Press("tab", "tab", "tab", "space")
	for _, size := range sizes {
		vtest.Golden(t, "where-"+size.name, d.Bare(size.w, size.h).Shot())
	}
}
