package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"

	bolt "go.etcd.io/bbolt"

	"rollbook/store/oplog"
	"rollbook/store/seal"
)

// Report is what a check of a book did, and what it found. Both are sentences without a full stop.
type Report struct {
	Done   []string
	Faults []string // none: the book is as it should be

	Gestures uint64
	Texts    uint64
}

func (r *Report) done(format string, args ...any) {
	r.Done = append(r.Done, fmt.Sprintf(format, args...))
}
func (r *Report) fault(format string, args ...any) {
	r.Faults = append(r.Faults, fmt.Sprintf(format, args...))
}

// mostFaults are told one by one; a file that was overwritten has thousands.
const mostFaults = 20

// CheckBook reads a book through and changes nothing in it: its structure, the seal of every value, every
// gesture's id, and that the state is what the gestures add up to. The secret is nil for a book without
// a passphrase; progress, where there is one, is told how many gestures of how many are done. The error
// is ErrMissing, ErrBusy, ErrNotBook, ErrNewer, ErrLocked, ErrWrong, or what the file system said: what
// is wrong with the book itself stands in the report.
func CheckBook(path string, world World, secret Secret, progress func(done, all uint64)) (*Report, error) {
	r := &Report{}
	switch err := inspectPatiently(path); {
	case errors.Is(err, ErrDamaged):
		r.fault("%v", err)
		return r, nil
	case err != nil:
		return nil, err
	}
	r.done("both head pages, the list of free pages and the tree of pages are whole")
	ch := &checking{Report: r, world: world, progress: progress, path: path}
	err := guarded(func() error { return ch.open(secret) })
	if errors.Is(err, ErrDamaged) {
		r.fault("%v", err)
		return r, nil
	}
	return r, err
}

// checking is one check.
type checking struct {
	*Report
	world    World
	path     string
	progress func(done, all uint64)

	tx     *bolt.Tx
	sealer *seal.Sealer
	sums   sums
}

// open opens the file for reading only, and looks at all of it.
func (ch *checking) open(secret Secret) error {
	db, err := openToRead(ch.path)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := inspectLeaves(ch.path); err != nil {
		return err
	}
	return db.View(func(tx *bolt.Tx) error {
		sealer, err := sealerWith(tx, ch.world, secret)
		if err != nil {
			return err
		}
		ch.tx, ch.sealer = tx, sealer
		return ch.all()
	})
}

// openToRead opens a book's file so that nothing can be written to it.
func openToRead(path string) (*bolt.DB, error) {
	db, err := bolt.Open(path, 0o600, &bolt.Options{Timeout: lockWait, ReadOnly: true})
	if err != nil {
		return nil, sayOpen(path, err)
	}
	return db, nil
}

// sealerWith is the sealer of a file, opened with a secret where it has a passphrase.
func sealerWith(tx *bolt.Tx, world World, secret Secret) (*seal.Sealer, error) {
	var given *seal.Secret
	if secret != nil {
		read, err := seal.ReadSecret(secret)
		if err != nil {
			return nil, err
		}
		defer read.Clear()
		given = &read
	}
	book, ring, err := keysWith(tx, given)
	if err != nil {
		return nil, err
	}
	defer ring.clear()
	return seal.New(ring.data, book, world.Chance)
}

func (ch *checking) all() error {
	pages := 0
	for err := range ch.tx.Check() {
		if pages++; pages <= mostFaults {
			ch.fault("its pages: %v", err)
		}
	}
	if pages == 0 {
		ch.done("bbolt's own check finds every page in one place")
	}
	if !ch.values() {
		return nil // what can't be opened can't be compared
	}
	var err error
	if ch.sums, err = readSums(ch.tx, ch.sealer); err != nil {
		return err
	}
	ch.Gestures = ch.sums.Log.Count
	if !ch.log() || !ch.ids() || !ch.texts() {
		return nil
	}
	if err := ch.state(); err != nil {
		return err
	}
	return ch.backups()
}

// backups compares the log with that of the newest backup beside the book: bbolt alone would not notice
// that a file ends earlier than it did.
func (ch *checking) backups() error {
	own := func(tx *bolt.Tx) (*seal.Sealer, error) {
		id, key, slots, err := fileKeys(tx)
		if err != nil || slots != nil || key == nil {
			return ch.sealer, err // sealed as the book is, or not opened by it
		}
		return seal.New(key, id, ch.world.Chance)
	}
	incarnation, err := incarnationOf(ch.tx, ch.sealer)
	if err != nil {
		return err
	}
	info, lacks, older, err := newerBackup(ch.path, own, incarnation, ch.sums.Log.Count)
	switch {
	case errors.Is(err, fs.ErrPermission):
		ch.done("it is not compared with its backups: their folder can't be read here")
	case err != nil:
		return err
	case older:
		ch.fault("it lacks %s that its backup of %s has: %s", numberOf(int(lacks), "gesture"), info.At.Format("2006-01-02 15:04"), info.Path)
	}
	return nil
}

// values opens every value of every bucket.
func (ch *checking) values() bool {
	found, count := len(ch.Faults), 0
	for _, name := range buckets {
		b := ch.tx.Bucket([]byte(name))
		if b == nil {
			ch.fault("it has no %s", name)
			continue
		}
		opener, broken := ch.sealer.Opener(name), 0
		c := b.Cursor()
		for key, sealed := c.First(); key != nil; key, sealed = c.Next() {
			if name == bucketMeta && standsOpen(key) {
				continue
			}
			count++
			if _, err := opener.Open(key, sealed); err != nil {
				broken++
			}
		}
		if broken > 0 {
			ch.fault("%s of %s can't be opened: not what was written there", numberOf(broken, "value"), name)
		}
	}
	if len(ch.Faults) == found {
		ch.done("the seals of %s are whole", numberOf(count, "value"))
	}
	return len(ch.Faults) == found
}

func numberOf(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// log reads every gesture, by its number, and adds them up.
func (ch *checking) log() bool {
	found := len(ch.Faults)
	var got tally
	var last uint64
	opener := ch.sealer.Opener(bucketLog)
	c := ch.tx.Bucket([]byte(bucketLog)).Cursor()
	for key, sealed := c.First(); key != nil; key, sealed = c.Next() {
		raw, err := opener.Open(key, sealed)
		if err != nil || len(key) != 8 {
			ch.fault("the log has an entry that is none")
			return false
		}
		n := binary.BigEndian.Uint64(key)
		if n != last+1 {
			ch.fault("gestures %d to %d are missing in the log", last+1, n-1)
		}
		last = n
		got.Count++
		got.flip(key, raw)
		if _, err := oplog.Parse(raw); err != nil {
			ch.fault("gesture %d can't be read: %v", n, err)
		}
		if len(ch.Faults) > found+mostFaults {
			return false
		}
	}
	switch {
	case got.Count < ch.sums.Log.Count && len(ch.Faults) == found:
		ch.fault("the log ends at gesture %d of %d", got.Count, ch.sums.Log.Count)
	case got != ch.sums.Log && len(ch.Faults) == found:
		ch.fault("the log is not what was counted when it was written")
	}
	if len(ch.Faults) == found {
		ch.done("%s are read, and add up", numberOf(int(got.Count), "gesture"))
	}
	return len(ch.Faults) == found
}

// ids compares what finds gestures by their ids with the gestures themselves.
func (ch *checking) ids() bool {
	log, ids := ch.tx.Bucket([]byte(bucketLog)), ch.tx.Bucket([]byte(bucketIDs))
	opener := ch.sealer.Opener(bucketIDs)
	var named uint64
	wrong := 0
	c := ids.Cursor()
	for key, sealed := c.First(); key != nil; key, sealed = c.Next() {
		at, err := opener.Open(key, sealed)
		raw, errLog := ch.sealer.Open(bucketLog, at, log.Get(at))
		if sum := sha256.Sum256(raw); err != nil || errLog != nil || !bytes.Equal(sum[:16], key) {
			wrong++
		}
		named++
	}
	switch {
	case wrong > 0:
		ch.fault("%s under an id that is not theirs", numberOf(wrong, "gesture"))
	case named != ch.sums.Named:
		ch.fault("%d gestures are found by their id, and %d should be", named, ch.sums.Named)
	default:
		ch.done("every gesture is found by its id")
		return true
	}
	return false
}

// texts compares every text with its digest.
func (ch *checking) texts() bool {
	opener, wrong := ch.sealer.Opener(bucketTexts), 0
	c := ch.tx.Bucket([]byte(bucketTexts)).Cursor()
	for key, sealed := c.First(); key != nil; key, sealed = c.Next() {
		plain, err := opener.Open(key, sealed)
		if sum := sha256.Sum256(plain); err != nil || !bytes.Equal(sum[:16], key) {
			wrong++
		}
		ch.Texts++
	}
	if wrong > 0 {
		ch.fault("%s not what was written", numberOf(wrong, "text"))
		return false
	}
	ch.done("%s are what was written", numberOf(int(ch.Texts), "text"))
	return true
}
