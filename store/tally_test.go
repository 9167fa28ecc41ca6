package store

import (
	"bytes"
	"encoding/hex"
	"errors"
	"os"
	"reflect"
	"testing"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// change reaches into a book's file behind its back.
func change(t testing.TB, b *Book, how func(tx *bolt.Tx) error) {
	t.Helper()
	if err := b.db.Update(how); err != nil {
		t.Fatal(err)
	}
}

// lived is a book with some history: marks, remarks, an undo, a struck note.
func lived(t testing.TB) (*Book, *Cohort) {
	t.Helper()
	b := newBook(t)
	c := newCohort(t, b, 2, "Maya", "Noor", "Olga")
	for i, p := range c.People {
		save(t, c, oplog.Single, c.EditMark(p, c.Blocks[i%4].ID, model.Plain(model.Absent)), c.EditRemark(p, c.Blocks[i%4].ID, "snow"))
		save(t, c, oplog.Single, c.EditMark(p, c.Blocks[i%4].ID, model.Plain(model.Present)))
	}
	note := newID(t, b)
	save(t, c, oplog.Single, c.EditNote(Note{ID: note, Day: 1, Text: "struck words"})...)
	save(t, c, oplog.Single, c.EditStrike(note)...)
	save(t, c, oplog.Single, c.EditNote(Note{ID: newID(t, b), Topic: "Language", Text: "kept words"})...)
	save(t, c, oplog.Single, c.EditTold(c.Row(1), c.Blocks[3].ID, true))
	for i := range mostRecent { // so that ids has some of them, and the log's end the others
		save(t, c, oplog.Single, c.EditTold(c.Row(2), c.Blocks[2].ID, i%2 == 0))
	}
	u, err := b.PlanUndo()
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Save(u.Draft).Wait(); err != nil {
		t.Fatal(err)
	}
	return b, reload(t, c)
}

// derived is what can be derived from the log, and what it must be derived as: byte for byte.
func derived(t testing.TB, b *Book) map[string]string {
	out := content(t, b, bucketHeads)
	change(t, b, func(tx *bolt.Tx) error {
		c := tx.Bucket([]byte(bucketLog)).Cursor()
		for key, sealed := c.First(); key != nil; key, sealed = c.Next() {
			raw, err := openSealed(b.sealer, bucketLog, key, sealed)
			if err != nil {
				return nil // what a test damaged
			}
			g, err := parseLogged(raw)
			if err != nil {
				return err
			}
			number, err := newShelf(tx, b.sealer).number(g.ID)
			if err != nil {
				return err
			}
			out["number of "+g.ID.String()] = string(number)
		}
		return nil
	})
	return out
}

func TestTheStateIsDerivedAnewWhenItsVersionChanges(t *testing.T) {
	b, c := lived(t)
	before, texts := derived(t, b), content(t, b, bucketTexts, bucketLog)
	change(t, b, func(tx *bolt.Tx) error {
		if err := tx.Bucket([]byte(bucketHeads)).Put(headKey(field(kindMark, 1, c.Cohort.ID, c.Blocks[0].ID, c.Row(1).Trainee.ID)), []byte("of another version")); err != nil {
			return err
		}
		s, err := readSums(tx, b.sealer)
		s.State = stateVersion + 1
		if err != nil {
			return err
		}
		return s.write(tx, b.sealer)
	})
	b.Close()
	again, err := Open(b.Path(), b.world)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if !reflect.DeepEqual(derived(t, again), before) || !reflect.DeepEqual(content(t, again, bucketTexts, bucketLog), texts) {
		t.Error("derived anew, the book holds something else")
	}
}

// TestWhatIsMissingIsNoticedOrDerivedAnew takes entries away behind the book's back.
func TestWhatIsMissingIsNoticedOrDerivedAnew(t *testing.T) {
	keys := func(tx *bolt.Tx, bucket string) (all [][]byte) {
		tx.Bucket([]byte(bucket)).ForEach(func(k, _ []byte) error { all = append(all, bytes.Clone(k)); return nil })
		return all
	}
	drop := func(bucket string, which func(keys [][]byte) []byte) func(*testing.T, *Book, *bolt.Tx) error {
		return func(t *testing.T, b *Book, tx *bolt.Tx) error {
			return tx.Bucket([]byte(bucket)).Delete(which(keys(tx, bucket)))
		}
	}
	last := func(keys [][]byte) []byte { return keys[len(keys)-1] }
	middle := func(keys [][]byte) []byte { return keys[len(keys)/2] }
	for name, c := range map[string]struct {
		spoil   func(*testing.T, *Book, *bolt.Tx) error
		derived bool // made whole again from the log, else reported as damage
	}{
		"the last gesture": {drop(bucketLog, last), false},
		"an early gesture": {drop(bucketLog, middle), false},
		"a mark":           {drop(bucketHeads, last), true},
		"a field":          {drop(bucketHeads, middle), true},
		"the tally of a cohort": {func(t *testing.T, b *Book, tx *bolt.Tx) error {
			return tx.Bucket([]byte(bucketHeads)).Delete(tallyKey(last(keys(tx, bucketHeads))))
		}, true},
		"an id": {func(t *testing.T, b *Book, tx *bolt.Tx) error {
			_, sealed := tx.Bucket([]byte(bucketLog)).Cursor().Seek(number(7))
			raw, err := openSealed(b.sealer, bucketLog, number(7), sealed)
			if err != nil {
				return err
			}
			g, err := parseLogged(raw)
			if err != nil {
				return err
			}
			return tx.Bucket([]byte(bucketIDs)).Delete(g.ID[:])
		}, true},
		"all ids": {func(t *testing.T, b *Book, tx *bolt.Tx) error {
			for _, k := range keys(tx, bucketIDs) {
				if err := tx.Bucket([]byte(bucketIDs)).Delete(k); err != nil {
					return err
				}
			}
			return nil
		}, true},
		"the sums":          {drop(bucketMeta, func([][]byte) []byte { return keySums }), false},
		"who the laptop is": {drop(bucketMeta, func([][]byte) []byte { return keyDevice }), false},
		"the data key":      {drop(bucketMeta, func([][]byte) []byte { return keyData }), false},
	} {
		t.Run(name, func(t *testing.T) {
			b, cohort := lived(t)
			before := derived(t, b)
			change(t, b, func(tx *bolt.Tx) error { return c.spoil(t, b, tx) })
			b.Close()
			again, err := Open(b.Path(), b.world)
			if err == nil {
				defer again.Close()
				err = readAll(again, cohort.Cohort.ID)
			}
			switch {
			case c.derived && err != nil:
				t.Fatalf("not made whole: %v", err)
			case c.derived && !reflect.DeepEqual(derived(t, again), before):
				t.Error("derived anew, it is something else")
			case !c.derived && !errors.Is(err, ErrDamaged):
				t.Errorf("not noticed: %v", err)
			}
		})
	}
}

// readAll reads what a trainer would: the list, a cohort, the journal, and what could be undone.
func readAll(b *Book, cohort model.ID) error {
	if _, err := b.Cohorts(); err != nil {
		return err
	}
	if _, err := b.Load(cohort); err != nil {
		return err
	}
	if _, err := b.PlanUndo(); err != nil {
		return err
	}
	_, err := b.Journal(model.ID{})
	return err
}

// An earlier page in the place of a later one authenticates itself: only the sums tell.
func TestStaleSumsAreNoticed(t *testing.T) {
	b, c := lived(t)
	var stale []byte
	change(t, b, func(tx *bolt.Tx) error { stale = bytes.Clone(tx.Bucket([]byte(bucketMeta)).Get(keySums)); return nil })
	save(t, c, oplog.Single, c.EditMark(c.Row(2), c.Blocks[2].ID, model.Plain(model.Present)))
	change(t, b, func(tx *bolt.Tx) error { return tx.Bucket([]byte(bucketMeta)).Put(keySums, stale) })
	b.Close()
	if _, err := Open(b.Path(), b.world); !errors.Is(err, ErrDamaged) {
		t.Errorf("sums of the gesture before: %v", err)
	}
}

func TestAnUndoFindsAStaleRangeDerivedAnew(t *testing.T) {
	b, c := lived(t)
	key := headKey(field(kindMark, propAttendance, c.Cohort.ID, c.Blocks[0].ID, c.Row(1).Trainee.ID))
	change(t, b, func(tx *bolt.Tx) error { return tx.Bucket([]byte(bucketHeads)).Delete(key) })
	if u, err := b.PlanUndo(); err != nil || u.Done == 0 {
		t.Errorf("an undo planned on a stale range: %+v, %v", u, err)
	}
	if got := content(t, b, bucketHeads); got[bucketHeads+" "+hex.EncodeToString(key)] == "" {
		t.Error("the range was not derived anew")
	}
}

// A key that was damaged makes an entry look as if it were not there, which for a text or a field
// may well be so: what stands beside its place must tell.
func TestAnEntryUnderADamagedKeyIsNotJustMissing(t *testing.T) {
	for _, bit := range []byte{1, 0x80} {
		for name, key := range map[string]func(c *Cohort) (string, []byte){
			"a note's text": func(c *Cohort) (string, []byte) {
				d := c.regs[field(kindNote, propText, c.Cohort.ID, c.Notes[0].ID)].Shown().Text
				return bucketTexts, d[:]
			},
			"a person's name": func(c *Cohort) (string, []byte) {
				return bucketHeads, headKey(field(kindTrainee, propName, c.Row(2).Trainee.ID))
			},
		} {
			b, c := lived(t)
			bucket, at := key(c)
			b.Close()
			data, err := os.ReadFile(b.Path())
			if err != nil {
				t.Fatal(err)
			}
			spoiled := bytes.Clone(at)
			spoiled[len(spoiled)-3] ^= bit
			path := b.Path() + ".spoiled"
			if err := os.WriteFile(path, bytes.ReplaceAll(data, at, spoiled), 0o600); err != nil {
				t.Fatal(err)
			}
			again, err := Open(path, b.world)
			if err == nil {
				defer again.Close()
				_, err = again.Load(c.Cohort.ID)
			}
			if !errors.Is(err, ErrDamaged) {
				t.Errorf("%s in %s, bit %x: %v", name, bucket, bit, err)
			}
		}
	}
}

// Tallies lie in sums while their ranges are the latest, and in the ranges after that.
func TestTheTalliesOfManyCohortsAddUpInWhateverOrderTheyAreMarked(t *testing.T) {
	b := newBook(t)
	var all []*Cohort
	for range 2*lastRanges + 1 {
		all = append(all, newCohort(t, b, 1, "Maya", "Noor"))
	}
	for round, state := range []model.State{model.Present, model.Absent, model.Present} {
		for i := range all {
			c := all[(i*(round+2))%len(all)]
			save(t, c, oplog.Single, c.EditMark(c.Row(1+i%2), c.Blocks[i%2].ID, model.Plain(state)))
		}
		change(t, b, func(tx *bolt.Tx) error {
			r := newReader(tx, b.sealer)
			for _, c := range all {
				if err := r.scan(c.Cohort.ID[:], map[oplog.Field]*oplog.Register{}); err != nil {
					t.Errorf("round %d, cohort %s: %v", round, c.Cohort.ID, err)
				}
			}
			return nil
		})
	}
}
