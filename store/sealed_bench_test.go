//go:build linux

package store_test

import (
	"crypto/rand"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/big"
	"rollbook/store/oplog"
	"rollbook/store/seal"
)

const benchPass = "a passphrase of the benchmarks"

// pair is two books of the same size, the second with a passphrase at a cost.
func pair(b *testing.B, size big.Size, cost seal.Cost) (plain, sealed *store.Book) {
	b.Helper()
	plain = opened(b, size)
	copied := opened(b, size)
	if err := copied.Close(); err != nil {
		b.Fatal(err)
	}
	costly := world
	costly.Cost = cost
	sealed, err := store.Open(copied.Path(), costly)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { sealed.Close() })
	code, err := seal.NewRecovery(rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := sealed.SetPassphrase(store.Secret(benchPass), code); err != nil {
		b.Fatal(err)
	}
	return plain, sealed
}

func median(took []time.Duration) time.Duration {
	slices.Sort(took)
	return took[len(took)/2]
}

// toggling marks the first cell of a book's first cohort, another way each time.
func toggling(b *testing.B, book *store.Book) func() time.Duration {
	b.Helper()
	all, err := book.Cohorts()
	if err != nil {
		b.Fatal(err)
	}
	c, err := book.Load(all[0].ID)
	if err != nil {
		b.Fatal(err)
	}
	n := 0
	return func() time.Duration {
		n++
		person, block := c.People[n%len(c.People)], c.Blocks[n/len(c.People)%len(c.Blocks)]
		state := model.Present
		if person.Cell(block.ID).Mark.State == state {
			state = model.Absent
		}
		began := time.Now()
		d, err := c.Form(oplog.Single, c.EditMark(person, block.ID, model.Plain(state)))
		if err != nil {
			b.Fatal(err)
		}
		saving := book.Save(d)
		c.Apply(d)
		if err := saving.Wait(); err != nil {
			b.Fatal(err)
		}
		return time.Since(began)
	}
}

// BenchmarkGestureSealedAgainstPlain takes turns between two books. Run it with -benchtime=1x.
func BenchmarkGestureSealedAgainstPlain(b *testing.B) {
	plain, sealed := pair(b, small, seal.Cost{Memory: 64, Passes: 1, Lanes: 1})
	inPlain, inSealed := toggling(b, plain), toggling(b, sealed)
	for b.Loop() {
		var p, s []time.Duration
		for turn := range turns + 20 {
			one, other := inPlain(), inSealed()
			if turn >= 20 {
				p, s = append(p, one), append(s, other)
			}
		}
		b.ReportMetric(float64(median(p)), "ns/plain")
		b.ReportMetric(float64(median(s)), "ns/sealed")
		b.ReportMetric(float64(median(s))/float64(median(p)), "ratio")
		b.ReportMetric(0, "ns/op")
	}
}

// BenchmarkOpenSealedAgainstPlain opens a book and loads a cohort of 25: what is beyond the derivation
// is what a plain book takes.
func BenchmarkOpenSealedAgainstPlain(b *testing.B) {
	marked := small
	marked.Unmarked = 0
	plain, sealed := pair(b, marked, seal.FullCost)
	paths := []string{plain.Path(), sealed.Path()}
	plain.Close()
	sealed.Close()
	load := func(path string) time.Duration {
		began := time.Now()
		book, err := store.OpenWith(path, world, store.Secret(benchPass))
		if err != nil {
			b.Fatal(err)
		}
		all, err := book.Cohorts()
		if err == nil {
			_, err = book.Load(all[0].ID)
		}
		took := time.Since(began)
		if err := errors.Join(err, book.Close()); err != nil {
			b.Fatal(err)
		}
		return took
	}
	secret, err := seal.ReadSecret([]byte(benchPass))
	if err != nil {
		b.Fatal(err)
	}
	slot, err := seal.NewSlot(secret, seal.FullCost, make([]byte, seal.KeySize), model.ID{}, rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		var took [3][]time.Duration
		for range 15 {
			for i, path := range paths {
				took[i] = append(took[i], load(path))
			}
			began := time.Now()
			if _, err := slot.Open(secret, model.ID{}); err != nil {
				b.Fatal(err)
			}
			took[2] = append(took[2], time.Since(began))
		}
		open, unlock, derive := median(took[0]), median(took[1]), median(took[2])
		b.ReportMetric(float64(open), "ns/plain")
		b.ReportMetric(float64(unlock), "ns/sealed")
		b.ReportMetric(float64(derive), "ns/derivation")
		b.ReportMetric(0, "ns/op")
	}
}

// BenchmarkLoadSealedAgainstPlain loads a cohort of 25 of an open book.
func BenchmarkLoadSealedAgainstPlain(b *testing.B) {
	marked := small
	marked.Unmarked = 0
	plain, sealed := pair(b, marked, seal.Cost{Memory: 64, Passes: 1, Lanes: 1})
	load := func(book *store.Book) time.Duration {
		all, err := book.Cohorts()
		if err != nil {
			b.Fatal(err)
		}
		began := time.Now()
		if _, err := book.Load(all[0].ID); err != nil {
			b.Fatal(err)
		}
		return time.Since(began)
	}
	for b.Loop() {
		var p, s []time.Duration
		for range 200 {
			p, s = append(p, load(plain)), append(s, load(sealed))
		}
		b.ReportMetric(float64(median(p)), "ns/plain")
		b.ReportMetric(float64(median(s)), "ns/sealed")
		b.ReportMetric(float64(median(s))/float64(median(p)), "ratio")
		b.ReportMetric(0, "ns/op")
	}
}

// BenchmarkRewriteTheLargeBook puts a passphrase on 500,000 marks: a new file, written and read through.
func BenchmarkRewriteTheLargeBook(b *testing.B) {
	for b.Loop() {
		book := opened(b, big.Large)
		code := strings.Fields("legal winner thank year wave sausage worth useful legal winner thank yellow")
		began := time.Now()
		if _, err := book.SetPassphrase(store.Secret(benchPass), code); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(time.Since(began))/1e9, "s")
		b.ReportMetric(0, "ns/op")
		book.Close()
	}
}
