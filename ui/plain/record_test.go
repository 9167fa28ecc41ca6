package plain

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/room"
	"rollbook/ui/room/roomtest"
)

// afterDayOne is a room in the evening of day 1, on which Maya missed the morning and nobody else.
func afterDayOne(t *testing.T) *room.Room {
	t.Helper()
	r := roomtest.New(t, roomtest.DayOne.Add(10*time.Hour))
	c := r.Cohort
	edits, _, err := c.MarkRest(1, model.ID{}, false)
	if err != nil {
		t.Fatal(err)
	}
	roomtest.Save(t, r.Book, c, oplog.Rest, edits...)
	roomtest.Save(t, r.Book, c, oplog.Single, c.EditMark(c.Row(7), c.BlocksOf(1)[0].ID, model.Plain(model.Absent)))
	r.Show(nil)
	return r
}

func TestWhatWasMissedAndWhatCanBeDoneIsReadAloud(t *testing.T) {
	r := afterDayOne(t)
	answers := run(t, r, "7?", "makeup 7", "makeup 7 1 60m with Ben Cole", "makeup 7 1 200m", "makeup 7 2", "makeup 1", "makeup", "makeup 40",
		"makeup 7 1", "7?", "u", "makeup 7")[1:]
	for i, want := range []string{
		"Absent so far: 1 block on 1 day. Must-attend time missed: 3 h of day 1 missed: must be attended; 3 h to make up. " +
			"Can be made up: day 1, 09:00 Creating Learning Environments, 3 h. Not settled: day 1 is not closed;",
		"7 Maya can make up: 1, day 1, 09:00 Creating Learning Environments, 3 h. To write one down: makeup 7, its number, minutes if not all, with and a name.",
		"7 Maya, 1 h of day 1, 09:00 Creating Learning Environments made up on Mon 2 Mar 2026 with Ben Cole, saved.",
		"7 Maya has 2 h to make up in day 1, 09:00 Creating Learning Environments, not 3 h 20 min: give no more minutes than that.",
		"Nothing was done. 7 Maya can make up: 1, ",
		"1 Ana has nothing to make up.",
		"Say makeup and the row number.",
		"There is no row 40.",
		"7 Maya, 2 h of day 1, 09:00 Creating Learning Environments made up on Mon 2 Mar 2026, saved.",
		"On course: ",
		"Undone: 7 Maya: make-up of day 1, 09:00 Creating Learning Environments",
		"7 Maya can make up: 1, day 1, 09:00 Creating Learning Environments, 2 h.",
	} {
		if !strings.Contains(answers[i], want) {
			t.Errorf("%d\n got %s\nwant %s", i, answers[i], want)
		}
	}
}

func TestAWalkInsRequiredCourseIsLookedForToo(t *testing.T) {
	answers := run(t, afterDayOne(t), "7?", "+ Zed", "9?")[1:]
	for _, i := range []int{0, 2} {
		if !strings.Contains(answers[i], "Peer Support 101 comes before, and this book does not know of it") {
			t.Errorf("%d: %s", i, answers[i])
		}
	}
}

func TestUndoAfterAStrikeHasToBeSaidTwice(t *testing.T) {
	r := afterDayOne(t)
	id, err := r.Book.NewID()
	if err != nil {
		t.Fatal(err)
	}
	all, err := r.Book.Cohorts()
	if err != nil {
		t.Fatal(err)
	}
	c, err := r.Book.Load(all[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	roomtest.Save(t, r.Book, c, oplog.Single, c.EditNote(store.Note{ID: id, Day: 1, Text: "words"})...)
	roomtest.Save(t, r.Book, c, oplog.Single, c.EditStrike(id)...)
	answers := run(t, r, "u", "7?", "u", "u", "7?")[1:]
	asked := "The last change can't be undone: note on day 1: what was struck stays struck. Before it was done: 7 Maya: absent. Say it again to undo that."
	for i, want := range []string{asked, "7 Maya. 09:00 Creating Learning Environments: absent", asked, "Undone: 7 Maya: absent, saved.", "7 Maya. 09:00 Creating Learning Environments: present"} {
		if !strings.HasPrefix(answers[i], want) {
			t.Errorf("%d\n got %s\nwant %s", i, answers[i], want)
		}
	}
}

func TestThePageIsReadTogetherAndOwnWordsStandBeside(t *testing.T) {
	r := afterDayOne(t)
	answers := run(t, r, "7says I was there from ten on.", "7!")[1:]
	if answers[0] != "7 Maya says I was there from ten on., saved." {
		t.Error(answers[0])
	}
	page := strings.Join(answers[1:], "\n")
	if answers[1] != "Maya, row 7" || !strings.Contains(page, "I was there from ten on.") || !strings.Contains(page, "must be attended") {
		t.Errorf("the page is\n%s", page)
	}
	again := run(t, r, "page 7")[1:]
	if !slices.Equal(again, answers[1:]) {
		t.Errorf("page 7 reads %q", again)
	}
	if got := run(t, r, "page 40")[1]; got != "There is no row 40." {
		t.Error(got)
	}
}

func TestADayClosedSaysWhoAttestsAndWhatChangedSince(t *testing.T) {
	r := afterDayOne(t)
	answers := run(t, r, "D", "D", "7a", "day 1", "ready", "rule")[1:]
	for i, want := range []string{
		"Day 1 closed, saved: Asha attests it. Blocks: ",
		"Day 1 is closed already, by Asha.",
		"7 Maya, ",
		"Closed by Asha, changed since by Asha.",
		"Open, ",
	} {
		if !strings.Contains(answers[i], want) {
			t.Errorf("%d\n got %s\nwant %s", i, answers[i], want)
		}
	}
	if last := answers[len(answers)-1]; !strings.Contains(last, "may be missed") {
		t.Errorf("the rule is %s", last)
	}
}

func TestTimeToMakeUpElsewhereIsOfferedAndNotLinked(t *testing.T) {
	r := afterDayOne(t)
	spring := r.Book
	course, _ := model.EmbeddedCourse("cipss")
	later, edits, err := spring.NewCohort("Autumn", course, model.Dates(model.DateOf(2026, 9, 7), 8, nil), "", nil)
	if err != nil {
		t.Fatal(err)
	}
	roomtest.Save(t, spring, later, oplog.Single, edits...)
	all, err := spring.Trainees()
	if err != nil {
		t.Fatal(err)
	}
	maya := all[slices.IndexFunc(all, func(k store.Known) bool { return k.Name == "Maya" })].Trainee
	edits, _, err = later.Enroll([]model.Trainee{maya}, 1, false)
	if err != nil {
		t.Fatal(err)
	}
	roomtest.Save(t, spring, later, oplog.Single, edits...)
	evening := time.Date(2026, 9, 7, 20, 0, 0, 0, time.UTC)
	r.Now = func() time.Time { return evening }
	r.Today = model.DateIn(evening)
	answers := run(t, r, "cohort autumn", "w", "1p", "makeup 1", "makeup 1 1", "makeup 1")[3:]
	for i, want := range []string{
		"1 Maya, present, saved. Maya has 3 h of Creating Learning Environments to make up from Spring: makeup 1 tells how to write it down.",
		"1, day 1 of Spring, Creating Learning Environments, made good here in day 1, 09:00 Creating Learning Environments, 3 h.",
		"made up on Mon 7 Sep 2026, saved.",
		"1 Maya has nothing to make up.",
	} {
		if !strings.Contains(answers[i], want) {
			t.Errorf("%d\n got %s\nwant %s", i, answers[i], want)
		}
	}
}

func TestMarksFromPaperSaySo(t *testing.T) {
	r := roomtest.New(t, roomtest.DayOne)
	r.Show(nil)
	answers := run(t, r, "paper", "7a", "7?", "paper", "7p", "7?")[1:]
	if !strings.Contains(answers[2], "absent, from paper") || strings.Contains(answers[5], "from paper") {
		t.Errorf("got %q", answers)
	}
	entries, err := r.Book.Journal(r.Cohort.Cohort.ID)
	if err != nil {
		t.Fatal(err)
	}
	if got := entries[len(entries)-2].What; got != "7 Maya: absent, from paper" {
		t.Errorf("the journal says %q", got)
	}
}
