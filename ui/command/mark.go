package command

import (
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/room"
)

// marking is what `rollbook mark` was told.
type marking struct {
	cohort, day, block string
	row, trainee       string
	rest               bool
	told, toldGiven    bool
	remark             string
	remarkGiven        bool
	words              string // the person's own
	wordsGiven         bool
	paper              bool
}

func (r *run) markCommand() *cobra.Command {
	var m marking
	c := &cobra.Command{
		Use:   "mark --day N (--row R | --trainee NAME | --rest) [--block B] [STATE]",
		Short: "mark who is here",
		Long: `Marks one person, or with --rest everyone who is not marked yet.

STATE is one of
  present | absent | clear
  late HH:MM        came at that time
  left HH:MM        left for the day
  in HH:MM          came in again after having left
  out HH:MM-HH:MM   was out of the room
  out 20m           the same in minutes; needs --block
  copy              what the block before ended with, where not marked; needs --block

Without --block it is the whole day. All that one command does is undone as one. --own-words keeps
what the person says to the mark, beside it: the mark stays. --from-paper is for marks that are keyed in
from a sheet on paper: the journal says so.`,
		Example: `  rollbook mark --day 3 --rest
  rollbook mark --day 3 --row 7 absent --told-ahead --remark "snow in Bangor"
  rollbook mark --day 3 --trainee maya late 09:20
  rollbook mark --day 3 --block 13:00 --row 12 out 14:40-15:20
  rollbook mark --day 3 --block 13:00 --rest copy
  rollbook mark --day 3 --row 12 late 09:20 --from-paper
  rollbook mark --day 3 --row 7 --block 1 --own-words "I was there from nine on."
  rollbook undo`,
		Args: cobra.ArbitraryArgs,
	}
	cohortFlag(c, &m.cohort)
	dayFlag(c, &m.day)
	c.Flags().StringVar(&m.block, "block", "", "one `block` of the day: its number, its start (09:00) or a part of its topic")
	c.Flags().StringVar(&m.row, "row", "", "the person's row `number`")
	c.Flags().StringVar(&m.trainee, "trainee", "", "the person: a part of the `name`")
	c.Flags().BoolVar(&m.rest, "rest", false, "everyone who is not marked yet")
	c.Flags().BoolVar(&m.told, "told-ahead", false, "told us ahead; --told-ahead=false takes it off")
	c.Flags().StringVar(&m.remark, "remark", "", "a remark on the mark; an empty `text` takes it off")
	c.Flags().StringVar(&m.words, "own-words", "", "what the person says to the mark, in their own words; an empty `text` takes it off")
	c.Flags().BoolVar(&m.paper, "from-paper", false, "it is keyed in from a sheet on paper")
	c.RunE = func(c *cobra.Command, args []string) error {
		m.wordsGiven = c.Flags().Changed("own-words")
		m.toldGiven, m.remarkGiven = c.Flags().Changed("told-ahead"), c.Flags().Changed("remark")
		s, err := parseState(args)
		if err != nil {
			return err
		}
		if err := m.check(s); err != nil {
			return err
		}
		return r.writing(func([]string) error { return r.mark(m, s) })(c, args)
	}
	return c
}

// check refuses what can't be, before the book is opened.
func (m marking) check(s state) error {
	named := 0
	for _, given := range []bool{m.row != "", m.trainee != "", m.rest} {
		if given {
			named++
		}
	}
	switch {
	case named == 0:
		return misused("nobody is named: say who, with --row R, --trainee NAME or --rest")
	case named > 1:
		return misused("--row, --trainee and --rest can't come together: keep one of them")
	case m.rest && (m.toldGiven || m.remarkGiven || m.wordsGiven):
		return misused("--told-ahead, --remark and --own-words are about one person: say who, with --row R or --trainee NAME")
	case m.paper && !m.rest && (!s.given || s.copied) || m.paper && s.copied:
		return misused("--from-paper is for what a sheet on paper says: say present, absent, late HH:MM, left, in or out")
	case m.rest && s.given && !s.copied && s.act.Verb != room.Present:
		return misused("--rest marks present, or copies: for anything else name each person with --row R")
	case s.copied && m.block == "":
		return misused("copy needs one block: say which, with --block")
	case !m.rest && !s.given && !m.toldGiven && !m.remarkGiven && !m.wordsGiven:
		return misused("there is nothing to mark: say present, absent, late HH:MM or what else rollbook help mark shows")
	}
	return nil
}

// mark carries the command out, as one gesture.
func (r *run) mark(m marking, s state) error {
	c, err := r.cohort(m.cohort)
	if err != nil {
		return err
	}
	d, err := day(c, "--day", m.day)
	if err != nil {
		return err
	}
	if d.Cancelled {
		return misused("day %d is cancelled: nothing is marked on it", d.Number)
	}
	b := model.Block{}
	if m.block != "" {
		if b, err = block(c, d.Number, m.block); err != nil {
			return err
		}
	}
	if s.copied && c.BlocksOf(d.Number)[0].ID == b.ID {
		return misused("%s is the first block of day %d: there is none before it to copy", blockWords(b), d.Number)
	}
	if m.rest {
		return r.markRest(c, d, b, m.paper, s.copied)
	}
	var p *store.Person
	if m.row != "" {
		row, _ := strconv.Atoi(m.row)
		p, err = personInRow(c, m.row, row)
	} else {
		p, err = person(c, m.trainee)
	}
	if err != nil {
		return err
	}
	return r.markPerson(c, p, d.Number, b, m, s)
}

func (r *run) markRest(c *store.Cohort, d model.Day, b model.Block, paper, copied bool) error {
	edits, people, err := c.MarkRest(d.Number, b.ID, copied)
	if err != nil {
		return err
	}
	how, what := oplog.Rest, "present"
	if copied {
		how, what = oplog.Copied, "as the block before ended"
	}
	if paper {
		edits, what = store.FromPaper(edits), what+", from paper"
	}
	changed, err := r.save(c, how, edits)
	switch {
	case err != nil:
		return err
	case !changed:
		r.say("nobody was left to mark: nothing to change")
	default:
		r.say("%s: %s, saved", howMany(people, "person", "people"), what)
	}
	return nil
}

func (r *run) markPerson(c *store.Cohort, p *store.Person, day int, b model.Block, m marking, s state) error {
	how := oplog.Single
	var edits []store.Edit
	says, after := rowAndName(p)+": ", []string{}
	switch {
	case s.copied:
		more, err := c.MarkDay(p, day, b.ID, func(sc model.Scope) ([]model.Slot, error) { return sc.Copy(), nil })
		if err != nil {
			return err
		}
		how, edits = oplog.Copied, more
		after = append(after, "as the block before ended")
	case s.given:
		done, err := room.Do(c, p, day, b.ID, s.act, model.NoClock, false)
		if err != nil {
			return err
		}
		how, edits = done.How, done.Edits
		after = append(after, strings.TrimPrefix(done.Says, says))
		if m.paper {
			edits = store.FromPaper(edits)
			after = append(after, "from paper")
		}
	}
	if m.toldGiven {
		more, err := c.Told(p, day, b.ID, m.told)
		if err != nil {
			return err
		}
		edits = append(edits, more...)
		after = append(after, map[bool]string{true: "told us ahead", false: "told us ahead taken off"}[m.told])
	}
	more, said, err := r.besideMark(c, p, day, b, m)
	if err != nil {
		return err
	}
	edits, after = append(edits, more...), append(after, said...)
	changed, err := r.save(c, how, edits)
	switch {
	case err != nil:
		return err
	case !changed:
		r.say("%s%s already: nothing to change", says, standing(c, p, day, b, s.given))
	default:
		r.say("%s%s, saved", says, strings.Join(after, "; "))
	}
	return nil
}

// besideMark is what stands beside a mark: the remark, and the person's own words.
func (r *run) besideMark(c *store.Cohort, p *store.Person, day int, b model.Block, m marking) (edits []store.Edit, after []string, err error) {
	if m.remarkGiven {
		remark := r.clean("the remark", m.remark, model.CellLimit)
		if edits, err = c.Remark(p, day, b.ID, remark); err != nil {
			return nil, nil, err
		}
		after = append(after, map[bool]string{true: "remark kept", false: "remark taken off"}[remark != ""])
	}
	if m.wordsGiven {
		words := r.clean("the person's own words", m.words, model.CellLimit)
		scope, err := c.Scope(p, day, b.ID)
		if err != nil {
			return nil, nil, err
		}
		edits = append(edits, c.EditOwnWords(p, scope.Slots[max(0, scope.Block)].Block.ID, words)) // the day's first, as a remark
		after = append(after, map[bool]string{true: "own words kept", false: "own words taken off"}[words != ""])
	}
	return edits, after, nil
}

// standing is what was there where a command changed nothing: the marks, where it was about them.
func standing(c *store.Cohort, p *store.Person, day int, b model.Block, marks bool) string {
	if !marks {
		return "this is so"
	}
	slots := c.Slots(p, day)
	if !b.ID.IsZero() {
		for _, sl := range slots {
			if sl.Block.ID == b.ID {
				slots = []model.Slot{sl}
				break
			}
		}
	}
	return room.StateWords(slots, false)
}
