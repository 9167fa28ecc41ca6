package store

import (
	"crypto/ed25519"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"rollbook/store/oplog"
)

// signingKey is what this laptop signs its files with.
func (b *Book) signingKey() (ed25519.PrivateKey, error) {
	device, err := b.deviceKept()
	if err != nil {
		return nil, err
	}
	return ed25519.NewKeyFromSeed(device.Seed), nil
}

func (b *Book) deviceKept() (wireDevice, error) {
	var device wireDevice
	err := b.viewOnce(func(tx *bolt.Tx) error {
		plain, err := getSealed(tx, b.sealer, bucketMeta, keyDevice)
		if err != nil {
			return err
		}
		if oplog.Decode(plain, &device) != nil || len(device.Seed) != ed25519.SeedSize || len(device.Incarnation) != 8 {
			return fmt.Errorf("%w: it does not say which laptop this is", ErrDamaged)
		}
		return nil
	})
	return device, err
}

// keyWhere is where the book was when it last met a share: a hash of machine and path.
var keyWhere = []byte("where")

// elsewhere reports whether the book met a share in another place than where it is now.
func (b *Book) elsewhere() (bool, error) {
	here, moved := whereHash(b.path), false
	err := b.viewOnce(func(tx *bolt.Tx) error {
		was, err := getSealed(tx, b.sealer, bucketMeta, keyWhere)
		moved = string(was) != string(here)
		return err
	})
	return moved, err
}

// newIncarnation makes the book go on under a new number: what it cut so far is another's.
func (b *Book) newIncarnation() error {
	device, err := b.deviceKept()
	if err != nil {
		return err
	}
	fresh := make([]byte, 8)
	if _, err := readFull(b.world.Chance, fresh); err != nil {
		return err
	}
	device.Incarnation = fresh
	err = b.update(func(tx *bolt.Tx) error {
		if err := putSealed(tx, b.sealer, bucketMeta, keyWhere, whereHash(b.path)); err != nil {
			return err
		}
		return putSealed(tx, b.sealer, bucketMeta, keyDevice, oplog.Encode(device))
	}, func(tx *bolt.Tx) bool {
		plain, err := getSealed(tx, b.sealer, bucketMeta, keyDevice)
		return err == nil && string(plain) == string(oplog.Encode(device))
	})
	if err != nil {
		return fmt.Errorf("go on under a new number: %w", err)
	}
	b.mu.Lock()
	b.incarnation = [8]byte(fresh)
	b.mu.Unlock()
	return nil
}

// incarnationNow is the number under which the book goes on.
func (b *Book) incarnationNow() [8]byte {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.incarnation
}

// goOn makes a new incarnation where the book is on another machine, or in another place, than when it
// last met the share: it may be a copy of one that goes on elsewhere.
func (e *exchange) goOn() error {
	moved, err := e.b.elsewhere()
	if err != nil || !moved {
		return err
	}
	if err := e.b.newIncarnation(); err != nil {
		return err
	}
	if len(e.w.CutBy) > 0 {
		e.notice("this book was moved or copied: it goes on under a number of its own, so that nothing gets mixed up with the other one")
	}
	return nil
}
