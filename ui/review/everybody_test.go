package review

import (
	"crypto/rand"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/big"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/room"
	"rollbook/ui/room/roomtest"
)

// second makes another cohort in the stage's book, two weeks later, with some of the same people and
// others, and marks its first day.
func (st *stage) second(absent ...int) *store.Cohort {
	st.Helper()
	book := st.Room.Book
	course, _ := model.EmbeddedCourse("cipss")
	c, edits, err := book.NewCohort("Winter", course, model.Dates(model.DateOf(2026, 2, 2), 8, nil), "", nil)
	if err != nil {
		st.Fatal(err)
	}
	roomtest.Save(st, book, c, oplog.Single, edits...)
	people := []model.Trainee{st.Room.Cohort.Row(4).Trainee, {Name: "Abel Åström"}, {Name: "Bea"}}
	if edits, _, err = c.Enroll(people, 1, false); err != nil {
		st.Fatal(err)
	}
	roomtest.Save(st, book, c, oplog.Import, edits...)
	for row := 1; row <= 3; row++ {
		for _, b := range c.BlocksOf(1) {
			state := model.Present
			for _, a := range absent {
				if a == row {
					state = model.Absent
				}
			}
			roomtest.Save(st, book, c, oplog.Single, c.EditMark(c.Row(row), b.ID, model.Plain(state)))
		}
	}
	return c
}

func TestWholeBookListsEverybodyWithTimeToMakeUp(t *testing.T) {
	st := usual(t)
	st.second(1, 3)
	st.press("w")
	st.Sees("Everybody in the book", "time to make up", "Bea", "must 6h", "Winter", "Spring", "Zoé Lévesque", "and 1 more",
		"time to make up: 4 of 8 people", "14 h 20 min to make up")
	if got := st.Draw(80, 24).Text(); strings.Contains(got, "Abel") {
		t.Errorf("somebody without time to make up is listed:\n%s", got)
	}
	st.golden("book", kit.NewTheme(false, false, false))
	st.golden("book-ascii", kit.NewTheme(true, true, true))
	st.press("f", "e", "v", "enter")
	st.Heard("everybody in the book: 8 people")
	st.Sees("Abel Åström", "Gäst Übung", "guest")
	st.press("home", "s", "s")
	st.Heard("most minutes missed first")
	st.press("home")
	st.Sees("Zoé Lévesque: Winter, row 1: must-attend time missed")
	st.Room.Curtain = true
	got := st.Draw(80, 24).Text()
	if strings.Contains(got, "Abel") || !strings.Contains(got, "the curtain is closed") {
		t.Errorf("behind the curtain the book shows\n%s", got)
	}
	for _, key := range []string{"enter", "f", "s", "/"} {
		st.press(key)
		st.Heard("the curtain is closed")
	}
}

func TestLineOfTheBookLeadsToThatCohortAndPerson(t *testing.T) {
	st := usual(t)
	winter := st.second(1, 3)
	st.press("w", "/", "b", "e", "enter", "enter")
	if st.Room.Cohort.Name != "Winter" || st.s.wide || st.s.matrix.person().Name != "Bea" {
		t.Fatalf("went to %s, %s", st.Room.Cohort.Name, st.s.matrix.person().Name)
	}
	st.press("w", "/", "z", "o", "e", "enter", "enter")
	st.Sees("Zoé Lévesque: which cohort?", "Winter, row 1", "Spring, row 4")
	st.press("S", "p", "r", "enter")
	if st.Room.Cohort.Name != "Spring" || st.s.matrix.person().Row != 4 {
		t.Errorf("went to %s, row %d", st.Room.Cohort.Name, st.s.matrix.person().Row)
	}
	_ = winter
	st.press("w", "/", "n", "o", "b", "o", "d", "y")
	st.Sees("nobody who is listed has that name")
}

func TestJoinedRecordsAreOneLine(t *testing.T) {
	st := usual(t)
	c := st.second(3)
	st.Room.Book.Flush()
	joining, err := st.Room.Book.PlanJoin(c.Row(3).Trainee.ID, st.Room.Cohort.Row(2).Trainee.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Room.Book.Save(joining.Draft).Wait(); err != nil {
		t.Fatal(err)
	}
	st.Run(st.Room.Reload(""))
	st.press("w")
	if n := len(st.s.book.lines); n != 7 {
		t.Errorf("%d lines for seven people", n)
	}
	st.Sees("8 h 20 min to make up")
}

func TestBookIsCountedAnewAfterAChangeAndNotElse(t *testing.T) {
	st := usual(t)
	st.press("w")
	st.Sees("must 2h")
	if cmd := st.s.Update(nil); cmd != nil {
		t.Error("the book is counted again though nothing has changed")
	}
	st.madeUp(2, 1, 2, 120)
	st.madeUp(1, 2, 1, 20)
	st.Run(st.s.Update(nil))
	st.Sees("nobody is listed: time to make up")
	st.press("enter")
	st.Heard("nobody is listed")
	st.press("w")
	st.Sees("by day")
}

func TestProgressIsDrawnWhileTheBookIsCounted(t *testing.T) {
	st := usual(t)
	st.s.wide = true
	b := st.s.book
	b.survey.running = true
	b.update(surveyingMsg{done: 3, all: 4, next: nil}, true)
	st.Sees("counting: 3 of 4 cohorts", strings.Repeat("█", 30))
	st.Room.Theme.ASCII = true
	st.Sees(strings.Repeat("#", 30))
	st.press("enter")
	st.Heard("the book is being counted")
}

func TestFaultOfTheBookIsSaid(t *testing.T) {
	st := usual(t)
	st.s.wide = true
	st.Run(st.s.Update(surveyedMsg{of: st.s.book.now(), err: store.ErrDamaged}))
	st.Heard("the book is damaged")
	st.Sees("! the book is damaged")
}

// BenchmarkBook is of a book of 200 cohorts, 5,000 people and 500,000 marks: everybody with time to
// make up, cold, then a key.
func BenchmarkBook(b *testing.B) {
	path := filepath.Join(b.TempDir(), "large.book")
	world := store.World{Now: func() time.Time { return time.Date(2036, 1, 1, 9, 0, 0, 0, time.UTC) }, Chance: rand.Reader}
	if err := big.Build(path, big.Large, world); err != nil {
		b.Fatal(err)
	}
	open := func(b *testing.B) *stage {
		book, err := store.Open(path, world)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { book.Close() })
		listed, err := book.Cohorts()
		if err != nil {
			b.Fatal(err)
		}
		c, err := book.Load(listed[0].ID)
		if err != nil {
			b.Fatal(err)
		}
		r := &room.Room{Theme: kit.NewTheme(false, false, false), Book: book, Now: world.Now, Given: model.NoDate, Today: model.DateIn(world.Now())}
		r.Show(c)
		st := &stage{Desk: roomtest.At(b, r), s: New(r)}
		st.Screen = st.s
		return st
	}
	b.Run("cold", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			st := open(b)
			b.StartTimer()
			st.press("w")
			if len(st.s.book.lines) < 1000 {
				b.Fatal("nobody is listed")
			}
			b.StopTimer()
			st.Room.Book.Close()
			b.StartTimer()
		}
	})
	st := open(b)
	st.press("w", "f", "e", "v", "enter")
	if len(st.s.book.rows) < 1000 {
		b.Fatalf("%d people are listed", len(st.s.book.rows))
	}
	for _, key := range []string{"s", "down", "end"} {
		b.Run(fmt.Sprintf("key %s", key), func(b *testing.B) {
			for b.Loop() {
				st.press(key)
			}
		})
	}
	b.Run("find", func(b *testing.B) {
		for b.Loop() {
			st.press("/", "p", "esc")
		}
	})
}
