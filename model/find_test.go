package model

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

func TestNamesAreFoundByAnyPart(t *testing.T) {
	names := []string{"Maya Lin", "Amaya Cruz", "Zoë Maier", "Łukasz Øst", "Ann", "Annika Rø", "Joanna Straße",
		"Νίκος", "मीरा शर्मा", "O’Brien Pat", "Mary-Ann Day", "Trần Thị"}
	for query, want := range map[string]string{
		"maya":  "Maya Lin", // a word's start before inside a word
		"AYA":   "Maya Lin|Amaya Cruz",
		"zoe":   "Zoë Maier",
		"ZOË":   "Zoë Maier",
		"lukas": "Łukasz Øst", "ost": "Łukasz Øst",
		"ann":     "Ann", // the whole name before parts
		"anni":    "Annika Rø",
		"anna":    "Joanna Straße",
		"strasse": "Joanna Straße",
		"νικοσ":   "Νίκος", "ΝΊΚΟΣ": "Νίκος",
		"शर्मा":        "मीरा शर्मा",
		"o'brien":      "O’Brien Pat",
		"day":          "Mary-Ann Day",
		" maya   lin ": "Maya Lin",
		"tran":         "Trần Thị",
		"xyz":          "",
		"":             "",
		"  ":           "",
	} {
		got := strings.Join(Find(query, names, func(n string) string { return n }), "|")
		if got != want {
			t.Errorf("%q: got %q, want %q", query, got, want)
		}
		for _, name := range strings.Split(want, "|") {
			if want != "" && !Matches(query, name) {
				t.Errorf("%q does not match %q", query, name)
			}
		}
	}
}

func TestVowelSignsOfDevanagariAreNoAccents(t *testing.T) {
	if Fold("मीरा") == Fold("मेरी") || Matches("मेर", "मीरा") {
		t.Error("two names became one")
	}
}

func TestWordStartIsFoundBehindAnEarlierPartWithinAWord(t *testing.T) {
	got := Find("ann", []string{"Joanna", "Joann Anne"}, strings.ToUpper)
	if len(got) != 1 || got[0] != "Joann Anne" {
		t.Errorf("got %q", got)
	}
}

func TestFoldOfASCIIIsTheShortWayOfTheSame(t *testing.T) {
	check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom(nil, &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0, Hi: 0x7f, Stride: 1}}})).Draw(t, "text")
		if short, long := Fold(text), foldAny(text); short != long {
			t.Fatalf("%q, not %q", short, long)
		}
	})
}
