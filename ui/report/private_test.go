package report_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"rollbook/ui/report"
)

// everything is each export in a form, with the page of row 12 where the form has one.
func everything(t testing.TB, d *desk, form report.Form, o report.Options) map[string][]byte {
	t.Helper()
	files := map[string][]byte{
		"marks":  marks(t, d, form, o),
		"review": written(t, func(w io.Writer) error { return report.Review(w, form, report.These(d.review()), o) }),
	}
	days, err := report.DaysOf(d.c, 0)
	if err != nil {
		t.Fatal(err)
	}
	plain := o
	plain.Notes, plain.Remarks, plain.Certificates = false, false, false
	files["signin"] = written(t, func(w io.Writer) error { return report.SignIn(w, form, days, plain) })
	if form == report.PDF || form == report.HTML {
		files["page"] = written(t, func(w io.Writer) error { return report.WritePage(w, form, d.page(12), o) })
	}
	return files
}

// readable is all text of a file.
func readable(t testing.TB, form report.Form, file []byte) string {
	t.Helper()
	var out strings.Builder
	switch form {
	case report.XLSX:
		f := readXLSX(t, file, "")
		for _, sheet := range f.GetSheetList() {
			for _, row := range sheetRows(t, f, sheet) {
				out.WriteString(strings.Join(row, "\t") + "\n")
			}
		}
	case report.PDF:
		for _, page := range readPDF(t, file) {
			out.WriteString(pageText(page) + "\n")
		}
	case report.HTML:
		out.WriteString(textOf(readHTML(t, file)))
	default:
		out.Write(file)
	}
	return out.String()
}

// private is what leaves the book only when somebody asks, and by what.
var private = map[string]report.Options{
	"bus from Bangor":    {Remarks: true},
	"stands in the snow": {Remarks: true},
	"in at 9:15":         {Notes: true},
	"When it runs":       {Notes: true},
	"Margaret":           {Certificates: true},
}

func TestPrivateTextsComeOnlyWhenAskedFor(t *testing.T) {
	d := spring(t)
	for _, form := range []report.Form{report.CSV, report.XLSX, report.PDF, report.HTML} {
		for name, file := range everything(t, d, form, report.Options{}) {
			if name == "page" {
				continue
			}
			text := readable(t, form, file)
			for said := range private {
				if strings.Contains(text, said) {
					t.Errorf("%s as %s says %q unasked", name, form, said)
				}
			}
		}
		for said, o := range private {
			for name, file := range everything(t, d, form, o) {
				if name == "signin" || name == "page" {
					continue
				}
				if !strings.Contains(readable(t, form, file), said) {
					t.Errorf("%s as %s with %+v does not say %q", name, form, o, said)
				}
			}
		}
	}
}

func TestContactsAreInNoExport(t *testing.T) {
	d := spring(t)
	for _, form := range []report.Form{report.CSV, report.XLSX, report.PDF, report.HTML} {
		for name, file := range everything(t, d, form, report.Options{Notes: true, Remarks: true, Certificates: true}) {
			if text := readable(t, form, file); strings.Contains(text, "amina@example.org") || strings.Contains(text, "555 0101") {
				t.Errorf("%s as %s tells how to reach people", name, form)
			}
		}
	}
}

func TestSignInSheetRefusesPrivateTexts(t *testing.T) {
	d := spring(t)
	days, _ := report.DaysOf(d.c, 1)
	for _, o := range []report.Options{{Notes: true}, {Remarks: true}, {Certificates: true}} {
		if err := report.SignIn(io.Discard, report.PDF, days, o); !errors.Is(err, report.ErrWith) {
			t.Errorf("%+v: %v", o, err)
		}
	}
}

func TestCertificateNameIsOnAPageOnlyWhenAskedFor(t *testing.T) {
	d := spring(t)
	page := d.page(2)
	for _, form := range []report.Form{report.Text, report.PDF, report.HTML} {
		unasked := written(t, func(w io.Writer) error { return report.WritePage(w, form, page, report.Options{Certificates: true}) })
		if text := readable(t, form, unasked); strings.Contains(text, "Margaret") || !strings.Contains(text, "There is one.") {
			t.Errorf("as %s: %s", form, text)
		}
	}
	asJSON, err := json.Marshal(page)
	if err != nil || bytes.Contains(asJSON, []byte("Margaret")) {
		t.Errorf("JSON: %s, %v", asJSON, err)
	}
	page.ShowCertificate()
	for _, form := range []report.Form{report.Text, report.PDF, report.HTML} {
		asked := written(t, func(w io.Writer) error { return report.WritePage(w, form, page, report.Options{}) })
		if !strings.Contains(readable(t, form, asked), "Margaret Ouellette") {
			t.Errorf("as %s it is missing", form)
		}
	}
}

func TestNoCellRunsAsAFormula(t *testing.T) {
	d := spring(t)
	o := report.Options{Notes: true, Remarks: true, Certificates: true}
	for name, file := range everything(t, d, report.CSV, o) {
		for i, row := range readCSV(t, file)[1:] {
			for j, value := range row {
				if value != "" && strings.ContainsAny(value[:1], "=+@\t\r-") && !isNumber(value) {
					t.Errorf("%s, row %d, cell %d: %q", name, i+1, j+1, value)
				}
			}
		}
	}
	for name, file := range everything(t, d, report.XLSX, o) {
		f := readXLSX(t, file, "")
		for _, sheet := range f.GetSheetList() {
			for i, row := range sheetRows(t, f, sheet) {
				for j := range row {
					at := cellName(t, j+1, i+1)
					if formula, err := f.GetCellFormula(sheet, at); err != nil || formula != "" {
						t.Errorf("%s, %s!%s runs %q, %v", name, sheet, at, formula, err)
					}
				}
			}
		}
	}
}
