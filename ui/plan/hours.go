package plan

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// Split asks for a time at which a block becomes two. The marks stay with the first part; the
// second, on the same topic, is not marked yet.
func Split(r *room.Room, id model.ID) kit.Overlay {
	b, _ := r.Cohort.Block(id)
	read := func(text string) (first, second model.Block, err error) {
		at, err := model.TypedTime(text, b.Span())
		if err == nil && (at <= b.Start || at >= b.End) {
			err = fmt.Errorf("%s is not within the block: type a time after %s and before %s",
				at.Words(r.Twelve), b.Start.Words(r.Twelve), b.End.Words(r.Twelve))
		}
		first, second = b, b
		first.End, second.Start, second.ID = at, at, model.ID{}
		return first, second, err
	}
	says := func(first, second model.Block) string {
		return fmt.Sprintf("%s–%s (%s), %s–%s (not marked)", first.Start.Words(r.Twelve), first.End.Words(r.Twelve),
			stay(kept(r.Cohort, b)), second.Start.Words(r.Twelve), second.End.Words(r.Twelve))
	}
	return prompt(r, fmt.Sprintf("Split %s at", r.BlockWords(b)), "type a time, such as 1030",
		func(text string) (string, error) {
			first, second, err := read(text)
			return says(first, second), err
		},
		func(text string) (tea.Cmd, error) {
			first, second, err := read(text)
			if err != nil {
				return nil, err
			}
			if second.ID, err = r.Book.NewID(); err != nil {
				return nil, err
			}
			return tryChange(r, fmt.Sprintf("%s split: %s", b.Topic, says(first, second)), first, second)
		})
}

var errShift = errors.New("type minutes, 30 for later or -15 for earlier, or the new start, as 10:00")

// shiftBy is how many minutes later a day begins that was to begin at start: minutes as typed, or up
// to a new start, which has a colon.
func shiftBy(text string, start model.Clock) (int, error) {
	text = strings.TrimSpace(text)
	by, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(text, "+"), "m"))
	if strings.Contains(text, ":") {
		var at model.Clock
		at, err = model.TypedTime(text, model.Span{From: 0, To: 24 * 60})
		by = int(at - start)
	}
	if err != nil || by == 0 || by < -24*60 || by > 24*60 {
		return 0, errShift
	}
	return by, nil
}

// Shift asks by how many minutes all blocks of a day start and end later, or earlier.
func Shift(r *room.Room, day int) kit.Overlay {
	blocks := r.Cohort.BlocksOf(day)
	read := func(text string) ([]model.Block, error) {
		by, err := shiftBy(text, room.Hours(blocks).From)
		if err != nil {
			return nil, err
		}
		shifted := make([]model.Block, len(blocks))
		for i, b := range blocks {
			b.Start, b.End = b.Start+model.Clock(by), b.End+model.Clock(by)
			if b.Start < 0 || b.End > 24*60 {
				return nil, fmt.Errorf("%s would go past midnight: type fewer minutes", b.Topic)
			}
			shifted[i] = b
		}
		return shifted, check(r.Cohort, shifted...)
	}
	says := func(shifted []model.Block) string {
		var hours []string
		for _, b := range shifted {
			hours = append(hours, b.Start.Words(r.Twelve)+"–"+b.End.Words(r.Twelve))
		}
		return strings.Join(hours, ", ") + ": " + marksStay(r, blocks...)
	}
	return prompt(r, fmt.Sprintf("Day %d starts later by", day), errShift.Error(),
		func(text string) (string, error) {
			shifted, err := read(text)
			return says(shifted), err
		},
		func(text string) (tea.Cmd, error) {
			shifted, err := read(text)
			if err != nil {
				return nil, err
			}
			return tryChange(r, fmt.Sprintf("day %d: %s", day, says(shifted)), shifted...)
		})
}

// Swap lists the other blocks of the cohort: the one chosen changes topics with this one. Hours and
// marks stay where they are.
func Swap(r *room.Room, id model.ID) kit.Overlay {
	b, _ := r.Cohort.Block(id)
	c := &kit.Chooser{Theme: r.Theme, Title: fmt.Sprintf("%s, day %d: swap its topic with", r.BlockWords(b), b.Day), Empty: "there is no other block"}
	var others []model.Block
	for _, o := range r.Cohort.Blocks {
		if o.ID == id {
			continue
		}
		item := kit.Item{Title: fmt.Sprintf("day %d, %s", o.Day, r.BlockWords(o))}
		if o.Topic == b.Topic {
			item.Why = "the same topic"
		}
		c.Items, others = append(c.Items, item), append(others, o)
	}
	c.Choose = func(i int) tea.Cmd {
		o := others[i]
		o.Topic, b.Topic = b.Topic, o.Topic
		return change(r, fmt.Sprintf("day %d: %s; day %d: %s; marks stay with their hours", b.Day, r.BlockWords(b), o.Day, r.BlockWords(o)), b, o)
	}
	return c
}

// prompt asks for one line and says before Enter what it will do.
func prompt(r *room.Room, label, hint string, preview func(string) (string, error), enter func(string) (tea.Cmd, error)) kit.Overlay {
	return &kit.Prompt{Theme: r.Theme, Label: label,
		Preview: func(text string) (string, bool) {
			if strings.TrimSpace(text) == "" {
				return hint, false
			}
			says, err := preview(text)
			if err != nil {
				return room.Sentence(err), true
			}
			return says, false
		},
		Enter: func(text string) (bool, tea.Cmd) {
			cmd, err := enter(text)
			if err != nil {
				return false, kit.Warn(room.Sentence(err))
			}
			return true, cmd
		}}
}
