package share

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// What a key file wraps is a file of identities as age reads it: lines that begin with # are comments
// to age, and to us the key. So the age command opens a segment with the key file as it is.

// keyHead is the first line, before the version.
const keyHead = "# rollbook key "

// writeKey is the text of a key. Whoever calls it clears it.
func writeKey(k *Key) []byte {
	audience := "trainers"
	if k.Office {
		audience = "office"
	}
	b := fmt.Appendf(nil, "%s%d\n# space %s\n# epoch %s\n# follows %s\n", keyHead, version, k.Space, k.Epoch, k.Follows)
	b = appendLines(b, "closing", k.Closing)
	b = appendLines(b, "stay", k.Stay)
	b = fmt.Appendf(b, "# for %s\n# notes %t\n# remarks %t\n", audience, k.Notes, k.Remarks)
	b = appendLines(b, "cohort", k.Cohorts)
	b = fmt.Appendf(b, "# made %d\n# by %s\n", k.Made, k.By)
	return append(append(b, k.Identity.String()...), '\n')
}

func appendLines[T fmt.Stringer](b []byte, word string, all []T) []byte {
	for _, one := range all {
		b = fmt.Appendf(b, "# %s %s\n", word, one)
	}
	return b
}

// readKey reads what writeKey wrote, to the byte: ErrNewer, or ErrFormat.
func readKey(plain []byte) (*Key, error) {
	first, rest, _ := bytes.Cut(plain, []byte("\n"))
	digits, ours := bytes.CutPrefix(first, []byte(keyHead))
	v, err := strconv.ParseUint(string(digits), 10, 32)
	switch {
	case ours && err == nil && v > version:
		return nil, ErrNewer
	case !ours || err != nil || v != version:
		return nil, fmt.Errorf("%w: it is wrapped, and something else", ErrFormat)
	}
	k := &Key{}
	for line := range bytes.Lines(rest) {
		if !k.takeLine(strings.TrimSuffix(string(line), "\n")) {
			return nil, fmt.Errorf("%w: the key has a line that it can't have", ErrFormat)
		}
	}
	if k.Identity == nil {
		return nil, fmt.Errorf("%w: the key has no identity", ErrFormat)
	}
	again := writeKey(k)
	defer clear(again)
	if !bytes.Equal(again, plain) {
		return nil, fmt.Errorf("%w: the key has lines out of order", ErrFormat)
	}
	return k, nil
}

// takeLine takes what a line says. Lines that come twice, or in another order, show when the key is
// written again.
func (k *Key) takeLine(line string) (ok bool) {
	comment, isComment := strings.CutPrefix(line, "# ")
	if !isComment {
		id, err := ParseIdentity(line)
		k.Identity = id
		return err == nil
	}
	word, value, _ := strings.Cut(comment, " ")
	ok = true
	switch word {
	case "space":
		ok = hexInto(k.Space[:], value)
	case "epoch":
		ok = hexInto(k.Epoch[:], value)
	case "follows":
		ok = hexInto(k.Follows[:], value)
	case "by":
		ok = hexInto(k.By[:], value)
	case "closing":
		k.Closing, ok = addHex(k.Closing, value)
	case "stay":
		k.Stay, ok = addHex(k.Stay, value)
	case "cohort":
		k.Cohorts, ok = addHex(k.Cohorts, value)
	case "for":
		k.Office = value == "office"
	case "notes":
		k.Notes = value == "true"
	case "remarks":
		k.Remarks = value == "true"
	case "made":
		made, err := strconv.ParseInt(value, 10, 64)
		k.Made, ok = made, err == nil
	default:
		ok = false
	}
	return ok
}

func addHex[T ~[16]byte](all []T, digits string) ([]T, bool) {
	var one [16]byte
	ok := hexInto(one[:], digits)
	return append(all, T(one)), ok
}
