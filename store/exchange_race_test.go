package store

import (
	"errors"
	"sync"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/store/share/sharetest"
)

// A person goes on marking while the book syncs, sets a passphrase, has the file written anew, looks who has
// what, and closes the program in the middle: what was saved is there afterwards, and goes on.
func TestEverythingAtOnceWhileLaptopsSync(t *testing.T) {
	place := &sharetest.Memory{}
	asha, ben, space, ours, theirs := twoIn(t, place, "Maya", "Noor")
	asha.world.Cost = cheap
	for _, b := range []*Book{asha, ben} { // the clock of a test is for one at a time
		now, turn := b.world.Now, &sync.Mutex{}
		b.world.Now = func() time.Time {
			turn.Lock()
			defer turn.Unlock()
			return now()
		}
	}
	var working sync.WaitGroup
	saved := make(chan model.Mark, 1)
	do := func(what func() error) {
		working.Go(func() {
			for range 12 {
				if err := what(); err != nil && !errors.Is(err, ErrClosed) {
					t.Error(err)
				}
			}
		})
	}
	do(func() error {
		_, err := asha.Sync(t.Context(), space, place, place.String(), SyncOptions{})
		return err
	})
	do(func() error { _, err := asha.ShareStatus(space); return err })
	do(asha.Rewrite)
	do(func() error { _, err := ben.Sync(t.Context(), space, place, place.String(), SyncOptions{}); return err })
	working.Go(func() { set(t, asha, firstPass) })
	working.Go(func() {
		var last model.Mark
		for i := range 40 {
			c, err := asha.Load(ours.Cohort.ID)
			if err != nil {
				t.Error(err)
				break
			}
			last = model.Plain([]model.State{model.Present, model.Absent}[i%2])
			d, err := c.Form(oplog.Single, c.EditMark(c.People[0], c.Blocks[0].ID, last))
			if err == nil && d != nil {
				err = asha.Save(d).Wait()
			}
			if err != nil {
				t.Error(err)
			}
		}
		saved <- last
	})
	do(func() error {
		d, err := theirs.Form(oplog.Single, theirs.EditTold(theirs.People[1], theirs.Blocks[0].ID, true))
		if err != nil || d == nil {
			return err
		}
		return ben.Save(d).Wait()
	})
	working.Wait()
	closing := make(chan error, 1)
	go func() { closing <- asha.Close() }()
	if _, err := asha.Sync(t.Context(), space, place, place.String(), SyncOptions{}); err != nil && !errors.Is(err, ErrClosed) {
		t.Errorf("closed in the middle: %v", err)
	}
	if err := <-closing; err != nil {
		t.Fatal(err)
	}
	again, err := OpenWith(asha.Path(), asha.world, Secret(firstPass))
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if got, last := loaded(t, again, ours.Cohort.ID).People[0].Cell(ours.Blocks[0].ID).Mark.State, (<-saved).State; got != last {
		t.Errorf("%v was saved, and %v is there", last, got)
	}
}
