package store

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"maps"
	"slices"
	"strings"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/store/share"
)

// What happens to places besides what laptops do there.

// harm damages one file, or takes it away.
func (r *simRun) harm(_ *simLaptop) {
	t := some(r, r.targets)
	names := t.having(".seg")
	if r.step.IntN(5) == 0 {
		names = t.having(".card")
	}
	if len(names) == 0 {
		r.also("no file")
		return
	}
	name := some(r, names)
	data := bytes.Clone(t.files[name].data)
	switch r.step.IntN(7) {
	case 0:
		r.also("%s truncated", name)
		t.set(name, data[:r.step.IntN(len(data)+1)])
	case 1:
		r.also("%s zeroed", name)
		t.set(name, make([]byte, len(data)))
	case 2:
		r.also("%s flipped", name)
		if len(data) > 0 {
			data[r.step.IntN(len(data))] ^= 1 << r.step.IntN(8)
		}
		t.files[name] = simFile{data, t.files[name].changed} // as a disk does that forgets
	case 3:
		r.also("%s deleted", name)
		delete(t.files, name)
	case 4:
		other := strings.TrimSuffix(name, ".seg") + " (Asha's conflicted copy).seg"
		r.also("%s renamed", name)
		t.set(other, data)
		delete(t.files, name)
	case 5:
		r.also("%s copied to another name", name)
		t.set("v1/copy of "+name[strings.LastIndexByte(name, '/')+1:], data)
	case 6:
		other := some(r, names)
		r.also("%s holds %s", name, other)
		t.set(name, t.files[other].data)
	}
}

// late takes the first of a chain away that the laptop does not hold yet, as a cloud does that brings the
// second before it; the laptop marks and syncs there meanwhile.
func (r *simRun) late(l *simLaptop) {
	t := l.place(true)
	if t == nil || !slices.Contains(l.share(t.of).Targets, t.name) {
		return
	}
	for _, other := range r.laptops { // who may have something to send
		if other != l && !other.gone && other.in[t.of] && slices.Contains(other.share(t.of).Targets, t.name) {
			for range 2 {
				if c := other.cohort(); c != nil {
					r.told(other, c)
				}
				_, err := other.exchange(t, false)
				r.expected(other, err)
			}
			break
		}
	}
	e, err := l.book.newExchange(simContext, t.of.space, nil, "", SyncOptions{})
	r.must(err, "read a share")
	for _, name := range t.having(".seg") { // the first of a chain comes first
		if n, ok := share.ParseName(name); ok && e.files[n.Hash] == nil {
			r.also("without %s", name)
			delete(t.files, name)
			break
		}
	}
	if c := l.cohort(); c != nil {
		r.markRest(l, c)
	}
	_, err = l.exchange(t, false)
	r.expected(l, err)
}

// relay copies files from one place to another of the same share, all of them or some.
func (r *simRun) relay(_ *simLaptop) {
	from, to := some(r, r.targets), some(r, r.targets)
	if from.of != to.of {
		return
	}
	some := r.step.IntN(2) == 0
	r.also("%s to %s, some: %v", from.name, to.name, some)
	for _, name := range from.names() {
		if !some || r.step.IntN(2) == 0 {
			to.set(name, from.files[name].data)
		}
	}
}

// foreign puts a file where it does not belong: junk, a file of another share, or a segment that
// somebody made who is no member.
func (r *simRun) foreign(l *simLaptop) {
	t := some(r, r.targets)
	switch r.step.IntN(4) {
	case 0:
		t.set(some(r, []string{"v1/desktop.ini", "v1/.stfolder/x", "v1/space (copy).json", "v1/0000/readme.txt"}), []byte("junk"))
		r.also("junk")
	case 1:
		other := some(r, r.targets)
		if names := other.having(".seg"); other.of != t.of && len(names) > 0 {
			name := some(r, names)
			t.set(name, other.files[name].data)
			r.also("%s of the other share", name)
		}
	default:
		r.forge(t, l)
	}
}

// forge puts a segment and a card of a stranger, sealed for an identity of the stranger's own, into a
// place; or a key of the stranger's.
func (r *simRun) forge(t *simTarget, l *simLaptop) {
	names := t.having(".seg")
	if len(names) == 0 {
		return
	}
	n, ok := share.ParseName(some(r, names))
	if !ok {
		return
	}
	id, err := share.NewIdentity()
	r.must(err, "make an identity")
	seed := make([]byte, ed25519.SeedSize)
	for i := range seed {
		seed[i] = byte(r.step.Uint32())
	}
	key := ed25519.NewKeyFromSeed(seed)
	public := key.Public().(ed25519.PublicKey)
	name := share.Name{Epoch: n.Epoch, Sort: share.SegmentFile, Device: share.DeviceOf(public), Incarnation: n.Incarnation, Seq: 1}
	if r.step.IntN(2) == 0 {
		name.Device = n.Device // in a laptop's place
	}
	var data []byte
	switch r.step.IntN(3) {
	case 0:
		var g *oplog.Gesture
		g, err = oplog.Form(oplog.Gesture{Device: name.Device, Stamp: 1 << 40, Changes: []oplog.Change{{Field: field(kindCohort, propName, model.ID{9}), Value: oplog.Encode("forged")}}})
		r.must(err, "forge a gesture")
		data, err = share.Cut(&share.Segment{Space: t.of.space, Epoch: n.Epoch, Incarnation: n.Incarnation, Seq: 1, Gestures: [][]byte{g.Raw}}, key, id)
	case 1:
		name.Sort = share.CardFile
		data, err = share.CutCard(&share.Card{Space: t.of.space, Epoch: n.Epoch, Incarnation: n.Incarnation, Label: "stranger"}, key, id)
	case 2:
		name.Sort = share.KeyFile
		data, err = share.WrapKey(&share.Key{Space: t.of.space, Epoch: n.Epoch, Identity: id}, []byte("stranger"), 1)
	}
	r.must(err, "forge a file")
	name.Hash = share.HashOf(data)
	t.set(name.Path(), data)
	r.also("forged %s", name.Path())
}

// lie changes what the hint says, or takes it away.
func (r *simRun) lie(_ *simLaptop) {
	t := some(r, r.targets)
	switch r.step.IntN(4) {
	case 3: // a stranger says whom the files are to be sealed for
		id, err := share.NewIdentity()
		r.must(err, "make an identity")
		t.set(share.Hint, fmt.Appendf(nil, `{"format": 1, "space": "%s", "to": "%s"}`, t.of.space, id.String()))
	case 0:
		t.set(share.Hint, share.HintBytes(model.ID{1, 2, 3}))
	case 1:
		delete(t.files, share.Hint)
	case 2:
		t.set(share.Hint, []byte("{"))
	}
}

func (r *simRun) hinder(_ *simLaptop) {
	t := some(r, r.targets)
	switch r.step.IntN(3) {
	case 0:
		t.away = !t.away
	case 1:
		t.readOnly = !t.readOnly
	case 2:
		t.folds = !t.folds
	}
	r.also("%s away %v, read-only %v, folds %v", t.name, t.away, t.readOnly, t.folds)
}

// swap exchanges the contents of two places, as two sticks in each other's slots.
func (r *simRun) swap(_ *simLaptop) {
	a, b := some(r, r.targets), some(r, r.targets)
	r.also("%s and %s", a.name, b.name)
	a.files, b.files, a.holds, b.holds = b.files, a.files, b.holds, a.holds
}

// rollBack keeps what a place holds, or brings back what it held.
func (r *simRun) rollBack(_ *simLaptop) {
	t := some(r, r.targets)
	if len(t.before) == 0 || r.step.IntN(3) == 0 {
		r.also("%s kept", t.name)
		t.before = append(t.before, simState{maps.Clone(t.files), t.holds})
		return
	}
	r.also("%s brought back", t.name)
	was := some(r, t.before)
	if was.holds != t.holds {
		return // that stick is elsewhere now
	}
	t.files = maps.Clone(was.files)
}

// loseKey takes away the keys of a place, or with them its cards.
func (r *simRun) loseKey(_ *simLaptop) {
	t := some(r, r.targets)
	r.also("of %s", t.name)
	for _, name := range t.having(".age") {
		delete(t.files, name)
	}
	if r.step.IntN(2) == 0 {
		for _, name := range t.having(".card") {
			delete(t.files, name)
		}
	}
}
