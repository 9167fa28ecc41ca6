package people

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// Required is the form that states when and where a person did the course that comes before this one.
// An empty date takes the statement back.
func Required(r *room.Room, id model.ID) kit.Overlay {
	p := person(r, id)
	switch {
	case p == nil:
		return gone(r)
	case r.Curtain:
		return Behind(r)
	}
	course := r.RequiredTitle()
	date := dateField(r, &kit.Field{Label: "Date", Hint: r.DateHint() + ", the day of " + course + "; empty: not stated"})
	where := &kit.Field{Label: "Where", Hint: "the place, or who gave it; may stay empty"}
	if p.Stated != nil {
		date.Text, where.Text = p.Stated.Date.String(), p.Stated.Where
	}
	fields := []*kit.Field{date, where}
	if p.Forgotten { // where it was would be words about them
		fields = fields[:1]
	}
	date.Check = func(text string) error {
		if text == "" {
			return nil
		}
		d, err := typedDate(r, text)
		if err == nil && d > r.Today {
			return fmt.Errorf("that date is still to come: give the date when it was done")
		}
		return err
	}
	return &kit.Form{Theme: r.Theme, Title: fmt.Sprintf("%s: %s, which comes before", label(p), course),
		Sections: []kit.Section{{Fields: fields}},
		Save:     func() (bool, tea.Cmd) { return state(r, id, date.Text, where.Text) }}
}

// state writes the statement down.
func state(r *room.Room, id model.ID, typed, place string) (done bool, cmd tea.Cmd) {
	p := person(r, id)
	if p == nil {
		return true, kit.Warn("this person is not in the cohort any more: nothing was saved")
	}
	where, _ := model.Clean(place, model.NameLimit)
	date, says := model.NoDate, fmt.Sprintf("%s: %s is not stated", label(p), r.RequiredTitle())
	if typed != "" {
		var err error
		if date, err = typedDate(r, typed); err != nil {
			return false, kit.Warn(err.Error())
		}
		says = fmt.Sprintf("%s: %s done on %s", label(p), r.RequiredTitle(), date.Words())
		if where != "" {
			says += ", " + where
		}
	}
	cmd, err := r.TryCommit(oplog.Single, says, r.Cohort.EditRequired(p, date, where))
	if err != nil {
		return false, kit.Warn(r.Sentence(err))
	}
	return true, kit.Batch(cmd, r.Look())
}

func (p *page) whyNoRequired() string {
	if why := p.uncovered(); why != "" {
		return why
	}
	if p.r.Cohort.Rule.Requires == "" {
		return "the rule of this cohort asks for no course before"
	}
	return ""
}
