package model

import (
	"errors"
	"testing"
)

var dayHours = Span{540, 960} // 09:00–16:00

func TestTypedTimesFallIntoTheDaysHours(t *testing.T) {
	for _, c := range []struct {
		text, want string
		hours      Span
	}{
		{"130", "13:30", dayHours}, {"920", "09:20", dayHours}, {"9:20", "09:20", dayHours},
		{"9.20", "09:20", dayHours}, {"9h20", "09:20", dayHours}, {"9h", "09:00", dayHours},
		{"0920", "09:20", dayHours}, {"9", "09:00", dayHours}, {"1", "13:00", dayHours},
		{"13:30", "13:30", dayHours}, {"1330", "13:30", dayHours}, {"1:30pm", "13:30", dayHours},
		{"9am", "09:00", dayHours}, {"1p", "13:00", dayHours}, {"1 P.M.", "13:00", dayHours},
		{"noon", "12:00", dayHours}, {"Noon", "12:00", dayHours}, {"12", "12:00", dayHours},
		{"1215", "12:15", dayHours}, {"  9:20 ", "09:20", dayHours}, {"4", "16:00", dayHours},
		{"12am", "00:00", dayHours}, {"12pm", "12:00", dayHours}, {"0:30", "00:30", dayHours},
		{"0130", "01:30", dayHours}, {"01:30", "01:30", dayHours}, // a leading zero is meant
		{"9pm", "21:00", dayHours}, {"1am", "01:00", dayHours}, // so is a half that is said
		{"430", "04:30", dayHours}, {"1630", "16:30", dayHours}, {"7", "07:00", dayHours}, // neither fits
		{"7", "19:00", Span{1080, 1260}}, {"630", "18:30", Span{1080, 1260}}, {"12", "00:00", Span{0, 300}},
		{"8", "08:00", Span{0, 1440}}, {"9:20", "09:20", Span{}},
	} {
		got, err := TypedTime(c.text, c.hours)
		if err != nil || got.String() != c.want {
			t.Errorf("%q in %v: got %v, %v; want %s", c.text, c.hours, got, err, c.want)
		}
	}
}

func TestWhatIsNoTimeIsRefused(t *testing.T) {
	for _, text := range []string{"", " ", "x", "25", "24:00", "2400", "9:60", "960", "9:5", "9:", "12345", ":30",
		"13pm", "0am", "9:20:00", "-1", "1-", "-", "to", "9am-", "20x", "0m", "1441m", "9999999m", "m", "'",
		"1520-1440", "3-3", "9-10-11", "٩", "9:2٠", "am"} {
		if got, err := ParseTyped(text, dayHours); !errors.Is(err, ErrTyped) {
			t.Errorf("%q: got %+v, %v", text, got, err)
		}
	}
}

func TestSpansAndMinutesAreTyped(t *testing.T) {
	span := func(from, to Clock) Typed { return Typed{Kind: TypedSpan, At: NoClock, Span: Span{from, to}} }
	minutes := func(n int) Typed { return Typed{Kind: TypedMinutes, At: NoClock, Minutes: n} }
	for text, want := range map[string]Typed{
		"1440-1520": span(880, 920), "2:40–3:20": span(880, 920), "2:40 — 3:20": span(880, 920),
		"240 to 320": span(880, 920), "11-1": span(660, 780), "1pm-2pm": span(780, 840), "9 - noon": span(540, 720),
		"20m": minutes(20), "20 min": minutes(20), "40'": minutes(40), "40′": minutes(40), "20 Minutes": minutes(20),
		"1440m": minutes(1440), "920": {Kind: TypedClock, At: 560}, "9am": {Kind: TypedClock, At: 540},
	} {
		if got, err := ParseTyped(text, dayHours); err != nil || got != want {
			t.Errorf("%q: got %+v, %v; want %+v", text, got, err, want)
		}
	}
}

func FuzzParseTyped(f *testing.F) {
	for _, text := range []string{"920", "1:30pm", "1440-1520", "2:40–3:20", "20 min", "40'", "noon", "9h20", "12a.m.", "1 to 2", "\xff"} {
		f.Add(text, 540, 960)
	}
	f.Fuzz(func(t *testing.T, text string, from, to int) {
		got, err := ParseTyped(text, Span{Clock(from), Clock(to)})
		if err != nil {
			if !errors.Is(err, ErrTyped) {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		inDay := func(c Clock) bool { return c >= 0 && c < 24*60 }
		switch got.Kind {
		case TypedClock:
			if !inDay(got.At) {
				t.Fatalf("%q: %+v", text, got)
			}
		case TypedSpan:
			if !inDay(got.Span.From) || !inDay(got.Span.To) || got.Span.From >= got.Span.To {
				t.Fatalf("%q: %+v", text, got)
			}
		case TypedMinutes:
			if got.Minutes < 1 || got.Minutes > 24*60 {
				t.Fatalf("%q: %+v", text, got)
			}
		}
	})
}
