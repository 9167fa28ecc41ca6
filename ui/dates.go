package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

func nameOf(p *store.Person) string { return p.Name }

// dateTurned asks which day is meant where the date has turned while the program was open: the lid
// was opened the next morning. The key that came does nothing else. nil: the date is the same.
func (m *root) dateTurned() tea.Cmd {
	r := m.room
	now := model.DateIn(r.Now())
	if r.Given != model.NoDate || now == r.Today {
		return nil
	}
	before := r.DayNow()
	r.Today = now
	if r.Cohort == nil {
		return nil
	}
	next, exact := room.NearestDay(&r.Cohort.Cohort, now)
	if next == before.Number {
		return kit.Say(fmt.Sprintf("it is %s now; still on day %d", now.Words(), before.Number))
	}
	to, _ := r.Cohort.Cohort.Day(next)
	detail := to.Date.Words()
	if exact {
		detail = "today"
	}
	return kit.Open(&kit.Chooser{Theme: r.Theme, Title: fmt.Sprintf("It is %s now. Which day is meant?", now.Words()),
		Items: []kit.Item{
			{Title: fmt.Sprintf("day %d", next), Detail: detail},
			{Title: fmt.Sprintf("day %d", before.Number), Detail: before.Date.Words() + ", the one on the screen"},
		},
		Choose: func(i int) tea.Cmd {
			if i == 0 {
				r.Day = next
			}
			return kit.Say(fmt.Sprintf("day %d, %s", r.Day, r.DayNow().Date.Words()))
		}})
}
