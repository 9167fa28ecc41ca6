package intake

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/unicode"
)

var update = flag.Bool("update", false, "write testdata anew: read the difference before keeping it")

// shape is what a roster file must yield, as it stands beside it in testdata.
type shape struct {
	Sheet      string              `json:"sheet,omitempty"`
	Sheets     []string            `json:"sheets,omitempty"`
	HeaderLine int                 `json:"header_line"`
	Columns    map[Field][]string  `json:"columns"`
	LeftOut    []string            `json:"left_out,omitempty"`
	People     []map[string]string `json:"people"`
	Lines      []int               `json:"lines"`
	Skipped    []int               `json:"skipped_lines,omitempty"`
	Faults     []string            `json:"faults,omitempty"`
	Warnings   []string            `json:"warnings,omitempty"`
	Notes      []string            `json:"notes,omitempty"`
}

// mapped are the files that need a person's word.
var mapped = map[string][]string{
	"unknown-words.csv": {"name=Osallistuja", "email=2", "worksite=c"},
}

func readShape(t *testing.T, path string) shape {
	t.Helper()
	over, err := ParseMap(mapped[filepath.Base(path)])
	if err != nil {
		t.Fatal(err)
	}
	table, err := Read(path, Options{Headings: over.Headings()})
	if err != nil {
		t.Fatal(err)
	}
	m, err := Recognise(table.Header, over)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Check(); err != nil {
		t.Fatal(err)
	}
	r := People(table, m)
	s := shape{Sheet: table.Sheet, HeaderLine: table.HeaderLine, Columns: map[Field][]string{}, Skipped: r.Skipped, Notes: table.Notes}
	if len(table.Sheets) > 1 {
		s.Sheets = table.Sheets
	}
	for f, cols := range m.Columns {
		for _, c := range cols {
			s.Columns[f] = append(s.Columns[f], columnName(table.Header, c))
		}
	}
	for _, l := range m.LeftOut(table) {
		s.LeftOut = append(s.LeftOut, l.Sentence())
	}
	for _, p := range r.People {
		values := map[string]string{}
		for f, v := range fieldValues(p.Trainee) {
			if v != "" {
				values[string(f)] = v
			}
		}
		s.People = append(s.People, values)
		s.Lines = append(s.Lines, p.Line)
	}
	for _, f := range r.Faults {
		s.Faults = append(s.Faults, f.String())
	}
	for _, w := range r.Warnings {
		s.Warnings = append(s.Warnings, w.String())
	}
	return s
}

func TestRostersOfManyShapesYieldWhatStandsBesideThem(t *testing.T) {
	if *update {
		writeBinaryShapes(t)
	}
	files, err := filepath.Glob(filepath.Join("testdata", "[a-z]*.*"))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, path := range files {
		if strings.HasSuffix(path, ".json") {
			continue
		}
		n++
		t.Run(filepath.Base(path), func(t *testing.T) {
			got := marshal(t, readShape(t, path))
			golden := path + ".json"
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, bytes.ReplaceAll(want, []byte("\r\n"), []byte("\n"))) {
				t.Errorf("%s yields\n%s\nwant\n%s", path, got, want)
			}
		})
	}
	if n < 20 {
		t.Fatalf("only %d roster files were found", n)
	}
}

func marshal(t *testing.T, v any) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// writeBinaryShapes makes the files that no editor writes.
func writeBinaryShapes(t *testing.T) {
	t.Helper()
	tabbed := "Name\tE-mail\tWorksite\r\nMaya Ortíz\tmaya@example.org\tSweetser\r\n\"Haddad, Noor\"\tnoor@example.org\t\"Line one\r\nline two\"\r\n王小明\twang@example.org\t\r\n"
	for name, order := range map[string]unicode.Endianness{"excel-unicode-text.txt": unicode.LittleEndian, "utf16-be.csv": unicode.BigEndian} {
		data, err := unicode.UTF16(order, unicode.UseBOM).NewEncoder().Bytes([]byte(tabbed))
		if err != nil {
			t.Fatal(err)
		}
		writeShape(t, name, data)
	}
	data, err := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().Bytes([]byte(tabbed))
	if err != nil {
		t.Fatal(err)
	}
	writeShape(t, "utf16-le-no-bom.txt", data)
	writeShape(t, "two-sheets.xlsx", twoSheets(t))
	writeShape(t, "phones.xlsx", phones(t))
}

func writeShape(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join("testdata", name), data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// twoSheets has instructions first, a hidden old list, and the list itself with a merged title.
func twoSheets(t *testing.T) []byte {
	f := excelize.NewFile()
	check(t, f.SetSheetName("Sheet1", "Read me"))
	fill(t, f, "Read me", 1, []any{"How to use this workbook"}, []any{"Fill in the next sheet", "and send it back"})
	for _, s := range []string{"Old list", "Spring 2026"} {
		if _, err := f.NewSheet(s); err != nil {
			t.Fatal(err)
		}
	}
	fill(t, f, "Old list", 1, []any{"Name", "Email"}, []any{"Gone Person", "gone@example.org"})
	check(t, f.SetSheetVisible("Old list", false))
	fill(t, f, "Spring 2026", 2, []any{"CIPSS core training, spring 2026"})
	check(t, f.MergeCell("Spring 2026", "A2", "D2"))
	fill(t, f, "Spring 2026", 4, []any{"Last Name", "First Name", "Email", "Employer"},
		[]any{"Ortiz", "Maya", "maya@example.org", "Sweetser"}, nil, []any{"Haddad", "Noor", "noor@example.org", "Amistad"})
	return saved(t, f)
}

// phones has numbers where texts are meant, a birth date, a row hidden by a filter,
// a remark beside the table and blank rows formatted below it.
func phones(t *testing.T) []byte {
	f := excelize.NewFile()
	fill(t, f, "Sheet1", 1, []any{"Full Name", "Mobile", "Birthday", "E-Mail"},
		[]any{"Maya Ortiz", 2075550101, 29222, "maya@example.org"},
		[]any{"Noor Haddad", 442071838750, 29222, "noor@example.org"},
		[]any{"Sam Doe", 2075550103.0, nil, "sam@example.org", nil, "called on Monday"})
	check(t, f.SetCellValue("Sheet1", "A5", "Robin Kay"))
	check(t, f.SetCellValue("Sheet1", "D5", "robin@example.org"))
	check(t, f.SetRowVisible("Sheet1", 3, false))
	phone, date := `(000) 000\-0000`, "m/d/yyyy"
	for cells, format := range map[[2]string]string{{"B2", "B2"}: phone, {"C2", "C3"}: date} {
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		check(t, err)
		check(t, f.SetCellStyle("Sheet1", cells[0], cells[1], style))
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	check(t, err)
	check(t, f.SetCellStyle("Sheet1", "A6", "H90", bold))
	return saved(t, f)
}

func fill(t *testing.T, f *excelize.File, sheet string, row int, rows ...[]any) {
	t.Helper()
	for i, cells := range rows {
		for j, v := range cells {
			if v == nil {
				continue
			}
			at, err := excelize.CoordinatesToCellName(j+1, row+i)
			check(t, err)
			check(t, f.SetCellValue(sheet, at, v))
		}
	}
}

func saved(t *testing.T, f *excelize.File) []byte {
	t.Helper()
	b, err := f.WriteToBuffer()
	check(t, err)
	check(t, f.Close())
	return b.Bytes()
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
