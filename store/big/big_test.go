package big

import (
	"crypto/rand"
	"path/filepath"
	"testing"
	"time"

	"rollbook/store"
)

func TestABookIsOfTheSizeAskedFor(t *testing.T) {
	size := Size{Cohorts: 3, People: 7, Days: 4, Blocks: 2, Unmarked: 1}
	path := filepath.Join(t.TempDir(), "roll.book")
	world := store.World{Now: time.Now, Chance: rand.Reader}
	if err := Build(path, size, world); err != nil {
		t.Fatal(err)
	}
	b, err := store.Open(path, world)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	list, err := b.Cohorts()
	if err != nil || len(list) != 3 {
		t.Fatalf("%d cohorts: %v", len(list), err)
	}
	marks := 0
	for _, l := range list {
		c, err := b.Load(l.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(c.People) != 7 || len(c.Days) != 4 || len(c.Blocks) != 8 {
			t.Errorf("%s has %d people, %d days, %d blocks", c.Name, len(c.People), len(c.Days), len(c.Blocks))
		}
		for _, p := range c.People {
			marks += len(p.Marks)
		}
	}
	if marks != size.Marks() || marks != 3*7*3*2 {
		t.Errorf("%d marks, said to be %d", marks, size.Marks())
	}
}

func TestLargeIsWhatItSays(t *testing.T) {
	if Large.Marks() != 500_000 || Large.Cohorts*Large.People != 5_000 {
		t.Errorf("%d marks of %d people", Large.Marks(), Large.Cohorts*Large.People)
	}
}
