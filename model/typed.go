package model

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// ErrTyped is the cause of an error about a text that is no time.
var ErrTyped = errors.New("type a time such as 920, 9:20 or 1:30pm")

// TypedKind says which of the things that can be typed was.
type TypedKind uint8

// The kinds of what ParseTyped reads.
const (
	TypedClock   TypedKind = iota // a time: At
	TypedSpan                     // from–to: Span
	TypedMinutes                  // a number of minutes: Minutes
)

// Typed is what a person typed at a prompt for a time.
type Typed struct {
	Kind    TypedKind
	At      Clock // of a TypedClock, 00:00 to 23:59
	Span    Span  // of a TypedSpan; From is before To
	Minutes int   // of a TypedMinutes, 1 to 1440
}

// ParseTyped reads a time as TypedTime does, two with a hyphen, a dash or "to" between
// (1440-1520, 2:40–3:20), or minutes (20m, 20 min, 40'). The error wraps ErrTyped.
func ParseTyped(text string, hours Span) (Typed, error) {
	text = typedForm(text)
	if minutes, ok := typedMinutes(text); ok {
		if minutes < 1 || minutes > 24*60 {
			return Typed{}, fmt.Errorf("%d minutes are not a part of a day: %w", minutes, ErrTyped)
		}
		return Typed{Kind: TypedMinutes, At: NoClock, Minutes: minutes}, nil
	}
	from, to, two := strings.Cut(text, "-")
	if !two {
		from, to, two = strings.Cut(text, "to")
	}
	if !two {
		at, err := TypedTime(text, hours)
		return Typed{Kind: TypedClock, At: at}, err
	}
	var span Span
	var err error
	if span.From, err = TypedTime(from, hours); err != nil {
		return Typed{}, err
	}
	if span.To, err = TypedTime(to, hours); err != nil {
		return Typed{}, err
	}
	if span.From >= span.To {
		return Typed{}, fmt.Errorf("%s–%s ends before it starts: %w", span.From, span.To, ErrTyped)
	}
	return Typed{Kind: TypedSpan, At: NoClock, Span: span}, nil
}

// TypedTime reads a time as people type it: 920, 9:20, 9.20, 9h20, 0920, 9, 13:30, 1:30pm, 9am, 1p,
// noon. Where it doesn't say which half of the day it means, it is the one that falls into hours:
// 130 is 13:30 on a day of 9 to 16. If neither does, it is the time as typed, for the caller to
// refuse by name. The error wraps ErrTyped.
func TypedTime(text string, hours Span) (Clock, error) {
	form := typedForm(text)
	if form == "noon" {
		return 12 * 60, nil
	}
	digits, half := cutHalf(form)
	h, m, fixed, ok := typedDigits(digits)
	if !ok || h > 23 || m > 59 || half != "" && (h < 1 || h > 12) {
		return NoClock, fmt.Errorf("%q is not a time: %w", shortened(text), ErrTyped)
	}
	early := Clock(h%12*60 + m)
	late := early + 12*60
	switch {
	case half == "a":
		return early, nil
	case half == "p":
		return late, nil
	case fixed || h > 12:
		return Clock(h*60 + m), nil
	}
	asTyped, other := early, late
	if h == 12 {
		asTyped, other = late, early
	}
	if !within(asTyped, hours) && within(other, hours) {
		return other, nil
	}
	return asTyped, nil
}

func within(c Clock, hours Span) bool { return c >= hours.From && c <= hours.To }

var typedDashes = strings.NewReplacer("–", "-", "—", "-", "−", "-", "‐", "-", "‑", "-", "′", "'", "’", "'")

// typedForm is a typed text without white space, in lower case, with one kind of dash.
func typedForm(text string) string {
	return typedDashes.Replace(strings.Join(strings.Fields(strings.ToLower(text)), ""))
}

// typedMinutes reads 20m, 20min, 20minutes, 40'.
func typedMinutes(form string) (int, bool) {
	digits := strings.TrimRight(form, "minutes'")
	switch form[len(digits):] {
	case "m", "min", "mins", "minute", "minutes", "'":
	default:
		return 0, false
	}
	if !allDigits(digits) || len(digits) > 6 {
		return 0, false
	}
	n, err := strconv.Atoi(digits)
	return n, err == nil
}

// cutHalf cuts am, a.m., a, pm, p.m. or p off the end; half is "a", "p" or empty.
func cutHalf(form string) (digits, half string) {
	for _, end := range []string{"a.m.", "p.m.", "am", "pm", "a", "p"} {
		if rest, ok := strings.CutSuffix(form, end); ok {
			return rest, end[:1]
		}
	}
	return form, ""
}

// typedDigits reads hours and minutes; fixed is set where a leading zero says that the hour is
// meant as it stands.
func typedDigits(form string) (h, m int, fixed, ok bool) {
	hour, minute, two := form, "", false
	if i := strings.IndexAny(form, ":.h"); i >= 0 {
		hour, minute, two = form[:i], form[i+1:], true
		if minute == "" && form[i] != 'h' || minute != "" && len(minute) != 2 {
			return 0, 0, false, false
		}
	} else if len(form) > 2 {
		hour, minute, two = form[:len(form)-2], form[len(form)-2:], true
	}
	if len(hour) < 1 || len(hour) > 2 || !allDigits(hour) || two && !allDigits(minute) {
		return 0, 0, false, false
	}
	h, _ = strconv.Atoi(hour)
	m, _ = strconv.Atoi(minute)
	return h, m, hour[0] == '0', true
}

func allDigits(s string) bool {
	return strings.Trim(s, "0123456789") == ""
}

// shortened keeps an error's sentence to one line of a prompt.
func shortened(text string) string {
	text, cut := Clean(text, 20)
	if cut {
		text += "…"
	}
	return text
}
