package vtest

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files from what the tests see")

// Golden compares lines with testdata/NAME.golden of the package under test, and says which line is
// the first to differ. `go test -update` writes the files; look at what changed before keeping it.
func Golden(t testing.TB, name string, lines []string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	got := strings.Join(lines, "\n") + "\n"
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v: run the test with -update to write it", err)
	}
	want := strings.ReplaceAll(string(data), "\r\n", "\n")
	if got == want {
		return
	}
	was := strings.Split(strings.TrimSuffix(want, "\n"), "\n")
	for i := range max(len(was), len(lines)) {
		w, g := "(no line)", "(no line)"
		if i < len(was) {
			w = was[i]
		}
		if i < len(lines) {
			g = lines[i]
		}
		if w != g {
			t.Fatalf("%s: line %d\nwant %s\n got %s\nthe whole screen:\n%s", path, i+1, w, g, got)
		}
	}
}
