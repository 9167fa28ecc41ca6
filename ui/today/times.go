package today

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// asks is what the prompt of a verb with a time asks.
var asks = map[room.Verb]string{room.Late: "came at", room.Left: "left at", room.In: "in again at"}

// timed is the binding of a key that asks for a time.
func (m *Marking) timed(key, name, about, command string, footer int, v room.Verb) kit.Binding {
	return kit.Binding{Keys: []string{key}, Name: name, About: about, Footer: footer,
		Command: "rollbook mark --cohort C --day N --row R " + command,
		Why:     m.whyNot, Do: func() tea.Cmd { return kit.Open(m.ask(m.Aim(), v)) }}
}

// ask is the prompt for a time. The aim is the one at the key: the focus may be elsewhere by then.
func (m *Marking) ask(aim Aim, v room.Verb) kit.Overlay {
	p := m.Room.Cohort.Person(aim.Person)
	return &kit.Prompt{Theme: m.Room.Theme, Label: fmt.Sprintf("%d %s %s", p.Row, p.Name, asks[v]),
		Preview: func(text string) (string, bool) {
			if strings.TrimSpace(text) == "" && !m.live(aim.Day) {
				return "type the time: 920, 9:20" + examples[v], false
			}
			a, err := m.typed(aim, v, text)
			if err != nil {
				return inPrompt(err, m.Room.Twelve), true
			}
			done, err := m.plan(aim, a)
			if err != nil {
				return inPrompt(err, m.Room.Twelve), true
			}
			return done.Says, false
		},
		Enter: func(text string) (bool, tea.Cmd) {
			a, err := m.typed(aim, v, text)
			var cmd tea.Cmd
			if err == nil {
				cmd, err = m.try(aim, a)
			}
			if err != nil {
				return false, kit.Warn(inPrompt(err, m.Room.Twelve))
			}
			return true, cmd
		}}
}

// inPrompt is an error as Says has it, where w is a letter that is typed until esc.
func inPrompt(err error, twelve bool) string {
	return strings.Replace(Says(err, twelve), "press w to mark", "esc, then w to mark", 1)
}

// examples are what else can be typed for a verb.
var examples = map[room.Verb]string{room.Late: " or 20m", room.Left: ", 1440-1520 or 40m"}

// typed reads a time for a verb; nothing typed is the time now, where there is one.
func (m *Marking) typed(aim Aim, v room.Verb, text string) (room.Act, error) {
	if strings.TrimSpace(text) == "" {
		return room.Act{Verb: v}, nil
	}
	t, err := model.ParseTyped(text, room.Hours(m.Room.Cohort.BlocksOf(aim.Day)))
	if err != nil {
		return room.Act{}, err
	}
	return room.Act{Verb: v, Typed: &t}, nil
}
