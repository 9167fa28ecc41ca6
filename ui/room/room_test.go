package room_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/room"
	"rollbook/ui/room/roomtest"
)

func TestKeysActOnTheBlockUnderWayElseTheNextElseTheLast(t *testing.T) {
	for _, clock := range []int{8 * 60, 9*60 + 5, 12 * 60, 12*60 + 30, 15 * 60, 20 * 60} {
		r := roomtest.New(t, time.Date(2026, 3, 2, clock/60, clock%60, 0, 0, time.UTC))
		blocks := r.Cohort.BlocksOf(1)
		want := map[bool]string{true: r.BlockWords(blocks[0]), false: r.BlockWords(blocks[1])}[clock < 12*60]
		if got := r.TargetWords(); got != want {
			t.Errorf("at %d:%02d keys act on %s, want %s", clock/60, clock%60, got, want)
		}
	}
}

func TestKeysActOnTheWholeDayOnAnotherDateAndWhereChosen(t *testing.T) {
	r := roomtest.New(t, roomtest.DayOne)
	r.Whole = true
	if _, whole := r.Target(); !whole {
		t.Error("chosen, the target is a block")
	}
	r.Whole, r.Day = false, 2
	if _, whole := r.Target(); !whole {
		t.Error("on another day the target is a block")
	}
	r.Day, r.Given = 1, r.Today
	if _, whole := r.Target(); !whole {
		t.Error("with --date the target is a block")
	}
}

func TestAnActSaysWhatItDoesAndWhatItReplaces(t *testing.T) {
	r := roomtest.New(t, roomtest.DayOne)
	maya := r.Cohort.Row(7)
	block := r.BlockID()
	typed := func(text string) *model.Typed {
		v, err := model.ParseTyped(text, r.Hours())
		if err != nil {
			t.Fatal(err)
		}
		return &v
	}
	for _, c := range []struct {
		act  room.Act
		says string
	}{
		{room.Act{Verb: room.Present}, "7 Maya: present"},
		{room.Act{Verb: room.Late, Typed: typed("920")}, "7 Maya: 09:20, 20 min missed (was present)"},
		{room.Act{Verb: room.Late}, "7 Maya: 09:05, 5 min missed (was part: came 09:20, 20 min missed)"},
		{room.Act{Verb: room.Left, Typed: typed("1130")}, "7 Maya: left 11:30, 35 min missed (was part: came 09:05, 5 min missed)"},
		{room.Act{Verb: room.In, Typed: typed("1145")}, "7 Maya: in again 11:45, 20 min missed (was part: came 09:05, left 11:30, 35 min missed)"},
		{room.Act{Verb: room.Absent}, "7 Maya: absent (was part: came 09:05, out 11:30–11:45, 20 min missed)"},
		{room.Act{Verb: room.Clear}, "7 Maya: not marked (was absent)"},
		{room.Act{Verb: room.ToldAhead}, "7 Maya: told us ahead"},
		{room.Act{Verb: room.ToldAhead}, "7 Maya: told us ahead: taken off"},
	} {
		m, err := r.Act(maya, block, c.act)
		if err != nil {
			t.Fatal(err)
		}
		if m.Says != c.says {
			t.Errorf("says %q, want %q", m.Says, c.says)
		}
		roomtest.Run(r, r.Commit(m.How, m.Says, m.Edits...))
	}
}

func TestSavedIsSaidOnceTheDiskHasIt(t *testing.T) {
	r := roomtest.New(t, roomtest.DayOne)
	p := r.Cohort.Row(1)
	cmd := r.Commit(oplog.Single, "", r.Cohort.EditMark(p, r.BlockID(), model.Plain(model.Present)))
	if status, _ := r.Status(); status != "saving" {
		t.Errorf("before the disk: %s", status)
	}
	roomtest.Run(r, cmd)
	if status, _ := r.Status(); status != "saved" {
		t.Errorf("after the disk: %s", status)
	}
}

func TestWhatCanNotBeSavedStaysAndIsTriedAgainInOrder(t *testing.T) {
	r := roomtest.New(t, roomtest.DayOne)
	away := r.Book.Path() + ".away"
	if err := os.Rename(r.Book.Path(), away); err != nil {
		t.Fatal(err)
	}
	_, wait := kit.Ready(r.Commit(oplog.Single, "marked", r.Cohort.EditMark(r.Cohort.Row(1), r.BlockID(), model.Plain(model.Absent))))
	r.Update(wait())
	r.Commit(oplog.Single, "marked", r.Cohort.EditMark(r.Cohort.Row(2), r.BlockID(), model.Plain(model.Absent)))
	if status, bad := r.Status(); status != "NOT SAVED" || !bad || r.Unsaved() != 2 {
		t.Errorf("%s, %d not saved", status, r.Unsaved())
	}
	if r.Cohort.Row(1).Cell(r.BlockID()).Mark.State != model.Absent {
		t.Error("the mark that could not be saved is gone from the screen")
	}
	if err := os.Rename(away, r.Book.Path()); err != nil {
		t.Fatal(err)
	}
	roomtest.Run(r, r.Retry())
	if status, _ := r.Status(); status != "saved" || r.Unsaved() != 0 {
		t.Errorf("tried again: %s, %d not saved", status, r.Unsaved())
	}
	again, err := r.Book.Load(r.Cohort.Cohort.ID)
	if err != nil {
		t.Fatal(err)
	}
	for row := 1; row <= 2; row++ {
		if got := again.Row(row).Cell(r.BlockID()).Mark.State; got != model.Absent {
			t.Errorf("row %d is %v in the book", row, got)
		}
	}
}

// away puts the book's file out of the way, so that nothing can be saved, until back is called.
func away(t *testing.T, r *room.Room) (back func()) {
	t.Helper()
	move := func(from, to string) {
		if err := os.Rename(from, to); err != nil {
			t.Fatal(err)
		}
	}
	path := r.Book.Path()
	move(path, path+".away")
	return func() { move(path+".away", path) }
}

func TestAllThatCouldNotBeSavedIsTriedAgainByOneRetry(t *testing.T) {
	r := roomtest.New(t, roomtest.DayOne)
	back := away(t, r)
	var waits []tea.Cmd
	for row := 1; row <= 5; row++ {
		_, wait := kit.Ready(r.Commit(oplog.Single, "", r.Cohort.EditMark(r.Cohort.Row(row), r.BlockID(), model.Plain(model.Absent))))
		waits = append(waits, wait)
	}
	retries := 0
	for _, wait := range waits {
		if _, later := kit.Ready(r.Update(wait())); later != nil {
			retries++
		}
	}
	if retries != 1 || r.Unsaved() != 5 {
		t.Errorf("%d gestures are not saved, and %d retries on their way", r.Unsaved(), retries)
	}
	if why := r.WhyNotSaved(); !strings.HasPrefix(why, "not saved: ") {
		t.Errorf("why: %q", why)
	}
	back()
	said := roomtest.Run(r, r.Retry())
	if why := r.WhyNotSaved(); why != "" || r.Unsaved() != 0 {
		t.Errorf("on the disk, and still said: %q, %d not saved", why, r.Unsaved())
	}
	if !slices.ContainsFunc(said, func(msg tea.Msg) bool {
		say, ok := msg.(kit.SayMsg)
		return ok && strings.HasPrefix(say.Text, "saved: ")
	}) {
		t.Errorf("it is not said that all is saved now: %v", said)
	}
}

func TestACohortLoadedAnewShowsWhatCouldNotBeSaved(t *testing.T) {
	for _, told := range []bool{true, false} {
		r := roomtest.New(t, roomtest.DayOne)
		block := r.BlockID()
		back := away(t, r)
		_, wait := kit.Ready(r.Commit(oplog.Single, "", r.Cohort.EditMark(r.Cohort.Row(1), block, model.Plain(model.Absent))))
		r.Book.Flush()
		if told { // else the answer of the disk comes after the cohort
			r.Update(wait())
		}
		roomtest.Run(r, r.Reload(""))
		if got := r.Cohort.Row(1).Cell(block).Mark.State; got != model.Absent {
			t.Errorf("loaded anew, the screen shows %v", got)
		}
		if !told {
			r.Update(wait())
		}
		r.Commit(oplog.Single, "", r.Cohort.EditMark(r.Cohort.Row(1), block, model.Plain(model.Present)))
		back()
		roomtest.Run(r, r.Retry())
		c, err := r.Book.Load(r.Cohort.Cohort.ID)
		if err != nil {
			t.Fatal(err)
		}
		if cell := c.Row(1).Cell(block); cell.Mark.State != model.Present || cell.Disputed() || cell.Waiting {
			t.Errorf("the book has %+v", cell)
		}
	}
}

func TestUndoOfWhatTurnsOutNotSavedTakesBackNothingElse(t *testing.T) {
	r := roomtest.New(t, roomtest.DayOne)
	block := r.BlockID()
	roomtest.Run(r, r.Commit(oplog.Single, "", r.Cohort.EditMark(r.Cohort.Row(1), block, model.Plain(model.Absent))))
	back := away(t, r)
	r.Commit(oplog.Single, "", r.Cohort.EditMark(r.Cohort.Row(2), block, model.Plain(model.Absent)))
	undo := r.Undo()
	r.Book.Flush()
	back()
	roomtest.Run(r, undo)
	if got := r.Cohort.Row(1).Cell(block).Mark.State; got != model.Absent || r.Busy() {
		t.Errorf("the mark before it is %v now; keys wait: %v", got, r.Busy())
	}
}

func TestUndoOfTodayIsDoneAtOnceAndOfAnEarlierDateIsAskedAbout(t *testing.T) {
	now := roomtest.DayOne
	r := roomtest.New(t, now)
	r.Now = func() time.Time { return now }
	roomtest.Run(r, r.Commit(oplog.Single, "", r.Cohort.EditMark(r.Cohort.Row(1), r.BlockID(), model.Plain(model.Absent))))
	now = now.AddDate(0, 0, 1)
	var question *kit.Confirm
	for _, msg := range roomtest.Run(r, r.Undo()) {
		if open, ok := msg.(kit.OpenMsg); ok {
			question, _ = open.Overlay.(*kit.Confirm)
		}
	}
	if question == nil {
		t.Fatal("nothing was asked")
	}
	if r.Cohort.Row(1).Cell(r.Cohort.BlocksOf(1)[0].ID).Mark.State != model.Absent {
		t.Error("it was undone before the answer")
	}
	roomtest.Run(r, question.Do())
	if r.Cohort.Row(1).Cell(r.Cohort.BlocksOf(1)[0].ID).Mark.State != model.Unmarked {
		t.Error("it was not undone after the answer")
	}
}

func TestUndoAfterAStrikeAsksBeforeItTakesBackWhatCameBefore(t *testing.T) {
	r := roomtest.New(t, roomtest.DayOne)
	block := r.BlockID()
	id, err := r.Book.NewID()
	if err != nil {
		t.Fatal(err)
	}
	roomtest.Run(r, r.Commit(oplog.Single, "", r.Cohort.EditMark(r.Cohort.Row(1), block, model.Plain(model.Absent))))
	roomtest.Run(r, r.Commit(oplog.Single, "", r.Cohort.EditNote(store.Note{ID: id, Day: 1, Text: "words"})...))
	roomtest.Run(r, r.Commit(oplog.Single, "", r.Cohort.EditStrike(id)...))
	var question *kit.Confirm
	for _, msg := range roomtest.Run(r, r.Undo()) {
		if open, ok := msg.(kit.OpenMsg); ok {
			question, _ = open.Overlay.(*kit.Confirm)
		}
	}
	if question == nil || question.Default || r.Cohort.Row(1).Cell(block).Mark.State != model.Absent {
		t.Fatalf("asked %+v, the mark before is %v", question, r.Cohort.Row(1).Cell(block).Mark.State)
	}
	if question.Question != "Undo '1 Ana: absent', which came before?" || question.Detail != "The last change can't be undone (note on day 1): what was struck stays struck." {
		t.Errorf("it asks %q, %q", question.Question, question.Detail)
	}
	roomtest.Run(r, question.Do())
	if got := r.Cohort.Row(1).Cell(block).Mark.State; got != model.Unmarked {
		t.Errorf("after the answer it is %v", got)
	}
}

func TestAnActThatSettlesSaysWhatBothSidesWere(t *testing.T) {
	r := roomtest.New(t, roomtest.DayOne)
	block, late := r.BlockID(), r.Cohort.BlocksOf(1)[1].ID
	var drafts []*store.Draft
	for _, state := range []model.State{model.Present, model.Absent} { // both from what stood there before either
		d, err := r.Cohort.Form(oplog.Single, r.Cohort.EditMark(r.Cohort.Row(1), block, model.Plain(state)))
		if err != nil {
			t.Fatal(err)
		}
		drafts = append(drafts, d)
	}
	for _, d := range drafts {
		r.Cohort.Apply(d)
		roomtest.Run(r, r.Save(d))
	}
	sides := r.Cohort.Row(1).Cell(block).SidesWords()
	if sides != "present by Asha, absent by Asha" && sides != "absent by Asha, present by Asha" {
		t.Fatalf("the sides are %q", sides)
	}
	for _, verb := range []room.Verb{room.Absent, room.Present} { // what is shown, and what is not
		m, err := r.Act(r.Cohort.Row(1), block, room.Act{Verb: verb})
		after := map[room.Verb]string{room.Absent: "absent", room.Present: "present"}[verb] + ", settled (was " + sides + ")"
		if err != nil || m.Says != "1 Ana: "+after || m.After != after {
			t.Errorf("says %q, after %q, %v", m.Says, m.After, err)
		}
	}
	m, err := r.Act(r.Cohort.Row(1), model.ID{}, room.Act{Verb: room.Present})
	if err != nil || m.Says != "1 Ana: present, settled (was 09:00 "+sides+")" {
		t.Errorf("of the whole day it says %q, %v", m.Says, err)
	}
	if m, err := r.Act(r.Cohort.Row(1), late, room.Act{Verb: room.Present}); err != nil || strings.Contains(m.Says, "settled") {
		t.Errorf("of another block it says %q, %v", m.Says, err)
	}
}

func TestNothingIsOfferedFromBeforeItWasMissed(t *testing.T) {
	r := roomtest.New(t, roomtest.DayOne)
	p, block := r.Cohort.Row(1), r.Cohort.BlocksOf(1)[0]
	roomtest.Run(r, r.Commit(oplog.Single, "", r.Cohort.EditMark(p, block.ID, model.Plain(model.Present))))
	day, _ := r.Cohort.Day(1)
	for date, want := range map[model.Date]int{day.Date - 1: 1, day.Date: 1, day.Date + 1: 0} {
		r.Owed = map[model.ID][]store.Owed{p.Trainee.ID: {{CohortName: "Autumn", Day: model.Day{Number: 1, Date: date}, Block: block, Minutes: 180}}}
		if got := r.Offers(r.Cohort.Row(1), []model.Block{block}); len(got) != want {
			t.Errorf("missed on %s: %d offers, want %d", date, len(got), want)
		}
	}
}

func TestTimesAreSaidIn12HoursWhereTheScreenShowsThem(t *testing.T) {
	r := roomtest.New(t, roomtest.DayOne)
	r.Twelve, r.Whole = true, true
	at := func(text string) *model.Typed {
		v, err := model.ParseTyped(text, r.Hours())
		if err != nil {
			t.Fatal(err)
		}
		return &v
	}
	for _, c := range []struct {
		act  room.Act
		says string
	}{
		{room.Act{Verb: room.Late, Typed: at("20m")}, "7 Maya: 9:20 am, 20 min missed"},
		{room.Act{Verb: room.Left, Typed: at("1530")}, "7 Maya: left 3:30 pm, 30 min missed"},
		{room.Act{Verb: room.Left, Typed: at("1330-1350")}, "7 Maya: out 1:30 pm–1:50 pm, 20 min missed"},
	} {
		m, err := r.Act(r.Cohort.Row(7), model.ID{}, c.act)
		if err != nil || m.Says != c.says {
			t.Errorf("says %q, %v, want %q", m.Says, err, c.says)
		}
	}
	_, err := r.Act(r.Cohort.Row(7), r.Cohort.BlocksOf(1)[0].ID, room.Act{Verb: room.Late, Typed: at("1430")})
	if err == nil || !strings.HasPrefix(r.Sentence(err), "2:30 pm is outside this block, 9:00 am–12:00 pm") {
		t.Errorf("refused: %v", r.Sentence(err))
	}
}

func TestAnUndoThatCanNotBeSavedIsTriedAgain(t *testing.T) {
	r := roomtest.New(t, roomtest.DayOne)
	block := r.BlockID()
	roomtest.Run(r, r.Commit(oplog.Single, "", r.Cohort.EditMark(r.Cohort.Row(1), block, model.Plain(model.Absent))))
	_, plan := kit.Ready(r.Undo())
	planned := plan() // while the book is in its place
	back := away(t, r)
	_, wait := kit.Ready(r.Update(planned))
	_, _ = kit.Ready(r.Update(wait()))
	if status, bad := r.Status(); status != "NOT SAVED" || !bad || r.Busy() {
		t.Errorf("%s, keys wait: %v", status, r.Busy())
	}
	if got := r.Cohort.Row(1).Cell(block).Mark.State; got != model.Absent {
		t.Errorf("what is not undone yet shows as %v", got)
	}
	back()
	said := ""
	for _, msg := range roomtest.Run(r, r.Retry()) {
		if say, ok := msg.(kit.SayMsg); ok {
			said = say.Text
		}
	}
	if got := r.Cohort.Row(1).Cell(block).Mark.State; got != model.Unmarked || said != "undone: 1 Ana: absent" || r.Unsaved() != 0 || r.Busy() {
		t.Errorf("tried again: %v, said %q, %d not saved", got, said, r.Unsaved())
	}
}

func TestAnUndoSaysHowMuchIsPutBackAndWhatIsLeft(t *testing.T) {
	r := roomtest.New(t, roomtest.DayOne)
	block := r.BlockID()
	edits, _, err := r.Cohort.MarkRest(1, block, false)
	if err != nil {
		t.Fatal(err)
	}
	d, err := r.Cohort.Form(oplog.Rest, edits...)
	if err != nil {
		t.Fatal(err)
	}
	r.Cohort.Apply(d)
	roomtest.Run(r, r.Save(d))
	roomtest.Run(r, r.Commit(oplog.Single, "", r.Cohort.EditMark(r.Cohort.Row(7), block, model.Plain(model.Absent))))
	said := ""
	for _, msg := range roomtest.Run(r, r.UndoOf(d.Gesture.ID)) {
		if say, ok := msg.(kit.SayMsg); ok {
			said = say.Text
		}
	}
	if !strings.HasPrefix(said, "7 put back, 1 changed since: left: attendance of 7 Maya, day 1 09:00") {
		t.Errorf("said %q", said)
	}
}
