package report_test

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"rollbook/model"
	"rollbook/ui/report"
)

func isNumber(value string) bool {
	_, err := strconv.Atoi(value)
	return err == nil
}

func cellName(t testing.TB, column, row int) string {
	t.Helper()
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		t.Fatal(err)
	}
	return name
}

func review(t testing.TB, d *desk, form report.Form, o report.Options) []byte {
	t.Helper()
	return written(t, func(w io.Writer) error { return report.Review(w, form, report.These(d.review()), o) })
}

func TestReviewTablesSayWhatTheAccountsSay(t *testing.T) {
	d := spring(t)
	plain := readCSV(t, review(t, d, report.CSV, report.Options{}))
	book := readXLSX(t, review(t, d, report.XLSX, report.Options{}), "")
	typed := sheetRows(t, book, "review")
	r := d.review()
	if len(plain) != 13 || len(typed) != 13 {
		t.Fatalf("%d and %d rows", len(plain), len(typed))
	}
	for i, p := range r.People {
		a := p.Account
		want := map[string]string{"row": fmt.Sprint(p.Person.Row), "scheduled minutes": fmt.Sprint(a.Scheduled), "attended minutes": fmt.Sprint(a.Attended),
			"missed minutes": fmt.Sprint(a.Missed), "made up minutes": fmt.Sprint(a.MadeUp), "unmarked minutes": fmt.Sprint(a.Unmarked),
			"outside minutes": fmt.Sprint(a.Outside), "allowance left minutes": fmt.Sprint(a.AllowanceLeft), "to make up minutes": fmt.Sprint(a.ToMakeUp),
			"standing": a.Standing.Words(), "why": a.Why, "required": string(p.Required.State), "conflicts": fmt.Sprint(a.Conflicts),
			"open": strings.Join(a.Open, "; ")}
		for head, value := range want {
			if got := plain[i+1][columnOf(t, plain, head)]; got != value {
				t.Errorf("csv, row %d: %s is %q, not %q", p.Person.Row, head, got, value)
			}
			if got := typed[i+1][columnOf(t, typed, head)]; got != value {
				t.Errorf("xlsx, row %d: %s is %q, not %q", p.Person.Row, head, got, value)
			}
		}
	}
	if a := r.People[4].Account; a.AllowanceLeft != -60 {
		t.Fatalf("row 5 was to be over the allowance: %+v", a)
	}
	at := cellName(t, columnOf(t, typed, "allowance left minutes")+1, 6)
	if kind, _ := book.GetCellType("review", at); isText(kind) {
		t.Error("a negative number became a text")
	}
	if days := sheetRows(t, book, "days"); len(days) != 1+12*8 {
		t.Errorf("%d rows of days", len(days)-1)
	}
	makeUps := sheetRows(t, book, "make-ups")
	if len(makeUps) != 2 || makeUps[1][columnOf(t, makeUps, "minutes")] != "120" || makeUps[1][columnOf(t, makeUps, "with")] != "Ben" {
		t.Errorf("make-ups: %q", makeUps)
	}
}

func TestReviewOf25PeopleFitsOnOnePage(t *testing.T) {
	for _, paper := range []report.Paper{report.Letter, report.A4} {
		pages := readPDF(t, review(t, full(t, 25), report.PDF, report.Options{Paper: paper}))
		if len(pages) != 1 {
			t.Errorf("on %s it takes %d pages", paper, len(pages))
		}
		text := pageText(pages[0])
		for i := range 25 {
			if name := fmt.Sprintf("Christopher-Alexander Thibodeau %c", 'A'+i); !strings.Contains(text, name+" ") {
				t.Errorf("on %s there is no %s", paper, name)
			}
		}
	}
}

func TestReviewOfManyRepeatsItsHeadsOnEachPage(t *testing.T) {
	pages := readPDF(t, review(t, full(t, 60), report.PDF, report.Options{}))
	if len(pages) < 2 {
		t.Fatalf("%d pages", len(pages))
	}
	people := 0
	for i, page := range pages {
		for _, head := range []string{"row", "name", "attended", "missed", "standing", "hours:minutes", "2 Mar", fmt.Sprintf("page %d of ", i+1)} {
			if !slices.ContainsFunc(page, func(s string) bool { return strings.Contains(strings.ReplaceAll(s, "\u00a0", " "), head) }) {
				t.Errorf("page %d has no %q", i+1, head)
			}
		}
		here := strings.Count(pageText(page), "Thibodeau")
		if here == 0 {
			t.Errorf("page %d has nobody", i+1)
		}
		people += here
	}
	if people != 60 {
		t.Errorf("%d people are printed", people)
	}
}

func TestReviewShowsBlocksAsTheyWereMarked(t *testing.T) {
	d := spring(t)
	rows := tableRows(readHTML(t, review(t, d, report.HTML, report.Options{})))
	at := func(row int) []string {
		i := slices.IndexFunc(rows, func(r []string) bool { return len(r) > 2 && r[0] == fmt.Sprint(row) })
		return rows[i]
	}
	for row, want := range map[int][3]string{1: {"present present", "present present", "present not marked"},
		2: {"absent absent", "present present", "present not marked"}, 5: {"present present", "present present", "absent absent"},
		12: {"present present", "part part", "present not marked"}} {
		for day := range 3 {
			if got := strings.Join(strings.Fields(at(row)[2+day]), " "); got != want[day] {
				t.Errorf("row %d, day %d: %q, not %q", row, day+1, got, want[day])
			}
		}
		if got := at(row)[2+3]; got != "" {
			t.Errorf("row %d: day 4 is to come, and shows %q", row, got)
		}
	}
	for _, p := range d.review().People {
		if cells := at(p.Person.Row); !strings.HasPrefix(cells[len(cells)-1], p.Account.Why) {
			t.Errorf("row %d does not say why: %q", p.Person.Row, cells)
		}
	}
}

func TestManyDaysAndBlocksStillFit(t *testing.T) {
	d := newDesk(t)
	c := d.book.Blank(d.id())
	d.c = c
	edits := c.EditCohort(model.Cohort{ID: c.Cohort.ID, Name: "Long round", Rule: model.Rule{AllowanceMinutes: 300}})
	for day := range 60 {
		edits = append(edits, c.EditDay(model.Day{ID: d.id(), Number: day + 1, Date: model.DateOf(2026, 1, 1) + model.Date(day)})...)
		for block := range model.Clock(6) {
			edits = append(edits, c.EditBlock(model.Block{ID: d.id(), Day: day + 1, Start: 540 + 60*block, End: 590 + 60*block, Topic: "Language"})...)
		}
	}
	d.do(edits, nil)
	enrolled, _, err := c.Enroll([]model.Trainee{{Name: "Maya Lopez"}}, 1, false)
	d.do(enrolled, err)
	d.mark(1, 2, 1, model.Plain(model.Absent))
	d.mark(1, 2, 2, model.Plain(model.Present))
	text := pageText(readPDF(t, review(t, d, report.PDF, report.Options{}))[0])
	if !strings.Contains(text, "part 2") || !strings.Contains(text, "Maya Lopez") {
		t.Errorf("it says: %s", text)
	}
}

func TestEmptyCohortIsExportedAsEmpty(t *testing.T) {
	d := newDesk(t)
	d.cohort("Nobody yet", model.DateOf(2026, 3, 2), nil)
	for _, form := range []report.Form{report.CSV, report.XLSX, report.PDF, report.HTML} {
		for name, file := range map[string][]byte{"marks": marks(t, d, form, report.Options{}), "review": review(t, d, form, report.Options{})} {
			text := readable(t, form, file)
			if form == report.CSV && strings.Count(text, "\n") != 1 || form == report.PDF && !strings.Contains(text, "Nobody") {
				t.Errorf("%s as %s: %s", name, form, text)
			}
		}
	}
}
