package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
)

// StrikeBackups takes the texts that the book has struck out of the backups beside it, what restores
// kept among them, and their unfinished notes as well: each is written anew, so that no free page keeps
// a text. A strike that is in the book alone would not reach them. Resealed in what is returned are
// those that were written anew, Left are those that could not be: they are as they were. Copies
// elsewhere are out of reach.
func (b *Book) StrikeBackups() (Rekeyed, error) {
	if err := b.Writable(); err != nil {
		return Rekeyed{}, err
	}
	b.backing.Lock()
	defer b.backing.Unlock()
	b.Flush()
	struck := newStruckSince()
	err := b.viewOnce(func(tx *bolt.Tx) error {
		return eachGesture(tx, b.sealer.Opener(bucketLog), struck.add)
	})
	if err != nil {
		return Rekeyed{}, fmt.Errorf("strike in the backups: %w", err)
	}
	files, err := backupFiles(b.path)
	if err != nil {
		return Rekeyed{}, fmt.Errorf("strike in the backups: %w", err)
	}
	var done Rekeyed
	if len(files) > 0 {
		b.sweep(filepath.Dir(files[0].path))
	}
	for _, f := range files {
		if _, err := os.Lstat(f.path); errors.Is(err, os.ErrNotExist) {
			continue // it was another name of the book's own file
		}
		if err := b.strikeIn(f.path, struck.texts); err != nil {
			done.Left = append(done.Left, f.path)
		} else {
			done.Resealed++
		}
	}
	return done, nil
}

// strikeIn writes one backup anew without some texts.
func (b *Book) strikeIn(path string, struck map[model.ID]bool) (err error) {
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	less, beside := besideOf(path+" "), besideOf(path)
	defer os.Remove(less)
	defer os.Remove(beside)
	var encrypted bool
	err = readClosed(path, func(tx *bolt.Tx) error {
		_, _, slots, err := fileKeys(tx)
		encrypted = slots != nil
		return err
	})
	if err == nil {
		err = copyAside(path, less)
	}
	if err == nil {
		err = b.drop(less, struck)
	}
	if err == nil {
		err = readClosed(less, func(tx *bolt.Tx) error { return b.pourAlike(tx, beside, encrypted) })
	}
	if err == nil {
		err = os.Chtimes(beside, info.ModTime(), info.ModTime())
	}
	if err == nil {
		err = os.Rename(beside, path)
	}
	if err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// drop deletes texts, what is unfinished, and files of shares, which have struck texts sealed, from a file
// that is nobody's yet. A book that is restored from it reads the files anew where they lie.
func (b *Book) drop(path string, struck map[model.ID]bool) (err error) {
	db, _, err := openBolt(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.Update(func(tx *bolt.Tx) error {
		for digest := range struck {
			if err := tx.Bucket([]byte(bucketTexts)).Delete(digest[:]); err != nil {
				return err
			}
		}
		for _, bucket := range []string{bucketDrafts, bucketSegments} {
			if err := tx.DeleteBucket([]byte(bucket)); err != nil {
				return err
			}
			if _, err := tx.CreateBucket([]byte(bucket)); err != nil {
				return err
			}
		}
		sealer, err := b.ownSealer(tx)
		if err != nil {
			return err
		}
		return sharesAnew(tx, sealer)
	})
}

// pourAlike writes a file of this book into a new one under the same keys.
func (b *Book) pourAlike(tx *bolt.Tx, to string, encrypted bool) error {
	sealer, err := b.ownSealer(tx)
	if err != nil {
		return err
	}
	db, _, err := newFile(to)
	if err != nil {
		return err
	}
	had, err := pour(tx, sealer, db, nil, sealer)
	if err == nil {
		err = db.Sync()
	}
	if err == nil {
		err = inspect(to)
	}
	if err == nil {
		err = db.View(func(tx *bolt.Tx) error { return had.check(tx, sealer, encrypted) })
	}
	return errors.Join(err, db.Close())
}
