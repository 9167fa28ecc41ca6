package store

import (
	"errors"
	"testing"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// spoilText changes a byte of a text, which no load of another cohort reads, in a book that it closes.
func spoilText(t testing.TB, b *Book) {
	t.Helper()
	change(t, b, func(tx *bolt.Tx) error {
		key, sealed := tx.Bucket([]byte(bucketTexts)).Cursor().First()
		broken := clone(sealed)
		broken[len(broken)-1] ^= 1
		return tx.Bucket([]byte(bucketTexts)).Put(clone(key), broken)
	})
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestABookIsReadThroughBeforeItIsWrittenTo(t *testing.T) {
	b, _ := lived(t)
	if err := b.Sound(); err != nil {
		t.Fatal(err)
	}
	other := newCohort(t, b, 1, "Pim")
	spoilText(t, b)
	before := fileSum(t, b.Path())
	again, err := Open(b.Path(), b.world)
	if err != nil {
		t.Fatal(err)
	}
	d, err := other.Form(oplog.Single, other.EditMark(other.People[0], other.Blocks[0].ID, model.Plain(model.Present)))
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Save(d).Wait(); !errors.Is(err, ErrDamaged) {
		t.Errorf("saved in a damaged book: %v", err)
	}
	if err := again.Sound(); !errors.Is(err, ErrDamaged) {
		t.Errorf("sound: %v", err)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
	if fileSum(t, b.Path()) != before {
		t.Error("the damaged file was written to")
	}
}

func TestALargeBookIsReadInPiecesWhileItIsUsed(t *testing.T) {
	b, c := lived(t)
	r := &through{sealer: b.sealer, most: 7}
	pieces := 0
	for ; !r.ended(); pieces++ {
		d := form(t, c, oplog.Single, c.EditTold(c.Row(1), c.Blocks[0].ID, pieces%2 == 0))
		c.Apply(d)
		if err := b.Save(d).Wait(); err != nil {
			t.Fatal(err)
		}
		if err := b.viewOnce(r.piece); err != nil {
			t.Fatal(err)
		}
	}
	if pieces < 10 {
		t.Errorf("read in %d pieces", pieces)
	}
}
