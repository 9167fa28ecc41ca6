package store

import (
	"bytes"
	"errors"
	"os"
	"testing"

	"rollbook/store/oplog"
)

func TestAStruckTextIsInNoPageOfARewrittenBook(t *testing.T) {
	for _, pass := range []string{"", firstPass} {
		b, c := recorded(t)
		code := Secret(nil)
		if pass != "" {
			code = set(t, b, pass)
		}
		var remark []byte
		sealed := func() (all []byte) { // of the remark, as it stands in the file
			err := b.viewOnce(func(tx *boltTx) error {
				for digest := range c.texts {
					if c.texts[digest] == "her bus stood in the snow" {
						remark = clone(tx.Bucket([]byte(bucketTexts)).Get(digest[:]))
					}
				}
				return nil
			})
			if err != nil || remark == nil {
				t.Fatalf("the remark is not there: %v", err)
			}
			_, all = inside(t, b, keyBook)
			return all
		}
		if !bytes.Contains(sealed(), remark) {
			t.Fatal("the remark is not found in the file: the search proves nothing")
		}
		save(t, c, oplog.Single, c.EditStrikeMark(c.People[0], c.Blocks[0].ID)...)
		if _, all := inside(t, b, keyBook); !bytes.Contains(all, remark) {
			t.Fatal("the file lost it without being rewritten: the search proves nothing")
		}
		before, err := os.Stat(b.Path())
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Rewrite(); err != nil {
			t.Fatal(err)
		}
		after, err := os.Stat(b.Path())
		if err != nil || os.SameFile(before, after) {
			t.Errorf("it is the same file: %v", err)
		}
		if _, all := inside(t, b, keyBook); bytes.Contains(all, remark) {
			t.Error("the struck remark is in the new file")
		}
		alone(t, b)
		goesOn(t, b, c, code)
	}
}

func TestAValueThatIsNotWhatWasWrittenStopsARewrite(t *testing.T) {
	b, _ := recorded(t)
	err := b.update(func(tx *boltTx) error {
		texts := tx.Bucket([]byte(bucketTexts))
		key, sealed := texts.Cursor().First()
		spoiled := clone(sealed)
		spoiled[len(spoiled)-1] ^= 1
		return texts.Put(clone(key), spoiled)
	}, func(*boltTx) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.SetPassphrase(Secret(firstPass), newCode(t, b)); !errors.Is(err, ErrDamaged) || b.Encrypted() {
		t.Errorf("it says %v", err)
	}
	alone(t, b)
}

func TestANewFileThatIsNotAsItWasWrittenIsNotUsed(t *testing.T) {
	b, c := recorded(t)
	b.failStep = func(step string) error {
		if step != "inspect" {
			return nil
		}
		path := besideOf(b.Path())
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		// A bit of every page but the heads: whatever the disk spoils of what is in use is noticed.
		size := os.Getpagesize()
		for at := 2*size + size/2; at < len(data); at += size {
			data[at] ^= 1
		}
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		_, err = f.WriteAt(data, 0)
		return errors.Join(err, f.Close())
	}
	if err := b.Rewrite(); err == nil {
		t.Error("a spoiled file took the book's place")
	}
	alone(t, b)
	goesOn(t, b, c, nil)
}
