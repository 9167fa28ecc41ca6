package command

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/charmbracelet/x/term"

	"rollbook/store"
	"rollbook/store/seal"
)

// Where passphrases come from, besides the terminal. Never from a flag or from the environment itself:
// other programs on the machine can see both.
const (
	passphraseFile    = "ROLLBOOK_PASSPHRASE_FILE"
	newPassphraseFile = "ROLLBOOK_NEW_PASSPHRASE_FILE"
)

// mostSecret is the longest passphrase, in bytes.
const mostSecret = 4 << 10

// mostTries is how often a passphrase or a word is asked for at the terminal.
const mostTries = 3

// errStopped is a question that somebody broke off.
var errStopped = errors.New("stopped: nothing was changed")

// TerminalSecret asks questions on out whose answers are not shown: nil where in is no terminal, or
// nobody would see the question.
func TerminalSecret(in, out *os.File) func(question string) ([]byte, error) {
	if !term.IsTerminal(in.Fd()) || !term.IsTerminal(out.Fd()) {
		return nil
	}
	return func(question string) ([]byte, error) {
		before, err := term.GetState(in.Fd())
		if err != nil {
			return nil, fmt.Errorf("ask at the terminal: %w", err)
		}
		// Who stops the program at the question gets the terminal back as it was.
		stop := make(chan os.Signal, 1)
		signal.Notify(stop, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
		defer signal.Stop(stop)
		defer term.Restore(in.Fd(), before)
		if err := hideTyping(in.Fd()); err != nil { // before anybody can know that it is their turn
			return nil, fmt.Errorf("ask at the terminal: %w", err)
		}
		fmt.Fprint(out, question)
		defer fmt.Fprintln(out) // as what was typed, its end was not shown
		type answer struct {
			line []byte
			err  error
		}
		answered := make(chan answer, 1)
		go func() {
			line, err := term.ReadPassword(in.Fd())
			answered <- answer{line, err}
		}()
		select {
		case a := <-answered:
			return a.line, a.err
		case <-stop:
			return nil, errStopped
		}
	}
}

// openBook opens the book at path; where it has a passphrase, with what the file of the environment
// or the terminal gives.
func (r *run) openBook(path string) (*store.Book, error) {
	book, err := store.Open(path, r.World)
	if !errors.Is(err, store.ErrLocked) {
		return book, err
	}
	file := r.Env(passphraseFile)
	if file == "" && r.Secret == nil {
		return nil, misuse{err}
	}
	for try := 1; ; try++ {
		secret, err := r.secretFrom(passphraseFile, "Passphrase of the book, or its recovery code: ")
		if err != nil {
			return nil, err
		}
		book, err := store.OpenWith(path, r.World, secret)
		if err == nil {
			r.secret = secret
			return book, nil
		}
		clear(secret)
		switch {
		case !isUnfit(err):
			return nil, err
		case file != "":
			return nil, fmt.Errorf("the file that %s names: %w", passphraseFile, err)
		case try == mostTries:
			return nil, err
		}
		r.warn("%s", sentence(err))
	}
}

// isUnfit reports whether an error is about what was given as a passphrase.
func isUnfit(err error) bool {
	for _, unfit := range []error{store.ErrWrong, store.ErrNotPassphrase, store.ErrNotOneLine, seal.ErrEmpty, seal.ErrNotText, seal.ErrCode} {
		if errors.Is(err, unfit) {
			return true
		}
	}
	return false
}

// secretFrom is what the file named by a variable holds, or what is typed at the terminal.
func (r *run) secretFrom(variable, question string) (store.Secret, error) {
	if path := r.Env(variable); path != "" {
		return secretIn(variable, path)
	}
	if r.Secret == nil {
		return nil, misused("a passphrase is missing: name its file in %s", variable)
	}
	return r.ask(question)
}

// ask asks for a line that is not shown.
func (r *run) ask(question string) (store.Secret, error) {
	r.out.Flush()
	line, err := r.Secret(question)
	switch {
	case errors.Is(err, errStopped):
		return nil, err
	case err != nil:
		return nil, misused("a passphrase is missing: type it, or name its file in %s", passphraseFile)
	case len(line) > mostSecret:
		return nil, misused("the passphrase is too long: %d bytes are the most", mostSecret)
	}
	return line, nil
}

// secretIn is what a file holds. It may be a pipe.
func secretIn(variable, path string) (store.Secret, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, misused("the passphrase can't be read: look at what %s names: %w", variable, err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, mostSecret+1))
	switch {
	case err != nil:
		return nil, misused("the passphrase can't be read: look at what %s names: %w", variable, err)
	case len(text) > mostSecret:
		return nil, misused("what %s names is longer than a passphrase: name a file of one line", variable)
	}
	return text, nil
}
