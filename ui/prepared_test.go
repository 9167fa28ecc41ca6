package ui_test

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/kit/pty"
)

// What the end-to-end tests begin with, a home with a book in it and a clock, and how they read a screen.

// people of the prepared book; the first is row 1.
var people = []string{"Ada Lund", "Ben Oak", "Chidi Okafor", "Dana Roy", "Élodie Côté", "Farah Haidari", "Gus Pelletier", "Hana 山田", "Ines Carvalho"}

// dayOne is the first day of the prepared book, a Monday.
var dayOne, _ = model.ParseDate("2026-03-02")

// prepared is a new home with a book of one cohort of nine people, whose first day --date makes today's.
func prepared(t testing.TB) pty.Options {
	t.Helper()
	home := t.TempDir()
	makeBook(t, home, dayOne)
	return pty.Options{Home: home, Args: []string{"--date", dayOne.String()}}
}

// open starts the program on a prepared book and waits for the roster.
func open(t testing.TB, o pty.Options) *pty.Session {
	t.Helper()
	s := pty.Start(t, o)
	s.Saved("Day 1 of 8", "marks go to")
	return s
}

// bookIn is the path of the book that the program opens in a home.
func bookIn(t testing.TB, home string) string {
	t.Helper()
	folder := filepath.Join(home, "data", "rollbook")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(folder, "roll.book")
}

func makeBook(t testing.TB, home string, first model.Date) {
	t.Helper()
	book, err := store.Create(bookIn(t, home), store.World{Now: time.Now, Chance: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if err := book.SetAuthor("Asha"); err != nil {
		t.Fatal(err)
	}
	course, _ := model.EmbeddedCourse("cipss")
	var dates []model.Date
	for n := range course.Days {
		dates = append(dates, first+model.Date(n))
	}
	c, edits, err := book.NewCohort("Spring", course, dates, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	save(t, book, c, oplog.Single, edits)
	var trainees []model.Trainee
	for _, name := range people {
		trainees = append(trainees, model.Trainee{Name: name})
	}
	edits, _, err = c.Enroll(trainees, 1, false)
	if err != nil {
		t.Fatal(err)
	}
	save(t, book, c, oplog.Import, edits)
}

// downloaded is a new home with a file in its Downloads.
func downloaded(t testing.TB, name, text string) (home string) {
	t.Helper()
	home = t.TempDir()
	folder := filepath.Join(home, "Downloads")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return home
}

// clockAt makes a time zone in which it is that time of day now, and returns what to put into the
// environment, and today's date there. The program's clock is the real one.
func clockAt(t testing.TB, home string, hour, minute, second int) (env string, today model.Date) {
	t.Helper()
	now := time.Now().UTC()
	offset := hour*3600 + minute*60 + second - (now.Hour()*3600 + now.Minute()*60 + now.Second())
	// A TZif file of version 1 (RFC 8536): no transitions, one local time type with a name of four bytes.
	file := append([]byte("TZif"), make([]byte, 16)...)
	for _, count := range []uint32{0, 0, 0, 0, 1, 4} {
		file = binary.BigEndian.AppendUint32(file, count)
	}
	file = binary.BigEndian.AppendUint32(file, uint32(int32(offset)))
	file = append(file, 0, 0, 'E', '2', 'E', 0)
	path := filepath.Join(home, "zone")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	return "TZ=" + path, model.DateIn(now.Add(time.Duration(offset) * time.Second))
}

// rosterRow is a row of Today or Topics: number, name, the marks of two blocks, and what is said
// behind each.
var rosterRow = regexp.MustCompile(`^ ?(\d+) (.+?) +([●◐○·])((?: (?:\*|told|\d\d:\d\d|\d+m))*) +([●◐○·])(?: +(.*))?$`)

// roster is what a screen shows of each row's marks, as "7 Gus Pelletier ◐●".
func roster(screen string) (rows []string) {
	for line := range strings.SplitSeq(screen, "\n") {
		if m := rosterRow.FindStringSubmatch(line); m != nil {
			rows = append(rows, m[1]+" "+m[2]+" "+m[3]+m[5])
		}
	}
	return rows
}

// importRoster goes through the pages of the import with what they offer.
func importRoster(s *pty.Session, file string, people int) {
	s.Until("which file?", file, "Downloads")
	s.Type("⏎")
	s.Until(file+": which column is what?", fmt.Sprintf("%d people", people))
	s.Type("⏎")
	s.Until(file+" and the book", fmt.Sprintf("%d new", people))
	s.Type("⏎")
	s.Until(fmt.Sprintf("This adds %d people.", people))
	s.Type("⏎")
	s.Saved(fmt.Sprintf("added %d people: u takes it back", people), fmt.Sprintf("%d people: 0 ● 0 ◐ 0 ○ %d ·", people, people))
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s is\n  %s\nnot\n  %s", what, strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}
