package store

import (
	"fmt"
	"path/filepath"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
)

// keyStruck stands in meta from a strike until what was struck is erased.
var keyStruck = []byte("struck")

// Strikes reports whether a draft strikes a text. Once it is saved the text is out of reach in the
// book, and still in free pages of its file, and in its backups, until Erase.
func (d *Draft) Strikes() bool { return strikesText(d.Gesture) }

// Erase takes what was struck out of the file of the book, which is written anew, and with backups out
// of those beside it too. Copies in what is returned are files elsewhere that may still have it. The error wraps what the file system said: the book is in use as it was then.
func (b *Book) Erase(backups bool) (Rekeyed, error) {
	if err := b.Rewrite(); err != nil {
		return Rekeyed{}, fmt.Errorf("what was struck may still be in free places of the file, strike something again to try once more: %w", err)
	}
	var done Rekeyed
	if backups {
		var err error
		if done, err = b.StrikeBackups(); err != nil {
			return done, err
		}
	}
	done.Copies = b.copiesLeft(done.Left, func(c Copy) bool { return b.inRotation(c.Path) })
	shares, err := b.sharesSent()
	if err != nil {
		return done, err
	}
	done.Shares = shares
	return done, b.keep(bucketMeta, keyStruck, "")
}

// inRotation reports whether a file is one of the backups that Rollbook made by itself.
func (b *Book) inRotation(path string) bool {
	return filepath.Dir(path) == backupsOf(wholePath(b.path)) && isBackupName(filepath.Base(path))
}

// eraseLeft erases what was struck and not yet erased, before the book is closed: whoever strikes
// something may close the program at once, or may have lost power.
func (b *Book) eraseLeft() {
	if b.copied != nil {
		return
	}
	left := false
	err := b.viewOnce(func(tx *bolt.Tx) error {
		left = tx.Bucket([]byte(bucketMeta)).Get(keyStruck) != nil
		return nil
	})
	if err == nil && left {
		_, _ = b.Erase(true) // what fails is tried again when the book is closed the next time
	}
}

// Forgotten is what came of forgetting a person.
type Forgotten struct {
	Backups Rekeyed
	Naming  []Naming // notes about something else in which the name stands: to be looked at
}

// Forget strikes all that is written about a person, as PlanForget says, with unfinished notes, and
// erases it: from the file, and with backups from those beside it. An error after the person was
// forgotten comes with what was done.
func (b *Book) Forget(id model.ID, backups bool) (Forgotten, error) {
	var out Forgotten
	var err error
	if out.Naming, err = b.NotesNaming(id); err != nil {
		return out, fmt.Errorf("forget somebody: %w", err)
	}
	d, err := b.PlanForget(id)
	if err != nil {
		return out, err
	}
	if d != nil {
		if err := b.Save(d).Wait(); err != nil {
			return out, err
		}
	}
	if err := b.ForgetDrafts(id); err != nil {
		return out, err
	}
	out.Backups, err = b.Erase(backups)
	return out, err
}
