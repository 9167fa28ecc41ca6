package store

import (
	"crypto/sha256"

	"rollbook/model"
)

// Where a gesture lies by its id is derived from the log, and its place in the bucket ids is as good
// as random. So ids is brought up to date for some gestures at once, when heads is (follow.go). Those
// of the log's end are few enough to be read where an id is looked for; the writer remembers them from
// one transaction to the next.

// mostRecent is how many gestures may be missing in ids once heads has all.
const mostRecent = 32

// recentIDs are the numbers of the gestures after named, by id, as of a log.
type recentIDs struct {
	named   uint64
	log     tally
	numbers map[model.ID][]byte
}

// of are the numbers where they are those of a book as it is now, else nil: they are read again.
func (r *recentIDs) of(s sums) map[model.ID][]byte {
	if r == nil || r.named != s.Named || r.log != s.Log {
		return nil
	}
	return r.numbers
}

// number is where a gesture lies in the log, nil where it has not arrived.
func (s *shelf) number(id model.ID) ([]byte, error) {
	found, err := getSealed(s.tx, s.sealer, bucketIDs, id[:])
	if err != nil || found != nil {
		return found, err
	}
	recent, err := s.recentNumbers()
	return recent[id], err
}

// recentNumbers reads the log's end.
func (s *shelf) recentNumbers() (map[model.ID][]byte, error) {
	if s.recent != nil {
		return s.recent, nil
	}
	t, err := s.sum()
	if err != nil {
		return nil, err
	}
	recent := map[model.ID][]byte{}
	for n := t.Named + 1; n <= t.Log.Count; n++ {
		key := number(n)
		raw, err := getSealed(s.tx, s.sealer, bucketLog, key)
		if err != nil {
			return nil, err
		}
		if raw == nil {
			return nil, errLog
		}
		sum := sha256.Sum256(raw)
		recent[model.ID(sum[:16])] = key
	}
	s.recent = recent
	return recent, nil
}

// name notes where a gesture lies.
func (s *shelf) name(id model.ID, number []byte) error {
	recent, err := s.recentNumbers()
	if err == nil {
		recent[id] = number
	}
	return err
}

// nameRecent brings ids up to date where enough are missing there.
func (s *shelf) nameRecent(t *sums) error {
	recent, err := s.recentNumbers()
	if err != nil || len(recent) < mostRecent {
		return err
	}
	for id, number := range recent {
		if err := putSealed(s.tx, s.sealer, bucketIDs, id[:], number); err != nil {
			return err
		}
	}
	clear(recent)
	t.Named = t.Log.Count
	return nil
}
