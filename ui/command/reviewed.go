package command

import (
	"fmt"
	"slices"

	"rollbook/model"
	"rollbook/store"
)

// reviewJSON is the review of one cohort, keys in the order in which they are written.
type reviewJSON struct {
	Cohort   string         `json:"cohort"`
	AsOf     string         `json:"as_of"`
	Rule     ruleJSON       `json:"rule"`
	Trainees []reviewedJSON `json:"trainees"`
	until    string         // as_of for people
}

// reviewedJSON is one person of a review. What nobody has worked out is null.
type reviewedJSON struct {
	Row        int                 `json:"row"`
	ID         string              `json:"id"`
	Name       string              `json:"name"`
	Scheduled  int                 `json:"scheduled_minutes"`
	Attended   int                 `json:"attended_minutes"`
	Missed     int                 `json:"missed_minutes"`
	MadeUp     int                 `json:"made_up_minutes"`
	Unmarked   int                 `json:"unmarked_minutes"`
	Outside    int                 `json:"outside_minutes"`
	Left       int                 `json:"allowance_left_minutes"`
	ToMakeUp   *int                `json:"to_make_up_minutes"`
	MissedDays []int               `json:"missed_days"`
	PartDays   []int               `json:"part_days"`
	Before     []string            `json:"must_attend_before_joining"`
	Required   string              `json:"required"`
	Conflicts  int                 `json:"conflicts"`
	Open       []string            `json:"open"`
	Standing   *string             `json:"standing"`
	Days       []reviewedDayJSON   `json:"days"`
	Topics     []reviewedTopicJSON `json:"topics"`
}

type reviewedDayJSON struct {
	Day    int     `json:"day"`
	Date   *string `json:"date"`
	State  string  `json:"state"`
	Missed int     `json:"missed_minutes"`
}

type reviewedTopicJSON struct {
	Topic     string `json:"topic"`
	Scheduled int    `json:"scheduled_minutes"`
	Missed    int    `json:"missed_minutes"`
}

func reviewedOf(c *store.Cohort, p *store.Person, a model.Account, required string, asOf model.Moment) reviewedJSON {
	j := reviewedJSON{Row: p.Row, ID: p.Trainee.ID.String(), Name: p.Name, Scheduled: a.Scheduled, Attended: a.Attended,
		Missed: a.Missed, Unmarked: a.Unmarked, Outside: a.Outside, Left: c.Rule.AllowanceMinutes - a.Missed,
		MissedDays: notNull(a.MissedDays), PartDays: notNull(a.PartDays), Before: beforeJoining(c, p), Required: required,
		Days: []reviewedDayJSON{}, Topics: []reviewedTopicJSON{}}
	for _, d := range a.Days {
		j.Days = append(j.Days, reviewedDayJSON{d.Day, dateOrNull(d.Date), string(d.State), d.Missed})
	}
	for _, t := range a.Topics {
		j.Topics = append(j.Topics, reviewedTopicJSON{t.Topic, t.Scheduled, t.Missed})
	}
	j.Open = openOf(c, p, a, asOf)
	for _, before := range j.Before {
		j.Open = append(j.Open, before+" can't be missed and was before joining")
	}
	if required == requiredMissing {
		j.Open = append(j.Open, fmt.Sprintf("%s comes before, and this book does not know of it", c.Rule.Requires))
	}
	for _, d := range c.Days {
		for _, b := range c.BlocksOf(d.Number) {
			if sides := p.Cell(b.ID).Conflict; len(sides) > 0 && p.Covers(b) {
				j.Conflicts++
				j.Open = append(j.Open, fmt.Sprintf("day %d, %s: not agreed: %s", d.Number, blockWords(b), disagreement(sides)))
			}
		}
	}
	return j
}

// openOf are sentences on what ended and is not settled: blocks without a mark, days not closed.
func openOf(c *store.Cohort, p *store.Person, a model.Account, asOf model.Moment) []string {
	open := []string{}
	for _, b := range a.Blocks {
		if b.State == model.Unmarked {
			open = append(open, fmt.Sprintf("day %d, %s: not marked", b.Block.Day, blockWords(b.Block)))
		}
	}
	for _, d := range c.Days {
		blocks := slices.DeleteFunc(c.BlocksOf(d.Number), func(b model.Block) bool { return !p.Covers(b) })
		ended := len(blocks) > 0 && !slices.ContainsFunc(blocks, func(b model.Block) bool { return !asOf.Ended(d.Date, b) })
		if _, closed := c.Closed[d.Number]; ended && !closed {
			open = append(open, fmt.Sprintf("day %d is not closed", d.Number))
		}
	}
	return open
}

// beforeJoining are the days and topics that can't be missed and lay, whole or in part, before the
// person's first day.
func beforeJoining(c *store.Cohort, p *store.Person) []string {
	before := []string{}
	for _, day := range c.Rule.MustAttendDays {
		if day < p.From && len(c.BlocksOf(day)) > 0 {
			before = append(before, fmt.Sprintf("day %d", day))
		}
	}
	for _, topic := range c.Rule.MustAttendTopics {
		for _, d := range c.Days {
			if d.Number < p.From && slices.ContainsFunc(c.BlocksOf(d.Number), func(b model.Block) bool { return b.Topic == topic }) {
				before = append(before, topic)
				break
			}
		}
	}
	return before
}
