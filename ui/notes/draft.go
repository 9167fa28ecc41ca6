package notes

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"rollbook/store"
)

// pace is how often a draft is written while somebody types: a crash loses no more than this.
const pace = time.Second

// draft keeps what is typed in the book. One write is under way at a time, and the next one takes
// what is typed by then: so a later text is never overwritten by an earlier one. All of it is
// changed in Update; only the write itself runs elsewhere.
type draft struct {
	book  *store.Book
	place string
	now   func() time.Time

	want    kept // what the book is to have; without a text: nothing
	has     string
	writing bool
	waiting bool // for the pace
	hurry   bool // the editor is closing, or the screen is locked: no pace any more
	last    time.Time
	err     error
}

// keptMsg tells that a write has ended; tickMsg that the pace has passed.
type (
	keptMsg struct {
		to   *draft
		text string
		err  error
	}
	tickMsg struct{ to *draft }
)

// change notes what is to be kept, and writes it at once or when the pace has passed.
func (d *draft) change(text string, together bool, after int) tea.Cmd {
	d.want, d.hurry = kept{at: d.now(), together: together, after: after, text: text}, false
	return d.next()
}

// settled reports whether the book has what it is to have.
func (d *draft) settled() bool { return !d.writing && d.same() }

// same compares without the time, which each change sets anew.
func (d *draft) same() bool {
	had := decodeKept(d.has)
	return had.text == d.want.text && (d.want.text == "" || had.together == d.want.together && had.after == d.want.after)
}

// next is the command that the draft needs now, nil for none.
func (d *draft) next() tea.Cmd {
	if d.writing || d.same() || d.waiting && !d.hurry {
		return nil
	}
	if rest := pace - d.now().Sub(d.last); !d.hurry && !d.last.IsZero() && rest > 0 {
		d.waiting = true
		return tea.Tick(min(rest, pace), func(time.Time) tea.Msg { return tickMsg{d} })
	}
	return d.write()
}

// write writes without waiting for the pace; nil where a write is under way or nothing is new.
func (d *draft) write() tea.Cmd {
	if d.writing || d.same() {
		return nil
	}
	d.writing, d.last = true, d.now()
	book, place, text := d.book, d.place, d.want.encode()
	return func() tea.Msg { return keptMsg{d, text, book.KeepDraft(place, text)} }
}

// update takes the draft's own messages. mine is false for any other.
func (d *draft) update(msg tea.Msg) (mine bool, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case keptMsg:
		if msg.to != d {
			return false, nil
		}
		d.writing, d.err = false, msg.err
		if msg.err != nil {
			return true, nil // the next change tries again
		}
		d.has = msg.text
		return true, d.next()
	case tickMsg:
		if msg.to != d {
			return false, nil
		}
		d.waiting = false
		return true, d.write()
	}
	return false, nil
}
