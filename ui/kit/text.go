package kit

import (
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
)

// text is text being edited and the place of the cursor in it: a byte offset that always stands
// between two characters as the reader sees them, never within one.
type text struct {
	s     string
	at    int
	limit int // bytes; what goes beyond is cut
}

func (e *text) set(s string) {
	e.s, e.at = "", 0
	e.insert(s)
}

// insert puts cleaned text at the cursor. cut says that it was too long.
func (e *text) insert(s string) (cut bool) {
	s, cut = within(Clean(s), e.limit-len(e.s))
	e.s = e.s[:e.at] + s + e.s[e.at:]
	e.at += len(s)
	e.settle()
	return cut
}

// within is as much of s as fits in room bytes.
func within(s string, room int) (part string, cut bool) {
	if len(s) <= room {
		return s, false
	}
	for room = max(room, 0); room > 0 && !utf8.RuneStart(s[room]); room-- {
	}
	return s[:room], true
}

// settle moves the cursor out of the middle of a character that an edit has joined.
func (e *text) settle() {
	if e.at < len(e.s) {
		line := strings.LastIndexByte(e.s[:e.at], '\n') + 1
		for line < e.at {
			line += step(e.s[line:])
		}
		e.at = line
	}
}

func (e *text) remove(from, to int) (changed bool) {
	if from >= to {
		return false
	}
	e.s = e.s[:from] + e.s[to:]
	e.at = from
	e.settle()
	return true
}

// next and prev are the character borders beside the cursor.
func (e *text) next() int {
	if e.at >= len(e.s) {
		return e.at
	}
	return e.at + step(e.s[e.at:])
}

func (e *text) prev() int {
	if e.at == 0 {
		return 0
	}
	if e.s[e.at-1] == '\n' {
		return e.at - 1
	}
	// Borders are only certain from a border on: start at the line, or a little before.
	line := strings.LastIndexByte(e.s[:e.at], '\n') + 1
	if near := e.at - 200; near > line {
		if sp := strings.IndexByte(e.s[near:e.at-1], ' '); sp >= 0 {
			line = near + sp
		}
	}
	for {
		n := line + step(e.s[line:])
		if n >= e.at {
			return line
		}
		line = n
	}
}

func (e *text) wordLeft() int {
	i := e.at
	for i > 0 && gap(e.s[i-1]) {
		i--
	}
	for i > 0 && !gap(e.s[i-1]) {
		i--
	}
	return i
}

func (e *text) wordRight() int {
	i := e.at
	for i < len(e.s) && gap(e.s[i]) {
		i++
	}
	for i < len(e.s) && !gap(e.s[i]) {
		i++
	}
	return i
}

func gap(c byte) bool { return c == ' ' || c == '\n' }

func (e *text) lineStart() int { return strings.LastIndexByte(e.s[:e.at], '\n') + 1 }

func (e *text) lineEnd() int {
	if i := strings.IndexByte(e.s[e.at:], '\n'); i >= 0 {
		return e.at + i
	}
	return len(e.s)
}

// key edits or moves. taken is false for a key that means nothing to text.
func (e *text) key(k tea.KeyPressMsg) (taken, changed, cut bool) {
	switch k.String() {
	case "left", "ctrl+b":
		e.at = e.prev()
	case "right", "ctrl+f":
		e.at = e.next()
	case "ctrl+left", "alt+left", "alt+b":
		e.at = e.wordLeft()
	case "ctrl+right", "alt+right", "alt+f":
		e.at = e.wordRight()
	case "home", "ctrl+a":
		e.at = e.lineStart()
	case "end", "ctrl+e":
		e.at = e.lineEnd()
	case "backspace", "ctrl+h", "shift+backspace":
		changed = e.remove(e.prev(), e.at)
	case "delete", "ctrl+d":
		changed = e.remove(e.at, e.next())
	case "ctrl+w", "alt+backspace", "ctrl+backspace":
		changed = e.remove(e.wordLeft(), e.at)
	case "alt+d", "ctrl+delete":
		changed = e.remove(e.at, e.wordRight())
	case "ctrl+u":
		changed = e.remove(e.lineStart(), e.at)
	case "ctrl+k":
		changed = e.remove(e.at, e.lineEnd())
	default:
		s := typed(k)
		if s == "" {
			return false, false, false
		}
		before := len(e.s)
		cut = e.insert(s)
		changed = len(e.s) != before
	}
	e.settle() // a blank may be part of the character that a mark after it makes
	return true, changed, cut
}

// typed is the text of a key, "" for keys that are no text.
func typed(k tea.KeyPressMsg) string {
	if k.Mod&(tea.ModCtrl|tea.ModAlt|tea.ModMeta|tea.ModSuper|tea.ModHyper) != 0 && k.Mod&(tea.ModCtrl|tea.ModAlt) != tea.ModCtrl|tea.ModAlt {
		return "" // ctrl and alt together are AltGr on Windows, and do type
	}
	return k.Text
}
