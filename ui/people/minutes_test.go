package people

import (
	"testing"

	"rollbook/model"
	"rollbook/ui/room"
)

func TestMinutesAreReadAsTypedAndAsTheScreenSaysThem(t *testing.T) {
	for text, want := range map[string]int{"90": 90, "90m": 90, "90 min": 90, "1h": 60, "1h30": 90, "1h 30m": 90, "1 h 30 min": 90,
		"1:30": 90, " 2 H ": 120, "0:05": 5, "": 0, "x": 0, "0": 0, "-5": 0, "1:75": 0, "h": 0, "1.5h": 0, "12345 h": 0} {
		n, err := ParseMinutes(text)
		if n != want || (err == nil) != (want > 0) {
			t.Errorf("%q: %d, %v", text, n, err)
		}
	}
	for n := 1; n < 2000; n += 7 {
		if got, err := ParseMinutes(model.DescribeMinutes(n)); got != n || err != nil {
			t.Errorf("%q is read as %d, %v", model.DescribeMinutes(n), got, err)
		}
	}
}

func TestDatesAreReadAsTyped(t *testing.T) {
	today := model.DateOf(2026, 3, 3)
	r := &room.Room{Today: today}
	for text, want := range map[string]model.Date{"2026-03-05": today + 2, "+2": today + 2, "-1": today - 1, "5 Mar 2026": today + 2,
		"Mar 5, 2026": today + 2, "3/13": today + 10, "": model.NoDate, "5": model.NoDate, "4/3": model.NoDate, "2026-02-30": model.NoDate, "+": model.NoDate, "5 Mar 99999": model.NoDate} {
		if d, err := typedDate(r, text); d != want || (err == nil) != (want != model.NoDate) {
			t.Errorf("%q: %v, %v", text, d, err)
		}
	}
}
