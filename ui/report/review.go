package report

import (
	"fmt"
	"io"
	"slices"

	"rollbook/model"
	"rollbook/store"
)

// Reviewed is a cohort with what its marks come to, person by person. Guests, who stand outside all
// totals, are apart.
type Reviewed struct {
	Cohort *store.Cohort
	AsOf   model.Moment
	People []ReviewedPerson // in order of row
	Guests []*store.Person
}

// ReviewedPerson is one person of a review.
type ReviewedPerson struct {
	Person   *store.Person
	Account  model.Account
	Required store.Required
}

// ReviewOf counts everybody of a cohort. It reads other cohorts of the book for the required course.
func ReviewOf(b *store.Book, c *store.Cohort, asOf model.Moment) (*Reviewed, error) {
	required, err := b.Required(c, asOf)
	if err != nil {
		return nil, fmt.Errorf("review %s: %w", c.Name, err)
	}
	r := &Reviewed{Cohort: c, AsOf: asOf}
	for _, p := range c.People {
		if len(p.Guest) > 0 {
			r.Guests = append(r.Guests, p)
			continue
		}
		need := required[p.Trainee.ID]
		r.People = append(r.People, ReviewedPerson{p, c.Account(p, asOf, need.State), need})
	}
	return r, nil
}

// asOfWords is a moment up to which blocks count.
func asOfWords(m model.Moment, twelve bool) string {
	if m.Clock >= 24*60 {
		return "the end of " + m.Date.Words()
	}
	return m.Date.Words() + ", " + m.Clock.Words(twelve)
}

// Reviews are the reviews of some cohorts. Each hands over one after another, counted when its turn
// comes, so that no more than one is held; it may be called several times, and ends with the first error
// of yield.
type Reviews struct {
	Each func(yield func(*Reviewed) error) error
	days int // of the longest cohort
}

// These are the reviews given.
func These(reviews ...*Reviewed) Reviews {
	all := Reviews{Each: func(yield func(*Reviewed) error) error {
		for _, r := range reviews {
			if err := yield(r); err != nil {
				return err
			}
		}
		return nil
	}}
	for _, r := range reviews {
		all.days = max(all.days, lastDay(r.Cohort.Days))
	}
	return all
}

// ReviewsOf are the reviews of the cohorts of those ids, read from the book one by one.
func ReviewsOf(b *store.Book, ids []model.ID, asOf model.Moment) (Reviews, error) {
	all := Reviews{Each: func(yield func(*Reviewed) error) error {
		return Loaded(b, ids)(func(c *store.Cohort) error {
			r, err := ReviewOf(b, c, asOf)
			if err != nil {
				return err
			}
			return yield(r)
		})
	}}
	listed, err := b.Cohorts()
	for _, l := range listed {
		if slices.Contains(ids, l.ID) {
			all.days = max(all.days, lastDay(l.Days))
		}
	}
	return all, err
}

func lastDay(days []model.Day) (last int) {
	for _, d := range days {
		last = max(last, d.Number)
	}
	return last
}

// people are the people of all reviews.
func (all Reviews) people(yield func(*Reviewed, ReviewedPerson) error) error {
	return all.Each(func(r *Reviewed) error {
		for _, p := range r.People {
			if err := yield(r, p); err != nil {
				return err
			}
		}
		return nil
	})
}

// Review writes the review of each cohort: as a table a row a person, in a spreadsheet with their
// days and topics on sheets beside it; on paper a page for 25 people.
func Review(w io.Writer, form Form, reviews Reviews, o Options) error {
	if err := o.check(form); err != nil {
		return err
	}
	if form == HTML || form == PDF {
		return draw(w, form, "Review", o, func(put func(sheet) error) error {
			return reviews.Each(func(r *Reviewed) error { return putReview(r, o, put) })
		})
	}
	return write(w, form, o, reviewTables(reviews, form, o)...)
}

// reviewTables are the tables of a form. What the sheets beside the first show is kept while that is
// written: to read a cohort again takes long, and next to its marks this is little.
func reviewTables(reviews Reviews, form Form, o Options) []table {
	if form == CSV {
		return []table{reviewTable(reviews, o)}
	}
	var kept []*Reviewed
	var notes [][]cell
	keeping := Reviews{days: reviews.days, Each: func(yield func(*Reviewed) error) error {
		return reviews.Each(func(r *Reviewed) error {
			kept = append(kept, r.beside())
			if o.Notes {
				noteTable(Only(r.Cohort)).rows(func(row []cell) error { notes = append(notes, row); return nil })
			}
			return yield(r)
		})
	}}
	later := Reviews{Each: func(yield func(*Reviewed) error) error { return These(kept...).Each(yield) }} // once kept
	tables := []table{reviewTable(keeping, o), dayTable(later), topicTable(later), makeUpTable(later)}
	if o.Notes {
		t := noteTable(Only())
		t.rows = func(emit func([]cell) error) error {
			for _, row := range notes {
				if err := emit(row); err != nil {
					return err
				}
			}
			return nil
		}
		tables = append(tables, t)
	}
	return tables
}

// beside is what sheets of days, topics and make-ups show of a review.
func (r *Reviewed) beside() *Reviewed {
	out := &Reviewed{Cohort: &store.Cohort{Cohort: r.Cohort.Cohort}, AsOf: r.AsOf}
	for _, p := range r.People {
		person := &store.Person{Trainee: model.Trainee{Name: p.Person.Name}, Enrollment: model.Enrollment{Row: p.Person.Row}, MakeUps: p.Person.MakeUps}
		out.People = append(out.People, ReviewedPerson{Person: person, Account: model.Account{Days: p.Account.Days, Topics: p.Account.Topics}})
	}
	return out
}

// putReview puts the sheets of one cohort.
func putReview(r *Reviewed, o Options, put func(sheet) error) error {
	if err := put(reviewSheet(r, o)); err != nil {
		return err
	}
	if notes := noteSheet(r.Cohort); o.Notes && len(notes.parts) > 0 {
		return put(notes)
	}
	return nil
}
