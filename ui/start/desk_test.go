package start

import (
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
	"rollbook/ui/room/roomtest"
)

// desk is a desk with the first screen.
type desk struct {
	*roomtest.Desk
	screen *Screen
}

// colours finds a tag of Styled that names one.
var colours = regexp.MustCompile(`‹[^›]*#[0-9a-f]{6}`)

// newDesk is a morning on which nobody has said who they are where author is empty.
func newDesk(t *testing.T, author string) *desk {
	t.Helper()
	clock := &roomtest.Clock{At: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), Step: time.Second}
	r := roomtest.Fresh(t, clock)
	*r.Theme = *kit.NewTheme(false, false, false)
	d := &desk{Desk: roomtest.At(t, r)}
	if author != "" {
		d.Must(r.Book.SetAuthor(author))
		d.Must(r.Book.Put(passphraseOffered, "yes"))
	}
	d.Takes = func(msg tea.Msg) bool { _, is := msg.(DemoMsg); return is }
	d.screen = New(r)
	d.Screen, d.W, d.H, d.Header = d.screen, 80, 24, 1
	d.screen.place = "~/.local/share/rollbook/roll.book"
	return d
}

// text is what is on the screen of 80 by 24.
func (d *desk) text() string { return d.Draw(80, 24).Text() }

// golden compares the screen at the three sizes, and once more without colour.
func (d *desk) golden(name string) {
	d.Helper()
	*d.Room.Theme = *kit.NewTheme(false, false, false)
	d.Room.Theme.Update(tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeSet})
	for _, size := range []struct {
		name string
		w, h int
	}{{"60x20", 60, 20}, {"80x24", 80, 24}, {"120x40", 120, 40}} {
		vtest.Golden(d, name+"-"+size.name, d.Draw(size.w, size.h).Shot())
	}
	vtest.Golden(d, name+"-colour", d.Draw(80, 24).Styled())
	*d.Room.Theme = *kit.NewTheme(false, true, false)
	d.Room.Theme.Update(tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeSet})
	styled := d.Draw(80, 24).Styled()
	if colours.MatchString(strings.Join(styled, "\n")) {
		d.Errorf("%s: NO_COLOR shows colour", name)
	}
	vtest.Golden(d, name+"-nocolor", styled)
	*d.Room.Theme = *kit.NewTheme(false, false, false)
	for w := 1; w < 60; w += 9 { // a window may become any size
		for h := 1; h < 20; h += 3 {
			d.screen.View(w, h)
			if top := d.Stack.Top(); top != nil {
				top.View(w, h)
			}
		}
	}
}

// cohort makes a cohort of the course and opens it; people are on it from day 1.
func (d *desk) cohort(name, course string, start model.Date, people ...model.Trainee) *store.Cohort {
	d.Helper()
	of, ok := model.EmbeddedCourse(course)
	if !ok {
		d.Fatalf("no course %s", course)
	}
	c, edits, err := d.Room.Book.NewCohort(name, of, model.Dates(start, len(of.Days), nil), "Bangor", []string{"Asha"})
	if err != nil {
		d.Fatal(err)
	}
	roomtest.Save(d, d.Room.Book, c, oplog.Single, edits...)
	if len(people) > 0 {
		edits, _, err := c.Enroll(people, 1, false)
		if err != nil {
			d.Fatal(err)
		}
		roomtest.Save(d, d.Room.Book, c, oplog.Single, edits...)
	}
	d.Run(d.Room.Load(c.Cohort.ID, ""))
	return d.Room.Cohort
}

// names are those on the roster, in order of row.
func (d *desk) names() []string {
	var names []string
	for _, p := range d.Room.Cohort.People {
		names = append(names, p.Name)
	}
	return names
}
