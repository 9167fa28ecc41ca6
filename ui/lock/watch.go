package lock

import (
	"strconv"
	"time"
)

// Setting is the name of the book's setting that says after how many minutes without a key the
// screen is locked.
const Setting = "lock-minutes"

// idleByDefault is for a book that has no such setting.
const idleByDefault = 10 * time.Minute

// IdleOf is what a setting says; 0: never.
func IdleOf(setting string) time.Duration {
	minutes, err := strconv.Atoi(setting)
	if err != nil || minutes < 0 {
		return idleByDefault
	}
	return time.Duration(minutes) * time.Minute
}

// Beat is how often a watch looks at the clock: names that stood on the screen when the lid was closed
// are gone so soon after it is opened.
const Beat = time.Second

// asleep is by how much the clock has to go on between two beats to tell that the laptop slept: more
// than a busy one is ever late.
const asleep = 20 * time.Second

// Watch says when to lock: after a while without a key, and after sleep. While a laptop sleeps its
// timers stand still and its clock goes on.
type Watch struct {
	Idle time.Duration // 0: never

	key, beat time.Time // the last ones
}

// Begin starts the watch.
func (w *Watch) Begin(now time.Time) { w.key, w.beat = wall(now), wall(now) }

// wall leaves out what Go keeps beside the time of day to measure by, which stands still in sleep.
func wall(now time.Time) time.Time { return now.Round(0) }

// Key takes note of a key. slept: the laptop was asleep since the last beat, so the key comes too
// early and means nothing.
func (w *Watch) Key(now time.Time) (slept bool) {
	slept = w.slept(now)
	w.key = wall(now)
	w.beat = w.key
	return slept
}

// Due takes note of a beat, and says whether to lock, and why.
func (w *Watch) Due(now time.Time) (why Why, due bool) {
	slept := w.slept(now)
	w.beat = wall(now)
	switch {
	case slept:
		return Slept, true
	case w.Idle > 0 && !w.key.IsZero() && w.beat.Sub(w.key) >= w.Idle:
		return Idle, true
	}
	return 0, false
}

func (w *Watch) slept(now time.Time) bool {
	return !w.beat.IsZero() && wall(now).Sub(w.beat) >= asleep
}
