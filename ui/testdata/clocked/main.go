// Clocked is rollbook's screens on the book that its argument names, with a clock that a test moves by
// files beside the book: after 'idle' it goes on by nine seconds at each of the next eight beats of the
// watch, after 'sleep' by an hour at once, and at 'fault' it panics with a name. Else it stands still.
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
	"rollbook/ui/lock"
)

type clock struct {
	folder string

	mu    sync.Mutex
	at    time.Time
	hurry int       // beats in which it still hurries
	last  time.Time // when it did last, by the machine's clock
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if os.Remove(filepath.Join(c.folder, "idle")) == nil {
		c.hurry = 8
	}
	if c.hurry > 0 && time.Since(c.last) > lock.Beat/2 { // there are several looks to a beat
		c.hurry--
		c.at, c.last = c.at.Add(9*time.Second), time.Now()
	}
	if os.Remove(filepath.Join(c.folder, "sleep")) == nil {
		c.at = c.at.Add(time.Hour)
	}
	if _, err := os.Stat(filepath.Join(c.folder, "fault")); err == nil {
		panic("Gus Pelletier is at fault")
	}
	return c.at
}

func main() {
	c := &clock{folder: filepath.Dir(os.Args[1]), at: time.Date(2026, 3, 2, 9, 5, 0, 0, time.UTC)}
	err := ui.Run(ui.Options{
		World: store.World{Now: c.now, Chance: rand.Reader, Cost: seal.Cost{Memory: 64, Passes: 1, Lanes: 1}},
		Path:  os.Args[1], Date: model.NoDate, Env: os.Getenv, In: os.Stdin, Out: os.Stdout,
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, "clocked:", err)
		os.Exit(1)
	}
}
