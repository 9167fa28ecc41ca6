package store

import (
	"errors"
	"fmt"
	"os/exec"

	bolt "go.etcd.io/bbolt"
)

// What the benchmarks, which stand outside of the package, take from its tests.

// FormatAndState names what a book made by this version is like.
const FormatAndState = formatVersion*1000 + stateVersion

// Peak is the most memory that this program ever held, in KiB; set where the machine tells.
var Peak func() (string, error)

// OpenAndLoad is a program that opens a book, lists its cohorts, loads one and says its Peak.
func OpenAndLoad(path string) *exec.Cmd { return inRole("open and load", path) }

func openAndLoad(path string) error {
	if Peak == nil {
		return errors.New("this machine does not tell")
	}
	b, err := Open(path, roleWorld())
	if err != nil {
		return err
	}
	list, err := b.Cohorts()
	if err != nil {
		return err
	}
	if _, err := b.Load(list[len(list)/2].ID); err != nil {
		return err
	}
	kib, err := Peak()
	fmt.Println(kib)
	return errors.Join(err, b.Close())
}

// RawScan reads every entry of the heads and opens none: the least that a survey could cost.
func RawScan(b *Book) error {
	return b.viewFollowed(func(tx *bolt.Tx) error {
		c := tx.Bucket([]byte(bucketHeads)).Cursor()
		sum := byte(0)
		for key, value := c.First(); key != nil; key, value = c.Next() {
			sum ^= key[0] ^ value[len(value)-1]
		}
		return nil
	})
}
