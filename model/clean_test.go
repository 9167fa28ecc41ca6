package model

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestTextsFromOutsideAreCleaned(t *testing.T) {
	for _, c := range []struct {
		holds, text, want string
		lost              bool
	}{
		{"plain text stays", "Maya Lin", "Maya Lin", false},
		{"white space is collapsed and trimmed", "  Maya\t\r\n\u00a0Lin ", "Maya Lin", false},
		{"control characters go", "Ma\x00y\x07a\x7f", "Maya", true},
		{"colours go whole", "\x1b[1;31mMaya\x1b[0m", "Maya", true},
		{"a title for the terminal goes whole", "a\x1b]0;owned\x07b\x1b]2;x\x1b\\c", "abc", true},
		{"eight-bit sequences go whole", "a\u009b31mb\u009d0;x\u009cc", "abc", true},
		{"device strings go whole", "a\x1bPq#0\x1b\\b", "ab", true},
		{"a string without its end takes nothing with it", "\x1b]0;Maya Lin", "0;Maya Lin", true},
		{"a parameter without its end takes nothing with it", "\x1b[Ünal", "Ünal", true},
		{"an escape at the end goes", "Maya\x1b", "Maya", true},
		{"a stray escape before a word", "a\x1b Lin", "a Lin", true},
		{"bidi overrides and isolates go", "a\u202eb\u2066c\u2069", "abc", true},
		{"invisible characters go", "\ufeffMa\u200bya\u2060", "Maya", true},
		{"a joiner stays between letters", "می\u200cخواهم क्\u200dष", "می\u200cخواهم क्\u200dष", false},
		{"a joiner goes at an edge", "\u200dMaya\u200c", "Maya", true},
		{"accents are composed", "Zoe\u0308", "Zoë", false},
		{"bytes that are no text are shown as such", "Ma\xffya", "Ma\ufffdya", true},
	} {
		t.Run(c.holds, func(t *testing.T) {
			if got, lost := Clean(c.text, NameLimit); got != c.want || lost != c.lost {
				t.Errorf("got %q, %v; want %q, %v", got, lost, c.want, c.lost)
			}
		})
	}
}

func TestLongTextsAreCutBetweenCharacters(t *testing.T) {
	for _, c := range []struct {
		text  string
		limit int
		want  string
	}{
		{"Maya", 4, "Maya"}, {"Maya", 3, "May"}, {"May Lin", 4, "May"}, {"日本語", 2, "日本"},
		{"ab\u0301\u0323\u0327c", 3, "a"}, {"क्\u200dष", 3, "क्"}, {"Maya", 0, ""}, {"Maya", -1, ""},
	} {
		got, lost := Clean(c.text, c.limit)
		if want := norm.NFC.String(c.want); got != want || lost != (got != norm.NFC.String(c.text)) {
			t.Errorf("%q at %d: got %q, %v; want %q", c.text, c.limit, got, lost, c.want)
		}
	}
}

func TestNotesKeepTheirLines(t *testing.T) {
	got, lost := CleanLines("\r\n \r\none  \r\n\ttwo:\r  - a\u2028\n\n", TextLimit)
	if want := "one\n two:\n  - a"; got != want || lost {
		t.Errorf("got %q, %v; want %q", got, lost, want)
	}
	if got, lost := CleanLines("a\x1b[2Jb\nc\x08", TextLimit); got != "ab\nc" || !lost {
		t.Errorf("got %q, %v", got, lost)
	}
	if got, lost := CleanLines("one\n\ntwo", 4); got != "one" || !lost {
		t.Errorf("got %q, %v", got, lost)
	}
}

func FuzzClean(f *testing.F) {
	for _, text := range []string{"Maya", "\x1b[31m", "\u009d0;x\u009c", "क्\u200dष", "e\u0301", "\x1b\x1b[[", "\xff\u200d", "a\n\tb"} {
		f.Add(text, 5)
	}
	f.Fuzz(func(t *testing.T, text string, limit int) {
		limit = min(max(limit, 0), 100)
		for name, clean := range map[string]func(string, int) (string, bool){"Clean": Clean, "CleanLines": CleanLines} {
			once, _ := clean(text, limit)
			if twice, lost := clean(once, limit); twice != once || lost {
				t.Fatalf("%s of %q: %q, then %q, %v", name, text, once, twice, lost)
			}
			if !utf8.ValidString(once) || utf8.RuneCountInString(once) > limit || !norm.NFC.IsNormalString(once) {
				t.Fatalf("%s of %q: %q", name, text, once)
			}
			if bad := strings.IndexFunc(once, func(r rune) bool { return unicode.IsControl(r) && r != '\n' }); bad >= 0 {
				t.Fatalf("%s of %q keeps a control: %q", name, text, once)
			}
		}
	})
}
