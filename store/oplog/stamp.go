package oplog

import "time"

// Stamp is a hybrid logical time: 48 bits of milliseconds after 1970 and a 16-bit counter. It
// orders the journal; it never decides what is a conflict.
type Stamp uint64

// StampAt is the first stamp of a moment.
func StampAt(t time.Time) Stamp { return Stamp(uint64(max(0, t.UnixMilli())) << 16) }

// Time is the moment of a stamp, by the clock that made it.
func (s Stamp) Time() time.Time { return time.UnixMilli(int64(s >> 16)) }

// farAhead is how far another laptop's stamp may lie ahead and still be followed.
const farAhead = 24 * time.Hour

// Ticker hands out stamps. Its last one is saved with each gesture, so it never falls behind what
// the book holds; a wrong clock only makes the stamps less useful.
type Ticker struct{ Last Stamp }

// Next is a stamp after all before it, at now where the clock allows.
func (t *Ticker) Next(now time.Time) Stamp {
	t.Last = max(StampAt(now), t.Last+1)
	return t.Last
}

// See takes note of a stamp from elsewhere. One that lies more than a day ahead is not followed:
// it is a clock that is wrong.
func (t *Ticker) See(s Stamp, now time.Time) {
	if s > t.Last && s <= StampAt(now.Add(farAhead)) {
		t.Last = s
	}
}
