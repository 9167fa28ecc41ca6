package store

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/fxamacker/cbor/v2"
	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// CohortJoining is a join of a cohort into another that is ready to be saved, and what it comes to.
type CohortJoining struct {
	A, B  Listed   // B is joined into A
	Draft *Draft   // all of it, saved and taken back as one; nil where there is nothing to do
	Same  []Pair   // people of both who are one person: those joined by it, and those who were before
	Only  []string // people of B who are added to A
	Plan  []string // days and blocks that are not the same in both, in words

	Marks    int      // attendances that A lacks
	Agree    int      // that both have alike
	Disagree int      // on which people will disagree
	Besides  int      // remarks, notes, make-ups and the like that are brought
	Question []string // those on which they will, in words: "7 Maya, day 3, 09:00 Language: absent or present"
	Stays    []string // what of B is not brought, in words
}

// Errors of joining cohorts.
var (
	ErrSameCohort = errors.New("name two cohorts")
	ErrJoinedAway = errors.New("name the cohort that it was joined into")
	ErrNotInBoth  = errors.New("name somebody of each cohort")
)

// PlanCohortJoin works out what it means that cohort bb is the same as cohort a: its people are joined to
// those of a as the pairs say, whoever is in bb only is enrolled in a, and what was marked and written in bb
// is said in a as well, by the same trainers and of the same time. What a says otherwise stays shown, and
// both are in question until somebody settles it. bb itself is left as it is, and is listed no more. Where
// bb was joined into a already it brings what came to bb since. The errors wrap ErrNoCohort, ErrSameCohort,
// ErrJoinedAway or ErrNotInBoth.
func (b *Book) PlanCohortJoin(a, bb model.ID, pairs []Pair) (*CohortJoining, error) {
	b.Flush()
	if a == bb {
		return nil, fmt.Errorf("a cohort can't be joined into itself: %w", ErrSameCohort)
	}
	g, err := b.layTogether(a, bb)
	if err != nil {
		return nil, err
	}
	j := &CohortJoining{}
	people, err := g.joinPeople(pairs, j)
	if err != nil {
		return nil, err
	}
	if err := g.bringAll(j); err != nil {
		return nil, err
	}
	j.tell(g)
	return j, b.formCohortJoin(g, j, people)
}

// layTogether loads two cohorts, what was joined of them before, and lays one upon the other.
func (b *Book) layTogether(a, bb model.ID) (*bringing, error) {
	g := &bringing{before: map[seen]bool{}, echoes: map[model.ID]bool{}, gestures: map[model.ID]*source{},
		told: map[seen]bool{}, more: map[string]bool{}}
	into, err := b.Load(a)
	if err != nil {
		return nil, err
	}
	from, err := b.Load(bb)
	if err != nil {
		return nil, err
	}
	err = b.view(func(tx *bolt.Tx) error {
		away, err := newReader(tx, b.sealer).joinedAway()
		if err != nil {
			return err
		}
		if end, is := away[a]; is {
			return fmt.Errorf("'%s' was joined into another cohort (%s): %w", into.Name, end.String()[:8], ErrJoinedAway)
		}
		if end, is := away[bb]; is && end != a {
			return fmt.Errorf("'%s' was joined into another cohort (%s): %w", from.Name, end.String()[:8], ErrJoinedAway)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	blocks := map[model.ID]model.ID{}
	for _, w := range cohortJoins(from.regs) {
		if model.ID(w.Into) != a {
			continue
		}
		for ids := idsIn(w.Blocks); len(ids) >= 2; ids = ids[2:] {
			blocks[ids[0]] = ids[1]
		}
		for ; len(w.Seen) >= seenSize; w.Seen = w.Seen[seenSize:] {
			g.before[seen(w.Seen[:seenSize])] = true
		}
	}
	for _, w := range cohortJoins(into.regs) {
		if model.ID(w.Into) != bb {
			continue
		}
		for _, id := range idsIn(w.Gestures) {
			g.echoes[id] = true
		}
		for ids := idsIn(w.Blocks); len(ids) >= 2; ids = ids[2:] {
			if _, is := blocks[ids[1]]; !is {
				blocks[ids[1]] = ids[0]
			}
		}
	}
	g.laid, g.struck = lay(into, from, blocks), b.isStruck
	return g, nil
}

// isStruck reports whether a text was struck.
func (b *Book) isStruck(digest model.ID) (struck bool, err error) {
	err = b.view(func(tx *bolt.Tx) error {
		struck, err = oplog.Struck(newShelf(tx, b.sealer), digest)
		return err
	})
	return struck, err
}

// joinPeople forms the joins of people that a person confirmed, and brings them into both cohorts.
func (g *bringing) joinPeople(pairs []Pair, j *CohortJoining) (drafts []*Draft, err error) {
	for _, pair := range pairs {
		if g.a.byID[pair.A] == nil || g.b.byID[pair.B] == nil {
			return nil, fmt.Errorf("of a pair one is in neither cohort: %w", ErrNotInBoth)
		}
		if g.a.sets.records(pair.A)[0] == g.a.sets.records(pair.B)[0] {
			continue
		}
		id, err := g.a.book.NewID()
		if err != nil {
			return nil, fmt.Errorf("join two people: %w", err)
		}
		d, err := g.a.Form(oplog.Single, Edit{field: field(kindJoin, propPair, id),
			value: []cbor.ByteString{cbor.ByteString(pair.A[:]), cbor.ByteString(pair.B[:])}})
		if err != nil {
			return nil, err
		}
		g.a.Apply(d)
		g.b.Apply(d)
		drafts = append(drafts, d)
		j.Same = append(j.Same, pair)
	}
	return drafts, nil
}

// bringAll brings everything that b has.
func (g *bringing) bringAll(j *CohortJoining) error {
	if err := g.bringPlan(); err != nil {
		return err
	}
	row := g.a.NextRow()
	for _, p := range g.b.People {
		was := g.a.byID[p.Trainee.ID] != nil
		fresh := false
		for _, record := range p.here {
			new, err := g.enroll(p, record, row)
			if err != nil {
				return err
			}
			fresh = fresh || new
			if err := g.bringMarks(p, record); err != nil {
				return err
			}
		}
		switch {
		case fresh:
			row++
			j.Only = append(j.Only, p.Name)
		case was && !slices.ContainsFunc(j.Same, func(s Pair) bool { return slices.Contains(p.records, s.B) }):
			q := g.a.byID[p.Trainee.ID]
			j.Same = append(j.Same, Pair{A: q.Trainee.ID, B: p.Trainee.ID, NameA: q.Name, NameB: p.Name, Why: "one person already", Sure: true})
		}
	}
	return g.bringNotes()
}

// tell fills in what a join comes to.
func (j *CohortJoining) tell(g *bringing) {
	j.A, j.B = listedOf(g.a), listedOf(g.b)
	j.Plan, j.Marks, j.Agree, j.Disagree, j.Besides = g.words, g.marks, g.agree, g.disagree, len(g.more)
	j.Question = g.questions
	a, b := g.a, g.b
	if a.Name != b.Name {
		j.Stays = append(j.Stays, fmt.Sprintf("its name, '%s'", b.Name))
	}
	if a.Place != b.Place && b.Place != "" {
		j.Stays = append(j.Stays, "its place, "+b.Place)
	}
	if string(oplog.Encode(encodeRule(a.Rule))) != string(oplog.Encode(encodeRule(b.Rule))) {
		j.Stays = append(j.Stays, "its rule, which is another: "+ruleWords(oplog.Encode(encodeRule(b.Rule))))
	}
	for _, d := range b.Days {
		if n, closed := b.Closed[d.Number]; closed {
			if _, too := a.Closed[g.day(d.Number)]; !too {
				j.Stays = append(j.Stays, fmt.Sprintf("that %s closed day %d", n.By, d.Number))
			}
		}
	}
}

func listedOf(c *Cohort) Listed { return Listed{Cohort: c.Cohort, Trainees: len(c.roster())} }

// formCohortJoin forms the gestures: joins of people, what is brought in the order in which it was made,
// and last that the one cohort was joined into the other.
func (b *Book) formCohortJoin(g *bringing, j *CohortJoining, with []*Draft) error {
	for _, s := range g.inOrder() {
		for _, changes := range pieces(s.changes) {
			formed, err := b.stampFor(s.op, changes)
			if err != nil {
				return err
			}
			with = append(with, &Draft{Gesture: formed})
		}
	}
	first := !slices.ContainsFunc(cohortJoins(g.b.regs), func(w wireCohortJoin) bool { return model.ID(w.Into) == g.a.Cohort.ID })
	if len(with) == 0 && !first {
		return nil
	}
	w := wireCohortJoin{Into: slices.Clone(g.a.Cohort.ID[:])}
	for _, block := range g.b.Blocks {
		at := g.blocks[block.ID]
		w.Blocks = append(append(w.Blocks, block.ID[:]...), at[:]...)
	}
	told := make([]byte, 0, len(g.told)*seenSize)
	for name := range g.told {
		told = append(told, name[:]...)
	}
	for len(told) > mostSeen*seenSize {
		more := wireCohortJoin{Into: w.Into, Seen: told[:mostSeen*seenSize]}
		told = told[mostSeen*seenSize:]
		d, err := g.b.formJoin(more)
		if err != nil {
			return err
		}
		with = append(with, d)
	}
	w.Seen = told
	for _, d := range with {
		w.Gestures = append(w.Gestures, d.Gesture.ID[:]...)
	}
	d, err := g.b.formJoin(w)
	if err != nil {
		return err
	}
	d.With, j.Draft = with, d
	return nil
}

func (c *Cohort) formJoin(w wireCohortJoin) (*Draft, error) {
	id, err := c.book.NewID()
	if err != nil {
		return nil, fmt.Errorf("join a cohort: %w", err)
	}
	return c.Form(oplog.Single, Edit{field: field(kindCohortJoin, propInto, c.Cohort.ID, id), value: w})
}

// inOrder are the gestures of b of which something is brought, oldest first; what this laptop does itself
// comes last.
func (g *bringing) inOrder() []*source {
	var out []*source
	for _, s := range g.gestures {
		if len(s.changes) > 0 {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(x, y *source) int {
		switch {
		case x.op == nil:
			return 1
		case y.op == nil:
			return -1
		}
		return cmp.Or(cmp.Compare(x.op.Stamp, y.op.Stamp), compareIDs(x.op.ID.Gesture, y.op.ID.Gesture))
	})
	return out
}

// mostBrought is how many bytes of changes go into one gesture.
const mostBrought = oplog.MaxGesture / 2

// pieces cuts changes so that each piece fits into a gesture.
func pieces(changes []oplog.Change) (out [][]oplog.Change) {
	size, first := 0, 0
	for i, c := range changes {
		this := 64 + len(c.Field.Entity) + len(c.Value) + 24*len(c.Preds)
		if size+this > mostBrought && i > first {
			out = append(out, changes[first:i])
			size, first = 0, i
		}
		size += this
	}
	return append(out, changes[first:])
}

// stampFor makes a gesture of changes that bring what a trainer did before, at that time: on this laptop,
// since it is this one that says so. Without an operation it is this laptop's own.
func (b *Book) stampFor(op *oplog.Op, changes []oplog.Change) (*oplog.Gesture, error) {
	g, err := b.stampGesture(oplog.Import, changes)
	if err != nil || op == nil {
		return g, err
	}
	brought := *g
	brought.Author, brought.Wall, brought.Offset = op.Author, op.Wall, op.Offset
	formed, err := oplog.Form(brought)
	if err != nil {
		return nil, fmt.Errorf("form a gesture: %w", err)
	}
	return formed, nil
}
