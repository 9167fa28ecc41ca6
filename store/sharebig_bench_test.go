package store_test

import (
	"context"
	"crypto/rand"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/big"
	"rollbook/store/share"
)

var passOfBench = []byte("seven quiet words that nobody else knows")

// sent makes a share of a book of a size in a folder.
func sent(b *testing.B, size big.Size) (folder string, all time.Duration) {
	b.Helper()
	world := store.World{Now: time.Now, Chance: rand.Reader}
	path := filepath.Join(b.TempDir(), "from.book")
	if err := big.Build(path, size, world); err != nil {
		b.Fatal(err)
	}
	from, err := store.Open(path, world)
	if err != nil {
		b.Fatal(err)
	}
	defer from.Close()
	listed, err := from.Cohorts()
	if err != nil {
		b.Fatal(err)
	}
	var cohorts []model.ID
	for _, c := range listed {
		cohorts = append(cohorts, c.ID)
	}
	folder = b.TempDir()
	place, err := share.Open(folder, share.Env{})
	if err != nil {
		b.Fatal(err)
	}
	s, err := from.NewShare(context.Background(), place, store.ShareForm{Target: folder, Cohorts: cohorts, For: store.ForTrainers, Label: "from", Passphrase: passOfBench, Work: 2})
	if err != nil {
		b.Fatal(err)
	}
	began := time.Now()
	if _, err := from.Sync(context.Background(), s.Space, place, folder, store.SyncOptions{}); err != nil {
		b.Fatal(err)
	}
	return folder, time.Since(began)
}

func benchmarkJoin(b *testing.B, size big.Size) {
	folder, sending := sent(b, size)
	place, err := share.Open(folder, share.Env{})
	if err != nil {
		b.Fatal(err)
	}
	world := store.World{Now: time.Now, Chance: rand.Reader}
	for b.Loop() {
		b.StopTimer()
		to, err := store.Create(filepath.Join(b.TempDir(), "to.book"), world)
		if err != nil {
			b.Fatal(err)
		}
		inv, err := to.SeeShare(context.Background(), place, folder, passOfBench)
		if err != nil {
			b.Fatal(err)
		}
		s, err := to.JoinShare(context.Background(), place, inv, store.JoinForm{Label: "to"})
		if err != nil {
			b.Fatal(err)
		}
		peak := watchHeap()
		b.StartTimer()
		got, err := to.Sync(context.Background(), s.Space, place, folder, store.SyncOptions{})
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		b.ReportMetric(float64(peak())/(1<<20), "peak-heap-MB")
		b.ReportMetric(float64(got.ReceivedGestures), "gestures")
		b.ReportMetric(sending.Seconds(), "sending-s")
		to.Close()
		b.StartTimer()
	}
}

// watchHeap looks at what the program holds until it is asked for the most.
func watchHeap() func() uint64 {
	stop, done := make(chan struct{}), make(chan uint64)
	go func() {
		var most uint64
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapInuse)
			select {
			case <-stop:
				done <- most
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	}()
	return func() uint64 { close(stop); return <-done }
}

func BenchmarkImport100000Marks(b *testing.B) {
	benchmarkJoin(b, big.Size{Cohorts: 40, People: 25, Days: 26, Blocks: 4, Unmarked: 1})
}

func BenchmarkFirstJoinOf500000Marks(b *testing.B) { benchmarkJoin(b, big.Large) }
