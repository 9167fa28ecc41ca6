// Package plan changes the plan of a cohort while it runs: a day's date, its blocks, their times
// and topics, and the closing of a day.
//
// Marks stand on the ids of blocks: whatever changes here, they stay, and the times in them are
// counted again. Every change is one gesture, and can be undone. Start reading at Blocks.
package plan

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// Blocks lists what can be changed of a day: the day itself, each of its blocks, a new one.
func Blocks(r *room.Room, day int) kit.Overlay {
	c := &kit.Chooser{Theme: r.Theme, Title: fmt.Sprintf("Day %d: change what?", day)}
	var do []func() kit.Overlay
	add := func(title, detail, why string, open func() kit.Overlay) {
		c.Items = append(c.Items, kit.Item{Title: title, Detail: detail, Why: why})
		do = append(do, open)
	}
	c.Choose = func(i int) tea.Cmd { return kit.Open(do[i]()) }
	d, there := r.Cohort.Day(day)
	if !there {
		c.Empty = fmt.Sprintf("there is no day %d", day)
		return c
	}
	detail := d.Date.Words()
	if d.Cancelled {
		detail += ", cancelled"
	}
	add("The day: date, cancel", detail, "", func() kit.Overlay { return DayForm(r, day) })
	for _, b := range blocksOf(r.Cohort, day) {
		add(r.BlockWords(b), blockState(r, b), "", func() kit.Overlay { return Block(r, b.ID) })
	}
	add("Add a block", "", "", func() kit.Overlay { return BlockForm(r, day, model.ID{}) })
	why := ""
	if len(r.Cohort.BlocksOf(day)) == 0 {
		why = "no block of this day counts"
	}
	add("Start later or earlier", "moves every block", why, func() kit.Overlay { return Shift(r, day) })
	return c
}

// Block lists what can be done to one block.
func Block(r *room.Room, id model.ID) kit.Overlay {
	b, there := r.Cohort.Block(id)
	c := &kit.Chooser{Theme: r.Theme, Title: r.BlockWords(b), Empty: "this block is gone"}
	if !there {
		return c
	}
	do := []func() tea.Cmd{
		func() tea.Cmd { return kit.Open(BlockForm(r, b.Day, id)) },
		func() tea.Cmd { return kit.Open(Split(r, id)) },
		func() tea.Cmd { return kit.Open(Swap(r, id)) },
		func() tea.Cmd { return kit.Open(Cancel(r, id)) },
	}
	c.Items = []kit.Item{
		{Title: "Times and topic", Detail: marksStay(r, b)},
		{Title: "Split it in two", Detail: "at a time that you type"},
		{Title: "Swap its topic", Detail: "with another block's"},
		{Title: "Cancel it", Detail: "it counts for nobody then; its marks are kept"},
	}
	if b.Cancelled {
		c.Items[3] = kit.Item{Title: "Bring it back", Detail: "with its marks"}
		do[3] = func() tea.Cmd { return restore(r, id) }
		c.Items[1].Why = "this block is cancelled"
	}
	c.Choose = func(i int) tea.Cmd { return do[i]() }
	return c
}

// Cancel asks whether to cancel a block.
func Cancel(r *room.Room, id model.ID) kit.Overlay {
	b, _ := r.Cohort.Block(id)
	return &kit.Confirm{Theme: r.Theme, Question: fmt.Sprintf("Cancel %s on day %d?", r.BlockWords(b), b.Day),
		Detail: stay(kept(r.Cohort, b)) + " with the block and count for nobody. u undoes it, b brings it back.",
		Yes:    "cancel the block", No: "keep it",
		Do: func() tea.Cmd {
			b.Cancelled = true
			return change(r, fmt.Sprintf("day %d: %s cancelled", b.Day, r.BlockWords(b)), b)
		}}
}

func restore(r *room.Room, id model.ID) tea.Cmd {
	b, _ := r.Cohort.Block(id)
	b.Cancelled = false
	return change(r, fmt.Sprintf("day %d: %s is back, %s", b.Day, r.BlockWords(b), marksStay(r, b)), b)
}

// change puts blocks into the plan as one gesture, or says why they can't be so.
func change(r *room.Room, says string, blocks ...model.Block) tea.Cmd {
	cmd, err := tryChange(r, says, blocks...)
	if err != nil {
		return kit.Warn(err.Error())
	}
	return cmd
}

func tryChange(r *room.Room, says string, blocks ...model.Block) (tea.Cmd, error) {
	if err := check(r.Cohort, blocks...); err != nil {
		return nil, err
	}
	var edits []store.Edit
	for _, b := range blocks {
		edits = append(edits, r.Cohort.EditBlock(b)...)
	}
	return r.TryCommit(oplog.Single, says, edits...)
}

// check says why the plan can't be with all these blocks in it at once.
func check(c *store.Cohort, blocks ...model.Block) error {
	with := c.Cohort
	with.Blocks = slices.Clone(with.Blocks)
	for _, b := range blocks {
		if i := slices.IndexFunc(with.Blocks, func(o model.Block) bool { return o.ID == b.ID }); i >= 0 {
			with.Blocks[i] = b
		} else {
			with.Blocks = append(with.Blocks, b)
		}
	}
	for _, b := range blocks {
		if err := with.CheckBlock(b); err != nil {
			return err
		}
	}
	return nil
}

// blocksOf are the blocks of a day, cancelled ones too.
func blocksOf(c *store.Cohort, day int) (out []model.Block) {
	for _, b := range c.Blocks {
		if b.Day == day {
			out = append(out, b)
		}
	}
	return out
}

func blockState(r *room.Room, b model.Block) string {
	n := kept(r.Cohort, b)
	says := counted(n, "mark")
	if n == 0 {
		says = "not marked"
	}
	if b.Cancelled {
		says = "cancelled, " + says
	}
	return says
}

// kept is how many marks stand on blocks.
func kept(c *store.Cohort, blocks ...model.Block) (n int) {
	for _, p := range c.People {
		for _, b := range blocks {
			if cell := p.Marks[b.ID]; cell != nil && cell.Mark.In(b).State != model.Unmarked {
				n++
			}
		}
	}
	return n
}

// marksStay says what a change of hours does to the marks of blocks.
func marksStay(r *room.Room, blocks ...model.Block) string {
	n := kept(r.Cohort, blocks...)
	if n == 0 {
		return "nothing is marked there"
	}
	return stay(n) + "; times are counted again"
}

func stay(n int) string {
	if n == 1 {
		return "1 mark stays"
	}
	return fmt.Sprintf("%d marks stay", n)
}

func counted(n int, word string) string {
	if n != 1 {
		word += "s"
	}
	return fmt.Sprintf("%d %s", n, word)
}
