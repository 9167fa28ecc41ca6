package store

import (
	"cmp"
	"slices"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
)

// Likely are two people of the book who may be one.
type Likely struct {
	A, B Known
	Why  string // in words, as model.LikelySame says it
}

// Likely suggests who of a cohort may be the same as somebody else of the book, or, for nil, who of
// the whole book: the likeliest first, model.MostAlike at most of each sort. Who goes by a first name
// alone is compared within a cohort only, and comes last. It reads everybody's records: it is not for
// the way of a key.
func (b *Book) Likely(c *Cohort) ([]Likely, error) {
	people, err := b.Trainees()
	if err != nil {
		return nil, err
	}
	var of func(int) bool
	var rosters [][]model.ID
	if c == nil {
		rosters, err = b.rosters()
	} else {
		of = func(i int) bool {
			return slices.ContainsFunc(people[i].Records, func(r model.ID) bool { return c.byID[r] != nil })
		}
		rosters = [][]model.ID{c.roster()}
	}
	if err != nil {
		return nil, err
	}
	trainees := make([]model.Trainee, len(people))
	for i, k := range people {
		trainees[i] = k.Trainee
	}
	pairs := model.LikelySameAs(trainees, of)
	var out []Likely
	for _, a := range append(pairs, firstNames(people, rosters, pairs)...) {
		out = append(out, Likely{A: people[a.A], B: people[a.B], Why: a.Why})
	}
	return out, nil
}

// firstNames compares those of each roster who go by a first name alone, but for the pairs that were
// found already.
func firstNames(people []Known, rosters [][]model.ID, found []model.Alike) []model.Alike {
	seen, at := map[[2]int]bool{}, map[model.ID]int{} // at: by record
	for _, a := range found {
		seen[[2]int{a.A, a.B}] = true
	}
	for i, k := range people {
		for _, record := range k.Records {
			at[record] = i
		}
	}
	var out []model.Alike
	for _, roster := range rosters {
		var here []int
		var group []model.Trainee
		for _, record := range roster {
			if i, known := at[record]; known {
				here, group = append(here, i), append(group, people[i].Trainee)
			}
		}
		for _, a := range model.FirstNames(group) {
			a.A, a.B = min(here[a.A], here[a.B]), max(here[a.A], here[a.B])
			if pair := [2]int{a.A, a.B}; !seen[pair] && a.A != a.B {
				seen[pair] = true
				out = append(out, a)
			}
		}
	}
	slices.SortFunc(out, func(a, b model.Alike) int { return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B)) })
	return out[:min(len(out), model.MostAlike)]
}

// roster are the people of the cohort by id, guests left out.
func (c *Cohort) roster() (ids []model.ID) {
	for _, p := range c.People {
		if len(p.Guest) == 0 {
			ids = append(ids, p.Trainee.ID)
		}
	}
	return ids
}

// rosters are the records on each cohort's roster, guests left out.
func (b *Book) rosters() (out [][]model.ID, err error) {
	err = b.view(func(tx *bolt.Tx) error {
		out = nil
		r := newReader(tx, b.sealer)
		away, err := r.joinedAway()
		if err != nil {
			return err
		}
		return r.eachCohort(func(id model.ID) error {
			if _, is := away[id]; is {
				return nil
			}
			enrolled, err := r.enrolled(id)
			out = append(out, enrolled)
			return err
		})
	})
	return out, err
}
