package sync

import (
	"crypto/rand"
	"path/filepath"
	"testing"
	"time"

	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
	"rollbook/ui/room"
)

func newScreen(t *testing.T, theme *kit.Theme) *Screen {
	t.Helper()
	now := func() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }
	b, err := store.Create(filepath.Join(t.TempDir(), "roll.book"), store.World{Now: now, Chance: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	s := New(&room.Room{Theme: theme, Book: b, Now: now})
	if s.place != b.Path() {
		t.Errorf("names %q for %q", s.place, b.Path())
	}
	s.place = "~/Application Data/книга 名簿/Rollbook/roll.book"
	return s
}

func TestSaysThatTheBookIsHereOnlyAtTheUsualSizes(t *testing.T) {
	for name, theme := range map[string]*kit.Theme{"colour": kit.NewTheme(false, false, false), "nocolor": kit.NewTheme(true, true, false)} {
		s := newScreen(t, theme)
		for _, size := range []struct {
			name string
			w, h int
		}{{"60x20", 60, 20}, {"80x24", 80, 24}, {"120x40", 120, 40}} {
			f := s.View(size.w, size.h-3)
			if last := f.Lines[len(f.Lines)-1]; len(f.Lines) > size.h-3 || last == "" {
				t.Errorf("%s: %d lines, the last %q", size.name, len(f.Lines), last)
			}
			screen := vtest.NewScreen(t, size.w, size.h)
			screen.Draw(f.Lines, f.Cursor.X, f.Cursor.Y)
			vtest.Golden(t, name+"-"+size.name, screen.Styled())
		}
	}
}

func TestNoKeyPretendsToDoAnything(t *testing.T) {
	s := newScreen(t, kit.NewTheme(false, false, false))
	if keys := s.Keys(); len(keys) > 0 {
		t.Errorf("keys %v", keys)
	}
}
