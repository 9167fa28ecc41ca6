package share

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"rollbook/store/oplog"
)

// What a fuzzer makes up never gets through the seal. So it is taken as a file, and as what somebody of
// the share could seal: signed as it should be. What is tried must do the same at each try, or the fuzzer
// loses itself in what chance did: so nothing is sealed here.

// known reports whether a file was refused as the package says.
func known(err error) bool {
	return isOne(err, ErrSeal, ErrSigned, ErrFormat, ErrLimit, ErrNewer)
}

func FuzzSegment(f *testing.F) {
	id := goldenIdentity(f)
	for _, golden := range goldenOf(f, SegmentFile) {
		plain := opened(f, golden)
		s, err := Read(golden, id)
		if err != nil {
			f.Fatal(err)
		}
		signed := plain[len(segmentForm.magic)+64:]
		_, claimed, deflated, err := readHeader(signed)
		if err != nil {
			f.Fatal(err)
		}
		body, err := inflate(deflated, int(claimed.inflated))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(byte(0), byte(0), golden)
		f.Add(byte(1), byte(0), plain)
		f.Add(byte(2), byte(0), signed)
		f.Add(byte(3), byte(len(s.Texts)), body)
		f.Add(byte(4), byte(claimed.inflated/4), deflated)
	}
	f.Fuzz(func(t *testing.T, way, n byte, data []byte) {
		if len(data) > 1<<18 {
			return
		}
		h := claim()
		h.Gestures, h.Texts, h.Inflated = 1, int(n), len(data)
		var s *Segment
		var err error
		switch way % 5 {
		case 0:
			s, err = Read(data, id)
		case 1:
			s, err = readSegment(data)
		case 2:
			s, err = readSegment(segmentForm.sign(data, nil, goldenKeyOf))
		case 3:
			s, err = readSegment(segmentForm.sign(oplog.Encode(h), squeezed(t, data), goldenKeyOf))
		case 4:
			h.Inflated = int(n) * 4
			s, err = readSegment(segmentForm.sign(oplog.Encode(h), data, goldenKeyOf))
		}
		if err != nil {
			if s != nil || !known(err) {
				t.Fatalf("%v, %v", s, err)
			}
			return
		}
		header, body, err := encodeSegment(s, s.Public)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := readSegment(segmentForm.sign(header, body, goldenKeyOf)); err != nil || !reflect.DeepEqual(got, s) {
			t.Fatalf("cut again it is %+v: %v", got, err)
		}
	})
}

func FuzzCard(f *testing.F) {
	id := goldenIdentity(f)
	golden := goldenOf(f, CardFile)[0]
	plain := opened(f, golden)
	f.Add(byte(0), golden)
	f.Add(byte(1), plain)
	f.Add(byte(2), plain[len(cardForm.magic)+64:])
	f.Fuzz(func(t *testing.T, way byte, data []byte) {
		var c *Card
		var err error
		switch way % 3 {
		case 0:
			c, err = ReadCard(data, id)
		case 1:
			c, err = readCard(data)
		case 2:
			c, err = readCard(cardForm.sign(data, nil, goldenKeyOf))
		}
		if err != nil {
			if c != nil || !known(err) {
				t.Fatalf("%v, %v", c, err)
			}
			return
		}
		got, err := readCard(cardForm.sign(encodeCard(c, c.Public), nil, goldenKeyOf))
		if err != nil || !reflect.DeepEqual(got, c) {
			t.Fatalf("cut again it is %+v: %v", got, err)
		}
	})
}

func FuzzKey(f *testing.F) {
	golden := goldenOf(f, KeyFile)[0]
	f.Add(false, golden)
	f.Add(true, writeKey(goldenKey(f)))
	f.Add(true, []byte(keyHead+"2\n"))
	f.Fuzz(func(t *testing.T, inside bool, data []byte) {
		read := readKey
		if !inside {
			if bytes.Contains(data, []byte("scrypt")) && !bytes.Equal(data, golden) {
				return // it may ask for as much as a key may, at each of millions of tries
			}
			read = func(data []byte) (*Key, error) { return UnwrapKey(data, []byte(goldenPassphrase)) }
		}
		k, err := read(data)
		if err != nil {
			if k != nil || !known(err) {
				t.Fatalf("%v, %v", k, err)
			}
			return
		}
		got, err := readKey(writeKey(k))
		if err != nil {
			t.Fatal(err)
		}
		same(t, "written again, the key", got, k)
	})
}

func FuzzName(f *testing.F) {
	for _, n := range someNames {
		f.Add(n.Path())
		f.Add(strings.ToUpper(n.Path()))
	}
	f.Add(Hint)
	f.Fuzz(func(t *testing.T, path string) {
		n, ok := ParseName(path)
		if !ok {
			if n != (Name{}) {
				t.Fatalf("%q is no name, and %+v", path, n)
			}
			return
		}
		if again, ok := ParseName(n.Path()); !ok || again != n || !strings.EqualFold(n.Path(), path) {
			t.Fatalf("%q is %+v, which is %q", path, n, n.Path())
		}
	})
}
