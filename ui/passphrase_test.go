package ui_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"rollbook/ui/kit/pty"
)

// What is typed as a passphrase is on no screen, and in nothing that the terminal was sent; the
// recovery code is on no screen once the command has ended.
func TestAPassphraseIsSetAtATerminal(t *testing.T) {
	t.Parallel()
	o := prepared(t)
	o.Args = []string{"passphrase", "set"}
	s := pty.Start(t, o)
	for _, question := range []string{"Passphrase for the book:", "The same once more:"} {
		s.Until(question)
		s.Type("blue doors in Augusta⏎")
	}
	s.Until("Enter, once it is written:")
	code := map[string]string{}
	for _, m := range regexp.MustCompile(`(\d+) ([a-z]{3,8})\b`).FindAllStringSubmatch(s.Screen(), -1) {
		code[m[1]] = m[2]
	}
	if len(code) != 12 || !s.AltScreen() {
		t.Fatalf("no code of twelve words on a screen of its own:\n%s", s.Screen())
	}
	s.Type("⏎")
	asked := regexp.MustCompile(`Word (\d+) of the code, from the paper: *$`)
	answered := ""
	for range 2 {
		var word string
		s.UntilTrue("a word is asked for", func(screen string) bool {
			lines := strings.Split(strings.TrimSpace(screen), "\n")
			m := asked.FindStringSubmatch(strings.TrimSpace(lines[len(lines)-1]))
			if m == nil || m[1] == answered {
				return false
			}
			word, answered = code[m[1]], m[1]
			return true
		})
		if strings.Contains(s.Screen(), "The recovery code") {
			t.Errorf("the code still stands above the question:\n%s", s.Screen())
		}
		s.Type(word + "⏎")
	}
	if exit := s.Exit(); exit != 0 {
		t.Fatalf("exit code %d:\n%s", exit, s.Screen())
	}
	if s.AltScreen() || !strings.Contains(s.Screen(), "the book is sealed with the new passphrase") {
		t.Errorf("it ended on\n%s", s.Screen())
	}
	for _, word := range code {
		if regexp.MustCompile(`\d ` + word + `\b`).MatchString(s.Screen()) {
			t.Errorf("%q of the code is left on\n%s", word, s.Screen())
		}
	}
	if bytes.Contains(s.Raw(), []byte("Augusta")) {
		t.Error("the passphrase was shown")
	}
	asksAfterwards(t, o)
}

// asksAfterwards opens the book that has a passphrase, by the terminal and without one.
func asksAfterwards(t *testing.T, o pty.Options) {
	t.Helper()
	o.Args = []string{"roster", "list"}
	s := pty.Start(t, o)
	s.Until("Passphrase of this book, or its recovery code:")
	s.Type("red doors⏎")
	s.UntilTrue("it asks once more", func(screen string) bool {
		return strings.Contains(screen, "neither the passphrase nor the recovery code") &&
			strings.Count(screen, "Passphrase of this book, or its recovery code:") == 2
	})
	s.Type("blue doors in Augusta⏎")
	if exit := s.Exit(); exit != 0 || !strings.Contains(s.Screen(), "Ada Lund") || bytes.Contains(s.Raw(), []byte("doors")) {
		t.Errorf("exit code %d:\n%s", exit, s.Screen())
	}
	if _, errs, exit := pty.Plain(t, o); exit != 2 || !strings.Contains(errs, "this book has a passphrase") {
		t.Errorf("without a terminal: exit code %d, %s", exit, errs)
	}
	data, err := os.ReadFile(bookIn(t, o.Home))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range people {
		if bytes.Contains(data, []byte(name)) {
			t.Errorf("%s stands in the book's file", name)
		}
	}
}

func TestAQuestionForAPassphraseCanBeBrokenOff(t *testing.T) {
	t.Parallel()
	o := prepared(t)
	o.Args = []string{"passphrase", "set"}
	s := pty.Start(t, o)
	s.Until("Passphrase for the book:")
	s.Type("blue")
	s.Signal(syscall.SIGINT)
	if exit := s.Exit(); exit != 1 || !strings.Contains(s.Screen(), "stopped: nothing was changed") {
		t.Errorf("exit code %d:\n%s", exit, s.Screen())
	}
	o.Args = []string{"roster", "list"}
	if out, errs, exit := pty.Plain(t, o); exit != 0 || !strings.Contains(out, "Ada Lund") {
		t.Errorf("afterwards: exit code %d, %s", exit, errs)
	}
}

// Who knows that a question comes types the answer before it stands there: while a passphrase is tried,
// the terminal shows nothing either.
func TestAPassphraseThatIsTypedBeforeItIsAskedForIsNotShown(t *testing.T) {
	t.Parallel()
	o := prepared(t)
	file := filepath.Join(t.TempDir(), "pass")
	if err := os.WriteFile(file, []byte("blue doors in Augusta\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	o.Args, o.Env = []string{"passphrase", "set"}, []string{"ROLLBOOK_PASSPHRASE_FILE=" + file}
	if _, errs, exit := pty.Plain(t, o); exit != 0 {
		t.Fatal(errs)
	}
	o.Args, o.Env = []string{"roster", "list"}, nil
	s := pty.Start(t, o)
	s.Until("Passphrase of this book, or its recovery code:")
	s.Type("red doors⏎")
	time.Sleep(150 * time.Millisecond) // to be tried takes longer
	s.Type("blue doors in Augusta⏎")
	if exit := s.Exit(); exit != 0 || !strings.Contains(s.Screen(), "Ada Lund") || bytes.Contains(s.Raw(), []byte("doors")) {
		t.Errorf("exit code %d:\n%s", exit, s.Screen())
	}
}
