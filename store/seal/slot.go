package seal

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"runtime/debug"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20poly1305"

	"rollbook/model"
)

// Cost is what it takes to try one secret on a slot. It is stored beside the slot.
type Cost struct {
	Memory uint32 // KiB
	Passes uint32
	Lanes  uint8
}

// FullCost is the cost of a new slot: some tenths of a second on the laptops of today and on ten-year-old ones.
var FullCost = Cost{Memory: 64 << 10, Passes: 3, Lanes: 4}

// mostCost is what a file may ask of the laptop that opens it.
var mostCost = Cost{Memory: 256 << 10, Passes: 10, Lanes: 8}

// Errors of slots.
var (
	// ErrWrong is returned for a secret that does not open a slot.
	ErrWrong = errors.New("this is neither the passphrase nor the recovery code")
	// ErrSlot is returned for a slot that no version wrote, or that asks for more than it may.
	ErrSlot = errors.New("a key slot can't be used")
)

// ArgonVersion is the version of Argon2 that slots are made with, 1.3.
const ArgonVersion = argon2.Version

// SaltSize is the size of a slot's salt in bytes.
const SaltSize = 16

// wrappedSize is the size of a data key once it is sealed.
const wrappedSize = KeySize + chacha20poly1305.Overhead

// slotFormat is the first piece of what a slot is bound to.
const slotFormat = "rollbook slot 1"

// Slot is a book's data key, sealed with a key that is derived from a secret. All of it stands in
// the clear in the book.
type Slot struct {
	Kind    Kind
	Cost    Cost
	Salt    []byte
	Nonce   []byte
	Wrapped []byte // the data key, sealed
}

// NewSlot seals a data key with a secret. Salt and nonce are read from chance. It takes as long as
// its cost says.
func NewSlot(secret Secret, cost Cost, key []byte, book model.ID, chance io.Reader) (Slot, error) {
	s := Slot{Kind: secret.kind, Cost: cost, Salt: make([]byte, SaltSize), Nonce: make([]byte, chacha20poly1305.NonceSizeX)}
	for _, into := range [][]byte{s.Salt, s.Nonce} {
		if _, err := io.ReadFull(chance, into); err != nil {
			return Slot{}, fmt.Errorf("make a key slot: %w", err)
		}
	}
	if len(key) != KeySize {
		return Slot{}, fmt.Errorf("%w: a data key has %d bytes", ErrSlot, KeySize)
	}
	if err := s.check(); err != nil {
		return Slot{}, err
	}
	derived := s.derive(secret)
	defer clear(derived)
	aead, err := chacha20poly1305.NewX(derived)
	if err != nil {
		return Slot{}, fmt.Errorf("make a key slot: %w", err)
	}
	s.Wrapped = aead.Seal(nil, s.Nonce, key, s.bound(book))
	return s, nil
}

// Open is the data key that was sealed with that secret, for the caller to clear. It returns
// ErrWrong for another secret, another book, or a slot of which anything was changed: after the one
// derivation that the right secret takes too. ErrSlot comes without one.
func (s Slot) Open(secret Secret, book model.ID) ([]byte, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	derived := s.derive(secret)
	defer clear(derived)
	aead, err := chacha20poly1305.NewX(derived)
	if err != nil {
		return nil, fmt.Errorf("open a key slot: %w", err)
	}
	key, err := aead.Open(nil, s.Nonce, s.Wrapped, s.bound(book))
	if err != nil || secret.kind != s.Kind {
		clear(key)
		return nil, ErrWrong
	}
	return key, nil
}

// Check reports whether a slot is whole and asks for no more than a slot may: ErrSlot.
func (s Slot) Check() error {
	if len(s.Wrapped) != wrappedSize {
		return fmt.Errorf("%w: its key has %d bytes", ErrSlot, len(s.Wrapped))
	}
	return s.check()
}

func (s Slot) check() error {
	c := s.Cost
	switch {
	case s.Kind != Passphrase && s.Kind != Recovery:
		return fmt.Errorf("%w: it is of no known kind", ErrSlot)
	case c.Memory == 0 || c.Passes == 0 || c.Lanes == 0:
		return fmt.Errorf("%w: its cost is nothing", ErrSlot)
	case c.Memory > mostCost.Memory || c.Passes > mostCost.Passes || c.Lanes > mostCost.Lanes:
		return fmt.Errorf("%w: it would cost %d KiB, %d passes, %d lanes", ErrSlot, c.Memory, c.Passes, c.Lanes)
	case len(s.Salt) != SaltSize || len(s.Nonce) != chacha20poly1305.NonceSizeX:
		return fmt.Errorf("%w: its salt or nonce is cut", ErrSlot)
	}
	return nil
}

// muchMemory is from how many KiB on a derivation's memory is given back at once.
const muchMemory = 8 << 10

// derive is the key that a secret and the salt make. The memory that it was worked out in could tell
// it, and stays the process's until it is used again: it is given back to the system.
func (s Slot) derive(secret Secret) []byte {
	key := argon2.IDKey(secret.bytes, s.Salt, s.Cost.Passes, s.Cost.Memory, s.Cost.Lanes, KeySize)
	if s.Cost.Memory >= muchMemory {
		debug.FreeOSMemory()
	}
	return key
}

// bound is what a slot is bound to: what it is, the book, and all that its key is derived with.
func (s Slot) bound(book model.ID) []byte {
	cost := binary.BigEndian.AppendUint32([]byte{byte(s.Kind), ArgonVersion}, s.Cost.Memory)
	cost = append(binary.BigEndian.AppendUint32(cost, s.Cost.Passes), s.Cost.Lanes)
	var ad []byte
	for _, piece := range [][]byte{[]byte(slotFormat), book[:], cost, s.Salt} {
		ad = append(binary.AppendUvarint(ad, uint64(len(piece))), piece...)
	}
	return ad
}
