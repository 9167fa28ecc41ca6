package room

import (
	"rollbook/model"
	"rollbook/store"
)

// WayOut is what to do about a damaged book, as the end of a sentence: the one command to run.
func WayOut(book string) string {
	backup, err := store.NewestBackup(book)
	if err != nil {
		return "; there is no good backup beside it, so quit, keep the file and run rollbook check --salvage NEWFILE"
	}
	return "; the newest good backup is of " + model.DateIn(backup.At).Words() + ", so quit, keep the file and run rollbook restore '" + backup.Path + "'"
}
