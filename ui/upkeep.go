package ui

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// What the program does for the book by itself, beside the marking: it says what is damaged, notices a
// file that is older than its newest backup, and makes the backup of the day.

const (
	upkeepAfter = 2 * time.Second // the first screen and the first keys come before it
	upkeepEvery = time.Hour       // a laptop may be open over midnight
)

// upkeepMsg asks for the upkeep of the book that is open.
type upkeepMsg struct {
	first bool // since the program was started: what needn't be said again is said then
}

// upkeepIn asks for it later.
func upkeepIn(after time.Duration) tea.Cmd {
	return tea.Tick(after, func(time.Time) tea.Msg { return upkeepMsg{first: after == upkeepAfter} })
}

// upkeep does it. While the book is locked there is none open.
func (m *root) upkeep(msg upkeepMsg) tea.Cmd {
	book := m.room.Book
	if book == nil {
		return upkeepIn(upkeepEvery)
	}
	sentence, moment := m.room.Sentence, m.room.Moment
	return tea.Batch(func() tea.Msg { return keepUp(book, msg.first, sentence, moment) }, upkeepIn(upkeepEvery))
}

// keepUp is the work itself; nil where there is nothing to say.
func keepUp(book *store.Book, first bool, sentence func(error) string, moment func(time.Time) string) tea.Msg {
	if err := book.Sound(); err != nil {
		return kit.SayMsg{Text: sentence(err) + room.WayOut(book.Path()), Bad: true}
	}
	if book.Writable() != nil {
		return nil // it is not this laptop's to keep
	}
	newer, lacks, older, err := book.NewerBackup()
	switch {
	case err != nil:
		return kit.SayMsg{Text: "the backups could not be looked at: " + sentence(err), Bad: true}
	case older:
		return kit.SayMsg{Text: fmt.Sprintf("this book lacks %s that its backup of %s has: was the file put back? rollbook restore shows more",
			counted(lacks, "gesture"), moment(newer.At)), Bad: true}
	}
	if _, err := book.BackupDaily(); err != nil {
		return kit.SayMsg{Text: "no backup was made today: " + sentence(err), Bad: true}
	}
	if where := store.Whereabouts(book.Path()); where != "" && first {
		return kit.SayMsg{Text: where, Bad: true} // told to its end, which says what to do
	}
	return nil
}

func counted(n uint64, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
