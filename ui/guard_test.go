package ui

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
)

func TestAPanicEndsWithASentenceAndAnEmptyScreen(t *testing.T) {
	for name, inner := range map[string]tea.Model{"Update": faulty{update: true}, "View": faulty{view: true}, "a command": faulty{command: true}} {
		g := &guard{inner: inner}
		_, cmd := g.Update(vtest.Key("a"))
		g.View()
		if msg := run(cmd); msg != nil {
			g.Update(msg)
		}
		if g.filter(nil, beatMsg{}) != (tea.QuitMsg{}) || !g.broke || g.View().Content != "" {
			t.Errorf("%s: broke %v, it goes on or shows %q", name, g.broke, g.View().Content)
		}
	}
}

func run(cmd tea.Cmd) tea.Msg {
	if cmd == nil {
		return nil
	}
	msg := cmd()
	if batch, several := msg.(tea.BatchMsg); several {
		for _, c := range batch {
			msg = run(c)
		}
	}
	return msg
}

// faulty is a model that holds a name and panics.
type faulty struct{ update, view, command bool }

func (f faulty) Init() tea.Cmd { return nil }

func (f faulty) Update(tea.Msg) (tea.Model, tea.Cmd) {
	if f.update {
		panic("Maya Zaragoza")
	}
	bad := func() tea.Msg { panic("Maya Zaragoza") }
	if f.command {
		return f, kit.Batch(bad, func() tea.Msg { panic("twice") })
	}
	return f, nil
}

func (f faulty) View() tea.View {
	if f.view {
		panic("Maya Zaragoza")
	}
	return tea.NewView("Maya Zaragoza")
}
