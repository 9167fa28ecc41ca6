package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
)

// The rotation are the backups in a folder beside the book: of the last days on which the book was
// used, of weeks and of months. Names there hold dates only.

const (
	keptDays   = 7
	keptWeeks  = 4
	keptMonths = 12
)

const (
	backupSuffix = ".book"
	keptPrefix   = "kept-" // of a book that a restore put aside
)

// backupName is the name of a file among the backups: "2026-03-04.book", "2026-03-04-2.book" for the
// second of a day, "kept-2026-03-04.book" for a book that a restore put aside.
type backupName struct {
	date model.Date
	n    int // 1 is the first of the day
	kept bool
}

func (b backupName) String() string {
	name := b.date.String()
	if b.kept {
		name = keptPrefix + name
	}
	if b.n > 1 {
		name += "-" + strconv.Itoa(b.n)
	}
	return name + backupSuffix
}

func readBackupName(name string) (b backupName, ok bool) {
	rest, ok := strings.CutSuffix(name, backupSuffix)
	if !ok {
		return b, false
	}
	rest, b.kept = strings.CutPrefix(rest, keptPrefix)
	b.n = 1
	if len(rest) > len("2006-01-02") {
		n, err := strconv.Atoi(strings.TrimPrefix(rest[len("2006-01-02"):], "-"))
		if err != nil {
			return b, false
		}
		b.n, rest = n, rest[:len("2006-01-02")]
	}
	date, err := model.ParseDate(rest)
	b.date = date
	return b, err == nil && b.String() == name
}

func isKept(path string) bool {
	name, ok := readBackupName(filepath.Base(path))
	return ok && name.kept
}

// nextName is the first name of a day that no file has.
func nextName(folder string, name backupName) (string, error) {
	for name.n = 1; ; name.n++ {
		path := filepath.Join(folder, name.String())
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
			return path, nil
		} else if err != nil {
			return "", err
		}
	}
}

// BackupDaily makes a backup into the rotation beside the book where none was made today and something
// was done since the last one, and then takes away what the rotation no longer needs. made is false
// where none was due, as of a book that can only be read. It takes as long as Backup does: it is for the background, once the first screen
// is there.
func (b *Book) BackupDaily() (made bool, err error) {
	b.backing.Lock()
	defer b.backing.Unlock()
	if b.copied != nil {
		return false, nil
	}
	due, err := b.backupDue()
	if err != nil || !due {
		return false, err
	}
	return true, b.rotate()
}

// BeforeRisky makes a backup into the rotation before something is done that a backup is good for:
// another passphrase, a restore, a join, another version. Where it returns an error, that is not to be
// done. After it the newest backup of the rotation is the book as it is.
func (b *Book) BeforeRisky() error {
	b.backing.Lock()
	defer b.backing.Unlock()
	return b.beforeRisky()
}

// beforeRisky is BeforeRisky for one who holds backing.
func (b *Book) beforeRisky() error { return b.rotate() }

// backupDue reports whether the book was changed since its newest backup, and that is not of today.
func (b *Book) backupDue() (bool, error) {
	files, err := backupFiles(b.path)
	if err != nil {
		return false, fmt.Errorf("look at the backups: %w", err)
	}
	_, last, any := b.newest()
	if !any {
		return true, nil
	}
	today := model.DateIn(b.world.Now())
	for _, f := range files {
		if f.date == today && !f.kept {
			if _, _, err := glance(f.path, b.ownSealer); err == nil {
				return false, nil
			}
		}
	}
	b.Flush()
	now, err := b.logTally()
	return now != last.Log, err
}

// logTally is what the log comes to.
func (b *Book) logTally() (tally, error) {
	s, err := b.readSumsNow()
	return s.Log, err
}

func (b *Book) readSumsNow() (s sums, err error) {
	err = b.viewOnce(func(tx *bolt.Tx) (err error) {
		s, err = readSums(tx, b.sealer)
		return err
	})
	return s, err
}

// rotate makes a backup in the folder of the rotation and prunes it. The caller holds backing.
func (b *Book) rotate() error {
	if err := b.Writable(); err != nil {
		return err
	}
	folder, err := b.backupFolder()
	if err != nil {
		return fmt.Errorf("make a backup: %w", noRoomThere(err, filepath.Dir(b.path)))
	}
	b.sweep(folder)
	today := model.DateIn(b.world.Now())
	path, err := nextName(folder, backupName{date: today})
	if err != nil {
		return fmt.Errorf("make a backup: %w", err)
	}
	if _, err := b.backupTo(path, false); err != nil {
		return err
	}
	b.prune(path, today)
	return nil
}

// backupFolder makes the folder of the rotation where there is none.
func (b *Book) backupFolder() (string, error) {
	place, err := filepath.EvalSymlinks(b.path)
	if err != nil {
		return "", fmt.Errorf("%w: put it back at %s, then close and open Rollbook", ErrMoved, b.path)
	}
	return makeBackupFolder(place)
}

func makeBackupFolder(place string) (string, error) {
	folder := backupsOf(place)
	if err := os.Mkdir(folder, 0o700); err == nil {
		return folder, syncFolder(filepath.Dir(folder))
	} else if !errors.Is(err, fs.ErrExist) {
		return "", err
	}
	info, err := os.Lstat(folder)
	if err == nil && !info.IsDir() {
		err = fmt.Errorf("%s is not the folder that backups go to: move it away", folder)
	}
	if err == nil && info.Mode().Perm() != 0o700 {
		_ = os.Chmod(folder, 0o700) // a disk without modes keeps its own
	}
	return folder, err
}

// sweep takes away what a crash left among the backups: half a backup, and another name of the book's
// own file, which a restore was about to put aside.
func (b *Book) sweep(folder string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return
	}
	own, err := os.Stat(b.path)
	for _, e := range entries {
		path := filepath.Join(folder, e.Name())
		half := strings.HasPrefix(e.Name(), besidePrefix) && strings.HasSuffix(e.Name(), besideSuffix)
		info, infoErr := os.Lstat(path)
		if half || err == nil && infoErr == nil && isKept(path) && os.SameFile(own, info) {
			_ = os.Remove(path) // what can't be taken away is in nobody's way
		}
	}
}

// prune takes away the backups that the rotation no longer needs. Only what can be told to be a backup
// of this book counts and goes; the newest one, which was read through a moment ago, always stays.
func (b *Book) prune(newest string, today model.Date) {
	files, err := backupFiles(b.path)
	if err != nil {
		return
	}
	var own []backupFile
	for _, f := range files {
		if f.kept {
			continue
		}
		if _, _, err := glance(f.path, b.ownSealer); err == nil {
			own = append(own, f)
		}
	}
	for _, f := range notNeeded(own, today) {
		if f.path != newest {
			_ = os.Remove(f.path) // the next day tries again
		}
	}
}

// notNeeded are the backups that are of none of the last days, weeks and months that have one: of each
// of these the newest stays. What is of today stays until tomorrow, and what seems to be of a day to
// come stays as it is: the clock was wrong once. The newest come first.
func notNeeded(all []backupFile, today model.Date) (out []backupFile) {
	days, weeks, months := map[string]bool{}, map[string]bool{}, map[string]bool{}
	takes := func(seen map[string]bool, key string, most int) bool {
		if seen[key] || len(seen) == most {
			return false
		}
		seen[key] = true
		return true
	}
	for _, f := range all {
		if f.date > today {
			continue
		}
		day := f.date.String()
		ofDay := takes(days, day, keptDays)
		ofWeek := takes(weeks, strconv.Itoa(weekOf(f.date)), keptWeeks)
		ofMonth := takes(months, day[:len("2006-01")], keptMonths)
		if !ofDay && !ofWeek && !ofMonth && f.date != today {
			out = append(out, f)
		}
	}
	return out
}

// weekOf numbers weeks from Monday to Sunday.
func weekOf(d model.Date) int {
	monday := int(d) + 3 // 1970-01-01 was a Thursday
	if monday < 0 {
		monday -= 6
	}
	return monday / 7
}
