package model

import (
	"errors"
	"strings"
	"testing"
)

func TestBlockMustFitItsDay(t *testing.T) {
	c := testCohort(0)
	c.Blocks[1].Cancelled = true
	for _, x := range []struct {
		holds string
		block Block
		want  error
		says  string
	}{
		{"a block in a gap fits", Block{Day: 1, Start: 720, End: 780, Topic: "x"}, nil, ""},
		{"a cancelled block is in nobody's way", Block{Day: 1, Start: 780, End: 960, Topic: "x"}, nil, ""},
		{"a block may last to midnight", Block{Day: 1, Start: 960, End: 1440, Topic: "x"}, nil, ""},
		{"a block is not in its own way", Block{ID: ID{1, 1}, Day: 1, Start: 550, End: 700, Topic: "x"}, nil, ""},
		{"a cancelled block overlaps nothing", Block{Day: 1, Start: 540, End: 720, Topic: "x", Cancelled: true}, nil, ""},
		{"overlap", Block{Day: 1, Start: 700, End: 800, Topic: "x"}, ErrBlockOverlap, "11:40–13:20 overlaps Language at 09:00–12:00: "},
		{"the other day's block too", Block{Day: 2, Start: 900, End: 961, Topic: "x"}, ErrBlockOverlap, "Listening Differently"},
		{"no length", Block{Day: 1, Start: 720, End: 720, Topic: "x"}, ErrBlockTimes, "12:00 to 12:00"},
		{"end before start", Block{Day: 1, Start: 780, End: 720, Topic: "x"}, ErrBlockTimes, "13:00 to 12:00"},
		{"past midnight", Block{Day: 1, Start: 1400, End: 1441, Topic: "x"}, ErrBlockTimes, ""},
		{"no start", Block{Day: 1, Start: NoClock, End: 720, Topic: "x"}, ErrBlockTimes, "no time"},
		{"no topic", Block{Day: 1, Start: 720, End: 780}, ErrBlockTopic, "12:00"},
		{"no such day", Block{Day: 4, Start: 720, End: 780, Topic: "x"}, ErrNoDay, "no day 4"},
	} {
		t.Run(x.holds, func(t *testing.T) { wantError(t, c.CheckBlock(x.block), x.want, x.says) })
	}
}

func TestDatesOfACohortStayUnique(t *testing.T) {
	c := testCohort(0)
	c.Days[2].Cancelled = true
	for _, x := range []struct {
		holds string
		day   int
		to    Date
		want  error
		says  string
	}{
		{"a free date", 1, 200, nil, ""},
		{"its own date", 1, 100, nil, ""},
		{"the date of a cancelled day", 1, 102, nil, ""},
		{"a date before the day before", 2, 50, nil, ""},
		{"the date of another day", 1, 101, ErrDateTaken, "day 2 is on 1970-04-12 already: "},
		{"a cancelled day holds no date", 3, 101, nil, ""},
		{"no such day", 9, 200, ErrNoDay, "no day 9"},
		{"no date", 1, NoDate, ErrNoDate, "day 1"},
	} {
		t.Run(x.holds, func(t *testing.T) { wantError(t, c.CheckMove(x.day, x.to), x.want, x.says) })
	}
}

func wantError(t *testing.T, err, want error, says string) {
	t.Helper()
	if !errors.Is(err, want) || want != nil && !strings.Contains(err.Error(), says) {
		t.Errorf("got %v, want %v with %q", err, want, says)
	}
}
