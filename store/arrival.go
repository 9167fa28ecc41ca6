package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"

	"rollbook/model"
	"rollbook/store/oplog"
)

// arrival is a segment on its way into the book.
type arrival struct {
	e        *exchange
	h        *held
	data     []byte
	cohorts  []model.ID // that its laptop's share carries
	gestures []*oplog.Gesture
	texts    map[model.ID]oplog.Text
	came     []came // of the gestures that are in the log by now
}

// came is a gesture by its number in the log.
type came struct {
	number uint64
	whole  bool // with all of its texts
}

// mostArriving is how many gestures of a segment go into one transaction: a mark that is made meanwhile
// waits for no more.
const mostArriving = 2048

// bringIn adds what a segment holds to the log. The segment itself is called held, and its gestures part of
// the epoch, in the last of its transactions: where one fails, all of it is brought in again, or cut here
// where the file is gone by then.
func (a *arrival) bringIn() error {
	e := a.e
	named, err := a.adopt()
	if err != nil {
		return err
	}
	for rest := a.gestures; ; {
		n := min(len(rest), mostArriving)
		some := rest[:n]
		rest = rest[n:]
		var fresh int
		err := e.b.changeShare(e.w, func(sh *shelf, t *sums) (err error) {
			e.w.Cohorts = named
			if fresh, err = a.add(sh, t, some); err != nil {
				return err
			}
			if len(rest) > 0 {
				return e.keepMet(sh)
			}
			if err := errors.Join(a.addLoose(sh), e.keepMet(sh), a.carry(sh)); err != nil {
				return err
			}
			return putHeld(sh.tx, sh.sealer, e.w.Space, a.h, a.data)
		})
		if err != nil {
			return err
		}
		e.out.ReceivedGestures += fresh
		if len(rest) == 0 {
			e.files[a.h.Hash] = a.h
			e.out.ReceivedFiles++
			return nil
		}
	}
}

// adopt are the cohorts that the share carries from here on: also those that arrive with this segment and
// that the book did not have. Of one that it had, what was marked here goes out only when a person says so:
// whoever is of the share could name a cohort that it knows the id of.
func (a *arrival) adopt() ([][]byte, error) {
	e := a.e
	carried := slices.Clone(e.w.Cohorts)
	for _, id := range a.cohorts {
		if hasRaw(carried, id) || len(carried) >= mostCarried {
			continue
		}
		known, err := e.b.hasCohort(id)
		if err != nil {
			return nil, err
		}
		if known {
			e.alsoHere(id)
			continue
		}
		if slices.ContainsFunc(a.gestures, func(g *oplog.Gesture) bool { return names(g, id) }) {
			carried, _ = addRaw(carried, id)
		}
	}
	slices.SortFunc(carried, bytes.Compare)
	return carried, nil
}

// names reports whether a gesture says what a cohort is called.
func names(g *oplog.Gesture, cohort model.ID) bool {
	f := field(kindCohort, propName, cohort)
	return slices.ContainsFunc(g.Changes, func(c oplog.Change) bool { return c.Field == f })
}

// add adds gestures with their texts.
func (a *arrival) add(sh *shelf, t *sums, some []*oplog.Gesture) (fresh int, err error) {
	e := a.e
	for _, g := range some {
		known, err := sh.number(g.ID)
		if err != nil {
			return 0, err
		}
		texts, whole, err := a.textsOf(sh, g, known != nil)
		if err != nil {
			return 0, err
		}
		if err := sh.add(g, texts, t); err != nil {
			return 0, err
		}
		if known == nil {
			fresh++
			known = number(t.Log.Count)
			e.meet(g)
		} else if len(texts) > 0 {
			e.meet(g)
		}
		e.b.see(g.Stamp, t)
		a.came = append(a.came, came{binary.BigEndian.Uint64(known), whole})
	}
	return fresh, nil
}

// carry notes that the epoch holds the gestures that came.
func (a *arrival) carry(sh *shelf) error {
	carried := sh.carriedIn(a.e.w, a.e.w.Epoch.ID)
	for _, c := range a.came {
		if err := carried.set(c.number, bitCarried, true); err != nil {
			return err
		}
		if c.whole {
			if err := carried.set(c.number, bitWhole, true); err != nil {
				return err
			}
		}
	}
	return carried.write()
}

// textsOf are the texts of a gesture that came with it; whole is whether all of them did.
func (a *arrival) textsOf(sh *shelf, g *oplog.Gesture, known bool) (texts map[model.ID]oplog.Text, whole bool, err error) {
	whole = true
	for i := range g.Changes {
		d := g.Changes[i].Text
		if d.IsZero() {
			continue
		}
		text, came := a.texts[d]
		if !came {
			went, err := getSealed(sh.tx, sh.sealer, bucketSegments, heldKey(a.e.w.Space, heldText, a.e.w.Epoch.ID, d[:]))
			if err != nil {
				return nil, false, err
			}
			whole = whole && went != nil
			continue
		}
		if texts == nil {
			texts = map[model.ID]oplog.Text{}
		}
		texts[d] = text
		if known && sh.tx.Bucket([]byte(bucketTexts)).Get(d[:]) == nil {
			a.e.met.late = true
		}
	}
	return texts, whole, nil
}

// addLoose adds the texts that came apart from their gestures.
func (a *arrival) addLoose(sh *shelf) error {
	for _, d := range a.loose() {
		if err := putSealed(sh.tx, sh.sealer, bucketSegments, heldKey(a.e.w.Space, heldText, a.e.w.Epoch.ID, d[:]), []byte{1}); err != nil {
			return err
		}
		if err := a.putLoose(sh, d); err != nil {
			return err
		}
	}
	return nil
}

// loose are the texts that came apart from their gestures.
func (a *arrival) loose() (digests []model.ID) {
	ours := map[model.ID]bool{}
	for _, g := range a.gestures {
		for i := range g.Changes {
			ours[g.Changes[i].Text] = true
		}
	}
	for d := range a.texts {
		if !ours[d] {
			digests = append(digests, d)
		}
	}
	return digests
}

// putLoose adds a text that came apart from its gesture, unless it was struck.
func (a *arrival) putLoose(sh *shelf, d model.ID) error {
	a.e.met.loose = true
	struck, err := oplog.Struck(sh, d)
	if err != nil || struck {
		return err
	}
	if sh.tx.Bucket([]byte(bucketTexts)).Get(d[:]) == nil {
		a.e.met.late = true
	}
	return putSealed(sh.tx, sh.sealer, bucketTexts, d[:], a.texts[d])
}

// see takes note of a stamp from elsewhere, as the clock that is saved with it.
func (b *Book) see(s oplog.Stamp, t *sums) {
	now := b.world.Now()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ticker.See(s, now)
	t.Stamp = max(t.Stamp, b.ticker.Last)
}

// meet notes whom and what a gesture touches.
func (e *exchange) meet(g *oplog.Gesture) {
	for i := range g.Changes {
		c := &g.Changes[i]
		f := c.Field
		if f.Kind >= oplog.BoundKinds {
			e.met.cohorts[part(f.Entity, 0)] = true
		}
		switch {
		case !knows(f):
		case recordAt(f.Kind) >= 0:
			e.met.people[part(f.Entity, recordAt(f.Kind))] = true
		case f.Kind == kindJoin:
			if x, y, ok := decodePair(c.Value); ok {
				e.met.people[x], e.met.people[y] = true, true
			}
		case f.Kind == kindNote && f.Prop == propAbout:
			var w wireAbout
			if oplog.Decode(c.Value, &w) == nil && len(w.Trainee) == 16 {
				e.met.people[model.ID(w.Trainee)] = true
			}
		case f.Kind == kindNote:
			e.met.loose = e.met.loose || !c.Text.IsZero() && !aboutIn(g, f.Entity)
		case f.Kind == kindMakeup && f.Prop == propWhat:
			if m, ok := decodeMakeUp(c.Value); ok {
				e.met.people[m.Trainee] = true
			}
		}
	}
}

// aboutIn reports whether a gesture says what a note is about.
func aboutIn(g *oplog.Gesture, note string) bool {
	return slices.ContainsFunc(g.Changes, func(c oplog.Change) bool {
		return c.Field.Kind == kindNote && c.Field.Prop == propAbout && c.Field.Entity == note
	})
}
