package room

import (
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
)

// Forget is the command that strikes all that is written about a person, in the whole book and in the
// backups beside it, and reads the cohort anew. Keys wait for it. What may still tell of them is listed
// then, on a page of its own.
func (r *Room) Forget(id model.ID) tea.Cmd {
	r.busy = true
	book, cohort, theme := r.Book, r.Cohort.Cohort.ID, r.Theme
	return func() tea.Msg {
		done, forgetting := book.Forget(id, true)
		c, err := book.Load(cohort)
		if err = errors.Join(forgetting, err); err != nil {
			return LoadedMsg{Err: err}
		}
		say := "forgotten: all that was written about this person is gone, in the backups too"
		switch {
		case len(done.Backups.Left) > 0:
			say = "forgotten; this backup could not be written anew and may still have it: " + done.Backups.Left[0]
		}
		return LoadedMsg{Cohort: c, Say: say, Then: remainsOf(theme, done)}
	}
}

// aboutOf is what a note is about, without a person's name.
func aboutOf(day int, topic string) string {
	switch {
	case day > 0:
		return fmt.Sprintf("on day %d", day)
	case topic != "":
		return "on " + topic
	}
	return "on somebody else"
}

// WhyNoWords says why nothing may be written about a person of the cohort on the screen; empty where
// something may, and for nobody. Marks and days of somebody who was forgotten can still change.
func (r *Room) WhyNoWords(id model.ID) string {
	if r.Cohort != nil && !id.IsZero() {
		if p := r.Cohort.Person(id); p != nil && p.Forgotten {
			return store.ErrForgotten.Error()
		}
	}
	return ""
}
