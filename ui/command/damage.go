package command

import (
	"errors"
	"fmt"

	"rollbook/model"
	"rollbook/store"
)

// withWayOut adds to what is said of a damaged or an empty book the one command to run: to restore the
// newest good backup beside it, or to bring over what can still be read where there is none.
func (r *run) withWayOut(err error) error {
	if !errors.Is(err, store.ErrDamaged) && !errors.Is(err, store.ErrEmpty) {
		return err
	}
	path, lost := r.path()
	if lost != nil {
		return err
	}
	backup, none := store.NewestBackup(path)
	switch {
	case none != nil && errors.Is(err, store.ErrEmpty):
		return fmt.Errorf("%w: there is no good backup beside it, so move it away to begin a new book, or run rollbook restore FILE with a backup from elsewhere", err)
	case none != nil:
		return fmt.Errorf("%w: there is no good backup beside it, so keep the file and run rollbook check --salvage NEWFILE", err)
	}
	return fmt.Errorf("%w: the newest good backup is of %s, so keep the file and run rollbook restore %s",
		err, model.DateIn(backup.At.In(r.World.Now().Location())).Words(), quoted(backup.Path))
}

// olderThan says that the book lacks what one of its backups has.
func olderThan(newer store.BackupInfo, lacks uint64) string {
	return fmt.Sprintf("this book lacks %s that its backup of %s has: was an older file put in its place? rollbook restore %s --dry-run shows more",
		howMany(int(lacks), "gesture", "gestures"), model.DateIn(newer.At).Words(), quoted(newer.Path))
}
