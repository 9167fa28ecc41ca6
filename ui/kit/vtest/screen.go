// Package vtest is a terminal for tests: what a screen draws, or what a program writes, goes
// through the renderer into an emulated terminal, and comes out as lines, styles and a cursor that
// a test can compare. Golden compares them with files that a person can read.
//
// It is imported by tests only. Start reading at Screen.
package vtest

import (
	"fmt"
	"image/color"
	"io"
	"strings"
	"sync"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// Screen is an emulated terminal. It measures text by grapheme clusters, as terminals do that
// confirm mode 2027. Its methods may be called from several goroutines.
type Screen struct {
	mu    sync.Mutex
	term  *vt.Emulator
	cells uv.ScreenBuffer
	out   *uv.TerminalRenderer
	w, h  int

	answers io.Writer // under its own lock: the emulator writes while mu is held
	ansMu   sync.Mutex
}

// NewScreen is an empty terminal of w by h cells, in use until the test ends.
func NewScreen(t testing.TB, w, h int) *Screen {
	s := &Screen{term: vt.NewEmulator(w, h), w: w, h: h}
	s.cells = uv.NewScreenBuffer(w, h)
	s.cells.Method = ansi.GraphemeWidth
	s.out = uv.NewTerminalRenderer(s.term, []string{"TERM=xterm-256color"})
	s.out.SetColorProfile(colorprofile.TrueColor)
	s.out.SetGraphemeWidth(true)
	s.out.SetFullscreen(true)
	s.out.Erase()
	// The emulator answers a program's questions through a pipe that blocks until it is read.
	in := s.term.InputPipe().(*io.PipeWriter)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_, _ = io.Copy(answerer{s}, s.term)
	}()
	t.Cleanup(func() {
		in.Close()
		<-ended
	})
	return s
}

type answerer struct{ s *Screen }

func (a answerer) Write(p []byte) (int, error) {
	a.s.ansMu.Lock()
	defer a.s.ansMu.Unlock()
	if a.s.answers != nil {
		return a.s.answers.Write(p)
	}
	return len(p), nil
}

// Answer sends what the terminal answers to a program's questions to w, its input; without it the
// answers are dropped.
func (s *Screen) Answer(w io.Writer) {
	s.ansMu.Lock()
	defer s.ansMu.Unlock()
	s.answers = w
}

// Write takes what a program writes to its terminal.
func (s *Screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.term.Write(p)
}

// DrawView shows a view as Bubble Tea's renderer would. A view without a cursor hides it.
func (s *Screen) DrawView(v tea.View) {
	x, y := -1, -1
	if v.Cursor != nil {
		x, y = v.Cursor.X, v.Cursor.Y
	}
	s.Draw(strings.Split(v.Content, "\n"), x, y)
}

// Draw shows styled lines with the cursor at x, y; negative: hidden.
func (s *Screen) Draw(lines []string, x, y int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cells.Clear()
	uv.NewStyledString(strings.Join(lines, "\n")).Draw(s.cells, s.cells.Bounds())
	s.out.Render(s.cells.RenderBuffer)
	if x >= 0 && y >= 0 {
		s.out.MoveTo(x, y)
		_, _ = s.out.WriteString(ansi.SetModeTextCursorEnable)
	} else {
		_, _ = s.out.WriteString(ansi.ResetModeTextCursorEnable)
	}
	_ = s.out.Flush() // the emulator's Write fails only once it is closed
}

// Lines is the text on the screen, one string a row, without blanks at the end.
func (s *Screen) Lines() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	lines := make([]string, s.h)
	for y := range lines {
		var b strings.Builder
		for x := 0; x < s.w; x++ {
			b.WriteString(content(s.term.CellAt(x, y)))
		}
		lines[y] = strings.TrimRight(b.String(), " ")
	}
	return lines
}

// Text is Lines in one string, for strings.Contains.
func (s *Screen) Text() string { return strings.Join(s.Lines(), "\n") }

// CursorAt is the cell of the cursor, from 0 at the top left.
func (s *Screen) CursorAt() (x, y int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.term.CursorPosition()
	return p.X, p.Y
}

// CellAt is the text of one cell; "" for the second half of a wide character.
func (s *Screen) CellAt(x, y int) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return content(s.term.CellAt(x, y))
}

// Shot is Lines and, after them, where the cursor is: what most golden files hold.
func (s *Screen) Shot() []string {
	x, y := s.CursorAt()
	return append(s.Lines(), fmt.Sprintf("-- cursor %d,%d", x, y))
}

// Styled is Shot with the styles: a tag such as ‹b #7bd88f› before text that is bold and green, ‹›
// where it ends. b bold, f faint, i italic, r reversed, u underlined, #… text, on#… background.
func (s *Screen) Styled() []string {
	x, y := s.CursorAt()
	s.mu.Lock()
	defer s.mu.Unlock()
	lines := make([]string, s.h, s.h+1)
	for y := range lines {
		lines[y] = s.styledLine(y)
	}
	return append(lines, fmt.Sprintf("-- cursor %d,%d", x, y))
}

func (s *Screen) styledLine(y int) string {
	var b strings.Builder
	was := ""
	for x := 0; x < s.w; x++ {
		cell := s.term.CellAt(x, y)
		if is := tag(cell); is != was && (cell == nil || cell.Width > 0) {
			b.WriteString("‹" + is + "›")
			was = is
		}
		b.WriteString(content(cell))
	}
	line := b.String()
	if was == "" {
		line = strings.TrimRight(line, " ")
	}
	return line
}

func content(c *uv.Cell) string {
	switch {
	case c == nil || c.Width == 1 && c.Content == "":
		return " "
	case c.Width == 0:
		return ""
	}
	return c.Content
}

func tag(c *uv.Cell) string {
	if c == nil {
		return ""
	}
	var tags []string
	for _, a := range []struct {
		on   bool
		name string
	}{
		{c.Style.Attrs&uv.AttrBold != 0, "b"},
		{c.Style.Attrs&uv.AttrFaint != 0, "f"},
		{c.Style.Attrs&uv.AttrItalic != 0, "i"},
		{c.Style.Attrs&uv.AttrReverse != 0, "r"},
		{c.Style.Underline != ansi.UnderlineNone, "u"},
	} {
		if a.on {
			tags = append(tags, a.name)
		}
	}
	if c.Style.Fg != nil {
		tags = append(tags, hex(c.Style.Fg))
	}
	if c.Style.Bg != nil {
		tags = append(tags, "on"+hex(c.Style.Bg))
	}
	return strings.Join(tags, " ")
}

func hex(c color.Color) string {
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}
