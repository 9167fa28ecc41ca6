package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"time"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/store/seal"
	"rollbook/store/share"
)

// The bucket of segments holds what a book keeps of its shares. Every key begins with the share's id and
// a letter:
//
//	f hash                     a file, as it came or was cut
//	i epoch hash               what the file is
//	c epoch chunk              which gestures of the log the epoch holds, and of which all texts
//	h epoch chunk              which gestures wait for a person's word before they are cut for the epoch
//	x epoch digest             a text that went without its gesture
//	t target name              how a file looked in a place when it was last read there
//	p                          whose records the share carries
//	m                          whom and what an import touched, until what follows from it is done
const (
	heldFile    = 'f'
	heldInfo    = 'i'
	heldCarried = 'c'
	heldBack    = 'h'
	heldText    = 'x'
	heldSeen    = 't'
	heldPeople  = 'p'
	heldMet     = 'm'
)

func heldKey(space []byte, letter byte, parts ...[]byte) []byte {
	key := append(append(make([]byte, 0, 17+48), space...), letter)
	for _, p := range parts {
		key = append(key, p...)
	}
	return key
}

// held is a file of a share that this book holds.
type held struct {
	Hash        share.Hash
	Epoch       model.ID
	Sort        share.Sort
	Device      model.ID
	Incarnation [8]byte
	Seq         uint32
	Previous    share.Hash
	Tips        []share.Hash
	Made        int64 // by the clock of the laptop that cut it
	Gestures    int
	Texts       int
	Size        int64
	Label       string   // of a card
	Next        model.ID // of a card: the epoch that follows
	Pending     bool     // of an epoch that has ended, come after its end: not in the log
	Mine        int      // gestures that this laptop cut, or that it made and others cut
}

// wireHeld is held in the book; Hash and Epoch are its key.
type wireHeld struct {
	_           struct{} `cbor:",toarray"`
	Sort        uint8
	Device      []byte
	Incarnation []byte
	Seq         uint32
	Previous    []byte
	Tips        [][]byte
	Made        int64
	Gestures    int
	Texts       int
	Size        int64
	Label       string
	Next        []byte
	Pending     bool
	Mine        int
}

func (h *held) name() share.Name {
	return share.Name{Epoch: h.Epoch, Sort: h.Sort, Device: h.Device, Incarnation: h.Incarnation, Seq: h.Seq, Hash: h.Hash}
}

// content reports whether a segment says more than what its laptop has received.
func (h *held) content() bool { return h.Sort == share.SegmentFile && h.Gestures+h.Texts > 0 }

func (h *held) made() time.Time { return readableTime(h.Made) }

func (h *held) bytes() []byte {
	w := wireHeld{Sort: uint8(h.Sort), Device: h.Device[:], Incarnation: h.Incarnation[:], Seq: h.Seq, Previous: h.Previous[:],
		Made: h.Made, Gestures: h.Gestures, Texts: h.Texts, Size: h.Size, Label: h.Label, Next: h.Next[:], Pending: h.Pending, Mine: h.Mine}
	for i := range h.Tips {
		w.Tips = append(w.Tips, h.Tips[i][:])
	}
	return oplog.Encode(w)
}

func parseHeld(key, plain []byte) (*held, error) {
	var w wireHeld
	if err := oplog.Decode(plain, &w); err != nil || len(key) != 17+32 ||
		len(w.Device) != 16 || len(w.Incarnation) != 8 || len(w.Previous) != 16 || len(w.Next) != 16 {
		return nil, fmt.Errorf("%w: what is kept of a share's file can't be read", ErrDamaged)
	}
	h := &held{Epoch: model.ID(key[17:33]), Hash: share.Hash(key[33:49]), Sort: share.Sort(w.Sort), Device: model.ID(w.Device),
		Incarnation: [8]byte(w.Incarnation), Seq: w.Seq, Previous: share.Hash(w.Previous), Made: w.Made, Gestures: w.Gestures,
		Texts: w.Texts, Size: w.Size, Label: w.Label, Next: model.ID(w.Next), Pending: w.Pending, Mine: w.Mine}
	for _, t := range w.Tips {
		if len(t) == 16 {
			h.Tips = append(h.Tips, share.Hash(t))
		}
	}
	return h, nil
}

// putHeld keeps a file and what it is.
func putHeld(tx *bolt.Tx, s *seal.Sealer, space []byte, h *held, data []byte) error {
	if err := putSealed(tx, s, bucketSegments, heldKey(space, heldFile, h.Hash[:]), data); err != nil {
		return err
	}
	return putHeldInfo(tx, s, space, h)
}

func putHeldInfo(tx *bolt.Tx, s *seal.Sealer, space []byte, h *held) error {
	return putSealed(tx, s, bucketSegments, heldKey(space, heldInfo, h.Epoch[:], h.Hash[:]), h.bytes())
}

// heldFiles are the files of a share that the book holds, by hash.
type heldFiles map[share.Hash]*held

// readHeld reads what the files of a share are, without the files.
func readHeld(tx *bolt.Tx, s *seal.Sealer, space []byte) (heldFiles, error) {
	files := heldFiles{}
	err := eachSealed(tx, s, bucketSegments, heldKey(space, heldInfo), func(key, plain []byte) error {
		h, err := parseHeld(key, plain)
		if err == nil {
			files[h.Hash] = h
		}
		return err
	})
	return files, err
}

// of are the files of one epoch.
func (f heldFiles) of(epoch model.ID) heldFiles {
	out := heldFiles{}
	for hash, h := range f {
		if h.Epoch == epoch {
			out[hash] = h
		}
	}
	return out
}

// eachSealed opens every value of a bucket whose key begins with prefix.
func eachSealed(tx *bolt.Tx, s *seal.Sealer, bucket string, prefix []byte, do func(key, plain []byte) error) error {
	opener := s.Opener(bucket)
	c := tx.Bucket([]byte(bucket)).Cursor()
	for key, sealed := c.Seek(prefix); key != nil && bytes.HasPrefix(key, prefix); key, sealed = c.Next() {
		if !fits(key, sealed) {
			return notWritten(bucket)
		}
		plain, err := opener.Open(key, sealed)
		if err != nil {
			return notWritten(bucket)
		}
		if err := do(key, plain); err != nil {
			return err
		}
	}
	return nil
}

// heldBytes is a file that the book holds, nil where it does not.
func (b *Book) heldBytes(space []byte, hash share.Hash) ([]byte, error) {
	var data []byte
	err := b.viewOnce(func(tx *bolt.Tx) (err error) {
		data, err = getSealed(tx, b.sealer, bucketSegments, heldKey(space, heldFile, hash[:]))
		return err
	})
	return data, err
}

// marked is a set of gestures by their numbers in the log, kept in the book in pieces.
type marked struct {
	sh     *shelf
	space  []byte
	epoch  []byte
	letter byte
	width  int // bits for one gesture
	chunks map[uint32][]byte
	dirty  map[uint32]bool
}

// perChunk is how many gestures a piece of a set tells of.
const perChunk = 4096

const (
	bitCarried = 0 // the gesture is in the epoch
	bitWhole   = 1 // with all of its texts
)

// carriedIn is which gestures an epoch holds.
func (s *shelf) carriedIn(w *wireShare, epoch []byte) *marked {
	return &marked{sh: s, space: w.Space, epoch: epoch, letter: heldCarried, width: 2, chunks: map[uint32][]byte{}, dirty: map[uint32]bool{}}
}

// heldBackIn is which gestures wait for a person's word.
func (s *shelf) heldBackIn(w *wireShare, epoch []byte) *marked {
	return &marked{sh: s, space: w.Space, epoch: epoch, letter: heldBack, width: 1, chunks: map[uint32][]byte{}, dirty: map[uint32]bool{}}
}

func (m *marked) key(chunk uint32) []byte {
	return heldKey(m.space, m.letter, m.epoch, binary.BigEndian.AppendUint32(nil, chunk))
}

func (m *marked) chunk(n uint64) (bits []byte, id uint32, at int, err error) {
	id, at = uint32(n/perChunk), int(n%perChunk)*m.width
	bits, here := m.chunks[id]
	if !here {
		if bits, err = getSealed(m.sh.tx, m.sh.sealer, bucketSegments, m.key(id)); err != nil {
			return nil, 0, 0, err
		}
		if bits != nil && len(bits) != perChunk*m.width/8 {
			return nil, 0, 0, notWritten(bucketSegments)
		}
		m.chunks[id] = bits
	}
	return bits, id, at, nil
}

func (m *marked) has(n uint64, bit int) (bool, error) {
	bits, _, at, err := m.chunk(n)
	if err != nil || bits == nil {
		return false, err
	}
	at += bit
	return bits[at/8]&(1<<(at%8)) != 0, nil
}

func (m *marked) set(n uint64, bit int, to bool) error {
	bits, id, at, err := m.chunk(n)
	if err != nil {
		return err
	}
	if bits == nil {
		if !to {
			return nil
		}
		bits = make([]byte, perChunk*m.width/8)
		m.chunks[id] = bits
	}
	at += bit
	was := bits[at/8]&(1<<(at%8)) != 0
	if was != to {
		bits[at/8] ^= 1 << (at % 8)
		m.dirty[id] = true
	}
	return nil
}

// write brings the set into the book.
func (m *marked) write() error {
	for id := range m.dirty {
		if err := putSealed(m.sh.tx, m.sh.sealer, bucketSegments, m.key(id), m.chunks[id]); err != nil {
			return err
		}
	}
	clear(m.dirty)
	return nil
}
