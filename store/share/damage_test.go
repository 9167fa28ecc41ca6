package share

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"slices"
	"testing"

	"filippo.io/age"
)

// sealed is a plain in the seal of age, for some recipients.
func sealed(t testing.TB, plain []byte, to ...age.Recipient) []byte {
	t.Helper()
	var file bytes.Buffer
	w, err := age.Encrypt(&file, to...)
	if err == nil {
		_, err = w.Write(plain)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// opened is the plain in the seal of a golden file.
func opened(t testing.TB, data []byte) []byte {
	t.Helper()
	plain, err := unseal(data, goldenIdentity(t).secret)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

// signedSort is a sort of file that is signed and sealed, and how it is read.
type signedSort struct {
	name   string
	form   signedForm
	golden []byte
	read   func(data []byte, id *Identity) error
}

func signedSorts(t testing.TB) []signedSort {
	return []signedSort{
		{"segment", segmentForm, goldenOf(t, SegmentFile)[1], func(data []byte, id *Identity) error { _, err := Read(data, id); return err }},
		{"card", cardForm, goldenOf(t, CardFile)[0], func(data []byte, id *Identity) error { _, err := ReadCard(data, id); return err }},
	}
}

// isOne reports whether an error is one of these.
func isOne(err error, of ...error) bool {
	return slices.ContainsFunc(of, func(one error) bool { return errors.Is(err, one) })
}

func TestAFileThatIsNotWholeIsNotOpened(t *testing.T) {
	id := goldenIdentity(t)
	for _, sort := range signedSorts(t) {
		for n := range sort.golden {
			if err := sort.read(sort.golden[:n], id); !errors.Is(err, ErrSeal) {
				t.Fatalf("%d bytes of a %s: %v", n, sort.name, err)
			}
			flipped := bytes.Clone(sort.golden)
			flipped[n] ^= 1 << (n % 8)
			if err := sort.read(flipped, id); !errors.Is(err, ErrSeal) {
				t.Fatalf("a %s with byte %d changed: %v", sort.name, n, err)
			}
			clear(flipped[n:])
			if err := sort.read(flipped, id); !errors.Is(err, ErrSeal) {
				t.Fatalf("a %s of zeros from byte %d on: %v", sort.name, n, err)
			}
		}
		for _, more := range [][]byte{{0}, sort.golden, make([]byte, 7000)} {
			if err := sort.read(append(bytes.Clone(sort.golden), more...), id); !errors.Is(err, ErrSeal) {
				t.Errorf("a %s and %d bytes more: %v", sort.name, len(more), err)
			}
		}
		if err := sort.read(make([]byte, sort.form.most+1), id); !errors.Is(err, ErrLimit) {
			t.Errorf("a %s over the limit: %v", sort.name, err)
		}
		if err := sort.read(make([]byte, sort.form.most), id); !errors.Is(err, ErrSeal) {
			t.Errorf("a %s of zeros at the limit: %v", sort.name, err)
		}
	}
}

// Whoever is of the share can seal anything: what is in the seal is as little trusted.
func TestEveryBitInTheSealCounts(t *testing.T) {
	id, bits := goldenIdentity(t), 8
	if testing.Short() {
		bits = 1
	}
	to := id.secret.Recipient()
	for _, sort := range signedSorts(t) {
		plain := opened(t, sort.golden)
		record := len(sort.form.magic) + ed25519.SignatureSize
		if err := sort.read(sealed(t, plain, to), id); err != nil {
			t.Fatalf("a %s sealed anew: %v", sort.name, err)
		}
		for n := range plain {
			if err := sort.read(sealed(t, plain[:n], to), id); !isOne(err, ErrFormat, ErrSigned) {
				t.Fatalf("%d bytes in the seal of a %s: %v", n, sort.name, err)
			}
			for bit := n; bit < n+bits; bit++ {
				flipped := bytes.Clone(plain)
				flipped[n] ^= 1 << (bit % 8)
				err := sort.read(sealed(t, flipped, to), id)
				ok := false
				switch {
				case n < len(sort.form.magic):
					ok = errors.Is(err, ErrFormat)
				case n < record:
					ok = errors.Is(err, ErrSigned)
				case n == record+1: // the version
					ok = isOne(err, ErrFormat, ErrNewer)
				default:
					ok = isOne(err, ErrFormat, ErrSigned)
				}
				if !ok {
					t.Fatalf("a %s with bit %d of byte %d in its seal changed: %v", sort.name, bit%8, n, err)
				}
			}
		}
	}
}

func TestAFileIsSealedForOneIdentityAlone(t *testing.T) {
	id, other := goldenIdentity(t), newIdentity(t)
	wrapped, err := age.NewScryptRecipient("a passphrase")
	if err != nil {
		t.Fatal(err)
	}
	wrapped.SetWorkFactor(1)
	for _, sort := range signedSorts(t) {
		if err := sort.read(sort.golden, other); !errors.Is(err, ErrSeal) {
			t.Errorf("a %s, read with another identity: %v", sort.name, err)
		}
		plain := opened(t, sort.golden)
		for name, to := range map[string][]age.Recipient{
			"another":        {other.secret.Recipient()},
			"two":            {id.secret.Recipient(), other.secret.Recipient()},
			"itself twice":   {id.secret.Recipient(), id.secret.Recipient()},
			"the passphrase": {wrapped},
		} {
			if err := sort.read(sealed(t, plain, to...), id); !errors.Is(err, ErrSeal) {
				t.Errorf("a %s sealed for %s: %v", sort.name, name, err)
			}
		}
	}
}

func newIdentity(t testing.TB) *Identity {
	t.Helper()
	id, err := NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestOnlyTheLaptopItselfSigns(t *testing.T) {
	id := goldenIdentity(t)
	mallory := ed25519.NewKeyFromSeed(make([]byte, 32))
	sorts := signedSorts(t)
	for i, sort := range sorts {
		plain := opened(t, sort.golden)
		record := plain[len(sort.form.magic)+ed25519.SignatureSize:]
		forged, err := sort.form.cut(record, nil, mallory, id)
		if err != nil {
			t.Fatal(err)
		}
		if err := sort.read(forged, id); !errors.Is(err, ErrSigned) {
			t.Errorf("a %s signed by another: %v", sort.name, err)
		}
		// What the laptop signed for another sort of file does not count for this one.
		form := sort.form
		form.context = sorts[1-i].form.context
		crossed, err := form.cut(record, nil, goldenKeyOf, id)
		if err != nil {
			t.Fatal(err)
		}
		if err := sort.read(crossed, id); !errors.Is(err, ErrSigned) {
			t.Errorf("a %s with the signature of another sort: %v", sort.name, err)
		}
		if err := sort.read(sorts[1-i].golden, id); !errors.Is(err, ErrFormat) {
			t.Errorf("a %s in place of a %s: %v", sorts[1-i].name, sort.name, err)
		}
	}
	theirs := DeviceOf(mallory.Public().(ed25519.PublicKey))
	if _, err := Cut(&Segment{Device: theirs}, goldenKeyOf, id); !errors.Is(err, ErrSigned) {
		t.Errorf("a segment of another device is cut: %v", err)
	}
	if _, err := CutCard(&Card{Device: theirs}, goldenKeyOf, id); !errors.Is(err, ErrSigned) {
		t.Errorf("a card of another device is cut: %v", err)
	}
	if _, err := Cut(&Segment{}, nil, id); !errors.Is(err, ErrSigned) {
		t.Errorf("a segment is cut without a key: %v", err)
	}
}
