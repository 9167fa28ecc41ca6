package sync

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/share"
	"rollbook/store/share/sharetest"
	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
	"rollbook/ui/room"
	"rollbook/ui/room/roomtest"
)

// lowWork is what a passphrase of a share costs in tests.
const lowWork = 10

// desk is a laptop: a room with the screen about sharing, and a trainer's hands. Commands are carried
// out at once, with all that comes of them.
type desk struct {
	testing.TB
	r     *room.Room
	x     *Exchange
	s     *Screen
	stack kit.Stack
	said  []string
	news  []string
	over  string // what the last news ended
	came  int
}

// places are the places of a test, by target.
type places map[string]share.Place

func (p places) open(target string) (share.Place, error) {
	if place := p[target]; place != nil {
		return place, nil
	}
	if filepath.IsAbs(target) {
		return share.Open(target, share.Env{})
	}
	return nil, fmt.Errorf("%w: %s", share.ErrTarget, target)
}

// sits is somebody at a laptop whose book is that of a room.
func sits(t testing.TB, r *room.Room, author string, at places) *desk {
	t.Helper()
	d := &desk{TB: t, r: r, x: NewExchange(r), stack: kit.Stack{Theme: r.Theme}}
	d.x.Open, d.x.Work = at.open, lowWork
	if err := r.Book.SetAuthor(author); err != nil {
		t.Fatal(err)
	}
	d.s = New(r, d.x)
	d.run(kit.Send(room.GoMsg{Tab: room.Sync}))
	return d
}

func memory(name string) (*sharetest.Memory, places) {
	m := &sharetest.Memory{Title: name}
	return m, places{name: m}
}

func (d *desk) run(cmd tea.Cmd) {
	if cmd != nil {
		d.take(cmd())
	}
}

func (d *desk) take(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil, kit.BesidesMsg:
	case tea.BatchMsg:
		for _, cmd := range msg {
			d.run(cmd)
		}
	case kit.OpenMsg:
		d.run(d.stack.Push(msg.Overlay))
	case kit.SayMsg:
		d.said = append(d.said, msg.Text)
	case NewsMsg:
		d.news, d.over = append(d.news, msg.Text), msg.Over
	case CameMsg:
		d.came++
	default:
		d.run(d.r.Update(msg))
		d.run(d.x.Update(msg))
		_, cmd := d.stack.Update(msg)
		d.run(cmd)
		d.run(d.s.Update(msg))
	}
}

// press presses keys, as the root gives them: to what is open, else to the screen.
func (d *desk) press(keys ...string) {
	d.Helper()
	for _, key := range vtest.Keys(keys...) {
		if taken, cmd := d.stack.Update(key); taken {
			d.run(cmd)
		} else if taken, cmd := d.s.Type(key); taken {
			d.run(cmd)
		} else if cmd, found := kit.Press(d.s.Keys(), key); found {
			d.run(cmd)
		} else {
			d.Fatalf("%s does nothing here", key)
		}
	}
}

func (d *desk) last() string {
	if len(d.said) == 0 {
		return ""
	}
	return d.said[len(d.said)-1]
}

// text is what is on the screen.
func (d *desk) text() string {
	const w, h = 100, 40
	f := d.s.View(w, h-2)
	f.Lines = append(f.Lines, make([]string, h-len(f.Lines))...)
	f = d.stack.Compose(f, w, h, 0, 1)
	s := vtest.NewScreen(d, w, h)
	s.Draw(f.Lines, f.Cursor.X, f.Cursor.Y)
	return s.Text()
}

func (d *desk) sees(words ...string) {
	d.Helper()
	text := strings.Join(strings.Fields(d.text()), " ")
	for _, w := range words {
		if !strings.Contains(text, w) {
			d.Errorf("%q is not on the screen:\n%s\nsaid: %q", w, d.text(), d.said)
		}
	}
}

func (d *desk) lacks(words ...string) {
	d.Helper()
	text := strings.Join(strings.Fields(d.text()), " ")
	for _, w := range words {
		if strings.Contains(text, w) {
			d.Errorf("%q is on the screen:\n%s", w, d.text())
		}
	}
}

// shares makes a share with all cohorts of the book.
func (d *desk) shares(target string) {
	d.Helper()
	place, err := d.x.Open(target)
	if err == nil {
		_, err = d.r.Book.NewShare(context.Background(), place, store.ShareForm{Target: target, Cohorts: []model.ID{d.r.Cohort.Cohort.ID},
			For: store.ForTrainers, Label: "Asha's laptop", Passphrase: []byte(words), Work: lowWork})
	}
	if err != nil {
		d.Fatal(err)
	}
	d.run(d.x.read())
	d.press("s")
}

// words is the passphrase of the tests.
const words = "kettle stove warm seven chairs near window"

// joins goes into a share, and syncs.
func (d *desk) joins(target, label string) {
	d.Helper()
	place, err := d.x.Open(target)
	if err != nil {
		d.Fatal(err)
	}
	inv, err := d.r.Book.SeeShare(context.Background(), place, target, []byte(words))
	if err == nil {
		_, err = d.r.Book.JoinShare(context.Background(), place, inv, store.JoinForm{Label: label})
	}
	if err != nil {
		d.Fatal(err)
	}
	d.run(d.x.read())
	d.press("s")
}

// opens shows the only cohort of the book.
func (d *desk) opens() {
	d.Helper()
	all, err := d.r.Book.Cohorts()
	if err != nil || len(all) != 1 {
		d.Fatalf("%d cohorts: %v", len(all), err)
	}
	d.run(d.r.Load(all[0].ID, ""))
}

// marks does something to a person's first day.
func (d *desk) marks(row int, a room.Act) {
	d.Helper()
	m, err := d.r.Act(d.r.Cohort.Row(row), model.ID{}, a)
	if err != nil {
		d.Fatal(err)
	}
	d.run(d.r.Commit(m.How, m.Says, m.Edits...))
}

var present = room.Act{Verb: room.Present}

func at(clock model.Clock) *model.Typed { return &model.Typed{Kind: model.TypedClock, At: clock} }

// states are the marks of a person's first day in words.
func (d *desk) states(row int) string {
	return room.StateWords(d.r.Cohort.Slots(d.r.Cohort.Row(row), 1), false)
}

// two are two laptops that met in a share: Asha made it, Ben joined it.
func two(t testing.TB) (asha, ben *desk, place *sharetest.Memory) {
	t.Helper()
	place, at := memory("the folder")
	asha = sits(t, roomtest.New(t, roomtest.DayOne), "Asha", at)
	asha.shares("the folder")
	ben = sits(t, roomtest.Empty(t, roomtest.DayOne.Add(time.Minute)), "Ben", at)
	ben.joins("the folder", "Ben's laptop")
	ben.opens()
	return asha, ben, place
}
