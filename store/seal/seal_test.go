package seal

import (
	"bytes"
	"encoding/hex"
	"errors"
	"testing"

	"rollbook/model"
)

// steady is chance that repeats: the known answer needs a known nonce.
type steady struct{ next byte }

func (s *steady) Read(into []byte) (int, error) {
	for i := range into {
		into[i] = s.next
		s.next++
	}
	return len(into), nil
}

type empty struct{}

func (empty) Read([]byte) (int, error) { return 0, errors.New("no chance left") }

func sealer(t *testing.T, key byte, book byte) *Sealer {
	t.Helper()
	s, err := New(bytes.Repeat([]byte{key}, KeySize), model.ID{book}, &steady{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The answer was computed by a second implementation, written out from RFC 8439 and the draft of
// XChaCha20, so that it can be right or wrong independently of the library used here.
func TestTheFormatIsAsItWas(t *testing.T) {
	sealed, err := sealer(t, 0x42, 7).Seal("heads", []byte("key"), []byte("present"))
	if err != nil {
		t.Fatal(err)
	}
	const want = "01000102030405060708090a0b0c0d0e0f1011121314151617fc8ee194a2cfb3169abe42464fb763dc3b362c75633062"
	if got := hex.EncodeToString(sealed); got != want {
		t.Errorf("sealed\n %s, want\n %s", got, want)
	}
	if len(sealed) != len("present")+Overhead {
		t.Errorf("%d bytes longer, said to be %d", len(sealed)-len("present"), Overhead)
	}
}

func TestAValueIsBoundToItsBookBucketAndKey(t *testing.T) {
	s := sealer(t, 0x42, 7)
	sealed, err := s.Seal("heads", []byte("key"), []byte("present"))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := s.Open("heads", []byte("key"), sealed); err != nil || string(got) != "present" {
		t.Fatalf("it opens as %q: %v", got, err)
	}
	for name, open := range map[string]func() ([]byte, error){
		"another bucket":        func() ([]byte, error) { return s.Open("texts", []byte("key"), sealed) },
		"another key":           func() ([]byte, error) { return s.Open("heads", []byte("kez"), sealed) },
		"no key":                func() ([]byte, error) { return s.Open("heads", nil, sealed) },
		"the border moved":      func() ([]byte, error) { return s.Open("headsk", []byte("ey"), sealed) },
		"another book":          func() ([]byte, error) { return sealer(t, 0x42, 8).Open("heads", []byte("key"), sealed) },
		"another data key":      func() ([]byte, error) { return sealer(t, 0x43, 7).Open("heads", []byte("key"), sealed) },
		"nothing":               func() ([]byte, error) { return s.Open("heads", []byte("key"), nil) },
		"cut before its nonce":  func() ([]byte, error) { return s.Open("heads", []byte("key"), sealed[:20]) },
		"cut by a byte":         func() ([]byte, error) { return s.Open("heads", []byte("key"), sealed[:len(sealed)-1]) },
		"a byte longer":         func() ([]byte, error) { return s.Open("heads", []byte("key"), append(bytes.Clone(sealed), 0)) },
		"of an earlier version": func() ([]byte, error) { return s.Open("heads", []byte("key"), append([]byte{0}, sealed[1:]...)) },
	} {
		if got, err := open(); !errors.Is(err, ErrBroken) || got != nil {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestEveryFlippedBitIsNoticed(t *testing.T) {
	s := sealer(t, 0x42, 7)
	sealed, err := s.Seal("heads", []byte("key"), []byte("present"))
	if err != nil {
		t.Fatal(err)
	}
	for bit := range 8 * len(sealed) {
		spoiled := bytes.Clone(sealed)
		spoiled[bit/8] ^= 1 << (bit % 8)
		if got, err := s.Open("heads", []byte("key"), spoiled); !errors.Is(err, ErrBroken) || got != nil {
			t.Errorf("with bit %d flipped it opens as %q: %v", bit, got, err)
		}
	}
}

func TestTheOpenedValueIsMemoryOfItsOwn(t *testing.T) {
	s := sealer(t, 0x42, 7)
	sealed, _ := s.Seal("heads", []byte("key"), []byte("present"))
	got, err := s.Open("heads", []byte("key"), sealed)
	if err != nil {
		t.Fatal(err)
	}
	clear(sealed)
	if string(got) != "present" {
		t.Errorf("once the page is gone it is %q", got)
	}
}

func TestOneValueSealedTwiceLooksDifferent(t *testing.T) {
	s := sealer(t, 0x42, 7)
	first, _ := s.Seal("heads", []byte("key"), []byte("present"))
	second, _ := s.Seal("heads", []byte("key"), []byte("present"))
	if bytes.Equal(first, second) || bytes.Contains(first, []byte("present")) {
		t.Error("a sealed value gives away what it is")
	}
}

func TestWithoutChanceNothingIsSealed(t *testing.T) {
	s, err := New(make([]byte, KeySize), model.ID{}, empty{})
	if err != nil {
		t.Fatal(err)
	}
	if sealed, err := s.Seal("heads", nil, []byte("present")); err == nil {
		t.Errorf("sealed without chance: %x", sealed)
	}
}

func TestAKeyOfTheWrongSizeIsRefused(t *testing.T) {
	if _, err := New(make([]byte, KeySize-1), model.ID{}, &steady{}); err == nil {
		t.Error("a short key was taken")
	}
}
