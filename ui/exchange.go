package ui

import (
	"os"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/share"
	"rollbook/ui/kit"
	"rollbook/ui/start"
	"rollbook/ui/sync"
)

// The root's part of syncing: it gives the exchange what it needs from the machine, and opens a cohort
// where the first one came through a share.

// cohortsMsg brings the cohorts of a book that had none open.
type cohortsMsg struct {
	cohorts []store.Listed
	err     error
}

// surroundings are what of the machine decides where a share is.
func surroundings(o Options) share.Env {
	home, err := os.UserHomeDir()
	if err != nil {
		home = ""
	}
	return share.Env{Getenv: o.Env, Home: home}
}

// reach lets the exchange open places and, where the program syncs by itself, look for sticks.
func (m *root) reach(o Options) tea.Cmd {
	env := surroundings(o)
	m.exchange.Open = func(target string) (share.Place, error) { return share.Open(target, env) }
	if !o.Syncing {
		return nil
	}
	m.exchange.Sticks = func() []share.Stick { return share.Sticks(env) }
	return m.exchange.Watch()
}

// exchanged takes what the exchange tells the root.
func (m *root) exchanged(msg tea.Msg) (taken bool, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case sync.NewsMsg:
		if !m.bad || m.say == msg.Over {
			m.say, m.bad, m.news = msg.Text, false, false
		}
		return true, nil
	case sync.CameMsg:
		book := m.room.Book
		return true, func() tea.Msg {
			cohorts, err := book.Calendar()
			return cohortsMsg{cohorts, err}
		}
	case cohortsMsg:
		return true, m.openFirst(msg)
	}
	return false, nil
}

// openFirst opens the cohort that has a day today, as at the start.
func (m *root) openFirst(msg cohortsMsg) tea.Cmd {
	r := m.room
	if msg.err != nil || r.Cohort != nil || r.Busy() {
		return nil
	}
	if r.Given == model.NoDate {
		r.Today = model.DateIn(r.Now())
	}
	pick, several, said := start.Opening(msg.cohorts, r.Today)
	if len(several) > 1 {
		return kit.Open(start.Choose(r))
	}
	if pick == nil {
		return nil
	}
	if said == "" {
		said = pick.Name + " is here: g t shows today's roster"
	}
	return r.Load(pick.ID, said)
}
