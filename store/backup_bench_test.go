//go:build linux

package store_test

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/big"
	"rollbook/store/oplog"
)

// BenchmarkBackup makes a backup of the large book beside it while somebody marks, a key every
// tenth of a second, and says how long the slowest of these took to be saved.
func BenchmarkBackup(b *testing.B) {
	u := &unmarked{b: b, size: big.Large}
	u.take(1)
	path := filepath.Join(b.TempDir(), "backup.book")
	var took []time.Duration
	for b.Loop() {
		ended := make(chan error)
		go func() {
			_, err := u.book.Backup(path, true)
			ended <- err
		}()
		for running := true; running; {
			select {
			case err := <-ended:
				if err != nil {
					b.Fatal(err)
				}
				running = false
			case <-time.After(100 * time.Millisecond):
				cell := u.take(1)[0]
				began := time.Now()
				d, err := u.at.Form(oplog.Single, u.at.EditMark(cell.person, cell.block, model.Plain(model.Absent)))
				if err != nil {
					b.Fatal(err)
				}
				if err := u.book.Save(d).Wait(); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(began))
			}
		}
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "ms/slowest-mark")
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms/median-mark")
	b.ReportMetric(float64(len(took))/float64(b.N), "marks/op")
}

// BenchmarkRestore puts a backup of the large book in its place, with a backup made before.
func BenchmarkRestore(b *testing.B) {
	book := opened(b, big.Large)
	backup := filepath.Join(b.TempDir(), "backup.book")
	if _, err := book.Backup(backup, false); err != nil {
		b.Fatal(err)
	}
	if err := book.Close(); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := store.Restore(book.Path(), backup, world); err != nil {
			b.Fatal(err)
		}
	}
}
