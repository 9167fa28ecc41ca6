package command

import (
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"maps"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"rollbook/store"
	"rollbook/store/seal"
)

var update = flag.Bool("update", false, "write what the scripts compare anew")

// The scripts in testdata are sessions of a trainer. Their program takes the clock from TEST_NOW.
func TestMain(m *testing.M) {
	testscript.Main(m, programs)
}

// programs are those that scripts can run.
var programs = map[string]func(){
	"rollbook": func() { os.Exit(testProgram().Run(os.Args[1:])) },
	"holdbook": holdBook,
}

// cheap is what a passphrase costs in tests.
var cheap = seal.Cost{Memory: 64, Passes: 1, Lanes: 1}

func testProgram() Program {
	now, err := time.Parse(time.RFC3339, os.Getenv("TEST_NOW"))
	if err != nil {
		panic(err)
	}
	p := Program{
		World: store.World{Now: func() time.Time { return now }, Chance: rand.Reader, Cost: cheap},
		Env:   os.Getenv,
		In:    os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Terminal: os.Getenv("TEST_TERMINAL") != "",
		GOOS:     runtime.GOOS,
		Version:  "1.2.3",

		ShareWork: 10,
		Screens: func(o Opening) error {
			fmt.Printf("screens: date '%s', as '%s'\n", o.Date, o.As)
			return nil
		},
		Plain: func(b *store.Book, o Opening) error {
			author, err := b.Author()
			fmt.Printf("plain: cohort '%s', date '%s', as '%s'\n", o.Cohort, o.Date, author)
			return err
		},
	}
	if p.Terminal {
		p.Secret = func(string) ([]byte, error) { line, err := readLine(os.Stdin); return []byte(line), err }
	}
	return p
}

// holdBook keeps a book open, as another window does, until the file 'release' is there.
func holdBook() {
	b, err := store.Open(os.Args[1], store.World{Now: time.Now, Chance: rand.Reader})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if err := os.WriteFile("held", nil, 0o600); err != nil {
		os.Exit(1)
	}
	waitFor("release")
	b.Close()
	os.Exit(0)
}

// waitFor returns once a file is there, or after ten seconds false.
func waitFor(path string) bool {
	for range 1000 {
		if _, err := os.Stat(path); err == nil {
			return true
		} else if !errors.Is(err, os.ErrNotExist) {
			return false
		}
		time.Sleep(10 * time.Millisecond)
	}
	return false
}

var (
	longID  = regexp.MustCompile(`\b[0-9a-f]{32,42}\b`)
	shortID = regexp.MustCompile(`\b[0-9a-f]{8}\b`)
)

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata",
		UpdateScripts: *update,
		Setup: func(e *testscript.Env) error {
			e.Values["servers"] = &[]*httptest.Server{}
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("LocalAppData", e.WorkDir)
			e.Setenv("XDG_DATA_HOME", "")
			e.Setenv("ROLLBOOK_BOOK", "")
			e.Setenv("GORACE", "atexit_sleep_ms=0") // else each command takes a second to end under the race detector
			e.Setenv("LONG", strings.Repeat("word-", 300))
			e.Setenv("BELL", "bell\aname")
			e.Setenv("TEST_NOW", "2026-03-04T10:30:00-05:00") // a Wednesday, day 3 of a cohort from Monday on
			return nil
		},
		Condition: func(name string) (bool, error) {
			if name != "root" {
				return false, fmt.Errorf("there is no condition %s", name)
			}
			return os.Getuid() == 0, nil // whom no file mode keeps out
		},
		Cmds: besides(shareCommands, map[string]func(*testscript.TestScript, bool, []string){
			// got: the file of that name is standard output, ids aside.
			"got": func(ts *testscript.TestScript, _ bool, _ []string) {
				text := strings.ReplaceAll(ts.ReadFile("stdout"), ts.Getenv("WORK"), "WORK")
				text = longID.ReplaceAllString(text, "ID")
				text = shortID.ReplaceAllString(text, "SHORTID")
				ts.Check(os.WriteFile(ts.MkAbs("got"), []byte(text), 0o600))
			},
			// takeid NAME PATTERN: the variable NAME is the first group of PATTERN in standard output.
			"takeid": func(ts *testscript.TestScript, _ bool, args []string) {
				found := regexp.MustCompile(args[1]).FindStringSubmatch(ts.ReadFile("stdout"))
				if len(found) < 2 {
					ts.Fatalf("no %s in the output", args[1])
				}
				ts.Setenv(args[0], found[1])
			},
			// fails CODE PROGRAM ARGS: the program ends with that exit code.
			"fails": func(ts *testscript.TestScript, _ bool, args []string) {
				var ended *exec.ExitError
				if err := ts.Exec(args[1], args[2:]...); !errors.As(err, &ended) || fmt.Sprint(ended.ExitCode()) != args[0] {
					ts.Fatalf("ended with %v, not with exit code %s", err, args[0])
				}
			},
			// copy FILE COPY: over what is there.
			"copy": func(ts *testscript.TestScript, _ bool, args []string) {
				ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(ts.ReadFile(args[0])), 0o600))
			},
			// cut FILE BYTES COPY: a copy of the file's first bytes.
			"cut": func(ts *testscript.TestScript, _ bool, args []string) {
				n, err := strconv.Atoi(args[1])
				ts.Check(err)
				ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(ts.ReadFile(args[0])[:n]), 0o600))
			},
			"waitfile": func(ts *testscript.TestScript, _ bool, args []string) {
				if !waitFor(ts.MkAbs(args[0])) {
					ts.Fatalf("%s did not come", args[0])
				}
			},
		}),
	})
}

// besides are the commands of two tables.
func besides(a, b map[string]func(*testscript.TestScript, bool, []string)) map[string]func(*testscript.TestScript, bool, []string) {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}
