package store

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/share"
)

// An epoch is one generation of a share. A new one has a key and a passphrase of its own, and holds anew
// what the one before held, without the texts that were struck since. What was made meanwhile by laptops
// that did not know of it is cut only when a person says so: it may be of a laptop that was taken out.

// Rotate makes a new epoch of a share under a new passphrase, without the devices named. It syncs first: the
// epoch that ends is to be as whole as can be. It returns what Sync returns, and ErrBehind where the share
// went on already, by the word of others than those named.
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
	case e.w.Behind != "" && !e.allAnnouncedBy(without):
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

// allAnnouncedBy reports whether only laptops that are left behind say that another epoch follows: the share
// goes on without them, and without what they say.
func (e *exchange) allAnnouncedBy(without []model.ID) bool {
	return !slices.ContainsFunc(e.announcing(), func(h *held) bool { return h.Epoch == e.w.epoch() && !slices.Contains(without, h.Device) })
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

// enter makes an epoch the one that the book is in. Whom the share is for can get narrower by that, never
// wider: whoever makes it new is not to get notes that were kept from an office.
func (w *wireShare) enter(k *share.Key, key share.Hash) {
	known := len(w.Epoch.ID) == 16
	if known {
		w.Earlier = append([]wireEpoch{w.Epoch}, w.Earlier...)
	}
	switch {
	case !known, !w.Office:
		w.Office, w.Notes, w.Remarks = k.Office, k.Notes, k.Remarks
	case k.Office:
		w.Notes, w.Remarks = w.Notes && k.Notes, w.Remarks && k.Remarks
	}
	w.Epoch = wireEpoch{ID: bytes.Clone(k.Epoch[:]), Identity: k.Identity.String(), Key: bytes.Clone(key[:]), Stay: rawIDs(k.Stay)}
	if !k.Follows.IsZero() {
		w.Epoch.Follows = bytes.Clone(k.Follows[:])
	}
	for _, t := range k.Closing {
		w.Epoch.Closing = append(w.Epoch.Closing, bytes.Clone(t[:]))
	}
	w.Earlier = slices.DeleteFunc(w.Earlier, func(e wireEpoch) bool { return bytes.Equal(e.ID, w.Epoch.ID) })
	w.Behind, w.Announce = "", nil
	w.Cursor, w.Later, w.Authors, w.Scope = 0, nil, nil, nil
	w.Seq, w.Last, w.Card, w.CutBy, w.Tips = 0, nil, nil, nil, nil
}

// passed reports whether the share went on from an epoch, as far as this book was told.
func (w *wireShare) passed(epoch model.ID) bool {
	earlier := map[model.ID]wireEpoch{}
	for _, e := range w.Earlier {
		earlier[model.ID(e.ID)] = e
	}
	_, was := earlier[epoch]
	for at := w.Epoch; was && len(at.Follows) == 16; {
		before := model.ID(at.Follows)
		next, told := earlier[before]
		if before == epoch || !told { // what lies before an epoch that it was not told of can be any
			return true
		}
		delete(earlier, before)
		at = next
	}
	return false
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
	return e.dropOld()
}

// dropOld takes the segments of epochs that have ended out of the book as well: they may hold what was struck
// since. That they were here stays known.
func (e *exchange) dropOld() error {
	var keys [][]byte
	err := e.b.viewOnce(func(tx *bolt.Tx) error {
		keys = nil
		for hash, h := range e.files {
			key := heldKey(e.w.Space, heldFile, hash[:])
			if h.Sort == share.SegmentFile && h.Epoch != e.w.epoch() && !h.Pending && tx.Bucket([]byte(bucketSegments)).Get(key) != nil {
				keys = append(keys, key)
			}
		}
		return nil
	})
	if err != nil || len(keys) == 0 {
		return err
	}
	return e.b.changeShare(e.w, func(sh *shelf, _ *sums) error {
		for _, key := range keys {
			if err := sh.tx.Bucket([]byte(bucketSegments)).Delete(key); err != nil {
				return err
			}
		}
		return putSealed(sh.tx, sh.sealer, bucketMeta, keyStruck, []byte{1}) // free pages have them still
	})
}

// allWentOn reports whether every laptop that goes on is in this epoch.
func (e *exchange) allWentOn() bool {
	here := e.files.of(e.w.epoch()).devices()
	return !slices.ContainsFunc(idsOf(e.w.Epoch.Stay), func(device model.ID) bool { return !slices.Contains(here, device) })
}
