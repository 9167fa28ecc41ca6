package review

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/report"
)

// exportTo goes through the chooser and the form of an export to a file.
func (st *stage) exportTo(choose, path string, more ...string) {
	st.Helper()
	st.press("x")
	for _, c := range choose {
		st.press(strings.ReplaceAll(string(c), " ", "space"))
	}
	st.press("enter", "ctrl+u", "ctrl+k")
	for _, c := range path {
		st.press(strings.ReplaceAll(string(c), " ", "space"))
	}
	st.press(more...)
	st.press("ctrl+s")
}

func TestEverythingIsExportedInEveryForm(t *testing.T) {
	folder := t.TempDir()
	begins := map[report.Form]string{report.CSV: "\ufeff", report.XLSX: "PK", report.PDF: "%PDF", report.HTML: "<!"}
	st := usual(t)
	for _, x := range []what{theReview, theSignIn, theMarks} {
		for form, head := range begins {
			path := filepath.Join(folder, strings.ReplaceAll(x.words(), " ", "")+"."+string(form))
			st.exportTo(x.words()+" "+string(form), path)
			st.Heard("written: " + path)
			got, err := os.ReadFile(path)
			if err != nil || !bytes.HasPrefix(bytes.ToLower(got), bytes.ToLower([]byte(head))) && form != report.CSV {
				t.Errorf("%s as %s: %v, begins with %.20q", x.words(), form, err, got)
			}
			if form != report.CSV {
				continue
			}
			rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(got, []byte(head)))).ReadAll()
			if err != nil || len(rows) < 6 {
				t.Errorf("%s has %d rows, %v", path, len(rows), err)
			}
		}
	}
}

func TestExportReplacesNothingUnasked(t *testing.T) {
	st := usual(t)
	path := filepath.Join(t.TempDir(), "there.csv")
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	st.exportTo("review csv", path)
	st.Sees("already. Replace it?")
	st.press("n")
	if got, _ := os.ReadFile(path); string(got) != "mine" || st.Stack.Len() != 1 {
		t.Errorf("after no the file has %q, and %d overlays are open", got, st.Stack.Len())
	}
	st.press("ctrl+s", "y")
	st.Heard("written: " + path)
	if got, _ := os.ReadFile(path); string(got) == "mine" || st.Stack.Len() != 0 {
		t.Errorf("after yes the file has %q, and %d overlays are open", got, st.Stack.Len())
	}
}

func TestExportThatFailsKeepsWhatWasTyped(t *testing.T) {
	st := usual(t)
	st.exportTo("marks pdf", filepath.Join(t.TempDir(), "no such folder", "marks"))
	st.Heard("not written: ")
	st.Sees("The marks of Spring, as pdf", "no such folder")
	st.press("ctrl+u", "ctrl+s")
	st.Heard("type where to write the file")
}

func TestPrivateTextsAreLeftOutUnlessAskedFor(t *testing.T) {
	st := usual(t)
	c := st.Room.Cohort
	st.commit(oplog.Single, c.EditRemark(c.Row(4), c.BlocksOf(3)[0].ID, "the bus from Bangor"))
	folder := t.TempDir()
	for name, more := range map[string][]string{"without": nil, "with": {"tab", "tab", "y"}} {
		path := filepath.Join(folder, name+".csv")
		st.exportTo("marks csv", path, more...)
		got, err := os.ReadFile(path)
		if err != nil || bytes.Contains(got, []byte("the bus from Bangor")) != (name == "with") {
			t.Errorf("%s remarks: %v\n%s", name, err, got)
		}
	}
}

func TestExportFormSaysWhatItAsks(t *testing.T) {
	st := usual(t)
	st.press("x")
	st.golden("exports", kit.NewTheme(false, false, false))
	for _, key := range "review xlsx" {
		st.press(strings.ReplaceAll(string(key), " ", "space"))
	}
	st.press("enter", "tab", "tab", "tab", "tab", "s", "e", "c")
	st.golden("export-form", kit.NewTheme(false, false, false))
	st.Sees("~/spring-review-2026-03-05.xlsx", "Password  ***", "Once more")
	st.press("ctrl+s")
	st.Heard("the two are not the same")
}

func TestWholeBookIsExported(t *testing.T) {
	st := usual(t)
	st.second(1)
	st.press("w")
	path := filepath.Join(t.TempDir(), "all.csv")
	st.exportTo("review csv", path)
	got, err := os.ReadFile(path)
	if err != nil || !bytes.Contains(got, []byte("Winter")) || !bytes.Contains(got, []byte("Spring")) {
		t.Errorf("%v\n%s", err, got)
	}
}
