package store

import (
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"sync/atomic"
	"testing"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// moody is chance that runs out after a number of reads, until it is filled again.
type moody struct{ left atomic.Int64 }

var errNoChance = errors.New("no chance left")

func (m *moody) Read(into []byte) (int, error) {
	if m.left.Add(-1) < 0 {
		return 0, errNoChance
	}
	return rand.Read(into)
}

func moodyBook(t testing.TB) (*Book, *moody) {
	t.Helper()
	chance := &moody{}
	chance.left.Store(1 << 40)
	b, err := Create(filepath.Join(t.TempDir(), "roll.book"), World{Now: morning(), Chance: chance})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	if err := b.SetAuthor("Asha"); err != nil {
		t.Fatal(err)
	}
	return b, chance
}

// content is all that a book holds, opened: bucket, key and value. Sums are left out where a test
// compares what is derived.
func content(t testing.TB, b *Book, names ...string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := b.view(func(tx *bolt.Tx) error {
		for _, name := range names {
			err := tx.Bucket([]byte(name)).ForEach(func(key, sealed []byte) error {
				plain, err := openSealed(b.sealer, name, key, sealed)
				all[fmt.Sprintf("%s %x", name, key)] = string(plain)
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

var gestureBuckets = []string{bucketLog, bucketIDs, bucketHeads, bucketTexts}

func form(t testing.TB, c *Cohort, how oplog.How, edits ...Edit) *Draft {
	t.Helper()
	d, err := c.Form(how, edits...)
	if err != nil || d == nil {
		t.Fatalf("formed %v: %v", d, err)
	}
	return d
}

func TestAGestureIsInTheBookWholeOrNotAtAll(t *testing.T) {
	b, chance := moodyBook(t)
	c := newCohort(t, b, 1, "Maya", "Noor", "Olga")
	var edits []Edit
	for _, p := range c.People {
		edits = append(edits, c.EditMark(p, c.Blocks[0].ID, model.Plain(model.Absent)), c.EditRemark(p, c.Blocks[0].ID, "snow"))
	}
	d := form(t, c, oplog.Single, edits...)
	before := content(t, b, gestureBuckets...)
	for reads := int64(0); ; reads++ {
		chance.left.Store(reads)
		err := b.Save(d).Wait()
		chance.left.Store(1 << 40)
		if err == nil {
			if reads < 5 { // the gesture, three texts and the sums
				t.Fatalf("saved with %d nonces", reads)
			}
			break
		}
		if !errors.Is(err, errNoChance) {
			t.Fatalf("after %d reads: %v", reads, err)
		}
		if after := content(t, b, gestureBuckets...); !reflect.DeepEqual(before, after) {
			t.Fatalf("failing after %d reads, a gesture left something behind", reads)
		}
	}
	again := reload(t, c)
	for row := 1; row <= 3; row++ {
		if cell := again.Row(row).Cell(c.Blocks[0].ID); cell.Mark.State != model.Absent || cell.Remark != "snow" {
			t.Errorf("row %d: %+v", row, cell)
		}
	}
}

func TestQueuedGesturesAreAllSavedInOrder(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 2, "Maya", "Noor")
	var made []model.ID
	var savings []*Saving
	for i := range 400 {
		d := form(t, c, oplog.Single, c.EditMark(c.Row(1+i%2), c.Blocks[i%4].ID, model.Mark{State: model.Part, Arrived: model.Clock(545 + i%100), Left: model.NoClock}))
		c.Apply(d)
		made = append(made, d.Gesture.ID)
		savings = append(savings, b.Save(d))
	}
	for i, s := range savings {
		if err := s.Wait(); err != nil {
			t.Fatalf("gesture %d: %v", i, err)
		}
	}
	if got := logged(t, b); !reflect.DeepEqual(got[len(got)-400:], made) {
		t.Error("the log has another order than the gestures were handed over in")
	}
	if diff := differs(c, reload(t, c)); diff != "" {
		t.Error(diff)
	}
}

// logged are the ids of the log in order of arrival.
func logged(t testing.TB, b *Book) (ids []model.ID) {
	t.Helper()
	err := b.view(func(tx *bolt.Tx) error {
		return tx.Bucket([]byte(bucketLog)).ForEach(func(key, sealed []byte) error {
			raw, err := openSealed(b.sealer, bucketLog, key, sealed)
			if err != nil {
				return err
			}
			g, err := parseLogged(raw)
			ids = append(ids, g.ID)
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

func TestCloseWaitsForWhatWasHandedOver(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya")
	var last *Saving
	for i := range 100 {
		d := form(t, c, oplog.Single, c.EditMark(c.Row(1), c.Blocks[0].ID, model.Plain(model.State(1+2*(i%2)))))
		c.Apply(d)
		last = b.Save(d)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-last.Done():
	default:
		t.Fatal("closed before the last gesture was saved")
	}
	if err := b.Save(last.Draft).Wait(); !errors.Is(err, ErrClosed) {
		t.Errorf("saving into a closed book: %v", err)
	}
	if _, err := b.Load(c.Cohort.ID); !errors.Is(err, ErrClosed) {
		t.Errorf("reading a closed book: %v", err)
	}
	if err := b.Put("clock", "24"); !errors.Is(err, ErrClosed) {
		t.Errorf("a setting of a closed book: %v", err)
	}
	again, err := Open(b.Path(), b.world)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if got := logged(t, again); got[len(got)-1] != last.Draft.Gesture.ID {
		t.Error("the last gesture is not in the book")
	}
}

// A mark made on top of one that could not be saved names it: alone, it would wait for it for ever.
func TestAMarkUponOneThatCouldNotBeSavedBringsItAlong(t *testing.T) {
	b, chance := moodyBook(t)
	c := newCohort(t, b, 1, "Maya")
	lost := form(t, c, oplog.Single, c.EditMark(c.Row(1), c.Blocks[0].ID, model.Plain(model.Present)))
	chance.left.Store(0)
	if err := b.Save(lost).Wait(); !errors.Is(err, errNoChance) {
		t.Fatal(err)
	}
	c.Apply(lost)
	chance.left.Store(1 << 40)
	next := form(t, c, oplog.Single, c.EditMark(c.Row(1), c.Blocks[0].ID, model.Plain(model.Absent)))
	if err := b.Save(next).Wait(); err != nil {
		t.Fatal(err)
	}
	if cell := reload(t, c).Row(1).Cell(c.Blocks[0].ID); cell.Mark.State != model.Absent || cell.Waiting {
		t.Errorf("it shows as %+v", cell)
	}
	if err := b.Save(lost).Wait(); err != nil {
		t.Fatal(err)
	}
	if ids := logged(t, b); ids[len(ids)-1] != next.Gesture.ID || ids[len(ids)-2] != lost.Gesture.ID {
		t.Error("saved once more, it is in the log twice")
	}
}

func TestSettingsAndDraftsAreThereAfterReopening(t *testing.T) {
	b := newBook(t)
	for _, err := range []error{b.Put("clock", "12"), b.KeepDraft("day 1", "we talked about"), b.KeepDraft("day 2", "gone"), b.KeepDraft("day 2", "")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	b.Close()
	b, err := Open(b.Path(), b.world)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	read := func(get func(string) (string, error), name string) string {
		value, err := get(name)
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
	for _, c := range [][2]string{{read(b.Setting, "clock"), "12"}, {read(b.Setting, "other"), ""}, {read(b.Draft, "day 1"), "we talked about"},
		{read(b.Draft, "day 2"), ""}, {read(b.Setting, "day 1"), ""}} {
		if c[0] != c[1] {
			t.Errorf("%q, want %q", c[0], c[1])
		}
	}
	if name, err := b.Author(); err != nil || name != "Asha" {
		t.Errorf("the one who marks is %q: %v", name, err)
	}
}
