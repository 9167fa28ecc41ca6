package store

import (
	"encoding/binary"
	"fmt"
	"maps"
	"slices"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// The most that goes into one segment. The file's own limit is on its bytes after they were deflated.
const (
	mostCutGestures = 8192
	mostCutBytes    = 3 << 20
)

// picked is a gesture that is to be sent, or texts of one that went without them.
type picked struct {
	number uint64
	raw    []byte // nil where the gesture is there and texts of it are missing
	texts  []oplog.Text
	whole  bool // nothing of it is missing then
}

// load is what goes into the next segment.
type load struct {
	picks   []picked
	cursor  uint64     // the log was looked at up to here
	later   numberList // what has to be looked at again
	authors [][]byte
	counted uint64 // gestures in the log
	more    bool   // there may be more
}

// outlook is what of the log is to be looked at again before anything is cut.
type outlook struct {
	scope  []byte // digest
	people []model.ID
	all    bool       // the share carries other cohorts than when the log was looked at
	again  numberList // what was said earlier of people who have come since
}

// outlook works out what is to be looked at again.
func (b *Book) outlook(w *wireShare) (*outlook, error) {
	var o *outlook
	err := b.view(func(tx *bolt.Tx) error {
		s, err := newScope(newReader(tx, b.sealer), w)
		if err != nil {
			return err
		}
		o = &outlook{scope: s.digest(), people: slices.SortedFunc(maps.Keys(s.people), compareIDs)}
		o.all = w.Again || string(o.scope) != string(w.Scope)
		before, err := getSealed(tx, b.sealer, bucketSegments, heldKey(w.Space, heldPeople))
		if err != nil {
			return err
		}
		known := map[model.ID]bool{}
		for _, id := range idsIn(before) {
			known[id] = true
		}
		come := slices.DeleteFunc(slices.Clone(o.people), func(id model.ID) bool { return known[id] })
		if o.all || len(come) == 0 {
			return nil
		}
		o.again, err = s.gesturesOf(kindTrainee, come)
		return err
	})
	return o, err
}

// turnTo makes a share look at the log so.
func (w *wireShare) turnTo(o *outlook) {
	if w.Scope, w.Again = o.scope, false; o.all {
		w.Cursor, w.Later = 0, nil
		return
	}
	w.Later = slices.Concat(w.Later, o.again)
}

// prepare keeps what is to be looked at again.
func (e *exchange) prepare() error {
	o, err := e.b.outlook(e.w)
	if err != nil || !o.all && len(o.again) == 0 {
		return err
	}
	return e.b.changeShare(e.w, func(sh *shelf, _ *sums) error {
		e.w.turnTo(o)
		var flat []byte
		for _, id := range o.people {
			flat = append(flat, id[:]...)
		}
		return putSealed(sh.tx, sh.sealer, bucketSegments, heldKey(e.w.Space, heldPeople), flat)
	})
}

// gather picks what is to be sent next.
func (b *Book) gather(w *wireShare) (*load, error) {
	var l *load
	err := b.view(func(tx *bolt.Tx) (err error) {
		s, err := newScope(newReader(tx, b.sealer), w)
		if err != nil {
			return err
		}
		l, err = s.gather()
		return err
	})
	return l, err
}

// collecting is a load in the making.
type collecting struct {
	*scope
	*load
	carried, back *marked
	size          int
	names         []uint64 // gestures that say what trainers and laptops are called who were met
}

func (s *scope) gather() (*load, error) {
	t, err := s.sum()
	if err != nil {
		return nil, err
	}
	g := collecting{scope: s, load: &load{cursor: s.w.Cursor, authors: s.w.Authors, counted: t.Log.Count},
		carried: s.carriedIn(s.w, s.w.Epoch.ID), back: s.heldBackIn(s.w, s.w.Epoch.ID)}
	again := slices.DeleteFunc(slices.Clone(s.w.Later), func(n uint64) bool { return n > g.cursor }) // those are met on the way
	slices.Sort(again)
	for i, n := range slices.Compact(again) {
		if g.full() {
			g.later, g.more = append(g.later, again[i:]...), true
			return g.load, nil
		}
		if err := g.look(n); err != nil {
			return nil, err
		}
	}
	for g.cursor < t.Log.Count {
		if g.full() {
			g.more = true
			break
		}
		if err := g.look(g.cursor + 1); err != nil {
			return nil, err
		}
		g.cursor++
	}
	for len(g.names) > 0 {
		n := g.names[0]
		g.names = g.names[1:]
		if err := g.look(n); err != nil {
			return nil, err
		}
	}
	return g.load, nil
}

func (g *collecting) full() bool { return len(g.picks) >= mostCutGestures || g.size >= mostCutBytes }

// look looks at one gesture of the log.
func (g *collecting) look(n uint64) error {
	there, err := g.carried.has(n, bitCarried)
	if err != nil {
		return err
	}
	whole, err := g.carried.has(n, bitWhole)
	if err != nil || there && whole {
		return err
	}
	if waits, err := g.back.has(n, 0); err != nil || waits && !there {
		return err
	}
	raw, err := getSealed(g.tx, g.sealer, bucketLog, number(n))
	if err != nil {
		return err
	}
	if raw == nil {
		return errLog
	}
	gesture, err := parseLogged(raw)
	if err != nil {
		return err
	}
	v, texts, err := g.takes(gesture)
	switch {
	case err != nil:
		return err
	case v == later && !there:
		g.later = append(g.later, n)
		return nil
	case v != yes:
		return nil
	}
	return g.pick(n, gesture, there, texts)
}

// pick takes a gesture, or of one that is there the texts that it lacks.
func (g *collecting) pick(n uint64, gesture *oplog.Gesture, there bool, digests []model.ID) error {
	p := picked{number: n, whole: true}
	if !there {
		p.raw = gesture.Raw
		g.size += len(p.raw)
	}
	for _, d := range digests {
		if there {
			went, err := getSealed(g.tx, g.sealer, bucketSegments, heldKey(g.w.Space, heldText, g.w.Epoch.ID, d[:]))
			if err != nil {
				return err
			}
			if went != nil {
				continue
			}
		}
		text, err := getSealed(g.tx, g.sealer, bucketTexts, d[:])
		if err != nil {
			return err
		}
		if text == nil {
			p.whole = false // withheld from this laptop as well, or struck
			continue
		}
		p.texts = append(p.texts, text)
		g.size += len(text)
	}
	if p.raw == nil && len(p.texts) == 0 {
		return nil
	}
	g.picks = append(g.picks, p)
	for _, id := range []model.ID{gesture.Author, gesture.Device} {
		if err := g.meet(id); err != nil {
			return err
		}
	}
	return nil
}

// meet adds what a trainer or a laptop is called, the first time that anything of theirs is sent.
func (g *collecting) meet(id model.ID) error {
	all, first := addRaw(g.scope.names, id)
	if !first {
		return nil
	}
	g.scope.names, g.authors = all, all
	for _, kind := range []oplog.Kind{kindAuthor, kindDevice} {
		numbers, err := g.gesturesOf(kind, []model.ID{id})
		if err != nil {
			return err
		}
		for _, n := range numbers {
			if n <= g.cursor { // those to come are met on the way
				g.names = append(g.names, n)
			}
		}
	}
	return nil
}

// took notes that a load is in the segment that was cut of it.
func (l *load) took(sh *shelf, w *wireShare) error {
	carried := sh.carriedIn(w, w.Epoch.ID)
	for _, p := range l.picks {
		if err := carried.set(p.number, bitCarried, true); err != nil {
			return err
		}
		if p.whole {
			if err := carried.set(p.number, bitWhole, true); err != nil {
				return err
			}
		}
		if p.raw != nil {
			continue
		}
		for _, text := range p.texts {
			d := text.Digest()
			if err := putSealed(sh.tx, sh.sealer, bucketSegments, heldKey(w.Space, heldText, w.Epoch.ID, d[:]), []byte{1}); err != nil {
				return err
			}
		}
	}
	return carried.write()
}

// struckSince reports whether gestures that came after a load was gathered strike a text: the load may
// have one of them.
func (l *load) struckSince(sh *shelf, t *sums) (bool, error) {
	for n := l.counted + 1; n <= t.Log.Count; n++ {
		raw, err := getSealed(sh.tx, sh.sealer, bucketLog, binary.BigEndian.AppendUint64(nil, n))
		if err != nil {
			return false, err
		}
		g, err := parseLogged(raw)
		if err != nil {
			return false, fmt.Errorf("look for strikes: %w", err)
		}
		if strikesText(g) {
			return true, nil
		}
	}
	return false, nil
}
