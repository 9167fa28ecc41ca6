package command

import (
	"encoding/hex"
	"fmt"

	"github.com/spf13/cobra"

	"rollbook/store"
)

// conflictJSON is one thing that people disagree on. The id is that of its first value. What the same
// gestures say differently about the same person has one group: the id of the first of them.
type conflictJSON struct {
	ID      string     `json:"id"`
	Field   string     `json:"field"`
	Trainee *string    `json:"trainee"`
	Day     *int       `json:"day"`
	Block   *int       `json:"block"`
	Values  []sideJSON `json:"values"`
	Group   string     `json:"group"`
}

// question is one thing that people disagree on, with the dispute that it is a part of.
type question struct {
	in   *store.Cohort
	of   store.Dispute
	that store.Disputed
}

func (r *run) conflictsCommand() *cobra.Command {
	var cohort string
	var asJSON bool
	c := &cobra.Command{
		Use:   "conflicts [--cohort C]",
		Short: "what people, or two records of one person, say differently",
		Long: `Lists what people disagree on, and what the records of one person say differently. All sides are kept
until somebody settles it: rollbook settle ID VALUE. What two laptops said differently about somebody at
one go stands together, and is settled together: rollbook settle ID mine.`,
		Args: noArguments,
		RunE: r.reading(func([]string) error {
			all, err := r.questions(cohort)
			if err != nil {
				return err
			}
			if asJSON {
				list := []conflictJSON{}
				for _, q := range all {
					list = append(list, r.conflictOf(q))
				}
				return r.json(list)
			}
			r.showQuestions(all)
			return nil
		}),
	}
	c.Flags().StringVar(&cohort, "cohort", "", "only of this cohort: a part of its `name`")
	jsonFlag(c, &asJSON)
	return c
}

func (r *run) showQuestions(all []question) {
	t := tableOf("id", "about", "value's id", "value", "by", "on", "when")
	ids := shortOps(all)
	for _, q := range all {
		for i, s := range q.that.Sides {
			id, about := "", ""
			if i == 0 {
				id, about = ids[opID(s)], q.about()
			}
			t.add(id, about, ids[opID(s)], nothing(s.Value), s.By, s.Device, s.At.Format("2006-01-02 15:04"))
		}
	}
	r.show(t, "nobody disagrees")
	for i, q := range all {
		if n := len(q.of.Fields); n > 1 && (i == 0 || opID(all[i-1].first()) != opID(q.first())) {
			r.warn("%d of these belong together: rollbook settle %s VALUE --all settles them all; so do mine, theirs and both", n, ids[opID(q.first())])
		}
	}
}

// questions are the conflicts of a cohort, or of all. What is told differently of a person stands once.
func (r *run) questions(cohort string) (all []question, err error) {
	in, err := r.cohortsNamed(cohort)
	seen := map[string]bool{}
	for _, c := range in {
		for _, d := range c.Disagreements() {
			for _, f := range d.Fields {
				if id := opID(f.Sides[0]); !seen[id] {
					seen[id] = true
					all = append(all, question{c, d, f})
				}
			}
		}
	}
	return all, err
}

// first is the first value of the first thing that belongs to the same dispute.
func (q question) first() store.Side { return q.of.Fields[0].Sides[0] }

// about is what people disagree on, in words.
func (q question) about() string {
	words := "cohort " + q.in.Name
	if p := q.in.Person(q.of.Person); p != nil {
		words = rowAndName(p)
	}
	switch b, ok := q.in.Block(q.that.Block); {
	case ok:
		words += ", " + dayAndBlock(b)
	case q.that.Day > 0:
		words += fmt.Sprintf(", day %d", q.that.Day)
	}
	return words + ", " + q.that.Sides[0].About()
}

func (r *run) conflictOf(q question) conflictJSON {
	j := conflictJSON{ID: opID(q.that.Sides[0]), Field: q.that.Sides[0].About(), Group: opID(q.first())}
	if p := q.in.Person(q.of.Person); p != nil {
		j.Trainee = orNull(p.Name)
	}
	if day := q.that.Day; day > 0 {
		j.Day = &day
	}
	if b, ok := q.in.Block(q.that.Block); ok {
		n := numberOf(&q.in.Cohort, b)
		j.Block = &n
	}
	for _, s := range q.that.Sides {
		j.Values = append(j.Values, r.sideOf(s))
	}
	return j
}

// opID is the id of a value in full, as JSON has it.
func opID(s store.Side) string { return hex.EncodeToString(s.Op.Bytes()) }

// shortOps are the ids of the values in conflicts, as a person reads them off a listing. What one
// gesture did begins alike: of a day that was marked as a whole, only the end tells the blocks apart.
func shortOps(all []question) map[string]string {
	var ids []string
	for _, q := range all {
		for _, s := range q.that.Sides {
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
