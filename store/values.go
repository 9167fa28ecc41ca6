package store

import (
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"syscall"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/seal"
)

// putSealed stores a value that authenticates itself.
func putSealed(tx *bolt.Tx, s *seal.Sealer, bucket string, key, value []byte) error {
	sealed, err := s.Seal(bucket, key, value)
	if err != nil {
		return err
	}
	if err := tx.Bucket([]byte(bucket)).Put(key, sealed); err != nil {
		return fmt.Errorf("store in %s: %w", bucket, err)
	}
	return nil
}

// getSealed is the value under a key, in memory of its own; nil where there is none.
func getSealed(tx *bolt.Tx, s *seal.Sealer, bucket string, key []byte) ([]byte, error) {
	sealed := tx.Bucket([]byte(bucket)).Get(key)
	if sealed == nil {
		return nil, nil
	}
	return openSealed(s, bucket, key, sealed)
}

// The largest key and value that a book can hold. A damaged page may claim gigabytes.
const (
	mostKey   = 1 << 10
	mostValue = 64 << 20
)

func openSealed(s *seal.Sealer, bucket string, key, sealed []byte) ([]byte, error) {
	if !fits(key, sealed) {
		return nil, notWritten(bucket)
	}
	value, err := s.Open(bucket, key, sealed)
	if err != nil {
		return nil, notWritten(bucket)
	}
	return value, nil
}

func fits(key, sealed []byte) bool { return len(key) <= mostKey && len(sealed) <= mostValue }

func notWritten(bucket string) error {
	return fmt.Errorf("%w: a value in %s is not what was written", ErrDamaged, bucket)
}

// deviceID is the head of the hash of the laptop's public key.
func deviceID(seed []byte) model.ID {
	public := ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)
	sum := sha256.Sum256(public)
	return model.ID(sum[:16])
}

func readFull(r io.Reader, into []byte) (int, error) { return io.ReadFull(r, into) }

// syncFolder makes a name in a folder last. Windows has no such call and needs none; some disks that
// travel know none either.
func syncFolder(folder string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(folder)
	if err != nil {
		return err
	}
	defer f.Close()
	err = f.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
		return nil
	}
	return err
}
