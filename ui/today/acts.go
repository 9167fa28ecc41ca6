package today

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// Rest marks everybody of a block, or of the whole day where block is zero, who is not marked yet:
// present, or with copied what the block before ended with. It is one gesture, and says how many.
func Rest(r *room.Room, day int, block model.ID, copied bool) tea.Cmd {
	edits, n, err := r.Cohort.MarkRest(day, block, copied)
	if err != nil {
		return kit.Warn(Says(err, r.Twelve))
	}
	if n == 0 {
		return kit.Say(whyNoRest(r, day, block, copied))
	}
	how, as := oplog.Rest, "present"
	if copied {
		how, as = oplog.Copied, "as the block before ended"
	}
	says := fmt.Sprintf("%s marked %s", peopleWords(n), as)
	cmd, err := r.TryCommit(how, says, edits...)
	if err != nil {
		return kit.Warn(Says(err, r.Twelve))
	}
	says += offeredAll(r, day, block)
	left := unmarked(r, day, block)
	if left == 0 {
		return kit.Batch(cmd, kit.Say(says))
	}
	why := "absent or gone before"
	if copied {
		why = "the block before is not marked"
	}
	return kit.Batch(cmd, kit.Say(fmt.Sprintf("%s; %s left not marked: %s", says, peopleWords(left), why)))
}

func whyNoRest(r *room.Room, day int, block model.ID, copied bool) string {
	left := unmarked(r, day, block)
	switch {
	case whyCancelled(r.Cohort, day) != "":
		return whyCancelled(r.Cohort, day)
	case len(r.Cohort.PeopleOn(day)) == 0:
		return "nobody is on this day"
	case left == 0:
		return "everyone is marked already"
	case copied && first(r, day, block):
		return "this is the day's first block: there is none before it"
	case copied:
		return fmt.Sprintf("%s not marked, and not in the block before either", peopleWords(left))
	}
	return fmt.Sprintf("%s not marked, absent or gone in the block before: mark them one by one", peopleWords(left))
}

func first(r *room.Room, day int, block model.ID) bool {
	blocks := r.Cohort.BlocksOf(day)
	return len(blocks) > 0 && blocks[0].ID == block
}

// unmarked is how many people of a day have a block that is not marked.
func unmarked(r *room.Room, day int, block model.ID) (n int) {
	for _, p := range r.Cohort.PeopleOn(day) {
		slots := Covered(r.Cohort, p, Aim{Day: day, Block: block})
		if len(slots) > 0 && room.DayState(slots) == model.Unmarked {
			n++
		}
	}
	return n
}

func peopleWords(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}

// turnTarget turns between the block under way and the whole day.
func (s *Screen) turnTarget() tea.Cmd {
	s.r.Whole = !s.r.Whole
	return kit.Say("marks go to: " + s.r.TargetWords())
}

const noCohort = "no cohort is open: ctrl+o lists them"

func (s *Screen) whyNoCohort() string {
	if s.r.Cohort == nil {
		return noCohort
	}
	return ""
}

// whyNoDay says why nothing of the day can be marked or closed.
func (s *Screen) whyNoDay() string {
	d := s.r.DayNow()
	switch {
	case s.r.Cohort == nil:
		return s.whyNoCohort()
	case d.Cancelled:
		return fmt.Sprintf("day %d is cancelled: b brings it back", d.Number)
	case len(s.list.blocks) == 0:
		return "this day has no blocks: b adds one"
	}
	return ""
}

// whyNoTarget says why marks can't go to one block.
func (s *Screen) whyNoTarget() string {
	if why := s.whyNoDay(); why != "" {
		return why
	}
	if _, live := s.r.ClockNow(); !live || s.r.Given != model.NoDate {
		return "no block is under way on this day: marks go to the whole day; Topics (g o) has each block"
	}
	return ""
}
