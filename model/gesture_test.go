package model

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// A day of three blocks with a gap at noon: 09:00–10:30, 10:30–12:00, 13:00–16:00.
var testDay = []Block{
	{ID: ID{1}, Day: 1, Start: 540, End: 630, Topic: "First Contact"},
	{ID: ID{2}, Day: 1, Start: 630, End: 720, Topic: "Language"},
	{ID: ID{3}, Day: 1, Start: 780, End: 960, Topic: "Listening Differently"},
}

// markOf reads a mark as the tables write it: "present", "part came 09:20 out 10:00-10:10 out 5m".
func markOf(t testing.TB, text string) Mark {
	t.Helper()
	words := strings.Fields(text)
	i := slices.Index([]string{"unmarked", "present", "part", "absent"}, words[0])
	if i < 0 {
		t.Fatalf("no state in %q", text)
	}
	m := Plain(State(i))
	for w := 1; w+1 < len(words); w += 2 {
		typed, err := ParseTyped(words[w+1], Span{0, 1440})
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		switch {
		case words[w] == "came":
			m.Arrived = typed.At
		case words[w] == "left":
			m.Left = typed.At
		case typed.Kind == TypedMinutes:
			m.OutMinutes = typed.Minutes
		default:
			m.Out = append(m.Out, typed.Span)
		}
	}
	return m
}

func scopeOf(t testing.TB, marks string, block int) Scope {
	t.Helper()
	s := Scope{Block: block}
	for i, text := range strings.Split(marks, "|") {
		s.Slots = append(s.Slots, Slot{testDay[i], markOf(t, text)})
	}
	return s
}

// after is the scope with what a gesture changed put in.
func (s Scope) after(changed []Slot) Scope {
	slots := slices.Clone(s.Slots)
	for _, c := range changed {
		for i := range slots {
			if slots[i].Block.ID == c.Block.ID {
				slots[i].Mark = c.Mark
			}
		}
	}
	s.Slots = slots
	return s
}

// press does one gesture written as on the command line.
func (s Scope) press(t testing.TB, gesture string) ([]Slot, error) {
	t.Helper()
	verb, rest, _ := strings.Cut(gesture, " ")
	var typed Typed
	if rest != "" {
		var err error
		if typed, err = ParseTyped(rest, Span{0, 1440}); err != nil {
			t.Fatalf("%q: %v", gesture, err)
		}
	}
	switch verb {
	case "present":
		return s.Present(), nil
	case "absent":
		return s.Absent(), nil
	case "clear":
		return s.Clear(), nil
	case "rest":
		return s.Rest(), nil
	case "copy":
		return s.Copy(), nil
	case "late":
		return s.Late(typed.At)
	case "left":
		return s.Leave(typed.At)
	case "in":
		return s.Return(typed.At)
	case "out":
		if typed.Kind == TypedMinutes {
			return s.OutFor(typed.Minutes)
		}
		return s.OutSpan(typed.Span.From, typed.Span.To)
	}
	t.Fatalf("no gesture %q", gesture)
	return nil, nil
}

func TestGestures(t *testing.T) {
	for _, c := range gestureCases {
		t.Run(c.holds, func(t *testing.T) {
			s := scopeOf(t, c.before, c.block)
			changed, err := s.press(t, c.do)
			if part, refused := strings.CutPrefix(c.want, "!"); refused {
				if err == nil || !strings.Contains(err.Error(), part) {
					t.Fatalf("got %v, error %v; want an error with %q", changed, err, part)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			want := scopeOf(t, c.want, c.block)
			for i, got := range s.after(changed).Slots {
				if !got.Mark.Equal(want.Slots[i].Mark) {
					t.Errorf("block %d is %+v, want %+v", i+1, got.Mark, want.Slots[i].Mark)
				}
			}
		})
	}
}

func TestMinutesAloneNeedNoBlockOnADayOfOne(t *testing.T) {
	s := scopeOf(t, "unmarked", whole)
	changed, err := s.OutFor(20)
	if err != nil || len(changed) != 1 || changed[0].Mark.Missed(testDay[0]) != 20 {
		t.Fatalf("got %v, %v", changed, err)
	}
	_, err = scopeOf(t, none, whole).OutFor(20)
	if !errors.Is(err, ErrWhichBlock) {
		t.Fatalf("got %v, want ErrWhichBlock", err)
	}
}

func TestGestureOnADayWithoutBlocksIsRefused(t *testing.T) {
	for _, s := range []Scope{{Block: whole}, {Block: 0}, {Block: 3, Slots: scopeOf(t, none, 0).Slots}} {
		for _, do := range []string{"late 10:00", "left 10:00", "in 10:00", "out 10:00-10:10"} {
			if changed, err := s.press(t, do); err == nil {
				t.Errorf("%s: got %v, want an error", do, changed)
			}
		}
		if _, err := s.OutFor(5); err == nil {
			t.Error("minutes: want an error")
		}
	}
}

func TestZeroMarkIsReadAsNotMarked(t *testing.T) {
	s := Scope{Slots: []Slot{{Block: testDay[0]}, {Block: testDay[1]}, {Block: testDay[2]}}, Block: whole}
	changed, err := s.Late(560)
	if err != nil || len(changed) != 3 || changed[1].Mark.State != Present {
		t.Fatalf("got %v, %v", changed, err)
	}
	if got := (Mark{}).In(testDay[0]); !got.Equal(Plain(Unmarked)) {
		t.Fatalf("got %+v", got)
	}
}

func TestGestureErrorSaysTimesOfTwelveHours(t *testing.T) {
	_, err := scopeOf(t, none, whole).Late(990)
	var refused *GestureError
	if !errors.As(err, &refused) {
		t.Fatal(err)
	}
	want := "4:30 pm is after the day's end at 4:00 pm: type a time from 9:00 am to 4:00 pm"
	if got := refused.Words(true); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
