package topics

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"rollbook/ui/kit"
	"rollbook/ui/people"
	"rollbook/ui/plan"
	"rollbook/ui/today"
)

// Keys is the table of the screen.
func (s *Screen) Keys() []kit.Binding {
	s.sync()
	r := s.r
	rest := func(copied bool) func() tea.Cmd {
		return func() tea.Cmd {
			b, _ := s.block()
			return today.Rest(r, b.Day, b.ID, copied)
		}
	}
	focused := s.marking(s.focused, func() { s.move(func() { s.grid.Move(1, 0) }) })
	keys := append(focused.Keys(),
		kit.Binding{Keys: []string{"P"}, Name: "the rest present", Footer: 4, Command: "rollbook mark --cohort C --day N --block B --rest present",
			About: "Marks everyone of this block present who is not marked yet, and leaves who was absent or gone in the block before; u takes all of it back.",
			Why:   s.whyNoBlock, Do: rest(false)},
		kit.Binding{Keys: []string{"="}, Name: "as the block before", Footer: 6, Command: "rollbook mark --cohort C --day N --block B --rest copy",
			About: "Marks everyone of this block who is not marked yet with what the block before ended with; u takes all of it back.",
			Why:   s.whyNoBlock, Do: rest(true)},
		kit.Binding{Keys: []string{"w"}, Name: "block or whole day", Footer: 10, Command: "rollbook mark --cohort C --day N --block B",
			About: "Marks go to this block, or to the whole day.", Why: s.whyNoBlock, Do: s.turnWhole},
		kit.Binding{Keys: []string{"ctrl+t"}, Name: "topic over all days", Footer: 12, Command: "rollbook marks --cohort C",
			About: "Shows the blocks of this topic on all days; once more: those of the day.", Why: s.whyNoBlock, Do: s.turn},
		kit.Binding{Keys: []string{"+"}, Name: "walk-in", Footer: 18, Command: `rollbook roster add "NAME" --cohort C --walk-in`,
			About: "Adds somebody who walked in, by name alone, from this day on.", Why: s.whyNoCohort,
			Do: func() tea.Cmd { return kit.Open(people.Add(r, true)) }},
		kit.Binding{Keys: []string{"b"}, Name: "this block", Footer: 19, Command: "rollbook block edit --cohort C --day N --block B",
			About: "Changes this block: times, topic; splits, cancels or brings it back. On a day without blocks: the day.",
			Why:   s.whyNoCohort, Do: s.change},
		kit.Binding{Keys: []string{"D"}, Name: "close the day", Footer: 20, Command: "rollbook day close --cohort C --day N",
			About: "Closes the day: shows the counts and who is not marked, and says who attests them.", Why: s.whyNoBlock,
			Do: func() tea.Cmd { b, _ := s.block(); return kit.Open(plan.Close(r, b.Day)) }})
	for _, b := range s.grid.MoveKeys() {
		do := b.Do
		b.Do = func() tea.Cmd { s.move(func() { do() }); return nil }
		keys = append(keys, b)
	}
	return s.number.Keys(keys)
}

func (s *Screen) turnWhole() tea.Cmd {
	s.r.Whole = !s.r.Whole
	b, _ := s.block()
	if s.r.Whole {
		return kit.Say(fmt.Sprintf("marks go to: the whole of day %d", b.Day))
	}
	return kit.Say("marks go to: " + s.r.BlockWords(b))
}

// change opens the block of the focus, or the day where there is none.
func (s *Screen) change() tea.Cmd {
	if b, there := s.block(); there {
		return kit.Open(plan.Block(s.r, b.ID))
	}
	return kit.Open(plan.Blocks(s.r, s.r.Day))
}

func (s *Screen) whyNoCohort() string {
	if s.r.Cohort == nil {
		return "no cohort is open: ctrl+o lists them"
	}
	return ""
}

// whyNoBlock says why the focus is on no block.
func (s *Screen) whyNoBlock() string {
	if why := s.whyNoCohort(); why != "" {
		return why
	}
	if _, there := s.block(); there {
		return ""
	}
	d := s.r.DayNow()
	if d.Cancelled {
		return fmt.Sprintf("day %d is cancelled: b brings it back", d.Number)
	}
	return "this day has no blocks: b adds one"
}
