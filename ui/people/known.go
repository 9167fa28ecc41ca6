package people

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// What the prompt for a name knows of people who are here already, or were in another cohort.

// roster are the names of a cohort in the form in which names are compared, made once: a name is
// looked for at each key.
type roster struct {
	of     *store.Cohort
	folded []string // in the order of People
	exact  map[string]model.ID
}

// listed is the roster of the cohort on the screen.
func (a *add) listed() *roster {
	if a.roster != nil && a.roster.of == a.r.Cohort {
		return a.roster
	}
	a.roster = &roster{of: a.r.Cohort, exact: map[string]model.ID{}}
	for _, p := range a.r.Cohort.People {
		folded := model.Fold(p.Name)
		a.roster.folded = append(a.roster.folded, folded)
		if _, twice := a.roster.exact[folded]; !twice {
			a.roster.exact[folded] = p.Trainee.ID
		}
	}
	return a.roster
}

// known is somebody whom the book knows, with the latest other cohort that they were in.
type known struct {
	model.Trainee
	folded string
	from   string // empty until it is looked up
	asked  bool
}

// knownMsg brings everybody whom the book knows.
type knownMsg struct {
	to    *add
	known []known
	err   error
}

// fromMsg brings the name of a cohort that somebody was in.
type fromMsg struct {
	to   *add
	id   model.ID
	from string
}

// Start reads whom the book knows.
func (a *add) Start() tea.Cmd {
	book := a.r.Book
	return func() tea.Msg {
		people, err := book.Trainees()
		msg := knownMsg{to: a, err: err}
		for _, k := range people {
			msg.known = append(msg.known, known{Trainee: k.Trainee, folded: model.Fold(k.Name)})
		}
		return msg
	}
}

// lookUp is the command that finds the latest other cohort that somebody was in. It reads cohorts
// whole, so it is for one person whose name was typed.
func (a *add) lookUp(id model.ID) tea.Cmd {
	book, here := a.r.Book, a.r.Cohort.Cohort.ID
	return func() tea.Msg {
		cohorts, err := book.Cohorts()
		if err != nil {
			return kit.SayMsg{Text: room.Sentence(err), Bad: true}
		}
		for _, listed := range slices.Backward(cohorts) {
			if listed.ID == here {
				continue
			}
			c, err := book.Load(listed.ID)
			if err != nil {
				return kit.SayMsg{Text: room.Sentence(err), Bad: true}
			}
			if c.Person(id) != nil {
				return fromMsg{a, id, listed.Name}
			}
		}
		return fromMsg{a, id, ""}
	}
}

// ask looks up, once, where the person of the typed name is known from.
func (a *add) ask() tea.Cmd {
	name, _ := model.Clean(a.Now(), model.NameLimit)
	if name == "" {
		return nil
	}
	_, k := a.match(name)
	if k == nil || k.asked {
		return nil
	}
	k.asked = true
	return a.lookUp(k.ID)
}

// match is who of that name is in this cohort, or is known from another one.
func (a *add) match(name string) (here *store.Person, elsewhere *known) {
	folded := model.Fold(name)
	if id, there := a.listed().exact[folded]; there {
		return a.r.Cohort.Person(id), nil
	}
	for i := range a.known {
		if k := &a.known[i]; k.folded == folded && a.r.Cohort.Person(k.ID) == nil {
			return nil, k
		}
	}
	return nil, nil
}

// near names the one person who may be meant by a part of a name.
func (a *add) near(name string) string {
	part, found, at := model.Fold(name), 0, 0
	for i, folded := range a.listed().folded {
		if strings.Contains(folded, part) {
			found, at = found+1, i
		}
	}
	switch {
	case found == 1:
		return "; there is " + label(a.r.Cohort.People[at])
	case found > 1:
		return fmt.Sprintf("; there are %d of that name", found)
	}
	for i, k := range a.known {
		if strings.Contains(k.folded, part) {
			found, at = found+1, i
		}
	}
	if found == 1 {
		return fmt.Sprintf("; %s is known: type all of the name", a.known[at].Name)
	}
	return ""
}
