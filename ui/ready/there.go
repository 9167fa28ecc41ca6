package ready

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/people"
	"rollbook/ui/plan"
	"rollbook/ui/room"
)

// What the checks of store.Ready are called.
const (
	roster   = "roster"
	dates    = "dates"
	required = "required course"
	marked   = "earlier days marked"
	closed   = "earlier days closed"
)

// whyNot says why Enter has nowhere to go.
func (p *Page) whyNot() string {
	c, ok := p.focused()
	switch {
	case !ok:
		return "it is being looked at"
	case p.r.Cohort == nil:
		return "there is no cohort yet: ctrl+n makes one"
	case slices.Contains([]string{roster, dates}, c.What):
		return ""
	case c.Do == "":
		return c.What + ": there is nothing to do"
	case slices.Contains([]string{required, marked, closed}, c.What):
		return ""
	}
	return "this is done outside of Rollbook: " + c.Do
}

// enter goes to what the focused line is about. What it opens stands over the page, which looks again
// once something was changed; where it goes to another screen, the page closes.
func (p *Page) enter() (done bool, cmd tea.Cmd) {
	if why := p.whyNot(); why != "" {
		return false, kit.Say(why)
	}
	c, _ := p.focused()
	switch c.What {
	case roster:
		if len(p.r.Cohort.PeopleOn(p.day)) == 0 {
			return false, room.Ask(room.WantMsg{What: room.WantImport})
		}
		p.r.Day = p.day
		return true, kit.Send(room.GoMsg{Tab: room.Today})
	case dates:
		return false, kit.Open(plan.Blocks(p.r, p.day))
	case required:
		return false, p.lacking()
	case marked:
		return p.toDay(p.firstDay(func(d model.Day) bool { return p.unmarked(d) }), nil)
	}
	day := p.firstDay(func(d model.Day) bool {
		n, is := p.r.Cohort.Closed[d.Number]
		return !is || n.Changed
	})
	return p.toDay(day, func() tea.Cmd { return kit.Open(plan.Close(p.r, day)) })
}

// toDay shows an earlier day on Today, and opens what is to be done there.
func (p *Page) toDay(day int, then func() tea.Cmd) (done bool, cmd tea.Cmd) {
	if day == 0 {
		return false, p.look() // it was seen to meanwhile
	}
	p.r.Day = day
	cmd = kit.Send(room.GoMsg{Tab: room.Today})
	if then != nil {
		cmd = kit.Batch(cmd, then())
	}
	return true, cmd
}

// firstDay is the first day before the page's that is as asked, 0 for none.
func (p *Page) firstDay(as func(model.Day) bool) int {
	asOf := p.r.AsOf()
	of := p.dayOf()
	for _, d := range p.r.Cohort.Days {
		blocks := p.r.Cohort.BlocksOf(d.Number)
		ended := slices.ContainsFunc(blocks, func(b model.Block) bool { return asOf.Ended(d.Date, b) })
		if d.ID != of.ID && !d.Cancelled && ended && as(d) {
			return d.Number
		}
	}
	return 0
}

func (p *Page) unmarked(d model.Day) bool {
	for _, q := range p.r.Cohort.PeopleOn(d.Number) {
		if slices.ContainsFunc(p.r.Cohort.Slots(q, d.Number), func(s model.Slot) bool {
			return s.Mark.State == model.Unmarked && p.r.AsOf().Ended(d.Date, s.Block)
		}) {
			return true
		}
	}
	return false
}

// lacking lists who lacks the required course, to say on their page that it was done.
func (p *Page) lacking() tea.Cmd {
	var who []model.ID
	c := &kit.Chooser{Theme: p.r.Theme, Title: "Who did " + p.r.RequiredTitle() + "?", Empty: "nobody lacks it any more"}
	for _, q := range p.r.Cohort.PeopleOn(p.day) {
		if has := p.r.Required[q.Trainee.ID]; len(q.Guest) == 0 && p.r.Required != nil && has.State != model.RequiredMissing {
			continue
		}
		who = append(who, q.Trainee.ID)
		c.Items = append(c.Items, kit.Item{Title: fmt.Sprintf("%d %s", q.Row, q.Name), Detail: detail(p.r.Required[q.Trainee.ID])})
	}
	c.Choose = func(i int) tea.Cmd { return kit.Open(people.PageOf(p.r, who[i])) }
	return kit.Open(c)
}

func detail(has store.Required) string { return has.How }
