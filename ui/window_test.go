package ui_test

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"rollbook/ui/kit/pty"
)

func TestATinyWindowSaysSo(t *testing.T) {
	t.Parallel()
	s := open(t, prepared(t))
	s.Type("7")
	s.Until("row 7 Gus Pelletier")
	s.Resize(30, 8)
	s.Until("window too small: make it 60")
	s.UntilGone("Gus Pelletier")
	s.Resize(80, 24)
	s.Until("9 people: 0 ● 0 ◐ 0 ○ 9 ·", "row 7 Gus Pelletier")
	s.Type("a")
	s.Saved("7 Gus Pelletier: absent")
}

func TestWindowSizes(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{60, 20}, {80, 24}, {120, 40}} {
		t.Run(fmt.Sprintf("%d×%d", size[0], size[1]), func(t *testing.T) {
			t.Parallel()
			o := prepared(t)
			o.W, o.H = size[0], size[1]
			s := open(t, o)
			s.Type("P3a7l920⏎")
			s.Saved("7 ● 1 ◐ 1 ○ 0 ·", "marks go to: whole day", "Mon 2 Mar 2026")
			want := make([]string, len(people))
			for i, name := range people {
				want[i] = fmt.Sprintf("%d %s ●●", i+1, name)
			}
			want[2], want[6] = "3 Chidi Okafor ○○", "7 Gus Pelletier ◐●"
			same(t, "the roster", roster(s.Screen()), want)
			for _, key := range []string{"p present", "a absent", "? keys", "q quit"} {
				if footer := s.Line(size[1] - 1); !strings.Contains(footer, key) {
					t.Errorf("the footer does not tell of %q: %q", key, footer)
				}
			}
			x, y := s.Cursor()
			if y < 0 || !strings.Contains(s.Line(y), "Ada Lund") {
				t.Errorf("the cursor is at %d,%d, not on the focused row:\n%s", x, y, s.Screen())
			}
		})
	}
}

func TestTheScreenIsClearedOnExit(t *testing.T) {
	t.Parallel()
	s := open(t, prepared(t))
	s.Type("1a")
	s.Saved("1 Ada Lund: absent")
	if !s.AltScreen() {
		t.Error("the roster is not on the alternate screen")
	}
	if code := s.Quit(); code != 0 {
		t.Errorf("q ended with exit code %d", code)
	}
	if s.AltScreen() || strings.TrimSpace(s.Screen()) != "" {
		t.Errorf("the terminal was not given back clean:\n%s", s.Screen())
	}
	// The emulator keeps a cursor's visibility for each screen, terminals keep one for both.
	if raw := s.Raw(); bytes.LastIndex(raw, []byte("\x1b[?25h")) < bytes.LastIndex(raw, []byte("\x1b[?25l")) {
		t.Error("the cursor is still hidden")
	}
}

// everywhere shows every screen, a prompt, a choice, the palette and the help, with marks of every kind.
func everywhere(s *pty.Session) {
	s.Type("P3a7l")
	s.Until("7 Gus Pelletier came at")
	s.Type("999")
	s.Until("! ")
	s.Type("⌫⌫⌫920⏎")
	s.Saved("7 ● 1 ◐ 1 ○ 0 ·", "came 09:20, 20 min missed")
	s.Type("go")
	s.Until("[Topics]")
	s.Type("gr")
	s.Until("[Review]")
	s.Type("gs")
	s.Until("[Sync]")
	s.Type("gn")
	s.Until("[Notes]")
	s.Type("n")
	s.Until("A note on")
	s.Type("⎋gt:")
	s.Until("Every action")
	s.Type("⎋?")
	s.Until("Marks present, and goes on")
	s.Type("⎋")
	s.UntilGone("Marks present, and goes on")
}

// style is a sequence that sets how text looks.
var style = regexp.MustCompile("\x1b\\[([0-9;:]*)m")

// coloured are the parameters of a style that set a colour.
func coloured(parameters string) bool {
	for _, p := range strings.FieldsFunc(parameters, func(r rune) bool { return r == ';' || r == ':' }) {
		n, err := strconv.Atoi(p)
		if err == nil && (n >= 30 && n <= 38 || n >= 40 && n <= 48 || n >= 90 && n <= 107) {
			return true
		}
	}
	return false
}

func colours(raw []byte) (found []string) {
	for _, m := range style.FindAllSubmatch(raw, -1) {
		if coloured(string(m[1])) {
			found = append(found, string(m[0]))
		}
	}
	return found
}

func TestNoColor(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"yes", "0"} {
		o := prepared(t)
		o.Env = []string{"NO_COLOR=" + value}
		s := open(t, o)
		everywhere(s)
		if found := colours(s.Raw()); len(found) > 0 {
			t.Errorf("NO_COLOR=%s: %d colours are set, the first by %q", value, len(found), found[0])
		}
		s.Quit()
	}
	o := prepared(t)
	o.Env = []string{"NO_COLOR="}
	s := open(t, o)
	everywhere(s)
	if len(colours(s.Raw())) == 0 {
		t.Error("with an empty NO_COLOR no colour is set: this test sees none")
	}
}

// strange is what a terminal without Unicode can't show. The letters of names are not ours.
var strange = regexp.MustCompile(`[^\x20-\x7e\pL\n]`)

func TestNoUnicodeTerminal(t *testing.T) {
	t.Parallel()
	o := prepared(t)
	o.Env = []string{"LANG=C", "TERM=linux"}
	s := open(t, o)
	s.Type("P3a7l920⏎5c")
	s.Saved("5 Élodie Côté: not marked")
	for _, row := range []string{` 1 Ada Lund +P +P`, ` 3 Chidi Okafor +- +-`, ` 5 .+ \. +\.`, ` 7 Gus Pelletier +/ +P`} {
		if !regexp.MustCompile(`(?m)^` + row).MatchString(s.Screen()) {
			t.Errorf("no row is as %q:\n%s", row, s.Screen())
		}
	}
	for _, look := range []struct{ keys, shows string }{
		{"gt", "marks go to"}, {"go", "[Topics]"}, {"gr", "[Review]"}, {"gs", "[Sync]"}, {"gn", "[Notes]"}, {"n", "A note on"},
		{"⎋gt:", "Every action"}, {"⎋?", "Marks present, and goes on"}, {"⎋3l", "came at"}, {"⎋+", "Walk-in"},
	} {
		s.Type(look.keys)
		s.Until(look.shows)
		if signs := strange.FindAllString(s.Screen(), -1); len(signs) > 0 {
			t.Errorf("after %q the screen has %q:\n%s", look.keys, signs, s.Screen())
		}
	}
}
