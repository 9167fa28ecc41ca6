package store

import (
	"crypto/ed25519"
	"strings"
	"testing"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/store/share"
	"rollbook/store/share/sharetest"
)

// forge puts a segment of gestures and texts into a share, as somebody with its passphrase could.
func forge(t *testing.T, b *Book, space model.ID, p *sharetest.Memory, gestures [][]byte, texts ...oplog.Text) {
	t.Helper()
	w, err := b.shareOf(space)
	if err != nil {
		t.Fatal(err)
	}
	id, err := w.Epoch.identity()
	if err != nil {
		t.Fatal(err)
	}
	key := ed25519.NewKeyFromSeed(make([]byte, 32))
	s := &share.Segment{Space: space, Epoch: w.epoch(), Seq: 1, Gestures: gestures, Texts: texts}
	data, err := share.Cut(s, key, id)
	if err != nil {
		t.Fatal(err)
	}
	name := share.Name{Epoch: w.epoch(), Sort: share.SegmentFile, Device: share.DeviceOf(key.Public().(ed25519.PublicKey)), Seq: 1, Hash: share.HashOf(data)}
	if err := p.Put(t.Context(), name.Path(), data); err != nil {
		t.Fatal(err)
	}
}

func TestWordsFromElsewhereAreShownWithoutWhatMovesTheCursor(t *testing.T) {
	b, place := newBook(t), &sharetest.Memory{}
	c := newCohort(t, b, 1, "Maya")
	space := shareOn(t, b, place, c.Cohort.ID)
	syncOn(t, b, space, place)
	name, err := oplog.NewText("M\x1b[2Jaya \u202eNoor\nsecond line"+strings.Repeat("x", 20000), b.world.Chance)
	if err != nil {
		t.Fatal(err)
	}
	f := field(kindTrainee, propName, c.People[0].Trainee.ID)
	g, err := oplog.Form(oplog.Gesture{Stamp: 1, Changes: []oplog.Change{{Field: f, Preds: c.regs[f].HeadIDs(), Text: name.Digest()}}})
	if err != nil {
		t.Fatal(err)
	}
	forge(t, b, space, place, [][]byte{g.Raw}, name)
	if s := syncOn(t, b, space, place); s.ReceivedGestures != 1 {
		t.Fatalf("%+v", s)
	}
	got := reload(t, c).People[0].Name
	if !strings.HasPrefix(got, "Maya Noor second line") || len(got) > model.TextLimit {
		t.Errorf("shown as %.60q (%d bytes)", got, len(got))
	}
}

func TestAGestureWhoseValuesHoldControlCharactersIsSetAside(t *testing.T) {
	b, place := newBook(t), &sharetest.Memory{}
	c := newCohort(t, b, 1, "Maya")
	space := shareOn(t, b, place, c.Cohort.ID)
	syncOn(t, b, space, place)
	for _, value := range []any{"Spring\x1b[2J", "Spring\u202e", []any{1, "Topic\a"}} {
		f := field(kindCohort, propPlace, c.Cohort.ID)
		g, err := oplog.Form(oplog.Gesture{Stamp: 1, Changes: []oplog.Change{{Field: f, Value: oplog.Encode(value)}}})
		if err != nil {
			t.Fatal(err)
		}
		forge(t, b, space, place, [][]byte{g.Raw})
		s := syncOn(t, b, space, place)
		if s.ReceivedGestures != 0 || len(s.Rejected) == 0 || !strings.Contains(s.Rejected[len(s.Rejected)-1].Why, "control characters") {
			t.Errorf("%q: %+v", value, s)
		}
	}
}
