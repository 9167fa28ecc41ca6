package oplog

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func TestAStampFromElsewhereIsFollowedForADayAhead(t *testing.T) {
	for ahead, followed := range map[time.Duration]bool{
		-time.Hour: false, time.Hour: true, 24 * time.Hour: true, 24*time.Hour + time.Millisecond: false, 10 * 8760 * time.Hour: false,
	} {
		ticker := Ticker{Last: StampAt(noon)}
		ticker.See(StampAt(noon.Add(ahead)), noon)
		next := ticker.Next(noon)
		if got := next > StampAt(noon.Add(ahead)); followed && !got || ahead > 0 && got != followed {
			t.Errorf("a stamp %v ahead: the next one is at %v", ahead, next.Time().UTC())
		}
	}
}

func TestStampsNeverFallBehind(t *testing.T) {
	tenth(t)
	rapid.Check(t, func(rt *rapid.T) {
		var ticker Ticker
		for range rapid.IntRange(1, 50).Draw(rt, "steps") {
			before, now := ticker.Last, noon.Add(time.Duration(rapid.Int64Range(-1e18, 1e18).Draw(rt, "clock")))
			if rapid.Bool().Draw(rt, "see") {
				ticker.See(Stamp(rapid.Uint64().Draw(rt, "stamp")), now)
				if ticker.Last < before {
					rt.Fatal("what was seen put it back")
				}
				continue
			}
			if ticker.Next(now) <= before {
				rt.Fatalf("after %v comes %v", before, ticker.Last)
			}
		}
	})
}

func TestAStampTellsItsMoment(t *testing.T) {
	if got := StampAt(noon).Time(); !got.Equal(noon) {
		t.Errorf("noon is %v", got)
	}
	if StampAt(time.Unix(-1, 0)) != 0 {
		t.Error("a time before 1970 is a stamp after all others")
	}
}
