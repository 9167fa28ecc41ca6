package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestABookInASyncedFolderIsSaid(t *testing.T) {
	root := t.TempDir()
	for folder, of := range map[string]string{
		"Dropbox/roll":                      "Dropbox",
		"OneDrive - University of Maine":    "OneDrive",
		"onedrive/a/b/c":                    "OneDrive",
		"Library/Mobile Documents/x":        "iCloud",
		"marked/inner":                      "Syncthing",
		"OneDriveless":                      "",
		"Documents/notes about Dropbox use": "",
	} {
		path := filepath.Join(root, folder, "roll.book")
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if of == "Syncthing" {
			if err := os.Mkdir(filepath.Join(root, "marked", ".stfolder"), 0o700); err != nil {
				t.Fatal(err)
			}
		}
		said := Whereabouts(path)
		if of == "" && said != "" || of != "" && !strings.Contains(said, "that "+of+" syncs") {
			t.Errorf("%s: %q", folder, said)
		}
	}
}
