package start

import (
	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/ui/kit"
	"rollbook/ui/people"
	"rollbook/ui/room"
)

// What comes after a cohort is made: who is on its roster.

// loaded goes on when the cohort that was made is on the screen.
func (o *cohortForm) loaded(msg room.LoadedMsg) (done bool, cmd tea.Cmd) {
	switch {
	case o.made.IsZero() || o.open:
		return false, nil
	case msg.Err != nil:
		return true, nil // the room has said why
	case msg.Cohort == nil || msg.Cohort.Cohort.ID != o.made:
		return false, nil
	case o.thenImport:
		return true, kit.Batch(kit.Say(msg.Cohort.Name+" is made"), kit.Open(Import(o.r)))
	}
	o.open = true
	return false, nil
}

// offered is one thing that can come next.
type offered struct{ key, name, about string }

var nextSteps = []offered{
	{"i", "import a roster", "From a spreadsheet."},
	{"+", "type names", "One name a line."},
	{"esc", "later", "People can be added any time."},
}

// answer is a key for the offer: one of its own, or Enter for the one that the cursor is on.
func (o *cohortForm) answer(key tea.KeyPressMsg) (done bool, cmd tea.Cmd) {
	pressed := key.String()
	switch pressed {
	case "up", "k":
		o.at = max(0, o.at-1)
		return false, nil
	case "down", "j":
		o.at = min(o.at+1, len(nextSteps)-1)
		return false, nil
	case "enter":
		pressed = nextSteps[o.at].key
	}
	switch pressed {
	case "i":
		return true, kit.Open(Import(o.r))
	case "+":
		return true, kit.Open(people.AddNames(o.r))
	case "esc", "ctrl+c":
		return true, kit.Say("people can be added any time: + for one, ctrl+e for a roster file")
	}
	return false, kit.Say("i: import a roster, +: type names, esc: later")
}

func (o *cohortForm) offer(w, h int) kit.Frame {
	t := o.r.Theme
	p := newPage(t, w)
	c := o.r.Cohort
	if c == nil {
		return kit.Frame{}
	}
	var dates []model.Date
	for _, d := range c.Days {
		dates = append(dates, d.Date)
	}
	p.say(t.Title, c.Name+" is made")
	p.say(t.Text, dateWords(dates))
	p.gap()
	p.say(t.Text, "Who is coming?")
	for i, step := range nextSteps {
		p.choice(i == o.at, step.key, step.name, step.about)
	}
	return p.frame(h)
}
