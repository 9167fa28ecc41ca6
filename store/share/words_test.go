package share

import (
	"bytes"
	"crypto/rand"
	"errors"
	"strings"
	"testing"

	"rollbook/store/seal"
)

func TestAProposedPassphraseIsSevenWordsOfChance(t *testing.T) {
	// The first words of BIP-39's list, and its last: abandon is 0, zoo is 2047.
	for bits, want := range map[string]string{
		"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00": "abandon abandon abandon abandon abandon abandon abandon",
		"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff": "zoo zoo zoo zoo zoo zoo zoo",
		"\x00\x20\x00\x00\x00\x00\x00\x00\x00\x0f": "ability abandon abandon abandon abandon abandon ability",
	} {
		if got, err := Propose(strings.NewReader(bits)); err != nil || got != want {
			t.Errorf("%x is %q: %v", bits, got, err)
		}
	}
	seen := map[string]bool{}
	for range 50 {
		words, err := Propose(rand.Reader)
		if err != nil || len(strings.Fields(words)) != 7 {
			t.Fatalf("%q: %v", words, err)
		}
		seen[words] = true
		if pass, err := Passphrase([]byte(words)); err != nil || string(pass) != words {
			t.Errorf("%q is taken as %q: %v", words, pass, err)
		}
	}
	if len(seen) != 50 {
		t.Errorf("of 50 passphrases %d differ", len(seen))
	}
	if words, err := Propose(bytes.NewReader(make([]byte, 9))); err == nil {
		t.Errorf("%q is made of too little chance", words)
	}
}

func TestAPassphraseIsTheSameHoweverItWasTyped(t *testing.T) {
	const want = "caf\u00e9 Kennebec river"
	for _, typed := range []string{want, "cafe\u0301 Kennebec river", want + "\n", want + "\r\n", "\ufeff" + want, "  caf\u00e9   Kennebec\triver ", "caf\u00e9\u00a0Kennebec\u3000river", "caf\u00e9\nKennebec\nriver\n"} {
		given := []byte(typed)
		got, err := Passphrase(given)
		if err != nil || string(got) != want {
			t.Errorf("%q is %q: %v", typed, got, err)
		}
		clear(got)
		if string(given) != typed {
			t.Errorf("%q was changed", typed)
		}
	}
	for _, other := range []string{"caf\u00e9 kennebec river", "cafe Kennebec river", "caf\u00e9Kennebec river"} {
		if got, err := Passphrase([]byte(other)); err != nil || string(got) != other {
			t.Errorf("%q is %q: %v", other, got, err)
		}
	}
	for typed, want := range map[string]error{"": seal.ErrEmpty, "\n": seal.ErrEmpty, "\ufeff \t\r\n": seal.ErrEmpty, "\xff\xfea\x00": seal.ErrNotText} {
		if got, err := Passphrase([]byte(typed)); !errors.Is(err, want) || got != nil {
			t.Errorf("%q is %q: %v", typed, got, err)
		}
	}
}
