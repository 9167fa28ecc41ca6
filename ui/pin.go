package ui

import (
	"bytes"
	"slices"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/ui/kit"
	"rollbook/ui/lock"
	"rollbook/ui/room"
)

// What a person sets to lock with: the passphrase, and the PIN of the day.

// whyNoPIN says why there can be no PIN of the day.
func (m *root) whyNoPIN() string {
	r := m.room
	onDay := func(d model.Day) bool { return d.Date == r.Today && !d.Cancelled }
	switch {
	case r.Book == nil || !r.Book.Encrypted():
		return "this book has no passphrase, so a PIN would keep nobody out: g k sets one"
	case r.Cohort == nil || !slices.ContainsFunc(r.Cohort.Days, onDay):
		return "a PIN is for a day of training, and today is none of this cohort"
	}
	return ""
}

// whyNoPassphrase says why the passphrase can't be set or changed now.
func (m *root) whyNoPassphrase() string {
	switch r := m.room; {
	case r.Curtain:
		return "the curtain is closed, and a recovery code is for your eyes only: . and Enter open it"
	case r.Failed():
		return "something is not saved: this works once it is"
	}
	return ""
}

// askPIN asks for a PIN of the day.
func (m *root) askPIN() tea.Cmd {
	return kit.Open(&lock.PINForm{Theme: m.room.Theme, Date: model.DateIn(m.room.Now()), Make: m.setPIN})
}

func (m *root) setPIN(digits []byte, date model.Date) tea.Cmd {
	defer clear(digits)
	salt, err := m.room.Book.NewID()
	if err == nil {
		m.pin, err = lock.NewPIN(digits, date, bytes.NewReader(salt[:]))
	}
	if err != nil {
		return kit.Warn(room.Sentence(err))
	}
	return kit.Say("the PIN opens an idle lock until the end of today")
}
