package report_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/report"
)

// These tests have one cohort: eight days of the course cipss from Mon 2 Mar 2026, of which three
// are over, with names of many scripts, and of all that can be recorded something.

// asOf is the end of the third day.
var asOf = model.Moment{Date: model.DateOf(2026, 3, 4), Clock: 24 * 60}

var people = []model.Trainee{
	{Name: "Amina Yusuf", Say: "ah-MEE-nah", Pronouns: "she/her", Worksite: "Lewiston peer center", Email: "amina@example.org", Phone: "+1 555 0101"},
	{Name: "Chloé Ouellette", Say: "WILL-et", Pronouns: "she/her", Worksite: "ACT team", Certificate: "Margaret Ouellette"},
	{Name: "Đặng Thu Hà", Say: "dahng too HAH", Pronouns: "she/her"},
	{Name: "=cmd|' /C calc'!A1", Worksite: "@SUM(1+1)"},
	{Name: "Іван Петренко", Pronouns: "he/him"},
	{Name: "Κώστας Παππάς", Say: "KOS-tas"},
	{Name: "नूर शर्मा", Say: "noor SHAR-ma", Pronouns: "she/her"},
	{Name: "ليلى حسن", Say: "LAY-la"},
	{Name: "山田さくら"},
	{Name: "<b>Jo & \"Sam\"</b>", Pronouns: "they/them"},
	{Name: "Nəkə Pαnawάhpskewi", Say: "NUH-kuh"},
	{Name: "Maya Lopez", Pronouns: "she/her", Worksite: "Emergency department"},
}

type desk struct {
	t    testing.TB
	book *store.Book
	path string
	c    *store.Cohort
}

func newDesk(t testing.TB) *desk {
	t.Helper()
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.FixedZone("", -5*3600))
	now := func() time.Time { at = at.Add(time.Second); return at }
	path := filepath.Join(t.TempDir(), "roll.book")
	book, err := store.Create(path, store.World{Now: now, Chance: rand.NewChaCha8([32]byte{1})})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { book.Close() })
	if err := book.SetAuthor("Asha"); err != nil {
		t.Fatal(err)
	}
	return &desk{t: t, book: book, path: path}
}

// cohort makes one of the course cipss on days in a row, with people on it.
func (d *desk) cohort(name string, first model.Date, people []model.Trainee) *store.Cohort {
	d.t.Helper()
	course, _ := model.EmbeddedCourse("cipss")
	c, edits, err := d.book.NewCohort(name, course, model.Dates(first, len(course.Days), nil), "Made-up Hall, Augusta", []string{"Asha", "Ben"})
	if err != nil {
		d.t.Fatal(err)
	}
	d.c = c
	d.do(edits, nil)
	edits, _, err = c.Enroll(people, 1, false)
	d.do(edits, err)
	return c
}

// do forms a gesture of edits and saves it.
func (d *desk) do(edits []store.Edit, err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
	draft, err := d.c.Form(oplog.Single, edits...)
	if err != nil {
		d.t.Fatal(err)
	}
	if draft == nil {
		return
	}
	d.c.Apply(draft)
	if err := d.book.Save(draft).Wait(); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) id() model.ID {
	d.t.Helper()
	id, err := d.book.NewID()
	if err != nil {
		d.t.Fatal(err)
	}
	return id
}

func (d *desk) block(day, n int) model.ID { return d.c.BlocksOf(day)[n-1].ID }

func (d *desk) mark(row, day, block int, m model.Mark) {
	d.t.Helper()
	d.do([]store.Edit{d.c.EditMark(d.c.Row(row), d.block(day, block), m)}, nil)
}

func (d *desk) rest(day int) {
	d.t.Helper()
	edits, _, err := d.c.MarkRest(day, model.ID{}, false)
	d.do(edits, err)
}

// spring is the cohort of these tests.
func spring(t testing.TB) *desk {
	t.Helper()
	d := newDesk(t)
	c := d.cohort("Spring round", model.DateOf(2026, 3, 2), people)
	late := func(at model.Clock) model.Mark {
		return model.Mark{State: model.Part, Arrived: at, Left: model.NoClock}
	}
	d.mark(2, 1, 1, model.Plain(model.Absent))
	d.mark(2, 1, 2, model.Plain(model.Absent))
	d.mark(12, 2, 1, late(9*60+20))
	d.mark(12, 2, 2, model.Mark{State: model.Part, Arrived: model.NoClock, Left: 15 * 60, Out: []model.Span{{From: 14 * 60, To: 14*60 + 15}}, OutMinutes: 5})
	d.mark(5, 3, 1, model.Plain(model.Absent))
	d.mark(5, 3, 2, model.Plain(model.Absent))
	d.rest(1)
	d.rest(2)
	edits, _, err := c.MarkRest(3, d.block(3, 1), false)
	d.do(edits, err)
	told, err := c.Told(c.Row(2), 1, model.ID{}, true)
	d.do(told, err)
	d.do([]store.Edit{c.EditRemark(c.Row(12), d.block(2, 1), "bus from Bangor"),
		c.EditRemark(c.Row(4), d.block(1, 1), "-1+1 is no sum"),
		c.EditOwnWords(c.Row(12), d.block(2, 1), "The bus stands in the snow, I don't.")}, nil)
	makeUp, err := c.AddMakeUp(c.Row(2), store.MakeUp{MakeUp: model.MakeUp{Trainee: c.Row(2).Trainee.ID, Block: d.block(1, 1), Minutes: 120, Date: model.DateOf(2026, 3, 4)}, With: "Ben"})
	d.do(makeUp, err)
	d.note(store.Note{Trainee: c.Row(12).Trainee.ID, Text: "Comes by the bus from Bangor, which is in at 9:15.", Together: true, OwnWords: "When it runs."})
	d.note(store.Note{Day: 2, Text: "The room was cold until ten."})
	d.note(store.Note{Topic: "Language", Text: "More time for pairs."})
	one, _ := c.Cohort.Day(1)
	counted := c.Count(1)
	d.do([]store.Edit{c.EditClosing(one.ID, &counted)}, nil)
	d.do([]store.Edit{c.EditRequired(c.Row(1), model.DateOf(2026, 1, 15), "Portland")}, nil)
	return d
}

func (d *desk) note(n store.Note) {
	d.t.Helper()
	n.ID = d.id()
	d.do(d.c.EditNote(n), nil)
	if n.OwnWords != "" {
		d.do([]store.Edit{d.c.EditNoteWords(n.ID, n.OwnWords)}, nil)
	}
}

func (d *desk) review() *report.Reviewed {
	d.t.Helper()
	r, err := report.ReviewOf(d.book, d.c, asOf)
	if err != nil {
		d.t.Fatal(err)
	}
	return r
}

func (d *desk) page(row int) *report.Page {
	d.t.Helper()
	p, err := report.PageOf(d.book, d.c, d.c.Row(row), asOf)
	if err != nil {
		d.t.Fatal(err)
	}
	return p
}

// full is a cohort of 25, all of whom have something to say about them.
func full(t testing.TB, n int) *desk {
	t.Helper()
	d := newDesk(t)
	var people []model.Trainee
	for i := range n {
		people = append(people, model.Trainee{Name: fmt.Sprintf("Christopher-Alexander Thibodeau %c", 'A'+i%26), Say: "TIB-uh-doh"})
	}
	c := d.cohort("A round with a name that is rather long for a heading", model.DateOf(2026, 3, 2), people)
	for i, p := range c.People {
		d.mark(p.Row, i%2+1, 1, model.Plain(model.Absent))
		d.mark(p.Row, i%2+1, 2, model.Mark{State: model.Part, Arrived: 13*60 + 10, Left: model.NoClock})
	}
	for day := range 3 {
		d.rest(day + 1)
	}
	return d
}

func noteOn(d *desk, row int, text string) store.Note {
	return store.Note{Trainee: d.c.Row(row).Trainee.ID, Text: text}
}
