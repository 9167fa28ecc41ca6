package people

import (
	"errors"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// toTheEnd is the choice of a last day for somebody who stays.
const toTheEnd = "to the last day"

// edit is the form of what is known of a person. Fields that the curtain hides are nil.
type edit struct {
	r  *room.Room
	id model.ID

	name, say, pronouns, email, phone, worksite, certificate *kit.Field
	from, to                                                 *kit.Field
	strike                                                   *kit.Field // what stood there before
}

// Edit is the form of what is known of a person: their texts, and their first and last day. Saving
// is one gesture. Behind the curtain it has the name and how to say it only; of somebody who was
// forgotten, the days only.
func Edit(r *room.Room, id model.ID) kit.Overlay {
	p := person(r, id)
	if p == nil {
		return gone(r)
	}
	e := &edit{r: r, id: id}
	form := &kit.Form{Theme: r.Theme, Title: label(p), Save: e.save}
	if p.Forgotten {
		if !hasDays(r, p) || r.Curtain {
			return nothingWritten(r)
		}
		e.days(r.Cohort, p)
		form.Sections = []kit.Section{{Title: "On the roster", Fields: []*kit.Field{e.from, e.to}}}
		return form
	}
	e.name = &kit.Field{Label: "Name", Text: p.Name, Hint: "the name that they use", Check: needName}
	e.say = &kit.Field{Label: "Say it like", Text: p.Say, Hint: "how to say the name aloud: MY-ah"}
	e.strike = &kit.Field{Kind: kit.YesNoField, Label: "Strike old", Yes: true, When: e.renamed,
		Hint: "yes: the name before is gone for good, here and, by sync, elsewhere; no: it stays in the journal, where they wish that"}
	if r.Curtain {
		form.Title += ", the curtain is closed"
		form.Sections = []kit.Section{{Fields: []*kit.Field{e.name, e.say, e.strike}}}
		return form
	}
	e.pronouns = &kit.Field{Label: "Pronouns", Text: p.Pronouns, Hint: "as they say them; may stay empty"}
	e.email = &kit.Field{Label: "Email", Text: p.Email, Hint: "may stay empty", Check: checkEmail(p.Email)}
	e.phone = &kit.Field{Label: "Phone", Text: p.Phone, Hint: "may stay empty"}
	e.worksite = &kit.Field{Label: "Worksite", Text: p.Worksite, Hint: "where they work; may stay empty"}
	e.certificate = &kit.Field{Label: "Name there", Text: p.Certificate, Hint: "as it is to be printed; empty: the name that they use"}
	form.Sections = []kit.Section{{Fields: []*kit.Field{e.name, e.say, e.strike, e.pronouns, e.email, e.phone, e.worksite}}}
	if hasDays(r, p) {
		e.days(r.Cohort, p)
		form.Sections = append(form.Sections, kit.Section{Title: "On the roster", Fields: []*kit.Field{e.from, e.to}})
	}
	form.Sections = append(form.Sections, kit.Section{Title: "For the certificate only: shown nowhere else", Fields: []*kit.Field{e.certificate}})
	return form
}

// hasDays reports whether a person has a first and a last day, which a guest has not.
func hasDays(r *room.Room, p *store.Person) bool { return len(p.Guest) == 0 && len(r.Cohort.Days) > 0 }

// days makes the fields of the first and the last day.
func (e *edit) days(c *store.Cohort, p *store.Person) {
	e.from = &kit.Field{Kind: kit.ChoiceField, Label: "First day", Hint: "marks of other days are kept and count for nobody"}
	e.to = &kit.Field{Kind: kit.ChoiceField, Label: "Last day", Text: toTheEnd, Hint: "the last day that they come",
		Choices: []string{toTheEnd}, Check: func(string) error {
			if to := dayIn(e.to.Text); to != 0 && to < dayIn(e.from.Text) && e.moved(p) {
				return errors.New("it is before the first day: choose that one or a later one")
			}
			return nil
		}}
	for _, d := range c.Days {
		words := dayChoice(d)
		e.from.Choices, e.to.Choices = append(e.from.Choices, words), append(e.to.Choices, words)
		if d.Number == p.From {
			e.from.Text = words
		}
		if d.Number == p.To {
			e.to.Text = words
		}
	}
}

// moved reports whether the days were changed: somebody who never came has a last day before the
// first, and is saved as they are.
func (e *edit) moved(p *store.Person) bool {
	return dayIn(e.from.Text) != p.From || dayIn(e.to.Text) != p.To
}

func dayChoice(d model.Day) string {
	words := fmt.Sprintf("day %d, %s", d.Number, d.Date.Short())
	if d.Cancelled {
		words += ", cancelled"
	}
	return words
}

// dayIn is the number of the day in a choice, 0 for the end.
func dayIn(choice string) (n int) {
	if _, err := fmt.Sscanf(choice, "day %d", &n); err != nil {
		return 0
	}
	return n
}

// renamed reports whether the name, how to say it or the name for the certificate is another than it
// was: then the form asks what becomes of the old one.
func (e *edit) renamed() bool {
	p := person(e.r, e.id)
	return p != nil && (differs(e.name, p.Name) || differs(e.say, p.Say) || differs(e.certificate, p.Certificate))
}

// differs reports whether something stood in a field that does not any more.
func differs(f *kit.Field, was string) bool {
	if f == nil || was == "" {
		return false
	}
	now, _ := model.Clean(f.Text, model.NameLimit)
	return now != was
}

func needName(s string) error {
	if name, _ := model.Clean(s, model.NameLimit); name == "" {
		return errors.New("a name is needed: type the one that they use")
	}
	return nil
}

// checkEmail leaves an address alone that stands there already.
func checkEmail(was string) func(string) error {
	return func(s string) error {
		if s = strings.TrimSpace(s); s != "" && s != was && !strings.Contains(s, "@") {
			return errors.New("an email has an @: maya@example.org")
		}
		return nil
	}
}

// save forms one gesture of what was changed.
func (e *edit) save() (done bool, cmd tea.Cmd) {
	p := person(e.r, e.id)
	if p == nil {
		return true, kit.Warn("this person is not in the cohort any more: nothing was saved")
	}
	t, lost := p.Trainee, false
	for _, f := range []struct {
		field *kit.Field
		into  *string
		limit int
	}{
		{e.name, &t.Name, model.NameLimit}, {e.say, &t.Say, model.NameLimit}, {e.pronouns, &t.Pronouns, model.NameLimit},
		{e.email, &t.Email, model.CellLimit}, {e.phone, &t.Phone, model.CellLimit}, {e.worksite, &t.Worksite, model.CellLimit},
		{e.certificate, &t.Certificate, model.NameLimit},
	} {
		if f.field != nil {
			text, less := model.Clean(f.field.Text, f.limit)
			*f.into, lost = text, lost || less
		}
	}
	strikes := e.renamed() && e.strike.Yes
	edits := e.r.Cohort.EditName(p, t, !strikes)
	enrolled := p.Enrollment
	enrolled.Trainee = p.Trainee.ID
	moved := e.from != nil && e.moved(p)
	if moved {
		enrolled.From, enrolled.To = dayIn(e.from.Text), dayIn(e.to.Text)
		edits = append(edits, e.r.Cohort.EditEnrollment(enrolled)...)
	}
	say := fmt.Sprintf("%d %s: changed", p.Row, t.Name)
	switch {
	case t == p.Trainee && !moved:
		return true, kit.Say(label(p) + ": nothing changed")
	case lost:
		say += "; some of what was typed can't stand there and was left out"
	case strikes:
		say += "; what stood there before is struck"
	}
	cmd, err := e.r.TryCommit(oplog.Single, say, edits...)
	if err != nil {
		return false, kit.Warn(room.Sentence(err))
	}
	return true, cmd
}
