package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/store/share"
	"rollbook/store/share/sharetest"
)

// What is not to be lost, left or told wrong when a sync is cut off, or the share made new.

// twoIn are two laptops in a share that have the same.
func twoIn(t *testing.T, place share.Place, names ...string) (asha, ben *Book, space model.ID, ours, theirs *Cohort) {
	t.Helper()
	asha, ben = newBook(t), newBook(t)
	ours = newCohort(t, asha, 1, names...)
	space = shareOn(t, asha, place, ours.Cohort.ID)
	syncOn(t, asha, space, place)
	joinOn(t, ben, place, "Ben's laptop", testPass)
	syncOn(t, ben, space, place)
	syncOn(t, asha, space, place)
	return asha, ben, space, ours, loaded(t, ben, ours.Cohort.ID)
}

func TestNoGestureIsCutTwice(t *testing.T) {
	b, place := newBook(t), &sharetest.Memory{}
	c := newCohort(t, b, 1, "Maya")
	space := shareOn(t, b, place, c.Cohort.ID)
	syncOn(t, b, space, place)
	c = reload(t, c)
	id := newID(t, b)
	save(t, c, oplog.Single, append(c.EditTrainee(model.Trainee{ID: id, Name: "Noor"}), c.EditEnrollment(model.Enrollment{Trainee: id, Row: 2, From: 1})...)...)
	if st, err := b.ShareStatus(space); err != nil || st.Unsent != 1 {
		t.Errorf("one is not sent yet, and the status has %+v, %v", st, err)
	}
	if s := syncOn(t, b, space, place); s.SentGestures != 1 {
		t.Errorf("one gesture was made, and %+v", s)
	}
}

func TestWordsOfSomebodyForgottenAreStruckThoughTheStickWasPulled(t *testing.T) {
	place := &sharetest.Memory{}
	asha, ben, space, ours, theirs := twoIn(t, place, "Maya", "Noor")
	save(t, theirs, oplog.Single, theirs.EditRemark(theirs.People[0], theirs.Blocks[0].ID, "words about Maya"))
	syncOn(t, ben, space, place)
	theirs = reload(t, theirs)
	save(t, theirs, oplog.Single, theirs.EditTold(theirs.People[1], theirs.Blocks[0].ID, true))
	syncOn(t, ben, space, place)
	if _, err := asha.Forget(ours.People[0].Trainee.ID, false); err != nil {
		t.Fatal(err)
	}
	gets := 0
	place.Before = func(c sharetest.Call) error {
		if c.Op == sharetest.Get {
			gets++
		}
		if gets > 1 {
			return fmt.Errorf("pulled: %w", share.ErrAway)
		}
		return nil
	}
	if _, err := asha.Sync(t.Context(), space, place, place.String(), SyncOptions{}); !errors.Is(err, share.ErrAway) {
		t.Fatal(err)
	}
	if hasText(t, asha, "words about Maya") {
		t.Error("words about somebody who was forgotten stay in the book")
	}
}

func hasText(t *testing.T, b *Book, words string) (found bool) {
	t.Helper()
	for _, bucket := range []string{bucketTexts, bucketSegments} {
		err := b.viewOnce(func(tx *bolt.Tx) error {
			return eachSealed(tx, b.sealer, bucket, nil, func(_, plain []byte) error {
				found = found || bucket == bucketTexts && bytes.Contains(plain, []byte(words))
				return nil
			})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}

func TestWordsOfSomebodyForgottenAreStruckAfterACrash(t *testing.T) {
	place := &sharetest.Memory{}
	asha, ben, space, ours, theirs := twoIn(t, place, "Maya", "Noor")
	save(t, theirs, oplog.Single, theirs.EditRemark(theirs.People[0], theirs.Blocks[0].ID, "words about Maya"))
	syncOn(t, ben, space, place)
	if _, err := asha.Forget(ours.People[0].Trainee.ID, false); err != nil {
		t.Fatal(err)
	}
	e, err := asha.newExchange(t.Context(), space, place, place.String(), SyncOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(e.list(), e.judge(), e.read()); err != nil { // and then the power was gone
		t.Fatal(err)
	}
	if !hasText(t, asha, "words about Maya") {
		t.Fatal("they never came")
	}
	syncOn(t, asha, space, place)
	if hasText(t, asha, "words about Maya") {
		t.Error("words about somebody who was forgotten stay in the book")
	}
}

func TestWhatSomebodyElseAcceptedIsPendingNoMore(t *testing.T) {
	place := &sharetest.Memory{}
	asha, ben, space, ours, theirs := twoIn(t, place, "Maya", "Noor")
	stick := place.Copy()
	save(t, theirs, oplog.Single, theirs.EditMark(theirs.People[1], theirs.Blocks[0].ID, model.Plain(model.Absent)))
	syncOn(t, ben, space, stick)
	if _, err := asha.Rotate(t.Context(), space, place, place.String(), []byte("other words now"), nil, 1); err != nil {
		t.Fatal(err)
	}
	for name, data := range stick.Files {
		place.Write(name, data)
	}
	syncOn(t, asha, space, place)
	pendingOf := func(b *Book) []Pending {
		st, err := b.ShareStatus(space)
		if err != nil {
			t.Fatal(err)
		}
		return st.Pending
	}
	if got := pendingOf(asha); len(got) != 1 || got[0].Label != "Ben's laptop" {
		t.Fatalf("pending %+v", got)
	}
	joinOn(t, ben, place, "", "other words now")
	syncOn(t, ben, space, place)
	if n, err := ben.AcceptPending(space, ben.Device()); n != 1 || err != nil {
		t.Fatalf("accepted %d, %v", n, err)
	}
	st, err := ben.ShareStatus(space)
	if err != nil {
		t.Fatal(err)
	}
	if s := syncOn(t, ben, space, place); s.SentGestures != st.Unsent || s.SentGestures > 3 { // the mark, and who and what made it
		t.Errorf("%d were not sent, and then %+v", st.Unsent, s)
	}
	syncOn(t, asha, space, place)
	if got := pendingOf(asha); len(got) > 0 {
		t.Errorf("pending still: %+v", got)
	}
	if got := reload(t, ours).People[1].Cell(ours.Blocks[0].ID).Mark.State; got != model.Absent {
		t.Errorf("asha has %v", got)
	}
}

func TestWhatWasStruckIsInNoFileOfAnEarlierEpochEither(t *testing.T) {
	place := &sharetest.Memory{}
	asha, ben, space, ours, _ := twoIn(t, place, "Maya", "Noor")
	if _, err := asha.Forget(ours.People[0].Trainee.ID, false); err != nil {
		t.Fatal(err)
	}
	if _, err := asha.Rotate(t.Context(), space, place, place.String(), []byte("other words now"), nil, 1); err != nil {
		t.Fatal(err)
	}
	syncOn(t, ben, space, place)
	joinOn(t, ben, place, "", "other words now")
	for range 2 {
		syncOn(t, ben, space, place)
		syncOn(t, asha, space, place)
	}
	for _, b := range []*Book{asha, ben} {
		e, err := b.newExchange(t.Context(), space, place, place.String(), SyncOptions{})
		if err != nil {
			t.Fatal(err)
		}
		for hash, h := range e.files {
			data, err := b.heldBytes(e.w.Space, hash)
			if err != nil {
				t.Fatal(err)
			}
			if h.Sort != share.SegmentFile || data == nil {
				continue
			}
			s, err := e.heldSegment(h)
			if err != nil {
				t.Fatal(err)
			}
			for _, text := range s.Texts {
				if text.String() == "Maya" {
					t.Errorf("the book keeps a segment of epoch %s with the name", h.Epoch)
				}
			}
		}
	}
}

func TestAnEpochThatTheShareWentOnFromIsNotJoinedAgain(t *testing.T) {
	place := &sharetest.Memory{}
	asha, _, space, _, _ := twoIn(t, place, "Maya")
	old := place.Copy()
	if _, err := asha.Rotate(t.Context(), space, place, place.String(), []byte("other words now"), nil, 1); err != nil {
		t.Fatal(err)
	}
	if _, err := asha.SeeShare(t.Context(), old, "old stick", []byte(testPass)); !errors.Is(err, share.ErrPassphrase) {
		t.Errorf("said %v", err)
	}
}

func TestAFileInAnothersFolderIsReadAndPutWhereItBelongs(t *testing.T) {
	place := &sharetest.Memory{}
	asha, ben, space, ours, theirs := twoIn(t, place, "Maya", "Noor")
	if _, err := asha.Rotate(t.Context(), space, place, place.String(), []byte("other words now"), nil, 1); err != nil {
		t.Fatal(err)
	}
	syncOn(t, ben, space, place)
	old := theirs
	joinOn(t, ben, place, "", "other words now")
	syncOn(t, ben, space, place)
	theirs = loaded(t, ben, old.Cohort.ID)
	save(t, theirs, oplog.Single, theirs.EditMark(theirs.People[1], theirs.Blocks[0].ID, model.Plain(model.Absent)))
	before := place.Names()
	syncOn(t, ben, space, place)
	w, err := ben.shareOf(space)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range place.Names() {
		if n, is := share.ParseName(name); is && !strings.Contains(strings.Join(before, " "), name) {
			n.Epoch = model.ID(w.Earlier[0].ID)
			place.Rename(name, n.Path())
		}
	}
	syncOn(t, asha, space, place)
	if got := reload(t, ours).People[1].Cell(ours.Blocks[0].ID).Mark.State; got != model.Absent {
		t.Errorf("asha has %v", got)
	}
}

func TestOneFileThatCantBeReadStopsNothing(t *testing.T) {
	for _, kind := range []error{share.ErrAway, share.ErrRefused} {
		place := &sharetest.Memory{}
		asha, ben, space, ours, theirs := twoIn(t, place, "Maya", "Noor")
		before := strings.Join(place.Names(), " ")
		for i := range 2 {
			theirs = reload(t, theirs)
			save(t, theirs, oplog.Single, theirs.EditTold(theirs.People[i], theirs.Blocks[0].ID, true))
			syncOn(t, ben, space, place)
		}
		first := ""
		for _, name := range place.Names() {
			if first == "" && !strings.Contains(before, name) {
				first = name
			}
		}
		place.Before = func(c sharetest.Call) error {
			if c.Op == sharetest.Get && c.Name == first {
				return fmt.Errorf("a bad sector: %w", kind)
			}
			return nil
		}
		s := syncOn(t, asha, space, place)
		if len(s.Rejected) != 1 || len(s.Waiting) != 1 || !reload(t, ours).People[1].Cell(ours.Blocks[0].ID).Told {
			t.Errorf("%+v", s)
		}
	}
}

func TestAPlaceWithNothingButAHintIsEmpty(t *testing.T) {
	b, place := newBook(t), &sharetest.Memory{}
	space := shareOn(t, b, place, newCohort(t, b, 1, "Maya").Cohort.ID)
	syncOn(t, b, space, place)
	for _, name := range place.Names() {
		if name != share.Hint {
			place.Remove(name)
		}
	}
	if _, err := b.Sync(context.Background(), space, place, place.String(), SyncOptions{}); !errors.Is(err, ErrEmptied) {
		t.Errorf("said %v", err)
	}
}

func TestAShareWhoseKeyIsLostEverywhereCanBeMadeNew(t *testing.T) {
	place := &sharetest.Memory{}
	asha, _, space, _, _ := twoIn(t, place, "Maya")
	w, err := asha.shareOf(space)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range place.Names() {
		if n, is := share.ParseName(name); is && n.Sort == share.KeyFile {
			place.Remove(name)
		}
	}
	err = asha.changeShare(w, func(sh *shelf, _ *sums) error {
		bucket := sh.tx.Bucket([]byte(bucketSegments))
		return errors.Join(bucket.Delete(heldKey(w.Space, heldFile, w.Epoch.Key)), bucket.Delete(heldKey(w.Space, heldInfo, w.Epoch.ID, w.Epoch.Key)))
	})
	if err != nil {
		t.Fatal(err)
	}
	if s := syncOn(t, asha, space, place); s.Question != "" || len(s.Notices) == 0 || !strings.Contains(s.Notices[0], "sync rotate") {
		t.Errorf("%+v", s)
	}
	if _, err := asha.Rotate(t.Context(), space, place, place.String(), []byte("other words now"), nil, 1); err != nil {
		t.Fatal(err)
	}
	joinOn(t, newBook(t), place, "Cleo's laptop", "other words now")
}

func TestASyncThatSentNothingIsNotCalledOne(t *testing.T) {
	b, place := newBook(t), &sharetest.Memory{}
	c := newCohort(t, b, 1, "Maya")
	space := shareOn(t, b, place, c.Cohort.ID)
	place.ReadOnly = true
	if s := syncOn(t, b, space, place); s.ReadOnly == "" {
		t.Fatalf("%+v", s)
	}
	if shares, err := b.Shares(); err != nil || !shares[0].Synced.IsZero() {
		t.Errorf("synced %v, %v", shares[0].Synced, err)
	}
}

func TestCohortsThatAreToGoAreNotSentYet(t *testing.T) {
	b, place := newBook(t), &sharetest.Memory{}
	c, other := newCohort(t, b, 1, "Maya"), newCohort(t, b, 1, "Noor")
	space := shareOn(t, b, place, c.Cohort.ID)
	syncOn(t, b, space, place)
	if err := b.Carry(space, []model.ID{other.Cohort.ID}); err != nil {
		t.Fatal(err)
	}
	st, err := b.ShareStatus(space)
	if err != nil {
		t.Fatal(err)
	}
	if s := syncOn(t, b, space, place); st.Unsent != s.SentGestures || st.Unsent == 0 {
		t.Errorf("the status said %d, and %+v", st.Unsent, s)
	}
}

func TestWhatCameInHalfIsPassedOnWhenItsFileIsGone(t *testing.T) {
	place := &sharetest.Memory{}
	asha, ben, space, ours, _ := twoIn(t, place, "Maya")
	s := strangerIn(t, asha, space, place, 1)
	var gestures [][]byte
	for range mostArriving + 1 {
		f := field(kindNote, propTogether, ours.Cohort.ID, newID(t, asha))
		gestures = append(gestures, forged(t, 1, oplog.Change{Field: f, Value: oplog.Encode(true)}))
	}
	name := s.cuts(share.Segment{Gestures: gestures})
	now, calls := asha.world.Now, 0
	asha.world.Now = func() time.Time {
		if calls++; calls == mostArriving/2 { // in the first of its transactions: the next one fails
			if err := os.Rename(asha.Path(), asha.Path()+".away"); err != nil {
				t.Fatal(err)
			}
		}
		return now()
	}
	if _, err := asha.Sync(t.Context(), space, place, place.String(), SyncOptions{}); !errors.Is(err, ErrMoved) {
		t.Fatal(err)
	}
	if err := os.Rename(asha.Path()+".away", asha.Path()); err != nil {
		t.Fatal(err)
	}
	place.Remove(name.Path())
	for range 2 {
		syncOn(t, asha, space, place)
		syncOn(t, ben, space, place)
	}
	there := 0
	err := ben.view(func(tx *bolt.Tx) error {
		for _, raw := range gestures {
			g, _ := oplog.Parse(raw)
			n, err := newShelf(tx, ben.sealer).number(g.ID)
			if err != nil {
				return err
			}
			if n != nil {
				there++
			}
		}
		return nil
	})
	if err != nil || there != mostArriving {
		t.Errorf("%d of %d came to ben, %v", there, mostArriving, err)
	}
}

func TestAFileOfANewerVersionIsReadAgain(t *testing.T) {
	b, place := newBook(t), &sharetest.Memory{}
	space := shareOn(t, b, place, newCohort(t, b, 1, "Maya").Cohort.ID)
	syncOn(t, b, space, place)
	s := strangerIn(t, b, space, place, 1)
	for magic, sort := range map[string]share.Sort{"rollbook segment\n": share.SegmentFile, "rollbook card\n": share.CardFile} {
		to, err := age.ParseX25519Recipient(s.id.Recipient())
		if err != nil {
			t.Fatal(err)
		}
		var file bytes.Buffer
		w, err := age.Encrypt(&file, to)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(w, "%s%64s\x8d\x02", magic, "")
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		n := share.Name{Epoch: s.w.epoch(), Sort: sort, Seq: 1, Hash: share.HashOf(file.Bytes())}
		place.Write(n.Path(), file.Bytes())
		reads := 0
		place.Before = func(c sharetest.Call) error {
			if c.Op == sharetest.Get && c.Name == n.Path() {
				reads++
			}
			return nil
		}
		for range 2 { // the second time it could be the newer version that reads
			if got := syncOn(t, b, space, place); len(got.Rejected) == 0 || !strings.Contains(got.Rejected[len(got.Rejected)-1].Why+got.Rejected[0].Why, "newer version") {
				t.Errorf("%+v", got.Rejected)
			}
		}
		if reads != 2 {
			t.Errorf("read %d times", reads)
		}
	}
}
