package store

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/store/seal"
)

// A book with a passphrase has no data key of its own in the bucket meta: `slots` stands there in its
// place, the key sealed once with the passphrase and once with the recovery code. Once the book is
// open the key is in its sealer and nowhere else.

var (
	keySlots   = []byte("slots")
	keyEarlier = []byte("earlier") // sealed: the keys of backups that are still to be sealed anew
)

// Secret is a passphrase or a recovery code as somebody typed it, or as a file holds it. It stays
// the caller's, who may clear it once the call has returned.
type Secret []byte

// Errors of books with a passphrase.
var (
	ErrLocked = errors.New("this book has a passphrase")
	ErrWrong  = seal.ErrWrong // neither the passphrase nor the recovery code

	errLocked = fmt.Errorf("%w: give it at the terminal, or in a file that ROLLBOOK_PASSPHRASE_FILE names", ErrLocked)
	errKey    = fmt.Errorf("%w: its key is missing", ErrDamaged)
	errSlots  = fmt.Errorf("%w: its key slots can't be read", ErrDamaged)
)

// keyring is what the values of one file are sealed with.
type keyring struct {
	data  []byte      // the data key
	slots []seal.Slot // that hold it; none where it stands in the book itself

	earlier []byte // the data keys before this one, one after the other, while backups may still be sealed with them
}

func (k *keyring) clear() {
	if k != nil {
		clear(k.data)
	}
}

// freshKey is a new data key.
func (w World) freshKey() ([]byte, error) {
	key := make([]byte, seal.KeySize)
	if _, err := readFull(w.Chance, key); err != nil {
		return nil, fmt.Errorf("make a data key: %w", err)
	}
	return key, nil
}

// openKeyring is a new data key for a book without a passphrase.
func openKeyring(world World) (*keyring, error) {
	key, err := world.freshKey()
	return &keyring{data: key}, err
}

// lockedKeyring is a new data key with a slot for each secret. Each slot is tried once before
// anything depends on it: it takes twice as long as the slots cost.
func lockedKeyring(book model.ID, world World, secrets ...seal.Secret) (*keyring, error) {
	key, err := world.freshKey()
	if err != nil {
		return nil, err
	}
	ring := &keyring{data: key}
	cost := world.Cost
	if cost == (seal.Cost{}) {
		cost = seal.FullCost
	}
	for _, secret := range secrets {
		slot, err := seal.NewSlot(secret, cost, key, book, world.Chance)
		if err != nil {
			ring.clear()
			return nil, err
		}
		again, err := slot.Open(secret, book)
		if err != nil || !bytes.Equal(again, key) {
			ring.clear()
			return nil, errors.Join(errors.New("a key slot does not open again: try once more"), err)
		}
		clear(again)
		ring.slots = append(ring.slots, slot)
	}
	return ring, nil
}

// unlocked is the keyring of slots that one secret opens.
func unlocked(slots []seal.Slot, secret seal.Secret, book model.ID) (*keyring, error) {
	for _, slot := range slots {
		if slot.Kind != secret.Kind() {
			continue
		}
		key, err := slot.Open(secret, book)
		if errors.Is(err, seal.ErrSlot) {
			return nil, fmt.Errorf("%w: %w", errSlots, err)
		}
		if err != nil {
			return nil, err
		}
		return &keyring{data: key, slots: slots}, nil
	}
	return nil, ErrWrong
}

type wireSlot struct {
	_       struct{} `cbor:",toarray"`
	Kind    uint8    // 1 passphrase, 2 recovery code
	Argon   uint8    // version of Argon2
	Memory  uint32   // KiB
	Passes  uint32
	Lanes   uint8
	Salt    []byte
	Nonce   []byte
	Wrapped []byte
}

type wireSlots struct {
	_     struct{} `cbor:",toarray"`
	Slots []wireSlot
	Check []byte // of the book's id and the slots, so that damage is not taken for a wrong passphrase
}

func checkOfSlots(book model.ID, slots []wireSlot) []byte {
	sum := sha256.Sum256(append(book[:], oplog.Encode(slots)...))
	return sum[:16]
}

func encodeSlots(book model.ID, slots []seal.Slot) []byte {
	w := wireSlots{}
	for _, s := range slots {
		w.Slots = append(w.Slots, wireSlot{Kind: uint8(s.Kind), Argon: seal.ArgonVersion, Memory: s.Cost.Memory,
			Passes: s.Cost.Passes, Lanes: s.Cost.Lanes, Salt: s.Salt, Nonce: s.Nonce, Wrapped: s.Wrapped})
	}
	w.Check = checkOfSlots(book, w.Slots)
	return oplog.Encode(w)
}

// decodeSlots reads the slots of a book: at most one of each kind, none that asks for more than it
// may.
func decodeSlots(book model.ID, raw []byte) ([]seal.Slot, error) {
	var w wireSlots
	if err := oplog.Decode(raw, &w); err != nil || len(w.Slots) == 0 || !bytes.Equal(w.Check, checkOfSlots(book, w.Slots)) {
		return nil, errSlots
	}
	var slots []seal.Slot
	seen := map[uint8]bool{}
	for _, one := range w.Slots {
		s := seal.Slot{Kind: seal.Kind(one.Kind), Cost: seal.Cost{Memory: one.Memory, Passes: one.Passes, Lanes: one.Lanes},
			Salt: one.Salt, Nonce: one.Nonce, Wrapped: one.Wrapped}
		if err := s.Check(); err != nil || seen[one.Kind] || one.Argon != seal.ArgonVersion {
			return nil, errors.Join(errSlots, err)
		}
		seen[one.Kind] = true
		slots = append(slots, s)
	}
	return slots, nil
}

// writeKeys puts what a file is sealed with into its meta.
func (k *keyring) writeKeys(meta *bolt.Bucket, book model.ID) error {
	if len(k.slots) == 0 {
		return meta.Put(keyData, bytes.Clone(k.data)) // bbolt reads it when it commits
	}
	return meta.Put(keySlots, encodeSlots(book, k.slots))
}

// keysWith is what a file is sealed with, opened with a secret where it has a passphrase: ErrLocked
// without one, ErrWrong with another.
func keysWith(tx *bolt.Tx, secret *seal.Secret) (model.ID, *keyring, error) {
	said, err := saidOf(tx)
	switch {
	case err != nil:
		return said.book, nil, err
	case said.slots == nil:
		return said.book, &keyring{data: said.key}, said.today(tx, said.key)
	case secret == nil:
		return said.book, nil, errLocked
	}
	ring, err := unlocked(said.slots, *secret, said.book)
	if err == nil {
		err = said.today(tx, ring.data)
	}
	return said.book, ring, err
}
