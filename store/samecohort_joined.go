package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// Two laptops that each made the same cohort offline have it twice once they have synced. One is joined
// into the other then: what stands in it is brought there, and it is left as it is, but listed no more.
// That it was joined is an entity of its own for each time, as a join of people is: two laptops that do
// so at once don't disagree, and each takes its own back.

// wireCohortJoin is one join of a cohort into another. Ids stand one after the other, so that a cohort of
// a thousand marks is joined by a few kilobytes.
type wireCohortJoin struct {
	_        struct{} `cbor:",toarray"`
	Into     []byte
	Gestures []byte // saved with it: joins of people, and what was brought
	Blocks   []byte // in pairs: of this cohort, of the other
	Seen     []byte // of each operation that was brought or said the same, see seenOf
}

// seenSize is how many bytes tell an operation from the others of its cohort.
const seenSize = 8

// mostSeen is how many operations one entity tells of: with its pairs it stays under the limit of a gesture.
const mostSeen = 60_000

// seen names an operation by a few bytes.
type seen [seenSize]byte

func seenOf(id oplog.OpID) seen {
	sum := sha256.Sum256(id.Bytes())
	return seen(sum[:seenSize])
}

// joinOfCohort reads one join of a cohort; false for what is none.
func joinOfCohort(value []byte) (w wireCohortJoin, ok bool) {
	if len(value) == 0 || isBlank(value) || oplog.Decode(value, &w) != nil || len(w.Into) != 16 {
		return w, false
	}
	return w, true
}

// idsIn are ids that stand one after the other.
func idsIn(flat []byte) (ids []model.ID) {
	for ; len(flat) >= 16; flat = flat[16:] {
		ids = append(ids, model.ID(flat[:16]))
	}
	return ids
}

// cohortJoins are the joins of a cohort that stand.
func cohortJoins(regs map[oplog.Field]*oplog.Register) (out []wireCohortJoin) {
	for f, r := range regs {
		if f.Kind != kindCohortJoin {
			continue
		}
		for _, h := range r.Heads() {
			if w, ok := joinOfCohort(h.Value); ok {
				out = append(out, w)
			}
		}
	}
	return out
}

// joinedKey is where it lies which cohorts were joined into which, under kind 0 of the range that belongs
// to no cohort. A book without such has no entry there.
var joinedKey = append(make([]byte, 18), 0, 2)

// wireJoined is one cohort there.
type wireJoined struct {
	_      struct{} `cbor:",toarray"`
	Cohort []byte
	Into   []byte // ids, one after the other
}

func (s *shelf) joinedCohorts() ([]wireJoined, error) {
	plain, err := getSealed(s.tx, s.sealer, bucketHeads, joinedKey)
	if err != nil || plain == nil {
		return nil, err
	}
	var w []wireJoined
	if err := oplog.Decode(plain, &w); err != nil {
		return nil, fmt.Errorf("%w: what was joined can't be read", ErrDamaged)
	}
	return w, nil
}

// writeJoined brings into what cohorts are joined, for those whose joins changed.
func (s *shelf) writeJoined() error {
	if len(s.rejoined) == 0 {
		return nil
	}
	all, err := s.joinedCohorts()
	if err != nil {
		return err
	}
	for cohort := range s.rejoined {
		regs := map[oplog.Field]*oplog.Register{}
		prefix := binary.BigEndian.AppendUint16(bytes.Clone(cohort[:]), uint16(kindCohortJoin))
		if err := (reader{s}).prefixed(prefix, regs); err != nil {
			return err
		}
		var into []model.ID
		for _, w := range cohortJoins(regs) {
			into = append(into, model.ID(w.Into))
		}
		slices.SortFunc(into, compareIDs)
		one := wireJoined{Cohort: bytes.Clone(cohort[:])}
		for _, id := range slices.Compact(into) {
			one.Into = append(one.Into, id[:]...)
		}
		at, here := slices.BinarySearchFunc(all, one.Cohort, func(w wireJoined, id []byte) int { return bytes.Compare(w.Cohort, id) })
		if here {
			all[at] = one
		} else {
			all = slices.Insert(all, at, one)
		}
	}
	clear(s.rejoined)
	return s.put(joinedKey, oplog.Encode(all))
}

// joinedAway says of the cohorts that are not listed in which cohort they are shown. One that was joined
// into a cohort which this book does not have is listed: it is all there is of it. Where cohorts were
// joined into each other, on two laptops at once, the smallest id of them stays.
func (r reader) joinedAway() (map[model.ID]model.ID, error) {
	all, err := r.joinedCohorts()
	if err != nil || len(all) == 0 {
		return nil, err
	}
	next := map[model.ID]model.ID{}
	for _, w := range all {
		id := idOf(w.Cohort)
		for _, into := range idsIn(w.Into) { // the smallest first
			if into == id {
				continue
			}
			l, err := r.brief(into, nil)
			if err != nil {
				return nil, err
			}
			if l.Name != "" {
				next[id] = into
				break
			}
		}
	}
	away := map[model.ID]model.ID{}
	for id := range next {
		if end := lastOf(next, id); end != id {
			away[id] = end
		}
	}
	return away, nil
}

// lastOf follows what was joined into what to its end, or where that goes round, to the smallest of
// those in the circle.
func lastOf(next map[model.ID]model.ID, id model.ID) model.ID {
	passed := map[model.ID]bool{}
	for !passed[id] {
		passed[id] = true
		into, more := next[id]
		if !more {
			return id
		}
		id = into
	}
	smallest := id
	for at := next[id]; at != id; at = next[at] {
		if at.Less(smallest) {
			smallest = at
		}
	}
	return smallest
}

// JoinedCohort is a cohort that was joined into another: listed no more, but kept with its journal.
type JoinedCohort struct {
	Listed
	Into Listed // where it is shown
}

// JoinedCohorts are the cohorts that were joined into others, in the order of Cohorts.
func (b *Book) JoinedCohorts() ([]JoinedCohort, error) {
	var out []JoinedCohort
	err := b.view(func(tx *bolt.Tx) error {
		out = nil
		r := newReader(tx, b.sealer)
		away, err := r.joinedAway()
		if err != nil || len(away) == 0 {
			return err
		}
		sets := map[oplog.Field]*oplog.Register{}
		if err := r.all(kindJoin, sets); err != nil {
			return err
		}
		people := joinsOf(sets)
		for id, into := range away {
			var j JoinedCohort
			if j.Listed, err = r.brief(id, people); err != nil {
				return err
			}
			if j.Into, err = r.brief(into, people); err != nil {
				return err
			}
			if j.Name != "" {
				out = append(out, j)
			}
		}
		return nil
	})
	slices.SortFunc(out, func(a, b JoinedCohort) int { return inListOrder(a.Listed, b.Listed) })
	return out, err
}

// ShownIn is the cohort under which one is shown: the one that it was joined into, else itself. A screen
// that shows a cohort asks after a sync.
func (b *Book) ShownIn(id model.ID) (model.ID, error) {
	in := id
	err := b.view(func(tx *bolt.Tx) error {
		in = id
		away, err := newReader(tx, b.sealer).joinedAway()
		if end, is := away[id]; is {
			in = end
		}
		return err
	})
	return in, err
}
