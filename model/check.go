package model

import (
	"errors"
	"fmt"
)

// What a block or a day that is added, edited or moved must be. Each is the cause of an error that
// tells what is in the way; its own text is what to do.
var (
	ErrNoDay        = errors.New("name a day of the cohort by its number")
	ErrBlockTimes   = errors.New("give a block a start and a later end, from 00:00 to 24:00")
	ErrBlockTopic   = errors.New("give the block a topic")
	ErrBlockOverlap = errors.New("choose times that no other block of the day has")
	ErrDateTaken    = errors.New("choose a date without another day of the cohort")
	ErrNoDate       = errors.New("give the day a date")
)

// CheckBlock says why a block can't be added to the cohort, or put in place of the one with its id.
// The error wraps ErrNoDay, ErrBlockTimes, ErrBlockTopic or ErrBlockOverlap. Cancelled blocks are in
// nobody's way.
func (c *Cohort) CheckBlock(b Block) error {
	if _, ok := c.Day(b.Day); !ok {
		return fmt.Errorf("there is no day %d: %w", b.Day, ErrNoDay)
	}
	if b.Start < 0 || b.End > 24*60 || b.End <= b.Start {
		return fmt.Errorf("a block can't last from %s to %s: %w", said(b.Start), said(b.End), ErrBlockTimes)
	}
	if b.Topic == "" {
		return fmt.Errorf("the block at %s has no topic: %w", b.Start, ErrBlockTopic)
	}
	if b.Cancelled {
		return nil
	}
	for _, o := range c.Blocks {
		if o.Day != b.Day || o.Cancelled || o.ID == b.ID {
			continue
		}
		if !b.Span().Cut(o.Span()).Empty() {
			return fmt.Errorf("%s–%s overlaps %s at %s–%s: %w",
				b.Start, b.End, o.Topic, o.Start, o.End, ErrBlockOverlap)
		}
	}
	return nil
}

// CheckMove says why day number day can't be on date to. The error wraps ErrNoDay, ErrNoDate or
// ErrDateTaken. Dates needn't follow the numbers: a day lost to snow comes after its neighbours.
// Cancelled days hold no date.
func (c *Cohort) CheckMove(day int, to Date) error {
	this, ok := c.Day(day)
	if !ok {
		return fmt.Errorf("there is no day %d: %w", day, ErrNoDay)
	}
	if to == NoDate {
		return fmt.Errorf("day %d would have no date: %w", day, ErrNoDate)
	}
	if this.Cancelled {
		return nil
	}
	for _, d := range c.Days {
		if d.Number != day && !d.Cancelled && d.Date == to {
			return fmt.Errorf("day %d is on %s already: %w", d.Number, to, ErrDateTaken)
		}
	}
	return nil
}

func said(c Clock) string {
	if c == NoClock {
		return "no time"
	}
	return c.String()
}
