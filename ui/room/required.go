package room

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
)

// AsOf is the moment up to which blocks count: now, or the end of the day that --date gives.
func (r *Room) AsOf() model.Moment {
	if r.Given != model.NoDate {
		return model.Moment{Date: r.Given, Clock: 24 * 60}
	}
	now := r.Now()
	return model.Moment{Date: model.DateIn(now), Clock: model.ClockIn(now)}
}

// lookAfter is how long the first look waits, so that the first screen is drawn before it.
const lookAfter = 100 * time.Millisecond

// lookMsg asks for a look.
type lookMsg struct{}

// lookedMsg brings what other cohorts tell of the people of one.
type lookedMsg struct {
	cohort   model.ID
	required map[model.ID]store.Required
	owed     map[model.ID][]store.Owed
	err      error
}

// LookSoon is Look for when the program starts.
func (r *Room) LookSoon() tea.Cmd {
	return tea.Tick(lookAfter, func(time.Time) tea.Msg { return lookMsg{} })
}

// Look is the command that reads what other cohorts of the book tell of the people on the screen:
// who did the required course, and who has time to make up elsewhere. Required and Owed are nil until
// it is back. A look that is asked for while one is under way follows it.
func (r *Room) Look() tea.Cmd {
	if r.Cohort == nil {
		return nil
	}
	if r.looking {
		r.lookAgain = true
		return nil
	}
	r.looking = true
	book, id, asOf := r.Book, r.Cohort.Cohort.ID, r.AsOf()
	return func() tea.Msg {
		msg := lookedMsg{cohort: id}
		book.Flush()
		c, err := book.Load(id) // its own: the one on the screen changes meanwhile
		if err == nil {
			msg.required, err = book.Required(c, asOf)
		}
		if err == nil {
			msg.owed, err = book.Owed(c, asOf)
		}
		msg.err = err
		return msg
	}
}

func (r *Room) looked(msg lookedMsg) tea.Cmd {
	r.looking = false
	again := r.lookAgain
	r.lookAgain = false
	switch {
	case r.Cohort == nil:
		return nil
	case again || msg.cohort != r.Cohort.Cohort.ID:
		return r.Look()
	case msg.err != nil:
		return kit.Warn("what other cohorts tell of these people could not be read: " + r.Sentence(msg.err))
	}
	r.Required, r.Owed = msg.required, msg.owed
	r.revision++
	return nil
}

// forgetElsewhere drops what was read for another cohort.
func (r *Room) forgetElsewhere() { r.Required, r.Owed = nil, nil }

// LacksRequired says of a person on their first day here, and before it, that nothing tells that they
// did the course that comes before; empty on later days, and for who did it.
func (r *Room) LacksRequired(p *store.Person) string {
	if len(p.Guest) > 0 || r.Day > max(p.From, 1) || r.Required[p.Trainee.ID].State != model.RequiredMissing {
		return ""
	}
	return fmt.Sprintf("%s not known", r.RequiredTitle())
}

// RequiredTitle is what the course is called that comes before this one, empty for none.
func (r *Room) RequiredTitle() string { return model.CourseTitle(r.Cohort.Rule.Requires) }
