package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A mutant is one of the mistakes that the simulation is there to find: a file under testdata/mutants
// says in its first lines what it is, which file of the tree is changed, and between lines of dashes what
// stands there, once, and what stands there instead.

// simMutantRuns is how many runs a mutant may survive, and simMutantTime how long it may take.
const (
	simMutantRuns = 2000
	simMutantTime = 4 * time.Minute
)

type simMutant struct {
	name, about string
	file        string // below the module's root
	old, new    string
}

func TestTheSimulationFindsWhatItIsThereToFind(t *testing.T) {
	if os.Getenv("ROLLBOOK_MUTANT") != "" {
		t.Fatal("a mutant is not to look for mutants")
	}
	files, err := filepath.Glob(filepath.Join("testdata", "mutants", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no mutants: %v", err)
	}
	for i, file := range files {
		if testing.Short() && i%5 != 0 {
			continue // each takes a build and a run
		}
		m, err := readMutant(file)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(m.name, func(t *testing.T) { m.mustBeFound(t) })
	}
}

func readMutant(path string) (simMutant, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return simMutant{}, err
	}
	parts := strings.Split(string(data), "----\n")
	head := strings.Split(parts[0], "\n")
	if len(parts) != 4 || len(head) < 2 || parts[3] != "" {
		return simMutant{}, fmt.Errorf("%s: it has other parts than what it is, its file, what stands there, and what instead", path)
	}
	last := len(head) - 2
	return simMutant{name: strings.TrimSuffix(filepath.Base(path), ".txt"), about: strings.Join(head[:last], " "), file: head[last],
		old: parts[1], new: parts[2]}, nil
}

// overlay writes the changed file and what go build is told of it.
func (m simMutant) overlay(folder string) (path string, err error) {
	root, err := filepath.Abs("..")
	if err != nil {
		return "", err
	}
	source := filepath.Join(root, filepath.FromSlash(m.file))
	data, err := os.ReadFile(source)
	if err != nil {
		return "", err
	}
	if n := bytes.Count(data, []byte(m.old)); n != 1 {
		return "", fmt.Errorf("what is to be replaced stands %d times in %s", n, m.file)
	}
	changed := filepath.Join(folder, filepath.Base(source))
	if err := os.WriteFile(changed, bytes.Replace(data, []byte(m.old), []byte(m.new), 1), 0o600); err != nil {
		return "", err
	}
	spec, err := json.Marshal(map[string]any{"Replace": map[string]string{source: changed}})
	if err != nil {
		return "", err
	}
	path = filepath.Join(folder, "overlay.json")
	return path, os.WriteFile(path, spec, 0o600)
}

// mustBeFound builds the mutant and fails where the simulation doesn't.
func (m simMutant) mustBeFound(t *testing.T) {
	folder := t.TempDir()
	overlay, err := m.overlay(folder)
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(folder, "mutant.test")
	build := exec.Command("go", "test", "-c", "-vet=off", "-overlay", overlay, "-o", program, ".")
	if said, err := build.CombinedOutput(); err != nil {
		t.Fatalf("it can't be built: %v\n%s", err, said)
	}
	run := exec.Command(program, "-test.run", "^TestLaptopsThatMeetAgreeInTheEnd$", "-test.timeout", simMutantTime.String(),
		"-sim.runs", fmt.Sprint(simMutantRuns))
	run.Env = append(os.Environ(), "ROLLBOOK_MUTANT="+m.name)
	run.Dir = "."
	began := time.Now()
	said, err := run.CombinedOutput()
	var exit *exec.ExitError
	switch {
	case err == nil:
		t.Errorf("survived %d runs: %s", simMutantRuns, m.about)
	case !errors.As(err, &exit) || !bytes.Contains(said, []byte(" failed (")):
		t.Errorf("it ended otherwise than by a run that failed: %v\n%s", err, said)
	default:
		_, what, _ := bytes.Cut(said, []byte(" failed ("))
		what, _, _ = bytes.Cut(what, []byte(")"))
		t.Logf("found after %v: %s", time.Since(began).Round(time.Millisecond), what)
	}
}
