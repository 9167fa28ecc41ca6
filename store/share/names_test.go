package share

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rollbook/model"
)

var someNames = []Name{
	{Epoch: idOf(0x8a), Sort: KeyFile, Hash: Hash(idOf(0x1f))},
	{Epoch: idOf(0x8a), Sort: CardFile, Device: idOf(0x3d), Incarnation: [8]byte{0xab, 1}, Hash: Hash(idOf(0x1f))},
	{Epoch: idOf(0x8a), Sort: SegmentFile, Device: idOf(0x3d), Incarnation: [8]byte{0xab, 1}, Seq: 42, Hash: Hash(idOf(0x1f))},
}

func TestNamesAreAsTheDesignHasThem(t *testing.T) {
	const epoch, device, hash = "8a8a8a8a8a8a8a8a8a8a8a8a8a8a8a8a", "3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d", "1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f"
	for i, want := range []string{
		"v1/" + epoch + "/key/" + hash + ".age",
		"v1/" + epoch + "/dev/" + device + "/ab01000000000000-" + hash + ".card",
		"v1/" + epoch + "/log/" + device + "/ab01000000000000/00000042-" + hash + ".seg",
	} {
		n := someNames[i]
		if n.Path() != want {
			t.Errorf("%+v is %s", n, n.Path())
		}
		for _, path := range []string{want, strings.ToUpper(want), strings.Replace(want, "8a", "8A", 1)} {
			if got, ok := ParseName(path); !ok || got != n {
				t.Errorf("%s is %+v, %v", path, got, ok)
			}
		}
	}
	if HashOf([]byte("abc")).String() != "ba7816bf8f01cfea414140de5dae2223" { // of FIPS 180-2
		t.Errorf("abc is %s", HashOf([]byte("abc")))
	}
	if path := (Name{}).Path(); path != "" {
		t.Errorf("a name of no sort is %q", path)
	}
}

func TestOtherPathsAreNoNames(t *testing.T) {
	key, card, segment := someNames[0].Path(), someNames[1].Path(), someNames[2].Path()
	for _, path := range []string{
		"", "v1", "v1/", Hint, "/" + key, "v2" + key[2:], strings.TrimPrefix(key, "v1/"), key + "/", key + ".tmp", key[:len(key)-1],
		strings.Replace(key, "/key/", "/keys/", 1), strings.Replace(key, "/key/", "//", 1), strings.Replace(key, "/", "\\", -1),
		strings.Replace(key, "k", "\u212a", 1), strings.Replace(key, "8a", "8g", 1), strings.Replace(key, "8a", "", 1),
		strings.Replace(key, ".age", ".card", 1), strings.Replace(card, ".card", ".seg", 1), strings.Replace(card, "-", "", 1),
		strings.Replace(card, "ab01", "", 1), strings.Replace(segment, "00000042", "42", 1), strings.Replace(segment, "00000042", "+0000042", 1),
		strings.Replace(segment, "00000042", "0000004a", 1), strings.Replace(segment, "00000042", "100000042", 1),
		strings.Replace(segment, "/log/", "/log/../log/", 1), segment + strings.Repeat("x", 10000), " " + segment,
		strings.Replace(segment, "-", "(1)-", 1), "v1/8a8a8a8a8a8a8a8a8a8a8a8a8a8a8a8x/key/",
		Name{Epoch: idOf(1), Sort: SegmentFile, Seq: MaxSeq + 1}.Path(),
	} {
		if n, ok := ParseName(path); ok || n != (Name{}) {
			t.Errorf("%q is taken for %+v", path, n)
		}
	}
}

func TestEveryNameIsReadInAnyCase(t *testing.T) {
	tenth(t)
	rapid.Check(t, func(t *rapid.T) {
		n := Name{Epoch: model.ID(bytesOf(t, 16)), Sort: rapid.SampledFrom([]Sort{KeyFile, CardFile, SegmentFile}).Draw(t, "sort"), Hash: Hash(bytesOf(t, 16))}
		if n.Sort != KeyFile {
			n.Device, n.Incarnation = model.ID(bytesOf(t, 16)), [8]byte(bytesOf(t, 8))
		}
		if n.Sort == SegmentFile {
			n.Seq = rapid.Uint32Range(0, MaxSeq).Draw(t, "seq")
		}
		path := []byte(n.Path())
		for i, upper := range rapid.SliceOfN(rapid.Bool(), len(path), len(path)).Draw(t, "upper") {
			if upper {
				path[i] = strings.ToUpper(string(path[i : i+1]))[0]
			}
		}
		if got, ok := ParseName(string(path)); !ok || got != n {
			t.Fatalf("%s is %+v, %v", path, got, ok)
		}
	})
}

func TestAHintNamesItsShare(t *testing.T) {
	hint := HintBytes(idOf(0x7a))
	if string(hint) != "{\"format\": 1, \"space\": \"7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a\"}\n" {
		t.Errorf("the hint is %s", hint)
	}
	for text, want := range map[string]error{
		string(hint): nil,
		`{"space":"7A7A7A7A7A7A7A7A7A7A7A7A7A7A7A7A","format":1,"more":[1]}`: nil,
		`{"format":2,"space":"else"}`:                                        ErrNewer,
		`{"format":0,"space":"7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a"}`:            ErrFormat,
		`{"format":1,"space":"7a7a"}`:                                        ErrFormat,
		`{"format":1,"space":"00000000000000000000000000000000"}`:            ErrFormat,
		`{"format":1}`: ErrFormat, ``: ErrFormat, "\x00\x00\x00": ErrFormat, `[]`: ErrFormat, string(hint[:20]): ErrFormat,
		strings.Repeat(" ", MaxHint) + string(hint): ErrLimit,
	} {
		space, err := ReadHint([]byte(text))
		if !errors.Is(err, want) || (err == nil) != (want == nil) || (err == nil) != (space == idOf(0x7a)) {
			t.Errorf("%.60q names %s: %v", text, space, err)
		}
	}
}
