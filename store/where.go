package store

import (
	"os"
	"path/filepath"
	"strings"
)

// synced are folders that a cloud's program keeps alike on several machines, by their names, and what
// else tells them: a file or folder in them.
var synced = []struct{ name, mark, of string }{
	{"Dropbox", ".dropbox", "Dropbox"},
	{"OneDrive", "", "OneDrive"},
	{"Google Drive", "", "Google Drive"},
	{"My Drive", "", "Google Drive"},
	{"iCloud Drive", "", "iCloud"},
	{"Mobile Documents", "", "iCloud"},
	{"Nextcloud", ".sync_journal.db", "Nextcloud"},
	{"ownCloud", "._sync_journal.db", "ownCloud"},
	{"", ".stfolder", "Syncthing"},
}

// Whereabouts says what is risky about where a book lies, in a sentence without a full stop; empty
// where nothing is. A cloud's program may put an older file back, or copy the book in the middle of a
// write; over a network locks and syncs are promises of others.
func Whereabouts(path string) string {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		real = path
	}
	if real, err = filepath.Abs(real); err != nil {
		return ""
	}
	for folder := filepath.Dir(real); ; folder = filepath.Dir(folder) {
		if of := syncedBy(folder); of != "" {
			return "the book lies in a folder that " + of + " syncs, which can put an older copy in its place: keep it elsewhere, and share it with rollbook sync"
		}
		if folder == filepath.Dir(folder) {
			break
		}
	}
	if onNetwork(filepath.Dir(real)) {
		return "the book lies on a network folder, which can lose what it called saved: keep it on this laptop's own disk"
	}
	return ""
}

// syncedBy is whose folder it is.
func syncedBy(folder string) string {
	base := filepath.Base(folder)
	for _, s := range synced {
		// OneDrive has the name of the office behind its own: 'OneDrive - University'.
		if s.name != "" && (strings.EqualFold(base, s.name) || s.name == "OneDrive" && strings.HasPrefix(base, "OneDrive - ")) {
			return s.of
		}
		if s.mark == "" {
			continue
		}
		if _, err := os.Lstat(filepath.Join(folder, s.mark)); err == nil {
			return s.of
		}
	}
	return ""
}
