package ui_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rollbook/ui/kit/pty"
)

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
