package store

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"time"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// Comparison is what is in a backup, and what in the book that it would take the place of.
type Comparison struct {
	Backup  BackupInfo
	Cohorts int       // in the backup
	People  int       // in the backup
	Newest  time.Time // when its newest gesture was made, in the zone of the laptop that made it; zero for none

	NoBook       bool      // there is no book: the backup would become this laptop's own
	Lost         string    // why the book that is there can't be opened; empty where it can
	InBook       uint64    // gestures that the book has
	NewestInBook time.Time // as Newest
	OnlyInBook   uint64    // gestures that the backup lacks
	OnlyInBackup uint64    // gestures that the book lacks
}

// CompareBackup reads a backup through and says how the book at a place differs from it. It changes
// nothing. It returns what Restore does.
func CompareBackup(book, backup string, world World, secrets ...Secret) (Comparison, error) {
	keys := &keychain{secrets: secrets}
	defer keys.clear()
	return compare(book, backup, world, keys)
}

func compare(book, backup string, world World, keys *keychain) (c Comparison, err error) {
	if err := notItself(book, backup); err != nil {
		return c, err
	}
	if c.Backup, err = examine(backup, keys.unseal); err != nil {
		return c, whose(badBackup(err), true, backup)
	}
	in, err := gesturesOf(backup, keys)
	if err != nil {
		return c, whose(badBackup(err), true, backup)
	}
	c.Cohorts, c.People, c.Newest = len(in.cohorts), len(in.people), in.newest
	here, err := gesturesOf(book, keys)
	switch {
	case errors.Is(err, ErrMissing):
		c.NoBook = true
		return c, nil
	case errors.Is(err, ErrDamaged), errors.Is(err, ErrNotBook) && isFile(book):
		c.Lost = whyNot(err)
		here, err = rescued(book, world, keys)
	}
	if err != nil {
		return c, whose(err, false, book)
	}
	if !here.book.IsZero() && here.book != in.book {
		return c, fmt.Errorf("%w than the one at %s: say with --book where it is to go", ErrOtherBook, book)
	}
	c.InBook, c.NewestInBook = uint64(len(here.gestures)), here.newest
	for id := range here.gestures {
		if !in.gestures[id] {
			c.OnlyInBook++
		}
	}
	c.OnlyInBackup = uint64(len(in.gestures)) - (c.InBook - c.OnlyInBook)
	return c, nil
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// gestured is what gestures a file has, and what they are of.
type gestured struct {
	book            model.ID
	gestures        map[model.ID]bool
	cohorts, people map[string]bool
	stamp           oplog.Stamp
	newest          time.Time
}

func newGestured() *gestured {
	return &gestured{gestures: map[model.ID]bool{}, cohorts: map[string]bool{}, people: map[string]bool{}}
}

func (c *gestured) add(raw []byte) error {
	g, err := parseLogged(bytes.Clone(raw))
	if err != nil {
		return err
	}
	c.gestures[g.ID] = true
	if g.Stamp >= c.stamp {
		c.stamp, c.newest = g.Stamp, WallTime(g.Wall, g.Offset)
	}
	for _, change := range g.Changes {
		switch {
		case change.Field.Kind == kindCohort && change.Field.Prop == propName:
			c.cohorts[change.Field.Entity] = true
		case change.Field.Kind == kindTrainee && change.Field.Prop == propName:
			c.people[change.Field.Entity] = true
		}
	}
	return nil
}

func gesturesOf(path string, keys *keychain) (*gestured, error) {
	c := newGestured()
	return c, readClosed(path, func(tx *bolt.Tx) error {
		id, _, err := keys.ring(tx)
		if err != nil {
			return err
		}
		sealer, err := keys.unseal(tx)
		if err != nil {
			return err
		}
		c.book = id
		return eachGesture(tx, sealer.Opener(bucketLog), c.add)
	})
}

// rescued is what can be read of a damaged book.
func rescued(path string, world World, keys *keychain) (*gestured, error) {
	c, p := newGestured(), &present{}
	defer p.close()
	if err := p.rescue(path, world, keys); err != nil || p.wreck == nil {
		return c, err
	}
	c.book = p.id
	for _, of := range p.wreck.gestures {
		for _, raw := range of {
			if err := c.add(raw); err != nil {
				return c, err
			}
		}
	}
	return c, nil
}
