package command

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
)

func (r *run) settleCommand() *cobra.Command {
	var all bool
	c := &cobra.Command{
		Use:   "settle ID VALUE",
		Short: "say which of two values holds",
		Long: `Settles what people disagree on: ID is of the list that rollbook conflicts shows, VALUE the id of the
value that holds, or its words. Undo brings the disagreement back.

What two laptops said differently about somebody at one go is settled at once with 'mine' (this laptop's),
'theirs', or 'both': they came when the one says, and left when the other says. With --all the one who
said VALUE holds in all of that.`,
		Example: `  rollbook conflicts
  rollbook settle 3f0a9c12 present
  rollbook settle 3f0a9c12 theirs
  rollbook settle 3f0a9c12 both`,
		Args: exactly(2, "the conflict's id or the value that holds"),
	}
	c.RunE = r.writing(func(args []string) error {
		there, err := r.questions("")
		if err != nil {
			return err
		}
		q, err := questionNamed(there, strings.ToLower(args[0]))
		if err != nil {
			return err
		}
		holds, named := q.side(args[1])
		word := strings.ToLower(args[1])
		switch {
		case named && !all:
			return r.settleOne(q, q.that.Sides[holds])
		case named:
			return r.settleAll(q, holds)
		case word == "both" && len(q.of.Parties) > 0:
			return r.settleBoth(q)
		case word == "mine" || word == "theirs":
			party, err := q.party(word == "mine")
			if err != nil {
				return err
			}
			return r.settleAll(q, party)
		}
		return q.noValue(args[1], shortOps(there))
	})
	c.Flags().BoolVar(&all, "all", false, "in all that the same two disagree on about this person, not in this alone")
	return c
}

func (q question) noValue(value string, ids map[string]string) error {
	return misused("%s is not one of the values: there is %s", quoted(value),
		labels(q.that.Sides, func(s store.Side) string { return nothing(s.Value) + " (" + ids[opID(s)] + ")" }))
}

func (r *run) settleOne(q question, holds store.Side) error {
	edit, err := q.in.EditSide(holds)
	if err != nil {
		return err
	}
	if _, err := r.save(q.in, oplog.Settle, []store.Edit{edit}); err != nil {
		return err
	}
	r.say("%s: %s, settled, saved", q.about(), nothing(holds.Value))
	return nil
}

// settleAll settles a dispute as one of its parties says.
func (r *run) settleAll(q question, party int) error {
	edits, err := q.in.EditsFor(q.of, party)
	if err != nil {
		return err
	}
	if _, err := r.save(q.in, oplog.Settle, edits); err != nil {
		return err
	}
	for _, f := range q.of.Fields {
		r.say("%s: %s, settled, saved", question{q.in, q.of, f}.about(), nothing(f.Sides[party].Value))
	}
	return nil
}

// settleBoth settles a dispute with the arrival that the one knew and the leaving that the other knew.
func (r *run) settleBoth(q question) error {
	slots, err := q.in.Both(q.of)
	if err != nil {
		return err
	}
	edits, err := q.in.EditsBoth(q.of)
	if err != nil {
		return err
	}
	if _, err := r.save(q.in, oplog.Settle, edits); err != nil {
		return err
	}
	for _, f := range q.of.Fields {
		if i := slices.IndexFunc(slots, func(s model.Slot) bool { return s.Block.ID == f.Block }); i >= 0 {
			r.say("%s: %s, settled, saved", question{q.in, q.of, f}.about(), model.Describe(slots[i].Mark, slots[i].Block, false))
		}
	}
	return nil
}

// party is the one of this laptop, or the one of another, if there is just one of that kind.
func (q question) party(mine bool) (int, error) {
	found := -1
	for i, p := range q.of.Parties {
		switch {
		case p.Here != mine:
		case found >= 0:
			return 0, misused("several are like that: say the id of a value, with --all for all that its author said")
		default:
			found = i
		}
	}
	if found < 0 && mine {
		return 0, misused("none of the values is of this laptop: say the id of one, with --all for all that its author said")
	}
	if found < 0 {
		return 0, misused("all of the values are of this laptop: say the id of one, with --all for all that its author said")
	}
	return found, nil
}

// side is the one value that is meant: by its words, its id, or its words whatever case and accents.
func (q question) side(value string) (at int, ok bool) {
	for _, means := range []func(store.Side) bool{
		func(s store.Side) bool { return nothing(s.Value) == value },
		func(s store.Side) bool { return isID(value) && strings.HasPrefix(opID(s), strings.ToLower(value)) },
		func(s store.Side) bool { return model.Fold(nothing(s.Value)) == model.Fold(value) },
	} {
		found := 0
		for i, s := range q.that.Sides {
			if means(s) {
				at, found = i, found+1
			}
		}
		if found > 0 {
			return at, found == 1
		}
	}
	return 0, false
}

// questionNamed is the conflict with the value of that id, of which the beginning may have been typed.
func questionNamed(all []question, id string) (question, error) {
	var found []question
	for _, q := range all {
		if id != "" && slices.ContainsFunc(q.that.Sides, func(s store.Side) bool { return strings.HasPrefix(opID(s), id) }) {
			found = append(found, q)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return question{}, misused("there is no conflict with the id %s: rollbook conflicts shows those there are", quoted(id))
	}
	return question{}, misused("%s could be %d of them: type more of the id", quoted(id), len(found))
}
