package store

import (
	"bytes"

	bolt "go.etcd.io/bbolt"
)

type boltTx = bolt.Tx

func clone(b []byte) []byte { return bytes.Clone(b) }
