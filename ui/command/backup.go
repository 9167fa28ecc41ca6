package command

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store"
)

// backupJSON is one backup of `rollbook backup list --json`. Gestures are null where the backup could
// not be looked into, why is null where it is ok.
type backupJSON struct {
	File      string  `json:"file"`
	At        *string `json:"at"`
	Gestures  *uint64 `json:"gestures"`
	Encrypted bool    `json:"encrypted"`
	Kept      bool    `json:"kept"`
	OK        bool    `json:"ok"`
	Why       *string `json:"why"`
}

func (r *run) backupCommand() *cobra.Command {
	var force bool
	c := &cobra.Command{
		Use:   "backup FILE",
		Short: "copy the book into a file, and read the copy through",
		Long: `Copies the book into a file, best on another disk, and reads the copy through before it is called
a backup. A book with a passphrase has backups with the same. Besides, Rollbook makes one a day by
itself, into a folder beside the book: rollbook backup list shows them.`,
		Example: `  rollbook backup /media/stick/roll-2026-03-04.book
  rollbook backup roll.book --force
  rollbook backup list`,
		Args: exactly(1, "the file"),
		RunE: r.reading(func(args []string) error {
			info, err := r.book.Backup(args[0], force)
			if errors.Is(err, store.ErrNotOverwritten) {
				return fmt.Errorf("%w: name another, or say --force to write over %s", store.ErrNotOverwritten, quoted(args[0]))
			}
			if refused := new(fs.PathError); errors.As(err, &refused) && !errors.Is(err, store.ErrNoRoom) {
				return fmt.Errorf("%w: choose another place for it", err)
			}
			if err != nil {
				return err
			}
			and := ""
			if info.Encrypted {
				and = "; it opens with the passphrase that the book has now"
			}
			r.say("backed up and read through: %s%s", howMany(int(info.Gestures), "gesture", "gestures"), and)
			return nil
		}),
	}
	c.Flags().BoolVar(&force, "force", false, "write over a file that is there")
	c.AddCommand(r.backupListCommand())
	return c
}

func (r *run) backupListCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "list", Short: "the backups beside the book, each read through", Args: noArguments,
		RunE: func(*cobra.Command, []string) error {
			path, err := r.path()
			if err != nil {
				return err
			}
			all, err := r.backups(path)
			if err != nil {
				return err
			}
			if asJSON {
				return r.json(backupsJSON(all))
			}
			t := tableOf("file", "made", "gestures", "")
			for _, b := range all {
				is := b.Why
				switch {
				case b.OK && b.Kept:
					is = "kept when another was restored"
				case b.OK:
					is = "good"
				}
				gestures := "-"
				if b.Gestures > 0 || b.OK {
					gestures = fmt.Sprint(b.Gestures)
				}
				t.add(filepath.Base(b.Path), r.age(b.At), gestures, is)
			}
			r.show(t, "there are no backups beside the book: rollbook backup FILE makes one")
			return nil
		},
	}
	jsonFlag(c, &asJSON)
	return c
}

func backupsJSON(all []store.BackupInfo) []backupJSON {
	list := []backupJSON{}
	for _, b := range all {
		j := backupJSON{File: b.Path, At: atOrNull(b.At), Encrypted: b.Encrypted, Kept: b.Kept, OK: b.OK, Why: orNull(b.Why)}
		if b.OK || b.Gestures > 0 {
			j.Gestures = &b.Gestures
		}
		list = append(list, j)
	}
	return list
}

// backups are those beside the book, which may be damaged, gone or open in another window. Where some
// have a passphrase it is asked for once; without it they are listed as not looked into.
func (r *run) backups(path string) ([]store.BackupInfo, error) {
	all, err := store.Backups(path)
	if err != nil {
		return nil, fmt.Errorf("look at the backups: %w", err)
	}
	locked := false
	for _, b := range all {
		locked = locked || b.Encrypted && !b.OK
	}
	if !locked || r.Env(passphraseFile) == "" && r.Env(backupPassphraseFile) == "" && r.Secret == nil {
		return all, nil
	}
	var secrets []store.Secret
	for _, variable := range []string{backupPassphraseFile, passphraseFile} {
		if r.Env(variable) == "" && (variable == backupPassphraseFile || len(secrets) > 0) {
			continue
		}
		secret, err := r.secretFrom(variable, "Passphrase of this book, or its recovery code: ")
		if err != nil {
			return nil, err
		}
		defer clear(secret)
		secrets = append(secrets, secret)
	}
	return store.Backups(path, secrets...)
}

// age says when something was, by this laptop's days.
func (r *run) age(at time.Time) string {
	if at.IsZero() {
		return "-"
	}
	now := r.World.Now()
	at = at.In(now.Location())
	switch days := int(model.DateIn(now) - model.DateIn(at)); {
	case days == 0:
		return "today, " + model.ClockIn(at).String()
	case days == 1:
		return "yesterday, " + model.ClockIn(at).String()
	case days > 1:
		return howMany(days, "day ago", "days ago")
	}
	return model.DateIn(at).Words()
}
