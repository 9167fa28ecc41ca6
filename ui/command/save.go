package command

import (
	"rollbook/store"
	"rollbook/store/oplog"
)

// save makes one gesture of edits and waits until it is on the disk. changed is false where the book
// says all of it already.
func (r *run) save(c *store.Cohort, how oplog.How, edits []store.Edit) (changed bool, err error) {
	if err := r.author(); err != nil {
		return false, err
	}
	d, err := c.Form(how, edits...)
	if err != nil || d == nil {
		return false, err
	}
	if d.Warning != "" {
		r.warn("%s", d.Warning)
	}
	if err := r.book.Save(d).Wait(); err != nil {
		return false, err
	}
	c.Apply(d)
	return true, nil
}

// saveSaying is save for a command that says one sentence about what it did.
func (r *run) saveSaying(c *store.Cohort, what string, edits []store.Edit) error {
	changed, err := r.save(c, oplog.Single, edits)
	switch {
	case err != nil:
		return err
	case changed:
		r.say("%s, saved", what)
	default:
		r.say("%s already: nothing to change", what)
	}
	return nil
}
