// Package kit is what every screen is made of: the frame that a screen draws, the table of its
// keys, and the parts that they share (grid, prompt, form, chooser, editor, theme).
//
// It knows nothing of books or trainings. There is one Bubble Tea model, the root in package ui;
// screens and overlays are plain structs behind the two small interfaces below. Start reading
// there, then at Binding (keys.go).
package kit

import tea "charm.land/bubbletea/v2"

// Point is a cell of the terminal, counted from 0 at the top left of whoever draws.
type Point struct{ X, Y int }

// Frame is what a screen or an overlay draws: lines no wider than it was given, and the cell where
// the terminal's real cursor stands, which a screen reader follows.
type Frame struct {
	Lines  []string
	Cursor Point
	// Bar makes the cursor a bar, for places where text is typed.
	Bar bool
}

// Screen is one of the five screens. The root knows screens only by this.
type Screen interface {
	// Title is the word in the tab line.
	Title() string
	// Keys is the table of what can be pressed now.
	Keys() []Binding
	// Update takes messages that are not keys of the table: a finished save, a paste, a tick.
	Update(msg tea.Msg) tea.Cmd
	// View draws at most h lines of at most w cells; only what can be seen is drawn.
	View(w, h int) Frame
}

// Typer is a screen that takes raw keys before the table does, while it has something
// unfinished on it (a row number being typed). It returns false to let the key through.
type Typer interface {
	Type(key tea.KeyPressMsg) (taken bool, cmd tea.Cmd)
}

// Overlay is drawn over the screen and takes every key until it is done: a prompt, a form, a list.
// The root keeps a stack of them (Stack), which says what becomes of keys typed ahead.
type Overlay interface {
	// Update takes every message. When done is true the root removes the overlay, then runs cmd.
	Update(msg tea.Msg) (done bool, cmd tea.Cmd)
	// View draws the overlay within w by h.
	View(w, h int) Frame
	// Keys is what the footer shows meanwhile.
	Keys() []Binding
	// Place says where the overlay goes.
	Place() Place
}

// Starter is an overlay that reads what it shows: the command runs as soon as it is on the stack.
// Its answer reaches Update like every other message.
type Starter interface{ Start() tea.Cmd }

// Waiter is an overlay that may wait for the disk, to begin or to be gone. The root keeps the keys
// typed meanwhile, in order, and gives them out to whom they are for then.
type Waiter interface{ Waiting() bool }

// Place is where an overlay is drawn.
type Place uint8

// The places. A prompt stands on the line over the footer and leaves the screen readable; a box
// covers the middle; a page covers everything between header and footer.
const (
	AtPrompt Place = iota
	InBox
	OnPage
)

// OpenMsg asks the root to put an overlay on the stack.
type OpenMsg struct{ Overlay Overlay }

// SayMsg asks the root to show one sentence on the message line, until the next key.
type SayMsg struct {
	Text string
	// Bad marks what went wrong: it stays until it is answered with a key and is drawn strongly.
	Bad bool
}

// BesidesMsg gives the root a key that a page has no use for and that may be the same everywhere.
type BesidesMsg struct{ Key tea.KeyPressMsg }

// Open is the command that puts an overlay on the stack.
func Open(o Overlay) tea.Cmd { return Send(OpenMsg{o}) }

// Say is the command that shows a sentence.
func Say(text string) tea.Cmd { return Send(SayMsg{Text: text}) }

// Warn is the command that shows what went wrong and what to do.
func Warn(text string) tea.Cmd { return Send(SayMsg{Text: text, Bad: true}) }
