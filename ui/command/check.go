package command

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"rollbook/store"
)

// wholeJSON is what `rollbook check --json` found.
type wholeJSON struct {
	OK       bool     `json:"ok"`
	Gestures uint64   `json:"gestures"`
	Texts    uint64   `json:"texts"`
	Done     []string `json:"done"`
	Faults   []string `json:"faults"`
}

func (r *run) checkCommand() *cobra.Command {
	var salvage string
	var asJSON bool
	c := &cobra.Command{
		Use:   "check [--salvage NEWFILE]",
		Short: "read the whole book, and say what is wrong with it",
		Long: `Reads the whole book and changes nothing in it: the structure of its file, the seal of every value,
every gesture and its id, and that what the book shows is what the gestures add up to.

With --salvage it brings every gesture that can still be read from a damaged book into a new one, and
says what could not be read. The damaged file stays as it is.`,
		Example: `  rollbook check
  rollbook check --salvage saved.book`,
		Args: noArguments,
	}
	c.Flags().StringVar(&salvage, "salvage", "", "bring what can still be read into a new book, a `path`")
	jsonFlag(c, &asJSON)
	c.RunE = func(c *cobra.Command, _ []string) error {
		path, err := r.path()
		if err != nil {
			return err
		}
		if c.Flags().Changed("salvage") {
			return r.salvage(path, salvage)
		}
		return r.check(path, asJSON)
	}
	return c
}

func (r *run) check(path string, asJSON bool) error {
	told := r.progress("gestures")
	var progress func(done, all uint64)
	if told != nil {
		progress = func(done, all uint64) { told(int(done), int(all)) }
	}
	var report *store.Report
	err := r.withSecret(func(secret store.Secret) (err error) {
		report, err = store.CheckBook(path, r.World, secret, progress)
		return err
	})
	if err != nil {
		return elsewherePlease(err)
	}
	if asJSON {
		err = r.json(wholeJSON{OK: len(report.Faults) == 0, Gestures: report.Gestures, Texts: report.Texts,
			Done: notNull(report.Done), Faults: notNull(report.Faults)})
		if err != nil {
			return err
		}
	} else {
		for _, done := range report.Done {
			r.say("%s", done)
		}
		for _, fault := range report.Faults {
			r.say("FAULT: %s", fault)
		}
	}
	if n := len(report.Faults); n > 0 {
		return fmt.Errorf("%w, with %s", store.ErrDamaged, howMany(n, "fault", "faults"))
	}
	if !asJSON {
		r.say("the book is as it should be")
	}
	return nil
}

func (r *run) salvage(path, into string) error {
	var brought *store.Salvaged
	err := r.withSecret(func(secret store.Secret) (err error) {
		brought, err = store.Salvage(path, into, r.World, secret)
		return err
	})
	if errors.Is(err, store.ErrExists) {
		return fmt.Errorf("%w: name a file that is not there yet", err)
	}
	if err != nil {
		return elsewherePlease(err)
	}
	r.say("brought into %s: %s, %s", quoted(into), howMany(int(brought.Gestures), "gesture", "gestures"), howMany(int(brought.Texts), "text", "texts"))
	switch {
	case brought.Missing > 0:
		r.say("could not be read: %s", howMany(int(brought.Missing), "gesture", "gestures"))
	default:
		r.say("every gesture that the book had counted was read")
	}
	if brought.NoText > 0 {
		r.say("could not be read: %s that gestures name: names, notes or remarks", howMany(int(brought.NoText), "text", "texts"))
	}
	for _, says := range brought.Says {
		r.say("%s", says)
	}
	r.say("unfinished notes are not brought over; open the new book with --book %s", quoted(into))
	if brought.Missing+brought.NoText > 0 {
		return fmt.Errorf("not all of the book could be read: %s and %s are missing in the new one: look whether a backup has them, with rollbook backup list",
			howMany(int(brought.Missing), "gesture", "gestures"), howMany(int(brought.NoText), "text", "texts"))
	}
	return nil
}

// withSecret runs what reads a book's file by itself: at first without a secret, and where the book has
// a passphrase, with what the file of the environment or the terminal gives.
func (r *run) withSecret(do func(secret store.Secret) error) error {
	err := do(nil)
	if !errors.Is(err, store.ErrLocked) {
		return err
	}
	if r.Env(passphraseFile) == "" && r.Secret == nil {
		return misuse{err}
	}
	secret, err := r.secretFrom(passphraseFile, "Passphrase of this book, or its recovery code: ")
	if err != nil {
		return err
	}
	defer clear(secret)
	return do(secret)
}
