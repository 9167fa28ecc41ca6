package notes

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

// desk is a room over a real book with the screen and its overlays, worked by keys as the root does.
type desk struct {
	t      testing.TB
	r      *room.Room
	stack  kit.Stack
	screen *Screen
	said   []string
	clock  *time.Time
	step   time.Duration // by which the clock moves at each look
}

func theme(noColor bool) *kit.Theme {
	t := kit.NewTheme(false, noColor, false)
	t.Update(tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeReset})
	return t
}

// newDesk is a cohort of three days with people of many scripts, on the morning of day 2.
func newDesk(t testing.TB) *desk {
	at := time.Date(2026, 3, 3, 9, 5, 0, 0, time.UTC)
	d := &desk{t: t, clock: &at, step: 2 * time.Second}
	book, err := store.Create(filepath.Join(t.TempDir(), "roll.book"), d.world())
	d.must(err)
	t.Cleanup(func() { book.Close() })
	d.must(book.SetAuthor("Asha"))
	course := model.Course{Name: "cipss"}
	c, edits, err := book.NewCohort("Spring", course, nil, "Augusta", []string{"Asha"})
	d.must(err)
	for n := 1; n <= 3; n++ {
		edits = append(edits, c.EditDay(model.Day{ID: d.id(book), Number: n, Date: model.DateOf(2026, 3, 1+n)})...)
		edits = append(edits, c.EditBlock(model.Block{ID: d.id(book), Day: n, Start: 540, End: 720, Topic: "Language"})...)
		edits = append(edits, c.EditBlock(model.Block{ID: d.id(book), Day: n, Start: 780, End: 960, Topic: "First Contact"})...)
	}
	var people []model.Trainee
	for _, name := range []string{"Maya Lopez", "स्तेफ़ानी देवी", "日本 太郎", "نور الهدى", "Zoé Ångström"} {
		people = append(people, model.Trainee{Name: name})
	}
	more, _, err := c.Enroll(people, 1, false)
	d.must(err)
	draft, err := c.Form(oplog.Import, append(edits, more...)...)
	d.must(err)
	d.must(book.Save(draft).Wait())
	d.sit(book, c.Cohort.ID)
	return d
}

// sit puts a room over a book.
func (d *desk) sit(book *store.Book, cohort model.ID) {
	d.r = &room.Room{Theme: theme(false), Book: book, Now: d.now, Given: model.NoDate, Today: model.DateOf(2026, 3, 3)}
	c, err := book.Load(cohort)
	d.must(err)
	d.r.Show(c)
	d.stack = kit.Stack{Theme: d.r.Theme}
	d.screen = New(d.r)
}

func (d *desk) now() time.Time {
	*d.clock = d.clock.Add(d.step)
	return *d.clock
}

func (d *desk) world() store.World { return store.World{Now: d.now, Chance: rand.Reader} }

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) id(b *store.Book) model.ID {
	id, err := b.NewID()
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
	case room.WantMsg:
		d.run(kit.Open(Editor(d.r, msg)))
		return
	}
	d.run(d.r.Update(msg))
	_, cmd := d.stack.Update(msg)
	d.run(cmd)
	d.run(d.screen.Update(msg))
}

// keys types: to the overlay on top, else to the screen, else to what the root does.
func (d *desk) keys(names ...string) {
	d.t.Helper()
	for _, key := range vtest.Keys(names...) {
		taken, cmd := d.stack.Update(key)
		if !taken {
			found := false
			if cmd, found = kit.Press(d.screen.Keys(), key); !found && key.String() == "u" {
				cmd = d.r.Undo()
			}
		}
		d.run(cmd)
	}
}

func (d *desk) paste(text string) {
	_, cmd := d.stack.Update(tea.PasteMsg{Content: text})
	d.run(cmd)
}

// last is what was said last.
func (d *desk) last() string {
	if len(d.said) == 0 {
		return ""
	}
	return d.said[len(d.said)-1]
}

// shot draws the screen with its overlays.
func (d *desk) shot(w, h int) *vtest.Screen {
	f := d.stack.Compose(d.screen.View(w, h), w, h, 0, 0)
	s := vtest.NewScreen(d.t, w, h)
	s.Draw(f.Lines, f.Cursor.X, f.Cursor.Y)
	return s
}

func (d *desk) sees(words ...string) {
	d.t.Helper()
	text := d.shot(80, 24).Text()
	for _, w := range words {
		if !strings.Contains(text, w) {
			d.t.Errorf("%q is not on the screen:\n%s", w, text)
		}
	}
}

func (d *desk) lacks(words ...string) {
	d.t.Helper()
	text := d.shot(80, 24).Text()
	for _, w := range words {
		if strings.Contains(text, w) {
			d.t.Errorf("%q is on the screen:\n%s", w, text)
		}
	}
}

// stored are the notes as the book has them.
func (d *desk) stored() []store.Note {
	d.t.Helper()
	d.r.Book.Flush()
	c, err := d.r.Book.Load(d.r.Cohort.Cohort.ID)
	d.must(err)
	return c.Notes
}

// draftOf is the draft that the book keeps for a subject.
func (d *desk) draftOf(s subject) kept {
	d.t.Helper()
	text, err := d.r.Book.Draft(s.place(d.r.Cohort))
	d.must(err)
	return decodeKept(text)
}

func (d *desk) row(n int) model.ID { return d.r.Cohort.Row(n).Trainee.ID }
