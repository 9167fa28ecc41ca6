package store

import (
	"fmt"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/store/seal"
)

// identity keys in the bucket meta. The first three stand in the clear, as does keySlots: they are
// needed to read the rest.
var (
	keyFormat = []byte("format")
	keyBook   = []byte("book")
	keyData   = []byte("key")
	keyDevice = []byte("device")
	keySums   = []byte("sums")
)

// formatVersion is the version of the file format.
const formatVersion = 1

// wireDevice is who this laptop is in the book.
type wireDevice struct {
	_           struct{} `cbor:",toarray"`
	Seed        []byte   // of the Ed25519 key that signs what is sent
	Incarnation []byte
}

func writeIdentity(tx *bolt.Tx, world World, secrets []seal.Secret) error {
	var fresh struct {
		book, seed, incarnation []byte
	}
	for piece, size := range map[*[]byte]int{&fresh.book: 16, &fresh.seed: 32, &fresh.incarnation: 8} {
		*piece = make([]byte, size)
		if _, err := readFull(world.Chance, *piece); err != nil {
			return err
		}
	}
	meta, book := tx.Bucket([]byte(bucketMeta)), model.ID(fresh.book)
	ring, err := lockedKeyring(book, world, secrets...)
	if err != nil {
		return err
	}
	defer ring.clear()
	s, err := seal.New(ring.data, book, world.Chance)
	if err != nil {
		return err
	}
	for _, kv := range [][2][]byte{{keyFormat, oplog.Encode(formatVersion)}, {keyBook, fresh.book}} {
		if err := meta.Put(kv[0], kv[1]); err != nil {
			return err
		}
	}
	if err := ring.writeKeys(meta, book); err != nil {
		return err
	}
	device := oplog.Encode(wireDevice{Seed: fresh.seed, Incarnation: fresh.incarnation})
	if err := putSealed(tx, s, bucketMeta, keyDevice, device); err != nil {
		return err
	}
	return sums{State: stateVersion}.write(tx, s)
}

// readIdentity reads who the book is. What it is sealed with is the caller's to clear.
func (b *Book) readIdentity(tx *bolt.Tx, secret *seal.Secret) (*keyring, error) {
	id, ring, err := keysWith(tx, secret)
	if err != nil {
		return nil, err
	}
	b.id, b.slots = id, ring.slots
	if b.sealer, err = seal.New(ring.data, b.id, b.world.Chance); err != nil {
		return ring, err
	}
	plain, err := getSealed(tx, b.sealer, bucketMeta, keyDevice)
	if err != nil {
		return ring, err
	}
	var device wireDevice
	if err := oplog.Decode(plain, &device); err != nil || len(device.Seed) != 32 || len(device.Incarnation) != 8 {
		return ring, fmt.Errorf("%w: it does not say which laptop this is", ErrDamaged)
	}
	b.device = deviceID(device.Seed)
	b.incarnation = [8]byte(device.Incarnation)
	return ring, b.readAuthor(tx)
}
