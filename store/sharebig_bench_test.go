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
	"rollbook/store/oplog"
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

// BenchmarkNothingNew is a sync of two laptops who have everything, in a folder with 1,000 segments.
func BenchmarkNothingNew(b *testing.B) {
	world := store.World{Now: time.Now, Chance: rand.Reader}
	path := filepath.Join(b.TempDir(), "one.book")
	if err := big.Build(path, big.Size{Cohorts: 1, People: 25, Days: 8, Blocks: 4, Unmarked: 1}, world); err != nil {
		b.Fatal(err)
	}
	book, err := store.Open(path, world)
	if err != nil {
		b.Fatal(err)
	}
	defer book.Close()
	listed, err := book.Cohorts()
	if err != nil {
		b.Fatal(err)
	}
	folder := b.TempDir()
	place, err := share.Open(folder, share.Env{})
	if err != nil {
		b.Fatal(err)
	}
	ctx := context.Background()
	s, err := book.NewShare(ctx, place, store.ShareForm{Target: folder, Cohorts: []model.ID{listed[0].ID}, For: store.ForTrainers, Label: "one", Passphrase: passOfBench, Work: 2})
	if err != nil {
		b.Fatal(err)
	}
	c, err := book.Load(listed[0].ID)
	if err != nil {
		b.Fatal(err)
	}
	for i := range 1000 {
		d, err := c.Form(oplog.Single, c.EditTold(c.People[i%25], c.Blocks[i/25%len(c.Blocks)].ID, i/25/len(c.Blocks)%2 == 0))
		if err != nil {
			b.Fatal(err)
		}
		if d != nil {
			c.Apply(d)
			if err := book.Save(d).Wait(); err != nil {
				b.Fatal(err)
			}
		}
		if _, err := book.Sync(ctx, s.Space, place, folder, store.SyncOptions{}); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		got, err := book.Sync(ctx, s.Space, place, folder, store.SyncOptions{})
		if err != nil || got.SentFiles+got.ReceivedFiles > 0 {
			b.Fatalf("%+v %v", got, err)
		}
	}
}

// BenchmarkListTheFolder is what a listing of such a folder costs by itself.
func BenchmarkListTheFolder(b *testing.B) {
	folder := b.TempDir()
	place, err := share.Open(folder, share.Env{})
	if err != nil {
		b.Fatal(err)
	}
	for i := range 1000 {
		n := share.Name{Sort: share.SegmentFile, Seq: uint32(i), Hash: share.HashOf([]byte{byte(i), byte(i >> 8)})}
		if err := place.Put(context.Background(), n.Path(), []byte("a segment")); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if err := place.List(context.Background(), func(share.Entry) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
}
