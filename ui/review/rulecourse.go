package review

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
)

// ruleCourse is what the book tells of the course that a rule being previewed asks for, where that is
// another than before.
type ruleCourse struct {
	asked bool                        // the rule asks for another course
	read  bool                        // or it was tried
	now   map[model.ID]store.Required // by the cohort's rule
	then  map[model.ID]store.Required // by the other; nil where it could not be read

	has, lacks int
}

// ruleCourseMsg brings it.
type ruleCourseMsg struct {
	of        *rulePreview
	now, then map[model.ID]store.Required
	err       error
}

// readCourse is the command that looks through the book for who did the course. It loads cohorts, its
// own of the one on the screen too, which changes meanwhile.
func (p *rulePreview) readCourse() tea.Cmd {
	book, id, rule, asOf := p.r.Book, p.r.Cohort.Cohort.ID, p.rule, p.asOf
	return func() tea.Msg {
		msg := ruleCourseMsg{of: p}
		book.Flush()
		c, err := book.Load(id)
		if err == nil {
			msg.now, err = book.Required(c, asOf)
		}
		if err == nil {
			msg.then, err = book.RequiredBy(c, rule, asOf)
		}
		msg.err = err
		return msg
	}
}

// courseRead takes what was read and works out what the rule changes. Where it could not be read, that
// is said, and of each person that it is not known.
func (p *rulePreview) courseRead(msg ruleCourseMsg) tea.Cmd {
	p.course.read, p.course.now, p.course.then = true, msg.now, msg.then
	var warn tea.Cmd
	if msg.err != nil {
		p.course.now, p.course.then = p.r.Required, nil
		warn = kit.Warn("who did " + model.CourseTitle(p.rule.Requires) + " could not be read: " + p.r.Sentence(msg.err))
	}
	p.work()
	return kit.Batch(warn, p.Start())
}

// entry is what a person's effect is worked out of, and how it is known that they did the course; how is
// empty for who did not, and where no other course is asked for.
func (p *rulePreview) entry(q *store.Person) (e model.Entry, how string) {
	id := q.Trainee.ID
	now := p.r.Required
	if p.course.asked {
		now = p.course.now
	}
	e = p.r.Cohort.Entry(q, now[id].State)
	e.Twelve = p.r.Twelve
	then, known := p.course.then[id]
	if !known {
		return e, ""
	}
	e.ByRule = then.State
	switch {
	case len(q.Guest) > 0: // outside of the rule
	case then.State == model.RequiredMet:
		p.course.has++
		how = then.How
	case then.State == model.RequiredMissing:
		p.course.lacks++
	}
	return e, how
}

// courseWords say of how many the book knows that they did the course; empty where none is asked for anew.
func (p *rulePreview) courseWords() string {
	if p.course.then == nil {
		return ""
	}
	title := model.CourseTitle(p.rule.Requires)
	return fmt.Sprintf(" %s: known of %d, not known of %d.", title, p.course.has, p.course.lacks)
}
