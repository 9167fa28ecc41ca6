package store

import (
	"fmt"

	bolt "go.etcd.io/bbolt"
)

func settingKey(name string) []byte { return []byte("setting/" + name) }

// Setting is what the book keeps under a name for this laptop; empty where nothing was set.
func (b *Book) Setting(name string) (string, error) {
	var value string
	err := b.viewOnce(func(tx *bolt.Tx) error {
		plain, err := getSealed(tx, b.sealer, bucketMeta, settingKey(name))
		value = string(plain)
		return err
	})
	return value, err
}

// Put keeps a setting of this laptop. Settings are no gestures: they are not undone or synced.
func (b *Book) Put(name, value string) error {
	return b.keep(bucketMeta, settingKey(name), value)
}

// Draft of an unfinished note is kept under the place that it is for, until it is saved or given
// up. Drafts are never synced.
func (b *Book) Draft(place string) (string, error) {
	var text string
	err := b.viewOnce(func(tx *bolt.Tx) error {
		plain, err := getSealed(tx, b.sealer, bucketDrafts, []byte(place))
		text = string(plain)
		return err
	})
	return text, err
}

// KeepDraft keeps what was typed so far; an empty text forgets it. Places are ids, never names.
func (b *Book) KeepDraft(place, text string) error {
	return b.keep(bucketDrafts, []byte(place), text)
}

// Drafts are the places of all drafts that are kept.
func (b *Book) Drafts() ([]string, error) {
	var places []string
	err := b.viewOnce(func(tx *bolt.Tx) error {
		places = nil
		return tx.Bucket([]byte(bucketDrafts)).ForEach(func(key, _ []byte) error {
			places = append(places, string(key))
			return nil
		})
	})
	return places, err
}

// keep stores a value outside the log, once all gestures before it are saved.
func (b *Book) keep(bucket string, key []byte, value string) error {
	if err := b.Writable(); err != nil {
		return err
	}
	b.Flush()
	err := b.update(func(tx *bolt.Tx) error {
		if value == "" {
			return tx.Bucket([]byte(bucket)).Delete(key)
		}
		return putSealed(tx, b.sealer, bucket, key, []byte(value))
	}, func(tx *bolt.Tx) bool {
		plain, err := getSealed(tx, b.sealer, bucket, key)
		return err == nil && string(plain) == value
	})
	if err != nil {
		return fmt.Errorf("keep it in the book: %w", err)
	}
	return nil
}
