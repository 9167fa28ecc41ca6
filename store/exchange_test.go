package store

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/store/share"
	"rollbook/store/share/sharetest"
)

const testPass = "seven quiet words that nobody else knows"

func shareOn(t *testing.T, b *Book, p share.Place, cohorts ...model.ID) model.ID {
	t.Helper()
	s, err := b.NewShare(context.Background(), p, ShareForm{Target: p.String(), Cohorts: cohorts, For: ForTrainers, Label: "Asha's laptop", Passphrase: []byte(testPass), Work: 2})
	if err != nil {
		t.Fatal(err)
	}
	return s.Space
}

func joinOn(t *testing.T, b *Book, p share.Place, label, pass string) model.ID {
	t.Helper()
	inv, err := b.SeeShare(context.Background(), p, p.String(), []byte(pass))
	if err != nil {
		t.Fatal(err)
	}
	s, err := b.JoinShare(context.Background(), p, inv, JoinForm{Label: label})
	if err != nil {
		t.Fatal(err)
	}
	return s.Space
}

func syncOn(t *testing.T, b *Book, space model.ID, p share.Place) *Synced {
	t.Helper()
	s, err := b.Sync(context.Background(), space, p, p.String(), SyncOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTwoLaptopsMeetInAPlace(t *testing.T) {
	asha, ben, place := newBook(t), newBook(t), &sharetest.Memory{}
	c := newCohort(t, asha, 2, "Maya", "Noor")
	space := shareOn(t, asha, place, c.Cohort.ID)
	first := syncOn(t, asha, space, place)
	if first.SentGestures == 0 || first.SentFiles != 1 || len(first.Rejected)+len(first.Waiting) > 0 {
		t.Fatalf("first sync: %+v", first)
	}
	if again := syncOn(t, asha, space, place); again.SentFiles+again.SentGestures+again.ReceivedFiles != 0 {
		t.Errorf("nothing new, and yet %+v", again)
	}
	joinOn(t, ben, place, "Ben's laptop", testPass)
	got := syncOn(t, ben, space, place)
	if got.ReceivedGestures != first.SentGestures {
		t.Errorf("sent %d, received %+v", first.SentGestures, got)
	}
	theirs, err := ben.Load(c.Cohort.ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(theirs.People) != 2 || theirs.People[0].Name != "Maya" {
		t.Fatalf("people %+v", theirs.People)
	}
	c = reload(t, c)
	block := c.Blocks[0].ID
	save(t, c, oplog.Single, c.EditMark(c.People[0], block, model.Plain(model.Present)))
	save(t, theirs, oplog.Single, theirs.EditMark(theirs.People[0], block, model.Plain(model.Absent)))
	syncOn(t, asha, space, place)
	if s := syncOn(t, ben, space, place); s.Conflicts != 1 {
		t.Errorf("one disagreement, and ben has %+v", s)
	}
	if s := syncOn(t, asha, space, place); s.Conflicts != 1 {
		t.Errorf("one disagreement, and asha has %+v", s)
	}
	if n := len(reload(t, c).People[0].Cell(block).Conflict); n != 2 {
		t.Errorf("%d sides", n)
	}
	st, err := asha.ShareStatus(space)
	if err != nil {
		t.Fatal(err)
	}
	if len(st.Laptops) != 2 || !st.Laptops[0].Me || st.Laptops[1].Label != "Ben's laptop" || !st.Laptops[1].HasMine.All || !st.Laptops[1].IHave.All {
		t.Errorf("status %+v", st)
	}
	for range 3 {
		a, b := syncOn(t, asha, space, place), syncOn(t, ben, space, place)
		if a.SentFiles+b.SentFiles+a.ReceivedFiles+b.ReceivedFiles == 0 {
			return
		}
	}
	t.Error("they never fall silent")
}

func TestAWrongPassphraseOpensNoShare(t *testing.T) {
	asha, ben, place := newBook(t), newBook(t), &sharetest.Memory{}
	shareOn(t, asha, place, newCohort(t, asha, 1, "Maya").Cohort.ID)
	if _, err := ben.SeeShare(context.Background(), place, "m", []byte("other words")); !errors.Is(err, share.ErrPassphrase) {
		t.Errorf("said %v", err)
	}
}

func TestANewEpochTakesWhatWasMadeMeanwhileOnlyWhenAccepted(t *testing.T) {
	asha, ben, place := newBook(t), newBook(t), &sharetest.Memory{}
	c := newCohort(t, asha, 1, "Maya", "Noor")
	space := shareOn(t, asha, place, c.Cohort.ID)
	syncOn(t, asha, space, place)
	joinOn(t, ben, place, "Ben's laptop", testPass)
	syncOn(t, ben, space, place)
	syncOn(t, asha, space, place)
	ctx := context.Background()
	if s, err := asha.Rotate(ctx, space, place, place.String(), []byte("other words now"), nil, 2); err != nil {
		t.Fatalf("%+v %v", s, err)
	}
	theirs, err := ben.Load(c.Cohort.ID)
	if err != nil {
		t.Fatal(err)
	}
	block := theirs.Blocks[0].ID
	save(t, theirs, oplog.Single, theirs.EditMark(theirs.People[1], block, model.Plain(model.Absent)))
	if s := syncOn(t, ben, space, place); s.SentFiles != 0 {
		t.Errorf("sent under the old passphrase: %+v", s)
	}
	shares, _ := ben.Shares()
	if !strings.Contains(shares[0].Behind, "Asha's laptop") {
		t.Errorf("behind: %q", shares[0].Behind)
	}
	joinOn(t, ben, place, "", "other words now")
	syncOn(t, ben, space, place)
	st, err := ben.ShareStatus(space)
	if err != nil || len(st.Pending) != 1 || st.Pending[0].Gestures != 1 || st.Pending[0].Label != "Ben's laptop" {
		t.Fatalf("pending %+v %v", st, err)
	}
	syncOn(t, asha, space, place)
	if got := reload(t, c).People[1].Cell(block).Mark.State; got != model.Unmarked {
		t.Errorf("came by itself: %v", got)
	}
	if n, err := ben.AcceptPending(space, ben.Device()); n != 1 || err != nil {
		t.Fatalf("accepted %d, %v", n, err)
	}
	syncOn(t, ben, space, place)
	syncOn(t, asha, space, place)
	if got := reload(t, c).People[1].Cell(block).Mark.State; got != model.Absent {
		t.Errorf("accepted, and asha has %v", got)
	}
	for name := range place.Files {
		if n, ok := share.ParseName(name); ok && n.Epoch != st.Share.Epoch {
			t.Errorf("%s of the old epoch is still there", name)
		}
	}
}

func TestACopyOfABookGoesOnUnderItsOwnNumber(t *testing.T) {
	asha, place := newBook(t), &sharetest.Memory{}
	c := newCohort(t, asha, 1, "Maya", "Noor")
	space := shareOn(t, asha, place, c.Cohort.ID)
	syncOn(t, asha, space, place)
	path := filepath.Join(t.TempDir(), "copy.book")
	if _, err := asha.Backup(path, false); err != nil {
		t.Fatal(err)
	}
	copied, err := Open(path, asha.world)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { copied.Close() })
	cc, err := copied.Load(c.Cohort.ID)
	if err != nil {
		t.Fatal(err)
	}
	block := c.Blocks[0].ID
	save(t, c, oplog.Single, c.EditMark(c.People[0], block, model.Plain(model.Present)))
	save(t, cc, oplog.Single, cc.EditMark(cc.People[1], block, model.Plain(model.Absent)))
	for range 3 {
		syncOn(t, asha, space, place)
		syncOn(t, copied, space, place)
	}
	for _, b := range []*Book{asha, copied} {
		c, err := b.Load(c.Cohort.ID)
		if err != nil {
			t.Fatal(err)
		}
		if c.People[0].Cell(block).Mark.State != model.Present || c.People[1].Cell(block).Mark.State != model.Absent {
			t.Errorf("a mark is lost: %v %v", c.People[0].Cell(block), c.People[1].Cell(block))
		}
	}
	if asha.incarnation == copied.incarnation {
		t.Error("both go on under one number")
	}
}

func TestWhatNoPlaceTookIsNotCalledSent(t *testing.T) {
	asha, ben, place := newBook(t), newBook(t), &sharetest.Memory{}
	c := newCohort(t, asha, 1, "Maya")
	space := shareOn(t, asha, place, c.Cohort.ID)
	syncOn(t, asha, space, place)
	joinOn(t, ben, place, "Ben's laptop", testPass)
	syncOn(t, ben, space, place)
	syncOn(t, asha, space, place)
	place.ReadOnly = true
	save(t, c, oplog.Single, c.EditTold(c.People[0], c.Blocks[0].ID, true))
	if s := syncOn(t, asha, space, place); s.ReadOnly == "" {
		t.Errorf("nothing said of a place that takes nothing: %+v", s)
	}
	status := func() (Reach, int) {
		st, err := asha.ShareStatus(space)
		if err != nil {
			t.Fatal(err)
		}
		return st.Laptops[1].HasMine, st.Unsent
	}
	if r, unsent := status(); r.All || r.Sent != 0 || unsent != 1 {
		t.Errorf("before it was sent: %+v, %d unsent", r, unsent)
	}
	place.ReadOnly = false
	syncOn(t, asha, space, place)
	if r, unsent := status(); r.All || r.Sent != 1 || unsent != 0 {
		t.Errorf("sent, not received: %+v, %d unsent", r, unsent)
	}
	syncOn(t, ben, space, place)
	syncOn(t, asha, space, place)
	if r, unsent := status(); !r.All || r.Sent != 0 || unsent != 0 {
		t.Errorf("received: %+v, %d unsent", r, unsent)
	}
}

func TestAClockThatWasSetRightIsRightAgain(t *testing.T) {
	asha, ben, place := newBook(t), newBook(t), &sharetest.Memory{}
	c := newCohort(t, asha, 1, "Maya")
	space := shareOn(t, asha, place, c.Cohort.ID)
	syncOn(t, asha, space, place)
	right := ben.world.Now
	ben.world.Now = func() time.Time { return right().AddDate(10, 0, 0) }
	joinOn(t, ben, place, "Ben's laptop", testPass)
	mark := func(told bool) {
		theirs := loaded(t, ben, c.Cohort.ID)
		save(t, theirs, oplog.Single, theirs.EditTold(theirs.People[0], theirs.Blocks[0].ID, told))
		syncOn(t, ben, space, place)
		syncOn(t, asha, space, place)
		syncOn(t, ben, space, place)
	}
	clocks := func(b *Book) time.Duration {
		st, err := b.ShareStatus(space)
		if err != nil {
			t.Fatal(err)
		}
		return st.Laptops[1].Clock
	}
	syncOn(t, ben, space, place)
	mark(true)
	if off := clocks(asha); off < 9*365*24*time.Hour {
		t.Errorf("ten years ahead, and %v is said", off)
	}
	ben.world.Now = right
	mark(false)
	if off := clocks(asha); off != 0 {
		t.Errorf("set right, and %v is said", off)
	}
	if off := clocks(ben); off != 0 {
		t.Errorf("the one that was wrong says %v of the other", off)
	}
}
