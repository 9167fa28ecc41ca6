package report_test

import (
	"crypto/rand"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/big"
	"rollbook/ui/report"
)

// bigBook is a book of 500,000 marks, made once and kept between runs.
func bigBook(b *testing.B) (*store.Book, []model.ID) {
	b.Helper()
	world := store.World{Now: time.Now, Chance: rand.Reader}
	path := filepath.Join(os.TempDir(), "rollbook-report-"+big.Large.String()+".book")
	if _, err := os.Stat(path); err != nil {
		if err := big.Build(path+".part", big.Large, world); err != nil {
			b.Fatal(err)
		}
		if err := os.Rename(path+".part", path); err != nil {
			b.Fatal(err)
		}
	}
	book, err := store.Open(path, world)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { book.Close() })
	listed, err := book.Cohorts()
	if err != nil {
		b.Fatal(err)
	}
	var ids []model.ID
	for _, l := range listed {
		ids = append(ids, l.ID)
	}
	return book, ids
}

// BenchmarkMarks exports 500,000 marks. heap-MB is the most memory in use at any progress.
func BenchmarkMarks(b *testing.B) {
	book, ids := bigBook(b)
	for _, form := range []report.Form{report.CSV, report.XLSX} {
		b.Run(string(form), func(b *testing.B) {
			most := uint64(0)
			look := func(rows int) {
				if rows%20_000 != 0 {
					return
				}
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapInuse)
			}
			for range b.N {
				path := filepath.Join(b.TempDir(), "marks")
				err := report.ToFile(path, true, func(w io.Writer) error {
					return report.Marks(w, form, report.Loaded(book, ids), report.Options{Progress: look})
				})
				if err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(most)/(1<<20), "heap-MB")
		})
	}
}

// BenchmarkReview writes the review of 25 people as a PDF.
func BenchmarkReview(b *testing.B) {
	d := full(b, 25)
	r := d.review()
	for b.Loop() {
		if err := report.Review(io.Discard, report.PDF, report.These(r), report.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkReviewOfAllCohorts reviews 200 cohorts of 500,000 marks. heap-MB is the most memory in use
// at any progress.
func BenchmarkReviewOfAllCohorts(b *testing.B) {
	book, ids := bigBook(b)
	for _, form := range []report.Form{report.CSV, report.XLSX} {
		b.Run(string(form), func(b *testing.B) {
			most := uint64(0)
			look := func(rows int) {
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapInuse)
			}
			for b.Loop() {
				reviews, err := report.ReviewsOf(book, ids, model.Moment{Date: model.DateOf(2026, 12, 31)})
				if err == nil {
					err = report.Review(io.Discard, form, reviews, report.Options{Progress: look})
				}
				if err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(most)/(1<<20), "heap-MB")
		})
	}
}
