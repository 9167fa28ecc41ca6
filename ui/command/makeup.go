package command

import (
	"fmt"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
)

func (r *run) makeUpCommands() *cobra.Command {
	return group("makeup", "missed blocks made good", r.makeUpAddCommand(), r.makeUpListCommand(), r.makeUpRemoveCommand())
}

// makingUp is what `rollbook makeup add` was told.
type makingUp struct {
	cohort, trainee, day, block string
	minutes                     int
	timed                       bool // minutes were given
	with                        string
	in, inDay, inBlock          string
}

func (r *run) makeUpAddCommand() *cobra.Command {
	var m makingUp
	c := &cobra.Command{
		Use:   "add --trainee NAME --day N --block B --minutes M --date DATE [--with W] [--in COHORT]",
		Short: "write down that a missed block was made good",
		Long: `Writes down that a person made good what they missed of a block: one to one, or with --in in a
block of another cohort. There, who is on no roster is made a guest of that block, outside all totals;
that is a step of its own, and undone as one. The mark of the missed block stays as it is.`,
		Example: `  rollbook makeup add --trainee maya --day 3 --block 1 --minutes 180 --date 2026-05-04 --with "Asha Rao"
  rollbook makeup add --trainee maya --day 3 --block 1 --minutes 180 --date 2026-09-02 --in autumn --in-day 3`,
		Args: noArguments,
	}
	cohortFlag(c, &m.cohort)
	dayFlag(c, &m.day)
	c.Flags().StringVar(&m.trainee, "trainee", "", "the person: a part of the `name`, or the row number")
	c.Flags().StringVar(&m.block, "block", "", "the `block` that was missed: its number, its start (09:00) or a part of its topic")
	c.Flags().IntVar(&m.minutes, "minutes", 0, "how many `minutes` were made good")
	r.whenFlag(c, "when that was, `YYYY-MM-DD`")
	c.Flags().StringVar(&m.with, "with", "", "with `whom`")
	c.Flags().StringVar(&m.in, "in", "", "in a block of another `cohort`: a part of its name")
	c.Flags().StringVar(&m.inDay, "in-day", "", "the `number` of the day there; not needed where one block there has that date or topic")
	c.Flags().StringVar(&m.inBlock, "in-block", "", "the `block` there; not needed where one has the topic")
	c.RunE = func(c *cobra.Command, args []string) error {
		m.timed = c.Flags().Changed("minutes")
		switch {
		case m.trainee == "":
			return misused("nobody is named: say who, with --trainee NAME")
		case m.block == "":
			return misused("the block is missing: say which was missed, with --day and --block")
		case r.given == model.NoDate:
			return misused("the date is missing: say when it was made up, with --date YYYY-MM-DD")
		case m.in == "" && (m.inDay != "" || m.inBlock != ""):
			return misused("--in-day and --in-block are of another cohort: say which, with --in")
		}
		return r.writing(func([]string) error { return r.makeUp(m) })(c, args)
	}
	return c
}

func (r *run) makeUp(m makingUp) error {
	c, p, err := r.personOf(m.cohort, m.trainee)
	if err != nil {
		return err
	}
	d, err := day(c, "--day", m.day)
	if err != nil {
		return err
	}
	b, err := block(c, d.Number, m.block)
	if err != nil {
		return err
	}
	made := store.MakeUp{MakeUp: model.MakeUp{Trainee: p.Trainee.ID, Block: b.ID, Minutes: m.minutes, Date: r.given},
		With: r.clean("--with", m.with, model.NameLimit)}
	if left := c.Owing(p, b.ID); m.minutes <= 0 && left > 0 {
		wrong := "the minutes are missing"
		if m.timed {
			wrong = fmt.Sprintf("--minutes can't be %d", m.minutes)
		}
		return misused("%s: %s has %d to make up in %s: say how many, with --minutes", wrong, rowAndName(p), left, dayAndBlock(b))
	}
	edits, err := c.AddMakeUp(p, made)
	if err != nil {
		return err
	}
	r.warnToCome()
	where := "one to one"
	if m.in != "" {
		other, there, err := r.blockElsewhere(c, b, m)
		if err != nil {
			return err
		}
		if d, _ := other.Day(there.Day); d.Date != model.NoDate && d.Date != r.given {
			return misused("day %d of %s is on %s: give that date, --date %s", d.Number, other.Name, d.Date.Words(), d.Date)
		}
		if err := r.invite(other, p, there, m.minutes); err != nil {
			return err
		}
		made.InCohort, made.InBlock = other.Cohort.ID, there.ID
		if edits, err = c.AddMakeUp(p, made); err != nil {
			return err
		}
		where = fmt.Sprintf("in %s, %s", other.Name, dayAndBlock(there))
	}
	if made.With != "" {
		where += ", with " + made.With
	}
	what := fmt.Sprintf("%s: %s of %s made up on %s, %s", rowAndName(p), model.DescribeMinutes(m.minutes), dayAndBlock(b), r.given.Words(), where)
	return r.saveSaying(c, what, edits)
}

// blockElsewhere is the block of another cohort in which a block was made up: the one that is named,
// else the only one there of that topic, on that date where there are several.
func (r *run) blockElsewhere(c *store.Cohort, missed model.Block, m makingUp) (*store.Cohort, model.Block, error) {
	other, err := r.cohort(m.in)
	if err != nil {
		return nil, model.Block{}, err
	}
	if other.Cohort.ID == c.Cohort.ID {
		return nil, model.Block{}, misused("%s is the cohort in which it was missed: --in is another, and without it a make-up is one to one", other.Name)
	}
	days := other.Days
	if m.inDay != "" {
		d, err := day(other, "--in-day", m.inDay)
		if err != nil {
			return nil, model.Block{}, err
		}
		days = []model.Day{d}
		if m.inBlock != "" {
			b, err := block(other, d.Number, m.inBlock)
			return other, b, err
		}
	}
	var found, onDate []model.Block
	for _, d := range days {
		for _, b := range other.BlocksOf(d.Number) {
			if model.Fold(b.Topic) != model.Fold(missed.Topic) {
				continue
			}
			found = append(found, b)
			if d.Date == r.given {
				onDate = append(onDate, b)
			}
		}
	}
	if len(onDate) == 1 {
		found = onDate
	}
	switch len(found) {
	case 1:
		return other, found[0], nil
	case 0:
		return nil, model.Block{}, misused("%s has no block on %s there: say in which it was made up, with --in-day and --in-block", other.Name, quoted(missed.Topic))
	}
	return nil, model.Block{}, misused("it could be %s of %s: say which, with --in-day and --in-block", labels(found, dayAndBlock), other.Name)
}

// invite makes a person a guest of the block in which they make something up, unless they are on the
// roster for it, and says where their mark there is of less.
func (r *run) invite(c *store.Cohort, p *store.Person, b model.Block, minutes int) error {
	there := c.Person(p.Trainee.ID)
	if there == nil || !there.Covers(b) {
		edits, id, err := c.EnrollGuest(p.Trainee, []model.ID{b.ID})
		if err != nil {
			return err
		}
		if err := c.Know(id); err != nil {
			return err
		}
		if _, err := r.save(c, oplog.Single, edits); err != nil {
			return err
		}
		r.say("%s: a guest in %s, %s, saved", rowAndName(c.Person(id)), c.Name, dayAndBlock(b))
		return nil
	}
	if m := there.Cell(b.ID).Mark.In(b); m.State != model.Unmarked && m.Attended(b) < minutes {
		r.warn("in %s, %s is marked: %s", c.Name, p.Name, model.Describe(m, b, false))
	}
	return nil
}

// dayAndBlock is a block as sentences name it where its day isn't clear.
func dayAndBlock(b model.Block) string { return fmt.Sprintf("day %d, %s", b.Day, blockWords(b)) }
