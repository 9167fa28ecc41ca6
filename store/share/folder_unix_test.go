//go:build unix

package share_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

func TestLinksAndPipesAreNeitherListedNorReadNorWrittenThrough(t *testing.T) {
	path, outside := t.TempDir(), t.TempDir()
	p := open(t, path, nil)
	secret := filepath.Join(outside, "secret")
	write(t, secret, "private")
	write(t, filepath.Join(path, "v1/e/real.seg"), "x")
	for name, to := range map[string]string{"v1/e/link.seg": secret, "v1/e/inner.seg": "real.seg", "v1/out": outside, "v1/in": "e", "v1/loop": "."} {
		if err := os.Symlink(to, filepath.Join(path, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mkfifo(filepath.Join(path, "v1/e/00000001-pipe.seg"), 0o644); err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	if got := names(t, p); len(got) != 1 || got[0] != "v1/e/real.seg" {
		t.Errorf("listed: %q", got)
	}
	for _, name := range []string{"v1/e/link.seg", "v1/e/inner.seg", "v1/out/secret", "v1/in/real.seg", "v1/loop/e/real.seg", "v1/e/00000001-pipe.seg"} {
		if data, err := p.Get(t.Context(), name, 100); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %q, %v", name, data, err)
		}
		if err := p.Delete(t.Context(), name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"v1/out/planted.seg", "v1/in/planted.seg"} {
		if err := p.Put(t.Context(), name, []byte("planted")); err == nil {
			t.Errorf("%s was put through a link", name)
		}
	}
	if err := p.Put(t.Context(), "v1/e/link.seg", []byte("put")); err != nil {
		t.Errorf("over a link: %v", err)
	}
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("a pipe was waited for: %v", took)
	}
	if data, err := os.ReadFile(secret); err != nil || string(data) != "private" {
		t.Errorf("a file outside holds %q, %v", data, err)
	}
	if found, err := os.ReadDir(outside); err != nil || len(found) != 1 {
		t.Errorf("outside there is %v now", found)
	}
}
