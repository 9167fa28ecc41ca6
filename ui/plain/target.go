package plain

import (
	"fmt"

	"rollbook/model"
)

// turnTarget turns between the block under way and the whole day.
func (s *session) turnTarget() string {
	if why := s.whyNoBlock(); why != "" {
		return why
	}
	s.r.Whole = !s.r.Whole
	return "Marks go to " + s.target() + "."
}

// turnPaper says that marks are keyed in from a sheet on paper from here on, or no longer.
func (s *session) turnPaper() string {
	if s.r.Paper = !s.r.Paper; s.r.Paper {
		return "Marks are from paper from here on, and the journal says so. Say paper again when they are not."
	}
	return "Marks are not from paper any more."
}

// whyNoBlock says why marks can't go to one block, or nothing.
func (s *session) whyNoBlock() string {
	if _, live := s.r.ClockNow(); !live || s.r.Given != model.NoDate {
		return "No block is under way on this day: marks go to the whole day. rollbook mark --block marks one."
	}
	return ""
}

// whyNoMarks says why nothing can be marked on the day, or nothing.
func (s *session) whyNoMarks() string {
	d := s.r.DayNow()
	switch {
	case d.Cancelled:
		return fmt.Sprintf("Day %d is cancelled: nothing is marked on it.", d.Number)
	case len(s.r.Cohort.BlocksOf(d.Number)) == 0:
		return "This day has no blocks: rollbook block add makes one."
	}
	return ""
}
