package pty

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestMain(m *testing.M) { os.Exit(Main(m)) }

// mirror starts the program of testdata and waits for its first screen.
func mirror(t testing.TB, o Options) *Session {
	t.Helper()
	o.Program = BuildPackage(t, "rollbook/ui/kit/pty/testdata/mirror")
	s := Start(t, o)
	if len(o.Args) == 0 {
		s.Until("mirror: saved")
	}
	return s
}

func TestKeysArriveAsTheirNames(t *testing.T) {
	s := mirror(t, Options{})
	s.Until("dark true") // by then the program has asked for esc as a sequence of its own
	s.Type("P3a⎋a12l920⏎⇥⇤⌫↑↓←→é日")
	s.Ctrl("r")
	s.Key("pgdown")
	s.Key("home")
	s.Resize(120, 24)
	s.Until("keys P 3 a esc a 1 2 l 9 2 0 enter tab shift+tab backspace up down left right é 日 ctrl+r pgdown home")
}

func TestTerminalAnswersQuestions(t *testing.T) {
	s := mirror(t, Options{})
	s.Until("dark true", "2026=2", "2027=2")
	s.Type("x")
	s.Until("keys x")
	if !strings.Contains(string(s.Raw()), "\x1b[?2026h") {
		t.Error("the program was told of synchronised output and does not use it")
	}
}

func TestScreenLineAndCursorAreWhereTheyWereDrawn(t *testing.T) {
	s := mirror(t, Options{W: 60, H: 20})
	s.Until("size 60 by 20")
	if got := s.Line(6); got != "wide 日本語 ● ◐ end" {
		t.Errorf("line 6 is %q", got)
	}
	if rows := strings.Split(s.Screen(), "\n"); len(rows) != 20 || rows[1] != "size 60 by 20" {
		t.Errorf("the screen has %d rows, row 1 is %q", len(rows), rows[1])
	}
	s.Type("ab")
	s.Until("keys a b")
	if x, y := s.Cursor(); x != 2 || y != 2 {
		t.Errorf("the cursor is at %d,%d, not at 2,2", x, y)
	}
	s.Type("H")
	s.Until("keys a b H")
	if x, y := s.Cursor(); x != -1 || y != -1 {
		t.Errorf("the cursor is hidden, and yet at %d,%d", x, y)
	}
	s.Resize(90, 10)
	s.Until("size 90 by 10")
	s.UntilGone("size 60", "no such thing")
}

func TestPasteArrivesWhole(t *testing.T) {
	s := mirror(t, Options{})
	s.Paste("Maya Q\nNoor q")
	s.Until(`pasted "Maya Q\rNoor q"`, "keys") // the line end that terminals paste
	if got := s.Line(2); got != "keys" {
		t.Errorf("pasted text was taken for keys: %q", got)
	}
}

func TestSavedWaitsForTheHeader(t *testing.T) {
	s := mirror(t, Options{})
	s.Type("aS")
	s.Saved("keys a")
	for _, header := range []string{"mirror: saving", "mirror: not saved", "mirror: unsaved"} {
		s.mu.Lock()
		s.term.write([]byte("\x1b[1;1H\x1b[2K" + header))
		s.mu.Unlock()
		s.options.Wait = time.Millisecond
		if said := failure(t, s, func() { s.Saved() }); !strings.Contains(said, "does not say 'saved'") {
			t.Errorf("%q was taken for saved: %s", header, said)
		}
	}
}

func TestQuitGivesTheTerminalBackAndTheExitCode(t *testing.T) {
	s := mirror(t, Options{})
	if !s.AltScreen() {
		t.Error("the program has not taken the alternate screen")
	}
	if code := s.Quit(); code != 3 {
		t.Errorf("the exit code is %d, not 3", code)
	}
	if s.AltScreen() || s.Line(0) != "goodbye" {
		t.Errorf("the terminal was not given back:\n%s", s.Screen())
	}
	if code := s.Exit(); code != 3 {
		t.Errorf("asked again the exit code is %d", code)
	}
}

func TestKillAndSignalsEndTheProgram(t *testing.T) {
	s := mirror(t, Options{})
	s.Kill()
	if code := s.Exit(); code != -1 {
		t.Errorf("a killed program has exit code %d", code)
	}
	s.Kill()
	s = mirror(t, Options{Args: []string{"hang"}})
	s.Until("hanging")
	s.Signal(syscall.SIGTERM) // not SIGHUP, which is ignored below nohup
	if code := s.Exit(); code != -1 {
		t.Errorf("after SIGTERM the exit code is %d", code)
	}
}

func TestUnfinishedFrameIsNotShown(t *testing.T) {
	s := mirror(t, Options{Args: []string{"half"}, Wait: 300 * time.Millisecond})
	said := failure(t, s, func() { s.Until("half") })
	if !strings.Contains(said, "in the middle of a frame") {
		t.Errorf("half a frame was shown, or the failure does not say so: %s", said)
	}
}

func TestFailuresShowTheScreen(t *testing.T) {
	s := mirror(t, Options{Wait: 10 * time.Second})
	s.Until("dark true")
	s.options.Wait = 50 * time.Millisecond
	for name, do := range map[string]func(){
		"Until":     func() { s.Until("size 80", "no such text") },
		"UntilGone": func() { s.UntilGone("size 80") },
		"UntilTrue": func() { s.UntilTrue("never", func(string) bool { return false }) },
		"Line":      func() { s.Line(24) },
		"Exit":      func() { s.Exit() },
	} {
		if said := failure(t, s, do); !strings.Contains(said, "│size 80 by 24\n") || !strings.Contains(said, "still running") {
			t.Errorf("%s: the failure does not show the screen: %s", name, said)
		}
	}
	gone := mirror(t, Options{Args: []string{"leave", "4"}, Wait: time.Minute})
	began := time.Now()
	if said := failure(t, gone, func() { gone.Until("never") }); !strings.Contains(said, "ended with exit code 4") {
		t.Errorf("the failure does not say that the program ended: %s", said)
	}
	if time.Since(began) > 30*time.Second {
		t.Error("Until waited for a program that was gone")
	}
}

func TestPlainGivesOutputsAndExitCode(t *testing.T) {
	program := BuildPackage(t, "rollbook/ui/kit/pty/testdata/mirror")
	out, errs, code := Plain(t, Options{Program: program, Args: []string{"echo"}}, "7a", "12l 920\n", "P")
	if out != "heard 7a\nheard 12l 920\nheard P\n" || errs != "no more\n" || code != 0 {
		t.Errorf("got %q, %q and %d", out, errs, code)
	}
	if _, _, code := Plain(t, Options{Program: program, Args: []string{"leave", "2"}}); code != 2 {
		t.Errorf("exit code %d, not 2", code)
	}
}

func TestEnvironmentIsClean(t *testing.T) {
	t.Setenv("ROLLBOOK_BOOK", "the developer's own")
	home := t.TempDir()
	program := BuildPackage(t, "rollbook/ui/kit/pty/testdata/mirror")
	out, _, _ := Plain(t, Options{Program: program, Args: []string{"env"}, Home: home, Env: []string{"TZ=America/New_York"}})
	have := map[string]string{}
	for _, line := range strings.Split(strings.TrimSpace(out), "\n") {
		key, value, _ := strings.Cut(line, "=")
		have[key] = value
	}
	for key, want := range map[string]string{
		"HOME": home, "TERM": "xterm-256color", "LANG": "C.UTF-8", "TZ": "America/New_York",
		"XDG_DATA_HOME": filepath.Join(home, "data"), "TMPDIR": filepath.Join(home, "tmp"),
	} {
		if have[key] != want {
			t.Errorf("%s is %q, not %q", key, have[key], want)
		}
	}
	if value, ok := have["ROLLBOOK_BOOK"]; ok {
		t.Errorf("ROLLBOOK_BOOK=%s came through", value)
	}
}

func TestFirstScreenTakesTimeAndFailsWithoutTheText(t *testing.T) {
	program := BuildPackage(t, "rollbook/ui/kit/pty/testdata/mirror")
	if took := FirstScreen(t, program, nil, "mirror"); took <= 0 || took > 10*time.Second {
		t.Errorf("the first screen took %v", took)
	}
	said := failure(t, nil, func() { FirstScreen(&witness{TB: t}, program, []string{"leave", "1"}, "mirror") })
	if !strings.Contains(said, "has not written") {
		t.Errorf("a program without a screen did not fail: %q", said)
	}
}

func TestProgramsAreBuiltOnce(t *testing.T) {
	const mirrors = "rollbook/ui/kit/pty/testdata/mirror"
	if a, b := BuildPackage(t, mirrors), BuildPackage(t, mirrors); a != b {
		t.Errorf("built twice: %s and %s", a, b)
	}
	said := failure(t, nil, func() { BuildPackage(&witness{TB: t}, "rollbook/no/such/program") })
	if !strings.Contains(said, "building rollbook/no/such/program") {
		t.Errorf("a program that can't be built did not fail: %q", said)
	}
}

// witness is a test that is expected to fail: it ends its goroutine with what it said.
type witness struct{ testing.TB }

type verdict string

func (w *witness) Fatalf(format string, args ...any) { panic(verdict(fmt.Sprintf(format, args...))) }

// failure runs do, with the session's failures going to a witness, and returns what was said;
// nothing if do did not fail.
func failure(t *testing.T, s *Session, do func()) (said string) {
	t.Helper()
	if s != nil {
		s.t = &witness{TB: t}
		defer func() { s.t = t }()
	}
	defer func() {
		switch r := recover().(type) {
		case verdict:
			said = string(r)
		case runtime.Error:
			panic(r)
		}
	}()
	do()
	return ""
}
