package start

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/room"
)

const roster = "../intake/testdata/excel-utf8-bom-fr.csv" // Zoé Lévesque and André Côté

func TestFirstRunAsksWhoIsMarkingAndKeepsIt(t *testing.T) {
	d := newDesk(t, "")
	d.golden("first")
	d.Press("enter")
	if !d.screen.asking() || !strings.Contains(d.Last(), "type your name") {
		t.Errorf("no name was taken for one: %q", d.Last())
	}
	d.Press("'Quinn di ní") // letters that are keys elsewhere
	d.golden("first-typed")
	d.Press("enter")
	if name, err := d.Room.Book.Author(); err != nil || name != "Quinn di ní" {
		t.Fatalf("the book says %q, %v", name, err)
	}
	d.golden("passphrase")
	d.Press("down", "enter")
	d.golden("choices")
	if again := New(d.Room); again.asking() || again.offering() {
		t.Error("asked again")
	}
}

func TestChoicesAreReachedByKeyAndByList(t *testing.T) {
	d := newDesk(t, "Asha")
	d.Press("d")
	if _, ok := d.Left[0].(DemoMsg); !ok {
		t.Errorf("d went to %v", d.Left)
	}
	d.Press("down", "down", "down", "down", "enter")
	if key, ok := d.Left[len(d.Left)-1].(tea.KeyPressMsg); !ok || key.String() != "?" {
		t.Errorf("the last choice went to %v", d.Left)
	}
	d.Press("up", "up", "up", "enter")
	if d.Stack.Len() != 1 || !strings.Contains(d.text(), "A new cohort") {
		t.Errorf("the first choice did not open the form:\n%s", d.text())
	}
}

func TestANewBookIsOfferedAPassphrase(t *testing.T) {
	d := newDesk(t, "")
	d.Press("'Asha", "enter", "enter")
	if d.Stack.Len() != 1 || !strings.Contains(d.text(), "A passphrase for this book") {
		t.Fatalf("the first answer is not to set one:\n%s", d.text())
	}
	d.Press("esc")
	if !d.screen.offering() {
		t.Error("it is not offered any more, though nothing was answered")
	}
	d.Press("n")
	if d.Stack.Len() != 0 {
		t.Error("a key of the choices works before they are seen")
	}
}

func TestFromTheFirstRunToARosterImportedTwiceAndUndone(t *testing.T) {
	d := newDesk(t, "")
	d.Press("'Asha", "enter", "l", "i")
	d.golden("form")
	d.Press("ctrl+s") // the cohort, with all that the form proposes
	if d.Room.Cohort == nil || d.Room.Cohort.Name != "CIPSS Mar 2026" || len(d.Room.Cohort.Days) != 8 || !slices.Equal(d.Room.Cohort.Trainers, []string{"Asha"}) {
		t.Fatalf("made %+v; said %q", d.Room.Cohort, d.Said)
	}
	if !strings.Contains(d.text(), "which file?") {
		t.Fatalf("the import did not follow:\n%s", d.text())
	}
	d.Paste("'" + roster + "'\n")
	d.Press("enter", "enter")
	d.golden("confirm")
	d.Press("enter")
	want := []string{"André Côté", "Zoé Lévesque"}
	if got := d.names(); !slices.Equal(got, want) || d.Stack.Len() != 0 {
		t.Fatalf("on the roster %q, said %q", got, d.Said)
	}
	if !strings.Contains(d.Last(), "added 2 people") || d.Room.Cohort.Row(1).Worksite != "" || d.Room.Cohort.Row(2).Worksite != "Centre Madawaska" {
		t.Errorf("said %q, %+v", d.Said, d.Room.Cohort.Row(2))
	}
	d.importFile(roster)
	d.Press("enter", "enter")
	if got := d.names(); len(got) != 2 || d.Stack.Len() != 0 || !strings.Contains(d.Last(), "nothing to import") {
		t.Errorf("the second time: %q, said %q\n%s", got, d.Last(), d.text())
	}
	d.Run(d.Room.Undo())
	if got := d.names(); len(got) != 0 {
		t.Errorf("after undo %q are left; said %q", got, d.Last())
	}
}

func TestCohortThatIsMadeOffersWhatComesNext(t *testing.T) {
	d := newDesk(t, "Asha")
	d.Press("n", "right", "ctrl+s")
	if d.Room.Cohort == nil || d.Room.Cohort.Name != "PS101 Mar 2026" {
		t.Fatalf("made %+v, said %q", d.Room.Cohort, d.Said)
	}
	d.golden("offer")
	d.Press("x")
	if d.Stack.Len() != 1 {
		t.Error("another key closed the offer")
	}
	d.Press("+")
	if d.Stack.Len() != 1 || strings.Contains(d.text(), "is made") {
		t.Errorf("+ did not ask for names:\n%s", d.text())
	}
}

func TestEnterTakesWhatTheCursorIsOnAfterACohortIsMade(t *testing.T) {
	for down, want := range []string{"which file?", "One name a line", ""} {
		d := newDesk(t, "Asha")
		d.Press("n", "ctrl+s")
		for range down {
			d.Press("down")
		}
		d.Press("enter")
		if got := d.text(); !strings.Contains(got, want) || strings.Contains(got, "Who is coming?") || want == "" && d.Stack.Len() != 0 {
			t.Errorf("%d down, Enter:\n%s", down, got)
		}
	}
}

func TestTheCourseFileIsAskedForOnlyWhereOneIsWanted(t *testing.T) {
	d := newDesk(t, "Asha")
	d.Press("n")
	if got := d.text(); !strings.Contains(got, "< Intentional Peer Support core training (CIPS") || strings.Contains(got, "< cipss >") {
		t.Errorf("the course is not called by its title:\n%s", got)
	}
	d.Press("tab", "'Spring")
	if got := d.text(); strings.Contains(got, "Course file") || !strings.Contains(got, "Spring: ") {
		t.Errorf("the name went elsewhere:\n%s", got)
	}
	d.Press("shift+tab", "left", "tab", "'x.toml")
	if got := d.text(); !strings.Contains(got, "there is no file x.toml") {
		t.Errorf("the file is not asked for:\n%s", got)
	}
	d.Press("shift+tab", "right", "ctrl+s")
	if d.Room.Cohort == nil || d.Room.Cohort.Name != "Spring" || d.Room.Cohort.Course != "cipss" {
		t.Errorf("a file not wanted any more is in the way: %q", d.Said)
	}
}

func TestCourseFileWithAMistakeIsNamedByFileAndLine(t *testing.T) {
	d := newDesk(t, "Asha")
	path := filepath.Join(t.TempDir(), "two days.toml")
	write(t, path, "name = \"two\"\ntitle = \"Two days\"\n\n[[days]]\ntitle = \"One\"\n[[days.blocks]]\nstart = \"9 am\"\nend = \"12:00\"\ntopic = \"Language\"\n")
	d.Press("n", "'a", "tab")
	d.Paste(strings.ReplaceAll(path, " ", `\ `))
	if got := d.text(); !strings.Contains(got, "two days.toml:7:") {
		t.Errorf("the mistake is not named:\n%s", got)
	}
	d.Press("ctrl+s")
	if d.Room.Cohort != nil || !strings.Contains(d.Last(), "two days.toml:7:") {
		t.Errorf("saved all the same: %q", d.Said)
	}
	write(t, path, "name = \"two\"\ntitle = \"Two days\"\nnote = \"Ask Ben.\"\n[[days]]\n[[days.blocks]]\nstart = \"09:00\"\nend = \"12:00\"\ntopic = \"Language\"\n")
	d.Press("ctrl+s") // reads it again
	if got := d.text(); !strings.Contains(got, "TWO Mar 2026") || !strings.Contains(got, "Ask Ben.") {
		t.Errorf("the mended course is not shown:\n%s", got)
	}
	d.Press("ctrl+s")
	if d.Room.Cohort == nil || d.Room.Cohort.Course != "two" || len(d.Room.Cohort.Days) != 1 {
		t.Errorf("made %+v, said %q", d.Room.Cohort, d.Said)
	}
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestDatesOfANewCohort(t *testing.T) {
	for _, c := range []struct {
		start, days string
		n           int
		want        string // the words for the dates, or the error
	}{
		{"2026-01-05", "", 8, "Mon 5 Jan … Wed 14 Jan 2026 (8 days)"},
		{"2026-01-05", "mon,tue", 3, "Mon 5 Jan … Mon 12 Jan 2026 (3 days)"},
		{"2026-01-05", " Saturday, sun, ", 2, "Sat 10 Jan … Sun 11 Jan 2026 (2 days)"},
		{"2026-01-05", "", 1, "Mon 5 Jan 2026 (1 day)"},
		{"", "2026-01-05, 2026-01-09", 2, "Mon 5 Jan … Fri 9 Jan 2026 (2 days)"},
		{"", "2026-01-05", 2, "1 date for a course of 2 days"},
		{"", "2026-01-09 2026-01-05", 2, "Mon 5 Jan does not come after Fri 9 Jan"},
		{"", "2026-13-05", 1, "2026-13-05: a date is written as 2026-01-31: year, month, day"},
		{"1/13", "", 1, "Tue 13 Jan 2026 (1 day)"},
		{"1/5", "", 8, "1/5 can be Fri 1 May 2026 or Mon 5 Jan 2026: type 2026-05-01 or 2026-01-05"},
		{"", "12/30 1/13 1/14/2026", 3, "Tue 30 Dec … Wed 14 Jan 2026 (3 days)"},
		{"5.1.2026", "", 8, "a date is written as 2026-01-31: year, month, day"},
		{"2026-01-05", "noday", 8, `"noday" is not a weekday: weekdays are names with commas between, such as mon,tue`},
	} {
		dates, err := datesFrom(&room.Room{Today: model.DateOf(2026, 1, 2)}, c.start, c.days, c.n)
		got := dateWords(dates)
		if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%q, %q for %d days: %s, want %s", c.start, c.days, c.n, got, c.want)
		}
	}
}

func TestFormSaysWhatItWouldMakeBeforeItIsSaved(t *testing.T) {
	d := newDesk(t, "Asha")
	d.Press("n", "tab", "'Frühling 春", "tab", "tab", "'mon,wed")
	got := d.text()
	for _, want := range []string{"Frühling 春: Mon 2 Mar … Wed 25 Mar 2026 (8 days)", "Office of Behavioral", "A sample to edit"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not said:\n%s", want, got)
		}
	}
	d.Press("'x")
	if got := d.text(); !strings.Contains(got, `"wedx" is not a weekday`) {
		t.Errorf("the wrong weekday is not said:\n%s", got)
	}
	d.Press("ctrl+s")
	if d.Room.Cohort != nil {
		t.Error("a form with a mistake was saved")
	}
	d.golden("form-fault")
}

func TestOpening(t *testing.T) {
	on := func(name string, cancelled bool, dates ...model.Date) store.Listed {
		l := store.Listed{Cohort: model.Cohort{Name: name}}
		for i, date := range dates {
			l.Days = append(l.Days, model.Day{Number: i + 1, Date: date, Cancelled: cancelled})
		}
		return l
	}
	mar := func(day int) model.Date { return model.DateOf(2026, 3, day) }
	early, late := on("Fall 2025", false, mar(2), mar(3), mar(4)), on("Spring", false, mar(10), mar(11))
	for _, c := range []struct {
		name    string
		cohorts []store.Listed
		date    model.Date
		pick    string
		several int
		said    string
	}{
		{"an empty book", nil, mar(2), "", 0, ""},
		{"a day on the date", []store.Listed{early, late}, mar(11), "Spring", 0, ""},
		{"two on one date", []store.Listed{early, on("Night", false, mar(3))}, mar(3), "", 2, "2 cohorts have a day today: which one is it?"},
		{"a cancelled day is none", []store.Listed{early, on("Night", true, mar(3))}, mar(3), "Fall 2025", 0, ""},
		{"the last is nearer", []store.Listed{early, late}, mar(5), "Fall 2025", 0, "no day of training today: the nearest is Fall 2025, day 3, Wed 4 Mar"},
		{"as far away: the one to come", []store.Listed{early, late}, mar(7), "Spring", 0, "no day of training today: the nearest is Spring, day 1, Tue 10 Mar"},
		{"between two days: the one that the room shows", []store.Listed{on("Gaps", false, mar(2), mar(9))}, mar(3), "Gaps", 0, "no day of training today: the nearest is Gaps, day 2, Mon 9 Mar"},
		{"no days at all", []store.Listed{on("Plan", false)}, mar(3), "Plan", 0, "no day of training today: Plan has no days yet"},
	} {
		pick, several, said := Opening(c.cohorts, c.date)
		got := ""
		if pick != nil {
			got = pick.Name
		}
		if got != c.pick || len(several) != c.several || said != c.said {
			t.Errorf("%s: %q, %d, %q", c.name, got, len(several), said)
		}
	}
}

func TestChoosingAmongTwoHundredCohorts(t *testing.T) {
	d := newDesk(t, "Asha")
	d.Open(Choose(d.Room))
	d.golden("choose-none")
	d.Press("esc")
	d.cohort("Frühjahr 春", "ps101", model.DateOf(2026, 3, 2), model.Trainee{Name: "माया"})
	d.cohort("Portland नवंबर", "cipss", model.DateOf(2026, 3, 9))
	d.Open(Choose(d.Room))
	d.Press("up")
	d.golden("choose")
	d.Press("enter")
	if d.Room.Cohort.Name != "Frühjahr 春" || d.Stack.Len() != 0 {
		t.Fatalf("opened %s", d.Room.Cohort.Name)
	}
	for i := range 200 {
		d.cohort(fmt.Sprintf("Round %03d", i), "ps101", model.DateOf(2026, 3, 3)+model.Date(i))
	}
	d.Open(Choose(d.Room))
	if got := d.text(); !strings.Contains(got, "Round 199") || strings.Contains(got, "Round 100") {
		t.Errorf("the open cohort is not in sight:\n%s", got)
	}
	d.Press("/", "'d 07k", "backspace", "'7", "enter")
	if d.Room.Cohort.Name != "Round 077" {
		t.Errorf("found %s", d.Room.Cohort.Name)
	}
	d.Open(Choose(d.Room))
	d.Press("n")
	if !strings.Contains(d.text(), "A new cohort") {
		t.Error("n did not open the form")
	}
}

func TestScreenDrawsInAnyWindow(t *testing.T) {
	d := newDesk(t, "Asha")
	for _, open := range []func(){func() {}, func() { d.Press("n") }} {
		open()
		for w := 1; w < 50; w += 7 {
			for h := 1; h < 20; h += 3 {
				f := d.screen.View(w, h)
				if len(f.Lines) > h || f.Cursor.Y >= max(1, len(f.Lines)) {
					t.Errorf("%d by %d: %d lines, cursor %v", w, h, len(f.Lines), f.Cursor)
				}
				if top := d.Stack.Top(); top != nil {
					top.View(w, h)
				}
			}
		}
	}
}
