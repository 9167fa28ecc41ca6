// Package sync is the screen about sharing the book with co-trainers and the office. While nothing
// is set up it says so: where the book is, and how to copy it safely meanwhile.
package sync

import (
	"fmt"
	"os"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"rollbook/model"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// Screen tells that this book is on this laptop only.
type Screen struct {
	r       *room.Room
	size    int64 // of the book's file, in bytes; 0 before it is known
	written time.Time
	looked  bool // the file is being looked at
}

// New makes the screen.
func New(r *room.Room) *Screen { return &Screen{r: r} }

// Title is the word in the tab line.
func (s *Screen) Title() string { return "Sync" }

// Keys is empty: nothing can be done here yet, and no key pretends that.
func (s *Screen) Keys() []kit.Binding { return nil }

// fileMsg tells of the book's file.
type fileMsg struct {
	size    int64
	written time.Time
}

// Update looks at the book's file after something was saved.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case fileMsg:
		s.size, s.written, s.looked = msg.size, msg.written, false
		return nil
	case room.FocusMsg:
		return nil
	}
	if s.looked {
		return nil
	}
	s.looked = true
	path := s.r.Book.Path()
	return func() tea.Msg {
		info, err := os.Stat(path)
		if err != nil {
			return fileMsg{}
		}
		return fileMsg{info.Size(), info.ModTime()}
	}
}

// View draws what there is to say.
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
	say(t.Strong, s.r.Book.Path())
	if words := s.fileWords(); words != "" {
		say(t.Faint, words)
	}
	gap()
	say(t.Text, "To come: syncing with co-trainers and the office by a USB stick, a shared folder or a bucket, without a server, whenever there is one at hand.")
	gap()
	say(t.Text, "Nothing is lost by waiting: all that you mark now is kept with who, when and what, and will be synced then.")
	gap()
	say(t.Text, "For a copy until then: quit Rollbook, then copy the file. A copy made while Rollbook is open may be broken.")
	f.Lines = f.Lines[:min(len(f.Lines), max(0, h))]
	return f
}

// fileWords are the file's size and when it was last written.
func (s *Screen) fileWords() string {
	if s.size == 0 {
		return ""
	}
	at := s.written.In(s.r.Now().Location())
	return strings.Join([]string{fmt.Sprintf("%d KB", (s.size+1023)/1024),
		"last written " + model.DateIn(at).Words() + ", " + model.ClockIn(at).Words(s.r.Twelve)}, ", ")
}
