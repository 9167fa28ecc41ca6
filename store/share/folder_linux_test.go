package share_test

import (
	"errors"
	"path/filepath"
	"syscall"
	"testing"

	"rollbook/store/share"
)

// stick mounts a disk in memory where the one who tests may; where not, what a real stick does is
// tested where one can be made.
func stick(t *testing.T, options string) (string, bool) {
	t.Helper()
	path := t.TempDir()
	if err := syscall.Mount("tmpfs", path, "tmpfs", 0, options); err != nil {
		if !errors.Is(err, syscall.EPERM) {
			t.Fatal(err)
		}
		t.Log("no stick may be made here")
		return "", false
	}
	t.Cleanup(func() { _ = syscall.Unmount(path, syscall.MNT_DETACH) })
	return path, true
}

func TestAFullStickIsSaidAndKeepsWhatItHas(t *testing.T) {
	path, can := stick(t, "size=64k")
	if !can {
		return
	}
	p := open(t, path, nil)
	if err := p.Put(t.Context(), "v1/e/a.seg", make([]byte, 10_000)); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		err := p.Put(t.Context(), "v1/e/a.seg", make([]byte, 100_000))
		silent(t, "put", err)
		if !errors.Is(err, share.ErrFull) {
			t.Errorf("put: %v", err)
		}
	}
	if data, err := p.Get(t.Context(), "v1/e/a.seg", 1<<20); err != nil || len(data) != 10_000 {
		t.Errorf("%d bytes, %v", len(data), err)
	}
	if found, err := filepath.Glob(filepath.Join(path, "v1/e/*")); err != nil || len(found) != 1 {
		t.Errorf("a put that failed left %q", found)
	}
	if err := p.Put(t.Context(), "v1/e/b.seg", make([]byte, 20_000)); err != nil {
		t.Errorf("a file that fits: %v", err)
	}
}

func TestAStickThatCanOnlyBeReadIsReadAndSaidSo(t *testing.T) {
	path, can := stick(t, "size=1m")
	if !can {
		return
	}
	p := open(t, path, nil)
	if err := p.Put(t.Context(), "v1/e/a.seg", []byte("x")); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", path, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	for call, err := range map[string]error{"put": p.Put(t.Context(), "v1/e/b.seg", []byte("y")), "put beside": p.Put(t.Context(), "v1/f/b.seg", []byte("y")),
		"delete": p.Delete(t.Context(), "v1/e/a.seg")} {
		silent(t, call, err)
		if !errors.Is(err, share.ErrReadOnly) {
			t.Errorf("%s: %v", call, err)
		}
	}
	if data, err := p.Get(t.Context(), "v1/e/a.seg", 10); err != nil || string(data) != "x" {
		t.Errorf("%q, %v", data, err)
	}
	if err := p.Probe(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestAStickPulledOutInTheMiddleOfAListingIsAway(t *testing.T) {
	path, can := stick(t, "size=1m")
	if !can {
		return
	}
	p := open(t, filepath.Join(path, "rollbook"), nil)
	if err := share.Make(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	if err := p.Put(t.Context(), "v1/e/a.seg", []byte("x")); err != nil {
		t.Fatal(err)
	}
	err := p.List(t.Context(), func(e share.Entry) error {
		if err := syscall.Unmount(path, syscall.MNT_DETACH); err != nil {
			return err
		}
		_, err := p.Get(t.Context(), e.Name, 10)
		return err
	})
	silent(t, "get", err)
	if !errors.Is(err, share.ErrAway) {
		t.Errorf("a stick that was pulled out: %v", err)
	}
}
