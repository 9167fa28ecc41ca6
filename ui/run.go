package ui

import (
	"errors"
	"os"
	"os/signal"
	"strings"
	"syscall"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
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
}

// framesASecond is how often the screen is drawn anew at most: a key is seen within a frame.
const framesASecond = 120

// Run opens the book and shows it until the person quits. Everything handed to the writer is on the
// disk when it returns.
func Run(o Options) (err error) {
	// Taken here, and until the book is closed: a window that is closed may send several signals. The
	// next one must not end the writer at its work, and Bubble Tea would wait for ever at a second.
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP, syscall.SIGTERM, os.Interrupt)
	defer signal.Stop(hangup)
	book, err := OpenOrMake(o.Path, o.World)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	if o.As != "" {
		if err := book.SetAuthor(o.As); err != nil {
			return err
		}
	}
	m, err := begin(book, o)
	if err != nil {
		return err
	}
	p := tea.NewProgram(m, tea.WithFPS(framesASecond), tea.WithInput(o.In), tea.WithOutput(o.Out), tea.WithoutCatchPanics(),
		tea.WithoutSignalHandler())
	ended := make(chan struct{})
	defer close(ended)
	go func() {
		select {
		case <-hangup:
			p.Quit()
		case <-ended:
		}
	}()
	_, err = p.Run()
	return err
}

// OpenOrMake opens the book, or makes one where there is none.
func OpenOrMake(path string, world store.World) (*store.Book, error) {
	book, err := store.Open(path, world)
	if errors.Is(err, store.ErrMissing) {
		return store.Create(path, world)
	}
	return book, err
}

// begin makes the root with the cohort that has a day on the date.
func begin(book *store.Book, o Options) (*root, error) {
	r, err := NewRoom(book, o)
	if err != nil {
		return nil, err
	}
	m := newRoot(r)
	cohorts, err := book.Calendar()
	if err != nil {
		return nil, err
	}
	pick, several, said := start.Opening(cohorts, r.Today)
	m.say = said
	if pick != nil {
		c, err := book.Load(pick.ID)
		if err != nil {
			return nil, err
		}
		r.Show(c)
	}
	if len(several) > 1 {
		m.first = kit.Batch(m.first, kit.Open(start.Choose(r)))
	}
	m.first = kit.Batch(m.first, notes.Unfinished(r))
	return m, nil
}

// NewRoom is the room of a book as its settings and the terminal want it.
func NewRoom(book *store.Book, o Options) (*room.Room, error) {
	r := &room.Room{Book: book, Now: o.World.Now, Given: o.Date, Today: o.Date,
		Theme: kit.NewTheme(true, kit.NoColor(o.Env), kit.ASCIIOnly(o.Env))}
	if r.Given == model.NoDate {
		r.Today = model.DateIn(o.World.Now())
	}
	hours, err := book.Setting("hours")
	if err != nil {
		return nil, err
	}
	r.Twelve = hours == "12" || hours == "" && TwelveHours(o.Env)
	curtain, err := book.Setting("curtain")
	r.Curtain = curtain == "closed"
	return r, err
}

// TwelveHours reports whether the locale writes times in twelve hours.
func TwelveHours(env func(string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_TIME", "LANG"} {
		if locale := env(name); locale != "" {
			land, _, _ := strings.Cut(strings.TrimPrefix(locale, "en_"), ".")
			return strings.HasPrefix(locale, "en_") && strings.Contains(" US CA AU NZ PH IN ", " "+land+" ")
		}
	}
	return false
}
