package start

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rollbook/model"
)

// importFile opens the import and drags a file onto it.
func (d *desk) importFile(path string) {
	d.Open(newImporter(d.Room, disk{home: d.TempDir(), mounts: func() []string { return nil }, readDir: os.ReadDir}))
	d.Paste(path)
}

// csv writes a file and imports it up to the columns.
func (d *desk) csv(name, text string) {
	path := filepath.Join(d.TempDir(), name)
	write(d, path, text)
	d.importFile(path)
}

func TestFilesAreListedNewestFirst(t *testing.T) {
	d := newDesk(t, "Asha")
	d.cohort("Spring", "cipss", model.DateOf(2026, 3, 2))
	home, stick := t.TempDir(), filepath.Join(t.TempDir(), "STICK")
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for path, old := range map[string]time.Duration{
		filepath.Join(home, "Downloads", "名簿 春.csv"):       2 * time.Hour,
		filepath.Join(home, "Documents", "roster old.csv"): 500 * 24 * time.Hour,
		filepath.Join(stick, "माया.csv"):                   30 * time.Hour,
	} {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		write(t, path, strings.Repeat("Name,Email\nMaya Ortiz,maya@example.org\n", 60))
		if err := os.Chtimes(path, now.Add(-old), now.Add(-old)); err != nil {
			t.Fatal(err)
		}
	}
	d.Open(newImporter(d.Room, disk{home: home, mounts: func() []string { return []string{stick} }, readDir: os.ReadDir}))
	d.golden("files")
	d.Press("down", "enter")
	if !strings.Contains(d.text(), "माया.csv: which column is what?") {
		t.Errorf("the second file was not read:\n%s", d.text())
	}
}

func TestFileThatCannotBeReadIsExplainedAndAnotherCanBeTaken(t *testing.T) {
	d := newDesk(t, "Asha")
	d.cohort("Spring", "cipss", model.DateOf(2026, 3, 2))
	d.csv("photo.csv", "\x89PNG\r\n\x1a\n\x00\x00\x00\x00")
	if got := d.text(); !strings.Contains(got, "photo.csv") || !strings.Contains(got, "!") {
		t.Errorf("not explained:\n%s", got)
	}
	d.Press("ctrl+u", "'/nowhere/at all.csv", "enter")
	d.golden("files-fault")
	if got := d.Last(); got != "there is no file at all.csv" {
		t.Errorf("said %q", got)
	}
	d.Press("esc")
	if d.Stack.Len() != 0 || d.Last() != "nothing was imported" {
		t.Errorf("esc: %q", d.Last())
	}
}

func TestWorkbookWithSeveralSheetsAsksForOne(t *testing.T) {
	d := newDesk(t, "Asha")
	d.cohort("Spring", "cipss", model.DateOf(2026, 3, 2))
	d.importFile("../intake/testdata/two-sheets.xlsx")
	d.golden("sheets")
	d.Press("enter")
	if !strings.Contains(d.text(), "two-sheets.xlsx: which column is what?") {
		t.Errorf("the sheet was not read:\n%s", d.text())
	}
	d.Press("esc")
	if !strings.Contains(d.text(), "has several sheets") {
		t.Error("esc did not go back to the sheets")
	}
}

func TestColumnsCanBeSaidToBeOtherFields(t *testing.T) {
	d := newDesk(t, "Asha")
	d.cohort("Spring", "cipss", model.DateOf(2026, 3, 2))
	d.importFile("../intake/testdata/unknown-words.csv")
	if got := d.text(); !strings.Contains(got, "left out") {
		t.Fatalf("unknown columns are not left out:\n%s", got)
	}
	d.Press("enter")
	if !strings.Contains(d.Last(), "no column holds the names") {
		t.Fatalf("went on without names: %q", d.Last())
	}
	d.Press("space")
	d.golden("field")
	d.Press("home", "enter", "right", "space", "'email", "enter")
	d.golden("mapping")
	d.Press("enter", "enter", "enter")
	if got := d.names(); !slices.Equal(got, []string{"Maya Ortiz", "Noor Haddad"}) || d.Room.Cohort.Row(2).Email != "noor@example.org" || d.Room.Cohort.Row(1).Worksite != "" {
		t.Errorf("on the roster %q, %+v", got, d.Room.Cohort.People)
	}
}

func TestRowsWithFaultsAreNamedAndLeftOutOnlyWhenSaid(t *testing.T) {
	d := newDesk(t, "Asha")
	d.cohort("Spring", "cipss", model.DateOf(2026, 3, 2))
	d.importFile("../intake/testdata/bad-rows.csv")
	d.golden("faults")
	if got := d.text(); !strings.Contains(got, "line 2, Email: 'mayaexample.org' has no @") {
		t.Errorf("the fault is not named:\n%s", got)
	}
	d.Press("enter")
	if !strings.Contains(d.Last(), "press s to leave them out") {
		t.Errorf("said %q", d.Last())
	}
	d.Press("s", "enter", "enter", "enter")
	if got := d.names(); !slices.Contains(got, "Good Person") || slices.Contains(got, "Maya Ortiz") {
		t.Errorf("on the roster %q; %s", got, d.text())
	}
}

func TestEveryDifferenceFromTheBookIsOneDecision(t *testing.T) {
	d := newDesk(t, "Asha")
	d.cohort("PS", "ps101", model.DateOf(2026, 2, 2), model.Trainee{Name: "Kim Lee", Email: "kim@example.org", Phone: "207-555-0100"})
	d.Room.Today = model.DateOf(2026, 3, 4) // day 3
	d.cohort("Spring", "cipss", model.DateOf(2026, 3, 2),
		model.Trainee{Name: "माया ओर्तीज़", Email: "maya@example.org", Phone: "207-555-0101"},
		model.Trainee{Name: "Noor Haddad"}, model.Trainee{Name: "王小明"}, model.Trainee{Name: "Pat Poe"})
	d.csv("roster.csv", "Name,Email,Phone\n"+
		"माया ओर्तीज़,maya@example.org,207-555-0199\n"+ // changed
		"Noor Hadad,,\n"+ // perhaps 2
		"王小明,,\n"+ // the same
		"Kim Lee,kim@example.org,207-555-0177\n"+ // of another cohort
		"نور حداد,nour@example.org,\n"+ // new
		"نور حداد,nour@example.org,\n") // twice
	d.Press("enter")
	d.golden("compare")
	d.Press("enter")
	if got := d.text(); !strings.Contains(got, "This adds 2 people.") || !strings.Contains(got, "expected from day 3 (Wed 4 Mar)") {
		t.Fatalf("without an answer only who is new is added:\n%s", got)
	}
	d.Press("esc")
	d.Press("space", "space")                 // Noor Hadad: another person
	d.Press("down", "down", "space")          // the phone of 1
	d.Press("end", "space")                   // Pat Poe no longer coming
	d.Press("enter", "left", "left", "enter") // from day 1
	if got := d.Last(); !strings.Contains(got, "added 3 people, changed 1, 1 no longer coming from day 3") {
		t.Fatalf("said %q\n%s", got, d.text())
	}
	c := d.Room.Cohort
	if got := d.names(); !slices.Equal(got, []string{"माया ओर्तीज़", "Noor Haddad", "王小明", "Pat Poe", "Kim Lee", "Noor Hadad", "نور حداد"}) {
		t.Errorf("on the roster %q", got)
	}
	if c.Row(1).Phone != "207-555-0199" || c.Row(4).To != 2 || c.Row(5).From != 1 {
		t.Errorf("1 %+v, 4 %+v, 5 %+v", c.Row(1).Trainee, c.Row(4).Enrollment, c.Row(5).Enrollment)
	}
	if c.Row(5).Phone != "207-555-0100" {
		t.Errorf("what the book has of somebody of another cohort was overwritten: %q", c.Row(5).Phone)
	}
	if all, err := d.Room.Book.Trainees(); err != nil || len(all) != 7 {
		t.Errorf("%d people in the book, %v: Kim Lee is one person", len(all), err)
	}
	d.Run(d.Room.Undo())
	if got := d.names(); len(got) != 4 || d.Room.Cohort.Row(1).Phone != "207-555-0101" || d.Room.Cohort.Row(4).To != 0 {
		t.Errorf("after undo %q, %+v", got, d.Room.Cohort.Row(4).Enrollment)
	}
}

func TestSomebodySaidToBeTheSameIsNotAddedAgain(t *testing.T) {
	d := newDesk(t, "Asha")
	d.cohort("Spring", "cipss", model.DateOf(2026, 3, 2), model.Trainee{Name: "Noor Haddad"})
	d.csv("roster.csv", "Name\nNoor Hadad\nMaya\n")
	d.Press("enter", "space")
	if got := d.text(); !strings.Contains(got, "is 1 Noor Haddad, the same person") {
		t.Fatalf("not said to be the same:\n%s", got)
	}
	d.Press("enter", "enter")
	if got := d.names(); !slices.Equal(got, []string{"Noor Haddad", "Maya"}) {
		t.Errorf("on the roster %q", got)
	}
}

func TestNamesThatDifferByALetterInOneFileAreTwoPeople(t *testing.T) {
	d := newDesk(t, "Asha")
	d.cohort("Spring", "cipss", model.DateOf(2026, 3, 2))
	d.csv("roster.csv", "Name,Email\nAnna Lopez,a@example.org\nAnne Lopez,b@example.org\n")
	d.Press("enter", "enter", "enter")
	if got := d.names(); !slices.Equal(got, []string{"Anna Lopez", "Anne Lopez"}) {
		t.Errorf("on the roster %q", got)
	}
}

func TestRosterTooLargeForOneGestureIsRefusedInASentence(t *testing.T) {
	d := newDesk(t, "Asha")
	d.cohort("Spring", "cipss", model.DateOf(2026, 3, 2))
	i := newImporter(d.Room, disk{})
	s := newConfirmStep(i, &compareStep{}, outcome{people: make([]model.Trainee, 10_000)})
	for n := range s.outcome.people {
		s.outcome.people[n].Name = strings.Repeat("Maya ", 4)
	}
	d.Run(s.carryOut())
	if len(d.Room.Cohort.People) != 0 || i.done || !strings.Contains(d.Last(), "split the file") {
		t.Errorf("%d people, done %v, said %q", len(d.Room.Cohort.People), i.done, d.Last())
	}
}

func TestEveryKindOfFileGoesThroughOrSaysWhyNot(t *testing.T) {
	files, err := filepath.Glob("../intake/testdata/*")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	d := newDesk(t, "Asha")
	for _, file := range files {
		if strings.HasSuffix(file, ".json") || strings.HasPrefix(filepath.Base(file), ".") {
			continue
		}
		d.cohort(filepath.Base(file), "ps101", model.DateOf(2026, 3, 2))
		d.importFile(file)
		for range 5 {
			d.Draw(60, 20)
			d.Press("s", "enter")
		}
		if len(d.Room.Cohort.People) == 0 && d.Last() == "" {
			t.Errorf("%s: nobody came, and nothing was said:\n%s", file, d.text())
		}
		t.Logf("%s: %d people, %q", filepath.Base(file), len(d.Room.Cohort.People), d.Last())
		for d.Stack.Len() > 0 {
			d.Press("ctrl+c")
		}
		d.Said = nil
	}
}

func TestNobodyLeavesATrainingThatHasNotBegun(t *testing.T) {
	d := newDesk(t, "Asha")
	d.cohort("Spring", "cipss", model.DateOf(2026, 3, 2), model.Trainee{Name: "Noor"})
	d.csv("roster.csv", "Name\nMaya\n")
	d.Press("enter", "end", "space")
	if !strings.Contains(d.Last(), "has not begun") {
		t.Errorf("said %q", d.Last())
	}
}

func TestCurtainHidesContactsInTheImport(t *testing.T) {
	d := newDesk(t, "Asha")
	d.cohort("Spring", "cipss", model.DateOf(2026, 3, 2), model.Trainee{Name: "Maya Ortiz", Email: "maya@example.org", Phone: "1112223"})
	d.Room.Curtain = true
	d.csv("roster.csv", "Name,Email,Phone,Remarks\nMaya Ortiz,maya@example.org,5556667,seen before\nNoor,noor@example.org,bad,x\nSam,nowhere,,\n")
	seen := d.text()
	d.Press("s", "enter")
	seen += d.text()
	d.Press("end", "a", "enter")
	seen += d.text()
	for _, hidden := range []string{"@", "555", "111", "seen before", "nowhere"} {
		if strings.Contains(seen, hidden) {
			t.Errorf("%q is on the screen:\n%s", hidden, seen)
		}
	}
	if !strings.Contains(seen, "Noor") {
		t.Error("names are hidden as well")
	}
}
