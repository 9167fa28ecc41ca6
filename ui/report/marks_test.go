package report_test

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/report"
)

func written(t testing.TB, write func(io.Writer) error) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func marks(t testing.TB, d *desk, form report.Form, o report.Options) []byte {
	t.Helper()
	return written(t, func(w io.Writer) error { return report.Marks(w, form, report.Only(d.c), o) })
}

// wantMark is a mark as every form must tell it.
type wantMark struct {
	day, block, row                           int
	date, start, end, topic, name             string
	state, arrived, left, out, told, by, when string
	outMinutes, missed                        int
}

// wantMarks are the marks of a cohort in order of day, block and row, worked out anew.
func wantMarks(c *store.Cohort) (want []wantMark) {
	blocks := map[int]int{}
	for _, b := range c.Blocks {
		blocks[b.Day]++
		day, _ := c.Cohort.Day(b.Day)
		for _, p := range c.People {
			known := p.Cell(b.ID)
			w := wantMark{day: b.Day, block: blocks[b.Day], row: p.Row, date: day.Date.String(), start: b.Start.String(), end: b.End.String(),
				topic: b.Topic, name: p.Name, state: known.Mark.State.String(), arrived: known.Mark.Arrived.String(), left: known.Mark.Left.String(),
				outMinutes: known.Mark.OutMinutes, missed: known.Mark.Missed(b)}
			for _, o := range known.Mark.Out {
				w.out += o.From.String() + "-" + o.To.String()
			}
			if known.Told {
				w.told = "yes"
			}
			if known.Mark.State != model.Unmarked {
				w.by, w.when = "Asha", known.At.Format("2006-01-02 15:04")
			}
			want = append(want, w)
		}
	}
	return want
}

func TestMarksAsCSVAreThoseOfTheCohort(t *testing.T) {
	d := spring(t)
	rows := readCSV(t, marks(t, d, report.CSV, report.Options{}))
	want := wantMarks(d.c)
	if len(rows) != len(want)+1 || len(want) != 12*16 {
		t.Fatalf("%d rows for %d marks", len(rows)-1, len(want))
	}
	heads := []string{"day", "block", "row", "date", "start", "end", "topic", "trainee", "state", "arrived", "left", "out", "told ahead", "by", "at", "out minutes", "missed minutes"}
	for i, w := range want {
		name := w.name
		if name[0] == '=' {
			name = "'" + name
		}
		values := []string{fmt.Sprint(w.day), fmt.Sprint(w.block), fmt.Sprint(w.row), w.date, w.start, w.end, w.topic, name, w.state, w.arrived, w.left, w.out,
			w.told, w.by, w.when, fmt.Sprint(w.outMinutes), fmt.Sprint(w.missed)}
		for j, head := range heads {
			if got := rows[i+1][columnOf(t, rows, head)]; got != values[j] {
				t.Errorf("row %d: %s is %q, not %q", i+1, head, got, values[j])
			}
		}
	}
}

func TestMarksAsXLSXAreTyped(t *testing.T) {
	d := spring(t)
	f := readXLSX(t, marks(t, d, report.XLSX, report.Options{}), "")
	rows := sheetRows(t, f, "marks")
	plain := readCSV(t, marks(t, d, report.CSV, report.Options{}))
	if len(rows) != len(plain) {
		t.Fatalf("%d rows, of a csv %d", len(rows), len(plain))
	}
	numbers := map[string]bool{"day": true, "block": true, "row": true, "out minutes": true, "missed minutes": true}
	for i, w := range wantMarks(d.c) {
		row := rows[i+1]
		for j, head := range rows[0] {
			at, _ := excelize.CoordinatesToCellName(j+1, i+2)
			kind, err := f.GetCellType("marks", at)
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case head == "date":
				date, _ := model.ParseDate(w.date)
				if row[j] != fmt.Sprint(int(date)+25569) || !shownAs(t, f, at, "yyyy-mm-dd") || isText(kind) {
					t.Errorf("%s: date %q of kind %v", at, row[j], kind)
				}
			case (head == "start" || head == "arrived") && row[j] != "":
				if shown, _ := f.GetCellValue("marks", at); shown != plain[i+1][j] || !shownAs(t, f, at, "hh:mm") || isText(kind) {
					t.Errorf("%s: time %q, shown %q", at, row[j], shown)
				}
			case head == "at" && row[j] != "":
				if shown, _ := f.GetCellValue("marks", at); shown != w.when || isText(kind) {
					t.Errorf("%s: at %q, not %q", at, shown, w.when)
				}
			case numbers[head]:
				if row[j] != plain[i+1][j] || isText(kind) {
					t.Errorf("%s: number %q of kind %v, not %q", at, row[j], kind, plain[i+1][j])
				}
			case head == "trainee":
				if row[j] != w.name || kind != excelize.CellTypeInlineString {
					t.Errorf("%s: text %q of kind %v", at, row[j], kind)
				}
				if formula, _ := f.GetCellFormula("marks", at); formula != "" {
					t.Errorf("%s runs %q", at, formula)
				}
			}
		}
	}
}

func isText(kind excelize.CellType) bool {
	return kind == excelize.CellTypeInlineString || kind == excelize.CellTypeSharedString
}

func shownAs(t *testing.T, f *excelize.File, at, format string) bool {
	t.Helper()
	id, err := f.GetCellStyle("marks", at)
	if err != nil {
		t.Fatal(err)
	}
	style, err := f.GetStyle(id)
	return err == nil && style.CustomNumFmt != nil && *style.CustomNumFmt == format
}

func TestSpreadsheetHasFrozenHeadsAndFilters(t *testing.T) {
	d := spring(t)
	f := readXLSX(t, marks(t, d, report.XLSX, report.Options{Notes: true}), "")
	for _, sheet := range []string{"marks", "notes"} {
		panes, err := f.GetPanes(sheet)
		if err != nil || !panes.Freeze || panes.YSplit != 1 {
			t.Errorf("%s: panes %+v, %v", sheet, panes, err)
		}
		filtered := slices.ContainsFunc(f.GetDefinedName(), func(n excelize.DefinedName) bool {
			return n.Name == "_xlnm._FilterDatabase" && strings.Contains(n.RefersTo, sheet)
		})
		if !filtered {
			t.Errorf("%s has no filters: %+v", sheet, f.GetDefinedName())
		}
	}
}

func TestSpreadsheetWithPasswordOpensWithItOnly(t *testing.T) {
	d := spring(t)
	file := marks(t, d, report.XLSX, report.Options{Password: "correct horse"})
	if bytes.Contains(file, []byte("Maya")) || bytes.HasPrefix(file, []byte("PK")) {
		t.Error("the file is not sealed")
	}
	for _, wrong := range []string{"", "wrong"} {
		if f, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{Password: wrong}); err == nil {
			f.Close()
			t.Errorf("it opens with %q", wrong)
		}
	}
	if rows := sheetRows(t, readXLSX(t, file, "correct horse"), "marks"); len(rows) != 12*16+1 {
		t.Errorf("%d rows", len(rows))
	}
	for _, form := range []report.Form{report.CSV, report.PDF, report.HTML} {
		if err := report.Marks(io.Discard, form, report.Only(d.c), report.Options{Password: "x"}); err != report.ErrPassword {
			t.Errorf("%s with a password: %v", form, err)
		}
	}
}

func TestMarksAsHTMLAreThoseOfTheCohort(t *testing.T) {
	d := spring(t)
	doc := readHTML(t, marks(t, d, report.HTML, report.Options{}))
	var rows [][]string
	each(doc, "tbody", func(body *html.Node) { rows = append(rows, tableRows(body)...) })
	if len(rows) != 12*8 {
		t.Fatalf("%d rows", len(rows))
	}
	for _, b := range d.c.Blocks {
		i := slices.IndexFunc(d.c.BlocksOf(b.Day), func(o model.Block) bool { return o.ID == b.ID })
		for n, p := range d.c.People {
			row := rows[(b.Day-1)*12+n]
			known := p.Cell(b.ID)
			says := model.Describe(known.Mark, b, false)
			if row[0] != fmt.Sprint(p.Row) || !strings.HasPrefix(row[1], p.Name) || !strings.Contains(row[2+i], says) {
				t.Errorf("day %d: %q does not say %d %s %s", b.Day, row, p.Row, p.Name, says)
			}
			if known.Told != strings.Contains(row[2+i], "told us ahead") {
				t.Errorf("day %d, row %d: told ahead: %q", b.Day, p.Row, row[2+i])
			}
		}
	}
}

func TestHTMLNeedsNothingElse(t *testing.T) {
	d := spring(t)
	for name, file := range everything(t, d, report.HTML, report.Options{Notes: true, Remarks: true, Certificates: true}) {
		doc := readHTML(t, file)
		each(doc, "", func(n *html.Node) {
			if slices.Contains([]string{"script", "link", "img", "iframe", "object", "b"}, n.Data) {
				t.Errorf("%s has an element %s", name, n.Data)
			}
			for _, a := range n.Attr {
				if a.Key == "src" || a.Key == "href" || strings.HasPrefix(a.Key, "on") {
					t.Errorf("%s has %s=%q", name, a.Key, a.Val)
				}
			}
			if n.Data == "td" && attribute(n, "dir") != "auto" {
				t.Errorf("%s: a cell does not ask which way its text runs", name)
			}
		})
		if bytes.Contains(file, []byte("url(")) || bytes.Contains(file, []byte("@import")) {
			t.Errorf("%s fetches something", name)
		}
		if !strings.Contains(textOf(doc), `<b>Jo & "Sam"</b>`) && name != "page" {
			t.Errorf("%s does not show a name as it is", name)
		}
	}
}

func TestMarksAsPDFAreThoseOfTheCohort(t *testing.T) {
	d := spring(t)
	all := ""
	for _, page := range readPDF(t, marks(t, d, report.PDF, report.Options{})) {
		all += pageText(page) + " "
	}
	for _, want := range []string{"Day 1, Mon 2 Mar 2026", "Day 8, Wed 11 Mar 2026", "Đặng Thu Hà", "Іван Петренко", "Κώστας Παππάς", "Nəkə Pαnawάhpskewi",
		"part: came 09:20, 20 min missed", "told us ahead", "Closed by Asha", "row 7, say noor SHAR-ma*", "row 9*", "print the HTML page"} {
		if !strings.Contains(all, want) {
			t.Errorf("nothing says %q", want)
		}
	}
	if n := strings.Count(all, "absent"); n != 4 {
		t.Errorf("%d absences, not 4", n)
	}
}
