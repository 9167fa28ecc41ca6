package command

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"rollbook/store"
)

func (r *run) restoreCommand() *cobra.Command {
	var yes, dry bool
	c := &cobra.Command{
		Use:   "restore FILE",
		Short: "put a backup in the place of the book",
		Long: `Shows what is in the backup and what the book has that it lacks, asks, and puts the backup in the
book's place. The book as it was is kept beside it. What was struck since the backup was made is
struck in the restored book as well.

Where there is no book yet, as on another laptop, the backup becomes the book of this one.

The backup's passphrase is read from the file that ` + backupPassphraseFile + ` names, else from that of
` + passphraseFile + `, else typed; the book's as for every command.`,
		Example: `  rollbook restore /media/stick/roll-2026-03-04.book --dry-run
  rollbook restore /media/stick/roll-2026-03-04.book`,
		Args: exactly(1, "the backup's file"),
	}
	c.Flags().BoolVar(&yes, "yes", false, "don't ask")
	c.Flags().BoolVar(&dry, "dry-run", false, "show what would be, and change nothing")
	c.RunE = func(_ *cobra.Command, args []string) error {
		if !yes && !dry && !r.Terminal {
			return misused("a restore puts another book in this one's place: say --yes if it is meant, or --dry-run to see what would be")
		}
		path, err := r.path()
		if err != nil {
			return err
		}
		keys := &typed{run: r, read: map[string]bool{}, asked: map[bool]int{}}
		defer keys.clear()
		var found store.Comparison
		err = keys.open(func(secrets []store.Secret) (err error) {
			found, err = store.CompareBackup(path, args[0], r.World, secrets...)
			return err
		})
		if err != nil {
			return chooseAnother(err)
		}
		r.showComparison(found)
		switch {
		case dry:
			return nil
		case !yes && !r.asked("Restore it? Type yes: "):
			r.say("nothing was changed")
			return nil
		}
		done, err := store.Restore(path, args[0], r.World, keys.secrets...)
		if err != nil {
			return chooseAnother(err)
		}
		r.showRestored(done)
		if done.NewLaptop {
			return r.nameMarker(path, keys.secrets)
		}
		return nil
	}
	return c
}

// chooseAnother says what to do about a backup that can't be restored.
func chooseAnother(err error) error {
	if errors.Is(err, store.ErrBadBackup) || errors.Is(err, store.ErrNoBackup) {
		return fmt.Errorf("%w: name another; rollbook backup list shows those beside the book", err)
	}
	return err
}

// typed are the passphrases that were given for a backup and for the book in whose place it goes,
// which may be two. Each is tried on both.
type typed struct {
	run     *run
	secrets []store.Secret
	read    map[string]bool // the variables whose files were read
	asked   map[bool]int    // how often the terminal was asked: for the backup, and for the book
}

func (t *typed) clear() {
	for _, secret := range t.secrets {
		clear(secret)
	}
}

// open does what may need passphrases, and gets those that are missing.
func (t *typed) open(do func([]store.Secret) error) error {
	for {
		err := do(t.secrets)
		var of *store.SecretError
		if !errors.As(err, &of) {
			return err
		}
		if err := t.get(of); err != nil {
			return err
		}
	}
}

// get gets the passphrase that an error asks for, from the file of its variable or from the terminal.
func (t *typed) get(of *store.SecretError) error {
	r, variable := t.run, passphraseFile
	if of.Backup && r.Env(backupPassphraseFile) != "" {
		variable = backupPassphraseFile
	}
	question := "Passphrase of this book, or its recovery code: "
	if of.Backup {
		question = "Passphrase of the backup " + shown(of.Path) + ", or its recovery code: "
	}
	switch {
	case t.read[variable] && of.Backup && variable == passphraseFile:
		return fmt.Errorf("the file that %s names: %w; if the backup has another passphrase than the book, name a file of that in %s", variable, of, backupPassphraseFile)
	case t.read[variable]:
		return fmt.Errorf("the file that %s names: %w", variable, of)
	case r.Env(variable) != "":
		t.read[variable] = true
	case r.Secret == nil: // what was given was for the other of the two
		return misuse{&store.SecretError{Backup: of.Backup, Path: of.Path, Err: store.ErrLocked}}
	case t.asked[of.Backup] == mostTries:
		return of
	default:
		if t.asked[of.Backup] > 0 {
			r.warn("%s", sentence(of))
		}
		t.asked[of.Backup]++
	}
	secret, err := r.secretFrom(variable, question)
	if err == nil {
		t.secrets = append(t.secrets, secret)
	}
	return err
}

func (r *run) showComparison(c store.Comparison) {
	r.say("the backup: %s, %s, %s%s", howMany(c.Cohorts, "cohort", "cohorts"), howMany(c.People, "person", "people"),
		gestures(c.Backup.Gestures), newest(c.Newest))
	switch {
	case c.NoBook:
		r.say("there is no book here yet: the backup becomes this laptop's own")
		return
	case c.Lost != "" && c.InBook == 0:
		r.say("the book here can't be opened: %s", c.Lost)
		return
	case c.Lost != "":
		r.say("the book here can't be opened: %s; %s of it can still be read%s", c.Lost, gestures(c.InBook), newest(c.NewestInBook))
	default:
		r.say("the book here: %s%s", gestures(c.InBook), newest(c.NewestInBook))
	}
	switch c.OnlyInBook {
	case 0:
		r.say("the backup lacks nothing that the book has")
	default:
		r.say("the backup lacks %s that the book has", gestures(c.OnlyInBook))
	}
	if c.OnlyInBackup > 0 {
		r.say("the book lacks %s that the backup has", gestures(c.OnlyInBackup))
	}
}

func gestures(n uint64) string { return howMany(int(n), "gesture", "gestures") }

func newest(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return ", the newest of " + at.Format("2006-01-02 15:04")
}

func (r *run) showRestored(done store.Restored) {
	r.say("restored: the book has %s", gestures(done.Gestures))
	if done.Aside != "" {
		r.say("the book as it was is kept: %s", done.Aside)
	}
	switch {
	case done.Unread:
		r.warn("not all of the book as it was could be read: what was struck in it since may be there again, so look for it")
	case done.Struck > 0:
		r.say("what was struck since stays struck: %s", howMany(done.Struck, "text", "texts"))
	}
}

// nameMarker asks who marks on a laptop that has the book for the first time.
func (r *run) nameMarker(path string, secrets []store.Secret) (err error) {
	if r.asFlag == "" && !r.Terminal {
		r.warn("nobody is named as the one who marks on this laptop: say who with the next change, with --as NAME")
		return nil
	}
	r.book, err = store.Open(path, r.World)
	for _, secret := range secrets {
		if errors.Is(err, store.ErrLocked) || isUnfit(err) {
			r.book, err = store.OpenWith(path, r.World, secret)
		}
	}
	if err != nil {
		return err
	}
	if err = r.somebody(); err == nil {
		err = r.author()
	}
	return r.closing(err)
}
