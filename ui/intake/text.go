package intake

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// decode makes UTF-8 of a text file, and says so where the encoding had to be guessed. Lines end
// in \n alone afterwards.
func decode(data []byte) (s, note string, err error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xff\xfe")), wide(data, 1):
		data, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(data)
	case bytes.HasPrefix(data, []byte("\xfe\xff")), wide(data, 0):
		data, err = unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder().Bytes(data)
	}
	if err != nil {
		return "", "", fmt.Errorf("%w: its letters can't be read: %w", ErrNotARoster, err)
	}
	if binary(data) {
		return "", "", fmt.Errorf("%w: it holds something else than text", ErrNotARoster)
	}
	switch good, bad := letters(data); {
	case bad == 0:
	case good > 2*bad:
		// Broken at a few places, as when a system cut a field by bytes: all else is right.
		data = bytes.ToValidUTF8(data, []byte("\ufffd"))
		note = "some letters in the file are damaged and show as \ufffd: correct them by hand"
	default:
		if data, err = charmap.Windows1252.NewDecoder().Bytes(data); err != nil {
			return "", "", fmt.Errorf("%w: its letters can't be read: %w", ErrNotARoster, err)
		}
		note = "the file doesn't say how its letters are written; it was read as Windows-1252: look at the names with accents"
	}
	s = strings.ReplaceAll(string(data), "\r\n", "\n")
	return strings.ReplaceAll(s, "\r", "\n"), note, nil
}

// wide reports UTF-16 without a byte order mark: in text that holds any Latin letters, blanks or
// separators the bytes at one of the two positions are often zero and at the other hardly ever.
func wide(data []byte, zeroAt int) bool {
	data = data[:min(len(data), 4096)]
	var zeros [2]int
	for i, b := range data {
		if b == 0 {
			zeros[i&1]++
		}
	}
	half := len(data) / 2
	return half > 1 && zeros[zeroAt]*10 > half && zeros[1-zeroAt]*50 < half
}

// binary reports bytes that no text holds. Escape is let through: it is cleaned away later.
func binary(data []byte) bool {
	odd := 0
	for _, b := range data {
		if b == 0 {
			return true
		}
		if b < ' ' && b != '\t' && b != '\r' && b != '\n' && b != '\f' && b != '\v' && b != 0x1b && b != 0x1a {
			odd++
		}
	}
	return odd > 8 && odd*50 > len(data)
}

// letters counts the letters beyond ASCII that are good UTF-8, and the bytes that are not.
func letters(data []byte) (good, bad int) {
	for len(data) > 0 {
		if data[0] < utf8.RuneSelf {
			data = data[1:]
			continue
		}
		r, n := utf8.DecodeRune(data)
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			good++
		}
		data = data[n:]
	}
	return good, bad
}
