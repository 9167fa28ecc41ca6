package store

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestCallsThatStraceFailsLoseNothingOutside has another program fail the calls of a session, so that
// package faults need not be taken at its word. It is for machines that have strace.
func TestCallsThatStraceFailsLoseNothingOutside(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if os.Getenv("ROLLBOOK_OUTSIDE") == "" || err != nil {
		t.Log("not tried: it needs ROLLBOOK_OUTSIDE=1, and strace")
		return
	}
	books, cohort := sessionBooks(t)
	most := map[string]int{"pwrite64": 60, "fdatasync": 30, "ftruncate": 2, "fsync": 2, "/rename": 1}
	tried, failed, promised := 0, 0, 0
	for call, times := range most {
		for _, errno := range []string{"EIO", "ENOSPC"} {
			for n := 1; n <= times; n += max(1, 10/fewer(10)) {
				what := fmt.Sprintf("%s %d fails with %s", call, n, errno)
				p := straced(t, strace, fmt.Sprintf("%s:error=%s:when=%d", call, errno, n), books[sessionSealed], cohort)
				if !p.done {
					t.Errorf("%s: the session did not end: %q", what, p.failed)
				}
				tried, promised = tried+1, promised+len(p.saved)
				if len(p.failed) > 0 {
					failed++
				}
			}
		}
	}
	if failed == 0 {
		t.Error("no call ever failed: nothing was tried")
	}
	t.Logf("calls that strace failed: %d tried, %d of them noticed, %d gestures acknowledged, 0 lost", tried, failed, promised)
}

// straced lives a session whose calls strace tampers with, and holds the book against what it said.
func straced(t *testing.T, strace, inject string, book []byte, cohort *Cohort) *promises {
	t.Helper()
	folder := quickFolder(t)
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "roll.book")
	if err := os.WriteFile(path, book, 0o600); err != nil {
		t.Fatal(err)
	}
	program := inRole("live unwatched", path)
	// strace counts the calls of each thread by itself: with one that runs Go there are few to count.
	program.Env = append(program.Env, sessionVariable+"="+sessionSealed, "GOMAXPROCS=1")
	program.Args = append([]string{strace, "-f", "-qq", "-o", "/dev/null", "-P", path, "-e", "inject=" + inject}, program.Args...)
	program.Path = strace
	out, err := program.Output()
	if err != nil {
		t.Fatalf("%s: %v", inject, err)
	}
	p := &promises{}
	for line := range strings.Lines(string(out)) {
		p.hear(line)
	}
	if err := inTime(func() error { return p.keeps(path, cohort.Cohort.ID) }); err != nil {
		t.Errorf("%s: %v\n%s", inject, err, strings.Join(p.failed, "\n"))
	}
	return p
}
