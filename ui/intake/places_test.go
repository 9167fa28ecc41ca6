package intake

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"
)

func place(t *testing.T, path string, age time.Duration) {
	t.Helper()
	check(t, os.MkdirAll(filepath.Dir(path), 0o755))
	check(t, os.WriteFile(path, []byte("Name\n"), 0o644))
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC).Add(-age)
	check(t, os.Chtimes(path, at, at))
}

func TestSpreadsheetsAreListedNewestFirst(t *testing.T) {
	home, stick := t.TempDir(), t.TempDir()
	place(t, filepath.Join(home, "Downloads", "roster.csv"), 3*time.Hour)
	place(t, filepath.Join(home, "Desktop", "Liste.XLSX"), time.Hour)
	place(t, filepath.Join(home, "Documents", "2026", "spring.xls"), 2*time.Hour)
	place(t, filepath.Join(home, "OneDrive - Office", "Desktop", "cloud.tsv"), 5*time.Hour)
	place(t, filepath.Join(stick, "stick.txt"), 4*time.Hour)
	for _, no := range []string{"Downloads/~$roster.xlsx", "Downloads/.hidden.csv", "Downloads/photo.jpg", "Documents/a/b/deep.csv", "Downloads/.cache/x.csv", "Music/x.csv"} {
		place(t, filepath.Join(home, filepath.FromSlash(no)), 0)
	}
	check(t, os.MkdirAll(filepath.Join(home, "Downloads", "folder.csv"), 0o755))
	var got []string
	for _, f := range Spreadsheets(home, []string{stick, filepath.Join(home, "gone")}, os.ReadDir) {
		got = append(got, f.Name)
		if f.Size != 5 || filepath.Base(f.Path) != f.Name {
			t.Errorf("file is %+v", f)
		}
	}
	if want := []string{"Liste.XLSX", "spring.xls", "roster.csv", "stick.txt", "cloud.tsv"}; !reflect.DeepEqual(got, want) {
		t.Errorf("listed are %v, want %v", got, want)
	}
}

func TestAtMostTwoHundredAreListedTheNewestOnes(t *testing.T) {
	home := t.TempDir()
	for i := range mostFiles + 5 {
		place(t, filepath.Join(home, "Downloads", fmt.Sprintf("%03d.csv", i)), time.Duration(i)*time.Minute)
	}
	got := Spreadsheets(home, nil, os.ReadDir)
	if len(got) != mostFiles || got[0].Name != "000.csv" || got[mostFiles-1].Name != "199.csv" {
		t.Errorf("%d are listed", len(got))
	}
}

func TestPlacesOutOfReachArePassedOver(t *testing.T) {
	asked := 0
	got := Spreadsheets("/nowhere", []string{"/media/gone"}, func(string) ([]fs.DirEntry, error) { asked++; return nil, fs.ErrPermission })
	if len(got) != 0 || asked < 4 {
		t.Errorf("%v after %d places", got, asked)
	}
}

func TestFoldersHaveTheNamesOfTheDesktopsLanguage(t *testing.T) {
	root := t.TempDir()
	got := userDirs(root, "# written by the desktop\nXDG_DOWNLOAD_DIR=\"$HOME/Téléchargements\"\nXDG_DESKTOP_DIR=\"$HOME/\"\nXDG_MUSIC_DIR=\"$HOME/Musique\"\n")
	if want := []string{filepath.Join(root, "Téléchargements")}; !reflect.DeepEqual(got, want) {
		t.Errorf("folders are %v, want %v", got, want)
	}
}

func TestPastedPathsAreTakenAsTheyCome(t *testing.T) {
	home := filepath.FromSlash("/home/jo")
	tests := []struct{ in, want string }{
		{"/home/jo/roster.csv\n", "/home/jo/roster.csv"},
		{`"/home/jo/my roster.csv"`, "/home/jo/my roster.csv"},
		{"'/home/jo/it'\\''s here.csv' ", "/home/jo/it's here.csv"},
		{"\u201c/home/jo/my roster.csv\u201d", "/home/jo/my roster.csv"},
		{`/home/jo/my\ roster\ \(2\).csv`, "/home/jo/my roster (2).csv"},
		{"file:///home/jo/my%20roster%20%232.csv\r\n", "/home/jo/my roster #2.csv"},
		{"FILE://localhost/home/jo/a b.csv", "/home/jo/a b.csv"},
		{"file:///C:/Users/Jo/My%20roster.xlsx", `C:\Users\Jo\My roster.xlsx`},
		{`"C:\Users\Jo\My roster.xlsx"`, `C:\Users\Jo\My roster.xlsx`},
		{`C:\Users\Jo\(new) roster.xlsx`, `C:\Users\Jo\(new) roster.xlsx`},
		{`\\office\share\roster.xlsx`, `\\office\share\roster.xlsx`},
		{"file://office/share/roster.xlsx", `\\office\share\roster.xlsx`},
		{`& 'C:\Users\Jo\My roster.xlsx'`, `C:\Users\Jo\My roster.xlsx`},
		{"~/Downloads/roster.csv", filepath.Join(home, "Downloads", "roster.csv")},
		{"/a.csv\n/b.csv", "/a.csv"},
		{`folder\roster.csv`, `folder\roster.csv`},
		{"'", "'"},
		{"", ""},
	}
	for _, tt := range tests {
		if got := PastedPath(tt.in, home); got != tt.want {
			t.Errorf("%q is %q, want %q", tt.in, got, tt.want)
		}
	}
}
