package command

import (
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

// reviewedJSON is one person of a review.
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
	ToMakeUp   int                 `json:"to_make_up_minutes"`
	MissedDays []int               `json:"missed_days"`
	PartDays   []int               `json:"part_days"`
	Before     []string            `json:"must_attend_before_joining"`
	Required   string              `json:"required"`
	Conflicts  int                 `json:"conflicts"`
	Open       []string            `json:"open"`
	Standing   string              `json:"standing"`
	Days       []reviewedDayJSON   `json:"days"`
	Topics     []reviewedTopicJSON `json:"topics"`
	why        string              // the standing, for people
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

func reviewedOf(p *store.Person, a model.Account, required store.Required) reviewedJSON {
	j := reviewedJSON{Row: p.Row, ID: p.Trainee.ID.String(), Name: p.Name, Scheduled: a.Scheduled, Attended: a.Attended,
		Missed: a.Missed, MadeUp: a.MadeUp, Unmarked: a.Unmarked, Outside: a.Outside, Left: a.AllowanceLeft, ToMakeUp: a.ToMakeUp,
		MissedDays: notNull(a.MissedDays), PartDays: notNull(a.PartDays), Before: notNull(a.BeforeJoining), Required: string(required.State),
		Conflicts: a.Conflicts, Open: notNull(a.Open), Standing: string(a.Standing), why: a.Why,
		Days: []reviewedDayJSON{}, Topics: []reviewedTopicJSON{}}
	for _, d := range a.Days {
		j.Days = append(j.Days, reviewedDayJSON{d.Day, dateOrNull(d.Date), string(d.State), d.Missed})
	}
	for _, t := range a.Topics {
		j.Topics = append(j.Topics, reviewedTopicJSON{t.Topic, t.Scheduled, t.Missed})
	}
	return j
}
