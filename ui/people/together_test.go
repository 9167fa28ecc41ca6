package people

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
)

func TestOwnWordsStandBesideAMarkAndANote(t *testing.T) {
	d := told(t)
	d.Open(PageOf(d.Room, d.row(1)))
	d.Press("o")
	if !strings.Contains(d.Last(), "go to a mark or a note first") {
		t.Errorf("on the name o said %q", d.Last())
	}
	d.on("Language: absent")
	d.Press("o")
	d.Sees("Maya Lopez sees it differently", "in their own words, beside: day 2 09:00, absent")
	d.Press("'I was there from ten", "enter")
	d.Sees("In your own words: I was there from ten")
	if page := strings.Join(d.Stack.Top().View(80, 60).Lines, "\n"); strings.Count(page, "In your own words: I was there from ten") != 2 {
		t.Errorf("not both under what was missed and under attendance:\n%s", page)
	}
	cell := d.stored(1).Cell(d.block(2, 0))
	if cell.OwnWords != "I was there from ten" || cell.Mark.State != model.Absent || cell.Remark != "the bus" {
		t.Errorf("stored %+v", cell)
	}
	d.on("Likes to go first")
	d.Press("o", "'Only on Mondays", "enter")
	d.Sees("Only on Mondays")
	if n := d.load(d.Room.Cohort.Cohort.ID).Notes[0]; n.OwnWords != "Only on Mondays" || n.Text != "Likes to go first. 日本 नमस्ते" {
		t.Errorf("stored %+v", n)
	}
	d.Press("o", "ctrl+u")
	d.Sees("Enter takes the words away")
	d.Press("enter")
	if n := d.load(d.Room.Cohort.Cohort.ID).Notes[0]; n.OwnWords != "" || d.Last() != "1 Maya Lopez: own words taken away" {
		t.Errorf("stored %+v, said %q", n, d.Last())
	}
}

func TestThePageIsWrittenToAFileAndReplacesNoneUnasked(t *testing.T) {
	d := told(t)
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	d.Open(PageOf(d.Room, d.row(1)))
	d.Press("f")
	d.Sees("1 Maya Lopez, the page to ~"+string(filepath.Separator)+"spring-2026-row-1.pdf", "Enter writes", "as PDF")
	d.Press("ctrl+u", "'~/page", "enter")
	if !strings.Contains(d.Last(), "end the name with .pdf, .html or .txt") {
		t.Errorf("said %q", d.Last())
	}
	path := filepath.Join(home, "page.txt")
	d.Press("'.txt", "enter")
	text, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(text), "3 h missed: can be made up") || strings.Contains(string(text), "Zoé") {
		t.Fatalf("%v, said %q:\n%s", err, d.Said, text)
	}
	d.Must(os.WriteFile(path, []byte("mine"), 0o600))
	d.Press("f", "ctrl+u", "'~/page.txt", "enter")
	d.Sees("page.txt is there already. Replace it?")
	d.Press("n")
	d.Sees("the page to ~/page.txt")
	if text, _ := os.ReadFile(path); string(text) != "mine" {
		t.Error("it was replaced after no")
	}
	d.Press("enter", "y")
	if text, _ := os.ReadFile(path); !strings.Contains(string(text), "Maya Lopez") {
		t.Errorf("it was not replaced after yes; said %q", d.Last())
	}
	if d.Stack.Len() != 1 {
		t.Errorf("%d overlays are open after it is written", d.Stack.Len())
	}
	d.Press("f", "ctrl+u", "'~/nowhere/page.txt", "enter")
	d.Sees("the page to ~/nowhere/page.txt")
	if !strings.HasPrefix(d.Last(), "not written: ") {
		t.Errorf("where it can't be written it said %q", d.Last())
	}
	d.Must(os.Mkdir(filepath.Join(home, "nowhere"), 0o700))
	d.Press("enter")
	if _, err := os.Stat(filepath.Join(home, "nowhere", "page.txt")); err != nil || d.Stack.Len() != 1 {
		t.Errorf("the same path again: %v, %d overlays", err, d.Stack.Len())
	}
	for _, name := range []string{"page.pdf", "page.html"} {
		d.Press("f", "ctrl+u", "'~/"+name, "enter")
		if data, err := os.ReadFile(filepath.Join(home, name)); err != nil || len(data) < 500 || d.Last() != "written: "+filepath.Join(home, name) {
			t.Errorf("%s: %d bytes, %v, said %q", name, len(data), err, d.Last())
		}
	}
}

func TestTheRequiredCourseIsStatedWithDateAndPlaceAndTakenBack(t *testing.T) {
	d := newDesk(t)
	d.Open(PageOf(d.Room, d.row(1)))
	d.Press("c")
	if !strings.Contains(d.Last(), "asks for no course before") {
		t.Errorf("without one c said %q", d.Last())
	}
	d.Press("esc")
	d.Run(d.Room.Commit(oplog.Single, "", d.Room.Cohort.EditRule(model.Rule{Requires: "ps101"})...))
	d.Run(d.Room.Look())
	d.Room.Day = 1
	if got := d.Room.LacksRequired(d.Room.Cohort.Row(1)); got != "Peer Support 101 not known" {
		t.Errorf("the roster says %q", got)
	}
	d.Open(PageOf(d.Room, d.row(1)))
	d.Press("c")
	d.Sees("1 Maya Lopez: Peer Support 101, which comes before")
	d.Press("'2027-01-12", "ctrl+s")
	if !strings.Contains(d.Last(), "still to come") {
		t.Errorf("said %q", d.Last())
	}
	d.Press("ctrl+u", "'2026-01-12", "tab", "'Portland", "ctrl+s")
	if s := d.stored(1).Stated; s == nil || s.Date != model.DateOf(2026, 1, 12) || s.Where != "Portland" {
		t.Fatalf("stored %+v, said %q", s, d.Said)
	}
	if got := d.Room.LacksRequired(d.Room.Cohort.Row(1)); got != "" {
		t.Errorf("the roster says %q", got)
	}
	d.Sees("done. Stated by Asha: Portland, 12 Jan 2026.")
	d.Press("c", "ctrl+u", "ctrl+s")
	if s := d.stored(1).Stated; s != nil || d.Last() != "1 Maya Lopez: Peer Support 101 is not stated" {
		t.Errorf("stored %+v, said %q", s, d.Last())
	}
}

func TestTwoRecordsAreOnePersonAfterAPreviewAndApartAgain(t *testing.T) {
	d := newDesk(t)
	fall := d.cohort("Fall 2025", "Maya López")
	tr := fall.Row(1).Trainee
	tr.Phone = "207 555 0199"
	draft, err := fall.Form(oplog.Single, fall.EditTrainee(tr)...)
	d.Must(err)
	d.Must(d.Room.Book.Save(draft).Wait())
	d.Open(Edit(d.Room, d.row(1)))
	d.Press("tab", "tab", "tab", "tab", "'207 555 0100", "ctrl+s")
	d.Open(PageOf(d.Room, d.row(1)))
	d.Sees("You may stand in this book twice: s looks at it.")
	d.Lacks("López")
	d.Press("s")
	d.Sees("1 Maya Lopez is the same person as", "> Maya López", "accent")
	d.Lacks("देवी", "Zoé")
	d.Press("'zoe")
	d.Sees("> Zoé")
	d.Press("ctrl+u")
	d.Lacks("Zoé")
	d.Press("enter")
	d.Sees("1 Maya Lopez and Maya López: one person?", "In question then, both sides kept: ", "207 555 0100 or 207 555 0199", "can be taken back at any time.")
	if joins, _ := d.Room.Book.Joins(); len(joins) != 0 {
		t.Fatal("they were joined before the answer")
	}
	d.Press("y")
	if d.Room.Cohort.Person(fall.Row(1).Trainee.ID) != d.Room.Cohort.Row(1) {
		t.Fatalf("not joined; said %q", d.Said)
	}
	d.Lacks("You may stand in this book twice")
	d.Sees("Not agreed: name: Maya L", "Not agreed: phone: 207 555 01")
	d.Press("home", "v")
	d.Sees("which holds?", "name: Maya López", "name: Maya Lopez", "phone: 207 555 0100", "phone: 207 555 0199")
	d.Press("'0199", "enter")
	if !strings.HasSuffix(d.Last(), ": phone: 207 555 0199, settled") || d.stored(1).Phone != "207 555 0199" {
		t.Errorf("said %q", d.Last())
	}
	d.Lacks("Not agreed: phone")
	d.Sees("Not agreed: name")
	d.mark(1, 2, 0, model.Plain(model.Absent)) // other work
	d.Press("s", "home")
	d.Sees("not one after all: ")
	d.Press("enter")
	if d.Room.Cohort.Person(fall.Row(1).Trainee.ID) != nil || d.stored(1).Cell(d.block(2, 0)).Mark.State != model.Absent {
		t.Errorf("not apart again; said %q", d.Said)
	}
}

func TestThePageStaysWithThePersonWhenAJoinIsTakenBack(t *testing.T) {
	d := newDesk(t)
	other := d.cohort("Fall 2025", "Maya López").Row(1).Trainee.ID
	for own := d.row(1); bytes.Compare(other[:], own[:]) > 0; { // a joined person has the smaller id
		other = d.cohort("Fall 2025", "Maya López").Row(1).Trainee.ID
	}
	j, err := d.Room.Book.PlanJoin(d.row(1), other)
	d.Must(err)
	d.Run(d.Room.Save(j.Draft))
	d.Run(d.Room.Reload(""))
	if d.row(1) != other {
		t.Fatal("not joined")
	}
	d.Open(PageOf(d.Room, d.row(1)))
	d.Sees("Not agreed: name: Maya L")
	d.Press("s", "'not one after all")
	d.Sees("> not one after all: ")
	d.Press("enter")
	d.Sees("1 Maya Lopez", "Attendance")
	d.Lacks("not in the cohort any more", "Not agreed")
}

func TestWhatIsReadFromTheBookIsDrawnOnceItIsThere(t *testing.T) {
	d := told(t)
	d.cohort("Fall 2025", "Maya López")
	for _, c := range []struct {
		o     kit.Overlay
		wants string
	}{{Same(d.Room, d.row(1)), "Maya López"}, {MakeUp(d.Room, d.row(1), d.block(2, 0)), "How long"}, {newSuggestions(d.Room, []model.ID{d.row(1)}), "Maya López"}} {
		before := ansi.Strip(strings.Join(c.o.View(80, 20).Lines, "\n"))
		if strings.Contains(before, c.wants) || strings.TrimSpace(before) == "" {
			t.Errorf("before it is read:\n%s", before)
		}
		d.Open(c.o)
		d.Sees(c.wants)
		d.Press("esc")
	}
}

func TestWhoWalksInIsSuggestedWhereTheBookMayKnowThem(t *testing.T) {
	d := newDesk(t)
	d.Open(Add(d.Room, true))
	d.Press("'Lopez Maya", "enter")
	if !strings.Contains(d.Last(), "6 Lopez Maya added, from day 2 on; may be Maya Lopez (") {
		t.Errorf("said %q", d.Last())
	}
	d.Open(AddNames(d.Room))
	d.Press("'Zoe Angstrom-Berg", "enter", "'Maya Lopes", "ctrl+s")
	d.Sees("Who may stand in this book twice", "Maya Lopes", "1 Maya Lopez")
	for _, size := range sizes {
		vtest.Golden(t, "suggestions-"+size.name, d.Bare(size.w, size.h).Shot())
	}
	d.Press("s")
	d.Sees("one person?")
	d.Press("y")
	if joins, err := d.Room.Book.Joins(); len(joins) != 1 || err != nil {
		t.Errorf("joins %v, %v; said %q", joins, err, d.Said)
	}
}

func TestAPersonWhoWasUndoneIsSaidToBeGoneEverywhere(t *testing.T) {
	d := newDesk(t)
	d.Open(Add(d.Room, true))
	d.Press("'Ana", "enter")
	id := d.focus()
	d.Open(OwnWords(d.Room, id, d.block(2, 0), model.ID{}))
	d.Press("'x")
	d.Run(d.Room.Undo())
	d.Sees("not in the cohort any more")
	d.Press("enter")
	if d.Stack.Len() != 0 {
		t.Error("the prompt stays")
	}
	for _, o := range []func(){func() { d.Open(MakeUp(d.Room, id, d.block(2, 0))) }, func() { d.Open(Required(d.Room, id)) },
		func() { d.Open(ToFile(d.Room, id)) }, func() { d.Open(Same(d.Room, id)) }} {
		o()
		d.Sees("Nobody is here")
		d.Press("esc")
	}
}

func TestARecordIsRemovedOnlyWhenItIsMeant(t *testing.T) {
	d := told(t)
	d.Open(PageOf(d.Room, d.row(1)))
	d.Press("delete")
	d.Sees("Remove the record of 1 Maya Lopez from the whole book?", "It can't be undone")
	d.Press("esc")
	if p := d.stored(1); p.Name != "Maya Lopez" {
		t.Fatalf("after esc it is %q", p.Name)
	}
	d.Press("delete", "y")
	p := d.stored(1)
	if p.Name != "a former trainee" || p.Worksite != "" || p.Cell(d.block(2, 0)).Mark.State != model.Absent || p.Cell(d.block(2, 0)).Remark != "" {
		t.Errorf("stored %+v", p.Trainee)
	}
	if !strings.Contains(d.Last(), "forgotten: all that was written about this person is gone") {
		t.Errorf("said %q", d.Last())
	}
	d.Press("delete")
	if d.Last() != "this record is removed already" {
		t.Errorf("a second time it said %q", d.Last())
	}
}

func TestWhatMayStillTellOfSomebodyForgottenIsListed(t *testing.T) {
	d := told(t)
	elsewhere := filepath.Join(t.TempDir(), "stick.book")
	if _, err := d.Room.Book.Backup(elsewhere, false); err != nil {
		t.Fatal(err)
	}
	for _, n := range []store.Note{{Day: 1, Text: "Maya asked for the slides"}, {Topic: "Language", Text: "Maya knew it"}} {
		n.ID = d.id()
		d.Run(d.Room.Commit(oplog.Single, "", d.Room.Cohort.EditNote(n)...))
	}
	d.W = 200
	d.Open(PageOf(d.Room, d.row(1)))
	d.Press("delete", "y")
	d.Heard("forgotten: all that was written about this person is gone")
	d.Sees("Spring 2026, on day 1", "Spring 2026, on Language", elsewhere+": anybody can read it", "exported files")
	d.Press("enter")
	d.Lacks("What may still tell of them")
}
