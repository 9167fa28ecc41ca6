package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/lock"
)

// door stands before a book that has a passphrase. Once it is open, the root takes its place.
type door struct {
	o     Options
	theme *kit.Theme
	page  *lock.Screen
	w, h  int
	watch lock.Watch
}

// enteredMsg brings the root of a book that was opened.
type enteredMsg struct{ root *root }

func newDoor(o Options) *door {
	d := &door{o: o, theme: themeOf(o), w: 80, h: 24}
	d.page = &lock.Screen{Theme: d.theme, Why: lock.AtStart, Place: o.Path, Try: d.try}
	return d
}

// themeOf is how everything looks on the terminal.
func themeOf(o Options) *kit.Theme {
	return kit.NewTheme(true, kit.NoColor(o.Env), kit.ASCIIOnly(o.Env))
}

// Init takes the passphrase from a file where one is named.
func (d *door) Init() tea.Cmd {
	d.watch.Begin(d.o.World.Now())
	if path := d.o.Env("ROLLBOOK_PASSPHRASE_FILE"); path != "" {
		return kit.Batch(tea.RequestBackgroundColor, beat(), d.page.From(func() (store.Secret, error) { return secretIn(path) }))
	}
	return kit.Batch(tea.RequestBackgroundColor, beat())
}

func secretIn(path string) (store.Secret, error) {
	secret, err := lock.SecretIn(path)
	if err != nil {
		return nil, fmt.Errorf("the passphrase could not be read from its file: type it: %w", err)
	}
	return secret, nil
}

// Update takes keys for the page, and gives way to the root.
func (d *door) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		d.w, d.h = msg.Width, msg.Height
	case tea.BackgroundColorMsg, tea.ModeReportMsg:
		d.theme.Update(msg)
	case enteredMsg:
		msg.root.w, msg.root.h = d.w, d.h
		return msg.root, msg.root.Init()
	case beatMsg:
		if _, due := d.watch.Due(d.o.World.Now()); due {
			d.page.Forget()
		}
		return d, beat()
	case tea.KeyPressMsg, tea.PasteMsg:
		d.watch.Key(d.o.World.Now())
		return d.key(msg)
	case lock.FailedMsg:
		d.page.Update(msg)
	}
	return d, nil
}

func (d *door) key(msg tea.Msg) (tea.Model, tea.Cmd) {
	if key, ok := msg.(tea.KeyPressMsg); ok && key.String() == "ctrl+c" {
		return d, tea.Quit
	}
	if lock.Small(d.w, d.h) {
		return d, nil
	}
	return d, d.page.Update(msg)
}

// try is the command that opens the book and makes its root.
func (d *door) try(secret store.Secret) tea.Cmd {
	o, theme := d.o, d.theme
	return func() tea.Msg {
		defer clear(secret)
		book, err := store.OpenToReadWith(o.Path, o.World, secret)
		if err != nil {
			return lock.FailedMsg{Err: err}
		}
		m, err := enter(book, o, theme)
		if err != nil {
			book.Close()
			return lock.FailedMsg{Err: err}
		}
		return enteredMsg{m}
	}
}

// View draws the page.
func (d *door) View() tea.View { return viewOf(d.page.View(d.w, d.h), d.theme) }
