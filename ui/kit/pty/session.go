package pty

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	creack "github.com/creack/pty"
)

// Session is one run of the program in a terminal. Its methods are for the goroutine of the test;
// they fail the test rather than return errors.
type Session struct {
	t       testing.TB
	options Options
	cmd     *exec.Cmd
	tty     *os.File
	in      *keyboard
	began   time.Time
	ended   chan struct{} // closed when the program is gone and all its output is on the screen

	mu      sync.Mutex
	term    *terminal
	raw     []byte
	changed chan struct{} // closed and replaced at every change of what follows or of term
	over    bool
	code    int
	watched []byte // FirstScreen's text
	seen    time.Time
}

// Start runs the program in a new terminal. It is killed, if it still runs, when the test ends.
func Start(t testing.TB, o Options) *Session {
	t.Helper()
	return start(t, o, "")
}

func start(t testing.TB, o Options, watched string) *Session {
	t.Helper()
	o = o.withDefaults(t, 10*time.Second)
	s := &Session{
		t: t, options: o, cmd: o.command(t), term: newTerminal(o.W, o.H),
		ended: make(chan struct{}), changed: make(chan struct{}), watched: []byte(watched),
	}
	s.began = time.Now()
	tty, err := creack.StartWithSize(s.cmd, &creack.Winsize{Rows: uint16(o.H), Cols: uint16(o.W)})
	if err != nil {
		t.Fatalf("starting %s in a terminal: %v", o.Program, err)
	}
	s.tty, s.in = tty, newKeyboard(tty)

	var answers sync.WaitGroup
	answers.Go(func() { s.term.answer(s.in) })
	go func() {
		s.read()
		s.term.close()
		answers.Wait()
		s.in.close()
		s.finish(s.cmd.Wait())
	}()
	t.Cleanup(func() {
		s.Kill()
		s.tty.Close()
		s.in.wait()
	})
	return s
}

// read puts everything that the program writes on the screen, until it is gone.
func (s *Session) read() {
	buf := make([]byte, 64<<10)
	for {
		n, err := s.tty.Read(buf)
		if n > 0 {
			at := time.Now()
			s.mu.Lock()
			s.raw = append(s.raw, buf[:n]...)
			if len(s.watched) > 0 && s.seen.IsZero() && bytes.Contains(s.raw, s.watched) {
				s.seen = at
			}
			s.term.write(buf[:n])
			s.change()
			s.mu.Unlock()
		}
		if err != nil { // on Linux EIO says that the program has closed its terminal
			return
		}
	}
}

func (s *Session) finish(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.over = true
	s.code = s.cmd.ProcessState.ExitCode()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		s.code = -1
	}
	s.change()
	close(s.ended)
}

// change wakes whoever waits. The caller holds mu.
func (s *Session) change() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// wait returns true as soon as the screen is as asked, and false after Wait, or when the program
// ended without it. It never shows ok a screen of which only a part is drawn.
func (s *Session) wait(ok func() bool) bool {
	deadline := time.NewTimer(s.options.Wait)
	defer deadline.Stop()
	for {
		s.mu.Lock()
		settled := s.over || !s.term.drawing()
		done, over, changed := settled && ok(), s.over, s.changed
		s.mu.Unlock()
		if done || over {
			return done
		}
		select {
		case <-changed:
		case <-deadline.C:
			return false
		}
	}
}

// Until waits until the screen shows all the texts at once. A text lies within one row.
func (s *Session) Until(text ...string) {
	s.t.Helper()
	if !s.wait(func() bool { return s.term.shows(text...) }) {
		s.fail("the screen does not show %q", text)
	}
}

// UntilGone waits until the screen shows none of the texts.
func (s *Session) UntilGone(text ...string) {
	s.t.Helper()
	gone := func() bool {
		return !slices.ContainsFunc(text, func(one string) bool { return s.term.shows(one) })
	}
	if !s.wait(gone) {
		s.fail("the screen still shows some of %q", text)
	}
}

// UntilTrue waits until ok says yes to a screen, rows joined by newlines; what says what for.
func (s *Session) UntilTrue(what string, ok func(screen string) bool) {
	s.t.Helper()
	if !s.wait(func() bool { return ok(strings.Join(s.term.lines(), "\n")) }) {
		s.fail("not on the screen: %s", what)
	}
}

var (
	savedWord   = regexp.MustCompile(`(^|[^\pL])saved($|[^\pL])`)
	unsavedWord = regexp.MustCompile(`saving|not saved`)
)

// Saved waits until the screen shows all the texts and its first two rows say 'saved'. Without a
// text that the last keys put there it may find the 'saved' of before them.
func (s *Session) Saved(text ...string) {
	s.t.Helper()
	saved := func() bool {
		header := strings.Join(s.term.lines()[:min(2, s.term.emulator.Height())], "\n")
		return savedWord.MatchString(header) && !unsavedWord.MatchString(header) && s.term.shows(text...)
	}
	if !s.wait(saved) {
		s.fail("the header does not say 'saved' beside %q", text)
	}
}

// Screen is what the terminal shows: its rows, without the spaces at their ends, joined by newlines.
func (s *Session) Screen() string { return strings.Join(s.lines(), "\n") }

// Line is row y of the screen, counted from 0 at the top, without the spaces at its end.
func (s *Session) Line(y int) string {
	s.t.Helper()
	lines := s.lines()
	if y < 0 || y >= len(lines) {
		s.fail("the screen has no row %d", y)
	}
	return lines[y]
}

func (s *Session) lines() (lines []string) {
	if !s.wait(func() bool { lines = s.term.lines(); return true }) {
		s.fail("the program began to draw a screen and did not end it")
	}
	return lines
}

// Cursor is the cell of the terminal's cursor, counted from 0 at the top left; -1, -1 when hidden.
func (s *Session) Cursor() (x, y int) {
	s.t.Helper()
	if !s.wait(func() bool { x, y = s.term.cursor(); return true }) {
		s.fail("the program began to draw a screen and did not end it")
	}
	return x, y
}

// AltScreen tells whether the program has the alternate screen: false once it has given the
// terminal back.
func (s *Session) AltScreen() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.term.emulator.IsAltScreen()
}

// Raw is a copy of every byte that the program has written to the terminal.
func (s *Session) Raw() []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return bytes.Clone(s.raw)
}

// Home is the folder that the program finds its data under, for a later session.
func (s *Session) Home() string { return s.options.Home }

// Resize changes the size of the terminal to w columns and h rows and tells the program.
func (s *Session) Resize(w, h int) {
	s.t.Helper()
	s.mu.Lock()
	s.term.emulator.Resize(w, h)
	s.change()
	s.mu.Unlock()
	if err := creack.Setsize(s.tty, &creack.Winsize{Rows: uint16(h), Cols: uint16(w)}); err != nil {
		s.t.Fatalf("resizing the terminal: %v", err)
	}
}

// Signal sends the program a signal, for instance the SIGHUP of a closed window.
func (s *Session) Signal(sig os.Signal) {
	s.t.Helper()
	if err := s.cmd.Process.Signal(sig); err != nil && !errors.Is(err, os.ErrProcessDone) {
		s.t.Fatalf("sending %v: %v", sig, err)
	}
}

// Kill ends the program at once, as SIGKILL or a pulled plug does, and waits until it is gone.
func (s *Session) Kill() {
	s.t.Helper()
	if err := s.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		s.t.Errorf("killing the program: %v", err)
	}
	<-s.ended
}

// Exit waits until the program has ended by itself and returns its exit code, -1 after a signal.
func (s *Session) Exit() int {
	s.t.Helper()
	select {
	case <-s.ended:
	case <-time.After(s.options.Wait):
		s.fail("the program has not ended")
	}
	return s.code
}

// Quit presses q and waits for the end like Exit.
func (s *Session) Quit() int {
	s.t.Helper()
	s.Type("q")
	return s.Exit()
}
