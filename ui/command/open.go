package command

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store"
)

// action is what a command does once the book is open.
type action func(args []string) error

// reading opens the book for a command that only looks, be it one that can only be read.
func (r *run) reading(do action) func(*cobra.Command, []string) error {
	return func(_ *cobra.Command, args []string) error {
		return r.lookInBook(func() error { return do(args) })
	}
}

// changing opens the book for a command that changes it and leaves no gesture, so that nobody has to be
// named.
func (r *run) changing(do action) func(*cobra.Command, []string) error {
	return func(_ *cobra.Command, args []string) error {
		return r.inBook(func() error { return do(args) })
	}
}

// writing opens the book for a command that changes it, so that somebody has to be named as the one
// who does.
func (r *run) writing(do action) func(*cobra.Command, []string) error {
	return func(_ *cobra.Command, args []string) error {
		return r.inBook(func() error {
			if err := r.somebody(); err != nil {
				return err
			}
			newer, lacks, older, err := r.book.NewerBackup()
			if older = older && err == nil; older {
				r.warn("%s", olderThan(newer, lacks))
			}
			if err := do(args); err != nil || older { // that backup is not to make room for one of this book
				return err
			}
			r.backupOfTheDay()
			return nil
		})
	}
}

// backupOfTheDay makes it where there is none yet. A disk without room for it is said, and does not
// make the command fail: its work is done.
func (r *run) backupOfTheDay() {
	if _, err := r.book.BackupDaily(); err != nil {
		r.warn("no backup was made today: %s", sentenceOf(err))
	}
}

// inBook runs do with the book open, and closes it.
func (r *run) inBook(do func() error) error {
	path, err := r.path()
	if err != nil {
		return err
	}
	if r.book, err = r.openBook(path, ordinary); err != nil {
		return elsewherePlease(err)
	}
	return r.closing(do())
}

// lookInBook is inBook for what changes nothing, or says why it can't.
func (r *run) lookInBook(do func() error) error {
	path, err := r.path()
	if err != nil {
		return err
	}
	if r.book, err = r.openBook(path, toRead); err != nil {
		return elsewherePlease(err)
	}
	if only := r.book.Writable(); only != nil {
		r.warn("%s", sentence(only))
	}
	return r.closing(do())
}

// inNewBook is inBook for a command that makes the book where there is none.
func (r *run) inNewBook(do func() error) error {
	path, err := r.path()
	if err != nil {
		return err
	}
	r.book, err = r.openBook(path, ordinary)
	if errors.Is(err, store.ErrMissing) {
		if r.asFlag == "" && !r.Terminal { // before a book is made for nobody
			return errNobody
		}
		if r.book, err = store.Create(path, r.World); err == nil {
			r.warn("a new book was made: %s", path)
		}
	}
	if err != nil {
		return elsewherePlease(err)
	}
	if err := r.somebody(); err != nil {
		return r.closing(err)
	}
	return r.closing(do())
}

// elsewherePlease says what to do where the file system refused a place and said only why. What was misused
// says it already: it may be about another file than the book's.
func elsewherePlease(err error) error {
	var refused *fs.PathError
	var link *os.LinkError
	var said misuse
	if errors.As(err, &said) {
		return err
	}
	if errors.As(err, &refused) || errors.As(err, &link) {
		return fmt.Errorf("%w: choose another place with --book", err)
	}
	return err
}

func (r *run) closing(err error) error {
	clear(r.secret)
	if closed := r.book.Close(); err == nil {
		err = closed
	}
	return err
}

var errNobody = misuse{fmt.Errorf("%w: say who, with --as NAME", store.ErrNoName)}

// author makes the one after --as the one who changes the book from now on. It is called right before
// a change, so that a command that fails leaves the name as it was.
func (r *run) author() error {
	if r.asFlag == "" {
		return nil
	}
	return r.book.SetAuthor(r.clean("the name after --as", r.asFlag, model.NameLimit))
}

// somebody makes sure that it is known who makes the changes to come, before any is worked out.
func (r *run) somebody() error {
	if r.asFlag != "" {
		return nil
	}
	name, err := r.book.Author()
	if err != nil || name != "" {
		return err
	}
	if !r.Terminal {
		return errNobody
	}
	r.prompt("Your name, as it is to stand beside what you mark: ")
	answer, err := readLine(r.In)
	if err != nil || strings.TrimSpace(answer) == "" {
		return errNobody
	}
	return r.book.SetAuthor(r.clean("the name", answer, model.NameLimit))
}

// readLine reads up to the end of the line and no further: what follows is for somebody else.
func readLine(in io.Reader) (string, error) {
	var line []byte
	for one := make([]byte, 1); len(line) < model.TextLimit; {
		n, err := in.Read(one)
		switch {
		case n == 1 && one[0] == '\n':
			return string(line), nil
		case n == 1:
			line = append(line, one[0])
		case err == io.EOF && len(line) > 0:
			return string(line), nil
		case err != nil:
			return "", err
		}
	}
	return string(line), nil
}

// path is where the book lies: --book, ROLLBOOK_BOOK, or the user's data directory.
func (r *run) path() (string, error) {
	if r.bookFlag != "" {
		return r.bookFlag, nil
	}
	if path := r.Env("ROLLBOOK_BOOK"); path != "" {
		return path, nil
	}
	home := r.Env("HOME")
	var folder string
	switch {
	case r.GOOS == "windows" && r.Env("LocalAppData") != "":
		folder = filepath.Join(r.Env("LocalAppData"), "Rollbook")
	case r.GOOS == "windows":
	case r.GOOS == "darwin" && home != "":
		folder = filepath.Join(home, "Library", "Application Support", "Rollbook")
	case r.GOOS == "darwin":
	case filepath.IsAbs(r.Env("XDG_DATA_HOME")):
		folder = filepath.Join(r.Env("XDG_DATA_HOME"), "rollbook")
	case home != "":
		folder = filepath.Join(home, ".local", "share", "rollbook")
	}
	if folder == "" {
		return "", misused("no folder of yours is known to keep the book in: say where it is, with --book PATH")
	}
	return filepath.Join(folder, "roll.book"), nil
}
