package store

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/store/seal"
	"rollbook/store/share"
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

// sharesAnew makes every share of a file one that holds none of its files yet.
func sharesAnew(tx *bolt.Tx, s *seal.Sealer) error {
	var all []*wireShare
	err := eachSealed(tx, s, bucketMeta, []byte(sharePrefix), func(_, plain []byte) error {
		w, err := parseShare(plain)
		all = append(all, w)
		return err
	})
	if err != nil {
		return err
	}
	for _, w := range all {
		if err := putSealed(tx, s, bucketMeta, keyShare(w.space()), oplog.Encode(w.anew())); err != nil {
			return err
		}
	}
	return nil
}
