// Package pty drives the real program in a real pseudo-terminal for end-to-end tests: it types
// keys as a terminal sends them, and reads what stands on the screen of an emulated terminal that
// answers the program's questions. It is for tests only; the program never links it.
//
// A test reads like a person's session:
//
//	s := pty.Start(t, pty.Options{Args: []string{"demo"}})
//	s.Until("Today")
//	s.Type("P3a")
//	s.Saved("○ absent")
//	s.Type("q")
//	if code := s.Exit(); code != 0 { … }
//
// Nothing waits by sleeping. Keys are answered by the screen: after Type, wait with Until for what
// the keys show before looking at anything else. A package that uses Build has a TestMain that
// calls Main. Start reading at Start; Plain is for runs without a terminal.
package pty

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// Options say what to run and on what terminal. The zero value runs rollbook without arguments
// on 80×24.
type Options struct {
	// Program is the path of the binary; empty: what Build built.
	Program string
	Args    []string
	// W and H are the terminal's columns and rows; 0: 80 and 24.
	W, H int
	// Env is put after the clean environment, KEY=value each, so that it can replace parts of it.
	Env []string
	// Home holds the program's data, settings and temporary files; empty: a new folder of the
	// test. Give a session the Home of an earlier one to find what that one left.
	Home string
	// Dir is the working directory; empty: Home.
	Dir string
	// Wait is how long Until and its like wait before the test fails; 0: ten seconds (a minute
	// for Plain).
	Wait time.Duration
}

// withDefaults fills in what was left empty.
func (o Options) withDefaults(t testing.TB, wait time.Duration) Options {
	t.Helper()
	if o.Program == "" {
		o.Program = Build(t)
	}
	if o.W == 0 {
		o.W = 80
	}
	if o.H == 0 {
		o.H = 24
	}
	if o.Home == "" {
		o.Home = t.TempDir()
	}
	if o.Dir == "" {
		o.Dir = o.Home
	}
	if o.Wait == 0 {
		o.Wait = wait
	}
	return o
}

// command makes the process, with an environment in which nothing of the developer's is left.
func (o Options) command(t testing.TB) *exec.Cmd {
	t.Helper()
	temp := filepath.Join(o.Home, "tmp")
	if err := os.MkdirAll(temp, 0o700); err != nil {
		t.Fatalf("making a temporary folder: %v", err)
	}
	cmd := exec.Command(o.Program, o.Args...)
	cmd.Dir = o.Dir
	cmd.Env = append([]string{
		"PATH=" + os.Getenv("PATH"),
		"HOME=" + o.Home,
		"XDG_DATA_HOME=" + filepath.Join(o.Home, "data"),
		"XDG_CONFIG_HOME=" + filepath.Join(o.Home, "config"),
		"XDG_STATE_HOME=" + filepath.Join(o.Home, "state"),
		"XDG_CACHE_HOME=" + filepath.Join(o.Home, "cache"),
		"XDG_RUNTIME_DIR=" + temp,
		"TMPDIR=" + temp,
		"TERM=xterm-256color",
		"LANG=C.UTF-8",
		"TZ=UTC",
	}, o.Env...)
	return cmd
}

// built are the binaries of this test process, by import path.
var built struct {
	sync.Mutex
	dir      string
	programs map[string]*binary
}

type binary struct {
	once sync.Once
	path string
	err  error
}

// Build returns the path of a rollbook binary, made once per test process from the tree as it is.
func Build(t testing.TB) string {
	t.Helper()
	return BuildPackage(t, "rollbook")
}

// BuildPackage is Build for another program of this module, named by its import path.
func BuildPackage(t testing.TB, importPath string) string {
	t.Helper()
	built.Lock()
	if built.programs == nil {
		built.programs = map[string]*binary{}
	}
	b := built.programs[importPath]
	if b == nil {
		b = &binary{}
		built.programs[importPath] = b
	}
	built.Unlock()

	b.once.Do(func() { b.path, b.err = build(importPath) })
	if b.err != nil {
		t.Fatalf("building %s: %v", importPath, b.err)
	}
	return b.path
}

func build(importPath string) (string, error) {
	dir, err := buildDir()
	if err != nil {
		return "", err
	}
	if dir, err = os.MkdirTemp(dir, "build"); err != nil {
		return "", err
	}
	out := filepath.Join(dir, "program.exe") // the name that Windows asks for does no harm elsewhere
	if text, err := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-o", out, importPath).CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w\n%s", err, text)
	}
	return out, nil
}

func buildDir() (string, error) {
	built.Lock()
	defer built.Unlock()
	if built.dir == "" {
		return "", errors.New("the package has no TestMain to remove the binary afterwards: add func TestMain(m *testing.M) { os.Exit(pty.Main(m)) }")
	}
	return built.dir, nil
}

// Main runs the tests of a package and then removes what Build built. TestMain calls it, with m or
// with anything else that runs the tests, and exits with the code that it returns.
func Main(m interface{ Run() int }) int {
	dir, err := os.MkdirTemp("", "rollbook-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, "making a folder for the binary:", err)
		return 1
	}
	defer os.RemoveAll(dir)
	built.Lock()
	built.dir = dir
	built.Unlock()
	return m.Run()
}
