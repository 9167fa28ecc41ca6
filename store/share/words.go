package share

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"rollbook/store/seal"
)

// proposedWords is how many words a proposed passphrase has: 77 random bits.
const proposedWords = 7

// Propose is a new passphrase for a share: seven words with a space between them, made from chance.
func Propose(chance io.Reader) (string, error) {
	words, err := seal.RandomWords(chance, proposedWords)
	if err != nil {
		return "", err
	}
	return strings.Join(words, " "), nil
}

// Passphrase is a passphrase as keys are wrapped with it, however it was typed or stands in a file: in
// NFC, without a byte order mark, with one space where white space stands between words and none at
// the ends. Upper and lower case stay. It returns the errors of package seal, seal.ErrEmpty and
// seal.ErrNotText. Raw stays the caller's, and so does what is returned.
func Passphrase(raw []byte) ([]byte, error) {
	if !utf8.Valid(raw) {
		return nil, seal.ErrNotText
	}
	text := norm.NFC.Append(nil, bytes.TrimPrefix(raw, []byte("\ufeff"))...)
	defer clear(text)
	words := bytes.Fields(text)
	if len(words) == 0 {
		return nil, seal.ErrEmpty
	}
	return bytes.Join(words, []byte(" ")), nil
}
