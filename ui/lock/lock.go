// Package lock is what stands between a book and whoever sits down at the laptop: the page that asks
// for the passphrase, the PIN of the day, and the pages that set, change and remove a passphrase.
//
// It knows no book's file and no key: what opens a book is handed to it, and what a secret is worth
// is decided in package store. Start reading at Screen, then Watch (watch.go), which says when to
// lock, and Passphrase (passphrase.go).
package lock

import (
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"rollbook/store"
	"rollbook/store/seal"
	"rollbook/ui/kit"
)

// Why is why the screen is locked.
type Why uint8

// The reasons. Only an idle lock opens with the PIN of the day.
const (
	AtStart Why = iota // the book was not opened yet
	ByKey
	Idle
	Slept
)

// Screen is all that is drawn while the screen is locked.
type Screen struct {
	Theme *kit.Theme
	Why   Why
	Place string // of the book's file, at the start
	// Try is the command that opens with a secret, which it clears. What fails comes back as
	// FailedMsg. nil: the book has no passphrase, and Enter opens.
	Try func(store.Secret) tea.Cmd
	// PIN opens as well; nil: there is none, or it does not open this lock.
	PIN *PIN
	// Unsaved is how many changes are not on the disk; may be nil.
	Unsaved func() int

	field Hidden
	busy  bool // a secret is being tried
	other bool // the passphrase is asked for although a PIN would do
	says  string
	wrong bool // what it says is about something wrong
	asked bool // whether to quit without what is not saved
}

// OpenMsg says that the screen may be opened: the PIN was right, or there is nothing to ask for.
type OpenMsg struct{}

// FailedMsg says why a secret did not open the book.
type FailedMsg struct{ Err error }

// QuitMsg asks to quit from a locked screen; Lose: without what is not saved.
type QuitMsg struct{ Lose bool }

// Busy reports whether a secret is being tried.
func (s *Screen) Busy() bool { return s.busy }

// BarPIN makes the lock one that only the passphrase opens.
func (s *Screen) BarPIN() {
	if s.PIN != nil {
		s.PIN = nil
		s.field.Clear()
	}
}

// Forget clears what was typed and left standing.
func (s *Screen) Forget() { s.field.Clear() }

// Update takes keys, pastes, and the answer to a secret.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case FailedMsg:
		s.busy = false
		s.tell(sentence(msg.Err))
	case tea.PasteMsg:
		if s.Try != nil && !s.busy {
			s.paste(msg.Content)
		}
	case tea.KeyPressMsg:
		return s.key(msg)
	}
	return nil
}

func (s *Screen) paste(text string) {
	if !s.field.Paste(text) {
		s.tell("that is too long for a passphrase")
	}
}

func (s *Screen) key(key tea.KeyPressMsg) tea.Cmd {
	name := key.String()
	if name == "ctrl+c" {
		return s.quit()
	}
	s.asked = false
	if s.busy {
		return nil // what is typed while the answer is on its way is for no one
	}
	switch name {
	case "enter":
		return s.enter()
	case "esc":
		s.field.Clear()
		s.says = ""
	case "tab":
		if s.PIN != nil {
			s.other = !s.other
			s.field.Clear()
			s.says = ""
		}
	default:
		if s.Try != nil && s.field.Key(key) {
			s.says = ""
		}
	}
	return nil
}

// quit leaves from here as well; asked twice where that loses something.
func (s *Screen) quit() tea.Cmd {
	n := s.unsaved()
	if n == 0 || s.asked {
		return kit.Send(QuitMsg{Lose: n > 0})
	}
	s.asked = true
	s.tell(notSaved(n) + ": ctrl+c once more quits and loses that")
	return nil
}

func (s *Screen) unsaved() int {
	if s.Unsaved == nil {
		return 0
	}
	return s.Unsaved()
}

func notSaved(n int) string {
	if n == 1 {
		return "1 change is not saved"
	}
	return fmt.Sprintf("%d changes are not saved", n)
}

// byPIN reports whether the PIN is what is typed now.
func (s *Screen) byPIN() bool { return s.PIN != nil && !s.other }

func (s *Screen) enter() tea.Cmd {
	switch {
	case s.Try == nil:
		return kit.Send(OpenMsg{})
	case s.field.Empty() && s.byPIN():
		s.tell("type the PIN of the day first")
		return nil
	case s.field.Empty():
		s.tell("type the passphrase first")
		return nil
	case s.byPIN():
		return s.enterPIN()
	}
	s.busy, s.says = true, ""
	return s.Try(s.field.Take())
}

func (s *Screen) enterPIN() tea.Cmd {
	digits := s.field.Take()
	defer clear(digits)
	switch s.PIN.Try(digits) {
	case Right:
		return kit.Send(OpenMsg{})
	case Wrong:
		s.tell(fmt.Sprintf("this is not the PIN of the day: %s left", times(s.PIN.Left())))
	case Spent:
		s.PIN = nil
		s.tell("this is not the PIN of the day, a third time: the passphrase opens it")
	}
	return nil
}

func times(n int) string {
	if n == 1 {
		return "1 try"
	}
	return fmt.Sprintf("%d tries", n)
}

func (s *Screen) tell(text string) { s.says, s.wrong = text, true }

// sentence is an error of opening a book as a person reads it.
func sentence(err error) string {
	if errors.Is(err, seal.ErrCode) {
		return seal.ErrCode.Error()
	}
	return err.Error()
}

// From is the command that tries a secret which has to be read first.
func (s *Screen) From(read func() (store.Secret, error)) tea.Cmd {
	s.busy = true
	return func() tea.Msg {
		secret, err := read()
		if err != nil {
			return FailedMsg{Err: err}
		}
		return s.Try(secret)()
	}
}
