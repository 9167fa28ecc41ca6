// Package todaytest is a training room for tests: a made-up cohort in a real book, a screen over
// it, and a trainer's hands. Press gives keys to the screen as the root does, and carries out what
// they lead to, to the disk and back, before it returns.
//
// It is imported by tests only. Start reading at New, then Press.
package todaytest

import (
	"crypto/rand"
	"path/filepath"
	"strings"
	"sync"
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

// Desk is the room, the screen that has the keys, and what was said and asked for.
type Desk struct {
	testing.TB
	Room   *room.Room
	Screen kit.Screen
	Stack  kit.Stack
	Clock  time.Time // what the room's clock says; tests move it
	mu     sync.Mutex

	Said   string // the message line, empty after a key that says nothing
	Bad    bool   // the message is about what went wrong
	Wanted []room.WantMsg
	Gone   room.GoMsg // the screen that was asked for last
}

// Hours are the blocks of each day, with the topics.
var Hours = []model.Block{
	{Start: 9 * 60, End: 10*60 + 30, Topic: "Creating Learning Environments"},
	{Start: 10*60 + 45, End: 12 * 60, Topic: "Language"},
	{Start: 13 * 60, End: 14*60 + 30, Topic: "First Contact"},
	{Start: 14*60 + 45, End: 16 * 60, Topic: "Language"},
}

// Names are twenty people whose names are written in many ways.
var Names = []string{"Amara Okafor", "Björn Åström", "Chloé Dubois", "王小明", "दीपिका स्तेफ़ानी", "Fatima Zahra", "Maya Lindqvist",
	"Noor Haddad", "عائشة حسن", "Zoe\u0308 Ng", "Kateryna Шевченко", "Leila", "Mei-Ling Chen", "Nia", "Oisín Ó Briain",
	"Priya", "Quinn", "山田 花子", "Sofía Núñez", "Tomasz Łukasiewicz"}

// New is a desk over a new book with a cohort of three days, Mon 2 to Wed 4 March 2026, and people
// of the names in rows from 1. It is 09:20 on the second day. No screen is open yet.
func New(t testing.TB, names ...string) *Desk {
	t.Helper()
	d := &Desk{TB: t, Clock: time.Date(2026, 3, 3, 9, 20, 0, 0, time.UTC)}
	book, err := store.Create(filepath.Join(t.TempDir(), "roll.book"), store.World{Now: d.now, Chance: rand.Reader})
	d.must(err)
	t.Cleanup(func() { book.Close() })
	d.must(book.SetAuthor("Asha"))
	theme := kit.NewTheme(true, false, false)
	theme.Update(tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeSet})
	d.Room = &room.Room{Theme: theme, Book: book, Now: func() time.Time { return d.Clock }, Given: model.NoDate, Today: model.DateOf(2026, 3, 3)}
	d.Stack.Theme = theme
	d.Room.Show(d.cohort(names))
	return d
}

// now is the book's clock: the room's, a little later at each look.
func (d *Desk) now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.Clock = d.Clock.Add(time.Millisecond)
	return d.Clock
}

func (d *Desk) must(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

// ID is a new id.
func (d *Desk) ID() model.ID {
	id, err := d.Room.Book.NewID()
	d.must(err)
	return id
}

func (d *Desk) cohort(names []string) *store.Cohort {
	c := d.Room.Book.Blank(d.ID())
	edits := c.EditCohort(model.Cohort{ID: c.Cohort.ID, Name: "Spring 2026", Course: "cipss", Trainers: []string{"Asha"}})
	for n := 1; n <= 3; n++ {
		edits = append(edits, c.EditDay(model.Day{ID: d.ID(), Number: n, Date: model.DateOf(2026, 3, 1+n)})...)
		for _, b := range Hours {
			b.ID, b.Day = d.ID(), n
			edits = append(edits, c.EditBlock(b)...)
		}
	}
	d.save(c, oplog.Single, edits)
	edits = nil
	for i, name := range names {
		id := d.ID()
		edits = append(edits, c.EditTrainee(model.Trainee{ID: id, Name: name})...)
		edits = append(edits, c.EditEnrollment(model.Enrollment{Trainee: id, Row: i + 1, From: 1})...)
	}
	d.save(c, oplog.Import, edits)
	return c
}

// limit keeps a gesture of a test under what one may hold.
const limit = 20000

func (d *Desk) save(c *store.Cohort, how oplog.How, edits []store.Edit) {
	d.Helper()
	for len(edits) > 0 {
		n := min(limit, len(edits))
		draft, err := c.Form(how, edits[:n]...)
		d.must(err)
		c.Apply(draft)
		d.must(d.Room.Book.Save(draft).Wait())
		edits = edits[n:]
	}
}

// Save stores edits as somebody else would: the cohort on the screen is loaded anew afterwards.
func (d *Desk) Save(c *store.Cohort, how oplog.How, edits ...store.Edit) {
	d.Helper()
	d.save(c, how, edits)
	d.Room.Show(d.Load())
}

// Load is the cohort as the book has it.
func (d *Desk) Load() *store.Cohort {
	d.Helper()
	d.Room.Book.Flush()
	c, err := d.Room.Book.Load(d.Room.Cohort.Cohort.ID)
	d.must(err)
	return c
}

// Press presses keys, named as vtest.Keys names them.
func (d *Desk) Press(keys ...string) {
	d.Helper()
	for _, key := range vtest.Keys(keys...) {
		d.Said, d.Bad = "", false
		d.run(d.key(key))
	}
}

// key gives one key to the overlay on top, else to the screen, as the root does.
func (d *Desk) key(key tea.KeyPressMsg) tea.Cmd {
	if taken, cmd := d.Stack.Update(key); taken {
		return cmd
	}
	if typer, ok := d.Screen.(kit.Typer); ok {
		if taken, cmd := typer.Type(key); taken {
			return cmd
		}
	}
	switch cmd, found := kit.Press(d.Screen.Keys(), key); {
	case found:
		return cmd
	case key.String() == "u":
		return d.Room.Undo()
	case key.String() == "]":
		d.Room.Step(1)
	case key.String() == "[":
		d.Room.Step(-1)
	}
	return nil
}

// Run carries out a command, and what comes of it, to the end.
func (d *Desk) Run(cmd tea.Cmd) { d.run(cmd) }

func (d *Desk) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			d.run(c)
		}
	case kit.OpenMsg:
		d.Stack.Push(msg.Overlay)
		d.Stack.Drawn()
		if starter, ok := msg.Overlay.(kit.Starter); ok {
			d.run(starter.Start())
		}
	case kit.SayMsg:
		d.Said, d.Bad = msg.Text, msg.Bad
	case room.WantMsg:
		d.Wanted = append(d.Wanted, msg)
	case room.GoMsg:
		d.Gone = msg
	default:
		cmd := d.Room.Update(msg)
		if d.Room.Failed() { // it would be tried again and again
			now, _ := kit.Ready(cmd)
			for _, said := range now {
				d.run(kit.Send(said))
			}
			return
		}
		d.run(cmd)
		_, cmd = d.Stack.Update(msg)
		d.run(cmd)
		if d.Screen != nil {
			d.run(d.Screen.Update(msg))
		}
	}
}

// Draw is the screen and the overlays in w by h, with a line of what was said under it.
func (d *Desk) Draw(w, h int) *vtest.Screen {
	f := d.Screen.View(w, h-2)
	for len(f.Lines) < h-2 {
		f.Lines = append(f.Lines, "")
	}
	keys := d.Screen.Keys()
	if d.Stack.Len() > 0 {
		keys = d.Stack.Keys()
	}
	f.Lines = append(f.Lines, d.Room.Theme.Message(d.Said, d.Bad, w), d.Room.Theme.Footer(keys, w))
	f = d.Stack.Compose(f, w, h, 0, 2)
	s := vtest.NewScreen(d, w, h)
	s.Draw(f.Lines, f.Cursor.X, f.Cursor.Y)
	return s
}

// Shot is Draw for a golden file.
func (d *Desk) Shot(w, h int) []string { return d.Draw(w, h).Shot() }

// Overlay is what the overlay on top draws, as text.
func (d *Desk) Overlay() string {
	top := d.Stack.Top()
	if top == nil {
		return ""
	}
	return ansi.Strip(strings.Join(top.View(72, 20).Lines, "\n"))
}

// State is what a row's marks are in the blocks of a day: one letter each, P / - . and blank where
// the person is not enrolled.
func (d *Desk) State(row, day int) string {
	p := d.Room.Cohort.Row(row)
	said := ""
	for _, b := range d.Room.Cohort.BlocksOf(day) {
		if !p.Covers(b) {
			said += " "
			continue
		}
		said += [...]string{".", "P", "/", "-"}[p.Cell(b.ID).Mark.In(b).State]
	}
	return said
}
