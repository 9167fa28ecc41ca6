package store

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// Audience is whom a share is for.
type Audience string

// For trainers everything of the chosen cohorts travels; for an office no note and no remark does.
const (
	ForTrainers Audience = "trainers"
	ForOffice   Audience = "office"
)

// Share is what the book knows of one share: a place, or several with the same files, where laptops
// meet.
type Share struct {
	Space          model.ID
	Targets        []string // as they were typed; folders with their whole path
	For            Audience
	Notes, Remarks bool       // they go to an office as well
	Cohorts        []model.ID // that it carries
	Label          string     // what this laptop is called there
	Epoch          model.ID
	Synced         time.Time // zero for never
	Behind         string    // in a sentence: the share went on under a passphrase that this laptop has not
}

// Errors of shares. Each comes wrapped in a sentence that says what to do.
var (
	ErrNoShare    = errors.New("there is no share")
	ErrShareThere = errors.New("there is a share already")
	ErrOtherShare = errors.New("this place holds another share")
	ErrEmptied    = errors.New("this place holds nothing of the share any more")
	ErrBehind     = errors.New("the share has a new passphrase")
)

// Shares are the shares that this book is in, the oldest first.
func (b *Book) Shares() ([]Share, error) {
	all, err := b.readShares()
	if err != nil {
		return nil, err
	}
	var out []Share
	for _, w := range all {
		out = append(out, w.share())
	}
	return out, nil
}

func (b *Book) readShares() ([]*wireShare, error) {
	var all []*wireShare
	err := b.viewOnce(func(tx *bolt.Tx) error {
		all = nil
		return eachSealed(tx, b.sealer, bucketMeta, []byte(sharePrefix), func(_, plain []byte) error {
			w, err := parseShare(plain)
			all = append(all, w)
			return err
		})
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b *wireShare) int {
		if a.Made != b.Made {
			return int(min(1, max(-1, a.Made-b.Made)))
		}
		return bytes.Compare(a.Space, b.Space)
	})
	return all, nil
}

func parseShare(plain []byte) (*wireShare, error) {
	w := &wireShare{}
	if err := oplog.Decode(plain, w); err != nil || len(w.Space) != 16 || len(w.Epoch.ID) != 16 {
		return nil, fmt.Errorf("%w: a share can't be read", ErrDamaged)
	}
	return w, nil
}

// shareOf reads one share. The error wraps ErrNoShare.
func (b *Book) shareOf(space model.ID) (*wireShare, error) {
	var w *wireShare
	err := b.viewOnce(func(tx *bolt.Tx) error {
		plain, err := getSealed(tx, b.sealer, bucketMeta, keyShare(space))
		if err != nil {
			return err
		}
		if plain == nil {
			return fmt.Errorf("%w of that name in this book: rollbook sync new TARGET makes one", ErrNoShare)
		}
		w, err = parseShare(plain)
		return err
	})
	return w, err
}

// changeShare runs a transaction that changes a share: what change does to w and in the book is saved as
// one, or none of it is and w is what it was.
func (b *Book) changeShare(w *wireShare, change func(sh *shelf, t *sums) error) error {
	if err := b.Writable(); err != nil {
		return err
	}
	before := *w
	err := b.logging(func(sh *shelf, t *sums) error {
		*w = before
		w.Turn++
		if err := change(sh, t); err != nil {
			return err
		}
		return putSealed(sh.tx, b.sealer, bucketMeta, keyShare(before.space()), oplog.Encode(w))
	}, func(tx *bolt.Tx) bool {
		plain, err := getSealed(tx, b.sealer, bucketMeta, keyShare(before.space()))
		if err != nil {
			return false
		}
		now, err := parseShare(plain)
		return err == nil && now.Turn == before.Turn+1
	})
	if err != nil {
		*w = before
	}
	return err
}

// DropTarget forgets one place of a share; the files there stay. The last one stays in the book: see
// LeaveShare.
func (b *Book) DropTarget(space model.ID, target string) error {
	b.syncing.Lock()
	defer b.syncing.Unlock()
	w, err := b.shareOf(space)
	if err != nil {
		return err
	}
	if len(w.Targets) < 2 || !slices.Contains(w.Targets, target) {
		return fmt.Errorf("%w at %s besides another: rollbook sync leave ends sharing altogether", ErrNoShare, target)
	}
	return b.changeShare(w, func(*shelf, *sums) error {
		w.Targets = slices.DeleteFunc(slices.Clone(w.Targets), func(t string) bool { return t == target })
		return nil
	})
}

// LeaveShare forgets a share, its key and its files. What came through it stays in the book.
func (b *Book) LeaveShare(space model.ID) error {
	b.syncing.Lock()
	defer b.syncing.Unlock()
	w, err := b.shareOf(space)
	if err != nil {
		return err
	}
	return b.leave(w)
}

// leave forgets a share. The lock of those who sync is held.
func (b *Book) leave(w *wireShare) error {
	err := b.update(func(tx *bolt.Tx) error {
		if err := dropPrefix(tx, bucketSegments, w.Space); err != nil {
			return err
		}
		return tx.Bucket([]byte(bucketMeta)).Delete(keyShare(w.space()))
	}, func(tx *bolt.Tx) bool { return tx.Bucket([]byte(bucketMeta)).Get(keyShare(w.space())) == nil })
	if err != nil {
		return fmt.Errorf("leave the share: %w", err)
	}
	return nil
}

// Carry adds cohorts to those that a share carries.
func (b *Book) Carry(space model.ID, cohorts []model.ID) error {
	b.syncing.Lock()
	defer b.syncing.Unlock()
	w, err := b.shareOf(space)
	if err != nil {
		return err
	}
	return b.changeShare(w, func(*shelf, *sums) error {
		w.Cohorts = rawIDs(append(idsOf(w.Cohorts), cohorts...))
		return nil
	})
}

// dropPrefix deletes every entry of a bucket whose key begins so.
func dropPrefix(tx *bolt.Tx, bucket string, prefix []byte) error {
	c := tx.Bucket([]byte(bucket)).Cursor()
	for key, _ := c.Seek(prefix); key != nil && bytes.HasPrefix(key, prefix); key, _ = c.Seek(prefix) {
		if err := c.Delete(); err != nil {
			return fmt.Errorf("delete from %s: %w", bucket, err)
		}
	}
	return nil
}
