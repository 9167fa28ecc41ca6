package vtest

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

func TestDrawnLinesComeBackWithCursorAndStyles(t *testing.T) {
	s := NewScreen(t, 20, 3)
	s.Draw([]string{"\x1b[1;38;2;1;2;3mMaya\x1b[m 日本語", "second"}, 3, 1)
	if got := s.Lines(); !slices.Equal(got, []string{"Maya 日本語", "second", ""}) {
		t.Errorf("lines %q", got)
	}
	if x, y := s.CursorAt(); x != 3 || y != 1 {
		t.Errorf("cursor %d,%d", x, y)
	}
	if got := s.Styled()[0]; got != "‹b #010203›Maya‹› 日本語" {
		t.Errorf("styled %q", got)
	}
	if s.CellAt(7, 0) != "本" || s.CellAt(8, 0) != "" {
		t.Errorf("wide cell %q %q", s.CellAt(7, 0), s.CellAt(8, 0))
	}
}

func TestASecondViewReplacesTheFirst(t *testing.T) {
	s := NewScreen(t, 20, 2)
	s.DrawView(tea.NewView("स्तेफ़ानी here\nold"))
	v := tea.NewView("new")
	v.Cursor = tea.NewCursor(1, 0)
	s.DrawView(v)
	if got := s.Shot(); !slices.Equal(got, []string{"new", "", "-- cursor 1,0"}) {
		t.Errorf("got %q", got)
	}
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func TestTerminalAnswersItsProgram(t *testing.T) {
	s := NewScreen(t, 20, 3)
	var in lockedBuffer
	s.Answer(&in)
	if _, err := s.Write([]byte("ab\x1b[6n")); err != nil {
		t.Fatal(err)
	}
	for range 200 {
		if strings.Contains(in.String(), "\x1b[1;3R") {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("the cursor's place was not answered: %q", in.String())
}

func TestKeysAreNamedAsBindingsNameThem(t *testing.T) {
	for _, name := range []string{"p", "P", "?", "space", "ctrl+s", "shift+tab", "pgup", "日", "ctrl+left", "alt+b", "esc"} {
		if got := Key(name).String(); got != name {
			t.Errorf("Key(%q) is %q", name, got)
		}
	}
	if got := Keys("l", "'9 é", "enter"); len(got) != 5 || got[2].Text != " " || got[3].Text != "é" {
		t.Errorf("typed keys: %v", got)
	}
}
