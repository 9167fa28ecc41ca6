package intake

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// File is a spreadsheet found on this machine.
type File struct {
	Path     string
	Name     string
	Modified time.Time
	Size     int64
}

const (
	mostFiles   = 200 // shown; the newest
	mostFolders = 200 // looked into, of each place
)

// endings are those of files that may hold a roster. '.xls' is among them, because what is behind
// it is often CSV, and if not the person is told what to do.
var endings = []string{".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls"}

// Spreadsheets are the files that a trainer is likely to look for, newest first, at most 200: in
// Downloads, Desktop and Documents of home and in the mounted sticks, and one folder below each.
// readDir is os.ReadDir; a place that can't be read is passed over. It reads disks, which can be
// slow: never call it while drawing.
func Spreadsheets(home string, mounts []string, readDir func(string) ([]fs.DirEntry, error)) []File {
	var out []File
	seen := map[string]bool{}
	for _, place := range append(Folders(home), mounts...) {
		entries, err := readDir(place)
		if err != nil {
			continue
		}
		out = append(out, spreadsheetsIn(place, entries, seen)...)
		folders := 0
		for _, e := range entries {
			if !e.IsDir() || hiddenName(e.Name()) {
				continue
			}
			if folders++; folders > mostFolders {
				break
			}
			below := filepath.Join(place, e.Name())
			if inner, err := readDir(below); err == nil {
				out = append(out, spreadsheetsIn(below, inner, seen)...)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b File) int { return b.Modified.Compare(a.Modified) })
	return out[:min(len(out), mostFiles)]
}

func spreadsheetsIn(folder string, entries []fs.DirEntry, seen map[string]bool) []File {
	var out []File
	for _, e := range entries {
		path := filepath.Join(folder, e.Name())
		if hiddenName(e.Name()) || seen[path] || !slices.Contains(endings, strings.ToLower(filepath.Ext(e.Name()))) {
			continue
		}
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		seen[path] = true
		out = append(out, File{Path: path, Name: e.Name(), Modified: info.ModTime(), Size: info.Size()})
	}
	return out
}

// hiddenName reports hidden files and the lock files that Excel ('~$') and LibreOffice ('.~lock')
// leave beside an open one.
func hiddenName(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") || name == "$RECYCLE.BIN" || name == "System Volume Information"
}

// Folders are where people keep what they were sent: also in OneDrive, which moves Desktop and
// Documents into itself, and under the names that a Linux desktop in another language gives them.
func Folders(home string) []string {
	var out []string
	add := func(path string) {
		if !slices.Contains(out, path) {
			out = append(out, path)
		}
	}
	for _, name := range []string{"Downloads", "Desktop", "Documents"} {
		add(filepath.Join(home, name))
	}
	for _, cloud := range clouds(home) {
		for _, name := range []string{"Desktop", "Documents"} {
			add(filepath.Join(cloud, name))
		}
	}
	if named, err := os.ReadFile(filepath.Join(home, ".config", "user-dirs.dirs")); err == nil {
		for _, path := range userDirs(home, string(named)) {
			add(path)
		}
	}
	return out
}

// clouds are the folders named OneDrive, OneDrive - Organization, and iCloud Drive's.
func clouds(home string) []string {
	out, err := filepath.Glob(filepath.Join(globSafe(home), "OneDrive*"))
	if err != nil {
		out = nil
	}
	return append(out, filepath.Join(home, "Library", "Mobile Documents", "com~apple~CloudDocs"))
}

func globSafe(path string) string {
	return strings.NewReplacer(`[`, `\[`, `*`, `\*`, `?`, `\?`).Replace(path)
}

// userDirs reads the lines XDG_DOWNLOAD_DIR="$HOME/Téléchargements" of a Linux desktop.
func userDirs(home, text string) []string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		key, value, ok := strings.Cut(strings.TrimSpace(line), "=")
		if !ok || key != "XDG_DOWNLOAD_DIR" && key != "XDG_DESKTOP_DIR" && key != "XDG_DOCUMENTS_DIR" {
			continue
		}
		value = strings.Replace(strings.Trim(value, `"`), "$HOME", home, 1)
		if filepath.IsAbs(value) && filepath.Clean(value) != filepath.Clean(home) {
			out = append(out, filepath.Clean(value))
		}
	}
	return out
}
