package report_test

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"rollbook/model"
	"rollbook/ui/report"
)

func signIn(t testing.TB, d *desk, form report.Form, day int, o report.Options) []byte {
	t.Helper()
	days, err := report.DaysOf(d.c, day)
	if err != nil {
		t.Fatal(err)
	}
	return written(t, func(w io.Writer) error { return report.SignIn(w, form, days, o) })
}

func TestSignInSheetHasNamesHalvesBlankRowsAndAttestation(t *testing.T) {
	d := spring(t)
	pages := readPDF(t, signIn(t, d, report.PDF, 3, report.Options{}))
	if len(pages) != 1 {
		t.Fatalf("%d pages", len(pages))
	}
	text := pageText(pages[0])
	for _, want := range []string{"Spring round", "Day 3, Wed 4 Mar 2026", "Morning 09:00–12:00", "Afternoon 13:00–16:00", "1 Amina Yusuf", "12 Maya Lopez", "say WILL-et",
		"what happened in the room", "Trainer Asha: signature", "Trainer Ben: signature", "Date"} {
		if !strings.Contains(text, want) {
			t.Errorf("nothing says %q", want)
		}
	}
	for _, word := range []string{"in", "out"} {
		if n := len(slices.DeleteFunc(slices.Clone(pages[0]), func(s string) bool { return s != word })); n != 2 {
			t.Errorf("%d columns %q", n, word)
		}
	}
	rows := tableRows(readHTML(t, signIn(t, d, report.HTML, 3, report.Options{Twelve: true})))
	if rows[0][2] != "Morning 9:00 am–12:00 pm" {
		t.Errorf("over the heads stands %q", rows[0])
	}
	if blank := rows[len(rows)-5]; len(rows) != 2+12+5 || strings.Join(blank, "") != "" || len(blank) != 7 {
		t.Errorf("%d rows, the first blank one %q", len(rows), blank)
	}
}

func TestSignInSheetOf25FitsOnOnePage(t *testing.T) {
	for _, paper := range []report.Paper{report.Letter, report.A4} {
		pages := readPDF(t, signIn(t, full(t, 25), report.PDF, 1, report.Options{Paper: paper}))
		if len(pages) != 1 || !strings.Contains(pageText(pages[0]), "Trainer Asha: signature") {
			t.Errorf("on %s it takes %d pages", paper, len(pages))
		}
	}
}

func TestSignInSheetShowsWhereAGuestDoesNotSign(t *testing.T) {
	d := spring(t)
	edits, _, err := d.c.EnrollGuest(model.Trainee{Name: "Gus Guest"}, []model.ID{d.block(4, 2)})
	d.do(edits, err)
	rows := readCSV(t, signIn(t, d, report.CSV, 4, report.Options{}))
	if len(rows) != 1+13+5 {
		t.Fatalf("%d rows", len(rows)-1)
	}
	guest := rows[13]
	if guest[columnOf(t, rows, "name")] != "Gus Guest" || guest[columnOf(t, rows, "morning in")] != "–" || guest[columnOf(t, rows, "afternoon in")] != "" {
		t.Errorf("the guest's row is %q", guest)
	}
	if rows := readCSV(t, signIn(t, d, report.CSV, 5, report.Options{})); len(rows) != 1+12+5 {
		t.Errorf("the guest is on another day: %q", rows)
	}
}

func TestSignInSheetsOfAllDaysComeOnePageEach(t *testing.T) {
	d := spring(t)
	two, _ := d.c.Cohort.Day(2)
	two.Cancelled = true
	d.do(d.c.EditDay(two), nil)
	pages := readPDF(t, signIn(t, d, report.PDF, 0, report.Options{}))
	if len(pages) != 7 {
		t.Fatalf("%d pages", len(pages))
	}
	for i, day := range []int{1, 3, 4, 5, 6, 7, 8} {
		if !strings.Contains(pageText(pages[i]), fmt.Sprintf("Day %d, ", day)) {
			t.Errorf("page %d is not of day %d", i+1, day)
		}
	}
	if _, err := report.DaysOf(d.c, 2); !errors.Is(err, model.ErrNoDay) {
		t.Errorf("a cancelled day: %v", err)
	}
}

func TestEveningHasColumnsOfItsOwn(t *testing.T) {
	d := spring(t)
	d.do(d.c.EditBlock(model.Block{ID: d.id(), Day: 5, Start: 18 * 60, End: 20 * 60, Topic: "Hope"}), nil)
	if text := pageText(readPDF(t, signIn(t, d, report.PDF, 5, report.Options{}))[0]); !strings.Contains(text, "Evening 18:00–20:00") {
		t.Errorf("it says: %s", text)
	}
	rows := readCSV(t, signIn(t, d, report.CSV, 5, report.Options{}))
	columnOf(t, rows, "evening out")
}
