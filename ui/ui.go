// Package ui is the program on the screen: one Bubble Tea model, the root, that routes keys to the
// screen that is open and to the overlays over it.
//
// A keypress travels one way: Update, the overlay or the screen's table of keys, the room's Commit,
// and back as what the screen draws; the disk answers with a message of its own. The root knows
// screens only as kit.Screen. Start reading at Update, then press (press.go); Run (run.go) opens
// the book and starts it all.
package ui

import (
	tea "charm.land/bubbletea/v2"

	"rollbook/ui/kit"
	"rollbook/ui/lock"
	"rollbook/ui/notes"
	"rollbook/ui/room"
	"rollbook/ui/start"
	"rollbook/ui/sync"
)

// The lines that the root keeps for itself.
const (
	headerLines = 1
	footerLines = 2
	leastWidth  = 40
	leastHeight = 10
)

// root is the one Bubble Tea model.
type root struct {
	room    *room.Room
	stack   kit.Stack
	start   kit.Screen
	screens []kit.Screen // by room.Tab
	tab     room.Tab

	w, h    int
	say     string // the message line
	bad     bool
	news    bool      // it tells what went wrong by itself, so that typing into a note leaves it
	byKey   bool      // the message on its way is a key, or what a key led to at once
	prefix  bool      // g was pressed
	opening bool      // . was pressed on a closed curtain
	leaving bool      // quitting, once the writer is done
	held    []tea.Msg // keys that wait
	first   tea.Cmd   // what to begin with

	exchange *sync.Exchange // what goes on with the shares

	locking
}

func newRoot(r *room.Room) *root {
	m := &root{room: r, stack: kit.Stack{Theme: r.Theme}, start: start.New(r), w: 80, h: 24}
	m.exchange = sync.NewExchange(r)
	m.screens = screensOf(r, m.exchange)
	return m
}

// screen is the one that is open: the start while no cohort is.
func (m *root) screen() kit.Screen {
	if m.room.Cohort == nil && m.tab != room.Sync {
		return m.start
	}
	return m.screens[m.tab]
}

// Init begins with what Run found: a choice, a word about the day.
func (m *root) Init() tea.Cmd {
	m.watch.Begin(m.room.Now())
	return kit.Batch(tea.RequestBackgroundColor, m.first, beat())
}

// Update takes every message. What a key leads to at once is done before the next key is taken.
func (m *root) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg:
		m.byKey = true
	default:
		m.byKey = false
	}
	cmd := m.take(msg)
	return m, kit.Batch(cmd, m.letGo())
}

func (m *root) take(msg tea.Msg) tea.Cmd {
	return m.now(m.route(msg))
}

// now delivers what is ready and returns what is left to run.
func (m *root) now(cmd tea.Cmd) tea.Cmd {
	ready, later := kit.Ready(cmd)
	cmds := []tea.Cmd{later}
	for _, msg := range ready {
		cmds = append(cmds, m.take(msg))
	}
	return kit.Batch(cmds...)
}

// route gives a message to whom it is for.
func (m *root) route(msg tea.Msg) tea.Cmd {
	if m.gone {
		return m.behind(msg)
	}
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.w, m.h = msg.Width, msg.Height
	case tea.BackgroundColorMsg, tea.ModeReportMsg:
		m.room.Theme.Update(msg)
		return nil
	case kit.OpenMsg:
		return m.stack.Push(msg.Overlay)
	case kit.SayMsg:
		m.say, m.bad, m.news = msg.Text, msg.Bad, msg.Bad && !m.byKey
		return nil
	case tea.KeyPressMsg, tea.PasteMsg:
		return m.typed(msg)
	case kit.BesidesMsg:
		return m.besides(msg.Key)
	case room.GoMsg:
		return m.show(msg)
	case room.WantMsg:
		return m.open(msg)
	case beatMsg:
		return kit.Batch(beat(), m.beaten())
	case lock.OpenMsg:
		return m.come(m.room.Book, false)
	case lock.QuitMsg:
		return m.quitCovered(msg)
	case lock.FailedMsg:
		if m.cover != nil {
			return m.cover.Update(msg)
		}
		return nil
	case backMsg:
		return m.back(msg)
	case upkeepMsg:
		return m.upkeep(msg)
	case unsavedMsg:
		return m.askToLose()
	case start.DemoMsg:
		m.say = "to see the demo: q, then rollbook demo"
		return nil
	}
	if taken, cmd := m.exchanged(msg); taken {
		return cmd
	}
	cmds := []tea.Cmd{m.room.Update(msg), m.exchange.Update(msg)}
	_, fromStack := m.stack.Update(msg)
	cmds = append(cmds, fromStack, m.screen().Update(msg))
	// What the message leads to comes before the keys that waited for it: else 'undone: …' would
	// stand over what those keys did.
	later := m.now(kit.Batch(cmds...))
	return kit.Batch(later, m.release())
}

// waiting reports whether keys wait: for an undo, for a load, for a note to be let go.
func (m *root) waiting() bool { return m.room.Busy() || m.stack.Waiting() }

// release gives out the keys that waited, until one makes the others wait again.
func (m *root) release() tea.Cmd {
	var cmds []tea.Cmd
	for len(m.held) > 0 && !m.waiting() {
		msg := m.held[0]
		m.held = m.held[1:]
		cmds = append(cmds, m.now(m.given(msg)))
	}
	return kit.Batch(cmds...)
}

// show goes to a screen, with a person in focus there where one is named.
func (m *root) show(to room.GoMsg) tea.Cmd {
	if m.room.Cohort == nil && to.Tab != room.Sync {
		return kit.Say("there is no cohort yet: n makes one")
	}
	m.tab = to.Tab
	opened := m.screen().Update(to)
	if to.Person.IsZero() {
		return opened
	}
	return kit.Batch(opened, m.screen().Update(room.FocusMsg{Person: to.Person}))
}

// open puts what a screen wants over it.
func (m *root) open(want room.WantMsg) tea.Cmd {
	r := m.room
	if r.Cohort == nil && (want.What == room.WantImport || want.What == room.WantNote) {
		return kit.Say("make a cohort first: n")
	}
	switch want.What {
	case room.WantCohorts:
		return kit.Open(start.Choose(r))
	case room.WantNewCohort:
		return kit.Open(start.NewCohort(r))
	case room.WantImport:
		return kit.Open(start.Import(r))
	case room.WantNote:
		if why := r.WhyNoWords(want.Person); why != "" {
			return kit.Say(why)
		}
		return kit.Open(notes.Editor(r, want))
	}
	return nil
}
