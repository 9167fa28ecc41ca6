package store

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"rollbook/model"
	"rollbook/store/share"
)

// judge tells whether the place holds this share, and what else lies there. Nothing of a place is believed
// because it stands in the clear: what does not fit is asked about, and meanwhile nothing is sent.
func (e *exchange) judge() error {
	epochs, ours := map[model.ID]bool{}, false
	var key, card, any bool
	for _, f := range e.place.now {
		n, named := share.ParseName(f.Name)
		if !named {
			continue
		}
		any = true
		if e.identities[n.Epoch] == nil {
			epochs[n.Epoch] = true
			continue
		}
		ours = true
		_, is := e.isKey(n.Hash)
		key = key || n.Sort == share.KeyFile && is
		card = card || n.Sort == share.CardFile
	}
	if e.lacking {
		return e.otherHint()
	}
	switch {
	case !any:
		return fmt.Errorf("%w: is the right stick in, and is it the right folder? If so, put the share there again with rollbook sync add %s", ErrEmptied, e.target)
	case !ours && e.hintOf() == e.w.space():
		return fmt.Errorf("%w: ask who made it new for that, then rollbook sync join %s", ErrBehind, e.target)
	case !ours && !e.hintOf().IsZero():
		return fmt.Errorf("%w: choose the right folder, or put this share there as well with rollbook sync add %s", ErrOtherShare, e.target)
	case !ours:
		return fmt.Errorf("%w, or this one under a new passphrase: rollbook sync join %s joins it, rollbook sync add %s puts this share there as well", ErrOtherShare, e.target, e.target)
	case !key && e.files[share.Hash(pad16(e.w.Epoch.Key))] == nil:
		e.notice("the share's key is lost, so that nobody else can join: rollbook sync rotate makes the share new, with another key")
	case !key:
		e.ask(fmt.Sprintf("the share's key is missing in %s: nothing is sent until you put it there again with rollbook sync add %s", e.p, e.target))
	case !card:
		e.ask(fmt.Sprintf("no laptop's card is left in %s: nothing is sent until you put them there again with rollbook sync add %s", e.p, e.target))
	}
	e.strange = epochs
	return e.otherHint()
}

// strangers sets epochs aside that no laptop of the share announced. It is asked once all cards are read.
func (e *exchange) strangers() {
	announced := map[model.ID]bool{}
	for _, h := range e.files {
		announced[h.Next] = true // zero for a file that announces none
	}
	for epoch := range e.strange {
		if !announced[epoch] {
			e.reject("v1/"+epoch.String(), "it is of another share, or of this one under a passphrase that this book has not")
		}
	}
}

// hintOf is the share that a place says it holds, though nothing of it can be read; zero for none.
func (e *exchange) hintOf() model.ID {
	data, err := e.p.Get(e.ctx, share.Hint, share.MaxHint)
	if err != nil {
		return model.ID{}
	}
	space, err := share.ReadHint(data)
	if err != nil {
		return model.ID{}
	}
	return space
}

// mostHints is how many hints are looked at.
const mostHints = 32

// otherHint looks for a hint that names another share. It proves nothing, but a place with two of them was
// mixed up by somebody.
func (e *exchange) otherHint() error {
	looked := 0
	for _, f := range e.place.now {
		base := strings.ToLower(f.Name[len("v1/"):])
		if !strings.HasPrefix(base, "space") || !strings.HasSuffix(base, ".json") || strings.Contains(base, "/") {
			continue
		}
		if looked++; looked > mostHints {
			break
		}
		seen, was := e.place.seen[nameHash(f.Name)]
		if was && seen.Why == "" && seen.same(f) && !e.o.Verify {
			continue
		}
		data, err := e.p.Get(e.ctx, f.Name, share.MaxHint)
		switch {
		case errors.Is(err, share.ErrTooLarge):
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			return err
		}
		space, bad := share.ReadHint(data)
		c := candidate{Entry: f}
		switch {
		case bad == nil && space == e.w.space():
			e.saw(c, data, "")
		case bad == nil:
			e.place.note(f.Name, seenFile{Size: f.Size, Changed: millis(f.Changed), Tag: f.Tag, Why: "another share"})
			e.ask(fmt.Sprintf("%s in %s names another share: nothing is sent until you look, and put this share there with rollbook sync add %s", f.Name, e.p, e.target))
		default:
			e.reject(f.Name, "it is damaged: it is only a hint, and is written again")
			e.place.now = slices.DeleteFunc(slices.Clone(e.place.now), func(o share.Entry) bool { return o.Name == f.Name })
		}
	}
	return nil
}

// heed notes what other laptops say of epochs that this book does not know.
func (e *exchange) heed() error {
	behind, here := "", e.files.of(e.w.epoch()).devices()
	for _, h := range e.announcing() {
		if h.Epoch == e.w.epoch() {
			behind = fmt.Sprintf("%s made the share new on %s: nothing is sent from here until you give the new passphrase with rollbook sync join %s",
				h.Label, h.made().Format("2 Jan 2006"), e.target)
			continue
		}
		if slices.Contains(here, h.Device) || !hasRaw(e.w.Epoch.Stay, h.Device) {
			continue // it came over to the one that this book is in, or was left behind
		}
		e.out.Question = fmt.Sprintf("%s made the share new as well, so that two go on from one: agree on one of them, and go there with its passphrase by rollbook sync join %s",
			h.Label, e.target)
	}
	if behind == e.w.Behind {
		return nil
	}
	return e.b.changeShare(e.w, func(*shelf, *sums) error { e.w.Behind = behind; return nil })
}

// announcing are the cards that say an epoch follows which this book does not know.
func (e *exchange) announcing() (cards []*held) {
	for _, h := range e.files {
		if h.Sort == share.CardFile && !h.Next.IsZero() && e.identities[h.Next] == nil {
			cards = append(cards, h)
		}
	}
	slices.SortFunc(cards, func(a, b *held) int { return bytes.Compare(a.Hash[:], b.Hash[:]) })
	return cards
}

// send puts into the place what it lacks of the share: what was cut here, and what came from others, the
// same bytes.
func (e *exchange) send() error {
	missing := e.missing()
	var all, done int64
	for _, h := range missing {
		all += h.Size
	}
	for _, h := range missing {
		data, err := e.b.heldBytes(e.w.Space, h.Hash)
		if err != nil {
			return err
		}
		if data == nil {
			return fmt.Errorf("%w: a file of a share is gone", ErrDamaged)
		}
		if err := e.put(h.name().Path(), data, h.Hash[:]); err != nil {
			return e.couldNotSend(err)
		}
		e.place.good[h.Hash] = true
		e.out.SentFiles++
		e.out.SentGestures += h.Gestures
		done += h.Size
		e.progress("sending", done, all)
	}
	return e.hint()
}

// missing are the files that the place lacks: keys and cards first, then segments in their order.
func (e *exchange) missing() []*held {
	var out []*held
	for hash, h := range e.files {
		switch {
		case e.place.good[hash], h.Pending:
		case h.Epoch == e.w.epoch(), string(e.w.Announce) == string(hash[:]) && e.holdsEpoch(h.Epoch) && !e.allWentOn():
			out = append(out, h)
		}
	}
	slices.SortFunc(out, func(a, b *held) int {
		if (a.Epoch == e.w.epoch()) != (b.Epoch == e.w.epoch()) {
			if a.Epoch == e.w.epoch() {
				return -1 // that an epoch follows is said once all of it is there
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.Sort, b.Sort), compareIDs(a.Epoch, b.Epoch), compareIDs(a.Device, b.Device),
			bytes.Compare(a.Incarnation[:], b.Incarnation[:]), cmp.Compare(a.Seq, b.Seq), bytes.Compare(a.Hash[:], b.Hash[:]))
	})
	return out
}

// holdsEpoch reports whether the place still has files of an epoch.
func (e *exchange) holdsEpoch(epoch model.ID) bool {
	return slices.ContainsFunc(e.place.now, func(f share.Entry) bool {
		n, named := share.ParseName(f.Name)
		return named && n.Epoch == epoch
	})
}

func (e *exchange) put(name string, data, hash []byte) error {
	if err := e.p.Put(e.ctx, name, data); err != nil {
		return err
	}
	e.place.note(name, seenFile{Size: int64(len(data)), Hash: bytes.Clone(hash), Fresh: true})
	return nil
}

// hint writes the hint where there is none.
func (e *exchange) hint() error {
	if slices.ContainsFunc(e.place.now, func(f share.Entry) bool { return strings.EqualFold(f.Name, share.Hint) }) && !e.lacking {
		return nil
	}
	data := share.HintBytes(e.w.space())
	hash := share.HashOf(data)
	return e.couldNotSend(e.put(share.Hint, data, hash[:]))
}

// couldNotSend says why nothing can be sent to a place that can be read.
func (e *exchange) couldNotSend(err error) error {
	if errors.Is(err, share.ErrReadOnly) {
		e.out.ReadOnly, e.mute = err.Error(), true
		return nil
	}
	return err
}
