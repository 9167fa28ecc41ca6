package roomtest

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
	"rollbook/ui/room"
)

// Desk is a room with a screen and overlays on it, and a trainer's hands: keys go to the overlay on top,
// else to the screen, as the root gives them, and all that they lead to is carried out to the disk and back.
type Desk struct {
	testing.TB
	Room   *room.Room
	Screen kit.Screen // under the overlays; nil: none
	Stack  kit.Stack
	Said   []string // all that was said, the last one last
	Wanted []room.WantMsg
	Gone   []room.GoMsg
	Left   []tea.Msg // keys that nobody took, and what Takes has taken

	// Opens is what opens where that is wished for; nil: it is only noted as Wanted.
	Opens func(room.WantMsg) kit.Overlay
	// Takes says of a message that it is the root's; may be nil.
	Takes func(tea.Msg) bool

	W, H   int // of the window that Sees and Lacks look at
	Header int // how many lines, blank here, the root would draw over the screen

	before int // how much was said before the last key
}

// At sits at a room.
func At(t testing.TB, r *room.Room) *Desk {
	return &Desk{TB: t, Room: r, Stack: kit.Stack{Theme: r.Theme}, W: 100, H: 30}
}

// Must fails where something went wrong.
func (d *Desk) Must(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
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
	if d.Takes != nil && d.Takes(msg) {
		d.Left = append(d.Left, msg)
		return
	}
	switch msg := msg.(type) {
	case nil, kit.BesidesMsg:
	case tea.BatchMsg:
		for _, cmd := range msg {
			d.Run(cmd)
		}
	case kit.OpenMsg:
		drawn := d.Stack.Push(msg.Overlay)
		d.Stack.Drawn()
		d.Run(drawn)
	case kit.SayMsg:
		d.Said = append(d.Said, msg.Text)
	case room.WantMsg:
		d.Wanted = append(d.Wanted, msg)
		if d.Opens != nil {
			d.Open(d.Opens(msg))
		}
	case room.GoMsg:
		d.Gone = append(d.Gone, msg)
	case tea.KeyPressMsg:
		d.key(msg)
	default: // all of them first, as the root does, then what comes of it
		cmds := []tea.Cmd{d.Room.Update(msg)}
		_, cmd := d.Stack.Update(msg)
		cmds = append(cmds, cmd)
		if d.Screen != nil {
			cmds = append(cmds, d.Screen.Update(msg))
		}
		for _, cmd := range cmds {
			d.Run(cmd)
		}
	}
}

// Press presses keys, named as vtest.Keys names them.
func (d *Desk) Press(keys ...string) {
	d.Helper()
	for _, key := range vtest.Keys(keys...) {
		d.before = len(d.Said)
		d.key(key)
		if d.Screen != nil {
			d.Screen.View(80, 21) // a screen may find its place as it is drawn
		}
	}
}

// key gives a key to what is open, else to what is under it.
func (d *Desk) key(key tea.KeyPressMsg) {
	taken, cmd := d.Stack.Update(key)
	if !taken {
		cmd = d.under(key)
	}
	d.Run(cmd)
}

// under gives a key to the screen, else to what the root does with it.
func (d *Desk) under(key tea.KeyPressMsg) tea.Cmd {
	if typer, types := d.Screen.(kit.Typer); types {
		if taken, cmd := typer.Type(key); taken {
			return cmd
		}
	}
	if d.Screen != nil {
		if cmd, found := kit.Press(d.Screen.Keys(), key); found {
			return cmd
		}
	}
	if key.String() == "u" {
		return d.Room.Undo()
	}
	d.Left = append(d.Left, key)
	return nil
}

// Paste pastes a text.
func (d *Desk) Paste(text string) {
	d.before = len(d.Said)
	taken, cmd := d.Stack.Update(tea.PasteMsg{Content: text})
	if !taken && d.Screen != nil {
		cmd = d.Screen.Update(tea.PasteMsg{Content: text})
	}
	d.Run(cmd)
}

// Last is what was said last.
func (d *Desk) Last() string {
	if len(d.Said) == 0 {
		return ""
	}
	return d.Said[len(d.Said)-1]
}

// Heard checks that something with this in it was said since the last key.
func (d *Desk) Heard(text string) {
	d.Helper()
	said := d.Said[d.before:]
	if !slices.ContainsFunc(said, func(s string) bool { return strings.Contains(s, text) }) {
		d.Errorf("said %q, not %q", said, text)
	}
}

// Draw is what the screen and the overlays draw in a window of w by h, with the keys under it.
func (d *Desk) Draw(w, h int) *vtest.Screen {
	f, keys, footer := kit.Frame{Lines: make([]string, d.Header)}, d.Stack.Keys(), 1
	if d.Screen != nil {
		body := d.Screen.View(w, h-3)
		f.Cursor, f.Bar, footer = kit.Point{X: body.Cursor.X, Y: d.Header + body.Cursor.Y}, body.Bar, 2
		f.Lines = append(f.Lines, body.Lines...)
		if d.Stack.Len() == 0 {
			keys = d.Screen.Keys()
		}
	}
	for len(f.Lines) < h-1 {
		f.Lines = append(f.Lines, "")
	}
	f.Lines = append(f.Lines, d.Room.Theme.Footer(keys, w))
	return d.drawn(d.Stack.Compose(f, w, h, d.Header, footer), w, h)
}

// Bare is what the screen and the overlays draw in w by h between header and footer.
func (d *Desk) Bare(w, h int) *vtest.Screen {
	f := kit.Frame{}
	if d.Screen != nil {
		f = d.Screen.View(w, h)
	}
	return d.drawn(d.Stack.Compose(f, w, h, 0, 0), w, h)
}

func (d *Desk) drawn(f kit.Frame, w, h int) *vtest.Screen {
	s := vtest.NewScreen(d, w, h)
	s.Draw(f.Lines, f.Cursor.X, f.Cursor.Y)
	return s
}

// Sees checks that all of the words are on the screen, be it over several lines.
func (d *Desk) Sees(words ...string) {
	d.Helper()
	text := d.Draw(d.W, d.H).Text()
	flat := strings.Join(strings.Fields(text), " ")
	for _, w := range words {
		if !strings.Contains(text, w) && !strings.Contains(flat, w) {
			d.Errorf("%q is not on the screen:\n%s", w, text)
		}
	}
}

// Lacks checks that none of the words is.
func (d *Desk) Lacks(words ...string) {
	d.Helper()
	text := d.Draw(d.W, d.H).Text()
	for _, w := range words {
		if strings.Contains(text, w) {
			d.Errorf("%q is on the screen:\n%s", w, text)
		}
	}
}
