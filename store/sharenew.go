package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"rollbook/model"
	"rollbook/store/share"
)

// ShareForm is what a new share is made of.
type ShareForm struct {
	Target         string // as it was typed; a folder with its whole path
	Cohorts        []model.ID
	For            Audience
	Notes, Remarks bool   // to an office as well
	Label          string // what this laptop is called there; empty for its trainer's laptop
	Passphrase     []byte
	Work           int // of trying one passphrase, the logarithm of scrypt's N; 0 is the full cost
}

// NewShare makes a share in a place that holds none, and puts its key and this laptop's card there. What
// the share carries goes there with the first Sync. The error wraps ErrShareThere where there is one.
func (b *Book) NewShare(ctx context.Context, p share.Place, f ShareForm) (Share, error) {
	pass, err := share.Passphrase(f.Passphrase)
	if err != nil {
		return Share{}, err
	}
	if err := share.Make(ctx, p); err != nil {
		return Share{}, err
	}
	if err := p.Probe(ctx); err != nil {
		return Share{}, err
	}
	if taken, err := holdsShare(ctx, p); err != nil {
		return Share{}, err
	} else if taken {
		return Share{}, fmt.Errorf("%w in %s: rollbook sync join %s joins it", ErrShareThere, p, f.Target)
	}
	k, err := b.firstKey(f)
	if err != nil {
		return Share{}, err
	}
	data, err := share.WrapKey(k, pass, f.Work)
	if err != nil {
		return Share{}, err
	}
	b.syncing.Lock()
	defer b.syncing.Unlock()
	w, err := b.enterShare(k, data, f.Target, f.Label, func(w *wireShare, _ *shelf, _ *sums) error {
		w.Cohorts = rawIDs(k.Cohorts)
		return nil
	})
	if err != nil {
		return Share{}, err
	}
	err = b.furnish(ctx, w, p, f.Target)
	if err == nil {
		err = b.nameLaptop(w.Label)
	}
	if err != nil { // nobody has met there yet
		return Share{}, errors.Join(err, b.leave(w))
	}
	return w.share(), nil
}

func (b *Book) firstKey(f ShareForm) (*share.Key, error) {
	id, err := share.NewIdentity()
	if err != nil {
		return nil, err
	}
	k := &share.Key{Identity: id, Office: f.For == ForOffice, Notes: f.Notes, Remarks: f.Remarks, Cohorts: f.Cohorts,
		Made: b.world.Now().UnixMilli(), By: b.device, Stay: []model.ID{b.device}}
	if k.Space, err = b.NewID(); err != nil {
		return nil, err
	}
	k.Epoch, err = b.NewID()
	return k, err
}

// holdsShare reports whether a place has any file of a share.
func holdsShare(ctx context.Context, p share.Place) (bool, error) {
	found := false
	err := p.List(ctx, func(f share.Entry) error {
		_, named := share.ParseName(f.Name)
		found = found || named
		return nil
	})
	return found, err
}

// enterShare keeps a share, or the epoch of one that the book is in, with the key file as it came; entered
// does what belongs to that in the same transaction, where it is not nil.
func (b *Book) enterShare(k *share.Key, data []byte, target, label string, entered func(*wireShare, *shelf, *sums) error) (*wireShare, error) {
	if label == "" {
		if name, err := b.Author(); err == nil && name != "" {
			label = name + "'s laptop"
		} else {
			label = "a laptop"
		}
	}
	w, err := b.shareOf(k.Space)
	if errors.Is(err, ErrNoShare) {
		w = &wireShare{Space: bytes.Clone(k.Space[:]), Made: b.world.Now().UnixMilli(), Label: label}
	} else if err != nil {
		return nil, err
	}
	key := keyHeld(k, data)
	return w, b.changeShare(w, func(sh *shelf, t *sums) error {
		if !bytes.Equal(w.Epoch.ID, k.Epoch[:]) {
			w.enter(k, key.Hash)
		}
		if entered != nil {
			if err := entered(w, sh, t); err != nil {
				return err
			}
		}
		if target != "" && !slices.Contains(w.Targets, target) {
			w.Targets = append(slices.Clone(w.Targets), target)
		}
		return putHeld(sh.tx, sh.sealer, w.Space, key, data)
	})
}

// furnish puts the key, the card and the hint of a share into a place that lacks them. The lock of those who
// sync is held.
func (b *Book) furnish(ctx context.Context, w *wireShare, p share.Place, target string) error {
	e, err := b.newExchange(ctx, w.space(), p, target, SyncOptions{})
	if err != nil {
		return err
	}
	if err := e.goOn(); err != nil {
		return err
	}
	if err := e.freshChain(); err != nil {
		return err
	}
	for _, h := range e.missing() {
		if h.Sort == share.SegmentFile {
			continue
		}
		data, err := b.heldBytes(w.Space, h.Hash)
		if err != nil {
			return err
		}
		if err := e.put(h.name().Path(), data, h.Hash[:]); err != nil {
			return err
		}
	}
	e.lacking = true // what hints there are, this is the share now
	if err := e.hint(); err != nil {
		return err
	}
	*w = *e.w
	return b.changeShare(w, func(sh *shelf, _ *sums) error { return e.place.write(sh.tx, sh.sealer, w.Space) })
}

// AddTarget puts a share into a further place, or puts back its key and cards where they were lost. The
// error wraps ErrOtherShare where the place holds another one. Sync sends the rest.
func (b *Book) AddTarget(ctx context.Context, space model.ID, p share.Place, target string) error {
	b.syncing.Lock()
	defer b.syncing.Unlock()
	w, err := b.shareOf(space)
	if err != nil {
		return err
	}
	if err := share.Make(ctx, p); err != nil {
		return err
	}
	if err := p.Probe(ctx); err != nil {
		return err
	}
	if err := w.strangers(ctx, p); err != nil {
		return err
	}
	if !slices.Contains(w.Targets, target) {
		if err := b.changeShare(w, func(*shelf, *sums) error {
			w.Targets = append(slices.Clone(w.Targets), target)
			return nil
		}); err != nil {
			return err
		}
	}
	return b.furnish(ctx, w, p, target)
}

// strangers returns ErrOtherShare for a place with files of a share, none of which is this one's.
func (w *wireShare) strangers(ctx context.Context, p share.Place) error {
	theirs, ours := false, false
	err := p.List(ctx, func(f share.Entry) error {
		n, named := share.ParseName(f.Name)
		if !named {
			return nil
		}
		own := n.Epoch == w.epoch() || slices.ContainsFunc(w.Earlier, func(e wireEpoch) bool { return bytes.Equal(e.ID, n.Epoch[:]) })
		theirs, ours = theirs || !own, ours || own
		return nil
	})
	if err == nil && theirs && !ours {
		return fmt.Errorf("%w: choose another folder, or join that one with rollbook sync join %s", ErrOtherShare, p)
	}
	return err
}

// JoinForm is how to join a share.
type JoinForm struct {
	Label   string     // what this laptop is called there; empty for its trainer's laptop
	Cohorts []model.ID // of this book that it is to carry besides those that it carries already
	Epoch   model.ID   // the one that a person picked, where there are several; zero for the only one
}

// JoinShare joins the share that an invitation shows, or goes on to its new epoch. It changes the book and
// puts this laptop's card into the place with the first Sync.
func (b *Book) JoinShare(ctx context.Context, p share.Place, inv *Invitation, f JoinForm) (Share, error) {
	seen, err := inv.picked(f.Epoch)
	if err != nil {
		return Share{}, err
	}
	b.syncing.Lock()
	defer b.syncing.Unlock()
	carried, err := b.carriedBy(inv, seen.key.Space)
	if err != nil {
		return Share{}, err
	}
	back, upTo, anew, err := b.heldBackBy(ctx, p, inv, seen.key)
	if err != nil {
		return Share{}, err
	}
	w, err := b.enterShare(seen.key, seen.file, inv.target, f.Label, func(w *wireShare, sh *shelf, t *sums) error {
		w.Cohorts = rawIDs(slices.Concat(idsOf(w.Cohorts), carried, f.Cohorts))
		if !anew {
			return nil
		}
		return w.holdBack(sh, t, back, upTo)
	})
	if err != nil {
		return Share{}, err
	}
	return w.share(), b.nameLaptop(w.Label)
}

// carriedBy are the cohorts of a share that joining it takes over. A share that the book is in takes none by
// that which the book has apart from it: see adopt.
func (b *Book) carriedBy(inv *Invitation, space model.ID) (out []model.ID, err error) {
	switch _, err := b.shareOf(space); {
	case errors.Is(err, ErrNoShare):
		return inv.carried, nil
	case err != nil:
		return nil, err
	}
	for _, id := range inv.carried {
		known, err := b.hasCohort(id)
		if err != nil {
			return nil, err
		}
		if !known {
			out = append(out, id)
		}
	}
	return out, nil
}

// heldBackBy is what is to be held back where the book goes on to another epoch of a share that it is in.
func (b *Book) heldBackBy(ctx context.Context, p share.Place, inv *Invitation, k *share.Key) (back []uint64, upTo uint64, anew bool, err error) {
	e, err := b.newExchange(ctx, k.Space, p, inv.target, SyncOptions{})
	switch {
	case errors.Is(err, ErrNoShare):
		return nil, 0, false, nil
	case err != nil || e.w.epoch() == k.Epoch:
		return nil, 0, false, err
	}
	back, upTo, err = e.notInBefore(k)
	return back, upTo, true, err
}
