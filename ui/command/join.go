package command

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"rollbook/store"
)

// likelyJSON is one suggestion of `rollbook trainee list --likely --json` and of `rollbook trainee join --json`.
type likelyJSON struct {
	A   knownJSON `json:"a"`
	B   knownJSON `json:"b"`
	Why string    `json:"why"`
}

// joinedJSON is one join of `rollbook trainee list --joined --json`.
type joinedJSON struct {
	Gesture string    `json:"gesture"`
	A       knownJSON `json:"a"`
	B       knownJSON `json:"b"`
	By      string    `json:"by"`
	At      *string   `json:"at"`
}

func (r *run) traineeJoinCommand() *cobra.Command {
	var cohort string
	var dry, asJSON bool
	c := &cobra.Command{
		Use:   "join NAME OTHER",
		Short: "say that two records are one person; without names, who may be",
		Long: `Says that two records are one person. Nothing is copied or lost: marks and notes of both stay, and
where they disagree both sides are shown until somebody settles it. rollbook undo takes it back, also
later, with --gesture. Two of the same name are told apart by the ids that rollbook trainee list shows.
Without names it lists who may be one person, and why.`,
		Example: `  rollbook trainee join
  rollbook trainee join "Maya Lopez" "Lopez, Maya" --dry-run
  rollbook trainee join 3f0a9c12 77b1d0e4`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 0 && !dry {
				return nil
			}
			if asJSON {
				return misused("--json is for the list of who may be one person: leave out the names, or --json")
			}
			return exactly(2, "the name of one of the two")(c, args)
		},
	}
	c.Flags().StringVar(&cohort, "cohort", "", "looked for in this cohort first, a part of its `name`: there a row number will do; without names, who of it")
	c.Flags().BoolVar(&dry, "dry-run", false, "only say what would be in question")
	jsonFlag(c, &asJSON)
	c.RunE = func(c *cobra.Command, args []string) error {
		switch {
		case len(args) == 0:
			return r.reading(func([]string) error { return r.listLikely(cohort, asJSON) })(c, args)
		case dry:
			return r.reading(func(args []string) error { return r.join(args, cohort, true) })(c, args)
		}
		return r.writing(func(args []string) error { return r.join(args, cohort, false) })(c, args)
	}
	return c
}

func (r *run) join(args []string, cohort string, dry bool) error {
	var two [2]store.Known
	for i, query := range args {
		var err error
		if two[i], err = r.traineeOrInBook(query, cohort); err != nil {
			return err
		}
	}
	if !dry {
		if err := r.author(); err != nil {
			return err
		}
	}
	j, err := r.book.PlanJoin(two[0].ID, two[1].ID)
	switch {
	case errors.Is(err, store.ErrSamePerson):
		r.say("%s and %s are one person already: nothing to change", nameAndID(two[0]), nameAndID(two[1]))
		return nil
	case err != nil:
		return err
	case dry:
		r.say("%s and %s would be one person", nameAndID(two[0]), nameAndID(two[1]))
	default:
		if err := r.book.BeforeRisky(); err != nil {
			return fmt.Errorf("nothing was joined, since no backup could be made before: %w", err)
		}
		if err := r.book.Save(j.Draft).Wait(); err != nil {
			return err
		}
		r.say("%s and %s are one person, saved", nameAndID(two[0]), nameAndID(two[1]))
	}
	for _, line := range j.Disagree {
		r.say("in question: %s", line)
	}
	if dry {
		r.warn("nothing was saved: leave out --dry-run to join them")
	} else {
		r.say("to take it back: rollbook undo --gesture %s", short(j.Draft.Gesture.ID))
	}
	return nil
}

func (r *run) listLikely(cohort string, asJSON bool) error {
	var of *store.Cohort
	if cohort != "" {
		c, err := r.cohort(cohort)
		if err != nil {
			return err
		}
		of = c
	}
	likely, err := r.book.Likely(of)
	if err != nil {
		return err
	}
	list := []likelyJSON{}
	t := tableOf("one", "other", "why", "to join them")
	for _, l := range likely {
		list = append(list, likelyJSON{knownOf(l.A), knownOf(l.B), l.Why})
		t.add(nameAndID(l.A), nameAndID(l.B), l.Why, "rollbook trainee join "+short(l.A.ID)+" "+short(l.B.ID))
	}
	if asJSON {
		return r.json(list)
	}
	r.show(t, "nobody looks like somebody else")
	return nil
}

func (r *run) listJoined(asJSON bool) error {
	joined, err := r.book.Joins()
	if err != nil {
		return err
	}
	list := []joinedJSON{}
	t := tableOf("one", "other", "joined by", "when", "to take it back")
	for _, j := range joined {
		list = append(list, joinedJSON{j.Gesture.String(), knownOf(j.A), knownOf(j.B), j.By, atOrNull(j.At)})
		t.add(nameAndID(j.A), nameAndID(j.B), j.By, j.At.Format("2006-01-02 15:04"), "rollbook undo --gesture "+short(j.Gesture))
	}
	if asJSON {
		return r.json(list)
	}
	r.show(t, "nobody was joined")
	return nil
}

// asked asks a question on the terminal and reports whether the answer is yes.
func (r *run) asked(question string) bool {
	r.out.Flush()
	r.prompt(question)
	answer, err := readLine(r.In)
	answer = strings.ToLower(strings.TrimSpace(answer))
	return err == nil && (answer == "y" || answer == "yes")
}
