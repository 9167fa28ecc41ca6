package store

import (
	"slices"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// What may and what must be in a share, worked out from all that was ever done, apart from how the
// book does it.

// log are the gestures of the laptop's book.
func (l *simLaptop) log() map[model.ID]*oplog.Gesture {
	out := map[model.ID]*oplog.Gesture{}
	l.run.must(l.book.viewOnce(func(tx *bolt.Tx) error {
		return eachOpen(l.book, tx, bucketLog, func(_, raw []byte) error {
			g, err := oplog.Parse(slices.Clone(raw))
			if err == nil {
				out[g.ID] = g
			}
			return err
		})
	}), "read a log")
	return out
}

// texts are those of the laptop's book, by digest.
func (l *simLaptop) texts() map[model.ID]string {
	out := map[model.ID]string{}
	l.run.must(l.book.viewOnce(func(tx *bolt.Tx) error {
		return eachOpen(l.book, tx, bucketTexts, func(key, plain []byte) error {
			out[model.ID(key)] = oplog.Text(plain).String()
			return nil
		})
	}), "read texts")
	return out
}

// struck are the texts that the laptop knows to be struck.
func (l *simLaptop) struck() simStruck {
	out := simStruck{}
	for _, g := range l.log() {
		for _, c := range g.Changes {
			if c.Field.Kind == oplog.KindStrike {
				out[c.Field.Entity] = true
			}
		}
	}
	return out
}

func eachOpen(b *Book, tx *bolt.Tx, bucket string, do func(key, plain []byte) error) error {
	return tx.Bucket([]byte(bucket)).ForEach(func(key, sealed []byte) error {
		plain, err := openSealed(b.sealer, bucket, key, sealed)
		if err != nil {
			return err
		}
		return do(key, plain)
	})
}

// simScope is what a share may carry and must carry, of all gestures that any book has.
type simScope struct {
	all     map[model.ID]*oplog.Gesture
	owner   map[model.ID]oplog.Field // of texts
	cohorts map[model.ID]bool
	share   *simShare
	may     map[model.ID]bool // people, with all that were ever joined to them
	must    map[model.ID]bool // people
	named   map[model.ID]bool // authors and devices
}

func newSimScope(all map[model.ID]*oplog.Gesture, s *simShare, cohorts []model.ID) *simScope {
	sc := &simScope{all: all, share: s, owner: map[model.ID]oplog.Field{}, cohorts: map[model.ID]bool{},
		may: map[model.ID]bool{}, must: map[model.ID]bool{}, named: map[model.ID]bool{}}
	for _, id := range cohorts {
		sc.cohorts[id] = true
	}
	sets := joins{}
	sc.each(func(_ *oplog.Gesture, c *oplog.Change) {
		if !c.Text.IsZero() {
			sc.owner[c.Text] = c.Field
		}
		if c.Field.Kind == kindEnrollment && sc.cohorts[part(c.Field.Entity, 0)] {
			sc.must[part(c.Field.Entity, 1)] = true
		}
		if a, b, ok := decodePair(c.Value); ok && c.Field.Kind == kindJoin {
			sets.join(a, b)
		}
	})
	for id := range sc.must {
		for _, record := range sets.records(id) {
			sc.may[record] = true
		}
	}
	for range 2 { // who names somebody is named
		for _, g := range all {
			if sc.takes(g, true) {
				sc.named[g.Author], sc.named[g.Device] = true, true
			}
		}
	}
	return sc
}

func (sc *simScope) each(do func(*oplog.Gesture, *oplog.Change)) {
	for _, g := range sc.all {
		for i := range g.Changes {
			do(g, &g.Changes[i])
		}
	}
}

// takes reports whether a gesture may be in the share, or has to be.
func (sc *simScope) takes(g *oplog.Gesture, may bool) bool {
	return slices.ContainsFunc(g.Changes, func(c oplog.Change) bool { return sc.change(&c, may) })
}

func (sc *simScope) change(c *oplog.Change, may bool) bool {
	for c.Field.Kind == oplog.KindUndo {
		id, err := oplog.ParseOpID([]byte(c.Field.Entity))
		g := sc.all[id.Gesture]
		if err != nil || g == nil || int(id.Index) >= len(g.Changes) {
			return may
		}
		c = &g.Changes[id.Index]
	}
	if c.Field.Kind == kindJoin {
		a, b, ok := decodePair(c.Value)
		return ok && (may && (sc.may[a] || sc.may[b]) || sc.must[a] || sc.must[b])
	}
	f := c.Field
	if f.Kind == oplog.KindStrike {
		f = sc.owner[model.ID([]byte(f.Entity))]
	}
	return sc.field(f, may)
}

func (sc *simScope) field(f oplog.Field, may bool) bool {
	switch {
	case f.Kind >= oplog.BoundKinds:
		return sc.cohorts[part(f.Entity, 0)] && !sc.withheld(f)
	case f.Kind == kindTrainee && may:
		return sc.may[part(f.Entity, 0)]
	case f.Kind == kindTrainee:
		return sc.must[part(f.Entity, 0)]
	case f.Kind == kindAuthor || f.Kind == kindDevice:
		return may && sc.named[part(f.Entity, 0)]
	}
	return false
}

// withheld reports whether a field is not for the share's audience: notes and remarks, and what this
// version does not know and may be such.
func (sc *simScope) withheld(f oplog.Field) bool {
	words := f.Kind == kindNote || f.Kind == kindMark && (f.Prop == propRemark || f.Prop == propOwnWords)
	return sc.share.forWhom == ForOffice && (!knows(f) || words && !sc.share.notes)
}
