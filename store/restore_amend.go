package store

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// mostStrikes is how many texts one gesture strikes: a gesture has a limit.
const mostStrikes = 4096

// amend makes the new file what is to go on: whose it is, what was struck since, what is unfinished.
func (r *restoring) amend() (err error) {
	struck, err := r.present.struck(r.place, r.keys)
	if err != nil {
		return err
	}
	db, info, err := openFile(r.beside)
	if err != nil {
		return err
	}
	b := &Book{path: r.beside, file: info, world: r.world, db: db, sealer: r.sealer}
	defer func() { err = errors.Join(err, b.Close()) }()
	var state int
	err = b.viewOnce(func(tx *bolt.Tx) error {
		b.id = model.ID(tx.Bucket([]byte(bucketMeta)).Get(keyBook))
		s, err := readSums(tx, b.sealer)
		state, b.logged, b.followed, b.ticker.Last = s.State, s.Log.Count, s.Applied, max(s.Stamp, struck.stamp)
		return err
	})
	if err == nil && state != stateVersion {
		err = b.rebuild()
	}
	if err == nil {
		err = b.update(func(tx *bolt.Tx) error { return r.identity(tx, b) }, func(*bolt.Tx) bool { return false })
	}
	if err == nil {
		err = r.unfinished(b)
	}
	if err == nil {
		err = r.copies(b)
	}
	if err == nil {
		err = r.shares(b)
	}
	if err == nil {
		err = r.carry(b, struck)
	}
	r.out.Unread = r.present.there && !r.present.whole
	return err
}

// identity makes the file a new incarnation of this laptop, or of a laptop new to the book.
func (r *restoring) identity(tx *bolt.Tx, b *Book) error {
	plain, err := getSealed(tx, b.sealer, bucketMeta, keyDevice)
	if err != nil {
		return err
	}
	var device wireDevice
	if err := oplog.Decode(plain, &device); err != nil || len(device.Seed) != 32 {
		return fmt.Errorf("%w: it does not say which laptop it is of", ErrBadBackup)
	}
	if r.present.device != nil {
		device.Seed = r.present.device.Seed
	}
	device.Incarnation = make([]byte, 8)
	fresh := [][]byte{device.Incarnation}
	if r.out.NewLaptop = !r.present.there; r.out.NewLaptop {
		device.Seed = make([]byte, 32)
		fresh = append(fresh, device.Seed)
		if err := tx.Bucket([]byte(bucketMeta)).Delete(settingKey(string(keyAuthor))); err != nil {
			return err
		}
	}
	for _, piece := range fresh {
		if _, err := readFull(r.world.Chance, piece); err != nil {
			return err
		}
	}
	b.device, b.incarnation = deviceID(device.Seed), [8]byte(device.Incarnation)
	if err := b.readAuthor(tx); err != nil {
		return err
	}
	return putSealed(tx, b.sealer, bucketMeta, keyDevice, oplog.Encode(device))
}

// unfinished takes the notes that are being written from the book that was there: those of the backup
// were finished or given up since.
func (r *restoring) unfinished(b *Book) error {
	if r.present.book == nil {
		return nil
	}
	drafts := map[string]string{}
	places, err := r.present.book.Drafts()
	for _, place := range places {
		if err == nil {
			drafts[place], err = r.present.book.Draft(place)
		}
	}
	var old []string
	if err == nil {
		old, err = b.Drafts()
	}
	for _, place := range old {
		if _, still := drafts[place]; !still && err == nil {
			err = b.KeepDraft(place, "")
		}
	}
	for place, text := range drafts {
		if err == nil {
			err = b.KeepDraft(place, text)
		}
	}
	return err
}

// copies remembers where copies of the book are that was there, and the backup.
func (r *restoring) copies(b *Book) error {
	var paths []string
	if filepath.Dir(r.backup) != backupsOf(r.place) {
		paths = append(paths, r.backup)
	}
	if r.present.book != nil {
		of, err := r.present.book.rememberedCopies()
		if err != nil {
			return err
		}
		paths = append(paths, of...)
	}
	return b.rememberCopies(paths...)
}

// carry strikes in the restored book what was struck in the one that was there. A field that would be
// left without words takes those that the book had for it: else a person whose name was changed and
// struck would have none.
func (r *restoring) carry(b *Book, struck *struckSince) error {
	fresh := map[model.ID]bool{}
	said := map[oplog.Field]*oplog.Register{}
	err := b.view(func(tx *bolt.Tx) error {
		sh := newShelf(tx, b.sealer)
		for digest := range struck.texts {
			done, err := oplog.Struck(sh, digest)
			if err != nil {
				return err
			}
			if !done {
				fresh[digest] = true
			}
		}
		if len(fresh) == 0 || r.present.book == nil {
			return nil
		}
		return fieldsOf(tx, sh, fresh, said)
	})
	if err != nil {
		return err
	}
	var edits []Edit
	for record := range struck.forgotten {
		edits = append(edits, Edit{field: field(kindTrainee, propForgotten, record), value: true, exact: true})
	}
	for _, digest := range slices.SortedFunc(maps.Keys(fresh), compareIDs) {
		edits = append(edits, Edit{field: oplog.StrikeField(digest), value: true})
	}
	drafts, err := r.said(b, said)
	for len(edits) > 0 && err == nil {
		var d *Draft
		n := min(len(edits), mostStrikes)
		if d, err = r.form(b, edits[:n]); d != nil {
			drafts = append(drafts, d)
		}
		edits = edits[n:]
	}
	if err == nil && len(drafts) > 0 {
		err = b.commit(drafts)
	}
	if err == nil {
		err = forgetAgain(b, struck.forgotten)
	}
	r.out.Struck = len(fresh)
	return err
}

// fieldsOf finds the fields that show one of some texts.
func fieldsOf(tx *bolt.Tx, sh *shelf, texts map[model.ID]bool, into map[oplog.Field]*oplog.Register) error {
	return eachGesture(tx, sh.sealer.Opener(bucketLog), func(raw []byte) error {
		g, err := parseLogged(bytes.Clone(raw))
		if err != nil {
			return err
		}
		for _, c := range g.Changes {
			if !texts[c.Text] || into[c.Field] != nil || !knows(c.Field) {
				continue
			}
			reg, err := sh.Register(c.Field)
			if err != nil {
				return err
			}
			if shown := reg.Shown(); shown != nil && texts[shown.Text] {
				into[c.Field] = reg
			}
		}
		return nil
	})
}

// said forms a gesture that gives fields the words that the book has for them which was there.
func (r *restoring) said(b *Book, fields map[oplog.Field]*oplog.Register) ([]*Draft, error) {
	var changes []oplog.Change
	texts := map[model.ID]oplog.Text{}
	if len(fields) > 0 {
		err := r.present.book.view(func(tx *bolt.Tx) error {
			sh := newShelf(tx, r.present.book.sealer)
			for f, reg := range fields {
				now, err := sh.Register(f)
				if err != nil {
					return err
				}
				shown := now.Shown()
				if shown == nil || shown.Text.IsZero() {
					continue
				}
				text, err := getSealed(tx, sh.sealer, bucketTexts, shown.Text[:])
				if err != nil {
					return err
				}
				if text != nil {
					texts[shown.Text] = text
					changes = append(changes, oplog.Change{Field: f, Preds: reg.HeadIDs(), Text: shown.Text})
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	var drafts []*Draft
	for chunk := range slices.Chunk(changes, mostStrikes) {
		g, err := b.stampGesture(oplog.Single, chunk)
		if err != nil {
			return nil, err
		}
		drafts = append(drafts, &Draft{Gesture: g, Texts: texts})
	}
	return drafts, nil
}

// form makes a gesture of edits that name the heads which the restored book has.
func (r *restoring) form(b *Book, edits []Edit) (*Draft, error) {
	c := b.Blank(model.ID{})
	err := b.view(func(tx *bolt.Tx) error {
		sh := newShelf(tx, b.sealer)
		for _, e := range edits {
			if e.field.Kind != kindTrainee {
				continue // nobody struck it yet
			}
			reg, err := sh.Register(e.field)
			if err != nil {
				return err
			}
			if reg != nil {
				c.regs[e.field] = reg
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return c.Form(oplog.Single, edits...)
}

// forgetAgain strikes what the restored book alone has of people who are forgotten.
func forgetAgain(b *Book, people map[model.ID]bool) error {
	for person := range people {
		d, err := b.PlanForget(person)
		if errors.Is(err, ErrNoPerson) {
			continue // unknown when the backup was made
		}
		if err == nil && d != nil {
			err = b.commit([]*Draft{d})
		}
		if err == nil {
			err = b.ForgetDrafts(person)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
