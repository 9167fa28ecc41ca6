package store

import (
	"fmt"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// nameLaptop says in the book what this laptop is called from now on, as it is called in a share: so that
// the others read beside a mark on which laptop it was made. It goes there with the first mark of it.
func (b *Book) nameLaptop(label string) error {
	c := b.Blank(model.ID{})
	err := b.view(func(tx *bolt.Tx) error {
		r := newReader(tx, b.sealer)
		if err := r.all(kindDevice, c.regs); err != nil {
			return err
		}
		return r.headTexts(c.regs, c.texts)
	})
	if err != nil {
		return fmt.Errorf("read what the laptops are called: %w", err)
	}
	own := field(kindDevice, propLabel, b.device)
	if shown := c.regs[own].Shown(); shown != nil && c.texts[shown.Text] == label {
		return nil
	}
	d, err := c.Form(oplog.Single, Edit{field: own, text: &label})
	if err != nil || d == nil {
		return err
	}
	if err := b.Save(d).Wait(); err != nil {
		return fmt.Errorf("say what this laptop is called: %w", err)
	}
	return nil
}
