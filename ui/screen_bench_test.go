package ui_test

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/big"
	"rollbook/store/oplog"
	"rollbook/ui/kit/pty"
)

func TestMain(m *testing.M) { os.Exit(pty.Main(m)) }

// roomOf25 makes a book with one cohort of 25 people whose first day is today.
func roomOf25(b testing.TB) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "roll.book")
	world := store.World{Now: time.Now, Chance: rand.Reader}
	book, err := store.Create(path, world)
	if err != nil {
		b.Fatal(err)
	}
	defer book.Close()
	if err := book.SetAuthor("Asha"); err != nil {
		b.Fatal(err)
	}
	course, _ := model.EmbeddedCourse("cipss")
	var dates []model.Date
	for n := range course.Days {
		dates = append(dates, model.DateIn(time.Now().UTC())+model.Date(n))
	}
	c, edits, err := book.NewCohort("Spring", course, dates, "", nil)
	if err != nil {
		b.Fatal(err)
	}
	save(b, book, c, oplog.Single, edits)
	var people []model.Trainee
	for i := range 25 {
		people = append(people, model.Trainee{Name: "Person" + string(rune('A'+i))})
	}
	edits, _, err = c.Enroll(people, 1, false)
	if err != nil {
		b.Fatal(err)
	}
	save(b, book, c, oplog.Import, edits)
	return path
}

func save(b testing.TB, book *store.Book, c *store.Cohort, how oplog.How, edits []store.Edit) {
	b.Helper()
	d, err := c.Form(how, edits...)
	if err != nil {
		b.Fatal(err)
	}
	c.Apply(d)
	if err := book.Save(d).Wait(); err != nil {
		b.Fatal(err)
	}
}

func median(d []time.Duration) float64 {
	slices.Sort(d)
	return float64(d[len(d)/2].Microseconds()) / 1000
}

// BenchmarkFirstScreen is from the start of the process to the first complete screen, beside an
// empty program that links the same modules, in turn.
func BenchmarkFirstScreen(b *testing.B) {
	firstScreens(b, roomOf25(b), "PersonA")
}

// BenchmarkFirstScreenOfLargeBook is the same in a book of 200 cohorts, 5,000 people and 500,000 marks.
func BenchmarkFirstScreenOfLargeBook(b *testing.B) {
	path := filepath.Join(b.TempDir(), "large.book")
	if err := big.Build(path, big.Large, store.World{Now: time.Now, Chance: rand.Reader}); err != nil {
		b.Fatal(err)
	}
	firstScreens(b, path, "Person")
}

func firstScreens(b *testing.B, book, text string) {
	rollbook, empty := pty.Build(b), pty.BuildPackage(b, "rollbook/ui/testdata/empty")
	args := []string{"--book", book}
	pty.FirstScreen(b, rollbook, args, text) // warms the disk's cache
	var ours, limit []time.Duration
	for b.Loop() {
		limit = append(limit, pty.FirstScreen(b, empty, nil, "empty"))
		ours = append(ours, pty.FirstScreen(b, rollbook, args, text))
	}
	b.ReportMetric(median(ours), "ms/screen")
	b.ReportMetric(median(limit), "ms/limit")
	b.ReportMetric(median(ours)/median(limit), "ratio")
}

// BenchmarkKeyToScreen is from a key to the screen of a terminal that shows its mark; a frame of 120
// a second is 8.3 ms.
func BenchmarkKeyToScreen(b *testing.B) {
	s := pty.Start(b, pty.Options{Args: []string{"--book", roomOf25(b)}})
	s.Until("PersonA", "saved")
	marks := []struct{ key, shown string }{{"a", "1 PersonA: absent"}, {"p", "1 PersonA: present"}}
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		s.Type("1")
		s.Until("1 PersonA")
		mark := marks[i%2]
		began := time.Now()
		s.Type(mark.key)
		s.Until(mark.shown)
		took = append(took, time.Since(began))
	}
	b.ReportMetric(median(took), "ms/key")
}
