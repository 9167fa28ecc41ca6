// Package seal authenticates every value of a book, and hides it where the book has a passphrase.
//
// A page of a book has no checksum of its own, so a flipped bit would be a wrong mark. Sealed, a
// value that is not the one written, or stands under another key, is noticed. In a book without a
// passphrase the data key stands in the book itself: that authenticates without hiding.
//
// Start reading at Sealer; a passphrase and the recovery code are secrets (secret.go), each of which
// opens one slot (slot.go).
//
// Secrets, derived keys and data keys are overwritten once they were used, where that is in our hands.
// It is not where Go moves a stack or a slice grows, within the ciphers and hashes of the libraries
// (a Sealer's cipher keeps the key until it is collected), and in what the system writes to swap or to
// a crash dump.
package seal

import (
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"golang.org/x/crypto/chacha20poly1305"

	"rollbook/model"
)

// KeySize is the size of a data key in bytes.
const KeySize = chacha20poly1305.KeySize

// Overhead is how much longer a sealed value is than the value.
const Overhead = 1 + chacha20poly1305.NonceSizeX + chacha20poly1305.Overhead

// version is the first byte of a sealed value.
const version = 1

// format is the first piece of what a value is bound to.
const format = "rollbook 1"

// ErrBroken is returned for a value that is not what was sealed here.
var ErrBroken = errors.New("a value is damaged")

// Sealer seals and opens the values of one book. It may be used by several goroutines at once.
type Sealer struct {
	aead   cipher.AEAD
	book   model.ID
	chance io.Reader
}

// New makes a sealer of a data key. Nonces are read from chance.
func New(key []byte, book model.ID, chance io.Reader) (*Sealer, error) {
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, fmt.Errorf("make a sealer: %w", err)
	}
	return &Sealer{aead, book, chance}, nil
}

// Seal binds a value to its bucket and key.
func (s *Sealer) Seal(bucket string, key, value []byte) ([]byte, error) {
	out := make([]byte, 1+chacha20poly1305.NonceSizeX, Overhead+len(value))
	out[0] = version
	if _, err := io.ReadFull(s.chance, out[1:]); err != nil {
		return nil, fmt.Errorf("seal a value: %w", err)
	}
	return s.aead.Seal(out, out[1:], value, s.bound(bucket, key)), nil
}

// Open is the value that was sealed under that bucket and key, in memory of its own.
func (s *Sealer) Open(bucket string, key, sealed []byte) ([]byte, error) {
	if len(sealed) < Overhead || sealed[0] != version {
		return nil, ErrBroken
	}
	nonce := sealed[1 : 1+chacha20poly1305.NonceSizeX]
	value, err := s.aead.Open(nil, nonce, sealed[1+chacha20poly1305.NonceSizeX:], s.bound(bucket, key))
	if err != nil {
		return nil, ErrBroken
	}
	return value, nil
}

// bound is what a value is bound to: format, book, bucket path and key, each after its length, so
// that no two of them read alike.
func (s *Sealer) bound(bucket string, key []byte) []byte {
	ad := make([]byte, 0, 8*4+len(format)+len(s.book)+len(bucket)+len(key))
	for _, piece := range [][]byte{[]byte(format), s.book[:], []byte(bucket), key} {
		ad = binary.AppendUvarint(ad, uint64(len(piece)))
		ad = append(ad, piece...)
	}
	return ad
}
