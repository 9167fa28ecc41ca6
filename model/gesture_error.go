package model

import (
	"errors"
	"fmt"
	"strings"
)

// ErrWhichBlock is returned for minutes without times on a day of several blocks.
var ErrWhichBlock = errors.New("minutes alone need one block: say which block")

// GestureError says why a time can't be marked and what to do instead. What and Do are sentences
// with times in 24 hours; Words has them as the screen shows times.
type GestureError struct {
	What string
	Do   string

	what, do string // with {1}, {2} … for the times
	times    []Clock
}

// Error is `what: do`.
func (e *GestureError) Error() string { return e.What + ": " + e.Do }

// Words is Error with times of 12 hours where twelve is set.
func (e *GestureError) Words(twelve bool) string {
	return timesInto(e.what, e.times, twelve) + ": " + timesInto(e.do, e.times, twelve)
}

func refuse(what, do string, times ...Clock) *GestureError {
	return &GestureError{
		What: timesInto(what, times, false), Do: timesInto(do, times, false),
		what: what, do: do, times: times,
	}
}

func timesInto(form string, times []Clock, twelve bool) string {
	for i, t := range times {
		form = strings.ReplaceAll(form, fmt.Sprintf("{%d}", i+1), t.Words(twelve))
	}
	return form
}

// checkSlots refuses a scope without the block that it names.
func (s Scope) checkSlots() error {
	if len(s.Slots) == 0 || s.Block >= len(s.Slots) {
		return refuse("no block of this day counts for this person", "pick another day or block")
	}
	return nil
}

// withinDay refuses a time outside the day's hours; both ends are within.
func (s Scope) withinDay(at Clock) error {
	if err := s.checkSlots(); err != nil {
		return err
	}
	const do = "type a time from {2} to {3}"
	day := s.hours()
	switch {
	case at < day.From:
		return refuse("{1} is before the day's start at {2}", do, at, day.From, day.To)
	case at > day.To:
		return refuse("{1} is after the day's end at {3}", do, at, day.From, day.To)
	}
	return nil
}

func (s Scope) refuseOutsideBlock(at Clock) error {
	b := s.Slots[s.Block].Block
	return refuse("{1} is outside this block, {2}–{3}", "press w to mark the whole day",
		at, b.Start, b.End)
}

func (s Scope) refuseSpanOutsideBlock(out Span) error {
	b := s.Slots[s.Block].Block
	return refuse("{1}–{2} goes beyond this block, {3}–{4}", "press w to mark the whole day",
		out.From, out.To, b.Start, b.End)
}

func refuseCameAfterLeft(came, left Clock) error {
	return refuse("coming at {1} is not before leaving at {2}",
		"press i for in again, or type a time before {2}", came, left)
}

func refuseLeftBeforeCame(left, came Clock) error {
	return refuse("leaving at {1} is not after coming at {2}",
		"type a time after {2}, or a time out from–to", left, came)
}

func refuseMinutes(minutes, length int) error {
	return refuse(fmt.Sprintf("%d minutes are not a part of a block of %d", minutes, length),
		fmt.Sprintf("type 1 to %d minutes, or mark absent", length-1))
}
