package ui

import (
	"errors"
	"runtime/debug"
	"time"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/lock"
	"rollbook/ui/notes"
	"rollbook/ui/review"
	"rollbook/ui/room"
	"rollbook/ui/sync"
	"rollbook/ui/today"
	"rollbook/ui/topics"
)

// The lock goes on in two steps. At once nothing of the book is drawn any more, and keys mean nothing
// to it; everything else goes on, so that what was typed before is saved. Once all is quiet, a book
// with a passphrase is let go of: the cohort, the screens and what stood over them, and, unless the
// PIN of the day may open it again, the book's file and its key. Opening goes the way back.

// locking is the root's part of it.
type locking struct {
	cover  *lock.Screen // nil: the screen is open
	watch  lock.Watch
	pin    *lock.PIN                               // of the day, or nil
	reopen func(store.Secret) (*store.Book, error) // opens the book's file

	gone   bool          // the cohort and the screens are let go
	stood  room.Stood    // where the room stood then
	places []tea.Msg     // where the screens stood
	again  tea.Cmd       // opens what the book keeps
	closed chan struct{} // closed once the book's file is; nil while it is open
}

// beatMsg asks the watch.
type beatMsg struct{}

// backMsg brings what the screens need again.
type backMsg struct {
	book   *store.Book
	cohort *store.Cohort // nil where none was open, or where it is gone
	pass   bool          // opened with the passphrase
	loaded bool          // with what the screens held; else they hold it still
}

func beat() tea.Cmd { return tea.Tick(lock.Beat, func(time.Time) tea.Msg { return beatMsg{} }) }

// stander is a screen that can be made anew where it stands: the message, which holds ids only, brings
// the new one there.
type stander interface{ Stands() tea.Msg }

// screensOf are the five screens of a room, in the order of the tab line.
func screensOf(r *room.Room, x *sync.Exchange) []kit.Screen {
	return []kit.Screen{today.New(r), topics.New(r), notes.New(r), review.New(r), sync.New(r, x)}
}

// beaten takes a beat of the watch.
func (m *root) beaten() tea.Cmd {
	now := m.room.Now()
	why, due := m.watch.Due(now)
	if m.cover == nil {
		if due {
			return m.lock(why)
		}
		return nil
	}
	if due && why == lock.Slept || !m.pin.On(model.DateIn(now)) {
		m.cover.BarPIN()
	}
	if due {
		m.cover.Forget() // half a secret, left standing
	}
	return nil
}

// lock covers the screen, and lets what is open keep what was typed.
func (m *root) lock(why lock.Why) tea.Cmd {
	if m.cover != nil {
		m.cover.BarPIN()
		return nil
	}
	r := m.room
	m.cover = &lock.Screen{Theme: r.Theme, Why: why, Unsaved: func() int {
		if r.Failed() {
			return r.Unsaved()
		}
		return 0
	}}
	m.say, m.bad, m.news, m.prefix, m.opening = "", false, false, false, false
	m.exchange.Lock()
	book := r.Book
	return kit.Batch(m.stack.Keep(), func() tea.Msg { book.Flush(); return nil })
}

// covered takes a key or a paste while the screen is locked.
func (m *root) covered(msg tea.Msg) tea.Cmd {
	if m.watch.Key(m.room.Now()) {
		m.cover.BarPIN()
	}
	key, isKey := msg.(tea.KeyPressMsg)
	switch {
	case lock.Small(m.w, m.h) && (!isKey || key.String() != "ctrl+c"):
		return nil // what is typed could not be seen
	case isKey && key.String() == "ctrl+l":
		return m.lock(lock.ByKey)
	}
	return m.cover.Update(msg)
}

// arm gives the cover what opens it: the book may have got a passphrase since it was drawn.
func (m *root) arm() {
	if m.cover.Try != nil || m.room.Book != nil && !m.room.Book.Encrypted() {
		return
	}
	m.cover.Try = m.try
	if m.cover.Why == lock.Idle && m.pin.On(model.DateIn(m.room.Now())) && m.pin.Left() > 0 {
		m.cover.PIN = m.pin
	}
}

// letGo goes the next step of locking where it can be gone. It is asked after every message.
func (m *root) letGo() tea.Cmd {
	if m.cover == nil {
		return nil
	}
	m.arm()
	quiet := m.room.Quiet() && !m.stack.Keeping() && !m.waiting() && len(m.held) == 0 && !m.exchange.Busy()
	if m.cover.Try == nil || m.cover.Busy() || !quiet {
		return nil
	}
	if keep := m.stack.Keep(); keep != nil && !m.gone {
		return keep
	}
	if !m.gone {
		m.gone = true
		m.places = make([]tea.Msg, len(m.screens))
		for i, s := range m.screens {
			if at, ok := s.(stander); ok && m.room.Cohort != nil {
				m.places[i] = at.Stands()
			}
		}
		m.again = m.stack.LetGo()
		m.screens, m.say, m.first = nil, "", nil
		m.stood = m.room.LetGo()
	}
	if m.room.Book == nil || m.cover.PIN != nil || m.room.Failed() {
		return nil
	}
	return m.shut()
}

// shut closes the book's file; its key goes with it.
func (m *root) shut() tea.Cmd {
	book, closed := m.room.Book, make(chan struct{})
	m.room.Book, m.closed = nil, closed
	return func() tea.Msg {
		defer close(closed)
		_ = book.Close() // all is saved; whether the file can be opened again is said then
		book = nil
		debug.FreeOSMemory()
		return nil
	}
}

// behind takes messages while what the screens hold is let go. What others bring is dropped.
func (m *root) behind(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.w, m.h = msg.Width, msg.Height
	case tea.BackgroundColorMsg, tea.ModeReportMsg:
		m.room.Theme.Update(msg)
	case tea.KeyPressMsg, tea.PasteMsg:
		return m.covered(msg)
	case lock.FailedMsg:
		return m.cover.Update(msg)
	case beatMsg:
		return kit.Batch(beat(), m.beaten())
	case lock.OpenMsg:
		return m.come(m.room.Book, false)
	case lock.QuitMsg:
		return m.quitCovered(msg)
	case backMsg:
		return m.back(msg)
	case unsavedMsg:
		return m.askToLose()
	case upkeepMsg:
		return m.upkeep(msg)
	}
	return kit.Batch(m.room.Behind(msg), m.exchange.Behind(msg))
}

// try is the command that opens with a secret.
func (m *root) try(secret store.Secret) tea.Cmd {
	book, closed, reopen := m.room.Book, m.closed, m.reopen
	load := m.load()
	return func() tea.Msg {
		defer clear(secret)
		if book != nil {
			if err := book.Unlocks(secret); err != nil {
				return lock.FailedMsg{Err: err}
			}
			return load(book, true)
		}
		<-closed
		opened, err := reopen(secret)
		if err != nil {
			return lock.FailedMsg{Err: err}
		}
		msg := load(opened, true)
		if _, failed := msg.(lock.FailedMsg); failed {
			opened.Close()
		}
		return msg
	}
}

// come is the command that opens with a book whose file is open still.
func (m *root) come(book *store.Book, pass bool) tea.Cmd {
	load := m.load()
	return func() tea.Msg { return load(book, pass) }
}

// load reads what the screens need again. It may run anywhere.
func (m *root) load() func(book *store.Book, pass bool) tea.Msg {
	gone, cohort := m.gone, m.stood.Cohort
	return func(book *store.Book, pass bool) tea.Msg {
		back := backMsg{book: book, pass: pass, loaded: gone}
		if !gone || cohort.IsZero() {
			return back
		}
		c, err := book.Load(cohort)
		if err != nil && !errors.Is(err, store.ErrNoCohort) {
			return lock.FailedMsg{Err: err}
		}
		if err == nil {
			back.cohort = c
		}
		return back
	}
}

// back uncovers the screen, as it was when it was locked.
func (m *root) back(msg backMsg) tea.Cmd {
	switch {
	case m.cover == nil:
		return nil
	case m.gone && !msg.loaded: // it was let go meanwhile
		return m.come(msg.book, msg.pass)
	}
	m.cover = nil
	if msg.pass {
		m.pin.Renew()
	}
	m.watch.Begin(m.room.Now())
	if !m.gone {
		return kit.Batch(kit.Say(m.welcome(msg.pass)), m.exchange.Return())
	}
	looked := m.room.Return(msg.book, msg.cohort, m.stood)
	m.screens = screensOf(m.room, m.exchange)
	cmds := []tea.Cmd{looked, m.exchange.Return()}
	for i, s := range m.screens {
		if m.places[i] != nil && msg.cohort != nil {
			cmds = append(cmds, s.Update(m.places[i]))
		}
	}
	again := m.again
	m.gone, m.closed, m.places, m.again = false, nil, nil, nil
	return kit.Batch(append(cmds, kit.Say(m.welcome(msg.pass)), again)...)
}

// welcome is what is said once the screen is open again.
func (m *root) welcome(pass bool) string {
	if pass && m.whyNoPIN() == "" && !m.pin.On(model.DateIn(m.room.Now())) {
		return "open again, where you were; g p sets a PIN for today"
	}
	return "open again, where you were"
}

// quitCovered leaves from a locked screen.
func (m *root) quitCovered(msg lock.QuitMsg) tea.Cmd {
	switch {
	case m.room.Book == nil:
		m.leaving = true
		return tea.Quit
	case msg.Lose:
		return m.leave()
	}
	return m.quit()
}
