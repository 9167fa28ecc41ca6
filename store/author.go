package store

import (
	"fmt"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

var keyAuthor = []byte("author")

// Author is the name of the one who marks on this laptop, empty before it was asked.
func (b *Book) Author() (string, error) {
	b.mu.Lock()
	author := b.author
	b.mu.Unlock()
	if author.IsZero() {
		return "", nil
	}
	names, err := b.authors()
	return names[author], err
}

// SetAuthor says who marks from now on. A name that the book knows is that person, whatever its
// case and accents; another one is a new trainer. It is kept in the book.
func (b *Book) SetAuthor(name string) error {
	name, _ = model.Clean(name, model.NameLimit)
	if name == "" {
		return fmt.Errorf("%w: say who, with --as NAME", ErrNoName)
	}
	names, err := b.authors()
	if err != nil {
		return err
	}
	var id model.ID
	for known, n := range names {
		if model.Fold(n) == model.Fold(name) {
			id = known
		}
	}
	b.mu.Lock()
	same := !id.IsZero() && id == b.author
	b.mu.Unlock()
	if same {
		return nil
	}
	if id.IsZero() {
		if id, err = b.NewID(); err != nil {
			return err
		}
		b.mu.Lock()
		b.author = id
		b.mu.Unlock()
		d, err := b.Blank(model.ID{}).Form(oplog.Single, Edit{field: field(kindAuthor, propName, id), text: &name})
		if err != nil {
			return err
		}
		if err := b.Save(d).Wait(); err != nil {
			return err
		}
	}
	b.mu.Lock()
	b.author = id
	b.mu.Unlock()
	return b.Put(string(keyAuthor), string(id[:]))
}

// NewID is a random id.
func (b *Book) NewID() (id model.ID, err error) {
	_, err = readFull(b.world.Chance, id[:])
	return id, err
}

func (b *Book) readAuthor(tx *bolt.Tx) error {
	plain, err := getSealed(tx, b.sealer, bucketMeta, settingKey(string(keyAuthor)))
	if err == nil && len(plain) == 16 {
		b.author = model.ID(plain)
	}
	return err
}

// authors are the names of all trainers that the book knows.
func (b *Book) authors() (map[model.ID]string, error) {
	names := map[model.ID]string{}
	err := b.view(func(tx *bolt.Tx) error {
		r := newReader(tx, b.sealer)
		regs, texts := map[oplog.Field]*oplog.Register{}, map[model.ID]string{}
		if err := r.all(kindAuthor, regs); err != nil {
			return err
		}
		if err := r.headTexts(regs, texts); err != nil {
			return err
		}
		for f, reg := range regs {
			if shown := reg.Shown(); shown != nil {
				names[part(f.Entity, 0)] = texts[shown.Text]
			}
		}
		return nil
	})
	return names, err
}
