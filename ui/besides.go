package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"rollbook/ui/kit"
)

// besides takes a key that a page over the screen has no use for: those that are the same
// everywhere, and change nothing of what the page shows; g begins the name of another page or screen.
func (m *root) besides(key tea.KeyPressMsg) tea.Cmd {
	switch key.String() {
	case "?":
		return m.help()
	case ".":
		return m.curtain()
	case "g":
		cmd, _ := kit.Press(m.keys(), key)
		return cmd
	}
	return nil
}

// goFromPage takes the key after g on a page: what g opens is put over the page; a screen takes its
// place, except where something lies under the page that may hold what was typed.
func (m *root) goFromPage(key tea.KeyPressMsg) tea.Cmd {
	if name := key.String(); len(name) == 1 && strings.Contains(screenKeys, name) {
		if m.stack.Len() > 1 {
			m.prefix = false
			return kit.Say("esc closes this page first: then g " + name + " goes there")
		}
		m.stack.Pop()
	}
	return m.press(key)
}
