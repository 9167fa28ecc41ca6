package sharetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"sync"
	"testing"

	"rollbook/store/share"
)

// Suite is what every place keeps. Each test begins with an empty place that fresh makes.
func Suite(t *testing.T, fresh func(t *testing.T) share.Place) {
	for _, one := range []struct {
		name string
		test func(*testing.T, share.Place)
	}{
		{"AnEmptyPlaceIsThereAndHoldsNothing", emptyPlace},
		{"WhatIsPutIsListedAndGot", putListGet},
		{"APutReplacesWhatStandsThere", replace},
		{"AFileThatIsNotThereIsSaidSo", missing},
		{"DeletingTwiceIsNoError", deleteTwice},
		{"NothingBeyondTheMostIsGot", tooLarge},
		{"NamesThatClimbOutAreRefused", badNames},
		{"NamesOfOthersAreListedAsTheyAre", foreignNames},
		{"AListingStopsWhereItIsTold", stopListing},
		{"AnEndedContextEndsEveryCall", endedContext},
		{"WhatIsPutIsACopy", copied},
		{"ManyMayUseItAtOnce", atOnce},
	} {
		t.Run(one.name, func(t *testing.T) { one.test(t, fresh(t)) })
	}
}

// A name as books make them, in an epoch of its own.
func segment(n int) string {
	return fmt.Sprintf("v1/00000000000000000000000000000001/log/%032x/0123456789abcdef/%08d-%032x.seg", n%3, n, n)
}

func listed(t *testing.T, p share.Place) map[string]share.Entry {
	t.Helper()
	entries := map[string]share.Entry{}
	err := p.List(t.Context(), func(e share.Entry) error {
		if _, twice := entries[e.Name]; twice {
			t.Errorf("%s is listed twice", e.Name)
		}
		entries[e.Name] = e
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

func put(t *testing.T, p share.Place, name string, data []byte) {
	t.Helper()
	if err := p.Put(t.Context(), name, data); err != nil {
		t.Fatal(err)
	}
}

func holds(t *testing.T, p share.Place, name string, want []byte) {
	t.Helper()
	got, err := p.Get(t.Context(), name, int64(len(want)))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Fatalf("%s holds %d other bytes than the %d that were put", name, len(got), len(want))
	}
}

func noise(n int) []byte {
	data := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{byte(n)}).Read(data)
	return data
}

func emptyPlace(t *testing.T, p share.Place) {
	if err := p.Probe(t.Context()); err != nil {
		t.Error(err)
	}
	if entries := listed(t, p); len(entries) != 0 {
		t.Errorf("an empty place lists %v", entries)
	}
	if p.String() == "" {
		t.Error("a place does not say where it is")
	}
}

func putListGet(t *testing.T, p share.Place) {
	files := map[string][]byte{"v1/space.json": []byte(`{"format": 1}`)}
	for i, size := range []int{0, 1, 4095, 100_000, 4 << 20} {
		files[segment(i)] = noise(size)
	}
	for name, data := range files {
		put(t, p, name, data)
	}
	entries := listed(t, p)
	if len(entries) != len(files) {
		t.Errorf("%d of %d files are listed", len(entries), len(files))
	}
	for name, data := range files {
		holds(t, p, name, data)
		e := entries[name]
		if e.Size != int64(len(data)) || e.Changed.IsZero() {
			t.Errorf("%s is listed with %d bytes, changed %v", name, e.Size, e.Changed)
		}
	}
}

func replace(t *testing.T, p share.Place) {
	name := segment(1)
	put(t, p, name, []byte("torn"))
	put(t, p, name, []byte("the whole of it"))
	holds(t, p, name, []byte("the whole of it"))
	if entries := listed(t, p); len(entries) != 1 || entries[name].Size != 15 {
		t.Errorf("after a second put the place lists %v", entries)
	}
}

func missing(t *testing.T, p share.Place) {
	put(t, p, segment(1), []byte("x"))
	for _, name := range []string{segment(2), segment(4), "v1/nowhere/key/x.age", "v1/00000000000000000000000000000001/log"} {
		if _, err := p.Get(t.Context(), name, 10); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func deleteTwice(t *testing.T, p share.Place) {
	put(t, p, segment(1), []byte("one"))
	put(t, p, segment(4), []byte("four"))
	for range 2 {
		if err := p.Delete(t.Context(), segment(1)); err != nil {
			t.Error(err)
		}
	}
	if err := p.Delete(t.Context(), "v1/never/was/there.seg"); err != nil {
		t.Error(err)
	}
	if _, err := p.Get(t.Context(), segment(1), 10); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a deleted file: %v", err)
	}
	holds(t, p, segment(4), []byte("four"))
}

func tooLarge(t *testing.T, p share.Place) {
	put(t, p, segment(1), noise(5000))
	for _, most := range []int64{0, 1, 4999} {
		if _, err := p.Get(t.Context(), segment(1), most); !errors.Is(err, share.ErrTooLarge) {
			t.Errorf("5,000 bytes where %d may be: %v", most, err)
		}
	}
	if data, err := p.Get(t.Context(), segment(1), 5000); err != nil || len(data) != 5000 {
		t.Errorf("5,000 bytes where 5,000 may be: %d, %v", len(data), err)
	}
}

func badNames(t *testing.T, p share.Place) {
	for _, name := range []string{
		"", "v1", "v1/", "v2/a", "a", "/v1/a", "../v1/a", "v1/../a", "v1/../../etc/passwd", "v1/a/../../../b", "v1//a", "v1/./a", "v1/a/",
		"v1/..", `v1\a`, `v1/..\..\a`, `v1/a\b`, "v1/c:/a", "v1/a:stream", "v1/a\x00b", "v1/a\nb", "v1/.hidden", "v1/a/.git/b", "C:/v1/a",
		"v1/\xff", "v1/a.seg.rb1.part", "v1/" + string(bytes.Repeat([]byte("a"), 600)),
	} {
		if err := p.Put(t.Context(), name, []byte("x")); !errors.Is(err, share.ErrName) {
			t.Errorf("put %q: %v", name, err)
		}
		if _, err := p.Get(t.Context(), name, 10); !errors.Is(err, share.ErrName) {
			t.Errorf("get %q: %v", name, err)
		}
		if err := p.Delete(t.Context(), name); !errors.Is(err, share.ErrName) {
			t.Errorf("delete %q: %v", name, err)
		}
	}
	if entries := listed(t, p); len(entries) != 0 {
		t.Errorf("names that are refused left %v", entries)
	}
}

func foreignNames(t *testing.T, p share.Place) {
	names := []string{
		"v1/read me.txt", "v1/ab/log/x (Ben's conflicted copy 2026-03-02).seg", "v1/ab/LOG/UPPER.SEG", "v1/übung/märz+1&2=3%20#4?.seg",
		"v1/日本語/名.seg", "v1/a/b/c/d/e/f/g/h.part", "v1/0.seg.rb.part", "v1/a~1.seg", "v1/@eaDir/x;y,z[1]{2}'3'!$.seg",
	}
	for _, name := range names {
		put(t, p, name, []byte(name))
	}
	entries := listed(t, p)
	for _, name := range names {
		if _, found := entries[name]; !found {
			t.Errorf("%q is not listed", name)
		}
		holds(t, p, name, []byte(name))
		if err := p.Delete(t.Context(), name); err != nil {
			t.Error(err)
		}
	}
	if left := listed(t, p); len(left) != 0 || len(entries) != len(names) {
		t.Errorf("%d of %d were listed, and %v is left of them", len(entries), len(names), left)
	}
}

func stopListing(t *testing.T, p share.Place) {
	for n := range 3 {
		put(t, p, segment(n), []byte("x"))
	}
	enough, seen := errors.New("enough"), 0
	err := p.List(t.Context(), func(share.Entry) error {
		if seen++; seen == 2 {
			return enough
		}
		return nil
	})
	if err != enough || seen != 2 {
		t.Errorf("the listing ended with %v after %d files", err, seen)
	}
}

func endedContext(t *testing.T, p share.Place) {
	put(t, p, segment(1), []byte("x"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, got := p.Get(ctx, segment(1), 10)
	for call, err := range map[string]error{
		"get": got, "put": p.Put(ctx, segment(2), []byte("y")), "delete": p.Delete(ctx, segment(1)), "probe": p.Probe(ctx),
		"list": p.List(ctx, func(share.Entry) error { return nil }),
	} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", call, err)
		}
	}
	if entries := listed(t, p); len(entries) != 1 {
		t.Errorf("calls that were ended before they began left %v", entries)
	}
}

func copied(t *testing.T, p share.Place) {
	data := []byte("as it was put")
	put(t, p, segment(1), data)
	data[0] = 'X'
	got, err := p.Get(t.Context(), segment(1), 100)
	if err != nil {
		t.Fatal(err)
	}
	got[1] = 'Y'
	holds(t, p, segment(1), []byte("as it was put"))
}

func atOnce(t *testing.T, p share.Place) {
	var all sync.WaitGroup
	for worker := range 6 {
		all.Go(func() {
			for n := range 4 {
				// One file is put by all, as two laptops put back the same segment.
				for _, name := range []string{segment(100), segment(worker*10 + n)} {
					if err := p.Put(t.Context(), name, []byte(name)); err != nil {
						t.Error(err)
						return
					}
				}
				if _, err := p.Get(t.Context(), segment(100), 1000); err != nil {
					t.Error(err)
				}
				if err := p.List(t.Context(), func(share.Entry) error { return nil }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	entries := listed(t, p)
	if len(entries) != 25 {
		t.Errorf("%d of 25 files are there", len(entries))
	}
	for name := range entries {
		holds(t, p, name, []byte(name))
	}
}
