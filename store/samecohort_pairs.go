package store

import (
	"slices"
	"strings"

	"rollbook/model"
)

// Pair is somebody of one cohort and somebody of another who may be one person.
type Pair struct {
	A, B         model.ID
	NameA, NameB string
	Why          string // in words, as model.LikelySame says it
	Sure         bool   // they have the same email, or the same name and no differing email
}

// LikelyPairs are who of cohort bb may be who of cohort a, in the order of a's rows, each of them once.
// Those who are one person already are left out. A person decides: PlanCohortJoin takes what is confirmed.
func (b *Book) LikelyPairs(a, bb model.ID) ([]Pair, error) {
	b.Flush()
	into, err := b.Load(a)
	if err != nil {
		return nil, err
	}
	from, err := b.Load(bb)
	if err != nil {
		return nil, err
	}
	there := func(c *Cohort, not *Cohort) (out []model.Trainee) {
		for _, p := range c.People {
			if !p.Forgotten && not.byID[p.Trainee.ID] == nil {
				out = append(out, p.Trainee)
			}
		}
		return out
	}
	pairs := pairsOf(there(into, from), there(from, into))
	slices.SortStableFunc(pairs, func(x, y Pair) int { return into.byID[x.A].Row - into.byID[y.A].Row })
	return pairs, nil
}

// pairsOf matches the people of two lists, one to one: those who are surely the same first.
func pairsOf(as, bs []model.Trainee) []Pair {
	m := &matching{as: as, bs: bs, takenA: make([]bool, len(as)), takenB: make([]bool, len(bs))}
	m.sure("the same email", func(t model.Trainee) string { return strings.ToLower(strings.TrimSpace(t.Email)) })
	m.sure("the same name", func(t model.Trainee) string { return model.Fold(t.Name) })
	m.likely(model.LikelySame)
	m.likely(model.FirstNames)
	return m.pairs
}

// matching is who of two lists was matched so far.
type matching struct {
	as, bs         []model.Trainee
	takenA, takenB []bool
	pairs          []Pair
}

func (m *matching) take(i, j int, why string, sure bool) {
	m.takenA[i], m.takenB[j] = true, true
	m.pairs = append(m.pairs, Pair{A: m.as[i].ID, B: m.bs[j].ID, NameA: m.as[i].Name, NameB: m.bs[j].Name, Why: why, Sure: sure})
}

// sure matches those with the same key, which nobody else of either list has.
func (m *matching) sure(why string, key func(model.Trainee) string) {
	once := func(list []model.Trainee, taken []bool) map[string]int {
		at := map[string]int{}
		for i, t := range list {
			k := key(t)
			if _, twice := at[k]; k == "" || taken[i] {
				continue
			} else if twice {
				at[k] = -1
			} else {
				at[k] = i
			}
		}
		return at
	}
	atB := once(m.bs, m.takenB)
	of := once(m.as, m.takenA)
	for i, t := range m.as {
		j, is := atB[key(t)]
		if !is || j < 0 || m.takenA[i] || of[key(t)] != i || differ(t.Email, m.bs[j].Email) {
			continue
		}
		m.take(i, j, why, true)
	}
}

// differ reports whether both emails are known and are not the same.
func differ(a, b string) bool {
	a, b = strings.ToLower(strings.TrimSpace(a)), strings.ToLower(strings.TrimSpace(b))
	return a != "" && b != "" && a != b
}

// likely matches those of the rest who are alike, the likeliest first.
func (m *matching) likely(alike func([]model.Trainee) []model.Alike) {
	var people []model.Trainee
	var at []int // in as, or after them in bs
	for i, t := range m.as {
		if !m.takenA[i] {
			people, at = append(people, t), append(at, i)
		}
	}
	for j, t := range m.bs {
		if !m.takenB[j] {
			people, at = append(people, t), append(at, len(m.as)+j)
		}
	}
	for _, a := range alike(people) {
		i, j := min(at[a.A], at[a.B]), max(at[a.A], at[a.B])-len(m.as)
		if i < len(m.as) && j >= 0 && !m.takenA[i] && !m.takenB[j] {
			m.take(i, j, a.Why, false)
		}
	}
}
