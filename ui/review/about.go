package review

import (
	"fmt"
	"strings"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/room"
)

// about says in words what the cell in the focus shows.
func (m *matrix) about() string {
	p := m.person()
	if p == nil {
		return ""
	}
	who := label(p)
	switch c := m.aim(); c.kind {
	case dayColumn:
		d := m.r.Cohort.Days[c.at]
		says := fmt.Sprintf("%s, day %d, %s: %s", who, d.Number, d.Date.Short(), m.dayWords(p, c, m.account(p).Days[c.at]))
		if m.r.Cohort.Closed[d.Number].Changed && !m.r.Curtain {
			says += "; changed since it was closed"
		}
		return says
	case topicColumn:
		return fmt.Sprintf("%s, %s: %s", who, m.r.Cohort.Topics()[c.at], m.topicWords(p, c, m.account(p).Topics[c.at]))
	case blockColumn:
		b := m.latest().blocks[c.at]
		return fmt.Sprintf("%s, day %d, %s: %s", who, b.Day, m.r.BlockWords(b), m.blockWords(p, b, m.latest().over[c.at]))
	}
	if m.r.Curtain || len(p.Guest) > 0 {
		return who
	}
	a := m.account(p)
	said := []string{fmt.Sprintf("%s of %s missed", model.DescribeMinutes(a.Missed), model.DescribeMinutes(a.Scheduled))}
	said = append(said, minutesWords(a.MadeUp, "made up")...)
	said = append(said, minutesWords(a.ToMakeUp, "to make up")...)
	said = append(said, minutesWords(a.Unmarked, "not marked")...)
	return who + ": " + strings.Join(said, ", ")
}

func label(p *store.Person) string { return fmt.Sprintf("%d %s", p.Row, p.Name) }

// minutesWords are nothing where there are no minutes.
func minutesWords(n int, what string) []string {
	if n == 0 {
		return nil
	}
	return []string{model.DescribeMinutes(n) + " " + what}
}

func (m *matrix) dayWords(p *store.Person, c column, d model.DayAccount) string {
	if d.State == model.DayNotEnrolled && len(p.Guest) > 0 {
		return m.guestWords(p, c)
	}
	words := map[model.DayState]string{model.DayPresent: "present", model.DayPart: "part", model.DayAbsent: "absent",
		model.DayUnmarked: "not marked", model.DayUpcoming: "to come", model.DayNotEnrolled: outside(p, d.Day), model.DayCancelled: "cancelled"}[d.State]
	if m.r.Curtain {
		return words
	}
	said := append([]string{words}, minutesWords(d.Missed, "missed")...)
	said = append(said, minutesWords(d.MadeUp, "made up")...)
	if d.State != model.DayUnmarked {
		said = append(said, minutesWords(d.Unmarked, "not marked")...)
	}
	return strings.Join(append(said, m.must(c)...), ", ")
}

// outside says why a day is none of a person's.
func outside(p *store.Person, day int) string {
	if day < p.From {
		return "before joining"
	}
	return "after leaving"
}

func (m *matrix) topicWords(p *store.Person, c column, a model.TopicAccount) string {
	switch covered := m.covers(p, c); {
	case len(p.Guest) > 0:
		return m.guestWords(p, c)
	case !covered:
		return "not enrolled for it"
	case a.Scheduled == 0:
		return "to come"
	case m.r.Curtain:
		return map[bool]string{true: "present", false: "not all present"}[a.Missed == 0 && a.Unmarked == 0]
	}
	said := []string{"present"}
	switch {
	case a.Missed > 0:
		said[0] = fmt.Sprintf("%s of %s missed", model.DescribeMinutes(a.Missed), model.DescribeMinutes(a.Scheduled))
	case a.Unmarked == a.Scheduled:
		said = nil
	}
	said = append(said, minutesWords(a.MadeUp, "made up")...)
	said = append(said, minutesWords(a.Unmarked, "not marked")...)
	return strings.Join(append(said, m.must(c)...), ", ")
}

func (m *matrix) blockWords(p *store.Person, b model.Block, over bool) string {
	switch {
	case !p.Covers(b) && len(p.Guest) > 0:
		return "not here for this"
	case !p.Covers(b):
		return outside(p, b.Day)
	}
	said := []string{markWords(m.r, p, b)}
	if !over && p.Cell(b.ID).Mark.State == model.Unmarked {
		said[0] = "to come"
	}
	if m.r.Curtain {
		return said[0]
	}
	cell := p.Cell(b.ID)
	if cell.Disputed() {
		said = append(said, "two laptops say different things")
	}
	if cell.Told {
		said = append(said, "told us ahead")
	}
	said = append(said, minutesWords(madeUpOf(p, b.ID), "made up")...)
	return strings.Join(said, ", ")
}

// guestWords are what a guest came for, of a day or a topic.
func (m *matrix) guestWords(p *store.Person, c column) string {
	var said []string
	for _, i := range c.blocks {
		if b := m.latest().blocks[i]; p.Covers(b) {
			said = append(said, fmt.Sprintf("%s %s", b.Start.Words(m.r.Twelve), m.blockWords(p, b, m.latest().over[i])))
		}
	}
	if len(said) == 0 {
		return "not here for this"
	}
	return strings.Join(said, ", ")
}

// must says that a column's day or topic must be attended.
func (m *matrix) must(c column) []string {
	rule, cohort := m.r.Cohort.Rule, m.r.Cohort
	if c.kind == dayColumn && mustDay(rule, cohort.Days[c.at].Number) || c.kind == topicColumn && mustTopic(rule, cohort.Topics()[c.at]) {
		return []string{"must be attended"}
	}
	return nil
}

func mustDay(rule model.Rule, day int) bool {
	for _, n := range rule.MustAttendDays {
		if n == day {
			return true
		}
	}
	return false
}

func mustTopic(rule model.Rule, topic string) bool {
	for _, t := range rule.MustAttendTopics {
		if model.Fold(t) == model.Fold(topic) {
			return true
		}
	}
	return false
}

// markWords is a mark in words; the curtain leaves its state.
func markWords(r *room.Room, p *store.Person, b model.Block) string {
	mark := p.Cell(b.ID).Mark.In(b)
	if r.Curtain {
		return map[model.State]string{model.Unmarked: "not marked", model.Present: "present", model.Part: "part", model.Absent: "absent"}[mark.State]
	}
	return model.Describe(mark, b, r.Twelve)
}

// madeUpOf is how many minutes were written as made up of a block.
func madeUpOf(p *store.Person, block model.ID) (minutes int) {
	for _, made := range p.MakeUps {
		if made.Block == block {
			minutes += made.Minutes
		}
	}
	return minutes
}
