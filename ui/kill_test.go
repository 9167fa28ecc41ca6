package ui_test

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"rollbook/ui/kit/pty"
)

// key is a key of a morning.
type key struct {
	press string
	shows string // the texts, with | between, that no screen shows before this key has done its work
	saves bool   // it makes a gesture
}

func (k key) texts() []string { return strings.Split(k.shows, "|") }

func (k key) on(screen string) bool {
	return !slices.ContainsFunc(k.texts(), func(text string) bool { return !strings.Contains(screen, text) })
}

// morning marks, corrects, takes back, adds a walk-in and writes a note: on Today, then on Topics.
var morning = []key{
	{"a", "1 Ada Lund: absent", true},
	{"2", "row 2 Ben Oak", false},
	{"l", "2 Ben Oak came at", false},
	{"9", "2 Ben Oak came at 9", false},
	{"2", "2 Ben Oak came at 92", false},
	{"0", "2 Ben Oak came at 920", false},
	{"⏎", "0 ● 1 ◐ 1 ○ 7 ·", true},
	{"4", "row 4 Dana Roy", false},
	{"o", "4 Dana Roy left at", false},
	{"1", "4 Dana Roy left at 1", false},
	{"5", "4 Dana Roy left at 15", false},
	{"3", "4 Dana Roy left at 153", false},
	{"0", "4 Dana Roy left at 1530", false},
	{"⏎", "0 ● 2 ◐ 1 ○ 6 ·", true},
	{"P", "6 people marked present", true},
	{"4", "row 4 Dana Roy|6 ● 2 ◐ 1 ○ 0 ·", false},
	{"i", "4 Dana Roy in again at", false},
	{"1", "4 Dana Roy in again at 1", false},
	{"5", "4 Dana Roy in again at 15", false},
	{"4", "4 Dana Roy in again at 154", false},
	{"5", "4 Dana Roy in again at 1545", false},
	{"⏎", "out 15:30–15:45", true},
	{"3", "row 3 Chidi Okafor", false},
	{"t", "3 Chidi Okafor: told us ahead", true},
	{"5", "row 5 Élodie Côté", false},
	{"c", "5 Élodie Côté: not marked", true},
	{"8", "row 8 Hana 山田", false},
	{"r", "8 Hana 山田, remark", false},
	{"b", "8 Hana 山田, remark b", false},
	{"u", "8 Hana 山田, remark bu", false},
	{"s", "8 Hana 山田, remark bus", false},
	{"⏎", "8 Hana 山田: remark saved", true},
	{"u", "undone: ", true},
	{"ctrl+r", "put back: ", true},
	{"6", "row 6 Farah Haidari", false},
	{"a", "6 Farah Haidari: absent (was present)", true},
	{"+", "Walk-in, name", false},
	{"Z", "Walk-in, name Z", false},
	{"o", "Walk-in, name Zo", false},
	{"ë", "Walk-in, name Zoë", false},
	{"⏎", "10 Zoë added, from day 1 on", true},
	{"p", "10 Zoë: present", true},
	{"w", "no block is under way on this day", false},
	{"g", "go to: t Today", false},
	{"o", "[Topics]", false},
	{"P", "1 person marked present", true},
	{"4", "row 4 Dana Roy|[Topics]", false},
	{"⏎→", "15 min missed · by", false},
	{"=", "1 person marked as the block before ended", true},
	{"7", "row 7 Gus Pelletier", false},
	{"a", "7 Gus Pelletier: absent (was present)", true},
	{"9", "row 9 Ines Carvalho", false},
	{"n", "Note on 9 Ines Carvalho", false},
	{"o", "o                    ", false},
	{"k", "ok", false},
	{"ctrl+s", "note on 9 Ines Carvalho saved|Three Principles", true},
	{"w", "marks go to: the whole of day 1", false},
	{"9", "row 9 Ines Carvalho|marks go to the whole day", false},
	{"c", "9 Ines Carvalho: not marked", true},
	{"P", "1 person marked present|marks go to the whole day", true},
}

// saves is how many gestures the first n keys make.
func saves(n int) (gestures int) {
	for _, k := range morning[:n] {
		if k.saves {
			gestures++
		}
	}
	return gestures
}

// TestEveryKeyKilled kills the program after every key of a morning: once when the screen has said
// 'saved' of all of it, and once in the middle of it. What stood on the disk must be the morning up
// to a key, and no less than what was called saved.
func TestEveryKeyKilled(t *testing.T) {
	t.Parallel()
	made := prepared(t)
	book, err := os.ReadFile(bookIn(t, made.Home))
	if err != nil {
		t.Fatal(err)
	}
	whole := undisturbed(t, book)
	step := 1
	if testing.Short() {
		step = 10
	}
	for n := step; n <= len(morning); n += step {
		t.Run(fmt.Sprintf("after %d keys, saved", n), func(t *testing.T) {
			t.Parallel()
			killedWhenSaved(t, book, n, whole)
		})
		t.Run(fmt.Sprintf("within %d keys", n), func(t *testing.T) {
			t.Parallel()
			killedMeanwhile(t, book, n, whole)
		})
	}
}

// undisturbed lives the morning without an accident, and returns what the book then remembers of it.
func undisturbed(t *testing.T, book []byte) (journal []string) {
	o := copied(t, book)
	s := open(t, o)
	before := s.Screen()
	for n, k := range morning {
		for later, other := range morning[n:] {
			if other.on(before) {
				t.Fatalf("before key %d the screen shows %q of key %d:\n%s", n+1, other.shows, n+1+later, before)
			}
		}
		press(s, k)
		s.Saved(k.texts()...)
		before = s.Screen()
	}
	s.Quit()
	whole := disk(t, o)
	base := len(whole.journal) - saves(len(morning))
	if base < 1 || !strings.Contains(whole.journal[base], "Ada Lund") {
		t.Fatalf("%d keys made another number of gestures than %d:\n%s", len(morning), saves(len(morning)), strings.Join(whole.journal, "\n"))
	}
	return whole.journal
}

func killedWhenSaved(t *testing.T, book []byte, n int, whole []string) {
	o := copied(t, book)
	s := open(t, o)
	lived(s, n)
	s.Saved(morning[n-1].texts()...)
	screen := s.Screen()
	s.Kill()
	found := disk(t, o)
	if missing := len(whole) - saves(len(morning)) + saves(n) - len(found.journal); missing != 0 {
		t.Errorf("the screen said saved, and %d gestures are missing", missing)
	}
	found.beginsLike(t, whole)
	found.agrees(t, screen)
}

func killedMeanwhile(t *testing.T, book []byte, n int, whole []string) {
	o := copied(t, book)
	s := open(t, o)
	lived(s, n)
	called, screens := 0, 0 // how many keys the screen has called saved
	s.UntilTrue("screens of the morning", func(screen string) bool {
		called = max(called, calledSaved(screen, n))
		screens++
		return called == n || screens > n%7
	})
	s.Kill()
	if raw := s.Raw(); bytes.LastIndex(raw, []byte("\x1b[?2026l")) > bytes.LastIndex(raw, []byte("\x1b[?2026h")) {
		called = max(called, calledSaved(s.Screen(), n)) // the last screen is whole
	}
	found := disk(t, o)
	if missing := len(whole) - saves(len(morning)) + saves(called) - len(found.journal); missing > 0 {
		t.Errorf("of %d keys the screen had said saved, and %d gestures are missing", called, missing)
	}
	found.beginsLike(t, whole)
	open(t, o)
}

// calledSaved is the last of n keys that a screen calls saved, 0 for none.
func calledSaved(screen string, n int) int {
	header, _, _ := strings.Cut(screen, "\n")
	if !strings.HasSuffix(header, " saved") {
		return 0
	}
	for ; n > 0; n-- {
		if morning[n-1].on(screen) {
			return n
		}
	}
	return 0
}

// copied is a new home with a copy of a book.
func copied(t *testing.T, book []byte) pty.Options {
	t.Helper()
	o := pty.Options{Home: t.TempDir(), Args: []string{"--date", dayOne.String()}}
	if err := os.WriteFile(bookIn(t, o.Home), book, 0o600); err != nil {
		t.Fatal(err)
	}
	return o
}

// lived types the first n keys as fast as they go, and waits only until a note is off the screen.
func lived(s *pty.Session, n int) {
	for _, k := range morning[:n] {
		press(s, k)
		if k.press == "ctrl+s" {
			s.Until(k.texts()...)
		}
	}
}

func press(s *pty.Session, k key) {
	if strings.HasPrefix(k.press, "ctrl+") {
		s.Key(k.press)
		return
	}
	s.Type(k.press)
}
