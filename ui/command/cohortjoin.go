package command

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store"
)

// sameCohortJSON is one offer of `rollbook cohort same --json`.
type sameCohortJSON struct {
	Into   cohortNameJSON `json:"into"`
	Cohort cohortNameJSON `json:"cohort"`
	Why    string         `json:"why"`
	Later  int            `json:"later"`
}

type cohortNameJSON struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// cohortJoinJSON is what `rollbook cohort join --json` says, with --dry-run and without.
type cohortJoinJSON struct {
	Into       cohortNameJSON `json:"into"`
	Cohort     cohortNameJSON `json:"cohort"`
	Gesture    *string        `json:"gesture"` // null where nothing was saved
	OnePerson  []pairJSON     `json:"one_person"`
	MayBe      []pairJSON     `json:"may_be_one_person"`
	Added      []string       `json:"added"`
	Plan       []string       `json:"plan"`
	Marks      int            `json:"marks"`
	Agree      int            `json:"agree"`
	Disagree   int            `json:"disagree"`
	Besides    int            `json:"besides"`
	InQuestion []string       `json:"in_question"`
	Stays      []string       `json:"stays"`
}

type pairJSON struct {
	Cohort string `json:"cohort"`
	Into   string `json:"into"`
	Why    string `json:"why"`
}

func cohortNameOf(l store.Listed) cohortNameJSON {
	return cohortNameJSON{ID: l.ID.String(), Name: l.Name}
}

func (r *run) cohortSameCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "same", Short: "cohorts that two laptops may have made each for itself", Args: noArguments,
		RunE: r.reading(func([]string) error {
			found, err := r.book.SameCohorts()
			if err != nil {
				return err
			}
			list := []sameCohortJSON{}
			t := tableOf("cohort", "and", "why", "to join them")
			for _, s := range found {
				list = append(list, sameCohortJSON{Into: cohortNameOf(s.A), Cohort: cohortNameOf(s.B), Why: s.Why, Later: s.Later})
				t.add(s.A.Name, s.B.Name, s.Why, "rollbook cohort join "+short(s.B.ID)+" --into "+short(s.A.ID)+" --dry-run")
			}
			if asJSON {
				return r.json(list)
			}
			r.show(t, "no cohort looks like another one")
			return nil
		}),
	}
	jsonFlag(c, &asJSON)
	return c
}

// cohortJoin is what `rollbook cohort join` was told.
type cohortJoin struct {
	into        string
	same, apart []string
	dry, asJSON bool
}

func (r *run) cohortJoinCommand() *cobra.Command {
	var f cohortJoin
	c := &cobra.Command{
		Use:   "join NAME --into COHORT",
		Short: "say that two laptops made one cohort twice: join the one into the other",
		Long: `Says that a cohort is the same as another one, which two laptops made each for itself. What was marked
and written in the one is brought into the other, day by day and person by person; where they say different
things both sides are kept, and asked about. The one that was joined is listed no more; rollbook journal
--cohort shows it. Those with the same email, or the same name and no other email, are taken for one person;
who else is, you say with --same, and who isn't, with --apart. rollbook undo takes all of it back. What
comes to the joined one later, from a laptop that did not know, is brought by joining it once more.`,
		Example: `  rollbook cohort same
  rollbook cohort join "Spring 2026, Ben" --into "Spring 2026" --dry-run
  rollbook cohort join 77b1d0e4 --into 3f0a9c12 --same "Lopez, Maya=Maya Lopez"`,
		Args: exactly(1, "the name of the cohort that is to be joined"),
	}
	c.Flags().StringVar(&f.into, "into", "", "the `cohort` that stays: a part of its name, or its id")
	c.Flags().StringArrayVar(&f.same, "same", nil, "two who are one `person`: NAME=NAME, of the one that is joined and of the one that stays; may be said several times")
	c.Flags().StringArrayVar(&f.apart, "apart", nil, "somebody of the joined one who is `nobody` of the other, though the name is the same; may be said several times")
	c.Flags().BoolVar(&f.dry, "dry-run", false, "only say what would be done")
	jsonFlag(c, &f.asJSON)
	c.RunE = func(c *cobra.Command, args []string) error {
		if f.into == "" {
			return misused("it is not clear which cohort stays: say with --into")
		}
		if f.dry {
			return r.reading(func(args []string) error { return r.joinCohorts(args[0], f) })(c, args)
		}
		return r.writing(func(args []string) error { return r.joinCohorts(args[0], f) })(c, args)
	}
	return c
}

// anyCohort finds a cohort of the book, those that were joined into others among them.
func (r *run) anyCohort(query string) (store.Listed, error) {
	all, err := r.book.Cohorts()
	if err != nil {
		return store.Listed{}, err
	}
	name := func(l store.Listed) string { return l.Name }
	if isID(query) || len(model.Find(query, all, name)) == 0 {
		joined, err := r.book.JoinedCohorts()
		if err != nil {
			return store.Listed{}, err
		}
		for _, j := range joined {
			all = append(all, j.Listed)
		}
	}
	if isID(query) && len(model.Find(query, all, name)) == 0 {
		return byID("cohort", query, all, func(l store.Listed) model.ID { return l.ID })
	}
	return pick("cohort", query, all, name, func(l store.Listed) string { return "'" + l.Name + "' (" + short(l.ID) + ")" })
}

// joinedInto is where the one cohort is shown that a name means of those that were joined.
func (r *run) joinedInto(query string) (store.Listed, bool) {
	joined, err := r.book.JoinedCohorts()
	if err != nil {
		return store.Listed{}, false
	}
	found := model.Find(query, joined, func(j store.JoinedCohort) string { return j.Name })
	if len(found) != 1 {
		return store.Listed{}, false
	}
	return found[0].Into, true
}

// journaled is the cohort of which the journal is asked for: also one that was joined into another.
func (r *run) journaled(query string) (*store.Cohort, error) {
	c, err := r.cohort(query)
	if err == nil || query == "" {
		return c, err
	}
	joined, joinedErr := r.book.JoinedCohorts()
	if joinedErr != nil || len(joined) == 0 {
		return nil, err
	}
	l, joinedErr := r.anyCohort(query)
	if joinedErr != nil {
		return nil, err
	}
	return r.book.Load(l.ID)
}

func (r *run) joinCohorts(query string, f cohortJoin) error {
	from, err := r.anyCohort(query)
	if err != nil {
		return err
	}
	into, err := r.anyCohort(f.into)
	if err != nil {
		return err
	}
	pairs, open, err := r.pairs(into, from, f)
	if err != nil {
		return err
	}
	if !f.dry {
		if err := r.author(); err != nil {
			return err
		}
	}
	j, err := r.book.PlanCohortJoin(into.ID, from.ID, pairs)
	if errors.Is(err, store.ErrSameCohort) || errors.Is(err, store.ErrJoinedAway) || errors.Is(err, store.ErrNotInBoth) {
		return misuse{err}
	}
	if err != nil {
		return err
	}
	if j.Draft != nil && !f.dry {
		if err := r.book.BeforeRisky(); err != nil {
			return fmt.Errorf("nothing was joined, since no backup could be made before: %w", err)
		}
		if err := r.book.Save(j.Draft).Wait(); err != nil {
			return err
		}
	}
	if f.asJSON {
		return r.json(cohortJoinOf(j, open, f.dry))
	}
	r.sayCohortJoin(j, open, f.dry)
	return nil
}

// pairs are who is taken for one person, and who else may be.
func (r *run) pairs(into, from store.Listed, f cohortJoin) (taken, open []store.Pair, err error) {
	likely, err := r.book.LikelyPairs(into.ID, from.ID)
	if err != nil {
		return nil, nil, err
	}
	a, err := r.book.Load(into.ID)
	if err != nil {
		return nil, nil, err
	}
	b, err := r.book.Load(from.ID)
	if err != nil {
		return nil, nil, err
	}
	apart := map[model.ID]bool{}
	for _, name := range f.apart {
		p, err := person(b, name)
		if err != nil {
			return nil, nil, err
		}
		apart[p.Trainee.ID] = true
	}
	said := map[model.ID]bool{}
	for _, text := range f.same {
		one, other, ok := strings.Cut(text, "=")
		if !ok {
			return nil, nil, misused("--same can't be %s: say NAME=NAME, of the one that is joined and of the one that stays", quoted(text))
		}
		p, err := person(b, strings.TrimSpace(one))
		if err != nil {
			return nil, nil, err
		}
		q, err := person(a, strings.TrimSpace(other))
		if err != nil {
			return nil, nil, err
		}
		said[p.Trainee.ID], said[q.Trainee.ID] = true, true
		taken = append(taken, store.Pair{A: q.Trainee.ID, B: p.Trainee.ID, NameA: q.Name, NameB: p.Name, Why: "as you say", Sure: true})
	}
	for _, pair := range likely {
		switch {
		case said[pair.A], said[pair.B], apart[pair.B]:
		case pair.Sure:
			taken = append(taken, pair)
		default:
			open = append(open, pair)
		}
	}
	return taken, open, nil
}

func cohortJoinOf(j *store.CohortJoining, open []store.Pair, dry bool) cohortJoinJSON {
	out := cohortJoinJSON{Into: cohortNameOf(j.A), Cohort: cohortNameOf(j.B), OnePerson: pairsOf(j.Same), MayBe: pairsOf(open),
		Added: listOf(j.Only), Plan: listOf(j.Plan), Marks: j.Marks, Agree: j.Agree, Disagree: j.Disagree, Besides: j.Besides,
		InQuestion: listOf(j.Question), Stays: listOf(j.Stays)}
	if j.Draft != nil && !dry {
		id := j.Draft.Gesture.ID.String()
		out.Gesture = &id
	}
	return out
}

// listOf is a list as JSON wants it: never null.
func listOf(words []string) []string { return append([]string{}, words...) }

func pairsOf(pairs []store.Pair) []pairJSON {
	out := []pairJSON{}
	for _, p := range pairs {
		out = append(out, pairJSON{Cohort: p.NameB, Into: p.NameA, Why: p.Why})
	}
	return out
}

// sayCohortJoin says what a join comes to: first what was done, then what has to be looked at.
func (r *run) sayCohortJoin(j *store.CohortJoining, open []store.Pair, dry bool) {
	from, into := nameAndShort(j.B), nameAndShort(j.A)
	switch {
	case j.Draft == nil:
		r.say("%s was joined into %s already: nothing to change", from, into)
		return
	case dry:
		r.say("%s would be joined into %s", from, into)
	default:
		r.say("%s is joined into %s, saved", from, into)
	}
	for _, p := range j.Same {
		r.say("one person: %s and %s, %s", p.NameB, p.NameA, p.Why)
	}
	if len(j.Only) > 0 {
		r.say("added: %s", strings.Join(j.Only, ", "))
	}
	for _, line := range slices.Concat(prefixed("the plan: ", j.Plan), prefixed("in question: ", j.Question)) {
		r.say("%s", line)
	}
	r.say("%s brought, %d the same in both, %d in question; %s besides", howMany(j.Marks, "mark", "marks"), j.Agree, j.Disagree,
		howMany(j.Besides, "remark, note or make-up", "remarks, notes and make-ups"))
	for _, line := range j.Stays {
		r.say("not brought: %s", line)
	}
	for _, p := range open {
		r.say("may be one person: %s and %s, %s: say so with --same \"%s=%s\"", p.NameB, p.NameA, p.Why, p.NameB, p.NameA)
	}
	if dry {
		r.warn("nothing was saved: leave out --dry-run to join them")
	} else {
		r.say("to take it back: rollbook undo --gesture %s", short(j.Draft.Gesture.ID))
	}
}

func nameAndShort(l store.Listed) string { return "'" + l.Name + "' (" + short(l.ID) + ")" }

func prefixed(with string, lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = with + line
	}
	return out
}
