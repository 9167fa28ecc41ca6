package sync

import (
	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/sync/disputes"
)

// known is what the book says of its shares.
type known struct {
	loaded   bool
	err      error
	shares   []seen
	order    []store.Listed // the cohorts of the book, with their days
	author   string
	disputed int                // groups that people disagree on, in the cohorts of shares
	same     []store.SameCohort // cohorts that two laptops may have made each for itself
}

// seen is one share and who meets there.
type seen struct {
	share  store.Share
	status *store.ShareStatus
}

// knownMsg brings what the book says.
type knownMsg struct {
	turn  int
	known known
}

// read is the command that looks into the book.
func (x *Exchange) read() tea.Cmd {
	x.reading++
	book, turn := x.r.Book, x.reading
	if book == nil {
		return nil
	}
	return func() tea.Msg { return knownMsg{turn, look(book)} }
}

func look(book *store.Book) (k known) {
	k.loaded = true
	shares, err := book.Shares()
	if err == nil {
		k.order, err = book.Calendar()
	}
	if err == nil {
		k.author, err = book.Author()
	}
	if err != nil {
		k.err = err
		return k
	}
	carried := map[model.ID]bool{}
	for _, s := range shares {
		status, err := book.ShareStatus(s.Space)
		if err != nil {
			k.err = err
			return k
		}
		k.shares = append(k.shares, seen{status.Share, status})
		for _, id := range s.Cohorts {
			carried[id] = true
		}
	}
	for id := range carried {
		n, err := disputes.Count(book, id)
		if err != nil {
			k.err = err
			return k
		}
		k.disputed += n
	}
	if len(shares) > 0 {
		k.same, k.err = book.SameCohorts()
	}
	return k
}

// take keeps what the book said, unless it was asked again since.
func (x *Exchange) take(msg knownMsg) {
	if msg.turn == x.reading {
		x.known = msg.known
	}
}
