package share

import (
	"bytes"
	"crypto/ed25519"
	"flag"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"rollbook/model"
	"rollbook/store/oplog"
)

// tenth cuts the random runs of a test to a tenth where time is short: to 50, of which rapid then takes a
// fifth itself.
func tenth(t *testing.T) {
	t.Helper()
	runs := flag.Lookup("rapid.checks")
	if !testing.Short() {
		return
	}
	before := runs.Value.String()
	if err := runs.Value.Set("50"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { runs.Value.Set(before) })
}

// same compares what was read with what was written; identities by their secrets.
func same(t rapid.TB, what string, got, want any) {
	t.Helper()
	if g, ok := got.(*Key); ok {
		w := want.(*Key)
		if g.Identity.String() != w.Identity.String() {
			t.Errorf("%s: another identity", what)
		}
		a, b := *g, *w
		a.Identity, b.Identity = nil, nil
		got, want = &a, &b
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s is\n%+v and not\n%+v", what, got, want)
	}
}

func arrays[T ~[16]byte](t *rapid.T, label string, most int) []T {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) T { return T(bytesOf(t, 16)) }), 0, most).Draw(t, label)
}

func bytesOf(t *rapid.T, n int) []byte { return rapid.SliceOfN(rapid.Byte(), n, n).Draw(t, "bytes") }

// orNil is nil for nothing, as it is read.
func orNil[T any](all []T) []T {
	if len(all) == 0 {
		return nil
	}
	return all
}

func someKey(t *rapid.T) ed25519.PrivateKey { return ed25519.NewKeyFromSeed(bytesOf(t, 32)) }

func TestWhatIsCutIsRead(t *testing.T) {
	tenth(t)
	id := goldenIdentity(t)
	rapid.Check(t, func(t *rapid.T) {
		key := someKey(t)
		public := key.Public().(ed25519.PublicKey)
		s := &Segment{
			Space: model.ID(bytesOf(t, 16)), Epoch: model.ID(bytesOf(t, 16)), Device: DeviceOf(public), Public: public,
			Incarnation: [8]byte(bytesOf(t, 8)), Seq: rapid.Uint32Range(0, MaxSeq).Draw(t, "seq"), Previous: Hash(bytesOf(t, 16)),
			Tips: orNil(arrays[Hash](t, "tips", 30)), Made: rapid.Int64().Draw(t, "made"), Cohorts: orNil(arrays[model.ID](t, "cohorts", 5)),
			Gestures: rapid.SliceOfN(rapid.SliceOfN(rapid.Byte(), 0, 400), 0, 40).Draw(t, "gestures"),
		}
		for _, salted := range rapid.SliceOfN(rapid.SliceOfN(rapid.Byte(), 16, 300), 0, 10).Draw(t, "texts") {
			s.Texts = append(s.Texts, oplog.Text(salted))
		}
		data, err := Cut(s, key, id)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Read(data, id)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "segment", got, s)
	})
}

func TestACardIsReadAsItWasCut(t *testing.T) {
	tenth(t)
	id := goldenIdentity(t)
	rapid.Check(t, func(t *rapid.T) {
		key := someKey(t)
		public := key.Public().(ed25519.PublicKey)
		c := &Card{Space: model.ID(bytesOf(t, 16)), Epoch: model.ID(bytesOf(t, 16)), Device: DeviceOf(public), Public: public,
			Incarnation: [8]byte(bytesOf(t, 8)), Made: rapid.Int64().Draw(t, "made"), Next: model.ID(bytesOf(t, 16))}
		c.Label, _ = model.Clean(rapid.String().Draw(t, "label"), model.NameLimit)
		data, err := CutCard(c, key, id)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ReadCard(data, id)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "card", got, c)
	})
}

func TestAKeyIsUnwrappedAsItWasWrapped(t *testing.T) {
	tenth(t)
	id := goldenIdentity(t)
	rapid.Check(t, func(t *rapid.T) {
		k := &Key{Space: model.ID(bytesOf(t, 16)), Epoch: model.ID(bytesOf(t, 16)), Identity: id, Follows: model.ID(bytesOf(t, 16)),
			Closing: orNil(arrays[Hash](t, "closing", 9)), Stay: orNil(arrays[model.ID](t, "stay", 9)), Office: rapid.Bool().Draw(t, "office"),
			Notes: rapid.Bool().Draw(t, "notes"), Remarks: rapid.Bool().Draw(t, "remarks"), Cohorts: orNil(arrays[model.ID](t, "cohorts", 9)),
			Made: rapid.Int64().Draw(t, "made"), By: model.ID(bytesOf(t, 16))}
		pass := rapid.SliceOfN(rapid.Byte(), 1, 40).Draw(t, "passphrase")
		data, err := WrapKey(k, pass, 1)
		if err != nil {
			t.Fatal(err)
		}
		got, err := UnwrapKey(data, pass)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "key", got, k)
		if _, err := UnwrapKey(data, append(bytes.Clone(pass), 'x')); err != ErrPassphrase {
			t.Errorf("another passphrase: %v", err)
		}
	})
}
