package store

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// arrived does what follows from what came in: words about people who were forgotten are struck, row numbers
// that two laptops gave twice are given anew, and the other shares look again for texts that they lacked.
func (e *exchange) arrived() error {
	if !e.met.any() {
		return nil
	}
	if err := e.forgetAgain(); err != nil {
		return err
	}
	if err := e.renumber(); err != nil {
		return err
	}
	if err := e.tellOthers(); err != nil {
		return err
	}
	err := e.b.changeShare(e.w, func(sh *shelf, _ *sums) error {
		return sh.tx.Bucket([]byte(bucketSegments)).Delete(heldKey(e.w.Space, heldMet))
	})
	if err == nil {
		e.met = met{people: map[model.ID]bool{}, cohorts: map[model.ID]bool{}}
	}
	return err
}

// tellOthers makes the other shares look again for texts that they lacked.
func (e *exchange) tellOthers() error {
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

// wireMet is what an import touched, as it is kept: a stick may be pulled out, or the program end, before what
// follows from it is done.
type wireMet struct {
	_               struct{} `cbor:",toarray"`
	People, Cohorts idList
	Loose, Late     bool
}

func (m *met) any() bool { return len(m.people)+len(m.cohorts) > 0 || m.loose || m.late }

// keepMet keeps what the import touched so far.
func (e *exchange) keepMet(sh *shelf) error {
	if !e.met.any() {
		return nil
	}
	w := wireMet{People: rawIDs(slices.Collect(maps.Keys(e.met.people))), Cohorts: rawIDs(slices.Collect(maps.Keys(e.met.cohorts))),
		Loose: e.met.loose, Late: e.met.late}
	return putSealed(sh.tx, sh.sealer, bucketSegments, heldKey(e.w.Space, heldMet), oplog.Encode(w))
}

// readMet reads what an earlier import touched that was not done with.
func (e *exchange) readMet(tx *bolt.Tx) error {
	plain, err := getSealed(tx, e.b.sealer, bucketSegments, heldKey(e.w.Space, heldMet))
	if err != nil || plain == nil {
		return err
	}
	var w wireMet
	if oplog.Decode(plain, &w) != nil {
		return notWritten(bucketSegments)
	}
	for _, id := range idsOf(w.People) {
		e.met.people[id] = true
	}
	for _, id := range idsOf(w.Cohorts) {
		e.met.cohorts[id] = true
	}
	e.met.loose, e.met.late = w.Loose, w.Late
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
	if e.apart[id] {
		return
	}
	if e.apart == nil {
		e.apart = map[model.ID]bool{}
	}
	e.apart[id] = true
	name := "a cohort that this book has as well"
	if c, err := e.b.Load(id); err == nil {
		name = c.Cohort.Name
	}
	e.notice(fmt.Sprintf("the share carries %s, which this book has as well: what was marked here goes there after rollbook sync carry --cohort %q", name, name))
}
