package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"rollbook/store/seal"
)

// SecretError is ErrLocked, ErrWrong or what package seal says of a secret, where two files are opened: it
// says whose passphrase is meant.
type SecretError struct {
	Backup bool   // of the backup, and not of the book in whose place it goes
	Path   string // of that file
	Err    error
}

func (e *SecretError) Error() string {
	of := "the book at " + e.Path
	if e.Backup {
		of = "the backup " + e.Path
	}
	switch {
	case errors.Is(e.Err, ErrLocked) && e.Backup:
		return of + " has a passphrase: give it at the terminal, or in a file that ROLLBOOK_BACKUP_PASSPHRASE_FILE names"
	case errors.Is(e.Err, ErrLocked):
		return of + " has a passphrase: give it at the terminal, or in a file that ROLLBOOK_PASSPHRASE_FILE names"
	case errors.Is(e.Err, ErrWrong):
		return "this is neither the passphrase nor the recovery code of " + of
	}
	return fmt.Sprintf("for %s: %v", of, e.Err)
}

func (e *SecretError) Unwrap() error { return e.Err }

// whose says of an error about a secret which file it is of, and leaves every other as it is.
func whose(err error, backup bool, path string) error {
	for _, about := range []error{ErrLocked, ErrWrong, seal.ErrEmpty, seal.ErrNotText, seal.ErrCode} {
		if errors.Is(err, about) {
			return &SecretError{Backup: backup, Path: path, Err: err}
		}
	}
	return err
}

// notItself refuses a backup that is the very book that it would take the place of.
func notItself(book, backup string) error {
	of, err := os.Stat(backup)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w at %s", ErrNoBackup, backup)
	}
	if err != nil {
		return err
	}
	if own, err := os.Stat(book); err == nil && os.SameFile(own, of) {
		return fmt.Errorf("%s is the book itself: name a backup of it", backup)
	}
	return nil
}
