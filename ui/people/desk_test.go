package people

import (
	"crypto/rand"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
	"rollbook/ui/room"
)

// desk is a room over a real book, with overlays worked by keys as the root does.
type desk struct {
	t     testing.TB
	r     *room.Room
	stack kit.Stack
	said  []string
	focus model.ID // of the last FocusMsg
	wants []room.WantMsg
	clock time.Time
}

func theme(noColor bool) *kit.Theme {
	t := kit.NewTheme(false, noColor, false)
	t.Update(tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeReset})
	return t
}

// newDesk is a cohort of four days with people of many scripts, in the afternoon of day 2.
func newDesk(t testing.TB) *desk {
	d := &desk{t: t, clock: time.Date(2026, 3, 3, 14, 5, 0, 0, time.UTC)}
	book, err := store.Create(filepath.Join(t.TempDir(), "roll.book"), store.World{Now: d.now, Chance: rand.Reader})
	d.must(err)
	t.Cleanup(func() { book.Close() })
	d.must(book.SetAuthor("Asha"))
	d.r = &room.Room{Theme: theme(false), Book: book, Now: d.now, Given: model.NoDate, Today: model.DateOf(2026, 3, 3)}
	d.stack = kit.Stack{Theme: d.r.Theme}
	d.r.Show(d.cohort("Spring 2026", "Maya Lopez", "स्तेफ़ानी देवी", "日本 太郎", "نور الهدى", "Zoé Ångström"))
	return d
}

// cohort makes one of four days, two blocks a day, with people.
func (d *desk) cohort(name string, names ...string) *store.Cohort {
	d.t.Helper()
	book := d.r.Book
	c, edits, err := book.NewCohort(name, model.Course{Name: "cipss", Rule: model.Rule{AllowanceMinutes: 300}}, nil, "Augusta", []string{"Asha"})
	d.must(err)
	for n := 1; n <= 4; n++ {
		edits = append(edits, c.EditDay(model.Day{ID: d.id(), Number: n, Date: model.DateOf(2026, 3, 1+n)})...)
		edits = append(edits, c.EditBlock(model.Block{ID: d.id(), Day: n, Start: 540, End: 720, Topic: "Language"})...)
		edits = append(edits, c.EditBlock(model.Block{ID: d.id(), Day: n, Start: 780, End: 960, Topic: "First Contact"})...)
	}
	var people []model.Trainee
	for _, name := range names {
		people = append(people, model.Trainee{Name: name})
	}
	more, _, err := c.Enroll(people, 1, false)
	d.must(err)
	draft, err := c.Form(oplog.Import, append(edits, more...)...)
	d.must(err)
	d.must(book.Save(draft).Wait())
	c, err = book.Load(c.Cohort.ID)
	d.must(err)
	return c
}

func (d *desk) now() time.Time {
	d.clock = d.clock.Add(time.Second)
	return d.clock
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) id() model.ID {
	id, err := d.r.Book.NewID()
	d.must(err)
	return id
}

// run carries out a command and all that it leads to.
func (d *desk) run(cmd tea.Cmd) {
	if cmd != nil {
		d.take(cmd())
	}
}

func (d *desk) take(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil:
		return
	case tea.BatchMsg:
		for _, cmd := range msg {
			d.run(cmd)
		}
		return
	case kit.OpenMsg:
		d.run(d.stack.Push(msg.Overlay))
		return
	case kit.SayMsg:
		d.said = append(d.said, msg.Text)
		return
	case room.FocusMsg:
		d.focus = msg.Person
		return
	case room.WantMsg:
		d.wants = append(d.wants, msg)
		return
	}
	d.run(d.r.Update(msg))
	_, cmd := d.stack.Update(msg)
	d.run(cmd)
}

func (d *desk) open(o kit.Overlay) { d.run(kit.Open(o)) }

func (d *desk) keys(names ...string) {
	d.t.Helper()
	for _, key := range vtest.Keys(names...) {
		taken, cmd := d.stack.Update(key)
		if !taken && key.String() == "u" {
			cmd = d.r.Undo()
		}
		d.run(cmd)
	}
}

func (d *desk) last() string {
	if len(d.said) == 0 {
		return ""
	}
	return d.said[len(d.said)-1]
}

func (d *desk) shot(w, h int) *vtest.Screen {
	f := d.stack.Compose(kit.Frame{}, w, h, 0, 0)
	s := vtest.NewScreen(d.t, w, h)
	s.Draw(f.Lines, f.Cursor.X, f.Cursor.Y)
	return s
}

func (d *desk) sees(words ...string) {
	d.t.Helper()
	text := d.shot(100, 40).Text()
	flat := strings.Join(strings.Fields(text), " ") // what is wrapped, too
	for _, w := range words {
		if !strings.Contains(text, w) && !strings.Contains(flat, w) {
			d.t.Errorf("%q is not on the screen:\n%s", w, text)
		}
	}
}

func (d *desk) lacks(words ...string) {
	d.t.Helper()
	text := d.shot(100, 30).Text()
	for _, w := range words {
		if strings.Contains(text, w) {
			d.t.Errorf("%q is on the screen:\n%s", w, text)
		}
	}
}

// stored is the person in a row as the book has them.
func (d *desk) stored(row int) *store.Person {
	d.t.Helper()
	d.r.Book.Flush()
	c, err := d.r.Book.Load(d.r.Cohort.Cohort.ID)
	d.must(err)
	return c.Row(row)
}

func (d *desk) row(n int) model.ID { return d.r.Cohort.Row(n).Trainee.ID }

func (d *desk) block(day, n int) model.ID { return d.r.Cohort.BlocksOf(day)[n].ID }

// gestures is how many gestures the cohort's journal has.
func (d *desk) gestures() int {
	entries, err := d.r.Book.Journal(d.r.Cohort.Cohort.ID)
	d.must(err)
	return len(entries)
}

func (d *desk) mark(row, day, n int, m model.Mark) {
	d.run(d.r.Commit(oplog.Single, "marked", d.r.Cohort.EditMark(d.r.Cohort.Row(row), d.block(day, n), m)))
}
