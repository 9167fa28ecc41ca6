package store

import (
	"fmt"
	"slices"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// SameCohort is a cohort that the book may have twice. A is the one with the smaller id, so that every
// laptop offers the same; either can be joined into the other.
type SameCohort struct {
	A, B  Listed
	Why   string // in words: "the same course, the same 8 dates, 9 of 10 people alike"
	Later int    // marks, notes and the like that came to B after it was joined into A; 0 where it was not joined
}

// SameCohorts are the cohorts that look as if two laptops had made one of them twice, and those that were
// joined and to which something came since. It reads lists and the names of likely ones, and loads only
// cohorts that were joined.
func (b *Book) SameCohorts() ([]SameCohort, error) {
	out, err := b.lateCohorts()
	if err != nil {
		return nil, err
	}
	err = b.view(func(tx *bolt.Tx) error {
		found, err := newReader(tx, b.sealer).sameCohorts(b)
		out = append(out[:len(out):len(out)], found...)
		return err
	})
	return out, err
}

// NotSameCohort keeps on this laptop that two cohorts are not the same: they are not offered again.
func (b *Book) NotSameCohort(x, y model.ID) error { return b.Put(apartKey(x, y), "1") }

func apartKey(x, y model.ID) string {
	if y.Less(x) {
		x, y = y, x
	}
	return "apart/" + x.String() + "/" + y.String()
}

// lateCohorts are those that were joined and to which something came since.
func (b *Book) lateCohorts() ([]SameCohort, error) {
	joined, err := b.JoinedCohorts()
	if err != nil {
		return nil, err
	}
	var out []SameCohort
	for _, j := range joined {
		late, err := b.late(j.Into.ID, j.ID)
		if err != nil {
			return nil, err
		}
		if late > 0 {
			out = append(out, SameCohort{A: j.Into, B: j.Listed, Later: late,
				Why: fmt.Sprintf("%s came to the other one after it was joined", countOf(late, "mark or note", "marks and notes"))})
		}
	}
	return out, nil
}

// late is how much of a joined cohort stands not in the one that it was joined into.
func (b *Book) late(a, bb model.ID) (int, error) {
	g, err := b.layTogether(a, bb)
	if err != nil {
		return 0, err
	}
	if err := g.bringAll(&CohortJoining{}); err != nil {
		return 0, err
	}
	about := map[string]bool{}
	for _, s := range g.gestures {
		for _, c := range s.changes {
			about[c.Field.Entity] = true
		}
	}
	return len(about), nil
}

func countOf(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// sameCohorts compares the cohorts that are listed, two by two.
func (r reader) sameCohorts(b *Book) ([]SameCohort, error) {
	sets := map[oplog.Field]*oplog.Register{}
	if err := r.all(kindJoin, sets); err != nil {
		return nil, err
	}
	joined := joinsOf(sets)
	away, err := r.joinedAway()
	if err != nil {
		return nil, err
	}
	var all []Listed
	err = r.eachCohort(func(id model.ID) error {
		if _, is := away[id]; is {
			return nil
		}
		l, err := r.brief(id, joined)
		if err == nil && l.Name != "" {
			all = append(all, l)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, inListOrder)
	var out []SameCohort
	rolls := map[model.ID][]model.Trainee{}
	for i, x := range all {
		for _, y := range all[i+1:] {
			if y.Start() > x.End() {
				break // they stand in the order of their first dates
			}
			s, likely := alikeCohorts(x, y)
			if !likely {
				continue
			}
			apart, err := getSealed(r.tx, r.sealer, bucketMeta, settingKey(apartKey(x.ID, y.ID)))
			if err != nil || apart != nil {
				if err != nil {
					return nil, err
				}
				continue
			}
			people, likely, err := r.alikePeople(b, s, joined, rolls)
			if err != nil {
				return nil, err
			}
			if likely {
				s.Why += people
				out = append(out, s)
			}
		}
	}
	return out, nil
}

// alikeCohorts compares two cohorts by what lists say: the course or the name, and the dates.
func alikeCohorts(x, y Listed) (SameCohort, bool) {
	s := SameCohort{A: x, B: y}
	if y.ID.Less(x.ID) {
		s.A, s.B = y, x
	}
	dates := map[model.Date]bool{}
	for _, d := range x.Days {
		dates[d.Date] = d.Date != model.NoDate
	}
	shared := 0
	for _, d := range y.Days {
		if dates[d.Date] {
			shared++
			dates[d.Date] = false
		}
	}
	course := x.Course != "" && model.Fold(x.Course) == model.Fold(y.Course)
	name := model.Fold(x.Name) == model.Fold(y.Name)
	switch fewer := min(len(x.Days), len(y.Days)); {
	case shared == 0, 2*shared < fewer, !course && !name:
		return s, false
	case course && name:
		s.Why = "the same name and course, "
	case course:
		s.Why = "the same course, "
	default:
		s.Why = "the same name, "
	}
	switch {
	case shared == 1 && len(x.Days) == 1 && len(y.Days) == 1:
		s.Why += "the same date"
	case shared == len(x.Days) && shared == len(y.Days):
		s.Why += fmt.Sprintf("the same %d dates", shared)
	default:
		s.Why += fmt.Sprintf("%d of %d dates the same", shared, max(len(x.Days), len(y.Days)))
	}
	return s, true
}

// alikePeople compares the rosters of two cohorts. Where one of them is empty yet, their names have to be
// the same.
func (r reader) alikePeople(b *Book, s SameCohort, joined joins, rolls map[model.ID][]model.Trainee) (why string, likely bool, err error) {
	var of [2][]model.Trainee
	for i, l := range []Listed{s.A, s.B} {
		if rolls[l.ID] == nil {
			if rolls[l.ID], err = r.roll(b, l.ID, joined); err != nil {
				return "", false, err
			}
		}
		of[i] = rolls[l.ID]
	}
	fewer, more := min(len(of[0]), len(of[1])), max(len(of[0]), len(of[1]))
	if fewer == 0 {
		return ", nobody enrolled in one of them", model.Fold(s.A.Name) == model.Fold(s.B.Name), nil
	}
	here := map[model.ID]bool{}
	for _, t := range of[0] {
		here[t.ID] = true
	}
	alike := 0
	var as, bs []model.Trainee
	for _, t := range of[1] {
		if here[t.ID] {
			alike++
			delete(here, t.ID)
		} else {
			bs = append(bs, t)
		}
	}
	for _, t := range of[0] {
		if here[t.ID] {
			as = append(as, t)
		}
	}
	alike += len(pairsOf(as, bs))
	return fmt.Sprintf(", %d of %d people alike", alike, more), 2*alike >= fewer, nil
}

// roll are the people of a cohort's roster.
func (r reader) roll(b *Book, cohort model.ID, joined joins) ([]model.Trainee, error) {
	enrolled, err := r.enrolled(cohort)
	if err != nil {
		return nil, err
	}
	c := b.Blank(cohort)
	c.sets = joined
	for _, id := range enrolled {
		for _, record := range joined.records(id) {
			if err := r.of(kindTrainee, c.regs, record); err != nil {
				return nil, err
			}
		}
	}
	if err := r.headTexts(c.regs, c.texts); err != nil {
		return nil, err
	}
	met, out := map[model.ID]bool{}, []model.Trainee{}
	for _, id := range enrolled {
		records := joined.records(id)
		if t := c.trainee(records); !met[records[0]] {
			met[records[0]] = true
			out = append(out, t)
		}
	}
	return out, nil
}
