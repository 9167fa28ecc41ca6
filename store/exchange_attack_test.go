package store

import (
	"crypto/ed25519"
	"errors"
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

func TestAttackWithEpochsThatFollowEachOtherInACircle(t *testing.T) {
	asha, ben, place := newBook(t), newBook(t), &sharetest.Memory{}
	space := shareOn(t, asha, place, newCohort(t, asha, 1, "Maya").Cohort.ID)
	s := strangerIn(t, asha, space, place, 1)
	for name := range place.Copy().Files {
		if n, is := share.ParseName(name); is && n.Sort == share.KeyFile {
			place.Remove(name)
		}
	}
	pass, err := share.Passphrase([]byte(testPass))
	if err != nil {
		t.Fatal(err)
	}
	data, err := share.WrapKey(&share.Key{Space: space, Epoch: s.w.epoch(), Identity: s.id, Follows: s.w.epoch()}, pass, 1)
	if err != nil {
		t.Fatal(err)
	}
	place.Write(share.Name{Epoch: s.w.epoch(), Sort: share.KeyFile, Hash: share.HashOf(data)}.Path(), data)
	if _, err := ben.SeeShare(t.Context(), place, "m", []byte(testPass)); err != nil {
		t.Fatal(err)
	}
}

func TestAttackOnJoiningWithFilesThatCantBeRead(t *testing.T) {
	asha, ben, place := newBook(t), newBook(t), &sharetest.Memory{}
	space := shareOn(t, asha, place, newCohort(t, asha, 1, "Maya").Cohort.ID)
	syncOn(t, asha, space, place)
	junk := func(i int) share.Name {
		return share.Name{Epoch: model.ID{byte(i)}, Sort: share.KeyFile, Hash: share.Hash{byte(i)}}
	}
	place.Write(junk(1).Path(), make([]byte, share.MaxKey+1))
	pass, _ := share.Passphrase([]byte("other words"))
	for i := range 2 * mostKeys {
		data, err := share.WrapKey(&share.Key{Space: space, Epoch: model.ID{byte(i + 2)}, Identity: mustIdentity(t)}, pass, 1)
		if err != nil {
			t.Fatal(err)
		}
		place.Write(junk(i+2).Path(), data)
	}
	joinOn(t, ben, place, "Ben's laptop", testPass)
	if got := syncOn(t, ben, space, place); got.ReceivedGestures == 0 {
		t.Errorf("%+v", got)
	}
}

func mustIdentity(t *testing.T) *share.Identity {
	t.Helper()
	id, err := share.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAttackOnAnOfficeShareMadeNewForTrainers(t *testing.T) {
	asha, place := newBook(t), &sharetest.Memory{}
	c := newCohort(t, asha, 1, "Maya")
	private := newCohort(t, asha, 1, "Noor")
	shared, err := asha.NewShare(t.Context(), place, ShareForm{Target: "memory", Cohorts: []model.ID{c.Cohort.ID}, For: ForOffice, Passphrase: []byte(testPass), Work: 1})
	if err != nil {
		t.Fatal(err)
	}
	save(t, c, oplog.Single, c.EditNote(Note{ID: newID(t, asha), Day: 1, Text: "not for the office"})...)
	syncOn(t, asha, shared.Space, place)
	s := strangerIn(t, asha, shared.Space, place, 1)
	s.shows(share.Card{Label: "the office", Next: model.ID{9}})
	pass, _ := share.Passphrase([]byte("other words now"))
	k := &share.Key{Space: shared.Space, Epoch: model.ID{9}, Identity: mustIdentity(t), Follows: s.w.epoch(),
		Cohorts: []model.ID{c.Cohort.ID, private.Cohort.ID}, Stay: []model.ID{asha.Device(), s.device()}, By: s.device()}
	data, err := share.WrapKey(k, pass, 1)
	if err != nil {
		t.Fatal(err)
	}
	place.Write(share.Name{Epoch: k.Epoch, Sort: share.KeyFile, Hash: share.HashOf(data)}.Path(), data)
	syncOn(t, asha, shared.Space, place)
	joinOn(t, asha, place, "", "other words now")
	if shares, err := asha.Shares(); err != nil || shares[0].For != ForOffice || shares[0].Notes || len(shares[0].Cohorts) != 1 {
		t.Errorf("%+v, %v", shares, err)
	}
	if _, err := asha.AcceptPending(shared.Space, asha.Device()); err != nil {
		t.Fatal(err)
	}
	syncOn(t, asha, shared.Space, place)
	for name := range place.Files {
		n, is := share.ParseName(name)
		if !is || n.Epoch != k.Epoch || n.Sort != share.SegmentFile {
			continue
		}
		got, err := share.Read(place.Files[name], k.Identity)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range got.Texts {
			if strings.Contains(text.String(), "office") || strings.Contains(text.String(), "Noor") {
				t.Errorf("%q went there", text)
			}
		}
	}
}

func TestAttackWithCohortsAndAuthorsWithoutEnd(t *testing.T) {
	b, place := newBook(t), &sharetest.Memory{}
	c := newCohort(t, b, 1, "Maya")
	space := shareOn(t, b, place, c.Cohort.ID)
	syncOn(t, b, space, place)
	s := strangerIn(t, b, space, place, 1)
	w, err := b.shareOf(space)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.changeShare(w, func(*shelf, *sums) error {
		for i := range 70_000 {
			id := model.ID{1, byte(i), byte(i >> 8), byte(i >> 16)}
			w.Authors = append(w.Authors, id[:])
			w.Devices = append(w.Devices, id[:])
			w.Later = append(w.Later, uint64(i))
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	var gestures [][]byte
	var cohorts []model.ID
	for i := range mostCarried + 10 {
		id := model.ID{2, byte(i), byte(i >> 8)}
		cohorts = append(cohorts, id)
		gestures = append(gestures, forged(t, 1, oplog.Change{Field: field(kindCohort, propName, id), Value: oplog.Encode("x")}))
	}
	s.cuts(share.Segment{Gestures: gestures, Cohorts: cohorts})
	if _, err := b.Sync(t.Context(), space, place, place.String(), SyncOptions{}); err != nil {
		t.Fatal(err)
	}
	if shares, err := b.Shares(); err != nil || len(shares[0].Cohorts) > mostCarried {
		t.Errorf("%v", err)
	}
}

func TestAttackByTheNamesOfFiles(t *testing.T) {
	b, place := newBook(t), &sharetest.Memory{}
	space := shareOn(t, b, place, newCohort(t, b, 1, "Maya").Cohort.ID)
	syncOn(t, b, space, place)
	place.Write("v1/\u202egnp.\u009b2J.seg", []byte("x"))
	for i := range 40 {
		place.Write("v1/space"+strings.Repeat("x", i)+".json", []byte("{"))
	}
	s := syncOn(t, b, space, place)
	if len(s.Rejected) == 0 {
		t.Error("nothing is named")
	}
	for _, r := range s.Rejected {
		if !isClean(r.File) {
			t.Errorf("%q is shown", r.File)
		}
	}
}

func TestAttackByAnAnnouncementThatNobodyFollows(t *testing.T) {
	b, place := newBook(t), &sharetest.Memory{}
	c := newCohort(t, b, 1, "Maya")
	space := shareOn(t, b, place, c.Cohort.ID)
	syncOn(t, b, space, place)
	s := strangerIn(t, b, space, place, 1)
	s.shows(share.Card{Label: "Asha's laptop", Next: model.ID{9}})
	syncOn(t, b, space, place)
	if _, err := b.Rotate(t.Context(), space, place, place.String(), []byte("other words"), nil, 1); !errors.Is(err, ErrBehind) {
		t.Errorf("made new although it went on: %v", err)
	}
	if _, err := b.Rotate(t.Context(), space, place, place.String(), []byte("other words"), []model.ID{s.device()}, 1); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if got := syncOn(t, b, space, place); got.Question != "" || got.ReadOnly != "" {
			t.Errorf("%+v", got)
		}
	}
	if shares, err := b.Shares(); err != nil || shares[0].Behind != "" {
		t.Errorf("%+v, %v", shares, err)
	}
}
