package share_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"rollbook/store/share"
)

func names(t *testing.T, p share.Place) (names []string) {
	t.Helper()
	if err := p.List(t.Context(), func(e share.Entry) error { names = append(names, e.Name); return nil }); err != nil {
		t.Fatal(err)
	}
	return names
}

func TestAFolderThatIsNotThereIsAwayAndIsNeverMadeByPut(t *testing.T) {
	path := filepath.Join(t.TempDir(), "stick")
	p := open(t, path, nil)
	for call, err := range calls(t.Context(), p) {
		silent(t, call, err)
		if !errors.Is(err, share.ErrAway) {
			t.Errorf("%s: %v", call, err)
		}
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder was made: %v", err)
	}
	for range 2 {
		if err := share.Make(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Probe(t.Context()); err != nil {
		t.Error(err)
	}
	if err := share.Make(t.Context(), open(t, filepath.Join(path, "a", "b"), nil)); !errors.Is(err, share.ErrAway) {
		t.Errorf("a folder below one that is not there: %v", err)
	}
	file := filepath.Join(path, "file")
	write(t, file, "x")
	for call, err := range calls(t.Context(), open(t, file, nil)) {
		silent(t, call, err)
		if !errors.Is(err, share.ErrAway) {
			t.Errorf("%s of a file: %v", call, err)
		}
	}
}

func TestAFolderListsTheFilesOfTheShareAlone(t *testing.T) {
	path := t.TempDir()
	for _, name := range []string{"v1/space.json", "V1/e/log/d/i/X.SEG", "v1/e/key/a.age"} {
		write(t, filepath.Join(path, name), "x")
	}
	for _, name := range []string{"photo.jpg", "v2/a.seg", "v1/.hidden", "v1/.stversions/a.seg", "v1/._space.json", "v1/a\nb.seg", `v1/a\b.seg`, "v1/c:.seg",
		"v1/e/00000001-ab.seg.rb1.part", "v1/E.SEG.RB12.PART"} {
		write(t, filepath.Join(path, name), "x")
	}
	if err := os.MkdirAll(filepath.Join(path, "v1/empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	got := names(t, open(t, path, nil))
	if len(got) != 3 {
		t.Errorf("listed: %q", got)
	}
	for _, name := range got {
		if data, err := open(t, path, nil).Get(t.Context(), name, 1); err != nil || string(data) != "x" {
			t.Errorf("%s: %q, %v", name, data, err)
		}
	}
}

func TestAnInterruptedPutIsNoFileAndIsClearedAfterADay(t *testing.T) {
	path := t.TempDir()
	p := open(t, path, nil)
	old, young, foreign := filepath.Join(path, "v1/e/a.seg.rb1.part"), filepath.Join(path, "v1/e/b.seg.rb7.part"), filepath.Join(path, "v1/e/film.part")
	for _, file := range []string{old, young, foreign} {
		write(t, file, "torn")
	}
	before := time.Now().Add(-25 * time.Hour)
	for _, file := range []string{old, foreign} {
		if err := os.Chtimes(file, before, before); err != nil {
			t.Fatal(err)
		}
	}
	if got := names(t, p); len(got) != 1 || got[0] != "v1/e/film.part" {
		t.Errorf("listed: %q", got)
	}
	if err := p.Put(t.Context(), "v1/e/b.seg", []byte("whole")); err != nil {
		t.Fatal(err)
	}
	for file, there := range map[string]bool{old: false, young: true, foreign: true} {
		if _, err := os.Stat(file); (err == nil) != there {
			t.Errorf("%s: %v", file, err)
		}
	}
	if data, err := os.ReadFile(young); err != nil || !bytes.Equal(data, []byte("torn")) {
		t.Errorf("another's unfinished put was written to: %q, %v", data, err)
	}
	found, err := filepath.Glob(filepath.Join(path, "v1/e/*"))
	if err != nil || len(found) != 3 {
		t.Errorf("a put left %q", found)
	}
}

func TestAFolderUnderTheNameOfAFileIsLeftAlone(t *testing.T) {
	path := t.TempDir()
	p := open(t, path, nil)
	write(t, filepath.Join(path, "v1/e/x.seg/inside"), "x")
	if _, err := p.Get(t.Context(), "v1/e/x.seg", 10); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got: %v", err)
	}
	if err := p.Delete(t.Context(), "v1/e/x.seg"); err != nil {
		t.Error(err)
	}
	err := p.Put(t.Context(), "v1/e/x.seg", []byte("x"))
	silent(t, "put", err)
	if got := names(t, p); len(got) != 1 || got[0] != "v1/e/x.seg/inside" {
		t.Errorf("listed: %q", got)
	}
}

func TestAStickIsFoundByItsHint(t *testing.T) {
	bare, root, below, odd := t.TempDir(), t.TempDir(), t.TempDir(), t.TempDir()
	const hint = `{"format": 1, "space": "00112233445566778899aabbccddeeff"}`
	write(t, filepath.Join(root, "v1/space.json"), hint)
	write(t, filepath.Join(below, "rollbook/v1/space.json"), hint)
	write(t, filepath.Join(odd, "v1/space.json"), "no hint")
	for path, want := range map[string]share.Stick{
		bare:  {Path: bare, Folder: filepath.Join(bare, "rollbook")},
		root:  {Path: root, Folder: root},
		below: {Path: below, Folder: filepath.Join(below, "rollbook")},
		odd:   {Path: odd, Folder: filepath.Join(odd, "rollbook")},
	} {
		got, found := share.StickAt(path)
		if shares := path == root || path == below; !found || shares == got.Share.IsZero() || got.Folder != want.Folder || got.Path != path {
			t.Errorf("%s: %+v, %v", path, got, found)
		}
	}
	if got, found := share.StickAt(filepath.Join(bare, "gone")); found {
		t.Errorf("a stick that is gone: %+v", got)
	}
	for _, stick := range share.Sticks(share.Env{Getenv: os.Getenv}) {
		if stick.Path == "" || stick.Folder == "" {
			t.Errorf("%+v", stick)
		}
	}
}
