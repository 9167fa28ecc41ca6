package store

import (
	"crypto/rand"
	"errors"
	mathrand "math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"rollbook/model"
)

func salvaged(t testing.TB, path string, secret Secret) (*Salvaged, string) {
	t.Helper()
	into := filepath.Join(t.TempDir(), "salvaged.book")
	s, err := Salvage(path, into, World{Now: morning(), Chance: rand.Reader}, secret)
	if err != nil {
		t.Fatal(err)
	}
	noneBeside(t, into)
	return s, into
}

// spoiled writes a copy of a closed book with some of it changed.
func spoiled(t testing.TB, path string, spoil func(data []byte) []byte) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "spoiled.book")
	if err := os.WriteFile(out, spoil(data), 0o600); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestSalvageBringsEverythingWhereOnlyTheStructureIsGone(t *testing.T) {
	b, c := lived(t)
	ids := logged(t, b)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	size := os.Getpagesize()
	for name, spoil := range map[string]func(data []byte) []byte{
		"nothing":              func(data []byte) []byte { return data },
		"both head pages":      func(data []byte) []byte { clear(data[:2*size]); return data },
		"every page's head":    func(data []byte) []byte { return withoutHeads(data, size) },
		"a byte too many":      func(data []byte) []byte { return append(data, 0) },
		"the end of the last":  func(data []byte) []byte { return data[:len(data)-1] },
		"the list of the free": func(data []byte) []byte { return withoutLists(data, size) },
	} {
		t.Run(name, func(t *testing.T) {
			s, into := salvaged(t, spoiled(t, b.Path(), spoil), nil)
			if s.Gestures != uint64(len(ids)) || s.Missing != 0 || s.NoText != 0 {
				t.Errorf("%+v of %d gestures", s, len(ids))
			}
			again, err := Open(into, b.world)
			if err != nil {
				t.Fatal(err)
			}
			defer again.Close()
			got, err := again.Load(c.Cohort.ID)
			if err != nil {
				t.Fatal(err)
			}
			if diff := differs(got, c); diff != "" {
				t.Error(diff)
			}
			if again.ID() != b.ID() || again.Device() != b.Device() || again.incarnation == b.incarnation {
				t.Error("it is not the same laptop's book as a new incarnation")
			}
			if who, err := again.Author(); err != nil || who != "Asha" {
				t.Errorf("%q marks: %v", who, err)
			}
			if r := mustCheck(t, again); len(r.Faults) > 0 {
				t.Errorf("the new book: %q", r.Faults)
			}
		})
	}
}

// mustCheck closes a book and checks it.
func mustCheck(t testing.TB, b *Book) *Report {
	t.Helper()
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	return checked(t, b.Path())
}

func withoutHeads(data []byte, size int) []byte {
	for at := 0; at < len(data); at += size {
		clear(data[at : at+pageHeader])
	}
	return data
}

func withoutLists(data []byte, size int) []byte {
	for at := 2 * size; at < len(data); at += size {
		if data[at+8] == flagFreelist {
			clear(data[at : at+size])
		}
	}
	return data
}

func TestSalvageOfAnOverwrittenBookIsASubsetAndSaysWhatIsMissing(t *testing.T) {
	b, _ := lived(t)
	known := map[model.ID]bool{}
	for _, id := range logged(t, b) {
		known[id] = true
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	size, brought := os.Getpagesize(), 0
	for range fewer(60) {
		path := spoiled(t, b.Path(), func(data []byte) []byte {
			for range 1 + mathrand.IntN(4) {
				page := mathrand.IntN(len(data) / size)
				if _, err := rand.Read(data[page*size : (page+1)*size]); err != nil {
					t.Fatal(err)
				}
			}
			return data
		})
		into := filepath.Join(t.TempDir(), "salvaged.book")
		s, err := Salvage(path, into, World{Now: morning(), Chance: rand.Reader}, nil)
		if errors.Is(err, ErrNothingLeft) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		brought++
		again, err := Open(into, b.world)
		if err != nil {
			t.Fatal(err)
		}
		ids := logged(t, again)
		for _, id := range ids {
			if !known[id] {
				t.Fatal("a gesture that nobody made")
			}
		}
		if uint64(len(ids)) != s.Gestures || len(ids)+int(s.Missing) < len(known) && s.Missing > 0 {
			t.Errorf("%d of %d gestures: %+v", len(ids), len(known), s)
		}
		if r := mustCheck(t, again); len(r.Faults) > 0 {
			t.Errorf("the new book: %q", r.Faults)
		}
	}
	if brought == 0 {
		t.Error("nothing was ever brought")
	}
}

func TestSalvageLeavesWhatWasStruckBehind(t *testing.T) {
	b, _ := lived(t)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	_, into := salvaged(t, b.Path(), nil)
	again, err := Open(into, b.world)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	for _, text := range content(t, again, bucketTexts) {
		if len(text) > 16 && text[16:] == "struck words" {
			t.Error("the struck text is back")
		}
	}
}

func TestSalvageRefusesWhatItCantDo(t *testing.T) {
	b, _ := lived(t)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	world := World{Now: morning(), Chance: rand.Reader}
	if _, err := Salvage(b.Path(), b.Path(), world, nil); !errors.Is(err, ErrExists) {
		t.Errorf("into itself: %v", err)
	}
	other := spoiled(t, b.Path(), func([]byte) []byte { return []byte("a letter, not a book") })
	if _, err := Salvage(other, other+".new", world, nil); !errors.Is(err, ErrNothingLeft) {
		t.Errorf("of a letter: %v", err)
	}
}
