package store

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"crypto/rand"
)

// Some tests need a program of their own, to be killed or starved: the test binary runs itself with
// this variable saying what to do.
const roleVariable = "ROLLBOOK_TEST_ROLE"

var roles = map[string]func(path string) error{
	"save until killed":    saveUntilKilled,
	"open and load":        openAndLoad,
	"rekey until killed":   rekeyUntilKilled,
	"back up until killed": backUpUntilKilled,
	"live a session":       liveSession,
	"live unwatched":       liveUnwatched,
}

func TestMain(m *testing.M) {
	role := os.Getenv(roleVariable)
	if role == "" {
		os.Exit(m.Run())
	}
	if err := roles[role](os.Args[1]); err != nil {
		fmt.Println("failed:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// inRole is the test binary about to play a role on a book.
func inRole(role, path string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], path)
	// The race detector would sleep a second before each program ends.
	cmd.Env = append(os.Environ(), roleVariable+"="+role, "GORACE=atexit_sleep_ms=0")
	cmd.Stderr = os.Stderr
	return cmd
}

// roleWorld is the world of a program on its own.
func roleWorld() World { return World{Now: time.Now, Chance: rand.Reader} }

// fewer is how many runs of a random test to make: a tenth where time is short.
func fewer(runs int) int {
	if testing.Short() {
		return max(1, runs/10)
	}
	return runs
}

// runs sets how often rapid tries. It takes a fifth of that itself where time is short.
func runs(t *testing.T, n int) {
	t.Helper()
	checks := flag.Lookup("rapid.checks").Value
	before := checks.String()
	set := fewer(n)
	if testing.Short() {
		set *= 5
	}
	if err := checks.Set(fmt.Sprint(set)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { checks.Set(before) })
}
