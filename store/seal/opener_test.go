package seal

import (
	"bytes"
	"crypto/rand"
	"errors"
	"testing"

	"rollbook/model"
)

func TestAnOpenerOpensWhatTheSealerDoes(t *testing.T) {
	s, err := New(bytes.Repeat([]byte{4}, KeySize), model.ID{7}, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	o := s.Opener("heads")
	for _, n := range []int{0, 1, 127, 128, 300, 2} { // keys whose lengths need one byte and two
		key, want := bytes.Repeat([]byte{byte(n)}, n), bytes.Repeat([]byte{'v'}, 3*n)
		sealed, err := s.Seal("heads", key, want)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := o.Open(key, sealed); err != nil || !bytes.Equal(got, want) {
			t.Errorf("a key of %d bytes: %q, %v", n, got, err)
		}
		if _, err := o.Open(append(key, 1), sealed); !errors.Is(err, ErrBroken) {
			t.Errorf("under another key: %v", err)
		}
		if _, err := s.Opener("texts").Open(key, sealed); !errors.Is(err, ErrBroken) {
			t.Errorf("in another bucket: %v", err)
		}
		sealed[len(sealed)-1] ^= 1
		if _, err := o.Open(key, sealed); !errors.Is(err, ErrBroken) {
			t.Errorf("changed: %v", err)
		}
	}
	if _, err := o.Open(nil, make([]byte, Overhead-1)); !errors.Is(err, ErrBroken) {
		t.Errorf("too short: %v", err)
	}
}
