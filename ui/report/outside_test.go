package report_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"rollbook/model"
	"rollbook/ui/report"
)

// The tests whose names begin with TestOutside read the exports with other programs: LibreOffice,
// poppler's pdftotext and Chromium. They need them, so they run where ROLLBOOK_OUTSIDE is 1 (.ci/run
// does so); there a program that is missing fails them.

// outside is a folder to exchange files with other programs in, empty where they are not asked for.
func outside(t *testing.T) string {
	t.Helper()
	if os.Getenv("ROLLBOOK_OUTSIDE") != "1" {
		return ""
	}
	return t.TempDir()
}

// run runs a program and returns what it writes to its standard output.
func run(t *testing.T, folder, name string, args ...string) []byte {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "HOME="+folder)
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, said.String())
	}
	return out
}

func put(t *testing.T, folder, name string, file []byte) string {
	t.Helper()
	path := filepath.Join(folder, name)
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// sheetsByLibreOffice are the sheets as LibreOffice shows them: it opens the spreadsheet and saves each
// sheet as a CSV, cells as they are shown.
func sheetsByLibreOffice(t *testing.T, folder, name string, file []byte) map[string][][]string {
	t.Helper()
	put(t, folder, name+".xlsx", file)
	run(t, folder, "soffice", "--headless", "-env:UserInstallation=file://"+filepath.ToSlash(folder)+"/profile", "--convert-to",
		"csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,true,true,false,false,-1", name+".xlsx")
	saved, err := filepath.Glob(filepath.Join(folder, name+"-*.csv"))
	if err != nil || len(saved) == 0 {
		t.Fatalf("LibreOffice saved nothing: %v", err)
	}
	sheets := map[string][][]string{}
	for _, path := range saved {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		sheet := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(path), name+"-"), ".csv")
		sheets[sheet] = readCSV(t, content)
	}
	return sheets
}

func TestOutsideLibreOfficeReadsTheSpreadsheets(t *testing.T) {
	folder := outside(t)
	if folder == "" {
		return
	}
	d := spring(t)
	rows := sheetsByLibreOffice(t, folder, "marks", marks(t, d, report.XLSX, report.Options{}))["marks"]
	want := wantMarks(d.c)
	if len(rows) != len(want)+1 {
		t.Fatalf("%d rows for %d marks", len(rows)-1, len(want))
	}
	for i, w := range want {
		values := map[string]string{"day": fmt.Sprint(w.day), "block": fmt.Sprint(w.block), "row": fmt.Sprint(w.row), "date": w.date, "start": w.start,
			"end": w.end, "topic": w.topic, "trainee": w.name, "state": w.state, "arrived": w.arrived, "left": w.left, "out": w.out, "told ahead": w.told,
			"by": w.by, "at": w.when, "out minutes": fmt.Sprint(w.outMinutes), "missed minutes": fmt.Sprint(w.missed)}
		for head, value := range values {
			if got := rows[i+1][columnOf(t, rows, head)]; got != value {
				t.Errorf("row %d: %s is %q, not %q", i+1, head, got, value)
			}
		}
	}
	sheets := sheetsByLibreOffice(t, folder, "review", review(t, d, report.XLSX, report.Options{}))
	reviewed := sheets["review"]
	for i, p := range d.review().People {
		for head, value := range map[string]int{"missed minutes": p.Account.Missed, "allowance left minutes": p.Account.AllowanceLeft, "to make up minutes": p.Account.ToMakeUp} {
			if got := reviewed[i+1][columnOf(t, reviewed, head)]; got != fmt.Sprint(value) {
				t.Errorf("review, row %d: %s is %q, not %d", i+1, head, got, value)
			}
		}
	}
	if len(sheets["days"]) != 1+12*8 || len(sheets["topics"]) < 2 || len(sheets["make-ups"]) != 2 {
		t.Errorf("beside the review there are %d days, %d topics, %d make-ups", len(sheets["days"]), len(sheets["topics"]), len(sheets["make-ups"]))
	}
}

// pageValues are what the JSON of a page says that a reader must find on it.
func pageValues(t *testing.T, p *report.Page) []string {
	t.Helper()
	asJSON, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var page struct {
		Cohort string
		Why    string
		Days   []struct {
			Date   string
			Blocks []struct {
				Topic, Says, Remark string
				OwnWords            string `json:"own_words"`
			}
		}
		Notes   []struct{ Text string }
		MakeUps []struct{ With string } `json:"make_ups"`
	}
	if err := json.Unmarshal(asJSON, &page); err != nil {
		t.Fatal(err)
	}
	values := []string{page.Cohort}
	for _, d := range page.Days[:3] {
		date, _ := model.ParseDate(d.Date)
		values = append(values, date.Words())
		for _, b := range d.Blocks {
			values = append(values, b.Topic+": "+b.Says, b.Remark, b.OwnWords)
		}
	}
	for _, n := range page.Notes {
		values = append(values, n.Text)
	}
	for _, m := range page.MakeUps {
		values = append(values, "with "+m.With)
	}
	return values
}

// squeezed is a text without white space, which programs set as they like.
func squeezed(text string) string { return strings.Join(strings.Fields(text), "") }

func TestOutsidePdftotextReadsThePaper(t *testing.T) {
	folder := outside(t)
	if folder == "" {
		return
	}
	d := spring(t)
	for _, row := range []int{2, 12} {
		path := put(t, folder, "page.pdf", written(t, pageAs(d.page(row), report.PDF)))
		text := squeezed(string(run(t, folder, "pdftotext", "-layout", path, "-")))
		for _, value := range pageValues(t, d.page(row)) {
			if !strings.Contains(text, squeezed(value)) {
				t.Errorf("row %d: pdftotext does not read %q", row, value)
			}
		}
	}
	path := put(t, folder, "review.pdf", review(t, d, report.PDF, report.Options{}))
	lines := strings.Split(string(run(t, folder, "pdftotext", "-layout", path, "-")), "\n")
	for _, p := range d.review().People {
		hours := fmt.Sprintf("%d:%02d", p.Account.Attended/60, p.Account.Attended%60)
		found := slices.ContainsFunc(lines, func(line string) bool {
			fields := strings.Fields(line)
			return len(fields) > 1 && fields[0] == fmt.Sprint(p.Person.Row) && slices.Contains(fields, hours) && strings.ContainsAny(line, "●○◐")
		})
		if !found {
			t.Errorf("pdftotext reads no line of row %d with %s", p.Person.Row, hours)
		}
	}
	for _, name := range []string{"Đặng Thu Hà", "Іван Петренко", "Κώστας Παππάς"} {
		if !slices.ContainsFunc(lines, func(line string) bool { return strings.Contains(line, name) }) {
			t.Errorf("pdftotext does not read %s", name)
		}
	}
	full := put(t, folder, "full.pdf", review(t, full(t, 25), report.PDF, report.Options{}))
	if pages := strings.Count(string(run(t, folder, "pdftotext", "-layout", full, "-")), "\f"); pages != 1 {
		t.Errorf("25 people take %d pages", pages)
	}
}

var chromium = []string{"--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-pdf-header-footer"}

func TestOutsideChromiumReadsAndPrintsThePages(t *testing.T) {
	folder := outside(t)
	if folder == "" {
		return
	}
	d := spring(t)
	browse := func(arg, path string) []byte {
		return run(t, folder, "chromium", append(slices.Clone(chromium), "--user-data-dir="+filepath.Join(folder, "browser"), arg, "file://"+filepath.ToSlash(path))...)
	}
	path := put(t, folder, "marks.html", marks(t, d, report.HTML, report.Options{}))
	doc := readHTML(t, browse("--dump-dom", path))
	var rows [][]string
	each(doc, "tbody", func(body *html.Node) { rows = append(rows, tableRows(body)...) })
	if len(rows) != 12*8 {
		t.Fatalf("Chromium shows %d rows", len(rows))
	}
	for i, row := range rows {
		if p := d.c.People[i%12]; row[0] != fmt.Sprint(p.Row) || !strings.HasPrefix(row[1], p.Name) {
			t.Errorf("Chromium shows %q for row %d", row, p.Row)
		}
	}
	path = put(t, folder, "page.html", written(t, pageAs(d.page(12), report.HTML)))
	printedTo := filepath.Join(folder, "page.pdf")
	browse("--print-to-pdf="+printedTo, path)
	text := squeezed(string(run(t, folder, "pdftotext", "-layout", printedTo, "-")))
	for _, value := range pageValues(t, d.page(12)) {
		if !strings.Contains(text, squeezed(value)) {
			t.Errorf("what Chromium prints does not say %q", value)
		}
	}
	path = put(t, folder, "signin.html", signIn(t, d, report.HTML, 3, report.Options{}))
	browse("--print-to-pdf="+printedTo, path)
	signed := string(run(t, folder, "pdftotext", "-layout", printedTo, "-"))
	if strings.Count(signed, "\f") != 1 || !strings.Contains(squeezed(signed), "12MayaLopez") {
		t.Errorf("the sign-in sheet as Chromium prints it: %s", signed)
	}
}
