//go:build linux

package store_test

import (
	"bufio"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/big"
	"rollbook/store/oplog"
)

// BENCHMARKS.md says how these are run and what came of it.

var world = store.World{Now: time.Now, Chance: rand.Reader}

// small is a round of one cohort, to be marked from its first day.
var small = big.Size{Cohorts: 1, People: 25, Days: 8, Blocks: 4, Unmarked: 8}

// built is where a book of a size lies, made when it is first asked for and kept between runs. It
// is the caller's to read; what writes takes a copy.
func built(b *testing.B, size big.Size) string {
	b.Helper()
	path := filepath.Join(os.TempDir(), fmt.Sprintf("rollbook-%s-v%d.book", size, store.FormatAndState))
	if _, err := os.Stat(path); err == nil {
		return path
	}
	began := time.Now()
	if err := big.Build(path+".part", size, world); err != nil {
		os.Remove(path + ".part")
		b.Fatal(err)
	}
	if err := os.Rename(path+".part", path); err != nil {
		b.Fatal(err)
	}
	b.Logf("made a book of %d marks in %v", size.Marks(), time.Since(began).Round(time.Second/10))
	return path
}

// opened is a book of a size to write to.
func opened(b *testing.B, size big.Size) *store.Book {
	b.Helper()
	from, err := os.Open(built(b, size))
	if err != nil {
		b.Fatal(err)
	}
	defer from.Close()
	path := filepath.Join(b.TempDir(), "copy.book")
	to, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := io.Copy(to, from); err != nil {
		b.Fatal(err)
	}
	if err := to.Sync(); err != nil {
		b.Fatal(err)
	}
	to.Close()
	return open(b, path)
}

func open(b *testing.B, path string) *store.Book {
	b.Helper()
	book, err := store.Open(path, world)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { book.Close() })
	return book
}

// unmarked hands out cells that nobody has marked yet, cohort by cohort; where a book has no more,
// it goes on in a fresh copy.
type unmarked struct {
	b       *testing.B
	size    big.Size
	book    *store.Book
	cohorts []store.Listed
	at      *store.Cohort
	cells   []cell
}

type cell struct {
	person *store.Person
	block  model.ID
}

// take is the next n cells of one cohort.
func (u *unmarked) take(n int) []cell {
	for len(u.cells) < n {
		if len(u.cohorts) == 0 {
			if u.book != nil {
				u.book.Close()
			}
			u.book = opened(u.b, u.size)
			var err error
			if u.cohorts, err = u.book.Cohorts(); err != nil {
				u.b.Fatal(err)
			}
		}
		c, err := u.book.Load(u.cohorts[0].ID)
		if err != nil {
			u.b.Fatal(err)
		}
		u.at, u.cohorts, u.cells = c, u.cohorts[1:], nil
		for _, block := range c.Blocks {
			for _, p := range c.People {
				if p.Marks[block.ID] == nil {
					u.cells = append(u.cells, cell{p, block.ID})
				}
			}
		}
	}
	cells := u.cells[:n]
	u.cells = u.cells[n:]
	return cells
}

func BenchmarkLoadACohortOf25(b *testing.B) {
	book := open(b, built(b, big.Large))
	list, err := book.Cohorts()
	if err != nil {
		b.Fatal(err)
	}
	marks := 0
	for i := 0; b.Loop(); i++ {
		c, err := book.Load(list[i%len(list)].ID)
		if err != nil {
			b.Fatal(err)
		}
		marks = len(c.People) * len(c.People[0].Marks)
	}
	b.ReportMetric(float64(marks), "marks")
}

func BenchmarkListTheCohorts(b *testing.B) {
	book := open(b, built(b, big.Large))
	for b.Loop() {
		if list, err := book.Cohorts(); err != nil || len(list) != big.Large.Cohorts {
			b.Fatal(len(list), err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	for name, size := range map[string]big.Size{"25 people": small, "500,000 marks": big.Large} {
		b.Run(name, func(b *testing.B) {
			path := built(b, size)
			for b.Loop() {
				book, err := store.Open(path, world)
				if err != nil {
					b.Fatal(err)
				}
				if err := book.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkPlanAnUndo finds what u would take back, in words.
func BenchmarkPlanAnUndo(b *testing.B) {
	book := open(b, built(b, big.Large))
	for b.Loop() {
		if _, err := book.PlanUndo(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPeakMemory opens the large book in a program of its own, lists the cohorts and loads
// one, and asks the kernel how much that program ever held, mapped pages of the file included.
func BenchmarkPeakMemory(b *testing.B) {
	path := built(b, big.Large)
	for b.Loop() {
		out, err := store.OpenAndLoad(path).Output()
		if err != nil {
			b.Fatal(err)
		}
		kib, err := strconv.Atoi(strings.TrimSpace(string(out)))
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(kib)/1024, "MiB-peak")
	}
}

// BenchmarkApplyAMark is what a key costs before the screen can be drawn.
func BenchmarkApplyAMark(b *testing.B) {
	for _, people := range []int{25, 5000} {
		b.Run(fmt.Sprintf("%d people", people), func(b *testing.B) {
			u := &unmarked{b: b, size: big.Size{Cohorts: 1, People: people, Days: 2, Blocks: 4, Unmarked: 2}}
			var drafts []*store.Draft
			for i := 0; b.Loop(); i++ {
				if len(drafts) == 0 {
					b.StopTimer()
					u.book, u.cohorts, u.cells = nil, nil, nil
					for _, cell := range u.take(people * 8) {
						d, err := u.at.Form(oplog.Single, u.at.EditMark(cell.person, cell.block, model.Plain(model.Absent)))
						if err != nil {
							b.Fatal(err)
						}
						drafts = append(drafts, d)
					}
					b.StartTimer()
				}
				u.at.Apply(drafts[0])
				drafts = drafts[1:]
			}
		})
	}
}

// peak is the most memory that this program ever held, in KiB.
func peak() (string, error) {
	f, err := os.Open("/proc/self/status")
	if err != nil {
		return "", err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if rest, ok := strings.CutPrefix(lines.Text(), "VmHWM:"); ok {
			return strings.TrimSpace(strings.TrimSuffix(rest, "kB")), nil
		}
	}
	return "", lines.Err()
}

func init() { store.Peak = peak }
