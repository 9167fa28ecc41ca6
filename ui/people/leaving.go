package people

import (
	"fmt"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// Leaving asks from which day on somebody is no longer coming, the day on the screen at first. Of
// somebody who was said to be no longer coming it asks whether they are coming again.
func Leaving(r *room.Room, id model.ID) kit.Overlay {
	p := person(r, id)
	switch {
	case p == nil:
		return gone(r)
	case p.To != 0:
		return comingAgain(r, id)
	}
	return &kit.Prompt{
		Theme: r.Theme, Label: label(p) + " no longer coming from day", Text: strconv.Itoa(max(r.Day, p.From)),
		Preview: func(text string) (string, bool) {
			p := person(r, id)
			if p == nil {
				return "this person is not in the cohort any more: esc", true
			}
			day, err := firstMissing(r.Cohort, p, text)
			if err != nil {
				return err.Error(), true
			}
			return leavingWords(r, p, day), false
		},
		Enter: func(text string) (bool, tea.Cmd) {
			p := person(r, id)
			if p == nil {
				return true, kit.Warn("this person is not in the cohort any more: nothing was changed")
			}
			day, err := firstMissing(r.Cohort, p, text)
			if err != nil {
				return false, kit.Warn(err.Error())
			}
			say := fmt.Sprintf("%s: no longer coming, from day %d on", label(p), day)
			return true, r.Commit(oplog.Single, say, r.Cohort.Leave(p, day)...)
		},
	}
}

// firstMissing reads the first day that is not attended.
func firstMissing(c *store.Cohort, p *store.Person, text string) (int, error) {
	day, err := strconv.Atoi(strings.TrimSpace(text))
	switch last := lastDay(c); {
	case err != nil:
		return 0, fmt.Errorf("type the number of the first day that they don't come")
	case day > last:
		return 0, fmt.Errorf("the last day is day %d: type that one or an earlier one", last)
	case day < p.From:
		return 0, fmt.Errorf("%s is on the roster from day %d on: type that day or a later one", p.Name, p.From)
	}
	return day, nil
}

// leavingWords say before Enter what becomes of the days and of marks already made.
func leavingWords(r *room.Room, p *store.Person, day int) string {
	says := "on the roster of no day, and the row stays theirs"
	if day > p.From {
		says = fmt.Sprintf("stays on the roster of %s; blocks after that count for nobody", daysWords(p.From, day-1))
	}
	marks := 0
	for block := range p.Marks {
		b, ok := r.Cohort.Block(block)
		if ok && b.Day >= day && p.Covers(b) && p.Cell(block).Mark.State != model.Unmarked {
			marks++
		}
	}
	if marks > 0 && !r.Curtain {
		says += "; kept: " + number(marks, "mark", "marks") + " after that"
	}
	return says
}

// comingAgain asks whether somebody comes again, to the last day.
func comingAgain(r *room.Room, id model.ID) kit.Overlay {
	p := person(r, id)
	now := fmt.Sprintf("On the roster of %s now.", daysWords(p.From, p.To))
	if p.To == model.NoDay {
		now = "On the roster of no day now."
	}
	return &kit.Confirm{
		Theme: r.Theme, Question: label(p) + ": coming again, to the last day?", Detail: now + " Marks that were kept count again.",
		Yes: "coming again", No: "leave it as it is",
		Do: func() tea.Cmd {
			p := person(r, id)
			if p == nil {
				return kit.Warn("this person is not in the cohort any more: nothing was changed")
			}
			return r.Commit(oplog.Single, label(p)+": coming again, to the last day", r.Cohort.Leave(p, 0)...)
		},
	}
}
