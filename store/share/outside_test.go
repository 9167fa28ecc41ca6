//go:build unix

package share_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"

	"rollbook/store/share"
)

// TestOutsideTheAgeCommandOpensASegment does what store/FORMAT.md tells people to do, with the age
// command itself. That has to be fetched, so it is done where ROLLBOOK_OUTSIDE is 1 (.ci/run does so);
// the other tests of this file's neighbours open the same files with age's library.
func TestOutsideTheAgeCommandOpensASegment(t *testing.T) {
	if os.Getenv("ROLLBOOK_OUTSIDE") != "1" {
		t.Log("not tried: it needs ROLLBOOK_OUTSIDE=1, and fetches the age command")
		return
	}
	mod, err := os.ReadFile(filepath.Join("..", "..", "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	version := regexp.MustCompile(`filippo\.io/age (v\S+)`).FindSubmatch(mod)
	if version == nil {
		t.Fatal("go.mod has no age")
	}
	bin := t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	install := exec.CommandContext(ctx, "go", "install", "filippo.io/age/cmd/age@"+string(version[1]))
	install.Env = append(os.Environ(), "GOBIN="+bin, "GOFLAGS=-buildvcs=false")
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("install age: %v\n%s", err, out)
	}
	command := filepath.Join(bin, "age")
	says := says(t)
	want, segment := hexOf(t, block(t, "segment")...), filepath.Join(goldenFolder, filepath.FromSlash(says["file"]))

	plain, err := exec.CommandContext(ctx, command, "-d", "-i", filepath.Join(goldenFolder, "identity.txt"), segment).Output()
	if err != nil || !bytes.Equal(plain, want) {
		t.Errorf("with the identity age makes of it %x: %v", plain, err)
	}

	// With the key file as it is age asks for the passphrase, on the terminal.
	pass, err := share.Passphrase(golden(t, "passphrase.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for typed, ok := range map[string]bool{string(pass): true, "another passphrase": false} {
		out := filepath.Join(t.TempDir(), "plain")
		asked := exec.CommandContext(ctx, command, "-d", "-o", out, "-i", filepath.Join(goldenFolder, filepath.FromSlash(says["key"])), segment)
		said, err := onTerminal(asked, typed+"\n")
		plain, _ := os.ReadFile(out)
		if (err == nil) != ok || ok && !bytes.Equal(plain, want) || !ok && len(plain) > 0 {
			t.Errorf("with the key and %q age makes of it %x: %v\n%s", typed, plain, err, said)
		}
	}
}

// onTerminal runs a command on a terminal of its own, and types once it is asked for a passphrase.
func onTerminal(cmd *exec.Cmd, typed string) (said string, err error) {
	screen, err := pty.Start(cmd)
	if err != nil {
		return "", err
	}
	defer screen.Close()
	var all strings.Builder
	piece := make([]byte, 1024)
	for sent := false; ; {
		n, err := screen.Read(piece)
		all.Write(piece[:n])
		if !sent && strings.Contains(all.String(), "passphrase") {
			sent = true
			if _, err := screen.WriteString(typed); err != nil {
				return all.String(), err
			}
		}
		if err != nil { // the command closed its end
			return all.String(), cmd.Wait()
		}
	}
}
