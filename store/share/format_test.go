package share_test

import (
	"bytes"
	"compress/flate"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/fxamacker/cbor/v2"

	"rollbook/model"
	"rollbook/store/share"
)

// These tests read the golden share as store/FORMAT.md says, with the libraries of others and nothing
// of package share: so they fail where the code and the page part.

const goldenFolder = "testdata/golden"

// block is the lines of a fenced block of FORMAT.md, by the word after its fence.
func block(t *testing.T, name string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "FORMAT.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, after, found := strings.Cut(string(text), "```"+name+"\n")
	inside, _, closed := strings.Cut(after, "```")
	if !found || !closed {
		t.Fatalf("FORMAT.md has no block %s", name)
	}
	return strings.Split(strings.TrimSpace(inside), "\n")
}

// hexOf is the bytes that stand at the head of each line, before two spaces.
func hexOf(t *testing.T, lines ...string) (all []byte) {
	t.Helper()
	for _, line := range lines {
		digits, _, _ := strings.Cut(line, "  ")
		data, err := hex.DecodeString(strings.ReplaceAll(digits, " ", ""))
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		all = append(all, data...)
	}
	return all
}

// says are the lines 'name  value' of the block share.
func says(t *testing.T) map[string]string {
	values := map[string]string{}
	for _, line := range block(t, "share") {
		name, value, _ := strings.Cut(line, "  ")
		values[name] = strings.TrimSpace(value)
	}
	return values
}

func golden(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(goldenFolder, filepath.FromSlash(path)))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// decrypt is what stands in the seal of a golden file.
func decrypt(t *testing.T, path string, ids ...age.Identity) []byte {
	t.Helper()
	r, err := age.Decrypt(bytes.NewReader(golden(t, path)), ids...)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

func short(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16])
}

func TestTheSegmentInFORMATIsWhatItSays(t *testing.T) {
	says := says(t)
	id, err := age.ParseX25519Identity(says["identity"])
	if err != nil {
		t.Fatal(err)
	}
	plain := decrypt(t, says["file"], id)
	lines, inflated := block(t, "segment"), hexOf(t, block(t, "body")...)
	if want := hexOf(t, lines...); !bytes.Equal(plain, want) {
		t.Errorf("in the seal stands\n%x and not\n%x", plain, want)
	}
	signed := hexOf(t, lines[2:]...)
	key := ed25519.NewKeyFromSeed(hexOf(t, says["signing seed"]))
	public := key.Public().(ed25519.PublicKey)
	if want := ed25519.Sign(key, append([]byte("rollbook segment 1\n"), signed...)); !bytes.Equal(want, hexOf(t, lines[1])) {
		t.Errorf("the signature is %x", want)
	}
	var header []any
	deflated, err := cbor.UnmarshalFirst(signed, &header)
	if err != nil || len(header) != 13 || !bytes.Equal(deflated, hexOf(t, lines[len(lines)-1])) {
		t.Fatalf("the header is %v: %v", header, err)
	}
	body, err := io.ReadAll(flate.NewReader(bytes.NewReader(deflated)))
	if err != nil || !bytes.Equal(body, inflated) || header[12] != uint64(len(body)) {
		t.Errorf("the body is %x: %v", body, err)
	}
	var both [2][][]byte
	if err := cbor.Unmarshal(body, &both); err != nil || len(both[0]) != 1 || len(both[1]) != 1 {
		t.Fatalf("it holds %x: %v", both, err)
	}
	for name, value := range map[string]string{
		"device": short(public), "gesture": short(both[0][0]), "text": short(both[1][0]),
		"file": fmt.Sprintf("v1/%x/log/%s/%x/%08d-%s.seg", header[2], short(public), header[4], header[5], short(golden(t, says["file"]))),
		"key":  fmt.Sprintf("v1/%x/key/%s.age", header[2], short(golden(t, says["key"]))),
	} {
		if says[name] != value {
			t.Errorf("%s is %q in FORMAT.md, and %q", name, says[name], value)
		}
	}
}

// The key is a file of identities to age, once it is unwrapped: that is what age's -i asks for.
func TestTheKeyIsAFileOfIdentities(t *testing.T) {
	says := says(t)
	pass, err := share.Passphrase(golden(t, "passphrase.txt"))
	if err != nil {
		t.Fatal(err)
	}
	id, err := age.NewScryptIdentity(string(pass))
	if err != nil {
		t.Fatal(err)
	}
	plain := decrypt(t, says["key"], id)
	ids, err := age.ParseIdentities(bytes.NewReader(plain))
	if err != nil || len(ids) != 1 {
		t.Fatalf("%d identities: %v", len(ids), err)
	}
	if opened := decrypt(t, says["file"], ids...); !bytes.Equal(opened, hexOf(t, block(t, "segment")...)) {
		t.Errorf("with them the segment is %x", opened)
	}
	page, err := os.ReadFile(filepath.Join("..", "FORMAT.md"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(plain)) {
		word := strings.Fields(line)
		if word[0] == "#" && !strings.Contains(string(page), "`# "+word[1]+" ") {
			t.Errorf("FORMAT.md has no line %q", line)
		}
	}
}

func TestACardIsAsFORMATSays(t *testing.T) {
	says := says(t)
	id, err := age.ParseX25519Identity(says["identity"])
	if err != nil {
		t.Fatal(err)
	}
	cards, err := fs.Glob(os.DirFS(goldenFolder), "v1/*/dev/*/*.card")
	if err != nil || len(cards) != 1 {
		t.Fatalf("%q: %v", cards, err)
	}
	record, ok := bytes.CutPrefix(decrypt(t, cards[0], id), []byte("rollbook card\n"))
	if !ok {
		t.Fatal("it is no card")
	}
	signature, record := record[:64], record[64:]
	var pieces []any
	if err := cbor.Unmarshal(record, &pieces); err != nil || len(pieces) != 8 {
		t.Fatalf("the record is %v: %v", pieces, err)
	}
	public := ed25519.PublicKey(pieces[3].([]byte))
	if !ed25519.Verify(public, append([]byte("rollbook card 1\n"), record...), signature) || short(public) != says["device"] {
		t.Error("it is not signed by the laptop")
	}
	if pieces[0] != uint64(1) || pieces[5] != "Asha\u2019s laptop" || pieces[6] != uint64(1772456400000) || !bytes.Equal(pieces[7].([]byte), make([]byte, 16)) {
		t.Errorf("it says %v", pieces)
	}
	if want := fmt.Sprintf("v1/%x/dev/%s/%x-%s.card", pieces[2], short(public), pieces[4], short(golden(t, cards[0]))); cards[0] != want {
		t.Errorf("its name is %s and not %s", cards[0], want)
	}
}

func TestTheLimitsInFORMATAreThoseOfTheCode(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "FORMAT.md"))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(string(page)), " ")
	for _, want := range []string{
		fmt.Sprintf("A segment has at most %d MiB, its body %d MiB, 65,536 gestures", share.MaxSegment>>20, share.MaxInflated>>20),
		fmt.Sprintf("a card has at most %d KiB, a key %d MiB, the hint %d KiB", share.MaxCard>>10, share.MaxKey>>20, share.MaxHint>>10),
		fmt.Sprintf("work factor %d at most", share.FullWork),
		strings.TrimSpace(strings.Replace(string(share.HintBytes(model.ID{})), strings.Repeat("0", 32), "<id>", 1)),
	} {
		if !strings.Contains(text, want) {
			t.Errorf("FORMAT.md does not say: %s", want)
		}
	}
	if share.MaxGestures != 65536 || share.MaxTexts != 65536 || share.MaxListed != 65536 {
		t.Error("FORMAT.md says 65,536 of each")
	}
}
