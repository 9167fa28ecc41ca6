package report_test

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rollbook/model"
	"rollbook/ui/report"
)

var update = flag.Bool("update", false, "write testdata anew: read the difference before keeping it")

// compare compares a text with a golden file, line by line.
func compare(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	have, lines := strings.Split(got, "\n"), strings.Split(strings.ReplaceAll(string(want), "\r\n", "\n"), "\n")
	for i := range max(len(have), len(lines)) {
		var a, b string
		if i < len(have) {
			a = have[i]
		}
		if i < len(lines) {
			b = lines[i]
		}
		if a != b {
			t.Errorf("%s, line %d:\n have %q\n want %q", name, i+1, a, b)
		}
	}
}

// disputed is the cohort of these tests, in which Ben says something else of row 6 on day 1, row 3
// joined on day 3, row 1 is no longer coming after it, and row 13 is a guest.
func disputed(t *testing.T) *desk {
	d := spring(t)
	late, err := d.book.Load(d.c.Cohort.ID)
	if err != nil {
		t.Fatal(err)
	}
	d.mark(6, 1, 1, model.Plain(model.Absent))
	if err := d.book.SetAuthor("Ben"); err != nil {
		t.Fatal(err)
	}
	now := d.c
	d.c = late
	d.mark(6, 1, 1, model.Mark{State: model.Part, Arrived: model.NoClock, Left: 11 * 60})
	d.c = now
	if d.c, err = d.book.Load(d.c.Cohort.ID); err != nil {
		t.Fatal(err)
	}
	joins := d.c.Row(3).Enrollment
	joins.Trainee, joins.From = d.c.Row(3).Trainee.ID, 3
	d.do(d.c.EditEnrollment(joins), nil)
	d.do(d.c.Leave(d.c.Row(1), 4), nil)
	edits, _, err := d.c.EnrollGuest(model.Trainee{Name: "Gus Guest"}, []model.ID{d.block(4, 2)})
	d.do(edits, err)
	return d
}

func TestPageReadsWellAsText(t *testing.T) {
	d := disputed(t)
	for _, row := range []int{1, 2, 3, 6, 12, 13} {
		text := written(t, func(w io.Writer) error { return report.WritePage(w, report.Text, d.page(row), report.Options{}) })
		compare(t, fmt.Sprintf("page-%d.txt", row), string(text))
	}
	twelve := written(t, func(w io.Writer) error {
		return report.WritePage(w, report.Text, d.page(12), report.Options{Twelve: true})
	})
	compare(t, "page-12-twelve.txt", string(twelve))
}

// TestPageSaysTheSameInEveryForm compares the sections with what the files say.
func TestPageSaysTheSameInEveryForm(t *testing.T) {
	d := disputed(t)
	plain := func(text string) string { return strings.Join(strings.Fields(text), " ") }
	for _, row := range []int{1, 2, 6, 12, 13} {
		page := d.page(row)
		for _, form := range []report.Form{report.Text, report.HTML, report.PDF} {
			file := written(t, func(w io.Writer) error { return report.WritePage(w, form, page, report.Options{}) })
			text := plain(readable(t, form, file))
			if form == report.HTML {
				text = plain(htmlWords(readHTML(t, file)))
			}
			for _, said := range append([]string{page.Name, page.Lead(false)}, wordsOf(page)...) {
				if !strings.Contains(text, plain(said)) {
					t.Errorf("row %d as %s does not say %q", row, form, said)
				}
			}
		}
	}
}

func pageAs(p *report.Page, form report.Form) func(io.Writer) error {
	return func(w io.Writer) error { return report.WritePage(w, form, p, report.Options{}) }
}

func wordsOf(p *report.Page) (said []string) {
	for _, s := range p.Sections(false) {
		said = append(said, s.Title)
		for _, it := range s.Items {
			said = append(append(said, it.Label, it.Text), it.Under...)
		}
	}
	return said
}

func TestPageInAnotherScriptIsWholeAsHTML(t *testing.T) {
	d := spring(t)
	page := d.page(7)
	asHTML := written(t, func(w io.Writer) error { return report.WritePage(w, report.HTML, page, report.Options{}) })
	if !strings.Contains(textOf(readHTML(t, asHTML)), "नूर शर्मा") {
		t.Error("the name is not on the HTML page")
	}
	asPDF := written(t, func(w io.Writer) error { return report.WritePage(w, report.PDF, page, report.Options{}) })
	if text := readable(t, report.PDF, asPDF); !strings.Contains(text, "row 7, say noor SHAR-ma*") || !strings.Contains(text, "print the HTML page") {
		t.Errorf("the PDF says: %s", text)
	}
}

func TestLongNotesRunOverPages(t *testing.T) {
	d := spring(t)
	var long strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&long, "word%d ", i)
	}
	d.note(noteOn(d, 12, long.String()))
	pages := readPDF(t, written(t, func(w io.Writer) error { return report.WritePage(w, report.PDF, d.page(12), report.Options{}) }))
	if len(pages) < 2 {
		t.Fatalf("%d pages", len(pages))
	}
	all := ""
	for _, p := range pages {
		all += pageText(p) + " "
	}
	for i := range 1000 {
		if !strings.Contains(all, fmt.Sprintf("word%d ", i)) {
			t.Fatalf("word%d is lost", i)
		}
	}
}

func TestPageAsJSONHasNullForWhatIsAbsent(t *testing.T) {
	d := disputed(t)
	asJSON, err := json.Marshal(d.page(12))
	if err != nil {
		t.Fatal(err)
	}
	var page map[string]any
	if err := json.Unmarshal(asJSON, &page); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]any{"name": "Maya Lopez", "say": nil, "email": nil, "row": 12.0, "missed_minutes": 100.0, "standing": "must_attend_missed",
		"as_of": "2026-03-04", "to_day": nil} {
		if got, there := page[key]; !there || got != want {
			t.Errorf("%s is %v, not %v", key, got, want)
		}
	}
	for _, key := range []string{"days", "open", "make_ups", "notes", "trainers"} {
		if _, list := page[key].([]any); !list {
			t.Errorf("%s is %v, no list", key, page[key])
		}
	}
	day := page["days"].([]any)[1].(map[string]any)
	block := day["blocks"].([]any)[0].(map[string]any)
	for key, want := range map[string]any{"start": "09:00", "state": "part", "missed_minutes": 20.0, "remark": "bus from Bangor",
		"own_words": "The bus stands in the snow, I don't.", "by": "Asha", "conflict": nil, "must_attend": true} {
		if got, there := block[key]; !there || got != want {
			t.Errorf("%s is %v, not %v", key, got, want)
		}
	}
}

func TestPageIsNoSpreadsheet(t *testing.T) {
	d := spring(t)
	for _, form := range []report.Form{report.CSV, report.XLSX, "doc"} {
		if err := report.WritePage(io.Discard, form, d.page(1), report.Options{}); !errors.Is(err, report.ErrForm) {
			t.Errorf("%s: %v", form, err)
		}
	}
}
