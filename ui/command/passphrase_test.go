package command

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"rollbook/store"
)

// sitting is somebody at a terminal: they read what is asked, write down the code, and answer.
type sitting struct {
	out, errs *bytes.Buffer
	typed     []string // what is not shown: passphrases, in order
	word      func(n int, code map[int]string) string
	left      []byte
}

var (
	codeLine  = regexp.MustCompile(`(\d+) ([a-z]+)`)
	wordAsked = regexp.MustCompile(`Word (\d+) of the code, from the paper: $`)
)

// code is what was shown, by number.
func (s *sitting) code() map[int]string {
	code := map[int]string{}
	shown, _, _ := strings.Cut(s.out.String(), "Enter, once")
	for _, m := range codeLine.FindAllStringSubmatch(shown, -1) {
		n, _ := strconv.Atoi(m[1])
		code[n] = m[2]
	}
	return code
}

// Read answers the question that was asked last.
func (s *sitting) Read(into []byte) (int, error) {
	if len(s.left) == 0 {
		answer := ""
		if m := wordAsked.FindStringSubmatch(s.out.String()); m != nil {
			n, _ := strconv.Atoi(m[1])
			answer = s.word(n, s.code())
		} else if !strings.HasSuffix(s.out.String(), "Enter, once it is written: ") {
			return 0, io.EOF
		}
		s.left = []byte(answer + "\n")
	}
	n := copy(into, s.left)
	s.left = s.left[n:]
	return n, nil
}

func (s *sitting) secret(question string) ([]byte, error) {
	fmt.Fprintln(s.errs, question)
	if len(s.typed) == 0 {
		return nil, io.EOF
	}
	line := s.typed[0]
	s.typed = s.typed[1:]
	return []byte(line), nil
}

// at runs a command at a terminal.
func (s *sitting) at(t *testing.T, path string, typed []string, args ...string) int {
	t.Helper()
	p, out, errs := program()
	s.out, s.errs, s.typed = out, errs, typed
	p.Terminal, p.In, p.Secret = true, s, s.secret
	p.Env = func(name string) string { return map[string]string{"TERM": "xterm"}[name] }
	return p.Run(append(args, "--book", path))
}

func right(n int, code map[int]string) string { return " " + strings.ToUpper(code[n]) + " " }

func newPlainBook(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.book")
	p, _, errs := program()
	if exit := p.Run([]string{"cohort", "new", "Spring", "--course", "ps101", "--start", "2026-03-04", "--as", "Asha", "--book", path}); exit != exitDone {
		t.Fatal(errs)
	}
	return path
}

// isSealed fails unless a book opens with that passphrase, or without one where it is empty.
func isSealed(t *testing.T, path, pass string) {
	t.Helper()
	p, _, _ := program()
	b, err := store.Open(path, p.World)
	if pass != "" {
		if !errors.Is(err, store.ErrLocked) {
			t.Fatalf("it has no passphrase: %v", err)
		}
		b, err = store.OpenWith(path, p.World, store.Secret(pass))
	}
	if err != nil {
		t.Fatal(err)
	}
	b.Close()
}

func TestAPassphraseIsTypedTwiceAndTheCodeConfirmed(t *testing.T) {
	path, s := newPlainBook(t), &sitting{word: right}
	if exit := s.at(t, path, []string{"one of several words", "not the same", "one of several words", "one of several words"}, "passphrase", "set"); exit != exitDone {
		t.Fatalf("exit code %d, %s", exit, s.errs)
	}
	isSealed(t, path, "one of several words")
	said, told := s.out.String(), s.errs.String()
	if len(s.code()) != 12 || strings.Contains(said+told, "one of several words") || strings.Contains(said+told, "not the same\n") {
		t.Errorf("it said %q and %q", said, told)
	}
	if !strings.Contains(told, "the two are not the same") || !strings.Contains(said, "the book is sealed") {
		t.Errorf("it said %q and %q", said, told)
	}
	// The code stands on another screen, which is wiped before it is asked for and left afterwards.
	shown, wiped, asked, back := strings.Index(said, otherScreen), strings.LastIndex(said, wipeScreen+"Word"), strings.Index(said, "Word "), strings.Index(said, backAgain)
	if shown != 0 || wiped < 0 || wiped > asked || back < asked {
		t.Errorf("the screens are in the order %d %d %d %d: %q", shown, wiped, asked, back, said)
	}
	words := s.code()
	all := make([]string, 12)
	for n, word := range words {
		all[n-1] = word
	}
	isSealed(t, path, strings.Join(all, " "))
	if exit := s.at(t, path, []string{"one of several words"}, "cohort", "list"); exit != exitDone || !strings.Contains(s.out.String(), "Spring") {
		t.Errorf("the passphrase typed at the terminal: %s", s.errs)
	}
	if exit := s.at(t, path, []string{"a", "", "one of several words"}, "cohort", "list"); exit != exitDone || strings.Count(s.errs.String(), "neither the passphrase nor") != 1 {
		t.Errorf("the third time: %s", s.errs)
	}
	if exit := s.at(t, path, []string{"a", "b", "c", "one of several words"}, "cohort", "list"); exit != exitFailed || strings.Count(s.errs.String(), "neither the passphrase nor") != 3 {
		t.Errorf("three wrong ones: %d, %s", exit, s.errs)
	}
	if exit := s.at(t, path, nil, "cohort", "list"); exit != exitMisused {
		t.Errorf("none: %d, %s", exit, s.errs)
	}
	if exit := s.at(t, path, []string{"one of several words", "another one", "another one"}, "passphrase", "change"); exit != exitDone {
		t.Errorf("changed: %s", s.errs)
	}
	isSealed(t, path, "another one")
	if exit := s.at(t, path, []string{"another one"}, "passphrase", "remove"); exit != exitDone {
		t.Errorf("removed: %s", s.errs)
	}
	isSealed(t, path, "")
}

func TestACodeThatWasNotWrittenDownChangesNothing(t *testing.T) {
	path := newPlainBook(t)
	for name, word := range map[string]func(int, map[int]string) string{
		"another word": func(n int, code map[int]string) string { return "zoo" + code[n] },
		"nothing":      func(int, map[int]string) string { return "" },
		"its number":   func(n int, _ map[int]string) string { return fmt.Sprint(n) },
	} {
		s := &sitting{word: word}
		if exit := s.at(t, path, []string{"one of several words", "one of several words"}, "passphrase", "set"); exit != exitFailed {
			t.Errorf("%s: exit code %d", name, exit)
		}
		if !strings.Contains(s.errs.String(), "the recovery code was not confirmed, so nothing was changed: try again") || strings.Contains(s.out.String(), "sealed") {
			t.Errorf("%s: it said %q and %q", name, s.out, s.errs)
		}
		isSealed(t, path, "")
	}
}

func TestAPassphraseNeverTypedTheSameTwiceIsNotSet(t *testing.T) {
	path, s := newPlainBook(t), &sitting{word: right}
	if exit := s.at(t, path, []string{"a", "b", "c", "d", "e", "f", "one of several words", "one of several words"}, "passphrase", "set"); exit != exitMisused {
		t.Errorf("exit code %d, %s", exit, s.errs)
	}
	isSealed(t, path, "")
}

func TestAQuestionBrokenOffChangesNothing(t *testing.T) {
	path := newPlainBook(t)
	p, _, errs := program()
	p.Terminal, p.Secret = true, func(string) ([]byte, error) { return nil, errStopped }
	if exit := p.Run([]string{"passphrase", "set", "--book", path}); exit != exitFailed || !strings.Contains(errs.String(), "stopped: nothing was changed") {
		t.Errorf("exit code %d, %s", exit, errs)
	}
	isSealed(t, path, "")
}
