package command

import (
	"fmt"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store"
)

// blockChange are the flags that say what a block is to be.
type blockChange struct{ block, topic, start, end string }

func (b *blockChange) flags(c *cobra.Command) {
	c.Flags().StringVar(&b.topic, "topic", "", "its topic")
	c.Flags().StringVar(&b.start, "start", "", "when it starts, `HH:MM`")
	c.Flags().StringVar(&b.end, "end", "", "when it ends, `HH:MM`")
}

func (b *blockChange) which(c *cobra.Command) {
	c.Flags().StringVar(&b.block, "block", "", "the `block`: its number, its start (09:00) or a part of its topic")
}

// into puts what was given into a block.
func (b *blockChange) into(r *run, to *model.Block) (err error) {
	if b.topic != "" {
		to.Topic = r.clean("the topic", b.topic, model.NameLimit)
	}
	if b.start != "" {
		if to.Start, err = clock("--start", b.start); err != nil {
			return err
		}
	}
	if b.end != "" {
		to.End, err = clock("--end", b.end)
	}
	return err
}

func (r *run) blockCommands() *cobra.Command {
	return group("block", "add, edit or cancel a block of a day", r.blockAddCommand(), r.blockEditCommand(), r.blockCancelCommand())
}

func (r *run) blockAddCommand() *cobra.Command {
	var b blockChange
	c := &cobra.Command{
		Use:     "add --day N --topic T --start HH:MM --end HH:MM",
		Short:   "add a block to a day",
		Example: `  rollbook block add --day 4 --topic "Language" --start 16:15 --end 17:00`,
	}
	b.flags(c)
	return r.onDay(c, func(c *store.Cohort, d model.Day) error {
		if b.topic == "" || b.start == "" || b.end == "" {
			return misused("the block is not whole: say --topic, --start and --end")
		}
		id, err := r.book.NewID()
		if err != nil {
			return err
		}
		added := model.Block{ID: id, Day: d.Number}
		if err := b.into(r, &added); err != nil {
			return err
		}
		if err := c.CheckBlock(added); err != nil {
			return err
		}
		return r.saveSaying(c, fmt.Sprintf("day %d: %s added", d.Number, spanWords(added)), c.EditBlock(added))
	})
}

func (r *run) blockEditCommand() *cobra.Command {
	var b blockChange
	c := &cobra.Command{
		Use:   "edit --day N --block B",
		Short: "change a block's hours or topic; its marks stay and are counted anew",
		Example: `  rollbook block edit --day 4 --block 2 --end 15:30
  rollbook block edit --day 4 --block 09:00 --topic "First Contact"`,
	}
	b.flags(c)
	b.which(c)
	return r.onDay(c, func(c *store.Cohort, d model.Day) error {
		edited, err := b.find(c, d)
		if err != nil {
			return err
		}
		if b.topic == "" && b.start == "" && b.end == "" {
			return misused("there is nothing to change: say --topic, --start or --end")
		}
		if err := b.into(r, &edited); err != nil {
			return err
		}
		if err := c.CheckBlock(edited); err != nil {
			return err
		}
		return r.saveSaying(c, fmt.Sprintf("day %d: the block is %s", d.Number, spanWords(edited)), c.EditBlock(edited))
	})
}

func (r *run) blockCancelCommand() *cobra.Command {
	var b blockChange
	c := &cobra.Command{
		Use:     "cancel --day N --block B",
		Short:   "cancel a block: it counts for nobody; marks on it are kept",
		Example: `  rollbook block cancel --day 4 --block 2`,
	}
	b.which(c)
	return r.onDay(c, func(c *store.Cohort, d model.Day) error {
		gone, err := b.find(c, d)
		if err != nil {
			return err
		}
		gone.Cancelled = true
		return r.saveSaying(c, fmt.Sprintf("day %d: %s is cancelled", d.Number, spanWords(gone)), c.EditBlock(gone))
	})
}

func (b *blockChange) find(c *store.Cohort, d model.Day) (model.Block, error) {
	if b.block == "" {
		return model.Block{}, misused("the block is missing: say which, with --block")
	}
	return block(c, d.Number, b.block)
}

func spanWords(b model.Block) string { return fmt.Sprintf("%s–%s %s", b.Start, b.End, b.Topic) }
