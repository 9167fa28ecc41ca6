// Package sync is the screen about sharing the book with co-trainers and the office. While nothing
// is set up it says so: where the book is, and how to copy it safely meanwhile.
package sync

import (
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// Screen tells that this book is on this laptop only.
type Screen struct {
	r     *room.Room
	place string // of the book's file
}

// New makes the screen.
func New(r *room.Room) *Screen { return &Screen{r: r, place: r.Book.Path()} }

// Title is the word in the tab line.
func (s *Screen) Title() string { return "Sync" }

// Keys is empty: nothing can be done here yet, and no key pretends that.
func (s *Screen) Keys() []kit.Binding { return nil }

// Update has nothing to keep up with.
func (s *Screen) Update(tea.Msg) tea.Cmd { return nil }

// View says where the book is and what to do meanwhile.
func (s *Screen) View(w, h int) kit.Frame {
	t := s.r.Theme
	var f kit.Frame
	say := func(style lipgloss.Style, text string) {
		for _, line := range t.Wrap(text, max(1, w-4)) {
			f.Lines = append(f.Lines, "  "+style.Render(line))
		}
	}
	gap := func() { f.Lines = append(f.Lines, "") }
	say(t.Title, "Nothing is shared yet")
	gap()
	say(t.Text, "This book is on this laptop only. It is one file:")
	say(t.Strong, s.place)
	gap()
	say(t.Text, "To come: syncing with co-trainers and the office by a USB stick, a shared folder or a bucket, without a server.")
	gap()
	say(t.Text, "Nothing is lost by waiting: what you mark is kept with who, when and what, and is synced then.")
	gap()
	say(t.Text, "For a copy until then: quit Rollbook, then copy the file. A copy made while Rollbook is open may be broken.")
	f.Lines = f.Lines[:min(len(f.Lines), max(0, h))]
	f.Cursor.X = min(2, max(0, w-1))
	return f
}
