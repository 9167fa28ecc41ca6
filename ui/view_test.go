package ui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"rollbook/ui/kit"
	"rollbook/ui/room"
)

func TestWhatWentWrongIsToldToItsEnd(t *testing.T) {
	m := &root{room: &room.Room{Theme: kit.NewTheme(true, true, false)}, w: 60, h: 20}
	m.say = "not saved: the book's file was replaced or removed: put it back at /media/stick/a/long/way/down/roll.book, then close and open Rollbook"
	m.bad = true
	lines := m.message()
	said := ansi.Strip(strings.Join(lines, " "))
	if len(lines) < 2 || len(lines) > mostSaid || !strings.Contains(said, "open Rollbook") {
		t.Errorf("%d lines: %s", len(lines), said)
	}
	m.bad = false
	if len(m.message()) != 1 {
		t.Error("what went well takes more than a line")
	}
}
