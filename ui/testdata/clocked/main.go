// Clocked is rollbook's screens on the book that its argument names, with a clock for tests of the
// lock: it goes twelve times as fast as the machine's, by no more than twelve seconds from one look
// to the next, jumps by an hour when a file 'sleep' appears beside the book, and panics with a name
// when a file 'fault' does.
package main

import (
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/seal"
	"rollbook/ui"
)

type clock struct {
	folder string

	mu   sync.Mutex
	at   time.Time
	last time.Time // the machine's
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	c.at = c.at.Add(min(12*now.Sub(c.last), 12*time.Second))
	c.last = now
	if os.Remove(filepath.Join(c.folder, "sleep")) == nil {
		c.at = c.at.Add(time.Hour)
	}
	if _, err := os.Stat(filepath.Join(c.folder, "fault")); err == nil {
		panic("Gus Pelletier is at fault")
	}
	return c.at
}

func main() {
	c := &clock{folder: filepath.Dir(os.Args[1]), at: time.Date(2026, 3, 2, 9, 5, 0, 0, time.UTC), last: time.Now()}
	err := ui.Run(ui.Options{
		World: store.World{Now: c.now, Chance: rand.Reader, Cost: seal.Cost{Memory: 64, Passes: 1, Lanes: 1}},
		Path:  os.Args[1], Date: model.NoDate, Env: os.Getenv, In: os.Stdin, Out: os.Stdout,
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, "clocked:", err)
		os.Exit(1)
	}
}
