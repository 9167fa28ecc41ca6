package store

import (
	"errors"
	"path/filepath"
	"testing"

	bolt "go.etcd.io/bbolt"

	"rollbook/store/oplog"
	"rollbook/store/seal"
)

// restated is a copy of a closed book whose meta was changed.
func restated(t *testing.T, from string, change func(meta *bolt.Bucket) error) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "roll.book")
	copyFile(t, from, path)
	db, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Update(func(tx *bolt.Tx) error { return change(tx.Bucket([]byte(bucketMeta))) }); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestADamagedFormatIsToldFromANewerBook(t *testing.T) {
	for name, pass := range map[string]string{"plain": "", "sealed": firstPass} {
		t.Run(name, func(t *testing.T) {
			b, _ := recorded(t)
			var secret Secret
			var secrets []Secret
			if pass != "" {
				set(t, b, pass)
				secret, secrets = Secret(pass), []Secret{Secret(pass)}
			}
			if err := b.Close(); err != nil {
				t.Fatal(err)
			}
			open := func(path string) error {
				again, err := Open(path, b.world)
				if pass != "" && errors.Is(err, ErrLocked) {
					again, err = OpenWith(path, b.world, Secret(pass))
				}
				if err == nil {
					again.Close()
				}
				return err
			}
			for bit := range 8 {
				path := restated(t, b.Path(), func(meta *bolt.Bucket) error { return meta.Put(keyFormat, []byte{formatVersion ^ 1<<bit}) })
				if err := open(path); !errors.Is(err, ErrDamaged) || errors.Is(err, ErrNewer) {
					t.Errorf("bit %d: %v", bit, err)
				}
				saved := filepath.Join(filepath.Dir(path), "saved.book")
				brought, err := Salvage(path, saved, b.world, secret)
				if err != nil || brought.Missing != 0 || open(saved) != nil {
					t.Errorf("bit %d: salvaged %+v, %v", bit, brought, err)
				}
				report, err := CheckBook(path, b.world, secret, nil)
				if err != nil || len(report.Faults) == 0 {
					t.Errorf("bit %d: checked %+v, %v", bit, report, err)
				}
				if bit == 1 { // a backup that is whole takes its place
					if _, err := Restore(path, b.Path(), b.world, secrets...); err != nil || open(path) != nil {
						t.Errorf("restored: %v", err)
					}
				}
			}
			newer := restated(t, b.Path(), func(meta *bolt.Bucket) error {
				if err := meta.Put(keyFormat, oplog.Encode(formatVersion+1)); err != nil {
					return err
				}
				return meta.Put(keyDevice, make([]byte, 80))
			})
			if err := open(newer); !errors.Is(err, ErrNewer) || errors.Is(err, ErrDamaged) {
				t.Errorf("a newer one: %v", err)
			}
			other := restated(t, b.Path(), func(meta *bolt.Bucket) error {
				if err := meta.Put(keyFormat, oplog.Encode(formatVersion+1)); err != nil {
					return err
				}
				return errors.Join(meta.Delete(keyData), meta.Put(keySlots, make([]byte, seal.KeySize)))
			})
			if err := open(other); !errors.Is(err, ErrNewer) {
				t.Errorf("one whose keys are another: %v", err)
			}
		})
	}
}
