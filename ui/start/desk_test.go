package start

import (
	"crypto/rand"
	"path/filepath"
	"regexp"
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

// desk is a room with a screen and overlays, worked by keys as the root does it; every command is
// run at once.
type desk struct {
	t      *testing.T
	r      *room.Room
	screen *Screen
	stack  kit.Stack
	said   []string
	went   []tea.Msg // what the root would have acted on
}

// colours finds a tag of Styled that names one.
var colours = regexp.MustCompile(`‹[^›]*#[0-9a-f]{6}`)

// morning is the clock of the tests: it moves a second at each look.
func morning() func() time.Time {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	return func() time.Time { at = at.Add(time.Second); return at }
}

func newDesk(t *testing.T, author string) *desk {
	t.Helper()
	now := morning()
	b, err := store.Create(filepath.Join(t.TempDir(), "roll.book"), store.World{Now: now, Chance: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	if author != "" {
		if err := b.SetAuthor(author); err != nil {
			t.Fatal(err)
		}
		if err := b.Put(passphraseOffered, "yes"); err != nil {
			t.Fatal(err)
		}
	}
	theme := kit.NewTheme(false, false, false)
	r := &room.Room{Theme: theme, Book: b, Now: now, Given: model.NoDate, Today: model.DateOf(2026, 3, 2)}
	d := &desk{t: t, r: r, screen: New(r), stack: kit.Stack{Theme: theme}}
	d.screen.place = "~/.local/share/rollbook/roll.book"
	return d
}

func (d *desk) run(cmd tea.Cmd) {
	if cmd != nil {
		d.deliver(cmd())
	}
}

func (d *desk) deliver(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil:
		return
	case tea.BatchMsg:
		for _, c := range msg {
			d.run(c)
		}
		return
	case kit.OpenMsg:
		cmd := d.stack.Push(msg.Overlay)
		d.stack.Drawn()
		d.run(cmd)
		return
	case kit.SayMsg:
		d.said = append(d.said, msg.Text)
		return
	case room.GoMsg, room.WantMsg, DemoMsg:
		d.went = append(d.went, msg)
		return
	case tea.KeyPressMsg, tea.PasteMsg:
		taken, cmd := d.stack.Update(msg)
		d.run(cmd)
		if key, ok := msg.(tea.KeyPressMsg); ok && !taken {
			d.onScreen(key)
		}
		return
	}
	d.run(d.r.Update(msg))
	_, cmd := d.stack.Update(msg)
	d.run(cmd)
	d.run(d.screen.Update(msg))
}

func (d *desk) onScreen(key tea.KeyPressMsg) {
	if taken, cmd := d.screen.Type(key); taken {
		d.run(cmd)
	} else if cmd, found := kit.Press(d.screen.Keys(), key); found {
		d.run(cmd)
	} else {
		d.went = append(d.went, key)
	}
}

func (d *desk) press(names ...string) {
	d.t.Helper()
	for _, key := range vtest.Keys(names...) {
		d.deliver(key)
	}
}

func (d *desk) paste(text string) { d.deliver(tea.PasteMsg{Content: text}) }

// text is what is on the screen of 80 by 24.
func (d *desk) text() string { return d.shown(80, 24).Text() }

func (d *desk) lastSaid() string {
	if len(d.said) == 0 {
		return ""
	}
	return d.said[len(d.said)-1]
}

func (d *desk) shown(w, h int) *vtest.Screen {
	body := d.screen.View(w, h-3)
	f := body
	f.Lines = append([]string{""}, body.Lines...)
	f.Cursor.Y++
	for len(f.Lines) < h-1 {
		f.Lines = append(f.Lines, "")
	}
	keys := d.stack.Keys()
	if d.stack.Len() == 0 {
		keys = d.screen.Keys()
	}
	f.Lines = append(f.Lines, d.r.Theme.Footer(keys, w))
	f = d.stack.Compose(f, w, h, 1, 2)
	s := vtest.NewScreen(d.t, w, h)
	s.Draw(f.Lines, f.Cursor.X, f.Cursor.Y)
	return s
}

// golden compares the screen at the three sizes, and once more without colour.
func (d *desk) golden(name string) {
	d.t.Helper()
	*d.r.Theme = *kit.NewTheme(false, false, false)
	d.r.Theme.Update(tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeSet})
	for _, size := range []struct {
		name string
		w, h int
	}{{"60x20", 60, 20}, {"80x24", 80, 24}, {"120x40", 120, 40}} {
		vtest.Golden(d.t, name+"-"+size.name, d.shown(size.w, size.h).Shot())
	}
	vtest.Golden(d.t, name+"-colour", d.shown(80, 24).Styled())
	*d.r.Theme = *kit.NewTheme(false, true, false)
	d.r.Theme.Update(tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeSet})
	styled := d.shown(80, 24).Styled()
	if colours.MatchString(strings.Join(styled, "\n")) {
		d.t.Errorf("%s: NO_COLOR shows colour", name)
	}
	vtest.Golden(d.t, name+"-nocolor", styled)
	*d.r.Theme = *kit.NewTheme(false, false, false)
	for w := 1; w < 60; w += 9 { // a window may become any size
		for h := 1; h < 20; h += 3 {
			d.screen.View(w, h)
			if top := d.stack.Top(); top != nil {
				top.View(w, h)
			}
		}
	}
}

// cohort makes a cohort of the course and opens it; people are on it from day 1.
func (d *desk) cohort(name, course string, start model.Date, people ...model.Trainee) *store.Cohort {
	d.t.Helper()
	of, ok := model.EmbeddedCourse(course)
	if !ok {
		d.t.Fatalf("no course %s", course)
	}
	c, edits, err := d.r.Book.NewCohort(name, of, model.Dates(start, len(of.Days), nil), "Bangor", []string{"Asha"})
	if err != nil {
		d.t.Fatal(err)
	}
	d.save(c, edits...)
	if len(people) > 0 {
		edits, _, err := c.Enroll(people, 1, false)
		if err != nil {
			d.t.Fatal(err)
		}
		d.save(c, edits...)
	}
	d.run(d.r.Load(c.Cohort.ID, ""))
	return d.r.Cohort
}

func (d *desk) save(c *store.Cohort, edits ...store.Edit) {
	d.t.Helper()
	draft, err := c.Form(oplog.Single, edits...)
	if err != nil {
		d.t.Fatal(err)
	}
	c.Apply(draft)
	if err := d.r.Book.Save(draft).Wait(); err != nil {
		d.t.Fatal(err)
	}
}

// names are those on the roster, in order of row.
func (d *desk) names() []string {
	var names []string
	for _, p := range d.r.Cohort.People {
		names = append(names, p.Name)
	}
	return names
}
