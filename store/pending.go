package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/store/share"
)

// Pending is what a laptop made while the share was made new: it is cut for the share when it is accepted.
type Pending struct {
	Label    string
	Device   model.ID
	Gestures int
	What     []string // some of it, in sentences
}

// notInBefore are the numbers of the gestures that an epoch which the book is about to enter may not take by
// itself: all but those that the epoch before held when it ended. They are listed, and cut once they are
// accepted. upTo is how far the log was looked at.
func (e *exchange) notInBefore(k *share.Key) (back []uint64, upTo uint64, err error) {
	held, err := e.heldWhenItEnded(k)
	if err != nil {
		return nil, 0, err
	}
	err = e.b.view(func(tx *bolt.Tx) error {
		back = nil
		sh := newShelf(tx, e.b.sealer)
		t, err := sh.sum()
		if err != nil {
			return err
		}
		upTo = t.Log.Count
		for n := uint64(1); n <= upTo; n++ {
			g, err := sh.at(n)
			if err != nil {
				return err
			}
			if !held[g.ID] && !onlyNames(g) {
				back = append(back, n)
			}
		}
		return nil
	})
	return back, upTo, err
}

// holdBack notes which gestures wait for a person's word before they are cut for the epoch that was entered:
// with what was made since upTo, it is as good as made before.
func (w *wireShare) holdBack(sh *shelf, t *sums, back []uint64, upTo uint64) error {
	set := sh.heldBackIn(w, w.Epoch.ID)
	for n := upTo + 1; n <= t.Log.Count; n++ {
		g, err := sh.at(n)
		if err != nil {
			return err
		}
		if !onlyNames(g) {
			back = append(back, n)
		}
	}
	for _, n := range back {
		if err := set.set(n, 0, true); err != nil {
			return err
		}
	}
	return set.write()
}

// onlyNames reports whether a gesture says nothing but what trainers and laptops are called.
func onlyNames(g *oplog.Gesture) bool {
	return !slices.ContainsFunc(g.Changes, func(c oplog.Change) bool { return c.Field.Kind != kindAuthor && c.Field.Kind != kindDevice })
}

// heldWhenItEnded are the gestures that the epoch held which a key's epoch follows, when it ended, as far as
// its files are here.
func (e *exchange) heldWhenItEnded(k *share.Key) (map[model.ID]bool, error) {
	out := map[model.ID]bool{}
	files := e.files.of(k.Follows)
	for hash := range files.upTo(k.Closing) {
		h := files[hash]
		if h == nil || h.Sort != share.SegmentFile {
			continue
		}
		data, err := e.b.heldBytes(e.w.Space, hash)
		if err != nil {
			return nil, err
		}
		if data == nil {
			continue // dropped when that epoch had ended: see clearOld
		}
		s, err := e.heldSegment(h)
		if err != nil {
			return nil, err
		}
		for _, raw := range s.Gestures {
			g, err := oplog.Parse(raw)
			if err != nil {
				return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
			}
			out[g.ID] = true
		}
	}
	return out, nil
}

// afterTheEnd keeps a segment of an epoch that has ended: it is listed, unless the epoch that follows has
// all of it, and not brought in before it is accepted.
func (a *arrival) afterTheEnd() error {
	e := a.e
	taken, err := a.takenOver()
	if err != nil {
		return err
	}
	a.h.Pending = !taken
	err = e.b.changeShare(e.w, func(sh *shelf, _ *sums) error {
		if taken {
			return putHeldInfo(sh.tx, sh.sealer, e.w.Space, a.h)
		}
		return putHeld(sh.tx, sh.sealer, e.w.Space, a.h, a.data)
	})
	if err == nil {
		e.files[a.h.Hash] = a.h
		e.out.ReceivedFiles++
	}
	return err
}

// takenOver reports whether the epoch has all of a segment of an earlier one.
func (a *arrival) takenOver() (all bool, err error) {
	err = a.e.b.view(func(tx *bolt.Tx) error {
		all = true
		sh := newShelf(tx, a.e.b.sealer)
		carried := sh.carriedIn(a.e.w, a.e.w.Epoch.ID)
		for _, g := range a.gestures {
			key, err := sh.number(g.ID)
			if err != nil {
				return err
			}
			there := false
			if key != nil {
				if there, err = carried.has(binary.BigEndian.Uint64(key), bitCarried); err != nil {
					return err
				}
			}
			all = all && there
		}
		for d := range a.texts {
			struck, err := oplog.Struck(sh, d)
			if err != nil {
				return err
			}
			all = all && (struck || tx.Bucket([]byte(bucketTexts)).Get(d[:]) != nil)
		}
		return nil
	})
	return all, err
}

// arrivalOf is a segment that the book holds as it came.
func (e *exchange) arrivalOf(h *held) (*arrival, error) {
	s, err := e.heldSegment(h)
	if err != nil {
		return nil, err
	}
	a := &arrival{e: e, h: h, cohorts: s.Cohorts, texts: map[model.ID]oplog.Text{}}
	for _, raw := range s.Gestures {
		g, err := oplog.Parse(raw)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		a.gestures = append(a.gestures, g)
	}
	for _, t := range s.Texts {
		a.texts[t.Digest()] = t
	}
	return a, nil
}

// settlePending takes off the list what somebody else accepted: the epoch has it by now.
func (e *exchange) settlePending() error {
	if e.out.ReceivedFiles == 0 {
		return nil
	}
	for _, h := range e.files {
		if !h.Pending {
			continue
		}
		a, err := e.arrivalOf(h)
		if err != nil {
			return err
		}
		taken, err := a.takenOver()
		if err == nil && taken {
			err = e.b.changeShare(e.w, func(sh *shelf, _ *sums) error { return h.settle(sh, e.w) })
		}
		if err != nil {
			return err
		}
		h.Pending = !taken
	}
	return nil
}

// settle keeps that a segment of an epoch that has ended waits no more.
func (h *held) settle(sh *shelf, w *wireShare) error {
	done := *h
	done.Pending = false
	return putHeldInfo(sh.tx, sh.sealer, w.Space, &done)
}

// AcceptPending lets what a laptop made meanwhile into the share, with the next sync. It returns how many
// gestures these are.
func (b *Book) AcceptPending(space, device model.ID) (int, error) {
	b.syncing.Lock()
	defer b.syncing.Unlock()
	e, err := b.newExchange(context.Background(), space, nil, "", SyncOptions{})
	if err != nil {
		return 0, err
	}
	n := 0
	for _, h := range e.files {
		if !h.Pending || h.Device != device {
			continue
		}
		a, err := e.arrivalOf(h)
		if err != nil {
			return n, err
		}
		fresh, err := a.accept()
		n += fresh
		if err != nil {
			return n, err
		}
	}
	if err := e.arrived(); err != nil {
		return n, err
	}
	released, err := e.release(device)
	return n + released, err
}

// accept brings a segment of an epoch that has ended into the log, as if it had been made here: it is cut
// for this epoch from there.
func (a *arrival) accept() (accepted int, err error) {
	e := a.e
	named, err := a.adopt()
	if err != nil {
		return 0, err
	}
	for rest := a.gestures; err == nil; {
		n := min(len(rest), mostArriving)
		some := rest[:n]
		rest = rest[n:]
		var fresh int
		err = e.b.changeShare(e.w, func(sh *shelf, t *sums) (err error) {
			e.w.Cohorts = named
			if fresh, err = a.acceptSome(sh, t, some); err != nil || len(rest) > 0 {
				return errors.Join(err, e.keepMet(sh))
			}
			for _, d := range a.loose() {
				e.w.Again = true // whose they are is not known: all is looked at
				if err := a.putLoose(sh, d); err != nil {
					return err
				}
			}
			return errors.Join(e.keepMet(sh), a.h.settle(sh, e.w))
		})
		if err == nil {
			accepted += fresh
			if len(rest) == 0 {
				a.h.Pending = false
				break
			}
		}
	}
	return accepted, err
}

// acceptSome adds gestures to the log, to be looked at with the next sync.
func (a *arrival) acceptSome(sh *shelf, t *sums, some []*oplog.Gesture) (fresh int, err error) {
	e := a.e
	if _, err := a.add(sh, t, some); err != nil {
		return 0, err
	}
	carried, back := sh.carriedIn(e.w, e.w.Epoch.ID), sh.heldBackIn(e.w, e.w.Epoch.ID)
	later := slices.Clone(e.w.Later)
	for _, c := range a.came {
		if err := back.set(c.number, 0, false); err != nil {
			return 0, err
		}
		there, err := carried.has(c.number, bitCarried)
		if err != nil {
			return 0, err
		}
		if !there {
			fresh++
		}
		later = append(later, c.number) // texts may be missing there even where it is not
	}
	e.w.Later, a.came = later, nil
	return fresh, back.write()
}

// release lets those gestures of a laptop be cut that were held back.
func (e *exchange) release(device model.ID) (int, error) {
	var numbers []uint64
	err := e.b.view(func(tx *bolt.Tx) error {
		numbers = nil
		return e.eachHeldBack(tx, func(n uint64, g *oplog.Gesture) {
			if g.Device == device {
				numbers = append(numbers, n)
			}
		})
	})
	if err != nil || len(numbers) == 0 {
		return 0, err
	}
	n := 0
	err = e.b.changeShare(e.w, func(sh *shelf, _ *sums) error {
		back := sh.heldBackIn(e.w, e.w.Epoch.ID)
		for _, n := range numbers {
			if err := back.set(n, 0, false); err != nil {
				return err
			}
		}
		n = len(numbers)
		e.w.Later = slices.Concat(e.w.Later, numberList(numbers))
		return back.write()
	})
	return n, err
}

// eachHeldBack calls do with every gesture of the share's scope that waits to be accepted.
func (e *exchange) eachHeldBack(tx *bolt.Tx, do func(n uint64, g *oplog.Gesture)) error {
	s, err := newScope(newReader(tx, e.b.sealer), e.w)
	if err != nil {
		return err
	}
	s.names = nil
	carried, back := s.carriedIn(e.w, e.w.Epoch.ID), s.heldBackIn(e.w, e.w.Epoch.ID)
	t, err := s.sum()
	if err != nil {
		return err
	}
	for n := uint64(1); n <= t.Log.Count; n++ {
		waits, err := back.has(n, 0)
		if err != nil {
			return err
		}
		if !waits {
			continue
		}
		there, err := carried.has(n, bitCarried)
		if err != nil {
			return err
		}
		if there {
			continue
		}
		g, err := s.at(n)
		if err != nil {
			return err
		}
		v, _, err := s.takes(g)
		if err != nil {
			return err
		}
		if v == yes {
			do(n, g)
		}
	}
	return nil
}

// at is the gesture of a number.
func (s *shelf) at(n uint64) (*oplog.Gesture, error) {
	raw, err := getSealed(s.tx, s.sealer, bucketLog, number(n))
	if err != nil {
		return nil, err
	}
	if raw == nil {
		return nil, errLog
	}
	return parseLogged(raw)
}
