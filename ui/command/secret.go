package command

import (
	"errors"
	"fmt"

	"rollbook/store"
	"rollbook/store/seal"
	"rollbook/ui/lock"
)

// Where passphrases come from, besides the terminal. Never from a flag or from the environment itself:
// other programs on the machine can see both.
const (
	passphraseFile       = "ROLLBOOK_PASSPHRASE_FILE"
	newPassphraseFile    = "ROLLBOOK_NEW_PASSPHRASE_FILE"
	backupPassphraseFile = "ROLLBOOK_BACKUP_PASSPHRASE_FILE" // of the file that is restored
)

// mostSecret is the longest passphrase, in bytes.
const mostSecret = 4 << 10

// mostTries is how often a passphrase or a word is asked for at the terminal.
const mostTries = 3

// opener are two ways to open a book, without a passphrase and with one.
type opener struct {
	open func(string, store.World) (*store.Book, error)
	with func(string, store.World, store.Secret) (*store.Book, error)
}

// The openers: to change the book, and only to look at it.
var (
	ordinary = opener{store.Open, store.OpenWith}
	toRead   = opener{store.OpenToRead, store.OpenToReadWith}
)

// openBook opens the book at path; where it has a passphrase, with what the file of the environment
// or the terminal gives.
func (r *run) openBook(path string, by opener) (*store.Book, error) {
	book, err := by.open(path, r.World)
	if !errors.Is(err, store.ErrLocked) {
		return book, err
	}
	file := r.Env(passphraseFile)
	if file == "" && r.Secret == nil {
		return nil, misuse{err}
	}
	for try := 1; ; try++ {
		secret, err := r.secretFrom(passphraseFile, "Passphrase of this book, or its recovery code: ")
		if err != nil {
			return nil, err
		}
		book, err := by.with(path, r.World, secret)
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
	secret, err := lock.SecretIn(path)
	if err != nil {
		return nil, misused("the passphrase can't be read: look at what %s names: %w", variable, err)
	}
	return secret, nil
}
