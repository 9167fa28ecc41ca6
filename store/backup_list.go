package store

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Backups are the backups beside a book, the newest first, each of them read through. The book itself
// may be damaged or gone. Secrets open those that have a passphrase; without one they are listed as
// not looked into.
func Backups(book string, secrets ...Secret) ([]BackupInfo, error) {
	keys := &keychain{secrets: secrets}
	defer keys.clear()
	return listBackups(book, keys.unseal)
}

// Backups are the backups beside the book, as the function of that name has them.
func (b *Book) Backups() ([]BackupInfo, error) {
	b.backing.Lock()
	defer b.backing.Unlock()
	return listBackups(b.path, b.ownSealer)
}

func listBackups(book string, unseal unsealing) ([]BackupInfo, error) {
	files, err := backupFiles(book)
	if err != nil {
		return nil, err
	}
	var all []BackupInfo
	for _, f := range files {
		info, _ := examine(f.path, unseal)
		all = append(all, info)
	}
	return all, nil
}

// NewestBackup is the newest backup beside a book that is a good one, as far as can be told without
// a secret: of one with a passphrase only the structure. The error wraps ErrNoBackup where there is
// none. It is for a book that can't be opened.
func NewestBackup(book string) (BackupInfo, error) {
	files, err := backupFiles(book)
	if err != nil {
		return BackupInfo{}, err
	}
	for _, f := range files {
		info, err := examine(f.path, (&keychain{}).unseal)
		if !info.Kept && (err == nil || errors.Is(err, ErrLocked)) {
			return info, nil
		}
	}
	return BackupInfo{}, ErrNoBackup
}

// newest looks at the newest file of the rotation that is of this book: when it was made, and what
// its log came to.
func (b *Book) newest() (at time.Time, s sums, ok bool) {
	files, err := backupFiles(b.path)
	if err != nil {
		return at, s, false
	}
	for _, f := range files {
		if f.kept {
			continue
		}
		if info, s, err := glance(f.path, b.ownSealer); err == nil {
			return info.At, s, true
		}
	}
	return at, s, false
}

// backupFile is a file among the backups of a book, by its name alone.
type backupFile struct {
	path string
	backupName
}

// backupFiles are the files in the folder of a book's backups that are named as backups are, the
// newest first, what a restore kept last.
func backupFiles(book string) ([]backupFile, error) {
	place, err := filepath.EvalSymlinks(book)
	if err != nil {
		place = book // there may be backups of a book that is gone
	}
	entries, err := os.ReadDir(backupsOf(place))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var files []backupFile
	for _, e := range entries {
		if name, ok := readBackupName(e.Name()); ok && !e.IsDir() {
			files = append(files, backupFile{filepath.Join(backupsOf(place), e.Name()), name})
		}
	}
	slices.SortFunc(files, func(a, b backupFile) int {
		if a.kept != b.kept {
			if b.kept {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(b.date, a.date), cmp.Compare(b.n, a.n), strings.Compare(a.path, b.path))
	})
	return files, nil
}
