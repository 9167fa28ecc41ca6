//go:build linux

package store_test

import (
	"slices"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/big"
	"rollbook/store/oplog"
)

// afterAll is a moment when every block of the large book is over.
var afterAll = model.Moment{Date: model.DateOf(2030, 1, 1), Clock: 1440}

// BenchmarkSurvey asks the large book who has time to make up: for the first time after it was opened,
// each time after a raw scan of the same bucket, which opens no value; again; and after one more mark.
func BenchmarkSurvey(b *testing.B) {
	b.Run("first", func(b *testing.B) {
		path := built(b, big.Large)
		var scans, surveys []time.Duration
		for b.Loop() {
			book, err := store.Open(path, world)
			if err != nil {
				b.Fatal(err)
			}
			scans = append(scans, timed(b, func() error { return store.RawScan(book) }))
			surveys = append(surveys, timed(b, func() error { return survey(b, book) }))
			if err := book.Close(); err != nil {
				b.Fatal(err)
			}
		}
		slices.Sort(scans)
		slices.Sort(surveys)
		b.ReportMetric(float64(scans[len(scans)/2].Microseconds())/1000, "ms-scan")
		b.ReportMetric(float64(surveys[len(surveys)/2].Microseconds())/1000, "ms-survey")
	})
	b.Run("again", func(b *testing.B) {
		book := open(b, built(b, big.Large))
		if err := survey(b, book); err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			if err := survey(b, book); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("after a mark", func(b *testing.B) {
		u := &unmarked{b: b, size: big.Large}
		for b.Loop() {
			b.StopTimer()
			cells := u.take(1)
			d, err := u.at.Form(oplog.Single, u.at.EditMark(cells[0].person, cells[0].block, model.Plain(model.Absent)))
			if err != nil {
				b.Fatal(err)
			}
			if err := survey(b, u.book); err != nil {
				b.Fatal(err)
			}
			if err := u.book.Save(d).Wait(); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
			if err := survey(b, u.book); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func survey(b *testing.B, book *store.Book) error {
	b.Helper()
	lines, err := book.Survey(afterAll, nil)
	if err == nil && len(lines) != big.Large.Cohorts*big.Large.People {
		b.Fatalf("%d lines", len(lines))
	}
	return err
}

// BenchmarkLikelyDuplicates looks for duplicates among the 5,000 people of the large book.
func BenchmarkLikelyDuplicates(b *testing.B) {
	book := open(b, built(b, big.Large))
	for b.Loop() {
		if _, err := book.Likely(nil); err != nil {
			b.Fatal(err)
		}
	}
}

func timed(b *testing.B, do func() error) time.Duration {
	b.Helper()
	began := time.Now()
	if err := do(); err != nil {
		b.Fatal(err)
	}
	return time.Since(began)
}
