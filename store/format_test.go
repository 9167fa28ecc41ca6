package store

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/crypto/argon2"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/store/seal"
)

// block is the lines of a fenced block of FORMAT.md, by the word after its fence.
func block(t *testing.T, name string) (lines []string) {
	t.Helper()
	text, err := os.ReadFile("FORMAT.md")
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

// hexOf is the bytes that stand at the head of a line, before two spaces.
func hexOf(t *testing.T, line string) []byte {
	t.Helper()
	digits, _, _ := strings.Cut(line, "  ")
	data, err := hex.DecodeString(strings.ReplaceAll(digits, " ", ""))
	if err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	return data
}

// named are lines of 'name  value' as a map.
func named(lines []string) map[string]string {
	values := map[string]string{}
	for _, line := range lines {
		if name, value, ok := strings.Cut(line, "  "); ok {
			values[strings.TrimSpace(name)] = strings.TrimSpace(value)
		}
	}
	return values
}

func TestTheExampleInFORMATIsWhatItSays(t *testing.T) {
	var raw []byte
	for _, line := range block(t, "gesture") {
		raw = append(raw, hexOf(t, line)...)
	}
	g, err := oplog.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	again, err := oplog.Form(*g)
	if err != nil || !bytes.Equal(again.Raw, raw) {
		t.Errorf("formed anew it is\n%x: %v", again.Raw, err)
	}
	says := named(block(t, "reading"))
	c := g.Changes[0]
	b := model.Block{Start: 540, End: 720}
	for name, value := range map[string]string{
		"gesture id":    g.ID.String(),
		"operation id":  hex.EncodeToString(g.Op(0).Bytes()),
		"made":          WallTime(g.Wall, g.Offset).Format("2006-01-02 15:04:05 -07:00"),
		"stamp":         fmt.Sprintf("%d ms, counter %d", g.Stamp>>16, g.Stamp&0xffff),
		"how":           g.How.String(),
		"field":         fieldWords(c.Field),
		"value":         model.Describe(decodeMark(c.Value), b, false),
		"key in heads":  hex.EncodeToString(headKey(c.Field)),
		"tally's key":   hex.EncodeToString(tallyKey(headKey(c.Field))),
		"undo's entity": hex.EncodeToString([]byte(oplog.UndoField(g.Op(0)).Entity)),
	} {
		if says[name] != value {
			t.Errorf("%s is %q in FORMAT.md, and %q", name, says[name], value)
		}
	}
	var register []byte
	for _, line := range block(t, "register") {
		register = append(register, hexOf(t, line)...)
	}
	if want := (&oplog.Register{Ops: []oplog.Op{oplog.OpOf(g, 0)}}).Bytes(); !bytes.Equal(register, want) {
		t.Errorf("the register is\n%x", want)
	}
	var one tally
	one.Count++
	one.flip(headKey(c.Field), register)
	if want := hex.EncodeToString(oplog.Encode(wireTally{Count: 1, Xor: one.Xor[:]})); says["its tally"] != want {
		t.Errorf("its tally is %s", want)
	}
}

func TestTheSealedExampleInFORMATOpens(t *testing.T) {
	says := named(block(t, "sealed"))
	read := func(name string) []byte {
		data, err := hex.DecodeString(says[name])
		if err != nil || len(data) == 0 {
			t.Fatalf("%s: %q", name, says[name])
		}
		return data
	}
	s, err := seal.New(read("data key"), model.ID(read("book id")), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := s.Open(says["bucket"], read("key"), read("sealed value"))
	if err != nil || !bytes.Equal(plain, read("value")) {
		t.Errorf("it opens as %x: %v", plain, err)
	}
}

// The slots of FORMAT.md were computed by a second implementation, out of the documents that it names,
// at the full cost: so this is also the known answer of the full cost.
func TestTheSlotsInFORMATOpen(t *testing.T) {
	says := named(block(t, "slots"))
	read := func(name string) []byte {
		data, err := hex.DecodeString(says[name])
		if err != nil || len(data) == 0 {
			t.Fatalf("%s: %q", name, says[name])
		}
		return data
	}
	book := model.ID(read("book id"))
	slots, err := decodeSlots(book, read("slots"))
	if err != nil || len(slots) != 2 {
		t.Fatalf("%d slots: %v", len(slots), err)
	}
	if again := encodeSlots(book, slots); !bytes.Equal(again, read("slots")) {
		t.Errorf("encoded anew they are\n%x", again)
	}
	for i, text := range [][]byte{read("passphrase"), []byte(says["recovery code"])} {
		secret, err := seal.ReadSecret(text)
		if err != nil {
			t.Fatal(err)
		}
		if slots[i].Cost != seal.FullCost || slots[i].Kind != secret.Kind() {
			t.Errorf("slot %d is of kind %d and costs %+v", i, slots[i].Kind, slots[i].Cost)
		}
		if key, err := slots[i].Open(secret, book); err != nil || !bytes.Equal(key, read("data key")) {
			t.Errorf("slot %d opens as %x: %v", i, key, err)
		}
	}
	for i, name := range []string{"passphrase", "its bytes"} {
		s := slots[i]
		got := argon2.IDKey(read(name), s.Salt, s.Cost.Passes, s.Cost.Memory, s.Cost.Lanes, seal.KeySize)
		if want := []string{"derived", "derived then"}[i]; !bytes.Equal(got, read(want)) {
			t.Errorf("%s is %x", want, got)
		}
	}
}

// TestFORMATNamesEveryField keeps the tables of FORMAT.md and this version together.
func TestFORMATNamesEveryField(t *testing.T) {
	text, err := os.ReadFile("FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	row := regexp.MustCompile(`(?m)^\| (\d+) \| [^|]+ \| [^|]+ \| (\d+) \|`)
	said := map[string]bool{}
	for _, m := range row.FindAllStringSubmatch(string(text), -1) {
		said[m[1]+"."+m[2]] = true
	}
	for kind, last := range lastProp {
		for prop := min(last, 1); prop <= last; prop++ {
			if name := fmt.Sprintf("%d.%d", kind, prop); !said[name] {
				t.Errorf("field %s is not in FORMAT.md", name)
			}
		}
	}
	for _, letter := range []byte{heldFile, heldInfo, heldCarried, heldBack, heldText, heldSeen, heldPeople} {
		if !strings.Contains(string(text), "\n| "+string(letter)+" | ") {
			t.Errorf("entries %c of segments are not in FORMAT.md", letter)
		}
	}
	for _, key := range [][]byte{keyFormat, keyBook, keyData, keySlots, keyEarlier, keyDevice, keySums, keyStruck, keyWhere, []byte(sharePrefix + "<id>")} {
		if !strings.Contains(string(text), "| `"+string(key)+"` |") {
			t.Errorf("key %s of meta is not in FORMAT.md", key)
		}
	}
	for _, bucket := range buckets {
		if !strings.Contains(string(text), "| `"+bucket+"` |") {
			t.Errorf("bucket %s is not in FORMAT.md", bucket)
		}
	}
}

// The golden book was written by format version 1, state version 1. Whatever version reads it must
// show what stood in it.
func TestTheFirstBookIsRead(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "golden.book"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "golden.book")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	b, err := Open(path, World{Now: morning(), Chance: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	list, err := b.Cohorts()
	if err != nil || len(list) != 1 || list[0].Name != "Spring" || list[0].Trainees != 3 {
		t.Fatalf("listed: %+v, %v", list, err)
	}
	c, err := b.Load(list[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	first := c.BlocksOf(1)[0].ID
	for row, want := range map[int]Cell{
		1: {Mark: model.Plain(model.Present), Remark: "snow", By: "Asha"},
		2: {Mark: model.Mark{State: model.Part, Arrived: 560, Left: 700}, By: "Asha"},
		3: {Mark: model.Plain(model.Absent), Told: true, By: "Asha"},
	} {
		got := c.Row(row).Cell(first)
		if !got.Mark.Equal(want.Mark) || got.Told != want.Told || got.Remark != want.Remark || got.By != want.By || got.Conflict != nil {
			t.Errorf("row %d shows %+v", row, got)
		}
	}
	conflicted := len(c.Row(1).Cell(c.BlocksOf(2)[0].ID).Conflict) == 2
	if !conflicted || len(c.Notes) != 1 || c.Notes[0].Text != "kept words" || c.Rule.AllowanceMinutes != 300 {
		t.Errorf("a conflict: %v; notes %+v, rule %+v", conflicted, c.Notes, c.Rule)
	}
	entries, err := b.Journal(c.Cohort.ID)
	if err != nil || !slices.ContainsFunc(entries, func(e Entry) bool { return e.Undone }) {
		t.Errorf("the journal: %d entries, %v", len(entries), err)
	}
	if draft, err := b.Draft("day 1"); err != nil || draft != "we talked about" {
		t.Errorf("the draft says %q: %v", draft, err)
	}
}
