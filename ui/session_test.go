package ui_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/ui/kit/pty"
)

// register is a roster as the office mails it: in no order, with a column that is nobody's business.
const register = `First,Last,Pronouns,E-mail,Legal name,T-shirt
Samuel,Pike,,sam@example.org,Samuel J. Pike,L
Maya,Ortiz,she/her,maya@example.org,,M
Élodie,Côté,,elodie@example.org,,S
花,山田,she/her,hana@example.org,,M
Noor,Haddad,they/them,noor@example.org,,M
Ben,Ouellette,he/him,ben@example.org,Benoît Ouellette,XL
Chidi,Okafor,,chidi@example.org,,L
`

// TestATrainersFirstMorning is the whole way from a laptop that has never seen Rollbook to a day
// that is marked, and to what stands there the next time.
func TestATrainersFirstMorning(t *testing.T) {
	t.Parallel()
	o := pty.Options{Home: downloaded(t, "spring roster.csv", register), Args: []string{"--date", "2026-03-02"}}
	s := pty.Start(t, o)
	s.Until("Welcome to Rollbook", "First: who are you?")
	s.Type("Asha⏎")
	s.Until("Hello, Asha. Shall this book have a passphrase?")
	s.Type("l")
	s.Until("Hello, Asha. What comes first?")
	s.Type("n")
	s.Until("A new cohort", "Start  2026-03-02", "Trainers  Asha", "Mon 2 Mar … Wed 11 Mar 2026 (8 days)")
	s.Ctrl("s")
	s.Saved("Who is coming?")
	s.Type("i")
	importRoster(s, "spring roster.csv", 7)
	same(t, "the roster after the import", roster(s.Screen()), []string{
		"1 Ben Ouellette (he/him) ··", "2 Chidi Okafor ··", "3 Élodie Côté ··", "4 Maya Ortiz (she/her) ··",
		"5 Noor Haddad (they/them) ··", "6 Samuel Pike ··", "7 花 山田 (she/her) ··",
	})

	s.Until("marks go to: whole day")
	s.Type("P3a7l920⏎")
	s.Saved("7 people: 5 ● 1 ◐ 1 ○ 0 ·")
	marked := []string{
		"1 Ben Ouellette (he/him) ●●", "2 Chidi Okafor ●●", "3 Élodie Côté ○○", "4 Maya Ortiz (she/her) ●●",
		"5 Noor Haddad (they/them) ●●", "6 Samuel Pike ●●", "7 花 山田 (she/her) ◐●",
	}
	same(t, "the roster after P3a7l920", roster(s.Screen()), marked)
	s.Type("5a")
	s.Saved("5 Noor Haddad: absent (was present)")
	s.Type("u")
	s.Saved("undone: 5 Noor Haddad")
	same(t, "the roster after the undo", roster(s.Screen()), marked)

	s.Type("gnn")
	s.Until("A note on", "> day 1")
	s.Type("⏎")
	s.Until("Note on day 1")
	s.Type("The room was cold until ten.⏎Ask for the key.")
	s.Ctrl("s")
	s.Saved("note on day 1 saved", "1 note")
	if code := s.Quit(); code != 0 {
		t.Fatalf("q ended with exit code %d", code)
	}

	s = pty.Start(t, o)
	s.Saved("Day 1 of 8 · Mon 2 Mar 2026", "7 people: 5 ● 1 ◐ 1 ○ 0 ·")
	same(t, "the roster when opened again", roster(s.Screen()), marked)
	s.Type("gn")
	s.Until("1 note", "> day 1  Asha", "The room was cold until ten.", "Ask for the key.")
	if code := s.Quit(); code != 0 {
		t.Errorf("q ended with exit code %d", code)
	}
}

// TestMarksOfTheMorningGoToTheMorning is the same without --date: at half past ten the block under
// way is meant, and Enter is the time now.
func TestMarksOfTheMorningGoToTheMorning(t *testing.T) {
	t.Parallel()
	home := downloaded(t, "list.csv", "Name\nMaya Ortiz\nNoor Haddad\n")
	zone, today := clockAt(t, home, 10, 30, 0)
	var days []string
	for n := range 8 {
		days = append(days, (today + model.Date(n)).String())
	}
	s := pty.Start(t, pty.Options{Home: home, Env: []string{zone}, Args: []string{"--as", "Asha"}})
	s.Until("Hello, Asha")
	s.Type("li")
	s.Until("A new cohort", "Trainers  Asha")
	s.Type("⇥⇥⇥" + strings.Join(days, ",") + "⇥")
	s.Until("(8 days)")
	s.Ctrl("s")
	importRoster(s, "list.csv", 2)
	s.Until("marks go to: 09:00–12:00 Creating Learning Environments", "[09:00]")
	s.Type("1l⏎")
	s.Saved("1 Maya Ortiz: 10:3", "2 people: 0 ● 1 ◐ 0 ○ 1 ·")
	s.Type("2a")
	s.Saved("2 Noor Haddad: absent")
	same(t, "the roster", roster(s.Screen()), []string{"1 Maya Ortiz ◐·", "2 Noor Haddad ○·"})
	s.Type("w")
	s.Until("marks go to: whole day")
	s.Type("2p")
	s.Saved("2 Noor Haddad: present (was ")
	same(t, "the roster after w", roster(s.Screen()), []string{"1 Maya Ortiz ◐·", "2 Noor Haddad ●●"})
}

// TestSwitchedOffInTheMiddleOfANote types on and on, one word a screen, until the plug is pulled.
func TestSwitchedOffInTheMiddleOfANote(t *testing.T) {
	t.Parallel()
	o := prepared(t)
	s := open(t, o)
	s.Type("gnn⏎")
	s.Until("Note on day 1")
	var typed []time.Time
	var slowest time.Duration
	for began := time.Now(); time.Since(began) < 4*time.Second; {
		at := time.Now()
		typed = append(typed, at)
		word := fmt.Sprintf("w%d.", len(typed))
		s.Type(word + " ")
		s.Until(word)
		slowest = max(slowest, time.Since(at))
	}
	cut := time.Now()
	s.Kill()

	s = open(t, o)
	s.Until("unfinished note", "was kept")
	s.Type("gnn")
	s.Until("left unfinished: goes on there")
	s.Type("⏎")
	s.Until("Note on day 1", "ctrl+x throws it away")
	kept := len(regexp.MustCompile(`w\d+\.`).FindAllString(s.Screen(), -1))
	last := regexp.MustCompile(`w(\d+)\.`).FindAllStringSubmatch(s.Screen(), -1)
	if kept == 0 {
		t.Fatalf("nothing of %d words was kept:\n%s", len(typed), s.Screen())
	}
	var through int
	fmt.Sscan(last[len(last)-1][1], &through)
	// A draft is written a second after the one before; the disk has as long again, and what this
	// machine takes to draw a word at its slowest.
	due := cut.Add(-2*time.Second - 4*slowest)
	for n, at := range typed[through:] {
		if at.Before(due) {
			t.Errorf("%d words are kept of %d; word %d was typed %v before the end", through, len(typed), through+n+1, cut.Sub(at))
			break
		}
	}
	s.Ctrl("s")
	s.Saved("note on day 1 saved")
}

func TestKeysRightAfterANoteAreNotLost(t *testing.T) {
	t.Parallel()
	s := open(t, prepared(t))
	s.Type("9n")
	s.Until("Note on 9 Ines Carvalho")
	s.Type("ok")
	s.Until("ok", "draft kept")
	s.Ctrl("s")
	s.Type("1a3a")
	s.Saved("9 people: 0 ● 0 ◐ 2 ○ 7 ·")
}

func TestASecondWindowSaysSo(t *testing.T) {
	t.Parallel()
	o := prepared(t)
	first := open(t, o)
	second := pty.Start(t, o)
	if code := second.Exit(); code != 1 || !strings.Contains(second.Screen(), "open in another window") {
		t.Errorf("a second window ends with exit code %d and says\n%s", code, second.Screen())
	}
	first.Type("1a")
	first.Saved("1 Ada Lund: absent")
	first.Quit()
	open(t, o).Until("1 ○")
}

// TestALidOpenedNextMorning runs in a time zone in which midnight is a few seconds away.
func TestALidOpenedNextMorning(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	zone, today := clockAt(t, home, 23, 59, 53)
	midnight := time.Now().Add(7 * time.Second)
	makeBook(t, home, today)
	s := pty.Start(t, pty.Options{Home: home, Env: []string{zone}})
	s.Saved("Day 1 of 8", "9 people: 0 ● 0 ◐ 0 ○ 9 ·")
	if time.Now().After(midnight) {
		t.Fatalf("the first screen took longer than %v", 7*time.Second)
	}
	time.Sleep(time.Until(midnight)) // the night
	s.Type("a")
	s.Until("Which day is meant?", "> day 2", "today")
	s.Type("⏎")
	s.Until("Day 2 of 8", "9 people: 0 ● 0 ◐ 0 ○ 9 ·")
	s.Type("2a")
	s.Saved("2 Ben Oak: absent")
	s.Type("[")
	s.Until("Day 1 of 8", "9 people: 0 ● 0 ◐ 0 ○ 9 ·")
}

func TestPastedPageIsNotKeys(t *testing.T) {
	t.Parallel()
	s := open(t, prepared(t))
	s.Paste("Paa\n3a7l920\nq\nu\x1b")
	s.Until("a paste goes into a field")
	s.Type("9a")
	s.Saved("9 Ines Carvalho: absent", "9 people: 0 ● 0 ◐ 1 ○ 8 ·")
	s.Type("9r")
	s.Until("9 Ines Carvalho, remark")
	s.Paste("bus\nfrom Bangor")
	s.Until("bus from Bangor")
	s.Type("⏎")
	s.Saved("9 Ines Carvalho: remark saved")
}

func TestHangupSavesWhatWasMarked(t *testing.T) {
	t.Parallel()
	for _, sig := range []syscall.Signal{syscall.SIGHUP, syscall.SIGTERM} {
		t.Run(sig.String(), func(t *testing.T) {
			t.Parallel()
			o := prepared(t)
			s := open(t, o)
			s.Type("P3a7a9a")
			s.Until("9 people: 6 ● 0 ◐ 3 ○ 0 ·") // saved or not
			// A logout sends several.
			for _, next := range []syscall.Signal{sig, syscall.SIGHUP, syscall.SIGTERM} {
				s.Signal(next)
			}
			s.Exit()
			if s.AltScreen() {
				t.Error("the terminal was not given back")
			}
			open(t, o).Until("9 people: 6 ● 0 ◐ 3 ○ 0 ·")
		})
	}
}

func TestDemoLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	o := pty.Options{Home: t.TempDir(), Args: []string{"demo"}}
	left := func(when string) {
		t.Helper()
		files, err := os.ReadDir(filepath.Join(o.Home, "tmp"))
		if err != nil || len(files) > 0 {
			t.Errorf("%s there is still %v %v", when, files, err)
		}
		if _, err := os.Stat(filepath.Join(o.Home, "data")); !os.IsNotExist(err) {
			t.Errorf("%s there is a book of the demo in the data folder, or: %v", when, err)
		}
	}
	s := pty.Start(t, o)
	s.Saved("Day 3 of 8", "18 people")
	if code := s.Quit(); code != 0 {
		t.Errorf("q ended with exit code %d", code)
	}
	left("after q")

	s = pty.Start(t, o)
	s.Saved("18 people")
	s.Kill()
	s = pty.Start(t, o)
	s.Saved("18 people")
	s.Quit()
	left("after a kill and one more demo")
}

func TestPlainThroughAPipe(t *testing.T) {
	t.Parallel()
	o := prepared(t)
	o.Args = append(o.Args, "--plain")
	out, errs, code := pty.Plain(t, o, "7a", "2l 920", "P", "A", "7?", "+ Zoe Walk", "n rather loud outside", "u", "99a")
	if code != 0 || errs != "" {
		t.Errorf("exit code %d, and on stderr: %s", code, errs)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	for i, want := range []string{
		"Spring, day 1 of 8, Mon 2 Mar 2026. 9 people, 9 not marked. Marks go to the whole day. First 1 Ada Lund, not marked.",
		"7 Gus Pelletier, absent, saved. Next 8 Hana 山田, not marked.",
		"2 Ben Oak, ", "7 people, present, saved.", "A does nothing: is Caps Lock on?",
		"7 Gus Pelletier. 09:00 Creating Learning Environments: absent; 13:00 Three Principles: absent.",
		"10 Zoe Walk, not marked. Added, saved.", "Note on 10 Zoe Walk, saved.", "Undone: note on Zoe Walk, saved.", "There is no row 99.",
	} {
		if i >= len(lines) || !strings.HasPrefix(lines[i], want) {
			t.Errorf("line %d does not begin with %q:\n%s", i+1, want, out)
			break
		}
	}
	o.Args = o.Args[:len(o.Args)-1]
	open(t, o).Until("10 people: 7 ● 1 ◐ 1 ○ 1 ·", "10 Zoe Walk")
}
