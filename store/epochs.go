package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"slices"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/store/share"
)

// An epoch is one generation of a share. A new one has a key and a passphrase of its own, and holds anew
// what the one before held, without the texts that were struck since. What was made meanwhile by laptops
// that did not know of it is cut only when a person says so: it may be of a laptop that was taken out.

// Rotate makes a new epoch of a share under a new passphrase, without the devices named. It syncs first: the
// epoch that ends is to be as whole as can be. It returns what Sync returns, and ErrBehind where the share
// went on already.
func (b *Book) Rotate(ctx context.Context, space model.ID, p share.Place, target string, pass []byte, without []model.ID, work int) (*Synced, error) {
	synced, err := b.Sync(ctx, space, p, target, SyncOptions{})
	if err != nil {
		return synced, err
	}
	b.syncing.Lock()
	defer b.syncing.Unlock()
	e, err := b.newExchange(ctx, space, p, target, SyncOptions{})
	switch {
	case err != nil:
		return synced, err
	case e.w.Behind != "":
		return synced, fmt.Errorf("%w: %s", ErrBehind, e.w.Behind)
	case synced.ReadOnly != "":
		return synced, fmt.Errorf("%w: %s", share.ErrReadOnly, synced.ReadOnly)
	case synced.Question != "":
		return synced, fmt.Errorf("the share was not made new: %s", synced.Question)
	}
	if err := e.newEpoch(pass, without, work); err != nil {
		return synced, err
	}
	return e.out, e.run()
}

// newEpoch ends the epoch: from its transaction on the book cuts for the new one.
func (e *exchange) newEpoch(pass []byte, without []model.ID, work int) error {
	pass, err := share.Passphrase(pass)
	if err != nil {
		return err
	}
	id, err := share.NewIdentity()
	if err != nil {
		return err
	}
	next, err := e.b.NewID()
	if err != nil {
		return err
	}
	ending := e.w.epoch()
	k := &share.Key{Space: e.w.space(), Epoch: next, Identity: id, Follows: ending, Closing: e.tips(), Office: e.w.Office,
		Notes: e.w.Notes, Remarks: e.w.Remarks, Cohorts: idsOf(e.w.Cohorts), Made: e.b.world.Now().UnixMilli(), By: e.b.device}
	for _, device := range e.files.of(ending).devices() {
		if !slices.Contains(without, device) {
			k.Stay = append(k.Stay, device)
		}
	}
	data, err := share.WrapKey(k, pass, work)
	if err != nil {
		return err
	}
	card, announce, err := e.newCard(ending, next)
	if err != nil {
		return err
	}
	key := keyHeld(k, data)
	err = e.b.changeShare(e.w, func(sh *shelf, _ *sums) error {
		e.w.enter(k, key.Hash)
		e.w.Announce = bytes.Clone(announce.Hash[:])
		if err := putHeld(sh.tx, sh.sealer, e.w.Space, announce, card); err != nil {
			return err
		}
		return putHeld(sh.tx, sh.sealer, e.w.Space, key, data)
	})
	if err != nil {
		return err
	}
	e.files[key.Hash], e.files[announce.Hash] = key, announce
	e.identities[next] = id
	e.lacking = true
	return nil
}

func keyHeld(k *share.Key, data []byte) *held {
	return &held{Hash: share.HashOf(data), Epoch: k.Epoch, Sort: share.KeyFile, Made: k.Made, Size: int64(len(data))}
}

// enter makes an epoch the one that the book is in.
func (w *wireShare) enter(k *share.Key, key share.Hash) {
	if len(w.Epoch.ID) == 16 {
		w.Earlier = append([]wireEpoch{w.Epoch}, w.Earlier...)
	}
	w.Epoch = wireEpoch{ID: bytes.Clone(k.Epoch[:]), Identity: k.Identity.String(), Key: bytes.Clone(key[:]), Stay: rawIDs(k.Stay)}
	if !k.Follows.IsZero() {
		w.Epoch.Follows = bytes.Clone(k.Follows[:])
	}
	for _, t := range k.Closing {
		w.Epoch.Closing = append(w.Epoch.Closing, bytes.Clone(t[:]))
	}
	w.Earlier = slices.DeleteFunc(w.Earlier, func(e wireEpoch) bool { return bytes.Equal(e.ID, w.Epoch.ID) })
	w.Office, w.Notes, w.Remarks = k.Office, k.Notes, k.Remarks
	w.Cohorts = rawIDs(append(idsOf(w.Cohorts), k.Cohorts...))
	w.Behind, w.Announce = "", nil
	w.Cursor, w.Later, w.Authors, w.Scope = 0, nil, nil, nil
	w.Seq, w.Last, w.Card, w.CutBy, w.Tips = 0, nil, nil, nil, nil
}

// devices are the laptops that have cards.
func (f heldFiles) devices() []model.ID {
	var out []model.ID
	for _, h := range f {
		if h.Sort == share.CardFile {
			out = append(out, h.Device)
		}
	}
	slices.SortFunc(out, compareIDs)
	return slices.Compact(out)
}

// holdBack notes, when the book enters an epoch, which of its gestures that epoch may not take by itself:
// all but those that the epoch before held when it ended. They are listed, and cut once they are accepted.
func (e *exchange) holdBack() error {
	held, err := e.heldWhenItEnded()
	if err != nil {
		return err
	}
	return e.b.changeShare(e.w, func(sh *shelf, t *sums) error {
		back := sh.heldBackIn(e.w, e.w.Epoch.ID)
		for n := uint64(1); n <= t.Log.Count; n++ {
			raw, err := getSealed(sh.tx, sh.sealer, bucketLog, number(n))
			if err != nil {
				return err
			}
			g, err := parseLogged(raw)
			if err != nil {
				return err
			}
			if !held[g.ID] && !onlyNames(g) {
				if err := back.set(n, 0, true); err != nil {
					return err
				}
			}
		}
		return back.write()
	})
}

// onlyNames reports whether a gesture says nothing but what trainers and laptops are called.
func onlyNames(g *oplog.Gesture) bool {
	return !slices.ContainsFunc(g.Changes, func(c oplog.Change) bool { return c.Field.Kind != kindAuthor && c.Field.Kind != kindDevice })
}

// heldWhenItEnded are the gestures of the epoch before, as it was when it ended.
func (e *exchange) heldWhenItEnded() (map[model.ID]bool, error) {
	out := map[model.ID]bool{}
	if len(e.w.Epoch.Follows) != 16 {
		return out, nil
	}
	before := model.ID(e.w.Epoch.Follows)
	files := e.files.of(before)
	var closing []share.Hash
	for _, t := range e.w.Epoch.Closing {
		closing = append(closing, share.Hash(pad16(t)))
	}
	for hash := range files.upTo(closing) {
		h := files[hash]
		if h == nil || h.Sort != share.SegmentFile {
			continue
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

// heldSegment opens a segment that the book holds.
func (e *exchange) heldSegment(h *held) (*share.Segment, error) {
	data, err := e.b.heldBytes(e.w.Space, h.Hash)
	if err != nil {
		return nil, err
	}
	id := e.identities[h.Epoch]
	if data == nil || id == nil {
		return nil, fmt.Errorf("%w: a file of a share is gone", ErrDamaged)
	}
	s, err := share.Read(data, id)
	if err != nil {
		return nil, fmt.Errorf("%w: a file of a share: %w", ErrDamaged, err)
	}
	return s, nil
}

// afterTheEnd keeps a segment of an epoch that has ended: it is listed, unless the epoch that follows has
// all of it, and not brought in before it is accepted.
func (a *arrival) afterTheEnd() error {
	e := a.e
	all := true
	err := e.b.view(func(tx *bolt.Tx) error {
		sh := newShelf(tx, e.b.sealer)
		carried := sh.carriedIn(e.w, e.w.Epoch.ID)
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
		return nil
	})
	if err != nil {
		return err
	}
	a.h.Pending = !all
	err = e.b.changeShare(e.w, func(sh *shelf, _ *sums) error { return putHeld(sh.tx, sh.sealer, e.w.Space, a.h, a.data) })
	if err == nil {
		e.files[a.h.Hash] = a.h
		e.out.ReceivedFiles++
	}
	return err
}

// clearOld deletes the files of epochs that have ended, once every laptop that goes on is in this one. What
// waits to be accepted stays, and so does what can't be read.
func (e *exchange) clearOld() error {
	if len(e.w.Earlier) == 0 || e.mute || !e.allWentOn() {
		return nil
	}
	for _, f := range e.place.now {
		n, named := share.ParseName(f.Name)
		if !named || n.Epoch == e.w.epoch() || e.identities[n.Epoch] == nil {
			continue
		}
		h := e.files[n.Hash]
		if _, is := e.isKey(n.Hash); !is && (h == nil || h.Pending || !e.place.good[n.Hash]) {
			continue
		}
		if err := e.p.Delete(e.ctx, f.Name); err != nil {
			return e.couldNotSend(err)
		}
		delete(e.place.seen, nameHash(f.Name))
		e.place.dirty[nameHash(f.Name)] = true
	}
	return nil
}

// allWentOn reports whether every laptop that goes on is in this epoch.
func (e *exchange) allWentOn() bool {
	here := e.files.of(e.w.epoch()).devices()
	return !slices.ContainsFunc(idsOf(e.w.Epoch.Stay), func(device model.ID) bool { return !slices.Contains(here, device) })
}

// Pending is what a laptop made while the share was made new: it is cut for the share when it is accepted.
type Pending struct {
	Label    string
	Device   model.ID
	Gestures int
	What     []string // some of it, in sentences
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
		s, err := e.heldSegment(h)
		if err != nil {
			return n, err
		}
		fresh, err := e.accept(h, s)
		if err != nil {
			return n, err
		}
		n += fresh
	}
	if err := e.arrived(); err != nil {
		return n, err
	}
	released, err := e.release(device)
	return n + released, err
}

// accept brings a segment of an epoch that has ended into the log, as if it had been made here: it is cut
// for this epoch from there.
func (e *exchange) accept(h *held, s *share.Segment) (int, error) {
	texts := map[model.ID]oplog.Text{}
	for _, t := range s.Texts {
		texts[t.Digest()] = t
	}
	fresh := 0
	err := e.b.changeShare(e.w, func(sh *shelf, t *sums) error {
		fresh = 0
		carried, back := sh.carriedIn(e.w, e.w.Epoch.ID), sh.heldBackIn(e.w, e.w.Epoch.ID)
		for _, raw := range s.Gestures {
			g, err := oplog.Parse(raw)
			if err != nil {
				return err
			}
			own := map[model.ID]oplog.Text{}
			for i := range g.Changes {
				if text, came := texts[g.Changes[i].Text]; came {
					own[g.Changes[i].Text] = text
				}
			}
			if err := sh.add(g, own, t); err != nil {
				return err
			}
			e.b.see(g.Stamp, t)
			e.meet(g)
			key, err := sh.number(g.ID)
			if err != nil {
				return err
			}
			n := binary.BigEndian.Uint64(key)
			if err := back.set(n, 0, false); err != nil {
				return err
			}
			there, err := carried.has(n, bitCarried)
			if err != nil {
				return err
			}
			if !there {
				fresh++
				e.w.Later = append(slices.Clone(e.w.Later), n)
			}
		}
		if err := back.write(); err != nil {
			return err
		}
		done := *h
		done.Pending = false
		return putHeldInfo(sh.tx, sh.sealer, e.w.Space, &done)
	})
	if err == nil {
		h.Pending = false
	}
	return fresh, err
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
		e.w.Later = slices.Concat(e.w.Later, numbers)
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
