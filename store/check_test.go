package store

import (
	"crypto/rand"
	"crypto/sha256"
	"os"
	"path/filepath"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"

	"rollbook/store/oplog"
)

// checked is what a check of a closed book finds.
func checked(t testing.TB, path string) *Report {
	t.Helper()
	r, err := CheckBook(path, World{Now: morning(), Chance: rand.Reader}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestACheckFindsAWholeBookWhole(t *testing.T) {
	b, c := lived(t)
	markAll(t, b, c, 2)
	gestures := uint64(len(logged(t, b)))
	markBlocks(t, b, c, c.Blocks[2:3])
	crashed := t.TempDir() + "/crashed.book"
	copyFile(t, b.Path(), crashed) // with gestures that its heads lack
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{b.Path(), crashed} {
		r := checked(t, path)
		if len(r.Faults) > 0 || r.Gestures <= gestures || len(r.Done) < 6 || r.Texts == 0 {
			t.Errorf("%+v", r)
		}
	}
}

func TestACheckNamesWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(b *Book, tx *bolt.Tx) error
		want  string
	}{
		"a value": {func(b *Book, tx *bolt.Tx) error {
			key, sealed := tx.Bucket([]byte(bucketTexts)).Cursor().First()
			broken := clone(sealed)
			broken[len(broken)-1] ^= 1
			return tx.Bucket([]byte(bucketTexts)).Put(clone(key), broken)
		}, "1 value of texts can't be opened"},
		"a value under another key": {func(b *Book, tx *bolt.Tx) error {
			_, sealed := tx.Bucket([]byte(bucketHeads)).Cursor().First()
			key, _ := tx.Bucket([]byte(bucketHeads)).Cursor().Last()
			return tx.Bucket([]byte(bucketHeads)).Put(clone(key), clone(sealed))
		}, "1 value of heads can't be opened"},
		"a gesture that is gone": {func(b *Book, tx *bolt.Tx) error {
			return tx.Bucket([]byte(bucketLog)).Delete(number(4))
		}, "gestures 4 to 4 are missing in the log"},
		"the last gesture": {func(b *Book, tx *bolt.Tx) error {
			key, _ := tx.Bucket([]byte(bucketLog)).Cursor().Last()
			return tx.Bucket([]byte(bucketLog)).Delete(clone(key))
		}, "the log ends at gesture"},
		"a gesture twice": {func(b *Book, tx *bolt.Tx) error {
			raw, err := getSealed(tx, b.sealer, bucketLog, number(3))
			if err != nil {
				return err
			}
			return putSealed(tx, b.sealer, bucketLog, number(4), raw)
		}, "the log is not what was counted"},
		"an id": {func(b *Book, tx *bolt.Tx) error {
			key, _ := tx.Bucket([]byte(bucketIDs)).Cursor().First()
			return putSealed(tx, b.sealer, bucketIDs, clone(key), number(1<<40))
		}, "under an id that is not theirs"},
		"a text": {func(b *Book, tx *bolt.Tx) error {
			key, _ := tx.Bucket([]byte(bucketTexts)).Cursor().First()
			return putSealed(tx, b.sealer, bucketTexts, clone(key), []byte("sixteen bytes, and other words"))
		}, "1 text not what was written"},
		"a mark": {func(b *Book, tx *bolt.Tx) error {
			key, sealed := tx.Bucket([]byte(bucketHeads)).Cursor().Last()
			plain, err := openSealed(b.sealer, bucketHeads, key, sealed)
			if err != nil {
				return err
			}
			r, err := oplog.ReadRegister(plain)
			if err != nil {
				return err
			}
			r.Ops[0].Wall++
			return putSealed(tx, b.sealer, bucketHeads, clone(key), r.Bytes())
		}, "1 field of the state: other than the gestures say"},
		"a mark that is gone": {func(b *Book, tx *bolt.Tx) error {
			key, _ := tx.Bucket([]byte(bucketHeads)).Cursor().Last()
			return tx.Bucket([]byte(bucketHeads)).Delete(clone(key))
		}, "1 field of the state: missing that a gesture made"},
		"a tally": {func(b *Book, tx *bolt.Tx) error {
			s, err := readSums(tx, b.sealer)
			if err != nil {
				return err
			}
			s.Last[0].Count++
			return s.write(tx, b.sealer)
		}, "1 part of the state don't add up"},
	} {
		t.Run(name, func(t *testing.T) {
			b, _ := lived(t)
			change(t, b, func(tx *bolt.Tx) error { return c.spoil(b, tx) })
			if err := b.Close(); err != nil {
				t.Fatal(err)
			}
			if r := checked(t, b.Path()); !strings.Contains(strings.Join(r.Faults, "\n"), c.want) {
				t.Errorf("found %q, want %q", r.Faults, c.want)
			}
		})
	}
}

func TestACheckLeavesTheBookAsItIsAndNothingBesideIt(t *testing.T) {
	b, c := lived(t)
	markAll(t, b, c, 1)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	before := fileSum(t, b.Path())
	checked(t, b.Path())
	if fileSum(t, b.Path()) != before {
		t.Error("the file is another")
	}
	noneBeside(t, b.Path())
}

func fileSum(t testing.TB, path string) [32]byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return sha256.Sum256(data)
}

// noneBeside fails where a file lies beside a book.
func noneBeside(t testing.TB, path string) {
	t.Helper()
	files, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if f.Name() != filepath.Base(path) {
			t.Errorf("%s lies beside the book", f.Name())
		}
	}
}
