package intake

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

func readBytes(data []byte, o Options) (Table, error) {
	return ReadFrom("roster", bytes.NewReader(data), int64(len(data)), o)
}

func zipped(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range parts {
		w, err := z.Create(name)
		check(t, err)
		_, err = w.Write([]byte(content))
		check(t, err)
	}
	check(t, z.Close())
	return b.Bytes()
}

const ole = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

func TestFilesThatAreNoRosterGetASentence(t *testing.T) {
	tests := []struct {
		name string
		data []byte
		want error
		says string
	}{
		{"old Excel", append([]byte(ole), utf16le("Workbook")...), ErrOldExcel, "save it as .xlsx or CSV"},
		{"locked", append([]byte(ole), utf16le("EncryptedPackage")...), ErrLocked, "password"},
		{"old Word", append([]byte(ole), utf16le("WordDocument")...), ErrNotARoster, "a document"},
		{"PDF", []byte("%PDF-1.7\n"), ErrNotARoster, "a PDF"},
		{"PNG", []byte("\x89PNG\r\n\x1a\n"), ErrNotARoster, "a picture"},
		{"web page named .xls", []byte("\n<html><table><tr><td>Name</td></tr></table></html>"), ErrNotARoster, "a web page"},
		{"empty", nil, ErrNotARoster, "the file is empty"},
		{"blank", []byte(" \r\n\t\n"), ErrNotARoster, "nothing in it"},
		{"separators only", []byte(",,,\n,,,\n"), ErrNotARoster, "nothing in it"},
		{"binary", []byte("Name,Email\x00\x00\x00\x01\x02"), ErrNotARoster, "something else than text"},
		{"people without a header", []byte("Maya Ortiz,maya@example.org\nNoor Haddad,noor@example.org\n"), ErrNoHeader, "names the columns"},
		{"one column of names", []byte("Maya Ortiz\nNoor Haddad\n"), ErrNoHeader, "names the columns"},
		{"too many columns", []byte("Name" + strings.Repeat(",x", MaxColumns) + "\n"), ErrTooBig, "columns"},
		{"too many rows", []byte("Name\n" + strings.Repeat("Maya Ortiz\n", MaxRows+1)), ErrTooBig, "20000"},
		{"far too many rows", []byte("Name\n" + strings.Repeat("Maya Ortiz\n", MaxRows*2)), ErrTooBig, "20000"},
		{"Word", zipped(t, map[string]string{"word/document.xml": "<x/>"}), ErrNotARoster, "a document"},
		{"OpenDocument", zipped(t, map[string]string{"mimetype": "x", "content.xml": "<x/>"}), ErrNotARoster, "another kind"},
		{"zip", zipped(t, map[string]string{"photo.jpg": "x"}), ErrNotARoster, "unpack it first"},
		{"cut short", zipped(t, map[string]string{"xl/workbook.xml": "<workbook/>"})[:60], ErrNotARoster, "copied to its end"},
		{"hollow workbook", zipped(t, map[string]string{"xl/workbook.xml": "<workbook/>"}), ErrNotARoster, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := readBytes(tt.data, Options{})
			if !errors.Is(err, tt.want) || !strings.Contains(fmt.Sprint(err), tt.says) {
				t.Errorf("error is %v; want one of %q that says %q", err, tt.want, tt.says)
			}
		})
	}
}

func TestFolderAndMissingFileAreSaid(t *testing.T) {
	if _, err := Read(t.TempDir(), Options{}); !errors.Is(err, ErrFolder) {
		t.Errorf("a folder: %v", err)
	}
	if _, err := Read(filepath.Join(t.TempDir(), "none.csv"), Options{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
	if _, err := Read(os.DevNull, Options{}); !errors.Is(err, ErrNotARoster) {
		t.Errorf("a device: %v", err)
	}
}

// noRead fails the test if a file is read that its size alone refuses.
type noRead struct{ t *testing.T }

func (n noRead) ReadAt([]byte, int64) (int, error) {
	n.t.Error("the file was read")
	return 0, nil
}

func TestFileBeyondTheLimitIsNotRead(t *testing.T) {
	if _, err := ReadFrom("big.csv", noRead{t}, MaxFileBytes+1, Options{}); !errors.Is(err, ErrTooBig) {
		t.Errorf("error is %v", err)
	}
}

func TestPackedBombsAreRefusedBeforeUnpacking(t *testing.T) {
	blanks := strings.Repeat(" ", 40<<20)
	many := map[string]string{}
	for i := range maxParts + 1 {
		many[fmt.Sprintf("xl/%d", i)] = ""
	}
	for name, data := range map[string][]byte{
		"ratio": zipped(t, map[string]string{"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": blanks}),
		"total": zipped(t, map[string]string{"xl/workbook.xml": "<workbook/>", "xl/a": blanks, "xl/b": blanks}),
		"parts": zipped(t, many),
	} {
		if _, err := readBytes(data, Options{}); !errors.Is(err, ErrTooBig) {
			t.Errorf("%s: error is %v", name, err)
		}
	}
}

func TestPartThatLiesAboutItsSizeIsRefused(t *testing.T) {
	data := zipped(t, map[string]string{"xl/workbook.xml": strings.Repeat(" ", 4<<20)})
	// The size unpacked stands in the list at the end of the file, 24 bytes into the entry.
	at := bytes.Index(data, []byte("PK\x01\x02"))
	copy(data[at+24:], []byte{16, 0, 0, 0})
	if _, err := readBytes(data, Options{}); !errors.Is(err, ErrNotARoster) {
		t.Errorf("error is %v", err)
	}
}

func TestWideSheetIsRefused(t *testing.T) {
	f := excelize.NewFile()
	fill(t, f, "Sheet1", 1, []any{"Name", "Email"})
	check(t, f.SetCellValue("Sheet1", "XFD2", "far"))
	if _, err := readBytes(saved(t, f), Options{}); !errors.Is(err, ErrTooBig) {
		t.Errorf("error is %v", err)
	}
}

func TestEmptyWorkbookIsSaid(t *testing.T) {
	if _, err := readBytes(saved(t, excelize.NewFile()), Options{}); !errors.Is(err, ErrNotARoster) || !strings.Contains(err.Error(), "all sheets are empty") {
		t.Errorf("error is %v", err)
	}
}

func TestSheetIsChosenByName(t *testing.T) {
	path := filepath.Join("testdata", "two-sheets.xlsx")
	table, err := Read(path, Options{Sheet: "old LIST"})
	check(t, err)
	if table.Sheet != "Old list" || len(table.Rows) != 1 {
		t.Errorf("read sheet %q with %d rows", table.Sheet, len(table.Rows))
	}
	if _, err := Read(path, Options{Sheet: "Autumn"}); !errors.Is(err, ErrNoSheet) || !strings.Contains(err.Error(), "'Spring 2026'") {
		t.Errorf("error is %v", err)
	}
}

func TestHeaderLineIsTakenFromThePerson(t *testing.T) {
	data := []byte("Name,Email\nTeilnehmer,Post\nMaya Ortiz,maya@example.org\n")
	table, err := readBytes(data, Options{HeaderLine: 2})
	check(t, err)
	if table.HeaderLine != 2 || table.Header[1] != "Post" || len(table.Rows) != 1 {
		t.Errorf("table is %+v", table)
	}
	if _, err := readBytes(data, Options{HeaderLine: 9}); !errors.Is(err, ErrNoHeader) {
		t.Errorf("a line that isn't there: %v", err)
	}
}

func TestListWithoutHeaderIsReadByLetters(t *testing.T) {
	table, err := readBytes([]byte("Maya Ortiz,maya@example.org\nNoor Haddad,noor@example.org\n"), Options{HeaderLine: NoHeader})
	check(t, err)
	over, err := ParseMap([]string{"name=A", "email=2"})
	check(t, err)
	m, err := Recognise(table.Header, over)
	check(t, err)
	r := People(table, m)
	if len(r.People) != 2 || r.People[0].Name != "Maya Ortiz" || r.People[1].Email != "noor@example.org" {
		t.Errorf("people are %+v", r)
	}
}

func TestDamagedLettersAreNamed(t *testing.T) {
	table, err := readBytes([]byte("Name,Worksite\nZoë Lévesque,Brücke Ä\nMaya,Caf\xc3\n"), Options{})
	check(t, err)
	if len(table.Notes) != 1 || !strings.Contains(table.Notes[0], "damaged") {
		t.Errorf("notes are %q", table.Notes)
	}
	if got := table.Rows[0].Cells[0]; got != "Zoë Lévesque" {
		t.Errorf("a good name became %q", got)
	}
}

func TestPreviewHoldsNoEscapeSequences(t *testing.T) {
	table, err := readBytes([]byte("Name,\x1b]0;x\x07Email\nMa\x1b[2Jya,maya@example.org\nNoor,noor@example.org\n"), Options{})
	check(t, err)
	got := table.Preview(1)
	if len(got) != 1 || got[0][0] != "Maya" || table.Header[1] != "Email" {
		t.Errorf("preview is %q under %q", got, table.Header)
	}
}

func TestLongNumbersShownShortKeepTheirDigits(t *testing.T) {
	f := excelize.NewFile()
	fill(t, f, "Sheet1", 1, []any{"Name", "Phone"}, []any{"Maya Ortiz", 442071838750}, nil, []any{"Noor Haddad", 442071838751})
	short := "0.00E+00"
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &short})
	check(t, err)
	check(t, f.SetCellStyle("Sheet1", "B2", "B4", style))
	table, err := readBytes(saved(t, f), Options{})
	check(t, err)
	if a, b := table.Rows[0].Cells[1], table.Rows[1].Cells[1]; a != "442071838750" || b != "442071838751" {
		t.Errorf("phones are %q and %q", a, b)
	}
}

func TestAnEndlessCellIsCutAndSaid(t *testing.T) {
	long := strings.Repeat("日", MaxCellBytes) // three bytes each: the cut must not split one
	tests := []struct{ name, data, note string }{
		{"a quotation mark that is never closed", "Name\nAna\n\"" + long, "line 3: a cell of more than 16 KiB was cut"},
		{"several", "Name,Comments\nAna," + long + "\nBen," + long + "\nCy,\n", "line 2: a cell of more than 16 KiB was cut, and 1 below it"},
		{"blanks are no content", "Name\nAna" + strings.Repeat(" ", 2*MaxCellBytes) + "\n", ""},
	}
	for _, tt := range tests {
		table, err := readBytes([]byte(tt.data), Options{})
		check(t, err)
		if got := strings.Join(table.Notes, "; "); !strings.HasSuffix(got, tt.note) || tt.note == "" && got != "" {
			t.Errorf("%s: noted %q", tt.name, got)
		}
		for _, r := range table.Rows {
			for _, c := range r.Cells {
				if len(strings.TrimSpace(c)) > MaxCellBytes || !utf8.ValidString(c) {
					t.Errorf("%s: line %d holds a cell of %d bytes, or half a letter", tt.name, r.Line, len(c))
				}
			}
		}
	}
}
