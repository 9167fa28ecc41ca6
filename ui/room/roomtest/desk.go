package roomtest

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
	"rollbook/ui/room"
)

// Desk is a room with overlays on it, and a trainer's hands: keys go to the overlay on top, as the
// root gives them, and all that they lead to is carried out to the disk and back.
type Desk struct {
	testing.TB
	Room   *room.Room
	Stack  kit.Stack
	Said   []string // all that was said, the last one last
	Wanted []room.WantMsg
	Gone   []room.GoMsg
}

// At sits at a room.
func At(t testing.TB, r *room.Room) *Desk {
	return &Desk{TB: t, Room: r, Stack: kit.Stack{Theme: r.Theme}}
}

// Open puts an overlay on the desk, and runs what it starts with.
func (d *Desk) Open(o kit.Overlay) { d.Run(kit.Open(o)) }

// Run carries out a command and all that comes of it.
func (d *Desk) Run(cmd tea.Cmd) {
	if cmd != nil {
		d.take(cmd())
	}
}

func (d *Desk) take(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil, kit.BesidesMsg:
	case tea.BatchMsg:
		for _, cmd := range msg {
			d.Run(cmd)
		}
	case kit.OpenMsg:
		d.Run(d.Stack.Push(msg.Overlay))
	case kit.SayMsg:
		d.Said = append(d.Said, msg.Text)
	case room.WantMsg:
		d.Wanted = append(d.Wanted, msg)
	case room.GoMsg:
		d.Gone = append(d.Gone, msg)
	default:
		d.Run(d.Room.Update(msg))
		_, cmd := d.Stack.Update(msg)
		d.Run(cmd)
	}
}

// Press presses keys, named as vtest.Keys names them.
func (d *Desk) Press(keys ...string) {
	d.Helper()
	for _, key := range vtest.Keys(keys...) {
		_, cmd := d.Stack.Update(key)
		d.Run(cmd)
	}
}

// Last is what was said last.
func (d *Desk) Last() string {
	if len(d.Said) == 0 {
		return ""
	}
	return d.Said[len(d.Said)-1]
}

// Draw is what the overlays draw in w by h, with their keys under it.
func (d *Desk) Draw(w, h int) *vtest.Screen {
	f := kit.Frame{Lines: make([]string, h)}
	f.Lines[h-1] = d.Room.Theme.Footer(d.Stack.Keys(), w)
	f = d.Stack.Compose(f, w, h, 0, 1)
	s := vtest.NewScreen(d, w, h)
	s.Draw(f.Lines, f.Cursor.X, f.Cursor.Y)
	return s
}

// Sees checks that all of the words are on the screen.
func (d *Desk) Sees(words ...string) {
	d.Helper()
	text := d.Draw(100, 30).Text()
	for _, w := range words {
		if !strings.Contains(text, w) {
			d.Errorf("%q is not on the screen:\n%s", w, text)
		}
	}
}

// Lacks checks that none of the words is.
func (d *Desk) Lacks(words ...string) {
	d.Helper()
	text := d.Draw(100, 30).Text()
	for _, w := range words {
		if strings.Contains(text, w) {
			d.Errorf("%q is on the screen:\n%s", w, text)
		}
	}
}
