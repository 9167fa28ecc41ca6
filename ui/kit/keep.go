package kit

import (
	"slices"

	tea "charm.land/bubbletea/v2"
)

// When the screen is locked, what stands over it is let go: a page can be opened again. What was
// typed is not lost: the book keeps it where it can, else the overlay stays, and is not drawn.

// Keeper is an overlay that the book keeps something for.
type Keeper interface {
	// Keep is the command that keeps at once what was typed; nil where the book has it.
	Keep() tea.Cmd
	// Keeping reports whether the disk is at work on it.
	Keeping() bool
	// Kept reports whether the book has all of it.
	Kept() bool
	// Again is the command that opens it where it stopped, in the same book opened anew. It holds
	// ids, no text. nil: it is not opened again.
	Again() tea.Cmd
}

// Holder is an overlay with something typed in it that is nowhere else.
type Holder interface{ Holds() bool }

// Keep tells the overlays to keep what was typed.
func (s *Stack) Keep() tea.Cmd {
	var cmds []tea.Cmd
	for _, l := range s.over {
		if k, keeps := l.overlay.(Keeper); keeps {
			cmds = append(cmds, k.Keep())
		}
	}
	return Batch(cmds...)
}

// Keeping reports whether one of them is at work.
func (s *Stack) Keeping() bool {
	return slices.ContainsFunc(s.over, func(l layer) bool {
		k, keeps := l.overlay.(Keeper)
		return keeps && k.Keeping()
	})
}

// LetGo takes off all but those that hold something typed, and returns the command that opens again
// what the book keeps.
func (s *Stack) LetGo() (again tea.Cmd) {
	var cmds []tea.Cmd
	s.over = slices.DeleteFunc(s.over, func(l layer) bool {
		if k, keeps := l.overlay.(Keeper); keeps && k.Kept() {
			cmds = append(cmds, k.Again())
			return true
		}
		h, holds := l.overlay.(Holder)
		return !holds || !h.Holds()
	})
	return Batch(cmds...)
}

// Holds reports whether something was typed that is not saved.
func (f *Form) Holds() bool { return f.dirty }

// Holds reports whether something was typed that Enter has not taken.
func (p *Prompt) Holds() bool { return p.started && !p.Passing && p.line.Text() != CleanLine(p.Text) }

// Holds reports whether the text is another than at first.
func (e *Editor) Holds() bool { return e.started && e.area.s != e.Text }
