package plain

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/ui/room"
	"rollbook/ui/room/roomtest"
)

func run(t *testing.T, r *room.Room, lines ...string) []string {
	t.Helper()
	var out bytes.Buffer
	if err := Run(Options{Room: r, In: strings.NewReader(strings.Join(lines, "\n")), Out: &out}); err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(out.String()), "\n")
}

// opened is a room on a book with eight people, no cohort chosen yet.
func opened(t *testing.T) *room.Room {
	r := roomtest.New(t, roomtest.DayOne)
	r.Show(nil)
	return r
}

func TestEachLineIsAnsweredWithOneSentence(t *testing.T) {
	r := opened(t)
	conversation := []struct{ line, answer string }{
		{"7a", "7 Maya, absent, saved. Next 8 Noor, not marked."},
		{"p", "8 Noor, present, saved. That was the last."},
		{"P", "6 people, present, saved."},
		{"2l 920", "2 Ben, part: came 09:20, 20 min missed, saved. Next 3 Chloé, present."},
		{"2l 25", "There are"},
		{"7?", "7 Maya. 09:00 Creating Learning Environments: absent; 13:00"},
		{"7t", "7 Maya, told us ahead, saved."},
		{"u", "Undone: 7 Maya: told us ahead, saved."},
		{"redo", "Put back: 7 Maya: told us ahead, saved."},
		{"+ Zoe Quinn", "9 Zoe Quinn, not marked. Added, saved."},
		{"+ zoe quinn", "9 Zoe Quinn is on the roster already."},
		{"left", "9 Zoe Quinn, not marked."},
		{"40a", "There is no row 40."},
		{"A", "A does nothing: is Caps Lock on?"},
		{"xyzzy", `"xyzzy" is no word here: ? tells the words.`},
		{"day 9", "There are days 1 to 8."},
		{"day 2", "Day 2 of 8, Tue 3 Mar 2026. 9 people, 9 not marked. Marks go to the whole day."},
		{"1l", "This day is not today: say the time as well, such as l 920."},
		{"1l 1330", "1 Ana, 09:00 absent (came 13:30), 13:00 part: came 13:30, 30 min missed, saved."},
	}
	var lines []string
	for _, c := range conversation {
		lines = append(lines, c.line)
	}
	answers := run(t, r, lines...)[1:]
	if len(answers) != len(conversation) {
		t.Fatalf("%d answers to %d lines:\n%s", len(answers), len(conversation), strings.Join(answers, "\n"))
	}
	for i, c := range conversation {
		if c.line != "2l 25" && !strings.HasPrefix(answers[i], c.answer) {
			t.Errorf("%s\n got %s\nwant %s…", c.line, answers[i], c.answer)
		}
	}
}

func TestTheEndOfInputMarksNothingMore(t *testing.T) {
	r := opened(t)
	run(t, r, "1a")
	marked := 0
	for _, p := range r.Cohort.People {
		marked += len(p.Marks)
	}
	if marked != 1 {
		t.Errorf("%d marks after one line", marked)
	}
}

func TestUndoOfAnEarlierDateHasToBeSaidTwice(t *testing.T) {
	r := opened(t)
	run(t, r, "1a")
	next := roomtest.DayOne.AddDate(0, 0, 1)
	r.Now = func() time.Time { return next }
	r.Today = model.DateIn(next)
	r.Cohort = nil
	answers := run(t, r, "u", "u")[1:]
	if !strings.HasPrefix(answers[0], "That was done on Mon 2 Mar 2026: 1 Ana: absent.") {
		t.Errorf("first: %s", answers[0])
	}
	if !strings.HasPrefix(answers[1], "Undone: 1 Ana: absent, saved.") {
		t.Errorf("second: %s", answers[1])
	}
}

func TestWhatStandsBehindAWordThatIsSaidAloneIsNotLost(t *testing.T) {
	r := opened(t)
	answers := run(t, r, "P 3a 7a", "u now", "left 1500", "P")[1:]
	want := []string{
		`Nothing was done: say P alone, and "3a 7a" on a line of its own.`,
		`Nothing was done: say u alone, and "now" on a line of its own.`,
		`Nothing was done: say left alone, and "1500" on a line of its own.`,
		"8 people, present, saved.",
	}
	if !slices.Equal(answers, want) {
		t.Errorf("got %q", answers)
	}
}

func TestALineThatIsTooLongIsReadOver(t *testing.T) {
	for name, long := range map[string]string{"just": strings.Repeat("x", mostLine+1), "many times": "1a" + strings.Repeat(" ", 5*mostLine)} {
		answers := run(t, opened(t), long, "1a", long)[1:]
		want := []string{
			"This line is too long: nothing of it was done.",
			"1 Ana, absent, saved. Next 2 Ben, not marked.",
			"This line is too long: nothing of it was done.",
		}
		if !slices.Equal(answers, want) {
			t.Errorf("%s: got %q", name, answers)
		}
	}
}

func TestAByteOrderMarkIsNoPartOfTheFirstWord(t *testing.T) {
	if got := run(t, opened(t), "\ufeff1a\r")[1]; !strings.HasPrefix(got, "1 Ana, absent, saved.") {
		t.Error(got)
	}
}

func TestOnAnotherDateNoWordPromisesOneBlock(t *testing.T) {
	answers := run(t, opened(t), "day 2", "w", "=", "1o 20m", "1o 1000-1020")[2:]
	want := []string{
		"No block is under way on this day: marks go to the whole day. rollbook mark --block marks one.",
		"= needs one block. No block is under way on this day: marks go to the whole day. rollbook mark --block marks one.",
		"Minutes alone need one block: say from when to when, such as o 1440-1520.",
		"1 Ana, 09:00 part: out 10:00–10:20, 20 min missed, 13:00 not marked, saved. Next 2 Ben, not marked.",
	}
	if !slices.Equal(answers, want) {
		t.Errorf("got %q", answers)
	}
}

func TestACancelledDayTakesNoMarks(t *testing.T) {
	r := opened(t)
	run(t, r, "") // opens the cohort
	d, _ := r.Cohort.Day(2)
	d.Cancelled = true
	draft, err := r.Cohort.Form(oplog.Single, r.Cohort.EditDay(d)...)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Book.Save(draft).Wait(); err != nil {
		t.Fatal(err)
	}
	answers := run(t, r, "day 2", "P", "1a", "=", "w", "1r late bus", "D")[2:]
	for i, got := range answers {
		if got != "Day 2 is cancelled: nothing is marked on it." {
			t.Errorf("%d: %s", i, got)
		}
	}
	if len(answers) != 6 {
		t.Errorf("%d answers", len(answers))
	}
}
