package store

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// lag is how many gestures the heads of the file lack.
func lag(t testing.TB, b *Book) (n uint64) {
	t.Helper()
	err := b.viewOnce(func(tx *bolt.Tx) error {
		s, err := readSums(tx, b.sealer)
		n = s.behind()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// markAll marks the whole roster block by block, a gesture a mark, and returns how many it made.
func markAll(t testing.TB, b *Book, c *Cohort, blocks int) (made uint64) {
	t.Helper()
	return markBlocks(t, b, c, c.Blocks[:blocks])
}

func markBlocks(t testing.TB, b *Book, c *Cohort, blocks []model.Block) (made uint64) {
	t.Helper()
	for _, block := range blocks {
		for _, p := range c.People {
			d := form(t, c, oplog.Single, c.EditMark(p, block.ID, model.Plain(model.Absent)))
			c.Apply(d)
			if err := b.Save(d).Wait(); err != nil {
				t.Fatal(err)
			}
			made++
		}
	}
	return made
}

func TestAMarkWaitsForTheLogAloneAndHeadsFollow(t *testing.T) {
	b, _ := moodyBook(t)
	c := newCohort(t, b, 2, "Maya", "Noor", "Olga")
	c = reload(t, c)
	if n := lag(t, b); n != 0 {
		t.Fatalf("after a load heads lack %d", n)
	}
	made := markAll(t, b, c, 2)
	if n := lag(t, b); n != made {
		t.Errorf("after %d marks heads lack %d", made, n)
	}
	if diff := differs(reload(t, c), c); diff != "" {
		t.Error(diff)
	}
	if n := lag(t, b); n != 0 {
		t.Errorf("after a load heads lack %d", n)
	}
}

func TestTheWriterTakesTimeForHeadsOnceEnoughGathered(t *testing.T) {
	b, _ := moodyBook(t)
	c := newCohort(t, b, 4, "Maya", "Noor", "Olga", "Pim", "Quin", "Rosa", "Sam", "Tara", "Uma")
	c = reload(t, c)
	markAll(t, b, c, 8)
	b.writer.stop()
	if n := lag(t, b); n >= 2*mostBehind {
		t.Errorf("heads lack %d", n)
	}
}

func TestWhatACrashLeftInTheLogIsShownAfterIt(t *testing.T) {
	b, _ := moodyBook(t)
	c := newCohort(t, b, 2, "Maya", "Noor", "Olga")
	c = reload(t, c)
	made := markAll(t, b, c, 3)
	crashed := filepath.Join(t.TempDir(), "crashed.book")
	copyFile(t, b.Path(), crashed)
	after, err := Open(crashed, b.world)
	if err != nil {
		t.Fatal(err)
	}
	defer after.Close()
	if n := lag(t, after); n != made {
		t.Errorf("the copy lacks %d of %d", n, made)
	}
	again, err := after.Load(c.Cohort.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := differs(again, c); diff != "" {
		t.Error(diff)
	}
}

func TestWhatTheDiskDoesNotTakeIsShownFromTheLog(t *testing.T) {
	b, chance := moodyBook(t)
	c := newCohort(t, b, 2, "Maya", "Noor", "Olga")
	c = reload(t, c)
	made := markAll(t, b, c, 2)
	for reads := range int64(60) {
		chance.left.Store(reads) // heads can't be sealed, whether to be kept or to be read ahead
		_, err := b.Load(c.Cohort.ID)
		chance.left.Store(1 << 40)
		if err == nil && lag(t, b) == made {
			t.Fatalf("after %d reads nothing was applied, and the load says nothing", reads)
		}
		if lag(t, b) == 0 {
			break
		}
	}
	if diff := differs(reload(t, c), c); diff != "" {
		t.Error(diff)
	}
	made = markBlocks(t, b, c, c.Blocks[2:4])
	if err := os.Rename(b.Path(), b.Path()+".away"); err != nil {
		t.Fatal(err)
	}
	again, err := b.Load(c.Cohort.ID)
	if err != nil {
		t.Fatalf("the file is away: %v", err)
	}
	if diff := differs(again, c); diff != "" {
		t.Error(diff)
	}
	if n := lag(t, b); n != made {
		t.Errorf("heads were written to a file that is away: they lack %d of %d", n, made)
	}
}

func TestAStrikeIsAppliedAtOnce(t *testing.T) {
	b, _ := moodyBook(t)
	c := newCohort(t, b, 1, "Maya")
	note := Note{ID: newID(t, b), Day: 1, Text: "came by bus"}
	d := form(t, c, oplog.Single, c.EditNote(note)...)
	c.Apply(d)
	if err := b.Save(d).Wait(); err != nil {
		t.Fatal(err)
	}
	strike := form(t, c, oplog.Single, c.EditStrike(note.ID)...)
	if err := b.Save(strike).Wait(); err != nil {
		t.Fatal(err)
	}
	if n := lag(t, b); n != 0 {
		t.Errorf("heads lack %d", n)
	}
	for digest := range d.Texts {
		err := b.viewOnce(func(tx *bolt.Tx) error {
			if tx.Bucket([]byte(bucketTexts)).Get(digest[:]) != nil {
				t.Error("the text is still there")
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func copyFile(t testing.TB, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(out, in); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
}
