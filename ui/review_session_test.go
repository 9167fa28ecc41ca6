package ui_test

import (
	"crypto/rand"
	"regexp"
	"strings"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/kit/pty"
)

// laterRound adds a cohort of the same course to the book of a prepared home, three months later, with
// one of its own people and, as a guest for the morning of day 3, the person with a row in the first.
func laterRound(t *testing.T, home string, row int) {
	t.Helper()
	book, err := store.Open(bookIn(t, home), store.World{Now: time.Now, Chance: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	listed, err := book.Cohorts()
	if err != nil {
		t.Fatal(err)
	}
	spring, err := book.Load(listed[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	course, _ := model.EmbeddedCourse("cipss")
	var dates []model.Date
	for n := range course.Days {
		dates = append(dates, model.DateOf(2026, 6, 1)+model.Date(n))
	}
	summer, edits, err := book.NewCohort("Summer", course, dates, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	save(t, book, summer, oplog.Single, edits)
	if edits, _, err = summer.Enroll([]model.Trainee{{Name: "Zelda Quist"}}, 1, false); err != nil {
		t.Fatal(err)
	}
	save(t, book, summer, oplog.Import, edits)
	if edits, _, err = summer.EnrollGuest(spring.Row(row).Trainee, []model.ID{summer.BlocksOf(3)[0].ID}); err != nil {
		t.Fatal(err)
	}
	save(t, book, summer, oplog.Single, edits)
}

// reviewRow is a person's line in the review, with single blanks.
func reviewRow(screen, name string) string {
	for line := range strings.SplitSeq(screen, "\n") {
		if strings.Contains(line, name) && regexp.MustCompile(`^ +\d+ `).MatchString(line) {
			return strings.Join(strings.Fields(line), " ")
		}
	}
	return ""
}

// TestMissedDayIsMadeUpInALaterCohort is the whole way: somebody misses day 3, the review says so, they
// make its morning up as a guest of a later cohort, the standing changes, and undo puts it back.
func TestMissedDayIsMadeUpInALaterCohort(t *testing.T) {
	t.Parallel()
	o := prepared(t)
	laterRound(t, o.Home, 4)

	o.Args = []string{"--date", "2026-03-04"}
	s := pty.Start(t, o)
	s.Saved("Day 3 of 8", "9 people: 0 ● 0 ◐ 0 ○ 9 ·")
	s.Type("P4a")
	s.Saved("9 people: 8 ● 0 ◐ 1 ○ 0 ·")
	s.Type("gr/dana⏎")
	s.Until("4 Dana Roy, day 3, Wed 4 Mar: absent, 6 h missed", "over the allowance: 6 h missed, 5 h may be missed; 1 h to make up")
	if got := reviewRow(s.Screen(), "Dana Roy"); got != "4 Dana Roy over 1h · · ○ 6h 12h" {
		t.Errorf("the review says %q", got)
	}
	s.Type("⏎")
	s.Until("4 Dana Roy, day 3, Wed 4 Mar 2026", "09:00–12:00 Connection", "3 h can still be made up: m")
	s.Type("⎋")
	s.Quit()

	o.Args = []string{"--date", "2026-06-03"}
	s = pty.Start(t, o)
	s.Saved("Summer", "Day 3 of 8", "making something up", "Dana Roy")
	s.Type("2p")
	s.Saved("2 Dana Roy: present", "m: 3 h to make up")
	s.Type("2m")
	s.Until("Dana Roy: make up day 3, 09:00–12:00 Connection of Spring", "How long  3 h", "Date  2026-06-03", "< in Summer, day 3,")
	s.Ctrl("s")
	s.Saved("3 h of day 3, Connection made up")
	s.Type("grw")
	s.Until("nobody is listed: time to make up")
	s.Type("w")
	s.Ctrl("o")
	s.Until("Summer", "Spring")
	s.Type("↑⏎")
	s.Until("Spring up to Wed 3 Jun")
	s.Type("/dana⏎←←←←←")
	s.Until("4 Dana Roy, day 3, Wed 4 Mar: absent, 6 h missed, 3 h made up", "on course: 2 h of 5 h left")
	if got := reviewRow(s.Screen(), "Dana Roy"); got != "4 Dana Roy 2h left · · ○ · · · · · 6h 42h" {
		t.Errorf("after the make-up the review says %q", got)
	}

	s.Type("u")
	s.Saved("undone: ", "4 Dana Roy, day 3, Wed 4 Mar: absent, 6 h missed", "over the allowance: 6 h missed")
	if got := reviewRow(s.Screen(), "Dana Roy"); got != "4 Dana Roy over 1h · · ○ · · · · · 6h 42h" {
		t.Errorf("after the undo the review says %q", got)
	}
	s.Type("w")
	s.Until("Dana Roy: Spring, row 4: over the allowance", "time to make up: 1 of 10 people")
	if code := s.Quit(); code != 0 {
		t.Errorf("q ended with exit code %d", code)
	}
}
