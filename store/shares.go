package store

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/store/share"
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

// wireShare is a share in the book, under keyShare. It is written in every transaction that changes
// anything of the share, with a Turn of its own: so it can be told afterwards whether that transaction
// is on the disk.
type wireShare struct {
	_       struct{} `cbor:",toarray"`
	Turn    uint64
	Made    int64
	Space   []byte
	Targets []string
	Office  bool
	Notes   bool
	Remarks bool
	Cohorts idList
	Label   string
	Synced  int64
	Behind  string

	Epoch    wireEpoch
	Earlier  []wireEpoch // the latest first
	Announce []byte      // hash of the card, of the epoch before, that names this one; empty for none

	Seq      uint32 // of the last segment cut in this epoch by this incarnation
	Last     []byte // its hash; empty for none
	Card     []byte // hash of this laptop's card
	CutBy    []byte // the incarnation that cut them
	Tips     []byte // digest of the tips with content that the last segment told
	Cursor   uint64 // gestures of the log up to here were looked at
	Later    numberList
	Scope    []byte // digest of what was in scope then
	Again    bool   // all of the log is to be looked at anew
	Authors  idList
	Devices  idList // laptops that were announced
	Disputes uint64 // conflicts in the cohorts carried
	Counted  uint64 // when the log had that many gestures
}

// idList and numberList are stored as one byte string each: what others send decides how long they get, and
// an array of the format has a limit.
type (
	idList     [][]byte
	numberList []uint64
)

func (l idList) MarshalCBOR() ([]byte, error) { return oplog.Encode(bytes.Join(l, nil)), nil }

func (l *idList) UnmarshalCBOR(data []byte) error {
	var flat []byte
	err := oplog.Decode(data, &flat)
	for *l = nil; len(flat) >= 16; flat = flat[16:] {
		*l = append(*l, flat[:16:16])
	}
	return err
}

func (l numberList) MarshalCBOR() ([]byte, error) {
	flat := make([]byte, 0, 8*len(l))
	for _, n := range l {
		flat = binary.BigEndian.AppendUint64(flat, n)
	}
	return oplog.Encode(flat), nil
}

func (l *numberList) UnmarshalCBOR(data []byte) error {
	var flat []byte
	err := oplog.Decode(data, &flat)
	for *l = nil; len(flat) >= 8; flat = flat[8:] {
		*l = append(*l, binary.BigEndian.Uint64(flat))
	}
	return err
}

// wireEpoch is one generation of a share.
type wireEpoch struct {
	_        struct{} `cbor:",toarray"`
	ID       []byte
	Identity string
	Key      []byte   // hash of its key file
	Follows  []byte   // the epoch before; empty for the first
	Closing  [][]byte // tips of that one when it ended
	Stay     [][]byte // devices that go on from there
}

// anew is a share as a book has it that holds none of its files yet, and whose log has other numbers.
func (w *wireShare) anew() *wireShare {
	return &wireShare{Turn: w.Turn + 1, Made: w.Made, Space: w.Space, Targets: w.Targets, Office: w.Office, Notes: w.Notes,
		Remarks: w.Remarks, Cohorts: w.Cohorts, Label: w.Label, Synced: w.Synced, Epoch: w.Epoch, Earlier: w.Earlier, Devices: w.Devices}
}

const sharePrefix = "share/"

func keyShare(space model.ID) []byte { return []byte(sharePrefix + hex.EncodeToString(space[:])) }

func (w *wireShare) space() model.ID { return model.ID(w.Space) }
func (w *wireShare) epoch() model.ID { return model.ID(w.Epoch.ID) }

func (w *wireShare) share() Share {
	s := Share{Space: w.space(), Targets: slices.Clone(w.Targets), For: ForTrainers, Notes: w.Notes, Remarks: w.Remarks,
		Cohorts: idsOf(w.Cohorts), Label: w.Label, Epoch: w.epoch(), Behind: w.Behind}
	if w.Office {
		s.For = ForOffice
	}
	if w.Synced != 0 {
		s.Synced = time.UnixMilli(w.Synced)
	}
	return s
}

// identity is what an epoch's files are sealed to.
func (e wireEpoch) identity() (*share.Identity, error) {
	id, err := share.ParseIdentity(e.Identity)
	if err != nil {
		return nil, fmt.Errorf("%w: the key of a share can't be read", ErrDamaged)
	}
	return id, nil
}

// idsOf reads ids that are stored one by one, leaving out what is none.
func idsOf(raw [][]byte) []model.ID {
	var out []model.ID
	for _, b := range raw {
		if len(b) == 16 {
			out = append(out, model.ID(b))
		}
	}
	return out
}

// rawIDs are ids as they are stored, in order, each once.
func rawIDs(ids []model.ID) [][]byte {
	sorted := slices.Clone(ids)
	slices.SortFunc(sorted, compareIDs)
	out := [][]byte{}
	for _, id := range slices.Compact(sorted) {
		out = append(out, bytes.Clone(id[:]))
	}
	return out
}

func hasRaw(raw [][]byte, id model.ID) bool {
	return slices.ContainsFunc(raw, func(b []byte) bool { return bytes.Equal(b, id[:]) })
}

// addRaw adds an id to those stored; false where it was there.
func addRaw(raw [][]byte, id model.ID) ([][]byte, bool) {
	if hasRaw(raw, id) {
		return raw, false
	}
	return append(slices.Clone(raw), bytes.Clone(id[:])), true
}

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
