package seal

import (
	"bytes"
	"errors"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Kind is what kind of secret a slot takes.
type Kind uint8

// The kinds, as they stand in a book.
const (
	Passphrase Kind = 1
	Recovery   Kind = 2
)

// Errors of what was given as a secret. None of them holds any of it.
var (
	ErrEmpty   = errors.New("the passphrase is empty")
	ErrNotText = errors.New("the passphrase is no text in UTF-8")
)

// Secret is a passphrase or a recovery code, ready to be tried on a slot of its kind.
type Secret struct {
	kind  Kind
	bytes []byte
}

// ReadSecret reads what somebody typed, or what a file holds: a recovery code where it is twelve
// words of the list, a passphrase where it is anything else. So one of the two slots of a book is
// tried, and trying costs the same whether it opens or not. A passphrase is taken in NFC, without a
// byte order mark and one final line break. It returns ErrEmpty, ErrNotText or ErrCode. Text stays
// the caller's.
func ReadSecret(text []byte) (Secret, error) {
	if s, isCode, err := readCode(text); isCode {
		return s, err
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if cut, found := bytes.CutSuffix(text, []byte("\n")); found {
		text = bytes.TrimSuffix(cut, []byte("\r"))
	}
	switch {
	case len(text) == 0:
		return Secret{}, ErrEmpty
	case !utf8.Valid(text):
		return Secret{}, ErrNotText
	}
	return Secret{Passphrase, norm.NFC.Append(nil, text...)}, nil
}

// Kind is which slot the secret is for.
func (s Secret) Kind() Kind { return s.kind }

// Clear overwrites the secret. It is of no use afterwards.
func (s Secret) Clear() { clear(s.bytes) }
