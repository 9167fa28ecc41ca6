package intake

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func roster(n int) []byte {
	var b strings.Builder
	b.WriteString("First Name,Last Name,Email,Phone,Employer\r\n")
	for i := range n {
		fmt.Fprintf(&b, "\"First%d\",Last%d,person%d@example.org,207555%04d,\"Site, %d\"\r\n", i, i, i, i, i%40)
	}
	return []byte(b.String())
}

func BenchmarkFiveThousandRows(b *testing.B) {
	data := roster(5000)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		table, err := readBytes(data, Options{})
		if err != nil {
			b.Fatal(err)
		}
		m, err := Recognise(table.Header, Overrides{})
		if err != nil {
			b.Fatal(err)
		}
		if r := People(table, m); len(r.People) != 5000 {
			b.Fatalf("%d people", len(r.People))
		}
	}
}

func FuzzCSV(f *testing.F) {
	seeds(f, func(name string) bool { return !strings.HasSuffix(name, ".xlsx") })
	f.Add([]byte("sep=\n\"\"\""))
	f.Fuzz(func(t *testing.T, data []byte) { yieldsCleanPeople(t, data) })
}

func FuzzXLSX(f *testing.F) {
	seeds(f, func(name string) bool { return strings.HasSuffix(name, ".xlsx") })
	f.Add([]byte(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c><c r="B1" t="s"><v>0</v></c></row><row r="3" hidden="1"><c r="C3" s="1"><v>2.07555E+11</v></c></row></sheetData></worksheet>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if !bytes.HasPrefix(data, []byte("PK")) {
			data = asSheet(t, data) // chance hardly ever finds its way through a packed file's checksums
		}
		yieldsCleanPeople(t, data)
	})
}

// asSheet is a workbook whose only sheet is this XML.
func asSheet(t *testing.T, sheet []byte) []byte {
	t.Helper()
	const main, rel = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	return zipped(t, map[string]string{
		"[Content_Types].xml":        `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
		"_rels/.rels":                `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + rel + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook xmlns="` + main + `" xmlns:r="` + rel + `"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + rel + `/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   string(sheet),
	})
}

func TestSheetWithoutStylesAndFormulasAreReadAsShown(t *testing.T) {
	table, err := readBytes(asSheet(t, []byte(`<worksheet><sheetData><row r="2"><c r="B2" t="inlineStr"><is><t>Name</t></is></c></row><row r="3"><c r="B3" t="str"><f>"Ma"&amp;"ya"</f><v>Maya</v></c></row></sheetData></worksheet>`)), Options{})
	check(t, err)
	if table.HeaderLine != 2 || len(table.Rows) != 1 || table.Rows[0].Cells[1] != "Maya" {
		t.Errorf("table is %+v", table)
	}
}

func seeds(f *testing.F, want func(string) bool) {
	files, err := filepath.Glob(filepath.Join("testdata", "[a-z]*.*"))
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range files {
		if strings.HasSuffix(path, ".json") || !want(path) {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
}

// yieldsCleanPeople holds for any bytes: no panic, every person has a name without control
// characters, a line in the file, and each row is accounted for.
func yieldsCleanPeople(t *testing.T, data []byte) {
	table, err := readBytes(data, Options{})
	if err != nil {
		return
	}
	m, err := Recognise(table.Header, Overrides{})
	if err != nil {
		t.Fatal(err)
	}
	r := People(table, m)
	lines := map[int]bool{}
	for _, p := range r.People {
		if p.Name == "" || strings.ContainsAny(p.Name+p.Email+p.Phone+p.Worksite, "\x00\x1b\n\r") {
			t.Fatalf("person %+v", p)
		}
		lines[p.Line] = true
	}
	for _, f := range r.Faults {
		lines[f.Line] = true
	}
	for _, l := range r.Skipped {
		lines[l] = true
	}
	for _, row := range table.Rows {
		if !lines[row.Line] {
			t.Fatalf("line %d is neither a person, a fault nor skipped", row.Line)
		}
	}
}
