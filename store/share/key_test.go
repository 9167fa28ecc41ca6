package share

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"

	"rollbook/model"
)

// cheaply is the golden key at a cost that tests can pay often.
func cheaply(t testing.TB, k *Key) []byte {
	t.Helper()
	data, err := WrapKey(k, []byte(goldenPassphrase), 1)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// wrapped is any plain, wrapped as keys are.
func wrapped(t testing.TB, plain string) []byte {
	t.Helper()
	to, err := age.NewScryptRecipient(goldenPassphrase)
	if err != nil {
		t.Fatal(err)
	}
	to.SetWorkFactor(1)
	return sealed(t, []byte(plain), to)
}

func TestAKeyThatIsNotWholeIsNotUnwrapped(t *testing.T) {
	good := cheaply(t, goldenKey(t))
	for n := range good {
		if _, err := UnwrapKey(good[:n], []byte(goldenPassphrase)); !errors.Is(err, ErrFormat) {
			t.Fatalf("%d bytes of a key: %v", n, err)
		}
		for bit := range 8 {
			flipped := bytes.Clone(good)
			flipped[n] ^= 1 << bit
			if _, err := UnwrapKey(flipped, []byte(goldenPassphrase)); !isOne(err, ErrFormat, ErrPassphrase) {
				t.Fatalf("a key with bit %d of byte %d changed: %v", bit, n, err)
			}
		}
	}
	if _, err := UnwrapKey(append(good, 0), []byte(goldenPassphrase)); !errors.Is(err, ErrFormat) {
		t.Errorf("a key and a byte more: %v", err)
	}
	if _, err := UnwrapKey(make([]byte, MaxKey+1), []byte(goldenPassphrase)); !errors.Is(err, ErrLimit) {
		t.Errorf("a key over the limit: %v", err)
	}
}

func TestOnlyThePassphraseUnwrapsAKey(t *testing.T) {
	good := goldenOf(t, KeyFile)[0]
	for _, pass := range []string{"", "another", goldenPassphrase + " ", strings.ToUpper(goldenPassphrase), goldenPassphrase[:20], goldenSecret} {
		if k, err := UnwrapKey(good, []byte(pass)); !errors.Is(err, ErrPassphrase) || k != nil {
			t.Errorf("%q: %v, %v", pass, k, err)
		}
	}
	if _, err := WrapKey(goldenKey(t), nil, 1); err == nil {
		t.Error("a key is wrapped with nothing")
	}
	// A file that no passphrase was asked for is no key: it is not the passphrase that is wrong.
	if _, err := UnwrapKey(goldenOf(t, SegmentFile)[0], []byte(goldenPassphrase)); !errors.Is(err, ErrFormat) {
		t.Errorf("a segment in place of a key: %v", err)
	}
}

// asking is a key file that asks for a work factor; it can't be unwrapped at any.
func asking(t testing.TB, work string) []byte {
	t.Helper()
	good := cheaply(t, goldenKey(t))
	lines := bytes.SplitN(good, []byte("\n"), 3)
	lines[1] = append(bytes.TrimSuffix(lines[1], []byte(" 1")), " "+work...)
	return bytes.Join(lines, []byte("\n"))
}

func TestAKeyMayNotAskForTooMuch(t *testing.T) {
	for _, work := range []string{"19", "22", "30", "64", "1000", "99999999999999999999", "4294967297"} {
		_, err := UnwrapKey(asking(t, work), []byte(goldenPassphrase))
		if !errors.Is(err, ErrFormat) || !errors.Is(err, ErrLimit) {
			t.Errorf("%s: %v", work, err)
		}
	}
	for _, work := range []string{"0", "", "-1", "01", "1x", "x"} {
		if _, err := UnwrapKey(asking(t, work), []byte(goldenPassphrase)); !errors.Is(err, ErrFormat) {
			t.Errorf("%q: %v", work, err)
		}
	}
	if _, err := UnwrapKey(asking(t, "2"), []byte(goldenPassphrase)); !errors.Is(err, ErrPassphrase) {
		t.Errorf("2: %v", err)
	}
	for _, work := range []int{-1, FullWork + 1, 31} {
		if _, err := WrapKey(goldenKey(t), []byte(goldenPassphrase), work); !errors.Is(err, ErrLimit) {
			t.Errorf("a key is wrapped with %d: %v", work, err)
		}
	}
	k := goldenKey(t)
	k.Stay = make([]model.ID, MaxKey/32)
	if _, err := WrapKey(k, []byte(goldenPassphrase), 1); !errors.Is(err, ErrLimit) {
		t.Errorf("a key over the limit: %v", err)
	}
}

func TestANewKeyHasTheFullCost(t *testing.T) {
	data, err := WrapKey(goldenKey(t), []byte(goldenPassphrase), 0)
	if err != nil {
		t.Fatal(err)
	}
	if head := bytes.SplitN(data, []byte("\n"), 3)[1]; !bytes.HasPrefix(head, []byte("-> scrypt ")) || !bytes.HasSuffix(head, []byte(" 18")) {
		t.Errorf("it says %q", head)
	}
}

func TestAKeyIsTheLinesThatItShouldBe(t *testing.T) {
	good := string(writeKey(goldenKey(t)))
	lines := strings.SplitAfter(strings.TrimSuffix(good, "\n"), "\n")
	if _, err := UnwrapKey(wrapped(t, good), []byte(goldenPassphrase)); err != nil {
		t.Fatal(err)
	}
	refused := func(what, plain string, want error) {
		if k, err := UnwrapKey(wrapped(t, plain), []byte(goldenPassphrase)); !errors.Is(err, want) || k != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	for i, line := range lines {
		refused(fmt.Sprintf("without line %d", i+1), strings.Join(slices.Delete(slices.Clone(lines), i, i+1), ""), ErrFormat)
		if !strings.HasPrefix(line, "# closing") {
			refused(fmt.Sprintf("with line %d twice", i+1), strings.Join(slices.Insert(slices.Clone(lines), i, strings.TrimSuffix(line, "\n")+"\n"), ""), ErrFormat)
		}
		refused(fmt.Sprintf("with more in line %d", i+1), strings.Replace(good, line, strings.TrimSuffix(line, "\n")+" x\n", 1), ErrFormat)
	}
	for what, change := range map[string][2]string{
		"a version to come":    {keyHead + "1", keyHead + "2"},
		"no version":           {keyHead + "1", keyHead},
		"another version":      {keyHead + "1", keyHead + "0"},
		"a version at length":  {keyHead + "1", keyHead + "01"},
		"line ends of Windows": {"\n", "\r\n"},
		"an id in capitals":    {"aaaa", "AAAA"},
		"another audience":     {"for office", "for everybody"},
		"another answer":       {"notes false", "notes no"},
		"a number at length":   {"made 1", "made 01"},
		"lines out of order":   {"# notes false\n# remarks true\n", "# remarks true\n# notes false\n"},
		"a word of its own":    {"# notes false\n", "# notes false\n# color red\n"},
		"an empty line":        {"# notes false\n", "# notes false\n\n"},
		"a second identity":    {goldenSecret, goldenSecret + "\n" + goldenSecret},
		"the public half":      {goldenSecret, goldenIdentity(t).Recipient()},
		"an identity in small": {goldenSecret, strings.ToLower(goldenSecret)},
		"a damaged identity":   {"TZ\n", "TQ\n"},
		"no line end":          {"TZ\n", "TZ"},
	} {
		want := ErrFormat
		if what == "a version to come" {
			want = ErrNewer
		}
		changed := strings.ReplaceAll(good, change[0], change[1])
		if changed == good {
			t.Errorf("%s: nothing was changed", what)
		}
		refused(what, changed, want)
	}
	refused("nothing", "", ErrFormat)
	refused("a head alone", keyHead+"1", ErrFormat)
	refused("something else", "a letter\n", ErrFormat)
}

func TestAnIdentityIsNotPrintedByChance(t *testing.T) {
	k := goldenKey(t)
	for _, printed := range []string{fmt.Sprint(k), fmt.Sprintf("%+v", *k), fmt.Sprintf("%#v", k), fmt.Sprintf("%s %q %x %v", k.Identity, k.Identity, k.Identity, k.Identity)} {
		if strings.Contains(strings.ToUpper(printed), "SECRET") || strings.Contains(printed, goldenSecret[20:]) {
			t.Errorf("it is printed: %s", printed)
		}
	}
	if k.Identity.String() != goldenSecret {
		t.Error("the book can't keep it")
	}
	for _, other := range []string{"", "AGE-SECRET-KEY-1", goldenSecret + "\n", " " + goldenSecret, k.Identity.Recipient(), goldenSecret[:60]} {
		if _, err := ParseIdentity(other); !errors.Is(err, ErrFormat) || strings.Contains(err.Error(), "FEYN") {
			t.Errorf("%q: %v", other, err)
		}
	}
}
