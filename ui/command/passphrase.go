package command

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"rollbook/store"
)

func (r *run) passphraseCommands() *cobra.Command {
	return group("passphrase", "a passphrase for the book, so that nobody else can read it",
		&cobra.Command{
			Use: "set", Short: "seal the book, and its backups, with a passphrase",
			Long: `Without the passphrase nobody can read the book then. A recovery code of twelve words opens it too,
and is shown once: who loses both loses the book.

The passphrase is typed twice, or read from the file that ` + passphraseFile + ` names. Without
a terminal the recovery code is the one line of standard output.`,
			Args: noArguments,
			RunE: func(*cobra.Command, []string) error { return r.setPassphrase() },
		},
		&cobra.Command{
			Use: "change", Short: "another passphrase, and another recovery code",
			Long: `The new passphrase is typed twice, or read from the file that ` + newPassphraseFile + ` names.
The one before, and its recovery code, open neither the book nor its backups afterwards.`,
			Args: noArguments,
			RunE: r.changing(func([]string) error { return r.changePassphrase() }),
		},
		&cobra.Command{
			Use: "remove", Short: "whoever has the file can read the book again",
			Args: noArguments,
			RunE: r.changing(func([]string) error { return r.removePassphrase() }),
		})
}

func (r *run) setPassphrase() error {
	path, err := r.path()
	if err != nil {
		return err
	}
	r.book, err = store.Open(path, r.World)
	if errors.Is(err, store.ErrLocked) {
		return fmt.Errorf("%w: rollbook passphrase change gives it another", store.ErrHasPassphrase)
	}
	if err != nil {
		return elsewherePlease(err)
	}
	return r.closing(r.seal(passphraseFile, "Passphrase for the book: ", r.book.SetPassphrase))
}

func (r *run) changePassphrase() error {
	if !r.book.Encrypted() {
		return fmt.Errorf("%w: rollbook passphrase set gives it one", store.ErrNoPassphrase)
	}
	return r.seal(newPassphraseFile, "New passphrase for the book: ", func(pass store.Secret, code []string) (store.Rekeyed, error) {
		return r.book.ChangePassphrase(r.secret, pass, code)
	})
}

func (r *run) removePassphrase() error {
	if !r.book.Encrypted() {
		r.say("the book has no passphrase: nothing to change")
		return nil
	}
	done, err := r.book.RemovePassphrase(r.secret)
	if err != nil && !errors.Is(err, store.ErrUnsettled) {
		return err
	}
	r.say("the passphrase is removed: whoever has the book's file%s can read it now", orBackups(done))
	r.tellCopies(r.say, done, "as it was")
	r.warnLeft(done, "what opened them before still does")
	return err
}

// seal asks for a new passphrase, shows the recovery code, and then seals the book: who has not
// written the code down has a book that is as it was.
func (r *run) seal(variable, question string, set func(store.Secret, []string) (store.Rekeyed, error)) error {
	pass, err := r.newPassphrase(variable, question)
	if err != nil {
		return err
	}
	defer clear(pass)
	code, err := r.book.NewRecovery()
	if err != nil {
		return err
	}
	if r.Terminal {
		if err := r.showCode(code); err != nil {
			return err
		}
	}
	tell := r.say
	if !r.Terminal { // standard output is the code and nothing else, there before the book depends on it
		tell = r.warn
		r.say("%s", strings.Join(code, " "))
		if err := r.out.Flush(); err != nil {
			return fmt.Errorf("the book is as it was, since the recovery code could not be written: %w", err)
		}
	}
	done, err := set(pass, code)
	if err != nil && !errors.Is(err, store.ErrUnsettled) {
		if !r.Terminal {
			r.warn("the recovery code above opens nothing: the book is as it was")
		}
		return err
	}
	tell("the book is sealed with the new passphrase%s", andBackups(done))
	r.tellCopies(tell, done, "as it was")
	tell("copies elsewhere, on sticks, on other laptops, in cloud folders and their bins, and all exports, are as they were: look after them by hand")
	r.warnLeft(done, "they can be read as before")
	return err
}

// tellCopies names the copies that are known and were not reached.
func (r *run) tellCopies(tell func(string, ...any), done store.Rekeyed, state string) {
	for _, c := range done.Copies {
		tell("a copy of the book is %s: %s: %s", state, shown(c.Path), shown(c.Words()))
	}
}

func andBackups(done store.Rekeyed) string {
	switch done.Resealed {
	case 0:
		return ""
	case 1:
		return ", and so is the one backup beside it"
	}
	return fmt.Sprintf(", and so are the %d backups beside it", done.Resealed)
}

func orBackups(done store.Rekeyed) string {
	if done.Resealed == 0 {
		return ""
	}
	return " or a backup beside it"
}

func (r *run) warnLeft(done store.Rekeyed, so string) {
	if len(done.Left) > 0 {
		r.warn("some files among the backups could not be sealed anew, so %s: %s", so, listed(done.Left))
	}
}

// fewCharacters is how long a passphrase is that somebody could guess by trying.
const fewCharacters = 10

// newPassphrase is a new passphrase, from a file, or typed twice.
func (r *run) newPassphrase(variable, question string) (store.Secret, error) {
	if r.Env(variable) == "" && r.Secret != nil {
		r.out.Flush()
		fmt.Fprintln(r.Err, "Without the passphrase nobody can read the book. Who loses it and the recovery code loses the book.\nSeveral words that nobody would guess are best.")
	}
	for try := 1; ; try++ {
		pass, err := r.secretFrom(variable, question)
		if err != nil {
			return nil, err
		}
		err = store.CheckPassphrase(pass)
		if err == nil && r.Env(variable) == "" {
			err = r.typedTwice(pass)
		}
		if err == nil {
			if utf8.RuneCount(bytes.TrimSpace(pass)) < fewCharacters {
				r.warn("this passphrase is short: several words would be harder to guess")
			}
			return pass, nil
		}
		clear(pass)
		switch {
		case !isUnfit(err) && !errors.Is(err, errDiffer):
			return nil, err
		case r.Env(variable) != "":
			return nil, misused("the file that %s names: %w", variable, err)
		case try == mostTries:
			return nil, misuse{err}
		}
		r.warn("%s", sentence(err))
	}
}

var errDiffer = errors.New("the two are not the same: type it twice, the same each time")

func (r *run) typedTwice(pass store.Secret) error {
	again, err := r.ask("The same once more: ")
	defer clear(again)
	if err == nil && !bytes.Equal(again, pass) {
		return errDiffer
	}
	return err
}

// What a terminal takes: another screen, which leaves nothing behind, and back.
const (
	otherScreen = "\x1b[?1049h\x1b[2J\x1b[H"
	wipeScreen  = "\x1b[2J\x1b[H"
	backAgain   = "\x1b[2J\x1b[?1049l"
)

// showCode shows the recovery code, waits until it is on paper, and has two of its words typed.
func (r *run) showCode(code []string) error {
	wiped := !r.plain && r.Env("TERM") != "" && r.Env("TERM") != "dumb"
	put := func(sequence string) {
		if wiped {
			fmt.Fprint(r.out, sequence)
		}
	}
	put(otherScreen)
	defer func() { put(backAgain); r.out.Flush() }()
	r.say("The recovery code. It opens the book where the passphrase is forgotten, and is not shown again.")
	r.say("Write it on paper, and keep that somewhere else than the laptop.")
	r.say("")
	for row := range 3 {
		line := ""
		for column := range 4 {
			n := 4*row + column
			line += fmt.Sprintf("%4d %-9s", n+1, code[n])
		}
		r.say("%s", strings.TrimRight(line, " "))
	}
	r.say("")
	if _, err := r.answer("Enter, once it is written: "); err != nil {
		return err
	}
	put(wipeScreen)
	return r.confirmCode(code)
}

// confirmCode has two words of the code typed, which chance picks.
func (r *run) confirmCode(code []string) error {
	var pick [2]byte
	if _, err := io.ReadFull(r.World.Chance, pick[:]); err != nil {
		return fmt.Errorf("pick two words: %w", err)
	}
	first := int(pick[0]) % len(code)
	second := (first + 1 + int(pick[1])%(len(code)-1)) % len(code)
	for _, n := range []int{min(first, second), max(first, second)} {
		for try := 1; ; try++ {
			word, err := r.answer(fmt.Sprintf("Word %d of the code, from the paper: ", n+1))
			if err != nil {
				return err
			}
			if strings.EqualFold(strings.TrimSpace(word), code[n]) {
				break
			}
			if try == mostTries {
				return fmt.Errorf("%w, so nothing was changed: try again, and write the new one down", errUnconfirmed)
			}
			r.say("That is not word %d.", n+1)
		}
	}
	return nil
}

var errUnconfirmed = errors.New("the recovery code was not confirmed")

// answer asks for a line at the terminal.
func (r *run) answer(question string) (string, error) {
	r.showTyping()
	fmt.Fprint(r.out, question)
	r.out.Flush()
	line, err := readLine(r.In)
	if err != nil {
		return "", fmt.Errorf("%w, so nothing was changed: try again", errUnconfirmed)
	}
	return line, nil
}
