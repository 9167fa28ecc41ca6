package share

import (
	"bytes"
	"crypto/ed25519"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rollbook/model"
	"rollbook/store/oplog"
)

var writeGoldenShare = flag.Bool("write-golden-share", false, "write testdata/golden anew: only for a new format")

// The golden share was written by the version that first had shares. It holds what the variables here
// say; store/FORMAT.md explains its second segment.
const (
	goldenFolder     = "testdata/golden"
	goldenPassphrase = "caf\u00e9 ladder Kennebec river museum orbit walnut"
	goldenSecret     = "AGE-SECRET-KEY-1FEYNCLRFX88PKKF6EG5KK2FGESAVY7VJQQCSS285ZHEG7CHJ54ZQNEUHTZ"
	goldenWork       = 12
)

var (
	goldenKeyOf = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{0x42}, 32))
	goldenSpace = idOf(0x77)
	goldenEpoch = idOf(0x88)
	goldenMade  = int64(1772456400000)
	goldenTexts = []oplog.Text{oplog.Text(strings.Repeat("s", 16) + "Asha"), oplog.Text(strings.Repeat("t", 16) + "Maya"), oplog.Text(strings.Repeat("u", 16) + "the bus")}
)

func idOf(b byte) model.ID { return model.ID(bytes.Repeat([]byte{b}, 16)) }

func goldenIdentity(t testing.TB) *Identity {
	t.Helper()
	id, err := ParseIdentity(goldenSecret)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func goldenCard() *Card {
	public := goldenKeyOf.Public().(ed25519.PublicKey)
	return &Card{Space: goldenSpace, Epoch: goldenEpoch, Device: DeviceOf(public), Incarnation: [8]byte(bytes.Repeat([]byte{0x44}, 8)),
		Label: "Asha\u2019s laptop", Made: goldenMade, Public: public}
}

func goldenKey(t testing.TB) *Key {
	return &Key{Space: goldenSpace, Epoch: goldenEpoch, Identity: goldenIdentity(t), Follows: idOf(0x99), Closing: []Hash{Hash(idOf(0x12)), Hash(idOf(0x13))},
		Stay: []model.ID{goldenCard().Device}, Office: true, Remarks: true, Cohorts: []model.ID{idOf(0xaa)}, Made: goldenMade, By: goldenCard().Device}
}

// goldenGestures are a cohort with one trainee, and her mark with a remark.
func goldenGestures(t testing.TB) [2][]byte {
	t.Helper()
	cohort, day, block, trainee, author := idOf(0xaa), idOf(0xdd), idOf(0xbb), idOf(0xcc), idOf(0x22)
	set := func(prop uint16, value any, kind oplog.Kind, entity ...model.ID) oplog.Change {
		c := oplog.Change{Field: oplog.Field{Kind: kind, Prop: prop}}
		for _, id := range entity {
			c.Field.Entity += string(id[:])
		}
		if text, ok := value.(oplog.Text); ok {
			c.Text = text.Digest()
		} else {
			c.Value = oplog.Encode(value)
		}
		return c
	}
	form := func(nonce byte, how oplog.How, counter oplog.Stamp, changes ...oplog.Change) []byte {
		g, err := oplog.Form(oplog.Gesture{Nonce: idOf(nonce), Stamp: oplog.Stamp(goldenMade)<<16 | counter, Wall: goldenMade, Offset: -300, Author: author,
			Device: goldenCard().Device, Incarnation: goldenCard().Incarnation, How: how, Changes: changes})
		if err != nil {
			t.Fatal(err)
		}
		return g.Raw
	}
	return [2][]byte{
		form(0x10, oplog.Import, 1,
			set(1, goldenTexts[0], 3, author),
			set(1, "Spring", 32, cohort), set(2, "cipss", 32, cohort),
			set(1, 1, 33, cohort, day), set(2, 20514, 33, cohort, day),
			set(1, 1, 34, cohort, block), set(2, [2]int{540, 720}, 34, cohort, block), set(4, "Language", 34, cohort, block),
			set(1, goldenTexts[1], 5, trainee), set(1, 1, 35, cohort, trainee), set(2, 1, 35, cohort, trainee)),
		form(0x11, oplog.Single, 2,
			set(1, 1, 48, cohort, block, trainee), set(3, goldenTexts[2], 48, cohort, block, trainee)),
	}
}

// goldenSegments are the two segments; the second names the first.
func goldenSegments(t testing.TB, first Hash) [2]*Segment {
	card, gestures := goldenCard(), goldenGestures(t)
	one := Segment{Space: card.Space, Epoch: card.Epoch, Device: card.Device, Incarnation: card.Incarnation, Seq: 1, Made: goldenMade,
		Cohorts: []model.ID{idOf(0xaa)}, Gestures: gestures[:1], Texts: goldenTexts[:2], Public: card.Public}
	two := one
	two.Seq, two.Previous, two.Tips, two.Made, two.Gestures, two.Texts = 2, first, []Hash{first}, goldenMade+1000, gestures[1:], goldenTexts[2:]
	return [2]*Segment{&one, &two}
}

// goldenFiles are the files of the golden share by their names.
func goldenFiles(t testing.TB) map[Name][]byte {
	t.Helper()
	files := map[Name][]byte{}
	err := filepath.WalkDir(filepath.FromSlash(goldenFolder+"/v1/"+goldenEpoch.String()), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		inside, err := filepath.Rel(filepath.FromSlash(goldenFolder), path)
		if err != nil {
			return err
		}
		name, ok := ParseName(filepath.ToSlash(inside))
		if !ok || name.Hash != HashOf(data) || name.Epoch != goldenEpoch {
			t.Errorf("%s is no name of what is in it", inside)
		}
		files[name] = data
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// goldenOf are the golden files of a sort, segments in their order.
func goldenOf(t testing.TB, sort Sort) (all [][]byte) {
	t.Helper()
	files := goldenFiles(t)
	var names []Name
	for name := range files {
		if name.Sort == sort {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, func(a, b Name) int { return int(a.Seq) - int(b.Seq) })
	for _, name := range names {
		all = append(all, files[name])
	}
	return all
}

// Whatever version reads the golden share must find in it what was written.
func TestTheFirstShareIsRead(t *testing.T) {
	if *writeGoldenShare {
		writeGolden(t)
	}
	hint, err := os.ReadFile(filepath.Join(goldenFolder, filepath.FromSlash(Hint)))
	if err != nil {
		t.Fatal(err)
	}
	if space, err := ReadHint(hint); err != nil || space != goldenSpace || !bytes.Equal(hint, HintBytes(goldenSpace)) {
		t.Errorf("the hint %q names %s: %v", hint, space, err)
	}
	typed, err := os.ReadFile(filepath.Join(goldenFolder, "passphrase.txt"))
	if err != nil {
		t.Fatal(err)
	}
	pass, err := Passphrase(typed)
	if err != nil || string(pass) != goldenPassphrase {
		t.Fatalf("the passphrase is %q: %v", pass, err)
	}
	keys, cards, segments := goldenOf(t, KeyFile), goldenOf(t, CardFile), goldenOf(t, SegmentFile)
	if len(keys) != 1 || len(cards) != 1 || len(segments) != 2 {
		t.Fatalf("%d keys, %d cards, %d segments", len(keys), len(cards), len(segments))
	}
	key, err := UnwrapKey(keys[0], pass)
	if err != nil {
		t.Fatal(err)
	}
	id := key.Identity
	same(t, "key", key, goldenKey(t))
	if alone, err := os.ReadFile(filepath.Join(goldenFolder, "identity.txt")); err != nil || string(alone) != id.String()+"\n" {
		t.Errorf("the identity is %q: %v", alone, err)
	}
	card, err := ReadCard(cards[0], id)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "card", card, goldenCard())
	for i, want := range goldenSegments(t, HashOf(segments[0])) {
		got, err := Read(segments[i], id)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "segment", got, want)
		if g, err := oplog.Parse(got.Gestures[0]); err != nil || g.Device != got.Device {
			t.Errorf("its gesture: %+v, %v", g, err)
		}
	}
}

func writeGolden(t *testing.T) {
	t.Helper()
	if err := os.RemoveAll(goldenFolder); err != nil {
		t.Fatal(err)
	}
	put := func(path string, data []byte, err error) {
		path = filepath.Join(goldenFolder, filepath.FromSlash(path))
		if err == nil {
			err = os.MkdirAll(filepath.Dir(path), 0o755)
		}
		if err == nil {
			err = os.WriteFile(path, data, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	id, card := goldenIdentity(t), goldenCard()
	name := Name{Epoch: goldenEpoch, Device: card.Device, Incarnation: card.Incarnation}
	under := func(sort Sort, seq uint32, data []byte) string {
		n := name
		n.Sort, n.Seq, n.Hash = sort, seq, HashOf(data)
		return n.Path()
	}
	put(Hint, HintBytes(goldenSpace), nil)
	put("passphrase.txt", []byte("\ufeff cafe\u0301 ladder  Kennebec river museum orbit walnut\r\n"), nil)
	put("identity.txt", []byte(goldenSecret+"\n"), nil)
	data, err := WrapKey(goldenKey(t), []byte(goldenPassphrase), goldenWork)
	put(under(KeyFile, 0, data), data, err)
	data, err = CutCard(card, goldenKeyOf, id)
	put(under(CardFile, 0, data), data, err)
	first := Hash{}
	for i := range 2 {
		s := goldenSegments(t, first)[i]
		data, err = Cut(s, goldenKeyOf, id)
		put(under(SegmentFile, s.Seq, data), data, err)
		first = HashOf(data)
	}
}
