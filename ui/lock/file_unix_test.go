//go:build unix

package lock

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestASecretComesFromAFileOrAPipeThatIsWrittenTo(t *testing.T) {
	folder := t.TempDir()
	file, pipe, long := filepath.Join(folder, "file"), filepath.Join(folder, "pipe"), filepath.Join(folder, "long")
	if err := os.WriteFile(file, []byte("four words\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(long, []byte(strings.Repeat("x", most+1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	go func() {
		time.Sleep(50 * time.Millisecond) // whoever reads has to wait
		_ = os.WriteFile(pipe, []byte("four words\n"), 0)
	}()
	for _, path := range []string{file, pipe} {
		if got, err := SecretIn(path); err != nil || string(got) != "four words\n" {
			t.Errorf("%s: %q, %v", path, got, err)
		}
	}
	for path, want := range map[string]error{long: ErrTooLong, "/dev/zero": ErrTooLong, filepath.Join(folder, "none"): os.ErrNotExist} {
		if got, err := SecretIn(path); !errors.Is(err, want) {
			t.Errorf("%s: %q, %v", path, got, err)
		}
	}
	if _, err := SecretIn(folder); err == nil {
		t.Error("a folder has no secret")
	}
}

func TestAPipeThatNobodyWritesToIsNotWaitedForWithoutEnd(t *testing.T) {
	defer func(was time.Duration) { patience = was }(patience)
	patience = 50 * time.Millisecond
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := SecretIn(pipe); !errors.Is(err, ErrNothingCame) || !strings.Contains(err.Error(), pipe) {
		t.Errorf("%q, %v", got, err)
	}
}
