package store

import (
	"bytes"
	"encoding/binary"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/store/seal"
)

// shelf is the book within one transaction, as package oplog sees it.
type shelf struct {
	tx      *bolt.Tx
	sealer  *seal.Sealer
	recent  map[model.ID][]byte // numbers of the gestures that ids has not yet; nil before they were read
	sums    *sums               // as they are to be after the transaction; nil before they were read
	tallies map[[16]byte]*tally // of the ranges touched, brought into sums by flush
	key     []byte              // of the register read or put last, which is most often the next one put
	value   []byte              // of that register, nil for none
	plans   map[model.ID]bool   // cohorts whose briefs flush derives anew

	rejoined map[model.ID]bool // cohorts of which it changed into which they were joined

	// parsed are the gestures asked for last: an undo of many marks asks for each of its changes.
	parsed map[model.ID]*oplog.Gesture
}

// mostParsed is how many gestures a shelf keeps parsed; one may be a mebibyte.
const mostParsed = 4

func newShelf(tx *bolt.Tx, s *seal.Sealer) *shelf {
	return &shelf{tx: tx, sealer: s, tallies: map[[16]byte]*tally{}, plans: map[model.ID]bool{},
		rejoined: map[model.ID]bool{}, parsed: map[model.ID]*oplog.Gesture{}}
}

// headKey is where a field's register lies: cohort, kind, what is left of the entity, property.
// Fields that belong to no cohort lie under sixteen zeros.
func headKey(f oplog.Field) []byte {
	key := make([]byte, 16, 16+2+len(f.Entity)+2)
	rest := f.Entity
	if f.Kind >= oplog.BoundKinds {
		copy(key, f.Entity[:16])
		rest = f.Entity[16:]
	}
	key = binary.BigEndian.AppendUint16(key, uint16(f.Kind))
	key = append(key, rest...)
	return binary.BigEndian.AppendUint16(key, f.Prop)
}

// keyField is the field of a key that headKey made; false for a tally.
func keyField(key []byte) (oplog.Field, bool) {
	if len(key) < 20 {
		return oplog.Field{}, false
	}
	f := oplog.Field{
		Kind: oplog.Kind(binary.BigEndian.Uint16(key[16:])),
		Prop: binary.BigEndian.Uint16(key[len(key)-2:]),
	}
	if f.Kind >= oplog.BoundKinds {
		f.Entity = string(key[:16])
	}
	f.Entity += string(key[18 : len(key)-2])
	return f, true
}

func (s *shelf) Register(f oplog.Field) (*oplog.Register, error) {
	key := headKey(f)
	plain, err := getSealed(s.tx, s.sealer, bucketHeads, key)
	if err == nil && f.Kind != oplog.KindUndo {
		s.key, s.value = key, plain
	}
	if err != nil || plain == nil {
		return nil, err
	}
	r, err := oplog.ReadRegister(plain)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return r, nil
}

func (s *shelf) Put(f oplog.Field, r *oplog.Register) error {
	if inBrief(f) {
		s.plans[part(f.Entity, 0)] = true
	}
	if f.Kind == kindCohortJoin {
		s.rejoined[part(f.Entity, 0)] = true
	}
	return s.put(headKey(f), r.Bytes())
}

// put stores an entry of the heads and keeps its range's tally.
func (s *shelf) put(key, value []byte) error {
	t, err := s.tally(key)
	if err != nil {
		return err
	}
	old := s.value
	if !bytes.Equal(key, s.key) {
		if old, err = getSealed(s.tx, s.sealer, bucketHeads, key); err != nil {
			return err
		}
	}
	s.key, s.value = key, value
	if old == nil {
		t.Count++
	} else {
		t.flip(key, old)
	}
	t.flip(key, value)
	// A block's marks come together into the middle of the range. Pages split in two halves would
	// stay half empty, and the file twice as large as need be.
	s.tx.Bucket([]byte(bucketHeads)).FillPercent = 0.8
	return putSealed(s.tx, s.sealer, bucketHeads, key, value)
}

func (s *shelf) tally(key []byte) (*tally, error) {
	cohort := [16]byte(key[:16])
	if t, ok := s.tallies[cohort]; ok {
		return t, nil
	}
	all, err := s.sum()
	if err != nil {
		return nil, err
	}
	t, err := readTally(s.tx, s.sealer, key, *all)
	if err != nil {
		return nil, err
	}
	s.tallies[cohort] = &t
	return &t, nil
}

// sum is what sums say; what add and flush change in it is for the caller to write.
func (s *shelf) sum() (*sums, error) {
	if s.sums == nil {
		read, err := readSums(s.tx, s.sealer)
		if err != nil {
			return nil, err
		}
		s.sums = &read
	}
	return s.sums, nil
}

// flush writes the briefs, the calendar, what was joined and the tallies of the ranges that were touched.
func (s *shelf) flush() error {
	var meetings []wireMeeting
	for cohort := range s.plans {
		m, err := s.writeBrief(cohort)
		if err != nil {
			return err
		}
		meetings = append(meetings, m)
	}
	if len(meetings) > 0 {
		if err := s.writeCalendar(meetings); err != nil {
			return err
		}
	}
	if err := s.writeJoined(); err != nil {
		return err
	}
	all, err := s.sum()
	if err != nil {
		return err
	}
	clear(s.plans)
	for cohort, t := range s.tallies {
		for _, older := range all.put(cohort, *t) {
			if err := older.write(s.tx, s.sealer, older.Cohort[:]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *shelf) Named(gesture model.ID) (bool, error) {
	key := headKey(oplog.Field{Kind: oplog.KindUndo, Entity: string(gesture[:])})
	prefix := key[:len(key)-2]
	found, _ := s.tx.Bucket([]byte(bucketHeads)).Cursor().Seek(prefix)
	return bytes.HasPrefix(found, prefix), nil
}

func (s *shelf) Changed(id oplog.OpID) (*oplog.Change, bool, error) {
	g, err := s.gesture(id.Gesture)
	if err != nil || g == nil || int(id.Index) >= len(g.Changes) {
		return nil, false, err
	}
	return &g.Changes[id.Index], true, nil
}

// gesture is the gesture of that id, nil where it has not arrived. It is shared: not to be changed.
func (s *shelf) gesture(id model.ID) (*oplog.Gesture, error) {
	if g := s.parsed[id]; g != nil {
		return g, nil
	}
	number, err := s.number(id)
	if err != nil || number == nil {
		return nil, err
	}
	raw, err := getSealed(s.tx, s.sealer, bucketLog, number)
	if err != nil {
		return nil, err
	}
	g, err := parseLogged(raw)
	if err != nil {
		return nil, err
	}
	if len(s.parsed) >= mostParsed {
		clear(s.parsed)
	}
	s.parsed[id] = g
	return g, nil
}

// logged reads a gesture of the log and checks that it can be found by its id.
func (s *shelf) logged(number, raw []byte) (*oplog.Gesture, error) {
	g, err := parseLogged(raw)
	if err != nil {
		return nil, err
	}
	found, err := s.number(g.ID)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(found, number) {
		return nil, errStale
	}
	return g, nil
}

func parseLogged(raw []byte) (*oplog.Gesture, error) {
	g, err := oplog.Parse(raw)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return g, nil
}

func (s *shelf) DropText(digest model.ID) error {
	return s.tx.Bucket([]byte(bucketTexts)).Delete(digest[:])
}

func (s *shelf) Knows(f oplog.Field) bool { return knows(f) }

// text is the text of a digest; false where it is withheld or struck. A text whose key was damaged
// would pass for one of those: what stands beside its place tells.
func (s *shelf) text(digest model.ID) (string, bool, error) {
	plain, err := getSealed(s.tx, s.sealer, bucketTexts, digest[:])
	if err != nil {
		return "", false, err
	}
	if plain == nil {
		longer, sealed := s.tx.Bucket([]byte(bucketTexts)).Cursor().Seek(digest[:])
		if bytes.HasPrefix(longer, digest[:]) {
			_, err := openSealed(s.sealer, bucketTexts, longer, sealed)
			return "", false, err
		}
		return "", false, s.beside(bucketTexts, digest[:])
	}
	return readable(oplog.Text(plain).String()), true, nil
}

// beside opens the entries before and after those whose keys begin with prefix: a value does not
// open under a key that it was not written under.
func (s *shelf) beside(bucket string, prefix []byte) error {
	c := s.tx.Bucket([]byte(bucket)).Cursor()
	key, _ := c.Seek(prefix)
	before, sealedBefore := c.Prev()
	if key == nil {
		before, sealedBefore = c.Last()
	}
	if before != nil {
		if _, err := openSealed(s.sealer, bucket, before, sealedBefore); err != nil {
			return err
		}
	}
	key, sealed := c.Seek(prefix)
	for bytes.HasPrefix(key, prefix) {
		key, sealed = c.Next()
	}
	if key == nil {
		return nil
	}
	_, err := openSealed(s.sealer, bucket, key, sealed)
	return err
}
