package store

import (
	"errors"
	"fmt"
	"slices"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// arrived does what follows from what came in: words about people who were forgotten are struck, row numbers
// that two laptops gave twice are given anew, and the other shares look again for texts that they lacked.
func (e *exchange) arrived() error {
	if err := e.forgetAgain(); err != nil {
		return err
	}
	if err := e.renumber(); err != nil {
		return err
	}
	if !e.met.late {
		return nil
	}
	others, err := e.b.readShares()
	if err != nil {
		return err
	}
	for _, w := range others {
		if w.space() == e.w.space() || w.Again {
			continue
		}
		if err := e.b.changeShare(w, func(*shelf, *sums) error { w.Again = true; return nil }); err != nil {
			return err
		}
	}
	return nil
}

// forgetAgain strikes what came of people who were forgotten, here or elsewhere.
func (e *exchange) forgetAgain() error {
	if len(e.met.people) == 0 && !e.met.loose {
		return nil
	}
	forgotten, err := e.forgotten()
	if err != nil {
		return err
	}
	for _, id := range forgotten {
		d, err := e.b.PlanForget(id)
		if err != nil {
			return err
		}
		if d == nil || !d.Strikes() {
			continue
		}
		if err := e.b.Save(d).Wait(); err != nil {
			return err
		}
		if err := e.b.ForgetDrafts(id); err != nil {
			return err
		}
		e.notice("words about somebody who was forgotten came in: they were struck")
	}
	return nil
}

// forgotten are those who were forgotten, of the people that the import touched: of all where a text came
// without a word of whom it is about.
func (e *exchange) forgotten() ([]model.ID, error) {
	var out []model.ID
	err := e.b.view(func(tx *bolt.Tx) error {
		out = nil
		r := newReader(tx, e.b.sealer)
		regs := map[oplog.Field]*oplog.Register{}
		if err := r.all(kindJoin, regs); err != nil {
			return err
		}
		joined, of := joinsOf(regs), map[oplog.Field]*oplog.Register{}
		if e.met.loose {
			if err := r.all(kindTrainee, of); err != nil {
				return err
			}
		} else {
			for id := range e.met.people {
				for _, record := range joined.records(id) {
					if err := r.of(kindTrainee, of, record); err != nil {
						return err
					}
				}
			}
		}
		for f, reg := range of {
			var is bool
			if f.Prop == propForgotten && decodeShown(reg, &is) && is {
				out = append(out, joined.records(part(f.Entity, 0))[0])
			}
		}
		return nil
	})
	slices.SortFunc(out, compareIDs)
	return slices.Compact(out), err
}

// renumber gives a row number of its own to everybody who shares one by chance.
func (e *exchange) renumber() error {
	for id := range e.met.cohorts {
		if !hasRaw(e.w.Cohorts, id) {
			continue
		}
		c, err := e.b.Load(id)
		if errors.Is(err, ErrNoCohort) {
			continue // its plan has not arrived
		}
		if err != nil {
			return err
		}
		d, says, err := e.b.PlanRenumber(c)
		if err != nil {
			return err
		}
		if d == nil {
			continue
		}
		if err := e.b.Save(d).Wait(); err != nil {
			return err
		}
		for _, s := range says {
			e.notice(c.Cohort.Name + ": " + s)
		}
	}
	return nil
}

// hasCohort reports whether the book knows a cohort's name.
func (b *Book) hasCohort(id model.ID) (bool, error) {
	known := false
	err := b.view(func(tx *bolt.Tx) error {
		r, err := newReader(tx, b.sealer).Register(field(kindCohort, propName, id))
		known = r != nil
		return err
	})
	return known, err
}

// alsoHere says that the share carries a cohort that this book has apart from it.
func (e *exchange) alsoHere(id model.ID) {
	name := "a cohort that this book has as well"
	if c, err := e.b.Load(id); err == nil {
		name = c.Cohort.Name
	}
	text := fmt.Sprintf("the share carries %s, which this book has as well: what was marked here goes there after rollbook sync carry --cohort %q", name, name)
	if !slices.Contains(e.out.Notices, text) {
		e.notice(text)
	}
}
