package report_test

import (
	"strings"
	"testing"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/report"
)

// keyedIn is a cohort in which one mark was keyed in from a sheet of paper.
func keyedIn(t *testing.T) *desk {
	d := spring(t)
	d.do(store.FromPaper([]store.Edit{d.c.EditMark(d.c.Row(1), d.block(1, 2), model.Plain(model.Absent))}), nil)
	return d
}

func TestPageSaysWhichMarksAreFromPaperInEveryForm(t *testing.T) {
	d := keyedIn(t)
	p, err := report.PageOf(d.book, d.c, d.c.Row(1), model.Moment{Date: model.DateOf(2026, 3, 3), Clock: 0})
	if err != nil {
		t.Fatal(err)
	}
	for form, said := range map[report.Form]string{
		report.Text: string(written(t, pageAs(p, report.Text))),
		report.HTML: htmlWords(readHTML(t, written(t, pageAs(p, report.HTML)))),
		report.PDF:  pageText(readPDF(t, written(t, pageAs(p, report.PDF)))[0]),
	} {
		if flat := strings.Join(strings.Fields(said), " "); strings.Count(flat, "absent; from paper.") != 1 {
			t.Errorf("%s: 'from paper' is said %d times:\n%s", form, strings.Count(flat, "from paper"), said)
		}
	}
	for _, b := range p.Days[0].Blocks {
		if b.Paper != (b.Block == 2) {
			t.Errorf("block %d: from paper %v", b.Block, b.Paper)
		}
	}
}

func TestMarksSayInTheLastColumnWhichAreFromPaper(t *testing.T) {
	d := keyedIn(t)
	for name, o := range map[string]report.Options{"plain": {}, "with all": {Notes: true, Remarks: true, Certificates: true}} {
		rows := readCSV(t, marks(t, d, report.CSV, o))
		last := len(rows[0]) - 1
		if columnOf(t, rows, "from paper") != last {
			t.Errorf("%s: the columns are %q", name, rows[0])
		}
		day, block, row := columnOf(t, rows, "day"), columnOf(t, rows, "block"), columnOf(t, rows, "row")
		for _, r := range rows[1:] {
			want := ""
			if r[day] == "1" && r[block] == "2" && r[row] == "1" {
				want = "yes"
			}
			if r[last] != want {
				t.Errorf("%s: day %s, block %s, row %s: %q, want %q", name, r[day], r[block], r[row], r[last], want)
			}
		}
	}
	if said := htmlWords(readHTML(t, marks(t, d, report.HTML, report.Options{}))); strings.Count(said, "from paper") != 1 {
		t.Errorf("on paper it is said %d times", strings.Count(said, "from paper"))
	}
}
