package model

import (
	"errors"
	"fmt"
	"time"
)

// Date is a civil date, as days after 1970-01-01. NoDate stands for none.
type Date int32

// NoDate is the date of what has none.
const NoDate Date = -1 << 31

// ErrDate is returned for a text that is not a date.
var ErrDate = errors.New("a date is YYYY-MM-DD")

// DateOf makes a date of a year, a month and a day of the month.
func DateOf(year int, month time.Month, day int) Date {
	return Date(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// DateIn is the civil date that a moment falls on in its own zone.
func DateIn(t time.Time) Date { return DateOf(t.Date()) }

// ParseDate reads YYYY-MM-DD, years 1900 to 2199.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse("2006-01-02", s)
	if err != nil || t.Year() < 1900 || t.Year() > 2199 {
		return NoDate, ErrDate
	}
	return DateOf(t.Date()), nil
}

func (d Date) time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// String is YYYY-MM-DD, or empty for NoDate.
func (d Date) String() string {
	if d == NoDate {
		return ""
	}
	return d.time().Format("2006-01-02")
}

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.time().Weekday() }

// Words is the date as a screen says it: "Mon 5 Jan 2026".
func (d Date) Words() string {
	if d == NoDate {
		return ""
	}
	return d.time().Format("Mon 2 Jan 2006")
}

// Short is the date as a column head says it: "Mon 5 Jan".
func (d Date) Short() string {
	if d == NoDate {
		return ""
	}
	return d.time().Format("Mon 2 Jan")
}

// Clock is a time of day in minutes after midnight, 0 to 1440. NoClock stands for none.
type Clock int16

// NoClock is the time of what has none.
const NoClock Clock = -1

// ErrClock is returned for a text that is not a time of day.
var ErrClock = errors.New("a time is HH:MM, 00:00 to 23:59")

// ParseClock reads HH:MM as the command line and JSON write it; 24:00 is not one.
func ParseClock(s string) (Clock, error) {
	var h, m int
	if len(s) < 4 || len(s) > 5 || s[len(s)-3] != ':' {
		return NoClock, ErrClock
	}
	for i := range len(s) {
		if i != len(s)-3 && (s[i] < '0' || s[i] > '9') {
			return NoClock, ErrClock
		}
	}
	if _, err := fmt.Sscanf(s, "%d:%d", &h, &m); err != nil || h > 23 || m > 59 {
		return NoClock, ErrClock
	}
	return Clock(h*60 + m), nil
}

// ClockIn is the time of day of a moment in its own zone, the minute begun counted as passed.
func ClockIn(t time.Time) Clock { return Clock(t.Hour()*60 + t.Minute()) }

// String is HH:MM in 24 hours, or empty for NoClock.
func (c Clock) String() string {
	if c == NoClock {
		return ""
	}
	if c < 0 || c > 24*60 {
		return fmt.Sprintf("%02d:%02d", c/60, c%60)
	}
	h, m := c/60, c%60 // by hand: a review says many times
	return string([]byte{'0' + byte(h/10), '0' + byte(h%10), ':', '0' + byte(m/10), '0' + byte(m%10)})
}

// Words is the time as a screen says it: String, or 9:20 am where twelve is set.
func (c Clock) Words(twelve bool) string {
	if !twelve || c == NoClock {
		return c.String()
	}
	h, half := c/60%24, "am"
	if h >= 12 {
		half = "pm"
	}
	if h %= 12; h == 0 {
		h = 12
	}
	return fmt.Sprintf("%d:%02d %s", h, c%60, half)
}

// Span is a time from–to on one day; From is before To.
type Span struct{ From, To Clock }

// Minutes is the length of the span.
func (s Span) Minutes() int { return max(0, int(s.To-s.From)) }

// Cut is the part of s that lies within other; it may be empty.
func (s Span) Cut(other Span) Span {
	return Span{From: max(s.From, other.From), To: min(s.To, other.To)}
}

// Empty reports whether no minute lies in the span.
func (s Span) Empty() bool { return s.To <= s.From }
