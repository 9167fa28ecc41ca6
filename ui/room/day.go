package room

import (
	"fmt"

	"rollbook/model"
)

// NearestDay is the day of a cohort that is on a date, else the nearest one that is not cancelled:
// the next to come, or the last. exact is false then. 0 for a cohort without days.
func NearestDay(c *model.Cohort, date model.Date) (number int, exact bool) {
	last := 0
	for _, d := range c.Days {
		switch {
		case d.Cancelled:
		case d.Date == date:
			return d.Number, true
		case d.Date > date:
			return d.Number, false
		default:
			last = d.Number
		}
	}
	if last == 0 && len(c.Days) > 0 {
		last = c.Days[0].Number
	}
	return last, false
}

// DayNow is the day on the screen.
func (r *Room) DayNow() model.Day {
	if r.Cohort == nil {
		return model.Day{}
	}
	d, _ := r.Cohort.Cohort.Day(r.Day)
	return d
}

// Step goes to the day before or after, cancelled ones too. false: there is none.
func (r *Room) Step(by int) bool {
	if r.Cohort == nil {
		return false
	}
	for i, d := range r.Cohort.Days {
		if d.Number == r.Day && i+by >= 0 && i+by < len(r.Cohort.Days) {
			r.Day = r.Cohort.Days[i+by].Number
			return true
		}
	}
	return false
}

// ClockNow is the time of day, where the day on the screen is the clock's own. On another date,
// and with --date, a time has to be typed.
func (r *Room) ClockNow() (model.Clock, bool) {
	now := r.Now()
	if r.Given != model.NoDate && r.Given != model.DateIn(now) {
		return model.NoClock, false
	}
	return model.ClockIn(now), r.DayNow().Date == model.DateIn(now)
}

// Target is the block that Today's keys act on: the one under way, else the day's next, else its
// last. whole: they act on the whole day instead, where that was chosen, on another day than the
// clock's, and with --date.
func (r *Room) Target() (block model.Block, whole bool) {
	if r.Cohort == nil {
		return model.Block{}, true
	}
	blocks := r.Cohort.BlocksOf(r.Day)
	now, live := r.ClockNow()
	if r.Whole || !live || r.Given != model.NoDate || len(blocks) == 0 {
		return model.Block{}, true
	}
	for _, b := range blocks {
		if now < b.End {
			return b, false
		}
	}
	return blocks[len(blocks)-1], false
}

// BlockID is the target as the marking rules take it: zero for the whole day.
func (r *Room) BlockID() model.ID {
	b, whole := r.Target()
	if whole {
		return model.ID{}
	}
	return b.ID
}

// TargetWords names the target in the header: "09:00–12:00 Language" or "whole day, from paper".
func (r *Room) TargetWords() string {
	paper := ""
	if r.Paper {
		paper = ", from paper"
	}
	b, whole := r.Target()
	if whole {
		return "whole day" + paper
	}
	return r.BlockWords(b) + paper
}

// BlockWords is a block's hours and topic.
func (r *Room) BlockWords(b model.Block) string {
	return fmt.Sprintf("%s–%s %s", b.Start.Words(r.Twelve), b.End.Words(r.Twelve), b.Topic)
}

// Hours are the hours of the day on the screen, from the first start to the last end; typed times
// fall into them.
func (r *Room) Hours() model.Span { return Hours(r.Cohort.BlocksOf(r.Day)) }

// Hours are from the first start to the last end of a day's blocks.
func Hours(blocks []model.Block) model.Span {
	if len(blocks) == 0 {
		return model.Span{From: 0, To: 1440}
	}
	s := blocks[0].Span()
	for _, b := range blocks {
		s.From, s.To = min(s.From, b.Start), max(s.To, b.End)
	}
	return s
}
