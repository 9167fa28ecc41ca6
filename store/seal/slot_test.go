package seal

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"testing"

	"rollbook/model"
)

// cheap is a cost for tests. The full one stands in the example of the format, which package store
// checks.
var cheap = Cost{Memory: 64, Passes: 1, Lanes: 1}

var testBook = model.ID(bytes.Repeat([]byte{0x77}, 16))

func secretOf(t *testing.T, text string) Secret {
	t.Helper()
	s, err := ReadSecret([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func cheapSlot(t *testing.T, text string) Slot {
	t.Helper()
	slot, err := NewSlot(secretOf(t, text), cheap, bytes.Repeat([]byte{0x42}, KeySize), testBook, &steady{})
	if err != nil {
		t.Fatal(err)
	}
	return slot
}

// The answers were computed by a second implementation, written out from RFC 9106, RFC 8439 and the
// draft of XChaCha20.
func TestASlotIsAsItWas(t *testing.T) {
	for text, want := range map[string]string{
		"cafe\u0301 in Augusta": "955644a4c29da80cd2c4eb60e6390a344c4607b698a3c864914bb477717adb68d81be7b24e1a5de6b16c1385e1e06940",
		"legal winner thank year wave sausage worth useful legal winner thank yellow": "71448e822b77ae1873f7b08b6ff96bbd92de35d38de637443bb6b56a3f86738e755c42eb34dd0831cf50edd47ce2efde",
	} {
		slot := cheapSlot(t, text)
		if got := hex.EncodeToString(slot.Wrapped); got != want {
			t.Errorf("%q: %s", text, got)
		}
		if key, err := slot.Open(secretOf(t, text), testBook); err != nil || !bytes.Equal(key, bytes.Repeat([]byte{0x42}, KeySize)) {
			t.Errorf("%q opens as %x: %v", text, key, err)
		}
	}
}

func TestASlotIsBoundToAllOfIt(t *testing.T) {
	const text = "a passphrase"
	good := cheapSlot(t, text)
	for name, spoil := range map[string]func(s *Slot){
		"memory": func(s *Slot) { s.Cost.Memory++ },
		"passes": func(s *Slot) { s.Cost.Passes++ },
		"lanes":  func(s *Slot) { s.Cost.Lanes++ },
		"kind":   func(s *Slot) { s.Kind = Recovery },
		"salt":   func(s *Slot) { s.Salt = bytes.Clone(s.Salt); s.Salt[3] ^= 1 },
		"nonce":  func(s *Slot) { s.Nonce = bytes.Clone(s.Nonce); s.Nonce[3] ^= 1 },
		"key":    func(s *Slot) { s.Wrapped = bytes.Clone(s.Wrapped); s.Wrapped[3] ^= 1 },
	} {
		bad := good
		spoil(&bad)
		if key, err := bad.Open(secretOf(t, text), testBook); !errors.Is(err, ErrWrong) || key != nil {
			t.Errorf("%s: %x, %v", name, key, err)
		}
	}
	if _, err := good.Open(secretOf(t, text), model.ID{1}); !errors.Is(err, ErrWrong) {
		t.Errorf("in another book: %v", err)
	}
	if _, err := good.Open(secretOf(t, "another"), testBook); !errors.Is(err, ErrWrong) {
		t.Errorf("with another passphrase: %v", err)
	}
	if _, err := good.Open(secretOf(t, text), testBook); err != nil {
		t.Errorf("unspoiled: %v", err)
	}
}

func TestWithoutChanceThereIsNoSlotAndNoCode(t *testing.T) {
	if _, err := NewSlot(secretOf(t, "a passphrase"), cheap, make([]byte, KeySize), testBook, empty{}); err == nil {
		t.Error("a slot was made")
	}
	if _, err := NewRecovery(empty{}); err == nil {
		t.Error("a code was made")
	}
	if _, err := NewSlot(secretOf(t, "a passphrase"), cheap, make([]byte, KeySize-1), testBook, rand.Reader); !errors.Is(err, ErrSlot) {
		t.Errorf("a short key: %v", err)
	}
	if _, err := NewSlot(secretOf(t, "a passphrase"), Cost{1 << 30, 1, 1}, make([]byte, KeySize), testBook, rand.Reader); !errors.Is(err, ErrSlot) {
		t.Errorf("a cost over the limit: %v", err)
	}
}

func TestAPassphraseIsTheSameHoweverItIsWritten(t *testing.T) {
	want := secretOf(t, "caf\u00e9 in Augusta")
	for _, text := range []string{"cafe\u0301 in Augusta", "caf\u00e9 in Augusta\n", "caf\u00e9 in Augusta\r\n", "\ufeffcafe\u0301 in Augusta\n"} {
		if got := secretOf(t, text); got.kind != Passphrase || !bytes.Equal(got.bytes, want.bytes) {
			t.Errorf("%q is %q", text, got.bytes)
		}
	}
	for _, text := range []string{"caf\u00e9 in Augusta\n\n", " caf\u00e9 in Augusta", "caf\u00e9 in augusta", "caf\u00e9 in Augusta\r", "cafe in Augusta"} {
		if got := secretOf(t, text); bytes.Equal(got.bytes, want.bytes) {
			t.Errorf("%q is the same", text)
		}
	}
	for text, want := range map[string]error{"": ErrEmpty, "\n": ErrEmpty, "\ufeff\r\n": ErrEmpty, "\xff\xfea\x00": ErrNotText} {
		if _, err := ReadSecret([]byte(text)); !errors.Is(err, want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestASecretLeavesTheTextAloneAndCanBeCleared(t *testing.T) {
	for _, text := range []string{"a passphrase", "legal winner thank year wave sausage worth useful legal winner thank yellow"} {
		given := []byte(text)
		s, err := ReadSecret(given)
		if err != nil {
			t.Fatal(err)
		}
		s.Clear()
		if string(given) != text || len(bytes.Trim(s.bytes, "\x00")) > 0 {
			t.Errorf("given %q, left %q", given, s.bytes)
		}
	}
}

// The words are those of BIP-39's published examples.
func TestARecoveryCodeIsOneOfBIP39(t *testing.T) {
	for code, words := range map[string]string{
		"00000000000000000000000000000000": "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about",
		"7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f": "legal winner thank year wave sausage worth useful legal winner thank yellow",
		"80808080808080808080808080808080": "letter advice cage absurd amount doctor acoustic avoid letter advice cage above",
		"ffffffffffffffffffffffffffffffff": "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong",
		"9e885d952ad362caeb4efe34a8e91bd2": "ozone drill grab fiber curtain grace pudding thank cruise elder eight picnic",
		"f30f8c1da665478f49b001d94c5fc452": "vessel ladder alter error federal sibling chat ability sun glass valve picture",
	} {
		bits, err := hex.DecodeString(code)
		if err != nil {
			t.Fatal(err)
		}
		if got := wordsOf([codeSize]byte(bits)); strings.Join(got, " ") != words {
			t.Errorf("%s is %q", code, got)
		}
		if s := secretOf(t, words); s.kind != Recovery || hex.EncodeToString(s.bytes) != code {
			t.Errorf("%q is %x", words, s.bytes)
		}
	}
	list := strings.Fields(wordList)
	sum := sha256.Sum256([]byte(wordList))
	if len(list) != 1<<wordBits || !slices.IsSorted(list) || hex.EncodeToString(sum[:]) != "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda" {
		t.Errorf("the list has %d words, and the sum %x", len(list), sum)
	}
}

func TestEveryNewCodeIsReadHoweverItIsWritten(t *testing.T) {
	seen := map[string]bool{}
	for range 50 {
		words, err := NewRecovery(rand.Reader)
		if err != nil || len(words) != 12 {
			t.Fatal(words, err)
		}
		want := secretOf(t, strings.Join(words, " "))
		seen[string(want.bytes)] = true
		for _, written := range []string{strings.ToUpper(strings.Join(words, " ")), "1. " + strings.Join(words, "\n2) ") + "\r\n", "\ufeff" + strings.Join(words, ",")} {
			if got := secretOf(t, written); got.kind != Recovery || !bytes.Equal(got.bytes, want.bytes) {
				t.Errorf("%q is %x", written, got.bytes)
			}
		}
		for name, other := range map[string][]string{"a word less": words[:11], "a word more": append(slices.Clone(words), "zoo"), "no word": append(slices.Clone(words[:11]), "zzzz")} {
			if got := secretOf(t, strings.Join(other, " ")); got.kind != Passphrase {
				t.Errorf("%s: it is taken for a code", name)
			}
		}
	}
	if len(seen) != 50 {
		t.Errorf("of 50 codes %d differ", len(seen))
	}
}

func TestTheCheckFindsMostSlips(t *testing.T) {
	words, err := NewRecovery(&steady{next: 100})
	if err != nil {
		t.Fatal(err)
	}
	found, tried := 0, 0
	for i := range words {
		for _, other := range []string{"zoo", "able", "letter", "snow"} {
			slip := slices.Clone(words)
			slip[i] = other
			tried++
			if _, err := ReadSecret([]byte(strings.Join(slip, " "))); errors.Is(err, ErrCode) {
				found++
			}
		}
	}
	if found < tried*3/4 {
		t.Errorf("of %d slips it found %d", tried, found)
	}
}

func BenchmarkDerivationAtFullCost(b *testing.B) {
	secret, err := ReadSecret([]byte("a passphrase"))
	if err != nil {
		b.Fatal(err)
	}
	slot, err := NewSlot(secret, FullCost, make([]byte, KeySize), testBook, rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := slot.Open(secret, testBook); err != nil {
			b.Fatal(err)
		}
	}
}
