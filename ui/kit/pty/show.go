package pty

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// fail ends the test and shows what a person would have seen.
func (s *Session) fail(format string, args ...any) {
	s.t.Helper()
	s.t.Fatalf("%s\n%s", fmt.Sprintf(format, args...), s.picture())
}

// picture is the screen in a frame, with where the cursor is and whether the program still runs.
func (s *Session) picture() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	w, h := s.term.emulator.Width(), s.term.emulator.Height()
	state := "still running after " + s.options.Wait.String()
	if s.over {
		state = fmt.Sprintf("ended with exit code %d", s.code)
	}
	if s.term.drawing() {
		state += ", in the middle of a frame"
	}
	x, y := s.term.cursor()
	var b strings.Builder
	fmt.Fprintf(&b, "%s %q: %s; %d×%d, cursor at %d,%d\n", s.options.Program, s.options.Args, state, w, h, x, y)
	edge := strings.Repeat("─", w)
	fmt.Fprintf(&b, "┌%s\n", edge)
	for _, line := range s.term.lines() {
		fmt.Fprintf(&b, "│%s\n", line)
	}
	fmt.Fprintf(&b, "└%s", edge)
	return b.String()
}

// FirstScreen runs a program on a terminal of 80×24 and returns the time from just before it was
// started until it had written the text, which should be a single word: between words the program
// may move the cursor rather than write spaces. The program is then killed.
func FirstScreen(b testing.TB, path string, args []string, text string) time.Duration {
	b.Helper()
	s := start(b, Options{Program: path, Args: args}, text)
	if !s.wait(func() bool { return !s.seen.IsZero() }) {
		s.fail("the program has not written %q", text)
	}
	s.Kill()
	return s.seen.Sub(s.began)
}
