package command

import (
	"encoding/hex"
	"strings"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
)

// conflictJSON is one thing that people disagree on. The id is that of its first value.
type conflictJSON struct {
	ID      string     `json:"id"`
	Field   string     `json:"field"`
	Trainee *string    `json:"trainee"`
	Day     *int       `json:"day"`
	Block   *int       `json:"block"`
	Values  []sideJSON `json:"values"`
}

// dispute is a conflict with what it takes to settle it.
type dispute struct {
	in    *store.Cohort
	of    *store.Person
	block model.Block // zero for what is no mark
	sides []store.Side
}

func (r *run) conflictsCommand() *cobra.Command {
	var cohort string
	var asJSON bool
	c := &cobra.Command{
		Use:   "conflicts [--cohort C]",
		Short: "what people, or two records of one person, say differently",
		Long: `Lists marks on which people disagree, and what the records of one person say differently. Both sides
are kept until somebody settles it: rollbook settle ID VALUE.`,
		Args: noArguments,
		RunE: r.reading(func([]string) error {
			all, err := r.disputes(cohort)
			if err != nil {
				return err
			}
			list := []conflictJSON{}
			t := tableOf("id", "about", "value's id", "value", "by", "when")
			ids := shortOps(all)
			for _, d := range all {
				j := r.conflictOf(d)
				list = append(list, j)
				for i, s := range d.sides {
					id, about := "", ""
					if i == 0 {
						id, about = ids[opID(s)], d.about()
					}
					t.add(id, about, ids[opID(s)], nothing(s.Value), s.By, s.At.Format("2006-01-02 15:04"))
				}
			}
			if asJSON {
				return r.json(list)
			}
			r.show(t, "nobody disagrees")
			return nil
		}),
	}
	c.Flags().StringVar(&cohort, "cohort", "", "only of this cohort: a part of its `name`")
	jsonFlag(c, &asJSON)
	return c
}

func (r *run) settleCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "settle ID VALUE",
		Short: "say which of two values holds",
		Long: `Settles what people disagree on: ID is of the list that rollbook conflicts shows, VALUE the id of the
value that holds, or its words. Undo brings the disagreement back.`,
		Example: `  rollbook conflicts
  rollbook settle 3f0a9c12 present`,
		Args: exactly(2, "the conflict's id or the value that holds"),
		RunE: r.writing(func(args []string) error {
			all, err := r.disputes("")
			if err != nil {
				return err
			}
			return r.settle(all, args[0], args[1])
		}),
	}
}

func (r *run) settle(all []dispute, id, value string) error {
	d, err := disputeNamed(all, strings.ToLower(id))
	if err != nil {
		return err
	}
	holds, ok := d.side(value)
	if !ok {
		ids := shortOps(all)
		return misused("%s is not one of the values: there is %s", quoted(value),
			labels(d.sides, func(s store.Side) string { return nothing(s.Value) + " (" + ids[opID(s)] + ")" }))
	}
	edit, err := d.in.EditSide(holds)
	if err != nil {
		return err
	}
	if _, err := r.save(d.in, oplog.Settle, []store.Edit{edit}); err != nil {
		return err
	}
	r.say("%s: %s, settled, saved", d.about(), nothing(holds.Value))
	return nil
}

// side is the one value that is meant: by its words, its id, or its words whatever case and accents.
func (d dispute) side(value string) (holds store.Side, ok bool) {
	for _, means := range []func(store.Side) bool{
		func(s store.Side) bool { return nothing(s.Value) == value },
		func(s store.Side) bool { return isID(value) && strings.HasPrefix(opID(s), strings.ToLower(value)) },
		func(s store.Side) bool { return model.Fold(nothing(s.Value)) == model.Fold(value) },
	} {
		found := 0
		for _, s := range d.sides {
			if means(s) {
				holds, found = s, found+1
			}
		}
		if found > 0 {
			return holds, found == 1
		}
	}
	return holds, false
}

// disputeNamed is the conflict with the value of that id, of which the beginning may have been typed.
func disputeNamed(all []dispute, id string) (dispute, error) {
	var found []dispute
	for _, d := range all {
		for _, s := range d.sides {
			if id != "" && strings.HasPrefix(opID(s), id) {
				found = append(found, d)
				break
			}
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return dispute{}, misused("there is no conflict with the id %s: rollbook conflicts shows those there are", quoted(id))
	}
	return dispute{}, misused("%s could be %d of them: type more of the id", quoted(id), len(found))
}

// disputes are the conflicts of a cohort, or of all. What is told differently of a person stands once.
func (r *run) disputes(cohort string) (all []dispute, err error) {
	in, err := r.cohortsNamed(cohort)
	seen := map[string]bool{}
	for _, c := range in {
		add := func(p *store.Person, b model.Block, sides []store.Side) {
			for len(sides) > 0 {
				n := 1
				for n < len(sides) && sides[n].Field == sides[0].Field {
					n++
				}
				if !seen[opID(sides[0])] {
					seen[opID(sides[0])] = true
					all = append(all, dispute{c, p, b, sides[:n]})
				}
				sides = sides[n:]
			}
		}
		for _, p := range c.People {
			add(p, model.Block{}, c.Questions(p))
			for _, b := range c.Blocks {
				add(p, b, p.Cell(b.ID).Conflict)
			}
			for _, m := range p.MakeUps {
				b, _ := c.Block(m.Block)
				add(p, b, m.Conflict)
			}
		}
	}
	return all, err
}

// about is what people disagree on, in words.
func (d dispute) about() string {
	words := rowAndName(d.of) + ", "
	if !d.block.ID.IsZero() {
		words += dayAndBlock(d.block) + ", "
	}
	return words + d.sides[0].About()
}

func (r *run) conflictOf(d dispute) conflictJSON {
	j := conflictJSON{ID: opID(d.sides[0]), Field: d.sides[0].About(), Trainee: orNull(d.of.Name)}
	if !d.block.ID.IsZero() {
		n := numberOf(&d.in.Cohort, d.block)
		j.Day, j.Block = &d.block.Day, &n
	}
	for _, s := range d.sides {
		j.Values = append(j.Values, r.sideOf(s))
	}
	return j
}

// opID is the id of a value in full, as JSON has it.
func opID(s store.Side) string { return hex.EncodeToString(s.Op.Bytes()) }

// shortOps are the ids of the values in conflicts, as a person reads them off a listing. What one
// gesture did begins alike: of a day that was marked as a whole, only the end tells the blocks apart.
func shortOps(all []dispute) map[string]string {
	var ids []string
	for _, d := range all {
		for _, s := range d.sides {
			ids = append(ids, opID(s))
		}
	}
	return shortest(ids)
}

// nothing is a value in words.
func nothing(value string) string {
	if value == "" {
		return "nothing"
	}
	return value
}
