package store

import (
	"errors"
	"strings"
	"testing"

	"rollbook/model"
	"rollbook/store/oplog"
)

// absent is a cohort in which row 1 missed the first block of day 1, three hours, and came at 10:00
// into that of day 2.
func absent(t *testing.T) (*Book, *Cohort, model.ID) {
	t.Helper()
	b := newBook(t)
	c := newCohort(t, b, 2, "Maya", "Noor")
	first := c.BlocksOf(1)[0].ID
	late := model.Mark{State: model.Part, Arrived: 600, Left: model.NoClock}
	save(t, c, oplog.Single, c.EditMark(c.Row(1), first, model.Plain(model.Absent)))
	save(t, c, oplog.Single, c.EditMark(c.Row(1), c.BlocksOf(2)[0].ID, late))
	return b, c, first
}

func madeUp(t testing.TB, c *Cohort, row int, block model.ID, minutes int) *Draft {
	t.Helper()
	edits, err := c.AddMakeUp(c.Row(row), MakeUp{With: "Asha",
		MakeUp: model.MakeUp{Block: block, Minutes: minutes, Date: model.DateOf(2026, 5, 4)}})
	if err != nil {
		t.Fatal(err)
	}
	return save(t, c, oplog.Single, edits...)
}

func TestAMakeUpIsKeptBesideTheMark(t *testing.T) {
	_, c, block := absent(t)
	madeUp(t, c, 1, block, 180)
	again := reload(t, c)
	if diff := differs(c, again); diff != "" {
		t.Fatal(diff)
	}
	p := again.Row(1)
	if len(p.MakeUps) != 1 || p.MakeUps[0].Minutes != 180 || p.MakeUps[0].With != "Asha" || p.MakeUps[0].By != "Asha" ||
		p.MakeUps[0].Date != model.DateOf(2026, 5, 4) || !p.MakeUps[0].InCohort.IsZero() || p.MakeUps[0].Trainee != p.Trainee.ID {
		t.Errorf("kept: %+v", p.MakeUps)
	}
	if p.Cell(block).Mark.State != model.Absent {
		t.Errorf("the mark is %+v", p.Cell(block).Mark)
	}
	evening := model.Moment{Date: model.DateOf(2026, 3, 2), Clock: 1200}
	if a := again.Account(p, evening, model.RequiredNone); a.Missed != 180 || a.MadeUp != 180 || a.AllowanceLeft != 0 {
		t.Errorf("the account: missed %d, made up %d, left %d", a.Missed, a.MadeUp, a.AllowanceLeft)
	}
}

func TestAMakeUpCantExceedWhatWasMissed(t *testing.T) {
	_, c, block := absent(t)
	late := c.BlocksOf(2)[0].ID
	try := func(row int, block model.ID, minutes int, id model.ID) error {
		_, err := c.AddMakeUp(c.Row(row), MakeUp{MakeUp: model.MakeUp{ID: id, Block: block, Minutes: minutes, Date: model.DateOf(2026, 3, 4)}})
		return err
	}
	if err := try(1, block, 181, model.ID{}); !errors.Is(err, ErrMakeUpTooMuch) || !strings.Contains(err.Error(), "has 3 h to make up in day 1, 09:00 Language, not 3 h 1 min") {
		t.Errorf("too much: %v", err)
	}
	if err := try(1, late, 61, model.ID{}); !errors.Is(err, ErrMakeUpTooMuch) {
		t.Errorf("more than an hour of a late arrival: %v", err)
	}
	madeUp(t, c, 1, block, 100)
	id := c.Row(1).MakeUps[0].ID
	for minutes, want := range map[int]error{80: nil, 81: ErrMakeUpTooMuch, 0: ErrMakeUpWhat, -5: ErrMakeUpWhat} {
		if err := try(1, block, minutes, model.ID{}); !errors.Is(err, want) {
			t.Errorf("%d min besides 100: %v", minutes, err)
		}
	}
	if err := try(1, block, 180, id); err != nil {
		t.Errorf("an edit counts against itself: %v", err)
	}
	for _, name := range []string{"present", "not marked", "no block"} {
		of := block
		switch name {
		case "present":
			save(t, c, oplog.Single, c.EditMark(c.Row(2), block, model.Plain(model.Present)))
		case "not marked":
			of = late
		case "no block":
			of = model.ID{9}
		}
		if err := try(2, of, 10, model.ID{}); !errors.Is(err, ErrNotMissed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	day, _ := c.Day(1)
	_, err := c.AddMakeUp(c.Row(1), MakeUp{MakeUp: model.MakeUp{Block: block, Minutes: 10, Date: day.Date - 1}})
	if !errors.Is(err, ErrMakeUpEarly) || err.Error() != "the make-up is dated before the day that was missed, "+day.Date.Words()+": give the date it was made up" {
		t.Errorf("made up the day before: %v", err)
	}
	if _, err := c.AddMakeUp(c.Row(1), MakeUp{MakeUp: model.MakeUp{Block: block, Minutes: 10, Date: day.Date}}); err != nil {
		t.Errorf("made up on the day itself: %v", err)
	}
	if _, err := c.AddMakeUp(c.Row(1), MakeUp{MakeUp: model.MakeUp{Block: block, Minutes: 10, Date: model.NoDate}}); !errors.Is(err, ErrMakeUpWhat) {
		t.Errorf("without a date: %v", err)
	}
}

func TestWhatIsWithinGraceIsNotMissed(t *testing.T) {
	_, c, _ := absent(t)
	late := c.BlocksOf(2)[0].ID
	if got := c.Owing(c.Row(1), late); got != 60 {
		t.Fatalf("owing %d", got)
	}
	rule := c.Rule
	rule.GraceMinutes = 60
	save(t, c, oplog.Single, c.EditRule(rule)...)
	if got := reload(t, c).Owing(c.Row(1), late); got != 0 {
		t.Errorf("within grace, owing %d", got)
	}
}

func TestUndoingAMakeUpRestoresTheTimeOwed(t *testing.T) {
	b, c, block := absent(t)
	madeUp(t, c, 1, block, 180)
	if got := c.Owing(c.Row(1), block); got != 0 {
		t.Fatalf("made up, owing %d", got)
	}
	u := undo(t, b)
	if want := "1 Maya: make-up of day 1, 09:00 Language: 3 h on 2026-05-04 with Asha"; u.What != want {
		t.Errorf("undone %q", u.What)
	}
	again := reload(t, c)
	if got := again.Owing(again.Row(1), block); got != 180 || len(again.Row(1).MakeUps) != 0 {
		t.Errorf("undone, owing %d", got)
	}
	if u, err := b.PlanRedo(); err != nil || b.Save(u.Draft).Wait() != nil {
		t.Fatal(err)
	}
	again = reload(t, c)
	if m := again.Row(1).MakeUps; len(m) != 1 || m[0].With != "Asha" {
		t.Fatalf("put back: %+v", m)
	}
	save(t, again, oplog.Single, again.RemoveMakeUp(again.Row(1).MakeUps[0].ID)...)
	if len(again.Row(1).MakeUps) != 0 || again.Owing(again.Row(1), block) != 180 || differs(again, reload(t, c)) != "" {
		t.Errorf("removed: %+v", again.Row(1).MakeUps)
	}
	if u := undo(t, b); u.What != "1 Maya: make-up of day 1, 09:00 Language removed" {
		t.Errorf("undone %q", u.What)
	}
	if m := reload(t, c).Row(1).MakeUps; len(m) != 1 || m[0].With != "Asha" {
		t.Errorf("the removal undone: %+v", m)
	}
}

func TestTheJournalTellsAMakeUpUnderTheBlockThatWasMissed(t *testing.T) {
	b, c, block := absent(t)
	autumn := newCohort(t, b, 1, "Olga")
	m := autumn.Cohort
	m.Name = "Autumn"
	save(t, autumn, oplog.Single, autumn.EditCohort(m)...)
	edits, err := c.AddMakeUp(c.Row(1), MakeUp{MakeUp: model.MakeUp{Block: block, Minutes: 60, Date: model.DateOf(2026, 5, 4),
		InCohort: autumn.Cohort.ID, InBlock: autumn.Blocks[0].ID}, With: "Ben"})
	if err != nil {
		t.Fatal(err)
	}
	save(t, c, oplog.Single, edits...)
	edit := c.Row(1).MakeUps[0]
	edit.Minutes = 90
	if edits, err = c.AddMakeUp(c.Row(1), edit); err != nil {
		t.Fatal(err)
	}
	if d := save(t, c, oplog.Single, edits...); len(d.Gesture.Changes) != 1 {
		t.Errorf("more minutes changed %d fields", len(d.Gesture.Changes))
	}
	entries, err := b.Journal(c.Cohort.ID)
	if err != nil {
		t.Fatal(err)
	}
	of := HistoryOf(entries, c.Row(1), block)
	if len(of) != 3 || of[1].What != "1 Maya: make-up of day 1, 09:00 Language: 1 h on 2026-05-04 in Autumn with Ben" ||
		of[2].Changes[0].From != "1 h on 2026-05-04" || of[2].Changes[0].To != "1 h 30 min on 2026-05-04" ||
		of[2].Changes[0].Field != "make-up of 1 Maya, day 1 09:00 Language" {
		t.Errorf("its history: %+v", of)
	}
}

func TestMakeUpsOfTwoLaptopsAreBothKeptAndCountNoMoreThanWasMissed(t *testing.T) {
	_, c, block := absent(t)
	other := reload(t, c)
	madeUp(t, c, 1, block, 180)
	madeUp(t, other, 1, block, 100)
	now := reload(t, c)
	evening := model.Moment{Date: model.DateOf(2026, 3, 2), Clock: 1200}
	if a := now.Account(now.Row(1), evening, model.RequiredNone); len(now.Row(1).MakeUps) != 2 || a.MadeUp != 180 {
		t.Errorf("%d make-ups, %d min made up", len(now.Row(1).MakeUps), a.MadeUp)
	}
	one, two := reload(t, c), reload(t, c)
	for minutes, c := range map[int]*Cohort{50: one, 60: two} {
		m := c.Row(1).MakeUps[0]
		for _, other := range c.Row(1).MakeUps[1:] {
			save(t, c, oplog.Single, c.RemoveMakeUp(other.ID)...)
		}
		m.Minutes = minutes
		edits, err := c.AddMakeUp(c.Row(1), m)
		if err != nil {
			t.Fatal(err)
		}
		save(t, c, oplog.Single, edits...)
	}
	now = reload(t, c)
	if m := now.Row(1).MakeUps; len(m) != 1 || len(m[0].Conflict) != 2 {
		t.Fatalf("two minds on one make-up: %+v", m)
	}
	side, err := now.EditSide(now.Row(1).MakeUps[0].Conflict[1])
	if err != nil {
		t.Fatal(err)
	}
	save(t, now, oplog.Settle, side)
	if m := reload(t, c).Row(1).MakeUps; m[0].Conflict != nil {
		t.Errorf("settled: %+v", m)
	}
}

func TestAGuestStandsOutsideOfAllTotals(t *testing.T) {
	b, c, block := absent(t)
	autumn := newCohort(t, b, 2, "Olga")
	maya := c.Row(1).Trainee
	blocks := []model.ID{autumn.BlocksOf(2)[0].ID}
	edits, id, err := autumn.EnrollGuest(maya, blocks)
	if err != nil || id != maya.ID {
		t.Fatal(id, err)
	}
	save(t, autumn, oplog.Single, edits...)
	if diff := differs(autumn, reload(t, autumn)); diff != "" { // her name shows before she is read
		t.Error(diff)
	}
	p := autumn.Person(maya.ID)
	if p.Row != 2 || p.Name != "Maya" || p.Covers(autumn.BlocksOf(1)[0]) || !p.Covers(autumn.BlocksOf(2)[0]) {
		t.Errorf("the guest is %+v", p)
	}
	edits, _, err = autumn.EnrollGuest(maya, []model.ID{autumn.BlocksOf(1)[0].ID, blocks[0]})
	if err != nil {
		t.Fatal(err)
	}
	save(t, autumn, oplog.Single, edits...)
	if p = reload(t, autumn).Person(maya.ID); len(p.Guest) != 2 || p.From != 1 {
		t.Errorf("for two blocks: %+v", p.Enrollment)
	}
	list, err := b.Cohorts()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range list {
		if l.ID == autumn.Cohort.ID && l.Trainees != 1 {
			t.Errorf("listed with %d trainees", l.Trainees)
		}
	}
	if _, _, err := c.EnrollGuest(maya, []model.ID{block}); !errors.Is(err, ErrEnrolled) {
		t.Errorf("a guest where she is on the roster: %v", err)
	}
	if _, _, err := c.EnrollGuest(model.Trainee{Name: "Pia"}, nil); !errors.Is(err, ErrNoBlocks) {
		t.Errorf("a guest of nothing: %v", err)
	}
}

func TestOwedIsWhatARuleOfAnotherCohortAsksFor(t *testing.T) {
	b, c, block := absent(t)
	autumn := newCohort(t, b, 1, "Olga")
	edits, _, err := autumn.Enroll([]model.Trainee{c.Row(1).Trainee}, 1, false)
	if err != nil {
		t.Fatal(err)
	}
	save(t, autumn, oplog.Single, edits...)
	evening := model.Moment{Date: model.DateOf(2026, 3, 3), Clock: 1200}
	owed := func() []Owed {
		t.Helper()
		all, err := b.Owed(autumn, evening)
		if err != nil {
			t.Fatal(err)
		}
		if len(all) > 1 {
			t.Errorf("somebody else owes: %v", all)
		}
		return all[c.Row(1).Trainee.ID]
	}
	if got := owed(); len(got) != 2 || got[0].Block.ID != block || got[0].Minutes != 180 || got[0].Day.Number != 1 ||
		got[0].CohortName != "Spring" || got[1].Minutes != 60 {
		t.Errorf("with no allowance: %+v", got)
	}
	madeUp(t, c, 1, block, 150)
	if got := owed(); len(got) != 2 || got[0].Minutes != 30 {
		t.Errorf("after a make-up: %+v", got)
	}
	rule := c.Rule
	rule.AllowanceMinutes = 90
	save(t, c, oplog.Single, c.EditRule(rule)...)
	if got := owed(); len(got) != 0 {
		t.Errorf("what the allowance covers is owed: %+v", got)
	}
}
