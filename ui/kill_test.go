package ui_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
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

// found is what the commands say of a book.
type found struct {
	journal []string // of each gesture what it changed, without times and ids
	marks   []mark   // of day 1
	notes   []string
}

type mark struct {
	Row            int
	Block          int
	Trainee, State string
	Arrived, Left  *string
	ToldAhead      bool `json:"told_ahead"`
	Remark         *string
	Out            [][2]string
	MissedMinutes  int `json:"missed_minutes"`
}

func disk(t *testing.T, o pty.Options) (f found) {
	t.Helper()
	var journal []struct {
		How, What string
		Changes   []struct{ Field, From, To *string }
	}
	var notes []struct{ Text string }
	listed(t, o, &journal, "journal")
	listed(t, o, &f.marks, "marks", "--cohort", "spring", "--day", "1")
	listed(t, o, &notes, "note", "list", "--cohort", "spring")
	for _, g := range journal {
		line, err := json.Marshal(g)
		if err != nil {
			t.Fatal(err)
		}
		f.journal = append(f.journal, string(line))
	}
	for _, n := range notes {
		f.notes = append(f.notes, n.Text)
	}
	return f
}

// listed runs a command that lists something.
func listed(t *testing.T, o pty.Options, into any, args ...string) {
	t.Helper()
	out, errs, code := pty.Plain(t, pty.Options{Home: o.Home, Args: append(args, "--json")})
	if code != 0 || json.Unmarshal([]byte(out), into) != nil {
		t.Fatalf("%v ended with exit code %d: %s%s", args, code, errs, out)
	}
}

// beginsLike checks that a journal is the beginning of another, and nothing else.
func (f *found) beginsLike(t *testing.T, whole []string) {
	t.Helper()
	for i, line := range f.journal {
		if i >= len(whole) || line != whole[i] {
			t.Fatalf("gesture %d is none of this morning:\n%s", i+1, line)
		}
	}
}

var clocks = regexp.MustCompile(`\d\d:\d\d`)

// agrees checks the book against a screen that said 'saved': the marks of each row in sight, what is
// known of it, and the words of a note.
func (f *found) agrees(t *testing.T, screen string) {
	t.Helper()
	glyphs := map[string]string{"present": "●", "part": "◐", "absent": "○", "unmarked": "·"}
	for line := range strings.SplitSeq(screen, "\n") {
		m := rosterRow.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		marks := slices.DeleteFunc(slices.Clone(f.marks), func(k mark) bool { return fmt.Sprint(k.Row) != m[1] })
		if len(marks) != 2 {
			t.Errorf("the screen shows %q, the book has %d marks of that row", line, len(marks))
			continue
		}
		if got := glyphs[marks[0].State] + glyphs[marks[1].State]; got != m[3]+m[5] || marks[0].Trainee != m[2] {
			t.Errorf("the screen shows %q, the book has %s %s", line, marks[0].Trainee, got)
		}
		kept, err := json.Marshal(marks)
		if err != nil {
			t.Fatal(err)
		}
		known := m[4] + " " + m[6]
		for _, clock := range clocks.FindAllString(known, -1) {
			if !bytes.Contains(kept, []byte(clock)) {
				t.Errorf("the screen shows %q, the book has %s", line, kept)
			}
		}
		told := marks[0].ToldAhead || marks[1].ToldAhead
		remark := marks[0].Remark != nil || marks[1].Remark != nil
		if told != strings.Contains(known, "told") || remark != (strings.Contains(known, "remark") || strings.Contains(known, "*")) {
			t.Errorf("the screen shows %q, the book has %s", line, kept)
		}
	}
	if strings.Contains(screen, "note on 9 Ines Carvalho saved") && !slices.Equal(f.notes, []string{"ok"}) {
		t.Errorf("the screen says that the note is saved, the book has %q", f.notes)
	}
}
