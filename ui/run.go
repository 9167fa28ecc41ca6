package ui

import (
	"errors"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/lock"
	"rollbook/ui/notes"
	"rollbook/ui/room"
	"rollbook/ui/start"
)

// Options are what the program on the screen starts with.
type Options struct {
	World store.World
	Path  string     // of the book; one is made where there is none
	Date  model.Date // --date, or NoDate
	As    string     // --as, or empty
	Env   func(string) string
	In    *os.File
	Out   *os.File

	Upkeep  bool // backups, and a look at what was saved, beside the marking
	Syncing bool // folders are synced and sticks looked for without being asked, beside the marking
}

// framesASecond is how often the screen is drawn anew at most: a key is seen within a frame.
const framesASecond = 120

// closeWait is how long a book may take to be closed after something failed.
const closeWait = 5 * time.Second

// Run opens the book and shows it until the person quits. Everything handed to the writer is on the
// disk when it returns.
func Run(o Options) (err error) {
	// Taken here, and until the book is closed: a window that is closed may send several signals. The
	// next one must not end the writer at its work, and Bubble Tea would wait for ever at a second.
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP, syscall.SIGTERM, os.Interrupt)
	defer signal.Stop(hangup)
	first, err := front(o)
	if err != nil {
		return err
	}
	g := &guard{inner: first}
	defer func() { err = errors.Join(err, closeBook(g)) }()
	p := tea.NewProgram(g, tea.WithFPS(framesASecond), tea.WithInput(o.In), tea.WithOutput(o.Out), tea.WithoutCatchPanics(),
		tea.WithoutSignalHandler(), tea.WithFilter(g.filter))
	ended := make(chan struct{})
	defer close(ended)
	go func() {
		select {
		case <-hangup:
			p.Quit()
		case <-ended:
		}
	}()
	defer func() {
		if recover() != nil { // in Bubble Tea itself: what it drew may stand on the terminal still
			_, _ = io.WriteString(o.Out, ansi.EraseEntireScreen)
			p.Kill()
			err = errBroken
		}
	}()
	if _, err = p.Run(); g.broke {
		return errBroken
	}
	return err
}

// front is what is shown first: the root, or the door where the book has a passphrase.
func front(o Options) (tea.Model, error) {
	book, err := OpenOrMake(o.Path, o.World)
	if errors.Is(err, store.ErrLocked) {
		return newDoor(o), nil
	}
	if err != nil {
		return nil, err
	}
	m, err := enter(book, o, themeOf(o))
	if err != nil {
		return nil, errors.Join(err, book.Close())
	}
	return m, nil
}

// closeBook closes the book that is open at the end. One that was locked is closed already.
func closeBook(g *guard) error {
	m, entered := g.inner.(*root)
	switch {
	case !entered:
		return nil
	case m.room.Book != nil && g.broke:
		m.exchange.Stop()
		return closeSoon(m.room.Book)
	case m.room.Book != nil:
		m.exchange.Stop()()
		return m.room.Book.Close()
	case m.closed != nil:
		<-m.closed
	}
	return nil
}

// closeSoon closes a book after something failed, which may have left the book's own locks held.
func closeSoon(book *store.Book) error {
	done := make(chan error, 1)
	go func() { done <- book.Close() }()
	select {
	case err := <-done:
		return err
	case <-time.After(closeWait):
		return nil
	}
}

// OpenOrMake opens the book, be it one that can only be read, or makes one where there is none.
func OpenOrMake(path string, world store.World) (*store.Book, error) {
	book, err := store.OpenToRead(path, world)
	if errors.Is(err, store.ErrMissing) {
		return store.Create(path, world)
	}
	return book, err
}

// enter makes the root of a book, on the cohort that has a day on the date.
func enter(book *store.Book, o Options, theme *kit.Theme) (*root, error) {
	if o.As != "" {
		if err := book.SetAuthor(o.As); err != nil && !errors.Is(err, store.ErrReadOnly) {
			return nil, err
		}
	}
	r, err := NewRoom(book, o)
	if err != nil {
		return nil, err
	}
	r.Theme = theme
	m := newRoot(r)
	m.reopen = func(secret store.Secret) (*store.Book, error) { return store.OpenToReadWith(o.Path, o.World, secret) }
	idle, err := book.Setting(lock.Setting)
	if err != nil {
		return nil, err
	}
	m.watch.Idle = lock.IdleOf(idle)
	cohorts, err := book.Calendar()
	if err != nil {
		return nil, err
	}
	pick, several, said := start.Opening(cohorts, r.Today)
	m.say = said
	if only := book.Writable(); only != nil {
		m.say, m.bad = only.Error(), true
	}
	if pick != nil {
		c, err := book.Load(pick.ID)
		if err != nil {
			return nil, err
		}
		r.Show(c)
		m.first = r.LookSoon()
	}
	if len(several) > 1 {
		m.first = kit.Batch(m.first, kit.Open(start.Choose(r)))
	}
	m.first = kit.Batch(m.first, notes.Unfinished(r))
	if o.Upkeep {
		m.first = kit.Batch(m.first, upkeepIn(upkeepAfter))
	}
	m.first = kit.Batch(m.first, m.reach(o))
	return m, nil
}

// NewRoom is the room of a book as its settings and the terminal want it.
func NewRoom(book *store.Book, o Options) (*room.Room, error) {
	r := &room.Room{Book: book, Now: o.World.Now, Given: o.Date, Today: o.Date,
		Theme: themeOf(o)}
	if r.Given == model.NoDate {
		r.Today = model.DateIn(o.World.Now())
	}
	hours, err := book.Setting("hours")
	if err != nil {
		return nil, err
	}
	r.Twelve = hours == "12" || hours == "" && TwelveHours(o.Env)
	r.MonthFirst = MonthFirst(o.Env)
	book.TellTwelve(r.Twelve)
	curtain, err := book.Setting("curtain")
	r.Curtain = curtain == "closed"
	return r, err
}

// TwelveHours reports whether the locale writes times in twelve hours.
func TwelveHours(env func(string) string) bool {
	tongue, land := localeOf(env)
	return tongue == "en" && strings.Contains(" US CA AU NZ PH IN ", " "+land+" ")
}

// MonthFirst reports whether the locale writes dates with the month first: 11/21/2026.
func MonthFirst(env func(string) string) bool {
	_, land := localeOf(env)
	return land == "US"
}

// localeOf is the language and the country whose way of writing times and dates the environment asks for.
func localeOf(env func(string) string) (tongue, land string) {
	for _, name := range []string{"LC_ALL", "LC_TIME", "LANG"} {
		if locale := env(name); locale != "" {
			locale, _, _ = strings.Cut(locale, ".")
			tongue, land, _ = strings.Cut(locale, "_")
			return tongue, land
		}
	}
	return "", ""
}
