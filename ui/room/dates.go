package room

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"rollbook/model"
)

var (
	slashed   = regexp.MustCompile(`^(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?$`)
	yearFirst = regexp.MustCompile(`^(\d{4})/(\d{1,2})/(\d{1,2})$`)

	inWords = []string{"2 Jan 2006", "2 January 2006", "Jan 2 2006", "Jan 2, 2006", "January 2, 2006"}
)

// TypedDate reads a date as people type it: YYYY-MM-DD; +7 or -1 for days after or before from; in words,
// '5 Mar 2026'; or with slashes. 11/21 is read with the month first where the room's locale writes it so
// (MonthFirst), and elsewhere only where it can be but one date: else the error says what to type. Without a
// year it is the one nearest to from. What is no date is model.ErrDate.
func (r *Room) TypedDate(text string, from model.Date) (model.Date, error) {
	text = strings.TrimSpace(text)
	if n, err := strconv.Atoi(text); err == nil && strings.ContainsAny(text[:1], "+-") && n > -10000 && n < 10000 && from != model.NoDate {
		return from + model.Date(n), nil
	}
	if d, err := model.ParseDate(text); err == nil {
		return d, nil
	}
	for _, form := range inWords {
		if t, err := time.Parse(form, text); err == nil {
			return model.ParseDate(t.Format("2006-01-02"))
		}
	}
	if f := yearFirst.FindStringSubmatch(text); f != nil {
		return dateOf(number(f[1]), number(f[2]), number(f[3]))
	}
	if f := slashed.FindStringSubmatch(text); f != nil {
		return r.slashedDate(text, number(f[1]), number(f[2]), f[3], from)
	}
	return model.NoDate, model.ErrDate
}

// Understood is the date that was typed, in words, to be shown before Enter; empty where it is none.
func (r *Room) Understood(text string, from model.Date) string {
	d, err := r.TypedDate(text, from)
	if err != nil {
		return ""
	}
	return d.Words()
}

// DateHint is how a date is typed, for the hint of a field.
func (r *Room) DateHint() string {
	if r.MonthFirst {
		return "YYYY-MM-DD, or month/day"
	}
	return "YYYY-MM-DD"
}

// slashedDate reads a date of two numbers, and a year or none.
func (r *Room) slashedDate(text string, a, b int, year string, from model.Date) (model.Date, error) {
	month, isMonth := nearest(year, a, b, from)
	day, isDay := nearest(year, b, a, from)
	switch {
	case isMonth && (r.MonthFirst || !isDay || month == day):
		return month, nil
	case isDay && !isMonth:
		return day, nil
	case isDay:
		return model.NoDate, fmt.Errorf("%s can be %s or %s: type %s or %s", text, day.Words(), month.Words(), day, month)
	}
	return model.NoDate, model.ErrDate
}

// nearest is a month's day in a year, or without one in that which brings it nearest to a date.
func nearest(year string, month, day int, to model.Date) (found model.Date, ok bool) {
	if year != "" {
		y := number(year)
		if len(year) == 2 {
			y += 2000
		}
		d, err := dateOf(y, month, day)
		return d, err == nil
	}
	if to == model.NoDate {
		return model.NoDate, false
	}
	y := number(to.String()[:4])
	for _, near := range []int{y - 1, y, y + 1} {
		d, err := dateOf(near, month, day)
		if err == nil && (!ok || distance(d, to) < distance(found, to)) {
			found, ok = d, true
		}
	}
	return found, ok
}

func distance(a, b model.Date) model.Date { return max(a-b, b-a) }

func dateOf(year, month, day int) (model.Date, error) {
	return model.ParseDate(fmt.Sprintf("%04d-%02d-%02d", year, month, day))
}

// number is that of digits that a pattern has found.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
