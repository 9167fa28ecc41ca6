package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"rollbook/model"
)

// A backup is a book of its own: a copy of the file as it was at one moment, made while the book is
// used, under the same keys, and read through before it is called one. It is never written to; what a
// restore puts in the book's place is a new file (restore.go).

// BackupInfo is what is known of one backup.
type BackupInfo struct {
	Path      string
	At        time.Time // when it was made
	Size      int64     // bytes
	Gestures  uint64    // in its log; 0 where it could not be looked into
	Encrypted bool      // it has a passphrase
	Kept      bool      // a book that a restore put aside: it is never deleted
	OK        bool      // all of it was read, and is what was written
	Why       string    // why it is not OK, in words
}

// Errors of backups. Each comes wrapped in a sentence that says what to do.
var (
	ErrNotOverwritten = errors.New("there is a file of that name already")
	ErrBadBackup      = errors.New("this backup can't be used")
	ErrOtherBook      = errors.New("it is a backup of another book")
	ErrNoBackup       = errors.New("there is no backup")
)

// settingBackup is when a backup was last made into a file that somebody named.
const settingBackup = "backup"

// Backup copies the book into the file at path while it is used: everything that was handed over
// before. The copy is made beside its place, read through, and moved there whole; until then a file
// that is there stays as it is, and so does the book, whatever fails. It returns ErrNotOverwritten
// where there is a file and overwrite is false, ErrNoRoom, or what the file system said.
func (b *Book) Backup(path string, overwrite bool) (BackupInfo, error) {
	b.backing.Lock()
	defer b.backing.Unlock()
	if err := b.mayReplace(path, overwrite); err != nil {
		return BackupInfo{}, fmt.Errorf("make a backup: %w", err)
	}
	info, err := b.backupTo(path, overwrite)
	if err == nil {
		// The backup stands without these notes; a book that can't be written says so at the next mark.
		_ = b.Put(settingBackup, info.At.Format(time.RFC3339))
		_ = b.rememberCopies(path)
	}
	return info, err
}

// mayReplace refuses a place that a backup must not take: the book's own, a folder, a device.
func (b *Book) mayReplace(path string, overwrite bool) error {
	if path == "" {
		return errors.New("its name is empty: name a file")
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	switch own, ownErr := os.Stat(b.path); {
	case err != nil:
		return err
	case ownErr == nil && os.SameFile(own, info):
		return fmt.Errorf("%s is the book itself: name another file", path)
	case info.IsDir():
		return fmt.Errorf("%s is a folder: name a file in it", path)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is no regular file: name another", path)
	case !overwrite:
		return fmt.Errorf("%w: name another, or say that %s may be overwritten", ErrNotOverwritten, path)
	}
	return nil
}

// backupTo makes a backup. The caller holds backing.
func (b *Book) backupTo(path string, overwrite bool) (BackupInfo, error) {
	b.Flush()
	c := &copying{book: b, place: path, overwrite: overwrite}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		c.place = real
	}
	c.beside = besideOf(c.place)
	if err := c.run(); err != nil {
		return BackupInfo{}, fmt.Errorf("make a backup: %w", noRoomThere(err, filepath.Dir(path)))
	}
	info := BackupInfo{Path: path, Gestures: c.sums.Log.Count, Encrypted: b.Encrypted(), OK: true}
	if stat, err := os.Stat(c.place); err == nil {
		info.At, info.Size = stat.ModTime(), stat.Size()
	}
	return info, nil
}

// noRoomThere names a full disk, and leaves every other error as it is.
func noRoomThere(err error, folder string) error {
	if errors.Is(err, ErrNoRoom) || isFull(err) {
		return fmt.Errorf("%w: make room in %s, or choose another place: %w", ErrNoRoom, folder, err)
	}
	return err
}

// LastBackup is when the newest backup of this book was made that is in its rotation or was made into
// a file that somebody named; false where there is none. It looks at the newest one only, and not at
// all of it.
func (b *Book) LastBackup() (time.Time, bool) {
	var last time.Time
	if newest, _, ok := b.newest(); ok {
		last = newest
	}
	if text, err := b.Setting(settingBackup); err == nil {
		if at, err := time.Parse(time.RFC3339, text); err == nil && at.After(last) {
			last = at
		}
	}
	return last, !last.IsZero()
}

// readyBackup says when the book was last backed up.
func (b *Book) readyBackup() Check {
	check := Check{What: "backup"}
	at, any := b.LastBackup()
	if !any {
		check.Says, check.Do = "none yet", "make a backup, best on another disk"
		return check
	}
	now := b.world.Now()
	days := int(model.DateIn(now) - model.DateIn(at.In(now.Location())))
	switch {
	case days <= 0:
		check.OK, check.Says = true, "the last one is of today"
	case days == 1:
		check.OK, check.Says = true, "the last one is of yesterday"
	case days <= backupAge:
		check.OK, check.Says = true, fmt.Sprintf("the last one is %d days old", days)
	default:
		check.Says, check.Do = fmt.Sprintf("the last one is %d days old", days), "make a backup, best on another disk"
	}
	return check
}

// backupAge is how many days old the newest backup may be before a day of training.
const backupAge = 14
