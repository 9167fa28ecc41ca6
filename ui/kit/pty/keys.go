package pty

import (
	"fmt"
	"os"
	"strings"
	"sync"

	"github.com/charmbracelet/x/ansi"
)

// symbols are the keys that Type knows by a symbol.
var symbols = map[rune]string{
	'⏎': "enter", '⎋': "esc", '⇥': "tab", '⇤': "shift+tab", '⌫': "backspace",
	'↑': "up", '↓': "down", '→': "right", '←': "left",
}

// named are the bytes of the keys without a character, as xterm sends them. Esc and ctrl keys are
// not here: encode makes them.
var named = map[string]string{
	"enter": "\r", "tab": "\t", "shift+tab": "\x1b[Z", "backspace": "\x7f", "space": " ",
	"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D",
	"home": "\x1b[H", "end": "\x1b[F", "pgup": "\x1b[5~", "pgdown": "\x1b[6~",
	"insert": "\x1b[2~", "delete": "\x1b[3~",
	"shift+up": "\x1b[1;2A", "shift+down": "\x1b[1;2B", "shift+right": "\x1b[1;2C", "shift+left": "\x1b[1;2D",
	"f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS",
}

// Type presses keys one after another: characters, and the symbols ⏎ enter, ⎋ esc, ⇥ tab,
// ⇤ shift+tab, ⌫ backspace, ↑ ↓ ← →. It does not wait for what they do.
//
// A program that has not yet drawn its first screen has not yet taken over the terminal either, and
// gets these keys as a line of text: wait with Until first.
func (s *Session) Type(keys string) {
	s.t.Helper()
	var text strings.Builder
	for _, r := range keys {
		if name, ok := symbols[r]; ok {
			text.WriteString(s.encode(name))
		} else {
			text.WriteRune(r)
		}
	}
	s.in.send([]byte(text.String()))
}

// Key presses one key by the name that Bubble Tea gives it: "pgdown", "home", "ctrl+o", "shift+tab", "esc".
func (s *Session) Key(name string) {
	s.t.Helper()
	s.in.send([]byte(s.encode(name)))
}

// Ctrl presses ctrl with a letter.
func (s *Session) Ctrl(letter string) {
	s.t.Helper()
	s.Key("ctrl+" + letter)
}

// Paste sends text as a terminal's paste does: marked as one if the program asked for that, line
// ends as carriage returns.
func (s *Session) Paste(text string) {
	s.t.Helper()
	text = strings.NewReplacer("\r\n", "\r", "\n", "\r").Replace(text)
	s.mu.Lock()
	marked := s.term.brackets
	s.mu.Unlock()
	if marked {
		text = ansi.BracketedPasteStart + text + ansi.BracketedPasteEnd
	}
	s.in.send([]byte(text))
}

// encode gives the bytes of a key. A lone escape byte followed at once by a character would be read
// as alt with it, so esc is a sequence of its own for programs that asked for that, and a test never
// has to pause after it.
func (s *Session) encode(name string) string {
	s.t.Helper()
	s.mu.Lock()
	sequences := s.term.disambiguates()
	s.mu.Unlock()
	letter, ctrl := strings.CutPrefix(name, "ctrl+")
	switch {
	case name == "esc" && sequences:
		return "\x1b[27u"
	case name == "esc":
		return "\x1b"
	case ctrl && len(letter) == 1 && letter[0] >= 'a' && letter[0] <= 'z' && sequences:
		return fmt.Sprintf("\x1b[%d;5u", letter[0])
	case ctrl && len(letter) == 1 && letter[0] >= 'a' && letter[0] <= 'z':
		return string(rune(letter[0] - 'a' + 1))
	}
	bytes, ok := named[name]
	if !ok {
		s.t.Fatalf("there is no key %q", name)
	}
	return bytes
}

// keyboard writes to the terminal's input what keys and answers send, in order. It never makes the
// sender wait: a program that is busy drawing and does not read must not stop the screen from
// taking what it draws.
type keyboard struct {
	tty    *os.File
	mu     sync.Mutex
	some   *sync.Cond
	queue  []byte
	closed bool
	done   sync.WaitGroup
}

func newKeyboard(tty *os.File) *keyboard {
	k := &keyboard{tty: tty}
	k.some = sync.NewCond(&k.mu)
	k.done.Go(k.run)
	return k
}

func (k *keyboard) send(p []byte) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.queue = append(k.queue, p...)
	k.some.Signal()
}

// run ends when the keyboard is closed or the program no longer has a terminal to read.
func (k *keyboard) run() {
	for {
		k.mu.Lock()
		for len(k.queue) == 0 && !k.closed {
			k.some.Wait()
		}
		p, closed := k.queue, k.closed
		k.queue = nil
		k.mu.Unlock()
		if closed {
			return
		}
		if _, err := k.tty.Write(p); err != nil {
			return
		}
	}
}

func (k *keyboard) close() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.closed = true
	k.some.Signal()
}

func (k *keyboard) wait() { k.done.Wait() }
