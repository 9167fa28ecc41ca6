package demo

import (
	"crypto/rand"
	"path/filepath"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store"
)

func TestTheDemoIsADayInProgress(t *testing.T) {
	world := store.World{Now: time.Now, Chance: rand.Reader}
	path := filepath.Join(t.TempDir(), BookName)
	date := model.DateOf(2026, time.March, 4)
	if err := Make(path, world, date); err != nil {
		t.Fatal(err)
	}
	b, err := store.Open(path, world)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	cohorts, err := b.Cohorts()
	if err != nil || len(cohorts) != 1 {
		t.Fatalf("cohorts: %v, %v", cohorts, err)
	}
	c, err := b.Load(cohorts[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if d, _ := c.Cohort.Day(3); d.Date != date {
		t.Errorf("day 3 is on %v, want %v", d.Date, date)
	}
	if len(c.People) != 18 {
		t.Errorf("%d people", len(c.People))
	}
	for day, unmarked := range map[int]int{1: 0, 2: 0, 3: 11, 4: 36} {
		if n := c.Count(day); n.Unmarked != unmarked {
			t.Errorf("day %d: %d blocks not marked, want %d", day, n.Unmarked, unmarked)
		}
	}
	if len(c.Notes) != 3 {
		t.Errorf("%d notes", len(c.Notes))
	}
}

func TestADemoThatWasKilledIsSweptAwayAndAnOpenOneIsNot(t *testing.T) {
	world := store.World{Now: time.Now, Chance: rand.Reader}
	temp := t.TempDir()
	for _, name := range []string{"killed", "open"} {
		if err := Make(filepath.Join(temp, folderName+name, BookName), world, model.NoDate); err != nil {
			t.Fatal(err)
		}
	}
	b, err := store.Open(filepath.Join(temp, folderName+"open", BookName), world)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	sweep(temp, world)
	left, _ := filepath.Glob(filepath.Join(temp, folderName+"*"))
	if len(left) != 1 || filepath.Base(left[0]) != folderName+"open" {
		t.Errorf("left: %v", left)
	}
}
