package ui

import (
	"errors"

	tea "charm.land/bubbletea/v2"
)

// errBroken is all that is said where the program itself fails: what failed may hold names.
var errBroken = errors.New("something went wrong inside Rollbook: nothing that was saved is lost, so open it again")

// guard stands around the model. What panics in it ends the program with a sentence, the terminal
// given back; and the last thing drawn is an empty screen, for terminals keep it.
type guard struct {
	inner tea.Model
	ended bool // only an empty screen is drawn from here on
	broke bool
}

// brokeMsg says that a command has panicked.
type brokeMsg struct{}

// Init begins with the model's own.
func (g *guard) Init() tea.Cmd { return safe(g.inner.Init()) }

// Update gives a message to the model.
func (g *guard) Update(msg tea.Msg) (_ tea.Model, cmd tea.Cmd) {
	defer func() {
		if recover() != nil {
			cmd = g.fail()
		}
	}()
	if _, broke := msg.(brokeMsg); broke || g.broke {
		return g, g.fail()
	}
	g.inner, cmd = g.inner.Update(msg)
	return g, safe(cmd)
}

func (g *guard) fail() tea.Cmd {
	g.broke, g.ended = true, true
	return tea.Quit
}

// View draws the model, or nothing.
func (g *guard) View() (v tea.View) {
	defer func() {
		if recover() != nil {
			g.fail()
			v = blank()
		}
	}()
	if g.ended {
		return blank()
	}
	return g.inner.View()
}

func blank() tea.View {
	v := tea.NewView("")
	v.AltScreen = true
	return v
}

// filter sees messages before Bubble Tea does. After the one to quit it draws once more.
func (g *guard) filter(_ tea.Model, msg tea.Msg) tea.Msg {
	if _, quit := msg.(tea.QuitMsg); quit || g.broke {
		g.ended = true
		return tea.QuitMsg{}
	}
	return msg
}

// safe is a command whose panic becomes a message.
func safe(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer func() {
			if recover() != nil {
				msg = brokeMsg{}
			}
		}()
		msg = cmd()
		if batch, several := msg.(tea.BatchMsg); several {
			for i := range batch {
				batch[i] = safe(batch[i])
			}
		}
		return msg
	}
}
