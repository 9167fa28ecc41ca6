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

const (
	none  = "unmarked|unmarked|unmarked"
	whole = -1
)

// want is the marks after it, or, beginning with "!", a part of the error.
var gestureCases = []struct {
	holds, before string
	block         int
	do, want      string
}{
	// Whole day.
	{"late makes blocks ended by then absent, the one it falls in part, later ones present",
		none, whole, "late 11:00", "absent came 11:00|part came 11:00|present"},
	{"late in the first block leaves nothing absent",
		none, whole, "late 09:20", "part came 09:20|present|present"},
	{"later blocks are present up to a departure already known",
		"present|present|part left 15:00", whole, "late 09:20", "part came 09:20|present|part left 15:00"},
	{"blocks from the departure on stay absent",
		"present|part left 11:00|absent left 11:00", whole, "late 09:20", "part came 09:20|part left 11:00|absent left 11:00"},
	{"a block after the departure that was cleared becomes absent",
		"present|part left 11:00|unmarked", whole, "late 09:20", "part came 09:20|part left 11:00|absent left 11:00"},
	{"someone marked absent who then comes is present in later blocks",
		"absent|absent|absent", whole, "late 11:00", "absent came 11:00|part came 11:00|present"},
	{"a block attended after a departure shows that the person was back",
		"present|part left 11:00|present", whole, "late 09:20", "part came 09:20|part left 11:00|present"},
	{"a return by arrival in a later block is not replaced by the day's arrival",
		"present|part left 11:00|part came 13:30", whole, "late 09:20", "part came 09:20|part left 11:00|part came 13:30"},
	{"left makes blocks from then on absent, the one it falls in part, earlier ones present where unmarked",
		none, whole, "left 11:00", "present|part left 11:00|absent left 11:00"},
	{"left leaves an earlier typed absence",
		"absent|unmarked|unmarked", whole, "left 11:00", "absent|part left 11:00|absent left 11:00"},
	{"left makes a block typed absent part where it falls in it",
		"present|absent|absent", whole, "left 11:00", "present|part left 11:00|absent left 11:00"},
	{"a new arrival replaces the old one and the absences it made",
		"absent came 11:00|part came 11:00|present", whole, "late 09:20", "part came 09:20|present|present"},
	{"a later arrival replaces an earlier one",
		"part came 09:20|present|present", whole, "late 13:30", "absent came 13:30|absent came 13:30|part came 13:30"},
	{"a new departure replaces the old one and the absences it made",
		"part left 10:00|absent left 10:00|absent left 10:00", whole, "left 15:00", "present|present|part left 15:00"},
	{"an earlier departure replaces a later one",
		"present|present|part left 15:00", whole, "left 11:00", "present|part left 11:00|absent left 11:00"},
	{"the arrival stays when the departure changes",
		"part came 09:20|present|part left 15:00", whole, "left 14:00", "part came 09:20|present|part left 14:00"},
	{"the departure stays when the arrival changes",
		"part came 09:20|present|part left 15:00", whole, "late 09:40", "part came 09:40|present|part left 15:00"},
	{"outs stay when an arrival is marked",
		"present|part out 11:00-11:10|part out 5m", whole, "late 09:20", "part came 09:20|part out 11:00-11:10|part out 5m"},
	{"outs stay when a departure is marked",
		"part out 5m|part out 11:00-11:10|present", whole, "left 11:30", "part out 5m|part left 11:30 out 11:00-11:10|absent left 11:30"},
	{"outs come back when an arrival that had covered them is corrected",
		"absent came 11:00 out 10:00-10:10|part came 11:00|present", whole, "late 09:20", "part came 09:20 out 10:00-10:10|present|present"},
	{"arriving at or after the departure is refused",
		"present|part left 11:00|absent left 11:00", whole, "late 11:00", "!coming at 11:00 is not before leaving at 11:00"},
	{"leaving at or before the arrival is refused",
		"absent came 11:00|part came 11:00|present", whole, "left 11:00", "!leaving at 11:00 is not after coming at 11:00"},
	{"a from–to touches only the blocks that it overlaps",
		none, whole, "out 11:30-13:30", "unmarked|part out 11:30-13:30|part out 11:30-13:30"},
	{"a from–to that ends at a start touches only the block before",
		none, whole, "out 10:00-10:30", "part out 10:00-10:30|unmarked|unmarked"},
	{"a from–to that covers a block makes it absent and is kept",
		"present|present|present", whole, "out 10:00-12:30", "part out 10:00-12:30|absent out 10:00-12:30|present"},
	{"outs are merged and sorted",
		"part out 10:00-10:10|present|present", whole, "out 9:10-9:20", "part out 9:10-9:20 out 10:00-10:10|present|present"},
	{"outs that touch become one",
		"part out 09:30-10:00|present|present", whole, "out 10:00-10:10", "part out 09:30-10:10|present|present"},
	{"a typed absence becomes part with a time out",
		"absent|present|present", whole, "out 9:10-9:20", "part out 9:10-9:20|present|present"},
	{"a from–to between blocks touches nothing and says so",
		none, whole, "out 12:10-12:40", "!12:10–12:40 lies between blocks"},
	{"a from–to beyond the day is refused",
		none, whole, "out 15:30-16:30", "!16:30 is after the day's end at 16:00"},
	{"minutes alone need one block",
		none, whole, "out 20m", "!minutes alone need one block"},
	{"in again makes the departure a time out, whole in every block that it overlaps",
		"present|part left 11:00|absent left 11:00", whole, "in 13:30", "present|part out 11:00-13:30|part out 11:00-13:30"},
	{"in again at a start makes the block present",
		"present|part left 11:00|absent left 11:00", whole, "in 13:00", "present|part out 11:00-13:00|present"},
	{"a block wholly within the time away is absent with it",
		"part left 10:00|absent left 10:00|absent left 10:00", whole, "in 13:30", "part out 10:00-13:30|absent out 10:00-13:30|part out 10:00-13:30"},
	{"in again without having left is refused",
		"present|present|unmarked", whole, "in 13:30", "!has not left"},
	{"in again before leaving is refused",
		"present|part left 11:00|absent left 11:00", whole, "in 10:45", "!10:45 is not after leaving at 11:00"},
	{"present replaces times", "part came 09:20|present|unmarked", whole, "present", "present|present|present"},
	{"absent replaces times", "part came 09:20|present|unmarked", whole, "absent", "absent|absent|absent"},
	{"clear takes all marks of the day away", "part came 09:20|present|absent", whole, "clear", none},

	// A time at a start, at an end, between blocks, outside the day.
	{"an arrival at a start counts as before the block", none, whole, "late 10:30", "absent came 10:30|present|present"},
	{"an arrival at the day's start misses nothing", none, whole, "late 09:00", "present|present|present"},
	{"an arrival at the day's end misses all", none, whole, "late 16:00", "absent came 16:00|absent came 16:00|absent came 16:00"},
	{"a departure at an end counts as after the block", none, whole, "left 10:30", "present|absent left 10:30|absent left 10:30"},
	{"a departure at the day's end misses nothing", none, whole, "left 16:00", "present|present|present"},
	{"a departure at the day's start misses all", none, whole, "left 09:00", "absent left 09:00|absent left 09:00|absent left 09:00"},
	{"an arrival between blocks makes nothing part", none, whole, "late 12:30", "absent came 12:30|absent came 12:30|present"},
	{"a departure between blocks makes nothing part", none, whole, "left 12:30", "present|present|absent left 12:30"},
	{"an arrival before the day is refused", none, whole, "late 08:59", "!08:59 is before the day's start at 09:00: type a time from 09:00 to 16:00"},
	{"a departure after the day is refused", none, whole, "left 16:30", "!16:30 is after the day's end at 16:00: type a time from 09:00 to 16:00"},

	// One block.
	{"late in one block makes earlier blocks absent where unmarked", none, 2, "late 13:20", "absent came 13:20|absent came 13:20|part came 13:20"},
	{"late in one block leaves earlier marks", "present|absent|unmarked", 2, "late 13:20", "present|absent|part came 13:20"},
	{"late in one block leaves later blocks", none, 0, "late 09:20", "part came 09:20|unmarked|unmarked"},
	{"late in one block keeps its departure", "unmarked|part left 11:30|absent left 11:30", 1, "late 10:40", "absent came 10:40|part came 10:40 left 11:30|absent left 11:30"},
	{"late in the gap before one block makes it present", "present|present|absent", 2, "late 12:30", "present|present|present"},
	{"late at the end of the block before counts as the gap", none, 1, "late 10:30", "absent came 10:30|present|unmarked"},
	{"late at the block's end is outside it, naming w", none, 1, "late 12:00", "!press w to mark the whole day"},
	{"late in an earlier block is refused, naming w", none, 2, "late 11:00", "!11:00 is outside this block, 13:00–16:00: press w"},
	{"late before the first block is outside the day", none, 0, "late 08:50", "!before the day's start"},
	{"late after leaving in one block is refused", "present|part left 11:00|absent left 11:00", 2, "late 13:30", "!press i for in again"},
	{"left in one block makes later ones absent", "present|present|present", 1, "left 11:00", "present|part left 11:00|absent left 11:00"},
	{"left in one block makes earlier ones present where unmarked", "unmarked|absent|unmarked", 1, "left 11:00", "present|part left 11:00|absent left 11:00"},
	{"left in one block leaves earlier marks", "absent|unmarked|unmarked", 1, "left 11:00", "absent|part left 11:00|absent left 11:00"},
	{"left at the block's end leaves it present", none, 1, "left 12:00", "present|present|absent left 12:00"},
	{"left at the block's end replaces its own departure", "present|part left 11:00|absent left 11:00", 1, "left 12:00", "present|present|absent left 12:00"},
	{"left in the gap before one block makes it absent", none, 2, "left 12:30", "present|present|absent left 12:30"},
	{"left beyond one block is refused, naming w", none, 1, "left 13:30", "!press w"},
	{"left before an arrival in a later block is refused", "unmarked|unmarked|part came 13:30", 0, "left 10:00", "!leaving at 10:00 is not after coming at 13:30"},
	{"in again in one block makes the departure a time out and later blocks unmarked again", "present|part left 11:00|absent left 11:00", 1, "in 11:20", "present|part out 11:00-11:20|unmarked"},
	{"in again in a later block leaves the one that was left", "present|part left 11:00|absent left 11:00", 2, "in 13:30", "present|part left 11:00|part out 11:00-13:30"},
	{"in again in the gap before one block makes it present", "present|part left 11:00|absent left 11:00", 2, "in 12:30", "present|part left 11:00|present"},
	{"in again in one block leaves later blocks typed absent", "part left 10:00|absent|absent left 10:00", 0, "in 10:10", "part out 10:00-10:10|absent|unmarked"},
	{"in again outside one block is refused, naming w", "present|part left 11:00|absent left 11:00", 1, "in 13:30", "!press w"},
	{"a from–to in one block touches only it", none, 1, "out 11:00-11:10", "unmarked|part out 11:00-11:10|unmarked"},
	{"a from–to may begin in the gap before one block", none, 2, "out 12:30-13:10", "unmarked|unmarked|part out 12:30-13:10"},
	{"a from–to beyond one block is refused, naming w", none, 1, "out 11:50-13:10", "!11:50–13:10 goes beyond this block, 10:30–12:00: press w"},
	{"minutes alone mark one block part", none, 1, "out 20m", "unmarked|part out 20m|unmarked"},
	{"minutes alone replace those said before", "present|part out 20m|present", 1, "out 10m", "present|part out 10m|present"},
	{"minutes of a whole block are not a part of it", none, 1, "out 90m", "!90 minutes are not a part of a block of 90"},
	{"present in one block leaves the others", "absent|absent|absent", 1, "present", "absent|present|absent"},
	{"clear in one block leaves the others", "absent|part came 11:00|present", 1, "clear", "absent|unmarked|present"},

	// Everyone not marked yet, and what the block before ended with.
	{"the rest are present", none, whole, "rest", "present|present|present"},
	{"the rest touches no other mark", "part came 09:20|unmarked|present", whole, "rest", "part came 09:20|present|present"},
	{"who was absent in the block before is left, on to the end of the day", "absent|unmarked|unmarked", whole, "rest", "absent|unmarked|unmarked"},
	{"who left in the block before is left", "part left 10:00|unmarked|unmarked", whole, "rest", "part left 10:00|unmarked|unmarked"},
	{"who was out and came back is present", "part out 09:30-10:30|unmarked|unmarked", whole, "rest", "part out 09:30-10:30|present|present"},
	{"the rest in one block changes only it", none, 1, "rest", "unmarked|present|unmarked"},
	{"the rest in one block leaves who was absent before", "absent|unmarked|unmarked", 1, "rest", "absent|unmarked|unmarked"},
	{"copy makes present who was present", "present|unmarked|unmarked", 1, "copy", "present|present|unmarked"},
	{"copy makes present who came late and stayed", "part came 09:20|unmarked|unmarked", 1, "copy", "part came 09:20|present|unmarked"},
	{"copy makes absent who was absent, without times", "absent came 10:45|unmarked|unmarked", 1, "copy", "absent came 10:45|absent|unmarked"},
	{"copy makes absent who left", "part left 10:00|unmarked|unmarked", 1, "copy", "part left 10:00|absent|unmarked"},
	{"copy of an unmarked block changes nothing", none, 1, "copy", none},
	{"copy leaves a mark", "present|absent|unmarked", 1, "copy", "present|absent|unmarked"},
	{"copy into the first block changes nothing", none, 0, "copy", none},
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
