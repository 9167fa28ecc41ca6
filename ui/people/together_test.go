package people

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
)

func TestOwnWordsStandBesideAMarkAndANote(t *testing.T) {
	d := told(t)
	d.open(PageOf(d.r, d.row(1)))
	d.keys("o")
	if !strings.Contains(d.last(), "go to a mark or a note first") {
		t.Errorf("on the name o said %q", d.last())
	}
	d.on("Language: absent")
	d.keys("o")
	d.sees("Maya Lopez sees it differently", "in their own words, beside: day 2 09:00, absent")
	d.keys("'I was there from ten", "enter")
	d.sees("In your own words: I was there from ten")
	if page := strings.Join(d.stack.Top().View(80, 60).Lines, "\n"); strings.Count(page, "In your own words: I was there from ten") != 2 {
		t.Errorf("not both under what was missed and under attendance:\n%s", page)
	}
	cell := d.stored(1).Cell(d.block(2, 0))
	if cell.OwnWords != "I was there from ten" || cell.Mark.State != model.Absent || cell.Remark != "the bus" {
		t.Errorf("stored %+v", cell)
	}
	d.on("Likes to go first")
	d.keys("o", "'Only on Mondays", "enter")
	d.sees("Only on Mondays")
	if n := d.load(d.r.Cohort.Cohort.ID).Notes[0]; n.OwnWords != "Only on Mondays" || n.Text != "Likes to go first. 日本 नमस्ते" {
		t.Errorf("stored %+v", n)
	}
	d.keys("o", "ctrl+u")
	d.sees("Enter takes the words away")
	d.keys("enter")
	if n := d.load(d.r.Cohort.Cohort.ID).Notes[0]; n.OwnWords != "" || d.last() != "1 Maya Lopez: own words taken away" {
		t.Errorf("stored %+v, said %q", n, d.last())
	}
}

func TestThePageIsWrittenToAFileAndReplacesNoneUnasked(t *testing.T) {
	d := told(t)
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	d.open(PageOf(d.r, d.row(1)))
	d.keys("f")
	d.sees("1 Maya Lopez, the page to ~"+string(filepath.Separator)+"spring-2026-row-1.pdf", "Enter writes", "as PDF")
	d.keys("ctrl+u", "'~/page", "enter")
	if !strings.Contains(d.last(), "end the name with .pdf, .html or .txt") {
		t.Errorf("said %q", d.last())
	}
	path := filepath.Join(home, "page.txt")
	d.keys("'.txt", "enter")
	text, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(text), "3 h missed: can be made up") || strings.Contains(string(text), "Zoé") {
		t.Fatalf("%v, said %q:\n%s", err, d.said, text)
	}
	d.must(os.WriteFile(path, []byte("mine"), 0o600))
	d.keys("f", "ctrl+u", "'~/page.txt", "enter")
	d.sees("page.txt is there already. Replace it?")
	d.keys("n")
	d.sees("the page to ~/page.txt")
	if text, _ := os.ReadFile(path); string(text) != "mine" {
		t.Error("it was replaced after no")
	}
	d.keys("enter", "y")
	if text, _ := os.ReadFile(path); !strings.Contains(string(text), "Maya Lopez") {
		t.Errorf("it was not replaced after yes; said %q", d.last())
	}
	if d.stack.Len() != 1 {
		t.Errorf("%d overlays are open after it is written", d.stack.Len())
	}
	d.keys("f", "ctrl+u", "'~/nowhere/page.txt", "enter")
	d.sees("the page to ~/nowhere/page.txt")
	if !strings.HasPrefix(d.last(), "not written: ") {
		t.Errorf("where it can't be written it said %q", d.last())
	}
	d.must(os.Mkdir(filepath.Join(home, "nowhere"), 0o700))
	d.keys("enter")
	if _, err := os.Stat(filepath.Join(home, "nowhere", "page.txt")); err != nil || d.stack.Len() != 1 {
		t.Errorf("the same path again: %v, %d overlays", err, d.stack.Len())
	}
	for _, name := range []string{"page.pdf", "page.html"} {
		d.keys("f", "ctrl+u", "'~/"+name, "enter")
		if data, err := os.ReadFile(filepath.Join(home, name)); err != nil || len(data) < 500 || d.last() != "written: "+filepath.Join(home, name) {
			t.Errorf("%s: %d bytes, %v, said %q", name, len(data), err, d.last())
		}
	}
}

func TestTheRequiredCourseIsStatedWithDateAndPlaceAndTakenBack(t *testing.T) {
	d := newDesk(t)
	d.open(PageOf(d.r, d.row(1)))
	d.keys("c")
	if !strings.Contains(d.last(), "asks for no course before") {
		t.Errorf("without one c said %q", d.last())
	}
	d.keys("esc")
	d.run(d.r.Commit(oplog.Single, "", d.r.Cohort.EditRule(model.Rule{Requires: "ps101"})...))
	d.run(d.r.Look())
	d.r.Day = 1
	if got := d.r.LacksRequired(d.r.Cohort.Row(1)); got != "Peer Support 101 not known" {
		t.Errorf("the roster says %q", got)
	}
	d.open(PageOf(d.r, d.row(1)))
	d.keys("c")
	d.sees("1 Maya Lopez: Peer Support 101, which comes before")
	d.keys("'2027-01-12", "ctrl+s")
	if !strings.Contains(d.last(), "still to come") {
		t.Errorf("said %q", d.last())
	}
	d.keys("ctrl+u", "'2026-01-12", "tab", "'Portland", "ctrl+s")
	if s := d.stored(1).Stated; s == nil || s.Date != model.DateOf(2026, 1, 12) || s.Where != "Portland" {
		t.Fatalf("stored %+v, said %q", s, d.said)
	}
	if got := d.r.LacksRequired(d.r.Cohort.Row(1)); got != "" {
		t.Errorf("the roster says %q", got)
	}
	d.sees("done. Stated by Asha: Portland, 12 Jan 2026.")
	d.keys("c", "ctrl+u", "ctrl+s")
	if s := d.stored(1).Stated; s != nil || d.last() != "1 Maya Lopez: Peer Support 101 is not stated" {
		t.Errorf("stored %+v, said %q", s, d.last())
	}
}

func TestTwoRecordsAreOnePersonAfterAPreviewAndApartAgain(t *testing.T) {
	d := newDesk(t)
	fall := d.cohort("Fall 2025", "Maya López")
	tr := fall.Row(1).Trainee
	tr.Phone = "207 555 0199"
	draft, err := fall.Form(oplog.Single, fall.EditTrainee(tr)...)
	d.must(err)
	d.must(d.r.Book.Save(draft).Wait())
	d.open(Edit(d.r, d.row(1)))
	d.keys("tab", "tab", "tab", "tab", "'207 555 0100", "ctrl+s")
	d.open(PageOf(d.r, d.row(1)))
	d.sees("You may stand in this book twice: s looks at it.")
	d.lacks("López")
	d.keys("s")
	d.sees("1 Maya Lopez is the same person as", "> Maya López", "accent")
	d.lacks("देवी", "Zoé")
	d.keys("'zoe")
	d.sees("> Zoé")
	d.keys("ctrl+u")
	d.lacks("Zoé")
	d.keys("enter")
	d.sees("1 Maya Lopez and Maya López: one person?", "In question then, both sides kept: ", "207 555 0100 or 207 555 0199", "can be taken back at any time.")
	if joins, _ := d.r.Book.Joins(); len(joins) != 0 {
		t.Fatal("they were joined before the answer")
	}
	d.keys("y")
	if d.r.Cohort.Person(fall.Row(1).Trainee.ID) != d.r.Cohort.Row(1) {
		t.Fatalf("not joined; said %q", d.said)
	}
	d.lacks("You may stand in this book twice")
	d.sees("Not agreed: name: Maya L", "Not agreed: phone: 207 555 01")
	d.keys("home", "v")
	d.sees("which holds?", "name: Maya López", "name: Maya Lopez", "phone: 207 555 0100", "phone: 207 555 0199")
	d.keys("'0199", "enter")
	if !strings.HasSuffix(d.last(), ": phone: 207 555 0199, settled") || d.stored(1).Phone != "207 555 0199" {
		t.Errorf("said %q", d.last())
	}
	d.lacks("Not agreed: phone")
	d.sees("Not agreed: name")
	d.mark(1, 2, 0, model.Plain(model.Absent)) // other work
	d.keys("s", "home")
	d.sees("not one after all: ")
	d.keys("enter")
	if d.r.Cohort.Person(fall.Row(1).Trainee.ID) != nil || d.stored(1).Cell(d.block(2, 0)).Mark.State != model.Absent {
		t.Errorf("not apart again; said %q", d.said)
	}
}

func TestThePageStaysWithThePersonWhenAJoinIsTakenBack(t *testing.T) {
	d := newDesk(t)
	other := d.cohort("Fall 2025", "Maya López").Row(1).Trainee.ID
	for own := d.row(1); bytes.Compare(other[:], own[:]) > 0; { // a joined person has the smaller id
		other = d.cohort("Fall 2025", "Maya López").Row(1).Trainee.ID
	}
	j, err := d.r.Book.PlanJoin(d.row(1), other)
	d.must(err)
	d.run(d.r.Save(j.Draft))
	d.run(d.r.Reload(""))
	if d.row(1) != other {
		t.Fatal("not joined")
	}
	d.open(PageOf(d.r, d.row(1)))
	d.sees("Not agreed: name: Maya L")
	d.keys("s", "'not one after all")
	d.sees("> not one after all: ")
	d.keys("enter")
	d.sees("1 Maya Lopez", "Attendance")
	d.lacks("not in the cohort any more", "Not agreed")
}

func TestWhatIsReadFromTheBookIsDrawnOnceItIsThere(t *testing.T) {
	d := told(t)
	d.cohort("Fall 2025", "Maya López")
	for _, c := range []struct {
		o     kit.Overlay
		wants string
	}{{Same(d.r, d.row(1)), "Maya López"}, {MakeUp(d.r, d.row(1), d.block(2, 0)), "How long"}, {newSuggestions(d.r, []model.ID{d.row(1)}), "Maya López"}} {
		before := ansi.Strip(strings.Join(c.o.View(80, 20).Lines, "\n"))
		if strings.Contains(before, c.wants) || strings.TrimSpace(before) == "" {
			t.Errorf("before it is read:\n%s", before)
		}
		d.open(c.o)
		d.sees(c.wants)
		d.keys("esc")
	}
}

func TestWhoWalksInIsSuggestedWhereTheBookMayKnowThem(t *testing.T) {
	d := newDesk(t)
	d.open(Add(d.r, true))
	d.keys("'Lopez Maya", "enter")
	if !strings.Contains(d.last(), "6 Lopez Maya added, from day 2 on; may be Maya Lopez (") {
		t.Errorf("said %q", d.last())
	}
	d.open(AddNames(d.r))
	d.keys("'Zoe Angstrom-Berg", "enter", "'Maya Lopes", "ctrl+s")
	d.sees("Who may stand in this book twice", "Maya Lopes", "1 Maya Lopez")
	for _, size := range sizes {
		vtest.Golden(t, "suggestions-"+size.name, d.shot(size.w, size.h).Shot())
	}
	d.keys("s")
	d.sees("one person?")
	d.keys("y")
	if joins, err := d.r.Book.Joins(); len(joins) != 1 || err != nil {
		t.Errorf("joins %v, %v; said %q", joins, err, d.said)
	}
}

func TestAPersonWhoWasUndoneIsSaidToBeGoneEverywhere(t *testing.T) {
	d := newDesk(t)
	d.open(Add(d.r, true))
	d.keys("'Ana", "enter")
	id := d.focus
	d.open(OwnWords(d.r, id, d.block(2, 0), model.ID{}))
	d.keys("'x")
	d.run(d.r.Undo())
	d.sees("not in the cohort any more")
	d.keys("enter")
	if d.stack.Len() != 0 {
		t.Error("the prompt stays")
	}
	for _, o := range []func(){func() { d.open(MakeUp(d.r, id, d.block(2, 0))) }, func() { d.open(Required(d.r, id)) },
		func() { d.open(ToFile(d.r, id)) }, func() { d.open(Same(d.r, id)) }} {
		o()
		d.sees("Nobody is here")
		d.keys("esc")
	}
}

func TestARecordIsRemovedOnlyWhenItIsMeant(t *testing.T) {
	d := told(t)
	d.open(PageOf(d.r, d.row(1)))
	d.keys("delete")
	d.sees("Remove the record of 1 Maya Lopez from the whole book?", "It can't be undone")
	d.keys("esc")
	if p := d.stored(1); p.Name != "Maya Lopez" {
		t.Fatalf("after esc it is %q", p.Name)
	}
	d.keys("delete", "y")
	p := d.stored(1)
	if p.Name != "a former trainee" || p.Worksite != "" || p.Cell(d.block(2, 0)).Mark.State != model.Absent || p.Cell(d.block(2, 0)).Remark != "" {
		t.Errorf("stored %+v", p.Trainee)
	}
	if !strings.Contains(d.last(), "forgotten: all that was written about this person is gone") {
		t.Errorf("said %q", d.last())
	}
	d.keys("delete")
	if d.last() != "this record is removed already" {
		t.Errorf("a second time it said %q", d.last())
	}
}
