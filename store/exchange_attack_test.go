package store

import (
	"crypto/ed25519"
	"math"
	"strings"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/store/share"
	"rollbook/store/share/sharetest"
)

// What a member of a share may send who means harm: all of these tests go on with a book that works.

// stranger is a laptop without a book that knows the share's passphrase.
type stranger struct {
	t   *testing.T
	key ed25519.PrivateKey
	w   *wireShare
	id  *share.Identity
	p   share.Place
}

func strangerIn(t *testing.T, b *Book, space model.ID, p share.Place, seed byte) stranger {
	t.Helper()
	w, err := b.shareOf(space)
	if err != nil {
		t.Fatal(err)
	}
	id, err := w.Epoch.identity()
	if err != nil {
		t.Fatal(err)
	}
	return stranger{t: t, key: ed25519.NewKeyFromSeed(append(make([]byte, 31), seed)), w: w, id: id, p: p}
}

func (s stranger) device() model.ID { return share.DeviceOf(s.key.Public().(ed25519.PublicKey)) }

// cuts puts a segment into the place, and is its name.
func (s stranger) cuts(segment share.Segment) share.Name {
	s.t.Helper()
	segment.Space, segment.Epoch, segment.Device = s.w.space(), s.w.epoch(), s.device()
	segment.Seq = max(segment.Seq, 1)
	data, err := share.Cut(&segment, s.key, s.id)
	if err != nil {
		s.t.Fatal(err)
	}
	n := share.Name{Epoch: segment.Epoch, Sort: share.SegmentFile, Device: segment.Device, Incarnation: segment.Incarnation, Seq: segment.Seq, Hash: share.HashOf(data)}
	if err := s.p.Put(s.t.Context(), n.Path(), data); err != nil {
		s.t.Fatal(err)
	}
	return n
}

// shows puts a card into the place.
func (s stranger) shows(card share.Card) {
	s.t.Helper()
	card.Space, card.Epoch, card.Device = s.w.space(), s.w.epoch(), s.device()
	data, err := share.CutCard(&card, s.key, s.id)
	if err != nil {
		s.t.Fatal(err)
	}
	n := share.Name{Epoch: card.Epoch, Sort: share.CardFile, Device: card.Device, Incarnation: card.Incarnation, Hash: share.HashOf(data)}
	if err := s.p.Put(s.t.Context(), n.Path(), data); err != nil {
		s.t.Fatal(err)
	}
}

func forged(t *testing.T, stamp oplog.Stamp, changes ...oplog.Change) []byte {
	t.Helper()
	g, err := oplog.Form(oplog.Gesture{Stamp: stamp, Changes: changes})
	if err != nil {
		t.Fatal(err)
	}
	return g.Raw
}

// worksStill marks somebody and reads all that screens read.
func worksStill(t *testing.T, b *Book, cohort model.ID) {
	t.Helper()
	c, err := b.Load(cohort)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.People) > 0 && len(c.Blocks) > 0 {
		d, err := c.Form(oplog.Single, c.EditMark(c.People[0], c.Blocks[0].ID, model.Plain(model.Present)))
		if err != nil {
			t.Fatal(err)
		}
		if d != nil {
			if err := b.Save(d).Wait(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := b.Cohorts(); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Load(cohort); err != nil {
		t.Fatal(err)
	}
}

func TestAttackWithAKeyThatIsTooLongForTheBook(t *testing.T) {
	for _, kind := range []oplog.Kind{oplog.KindUndo, oplog.KindStrike} {
		b, place := newBook(t), &sharetest.Memory{}
		c := newCohort(t, b, 1, "Maya")
		space := shareOn(t, b, place, c.Cohort.ID)
		syncOn(t, b, space, place)
		long := oplog.Field{Kind: kind, Entity: strings.Repeat("x", 40_000)}
		strangerIn(t, b, space, place, 1).cuts(share.Segment{Gestures: [][]byte{forged(t, 1, oplog.Change{Field: long, Value: oplog.Encode(true)})}})
		if _, err := b.Sync(t.Context(), space, place, place.String(), SyncOptions{}); err != nil {
			t.Fatalf("kind %d: %v", kind, err)
		}
		worksStill(t, b, c.Cohort.ID)
	}
}

func TestAttackWithValuesThatNoRollbookWrites(t *testing.T) {
	b, place := newBook(t), &sharetest.Memory{}
	c := newCohort(t, b, 2, "Maya", "Noor")
	space := shareOn(t, b, place, c.Cohort.ID)
	syncOn(t, b, space, place)
	s := strangerIn(t, b, space, place, 1)
	maya, block, day := c.People[0].Trainee.ID, c.Blocks[0].ID, c.Days[0].ID
	other := newID(t, b)
	var fields []oplog.Field
	for kind, last := range lastProp {
		ids := []model.ID{c.Cohort.ID}
		for prop := uint16(1); prop <= last; prop++ {
			switch kind {
			case kindAuthor, kindDevice:
				ids = []model.ID{other}
			case kindTrainee:
				ids = []model.ID{maya}
			case kindJoin:
				ids = []model.ID{other}
			case kindDay, kindClose:
				ids = []model.ID{c.Cohort.ID, day}
			case kindBlock:
				ids = []model.ID{c.Cohort.ID, block}
			case kindEnrollment:
				ids = []model.ID{c.Cohort.ID, maya}
			case kindNote, kindMakeup, kindCohortJoin:
				ids = []model.ID{c.Cohort.ID, other}
			case kindMark:
				ids = []model.ID{c.Cohort.ID, block, maya}
			}
			fields = append(fields, field(kind, prop, ids...))
		}
	}
	values := []any{nil, true, 0, -1, 1, math.MaxInt64, math.MinInt64, uint64(math.MaxUint64), 1e300, math.Inf(1), math.NaN(), "", "x",
		[]byte{}, c.Cohort.ID[:], [][]byte{c.Cohort.ID[:], c.Cohort.ID[:]}, [][]byte{maya[:], maya[:]}, []any{}, []int{1 << 40, 1 << 40}, []int{-5, 1 << 14}, map[string]int{"a": 1},
		[]any{1, math.MaxInt64, math.MinInt64, []any{}, 1}, []any{1 << 62, "x", maya[:]}, []any{int64(math.MinInt64), "x"},
		[]any{math.MaxInt64, []int{math.MaxInt64, -1}, []string{"x"}, math.MinInt64, "x", []string{"x"}},
		[]any{maya[:], block[:], math.MaxInt64, math.MinInt64, 7}, []any{c.Cohort.ID[:], []byte{1}, []byte{2, 3}, []byte{4}}, 19000, 1 << 20, 65535, 1440, []int{0, 1440}}
	seq := uint32(0)
	for _, value := range values {
		var gestures [][]byte
		for i, f := range fields {
			preds := []oplog.OpID(nil)
			if r := c.regs[f]; r != nil {
				preds = r.HeadIDs()
			}
			gestures = append(gestures, forged(t, oplog.Stamp(1+len(gestures)+i), oplog.Change{Field: f, Preds: preds, Value: oplog.Encode(value)}))
		}
		seq++
		s.cuts(share.Segment{Seq: seq, Gestures: gestures})
		if _, err := b.Sync(t.Context(), space, place, place.String(), SyncOptions{}); err != nil {
			t.Fatalf("value %v: %v", value, err)
		}
		worksStill(t, b, c.Cohort.ID)
		readsEverything(t, b, c.Cohort.ID)
		var undos [][]byte
		for _, raw := range gestures {
			g, err := oplog.Parse(raw)
			if err != nil {
				t.Fatal(err)
			}
			undos = append(undos, forged(t, oplog.Stamp(1000), oplog.Change{Field: oplog.UndoField(g.Op(0)), Value: oplog.Encode(nil)}))
		}
		seq++
		s.cuts(share.Segment{Seq: seq, Gestures: undos})
		syncOn(t, b, space, place)
	}
}

// readsEverything calls what screens and commands call over a whole cohort.
func readsEverything(t *testing.T, b *Book, cohort model.ID) {
	t.Helper()
	c, err := b.Load(cohort)
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	for _, p := range c.People {
		c.Questions(p)
	}
	c.Disagreements()
	c.NextRow()
	if _, err := b.SameCohorts(); err != nil {
		t.Fatal(err)
	}
	if _, err := b.JoinedCohorts(); err != nil {
		t.Fatal(err)
	}
	if shares, err := b.Shares(); err != nil {
		t.Fatal(err)
	} else if _, err := b.ShareStatus(shares[0].Space); err != nil {
		t.Fatal(err)
	}
	if d := time.Since(began); d > 5*time.Second {
		t.Errorf("it took %v", d)
	}
}

func TestAttackWithClocksAtTheirEnds(t *testing.T) {
	b, place := newBook(t), &sharetest.Memory{}
	c := newCohort(t, b, 1, "Maya")
	space := shareOn(t, b, place, c.Cohort.ID)
	syncOn(t, b, space, place)
	for i, made := range []int64{math.MinInt64, -1, math.MaxInt64, 1 << 50} {
		s := strangerIn(t, b, space, place, byte(1+i))
		s.shows(share.Card{Label: "Ben's laptop", Made: made})
		s.cuts(share.Segment{Made: made, Gestures: [][]byte{forged(t, math.MaxUint64, oplog.Change{Field: field(kindNote, propTogether, c.Cohort.ID, newID(t, b)), Value: oplog.Encode(true)})}})
	}
	syncOn(t, b, space, place)
	st, err := b.ShareStatus(space)
	if err != nil || len(st.Laptops) != 5 {
		t.Fatalf("%+v, %v", st, err)
	}
	for _, l := range st.Laptops {
		if _, err := l.Seen.MarshalJSON(); err != nil {
			t.Errorf("%s was seen %v: %v", l.Label, l.Seen, err)
		}
		if l.Clock == math.MinInt64 || l.Clock == math.MaxInt64 {
			t.Errorf("its clock is off by %v", l.Clock)
		}
	}
	worksStill(t, b, c.Cohort.ID)
}
