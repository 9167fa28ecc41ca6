//go:build linux

package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/big"
	"rollbook/store/oplog"
)

// disk is what a gesture is held against: two overwrites of 4 KiB, each synced, in a file beside
// the book.
type disk struct {
	*os.File
	page [4096]byte
	next int64
}

const diskPages = 256

func newDisk(b *testing.B) *disk {
	f, err := os.Create(filepath.Join(b.TempDir(), "disk"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { f.Close() })
	if _, err := f.Write(make([]byte, diskPages*4096)); err != nil {
		b.Fatal(err)
	}
	if err := f.Sync(); err != nil {
		b.Fatal(err)
	}
	return &disk{File: f}
}

func (d *disk) limit(b *testing.B) time.Duration {
	began := time.Now()
	for range 2 {
		d.next = (d.next + 7) % diskPages
		d.page[0]++
		if _, err := d.WriteAt(d.page[:], d.next*4096); err != nil {
			b.Fatal(err)
		}
		if err := syscall.Fdatasync(int(d.Fd())); err != nil {
			b.Fatal(err)
		}
	}
	return time.Since(began)
}

// BenchmarkGestureAgainstTheDisk takes turns: a gesture from the call to its being durable, and the
// disk's limit. Run it with -benchtime=1x: one run is 500 turns of each.
func BenchmarkGestureAgainstTheDisk(b *testing.B) {
	for _, size := range []struct {
		name string
		big.Size
	}{{"25 people", small}, {"500,000 marks", big.Large}} {
		for _, marks := range []int{1, 30} {
			b.Run(fmt.Sprintf("%s/%d marks", size.name, marks), func(b *testing.B) { againstTheDisk(b, size.Size, marks) })
		}
	}
}

const turns = 500

func againstTheDisk(b *testing.B, size big.Size, marks int) {
	u, d := &unmarked{b: b, size: size}, newDisk(b)
	u.take(0)
	for b.Loop() {
		var gestures, limits []time.Duration
		for turn := range turns + 20 {
			cells := u.take(marks)
			limit := d.limit(b)
			began := time.Now()
			var edits []store.Edit
			for _, cell := range cells {
				edits = append(edits, u.at.EditMark(cell.person, cell.block, model.Plain(model.Present)))
			}
			draft, err := u.at.Form(oplog.Rest, edits...)
			if err != nil {
				b.Fatal(err)
			}
			saving := u.book.Save(draft)
			u.at.Apply(draft) // as the screens do, while the disk works
			if err := saving.Wait(); err != nil {
				b.Fatal(err)
			}
			took := time.Since(began)
			if turn >= 20 { // the first ones warm what both rest on
				gestures, limits = append(gestures, took), append(limits, limit)
			}
		}
		slices.Sort(gestures)
		slices.Sort(limits)
		gesture, limit := gestures[turns/2], limits[turns/2]
		b.ReportMetric(float64(gesture), "ns/gesture")
		b.ReportMetric(float64(limit), "ns/limit")
		b.ReportMetric(float64(gesture)/float64(limit), "ratio")
		b.ReportMetric(float64(gestures[turns*95/100])/float64(limits[turns*95/100]), "ratio-p95")
		b.ReportMetric(0, "ns/op")
	}
}
