package store

import (
	"errors"

	"rollbook/model"
	"rollbook/store/oplog"
)

// ErrForgotten is returned for a text about somebody who was forgotten. Their marks can still change.
var ErrForgotten = errors.New("this person was forgotten: nothing more is written about them")

// refuseForgotten returns ErrForgotten where an edit writes a text about somebody who was forgotten.
func (c *Cohort) refuseForgotten(edits []Edit) error {
	about := map[string]model.ID{} // whom notes and make-ups of these edits are about, by entity
	for _, e := range edits {
		switch v := e.value.(type) {
		case wireAbout:
			about[e.field.Entity] = idOf(v.Trainee)
		case wireMakeUp:
			about[e.field.Entity] = idOf(v.Trainee)
		}
	}
	for _, e := range edits {
		if !e.writes() {
			continue
		}
		whom, named := about[e.field.Entity]
		if !named {
			whom = c.whose(e.field)
		}
		if !whom.IsZero() && c.forgotten(c.sets.records(whom)) {
			return ErrForgotten
		}
	}
	return nil
}

// writes reports whether an edit writes words: a text, or where a required course was.
func (e Edit) writes() bool {
	if stated, is := e.value.(wireStated); is && e.field.Kind == kindEnrollment && e.field.Prop == propRequired {
		return stated.Where != ""
	}
	return e.text != nil && *e.text != "" && e.field.Kind != oplog.KindStrike
}
