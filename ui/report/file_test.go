package report_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"rollbook/ui/report"
)

func says(text string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, text); return err }
}

func holds(t *testing.T, path, want string) {
	t.Helper()
	if got, err := os.ReadFile(path); err != nil || string(got) != want {
		t.Errorf("%s holds %q, %v; not %q", filepath.Base(path), got, err, want)
	}
}

// alone reports files that should not be beside path.
func alone(t *testing.T, path string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) > 1 {
		t.Errorf("the folder holds %v, %v", entries, err)
	}
}

func TestFileIsItsOwnersAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "marks.csv")
	if err := report.ToFile(path, false, says("one")); err != nil {
		t.Fatal(err)
	}
	holds(t, path, "one")
	alone(t, path)
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
}

func TestFileIsReplacedOnlyWhenSaid(t *testing.T) {
	path := filepath.Join(t.TempDir(), "marks.csv")
	for _, c := range []struct {
		text      string
		overwrite bool
		err       error
		holds     string
	}{{"one", false, nil, "one"}, {"two", false, report.ErrExists, "one"}, {"three", true, nil, "three"}} {
		if err := report.ToFile(path, c.overwrite, says(c.text)); !errors.Is(err, c.err) {
			t.Errorf("%q: %v", c.text, err)
		}
		holds(t, path, c.holds)
		alone(t, path)
	}
}

func TestFileThatCameMeanwhileStays(t *testing.T) {
	path := filepath.Join(t.TempDir(), "marks.csv")
	err := report.ToFile(path, false, func(w io.Writer) error {
		if err := os.WriteFile(path, []byte("theirs"), 0o600); err != nil {
			return err
		}
		return says("mine")(w)
	})
	if !errors.Is(err, report.ErrExists) {
		t.Errorf("it says %v", err)
	}
	holds(t, path, "theirs")
	alone(t, path)
}

func TestFailedWriteLeavesNothingBehind(t *testing.T) {
	path := filepath.Join(t.TempDir(), "marks.csv")
	full := errors.New("no room")
	fail := func(w io.Writer) error {
		if err := says("half")(w); err != nil {
			return err
		}
		return fmt.Errorf("write: %w", full)
	}
	if err := report.ToFile(path, false, fail); !errors.Is(err, full) {
		t.Errorf("it says %v", err)
	}
	if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) > 0 {
		t.Errorf("the folder holds %v, %v", entries, err)
	}
	if err := report.ToFile(path, false, says("old")); err != nil {
		t.Fatal(err)
	}
	if err := report.ToFile(path, true, fail); !errors.Is(err, full) {
		t.Errorf("it says %v", err)
	}
	holds(t, path, "old")
}

func TestBookIsNeverReplaced(t *testing.T) {
	d := newDesk(t)
	path := filepath.Join(t.TempDir(), "copy.book")
	content, err := os.ReadFile(d.path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := report.ToFile(path, true, says("marks")); !errors.Is(err, report.ErrIsBook) {
		t.Errorf("it says %v", err)
	}
	holds(t, path, string(content))
	if err := report.ToFile(t.TempDir(), true, says("marks")); !errors.Is(err, report.ErrIsBook) {
		t.Errorf("a folder: %v", err)
	}
}

func TestLinkIsFollowed(t *testing.T) {
	folder := t.TempDir()
	real, link := filepath.Join(folder, "real.csv"), filepath.Join(folder, "link.csv")
	if err := os.WriteFile(real, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real, link); err != nil {
		t.Logf("no links here: %v", err)
		return
	}
	if err := report.ToFile(link, true, says("new")); err != nil {
		t.Fatal(err)
	}
	holds(t, real, "new")
}

func TestAPlaceThatCannotBeWrittenIsNamedWithWhatToDo(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "gone")
	err := report.ToFile(filepath.Join(folder, "page.pdf"), false, says("page"))
	if want := "there is no folder " + folder + ": make it, or choose another place"; err == nil || err.Error() != want {
		t.Errorf("got '%v', want '%s'", err, want)
	}
	if os.Getuid() == 0 || runtime.GOOS == "windows" {
		return // whom no folder refuses
	}
	folder = t.TempDir()
	if err := os.Chmod(folder, 0o500); err != nil {
		t.Fatal(err)
	}
	err = report.ToFile(filepath.Join(folder, "page.pdf"), false, says("page"))
	if want := "nothing can be written in " + folder + ": choose another place"; err == nil || err.Error() != want {
		t.Errorf("got '%v', want '%s'", err, want)
	}
}
