package store

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/seal"
)

// state derives the state anew from the gestures, in a file of its own that is removed, sealed with a
// key that nobody keeps, and compares the two.
func (ch *checking) state() error {
	if ch.sums.State != stateVersion {
		ch.done("the state is of another version: it is derived anew when the book is opened")
		return nil
	}
	file, err := os.CreateTemp("", newBookPrefix+"*")
	if err != nil {
		file, err = os.CreateTemp(filepath.Dir(ch.path), newBookPrefix+"*")
	}
	if err != nil {
		return fmt.Errorf("check the state: make a file for a while: %w", err)
	}
	defer os.Remove(file.Name())
	file.Close()
	db, err := bolt.Open(file.Name(), 0o600, &bolt.Options{Timeout: lockWait, FreelistType: bolt.FreelistMapType, NoSync: true})
	if err != nil {
		return fmt.Errorf("check the state: %w", err)
	}
	defer db.Close()
	key, err := ch.world.freshKey()
	if err != nil {
		return err
	}
	sealer, err := seal.New(key, model.ID{}, ch.world.Chance)
	if err != nil {
		return err
	}
	if err := ch.derive(db, sealer); err != nil {
		return fmt.Errorf("check the state: %w", noRoom(err))
	}
	return db.View(func(tx *bolt.Tx) error { return ch.compare(tx, sealer) })
}

// deriveAtOnce is how many gestures are derived in one transaction.
const deriveAtOnce = 2000

// derive writes the gestures that the book's heads have into another file, and derives the state there.
func (ch *checking) derive(db *bolt.DB, sealer *seal.Sealer) error {
	err := db.Update(func(tx *bolt.Tx) error {
		for _, name := range buckets {
			if _, err := tx.CreateBucket([]byte(name)); err != nil {
				return err
			}
		}
		return sums{State: stateVersion}.write(tx, sealer)
	})
	opener := ch.sealer.Opener(bucketLog)
	log := ch.tx.Bucket([]byte(bucketLog))
	for n := uint64(1); err == nil && n <= ch.sums.Applied; {
		if ch.progress != nil {
			ch.progress(n-1, ch.sums.Applied)
		}
		err = db.Update(func(tx *bolt.Tx) error {
			sh := newShelf(tx, sealer)
			t, err := sh.sum()
			if err != nil {
				return err
			}
			for end := min(n+deriveAtOnce, ch.sums.Applied+1); n < end; n++ {
				key := number(n)
				raw, err := opener.Open(key, log.Get(key))
				if err != nil {
					return errLog
				}
				g, err := parseLogged(bytes.Clone(raw))
				if err != nil {
					return err
				}
				if err := sh.add(g, nil, t); err != nil {
					return err
				}
			}
			if err := sh.follow(t); err != nil {
				return err
			}
			return t.write(tx, sealer)
		})
	}
	if ch.progress != nil && err == nil {
		ch.progress(ch.sums.Applied, ch.sums.Applied)
	}
	return err
}

// compare walks what the book says and what its gestures add up to side by side.
func (ch *checking) compare(derived *bolt.Tx, sealer *seal.Sealer) error {
	is, should := ch.tx.Bucket([]byte(bucketHeads)).Cursor(), derived.Bucket([]byte(bucketHeads)).Cursor()
	isOpener, shouldOpener := ch.sealer.Opener(bucketHeads), sealer.Opener(bucketHeads)
	other, err := readSums(derived, sealer)
	if err != nil {
		return err
	}
	var fields, lacking, odd, unlike int
	isKey, isValue := nextEntry(is.First, is.Next)
	key, value := nextEntry(should.First, should.Next)
	for isKey != nil || key != nil {
		order := bytes.Compare(isKey, key)
		if isKey == nil || key == nil {
			order = bytes.Compare(key, isKey) // the one that has more
		}
		switch {
		case order < 0:
			odd++
			isKey, isValue = nextEntry(is.Next, is.Next)
			continue
		case order > 0:
			lacking++
			key, value = nextEntry(should.Next, should.Next)
			continue
		}
		fields++
		a, errA := isOpener.Open(isKey, isValue)
		b, errB := shouldOpener.Open(key, value)
		if errA != nil || errB != nil || !bytes.Equal(a, b) {
			unlike++
		}
		isKey, isValue = nextEntry(is.Next, is.Next)
		key, value = nextEntry(should.Next, should.Next)
	}
	ranges, err := ch.compareTallies(derived, sealer, other)
	if err != nil {
		return err
	}
	for n, what := range map[string]int{"that no gesture made": odd, "missing that a gesture made": lacking, "other than the gestures say": unlike} {
		if what > 0 {
			ch.fault("%s of the state: %s", numberOf(what, "field"), n)
		}
	}
	if ranges > 0 {
		ch.fault("%s of the state don't add up", numberOf(ranges, "part"))
	}
	if odd+lacking+unlike+ranges == 0 {
		ch.done("the state, %s, is what the gestures add up to", numberOf(fields, "field"))
	}
	return nil
}

// nextEntry steps a cursor over tallies, which are compared by themselves: which of them lie among the
// heads depends on the order of work.
func nextEntry(step, next func() (key, value []byte)) ([]byte, []byte) {
	key, value := step()
	for len(key) == 18 && isDerived(key) {
		key, value = next()
	}
	return key, value
}

// compareTallies tells how many ranges have another tally than they should.
func (ch *checking) compareTallies(derived *bolt.Tx, sealer *seal.Sealer, other sums) (wrong int, err error) {
	c := derived.Bucket([]byte(bucketHeads)).Cursor()
	for key, _ := c.First(); key != nil; {
		cohort := bytes.Clone(key[:16])
		is, err := readTally(ch.tx, ch.sealer, cohort, ch.sums)
		if err != nil {
			return wrong, err
		}
		should, err := readTally(derived, sealer, cohort, other)
		if err != nil {
			return wrong, err
		}
		if is != should {
			wrong++
		}
		past := append(cohort, 0xff, 0xff, 0xff)
		key, _ = c.Seek(past)
	}
	return wrong, nil
}
