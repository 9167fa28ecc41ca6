package review

import (
	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// survey is the counting of the whole book in the background.
type survey struct {
	of        surveyed
	running   bool
	done, all int // cohorts
	fault     string
}

// surveyed is what was counted of: anything else, and it has to be counted anew.
type surveyed struct {
	known    bool
	revision int
	asOf     model.Moment
}

// surveyedMsg brings what was counted.
type surveyedMsg struct {
	of    surveyed
	lines []line
	err   error
}

// surveyingMsg tells how far the counting is.
type surveyingMsg struct {
	done, all int
	next      <-chan surveyingMsg
}

// update takes what comes of a survey. While the book is on the screen it begins one where something
// was changed since; what was counted stays on the screen meanwhile.
func (b *everybody) update(msg tea.Msg, shown bool) tea.Cmd {
	switch msg := msg.(type) {
	case surveyingMsg:
		if b.survey.running {
			b.survey.done, b.survey.all = msg.done, msg.all
		}
		return listen(msg.next)
	case surveyedMsg:
		b.survey = survey{of: msg.of}
		if msg.err != nil {
			b.survey.fault = room.Sentence(msg.err)
			return kit.Warn(b.survey.fault)
		}
		b.lines = msg.lines
		b.arrange()
	}
	if !shown || b.survey.running || b.survey.of == b.now() {
		return nil
	}
	return b.begin()
}

// now is what would be counted of. The minute matters only where a block ends in it, and then the
// counting is no work where none has: the book keeps what it counted.
func (b *everybody) now() surveyed {
	return surveyed{known: true, revision: b.r.Revision(), asOf: b.r.AsOf()}
}

// begin counts the book, and tells meanwhile how far it is.
func (b *everybody) begin() tea.Cmd {
	of, book := b.now(), b.r.Book
	b.survey.running, b.survey.done, b.survey.all = true, 0, 0
	told := make(chan surveyingMsg, 1)
	count := func() tea.Msg {
		defer close(told)
		book.Flush()
		found, err := book.Survey(of.asOf, func(done, all int) {
			select {
			case told <- surveyingMsg{done: done, all: all, next: told}:
			default: // the screen is not ready for more
			}
		})
		return surveyedMsg{of, linesOf(found), err}
	}
	return kit.Batch(count, listen(told))
}

func linesOf(found []store.Line) []line {
	lines := make([]line, len(found))
	for i := range found {
		lines[i] = newLine(found[i])
	}
	return lines
}

// listen waits for the next word of a survey.
func listen(told <-chan surveyingMsg) tea.Cmd {
	return func() tea.Msg {
		msg, more := <-told
		if !more {
			return nil
		}
		return msg
	}
}
