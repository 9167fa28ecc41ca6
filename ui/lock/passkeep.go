package lock

import (
	tea "charm.land/bubbletea/v2"

	"rollbook/ui/kit"
)

// What becomes of the page when it is left, and when the screen is locked over it.

// clear overwrites all that was typed and forgets the code, and goes back to the beginning.
func (c *change) clear() {
	for _, h := range []*Hidden{&c.old, &c.first, &c.again} {
		h.Clear()
	}
	clear(c.oldPass)
	clear(c.newPass)
	c.oldPass, c.newPass, c.code = nil, nil, nil
	c.words = [2]kit.Line{}
	c.step, c.at, c.says = typing, 0, ""
}

// Keep clears what was typed when the screen is locked. A book that is being sealed is waited for.
func (c *change) Keep() tea.Cmd {
	if c.step != working && c.step != over {
		c.clear()
	}
	return nil
}

// Keeping reports whether the book is being sealed.
func (c *change) Keeping() bool { return c.step == working }

// Kept lets the page go; it is not opened again.
func (c *change) Kept() bool { return c.step != working }

// Again does nothing: what was typed is gone.
func (c *change) Again() tea.Cmd { return nil }
