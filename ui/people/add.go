package people

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// add is a prompt for one name. Before Enter it says who of that name is here already, or is known
// from another cohort; ctrl+n adds a new person nonetheless.
type add struct {
	kit.Prompt
	r      *room.Room
	walkIn bool
	known  []known // of the whole book; nil until they are read
	roster *roster
}

// Add asks for the name of somebody to enroll: a walk-in from the day on the screen on, anybody
// else from day 1. Enter enrolls them with the next free row and puts the focus on them.
func Add(r *room.Room, walkIn bool) kit.Overlay {
	a := &add{r: r, walkIn: walkIn}
	name := "Add"
	if walkIn {
		name = "Walk-in"
	}
	a.Prompt = kit.Prompt{Theme: r.Theme, Label: name + ", name", Preview: a.preview,
		Enter: func(text string) (bool, tea.Cmd) { return a.enter(text, false) }}
	return a
}

// Update takes ctrl+n, which adds a new person whoever has that name, besides what a prompt takes.
func (a *add) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case knownMsg:
		if msg.to == a && msg.err != nil {
			return false, kit.Warn("who is known from other cohorts could not be read: " + room.Sentence(msg.err))
		}
		if msg.to == a {
			a.known = msg.known
		}
		return false, a.ask()
	case fromMsg:
		for i := range a.known {
			if msg.to == a && a.known[i].ID == msg.id {
				a.known[i].from = msg.from
			}
		}
		return false, nil
	case tea.KeyPressMsg:
		switch msg.String() {
		case "ctrl+n":
			return a.enter(a.Now(), true)
		case "ctrl+g":
			return a.guest(a.Now())
		}
	}
	if done, cmd = a.Prompt.Update(msg); done {
		return true, cmd
	}
	return false, kit.Batch(cmd, a.ask())
}

// from is the first day that somebody added now is enrolled for.
func (a *add) from() int {
	if !a.walkIn {
		return 1
	}
	return max(1, a.r.Day)
}

func (a *add) preview(text string) (says string, bad bool) {
	name, _ := model.Clean(text, model.NameLimit)
	if name == "" {
		return "the name that they use", false
	}
	here, elsewhere := a.match(name)
	switch {
	case here != nil && a.away(here):
		return fmt.Sprintf("%s was row %d until day %d: Enter takes them again, ctrl+n a new person", here.Name, here.Row, here.To), false
	case here != nil && len(here.Guest) > 0 && !coversAll(here, a.guestBlocks()):
		return fmt.Sprintf("%s is row %d already, a guest: ctrl+g for %s too, Enter goes there, ctrl+n a new person", here.Name, here.Row, a.guestWords()), false
	case here != nil:
		return fmt.Sprintf("%s is row %d already: Enter goes there, ctrl+n a new person", here.Name, here.Row), false
	case elsewhere != nil:
		return fmt.Sprintf("%s, known from %s: Enter takes them, ctrl+g as a guest for %s only, ctrl+n a new person",
			elsewhere.Name, elsewhere.where(), a.guestWords()), false
	}
	return fmt.Sprintf("row %d, from day %d on%s", a.r.Cohort.NextRow(), a.from(), a.near(name)), false
}

func (k *known) where() string {
	if k.from == "" {
		return "before"
	}
	return k.from
}

// away reports whether somebody's last day was before the day that is on the screen.
func (a *add) away(p *store.Person) bool { return p.To != 0 && p.To < a.r.Day }

// enter enrolls, or goes to who is here already; anew makes a new person of whatever name.
func (a *add) enter(text string, anew bool) (done bool, cmd tea.Cmd) {
	name, lost := model.Clean(text, model.NameLimit)
	if name == "" {
		return false, kit.Say("type the name that they use")
	}
	t := model.Trainee{Name: name}
	if here, elsewhere := a.match(name); !anew {
		switch {
		case here != nil && a.away(here):
			say := label(here) + ": coming again, to the last day"
			return true, kit.Batch(a.r.Commit(oplog.Single, say, a.r.Cohort.Leave(here, 0)...), focus(here.Trainee.ID))
		case here != nil:
			return true, kit.Batch(kit.Say(label(here)+" is on the roster already"), focus(here.Trainee.ID))
		case elsewhere != nil:
			t = elsewhere.Trainee
		}
	}
	known := !t.ID.IsZero()
	edits, ids, err := a.r.Cohort.Enroll([]model.Trainee{t}, a.from(), a.walkIn)
	if err != nil {
		return false, kit.Warn(room.Sentence(err))
	}
	say := fmt.Sprintf("%d %s added, from day %d on", a.r.Cohort.NextRow(), t.Name, a.from())
	if lost {
		say += "; some of what was typed can't stand in a name and was left out"
	}
	cmd, err = a.r.TryCommit(oplog.Single, say, edits...)
	if err != nil {
		return false, kit.Warn(room.Sentence(err))
	}
	if known { // their name stands in another cohort's gesture, which this cohort has to read
		return true, kit.Batch(cmd, a.r.Reload(say), focus(ids[0]))
	}
	return true, kit.Batch(cmd, focus(ids[0]), suggest(a.r, ids[0], say), a.r.Look())
}

func focus(id model.ID) tea.Cmd { return kit.Send(room.FocusMsg{Person: id}) }

// Keys is what the footer shows meanwhile.
func (a *add) Keys() []kit.Binding {
	return []kit.Binding{
		tells("enter", "add", "Adds the person, or takes the one whom the line names.", 1),
		tells("ctrl+g", "as a guest", "Takes somebody whom the book knows as a guest who only makes something up: for the block under way or, where marks go to the whole day, its blocks; outside all totals.", 3),
		tells("ctrl+n", "a new person", "Adds a new person, though somebody has that name.", 4),
		tells("esc", "cancel", "Adds nobody.", 2),
	}
}
