package plan

import (
	"errors"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// DayForm is the form of a day: its date, and whether it is cancelled. Its number stays.
func DayForm(r *room.Room, day int) kit.Overlay {
	d, _ := r.Cohort.Day(day)
	cancelled := &kit.Field{Kind: kit.YesNoField, Label: "Cancelled", Yes: d.Cancelled,
		Hint: "a cancelled day counts for nobody; its marks are kept and come back with it"}
	date := &kit.Field{Label: "Date", Text: d.Date.String(),
		Hint: fmt.Sprintf("%s, or +7 for a week later; it stays day %d; %s", r.DateHint(), day, stay(kept(r.Cohort, blocksOf(r.Cohort, day)...)))}
	read := func(text string) (model.Day, error) {
		to := d
		var err error
		if to.Date, err = r.TypedDate(text, d.Date); err != nil {
			return d, err
		}
		to.Cancelled = cancelled.Yes
		return to, checkDay(r, to)
	}
	date.Check = func(text string) error { _, err := read(text); return err }
	date.Understood = func(text string) string { return r.Understood(text, d.Date) }
	return &kit.Form{Theme: r.Theme, Title: fmt.Sprintf("Day %d, %s", day, d.Date.Words()),
		Sections: []kit.Section{{Fields: []*kit.Field{date, cancelled}}},
		Save: func() (bool, tea.Cmd) {
			to, err := read(date.Text)
			var cmd tea.Cmd
			if err == nil {
				cmd, err = r.TryCommit(oplog.Single, dayWords(d, to), r.Cohort.EditDay(to)...)
			}
			if err != nil {
				return false, kit.Warn(room.Sentence(err))
			}
			return true, cmd
		}}
}

func dayWords(from, to model.Day) string {
	says := fmt.Sprintf("day %d is on %s", to.Number, to.Date.Words())
	if from.Date != to.Date {
		says += ", was " + from.Date.Short()
	}
	switch {
	case to.Cancelled && !from.Cancelled:
		says += ", cancelled"
	case from.Cancelled && !to.Cancelled:
		says += ", and counts again"
	}
	return says
}

// checkDay says why a day can't be so: cancelled days hold no date, so that it depends on both.
func checkDay(r *room.Room, d model.Day) error {
	with := r.Cohort.Cohort
	with.Days = slices.Clone(with.Days)
	for i := range with.Days {
		if with.Days[i].ID == d.ID {
			with.Days[i] = d
		}
	}
	return with.CheckMove(d.Number, d.Date)
}

// errTopic is what a form says of a block without a topic.
var errTopic = errors.New("choose a topic, or type a new one")

// BlockForm is the form of a block: its hours and its topic; of a new one where id is zero.
func BlockForm(r *room.Room, day int, id model.ID) kit.Overlay {
	b, known := r.Cohort.Block(id)
	if !known {
		b = model.Block{Day: day, Start: model.NoClock, End: model.NoClock}
	}
	hours := room.Hours(r.Cohort.BlocksOf(day))
	if hours.To == 1440 { // no block yet: a working day, so that 1 is 13:00
		hours = model.Span{From: 8 * 60, To: 18 * 60}
	}
	topics := r.Cohort.Topics()
	if known && !slices.Contains(topics, b.Topic) {
		topics = append(topics, b.Topic)
	}
	clock := func(text string) error { _, err := model.TypedTime(text, hours); return err }
	start := &kit.Field{Label: "Start", Text: b.Start.String(), Check: clock, Hint: hint(r, b, known)}
	end := &kit.Field{Label: "End", Text: b.End.String(), Check: clock, Hint: hint(r, b, known)}
	topic := &kit.Field{Kind: kit.ChoiceField, Label: "Topic", Text: b.Topic, Choices: topics, Hint: "left and right choose; a new one goes into the next field"}
	other := &kit.Field{Label: "or a new topic"}
	form := &kit.Form{Theme: r.Theme, Title: fmt.Sprintf("A new block on day %d", day),
		Sections: []kit.Section{{Fields: []*kit.Field{start, end, topic, other}}}}
	if known {
		form.Title = fmt.Sprintf("%s, day %d", r.BlockWords(b), b.Day)
	}
	form.Save = func() (bool, tea.Cmd) {
		to := b
		to.Start, _ = model.TypedTime(start.Text, hours)
		to.End, _ = model.TypedTime(end.Text, hours)
		to.Topic = topic.Text
		if typed, _ := model.Clean(other.Text, model.NameLimit); typed != "" {
			to.Topic = typed
		}
		if to.Topic == "" {
			return false, kit.Warn(errTopic.Error())
		}
		return put(r, b, to, known)
	}
	return form
}

func hint(r *room.Room, b model.Block, known bool) string {
	if !known {
		return "920, 9:20 or 1:30pm"
	}
	return "920, 9:20 or 1:30pm; " + marksStay(r, b)
}

// put stores a block that a form has read.
func put(r *room.Room, from, to model.Block, known bool) (bool, tea.Cmd) {
	says := fmt.Sprintf("day %d: %s", to.Day, r.BlockWords(to))
	switch {
	case !known:
		var err error
		if to.ID, err = r.Book.NewID(); err != nil {
			return false, kit.Warn(err.Error())
		}
		says += ", added"
	case from.Span() != to.Span():
		says += ", " + marksStay(r, to)
	}
	cmd, err := tryChange(r, says, to)
	if err != nil {
		return false, kit.Warn(err.Error())
	}
	return true, cmd
}
