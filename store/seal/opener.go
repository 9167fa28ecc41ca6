package seal

import (
	"encoding/binary"

	"golang.org/x/crypto/chacha20poly1305"
)

// Opener opens many values of one bucket in memory that it uses again. It is for one goroutine.
type Opener struct {
	sealer *Sealer
	bound  []byte // what values are bound to, up to the key
	ad     []byte
	value  []byte
}

// Opener is a new opener of a bucket's values.
func (s *Sealer) Opener(bucket string) *Opener {
	bound := s.bound(bucket, nil)
	return &Opener{sealer: s, bound: bound[:len(bound)-1]} // without the length of the key, one byte for none
}

// Open is the value that was sealed under that key. It lies in the opener until the next one is
// opened.
func (o *Opener) Open(key, sealed []byte) ([]byte, error) {
	if len(sealed) < Overhead || sealed[0] != version {
		return nil, ErrBroken
	}
	o.ad = append(binary.AppendUvarint(append(o.ad[:0], o.bound...), uint64(len(key))), key...)
	nonce := sealed[1 : 1+chacha20poly1305.NonceSizeX]
	value, err := o.sealer.aead.Open(o.value[:0], nonce, sealed[1+chacha20poly1305.NonceSizeX:], o.ad)
	if err != nil {
		return nil, ErrBroken
	}
	o.value = value
	return value, nil
}
