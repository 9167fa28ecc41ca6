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
		if model.Fold(n) == model.Fold(name) && (id.IsZero() || known.Less(id)) {
			id = known
		}
	}
	b.mu.Lock()
	before := b.author
	b.mu.Unlock()
	if !id.IsZero() && id == before {
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
		if err == nil {
			err = b.Save(d).Wait()
		}
		if err != nil {
			b.mu.Lock()
			b.author = before // not somebody without a name
			b.mu.Unlock()
			return err
		}
	}
	b.mu.Lock()
	b.author = id
	b.mu.Unlock()
	return b.Put(string(keyAuthor), string(id[:]))
}

// learnName makes sure that a cohort knows what an author is called who was named after it was
// loaded. Where the book can't be read, the author shows by the id: the load said so already.
func (c *Cohort) learnName(author model.ID) {
	if _, known := c.who[author]; known || author.IsZero() {
		return
	}
	if names, err := c.book.authors(); err == nil {
		c.who[author] = names[author]
	}
}

// Author is who marks on this laptop, as the cohort's gestures will say; empty before it was asked. It
// is there without a look at the disk, where it was named before the cohort was loaded.
func (c *Cohort) Author() string {
	c.book.mu.Lock()
	author := c.book.author
	c.book.mu.Unlock()
	c.learnName(author)
	return c.who[author]
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
