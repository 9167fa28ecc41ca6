package oplog

import (
	"crypto/sha256"
	"errors"
	"io"

	"rollbook/model"
)

// Text is what tells about a person. It travels beside the gestures, so that it can be withheld or
// struck while the log still verifies. The random bytes before it keep a short text from being
// guessed by its digest.
type Text []byte

const saltSize = 16

// ErrText is returned for bytes too short to be a text.
var ErrText = errors.New("a text has 16 random bytes before it")

// NewText salts a text with random bytes from chance.
func NewText(s string, chance io.Reader) (Text, error) {
	t := make(Text, saltSize, saltSize+len(s))
	if _, err := io.ReadFull(chance, t); err != nil {
		return nil, err
	}
	return append(t, s...), nil
}

// Digest names the text.
func (t Text) Digest() model.ID {
	sum := sha256.Sum256(t)
	return model.ID(sum[:16])
}

// String is the text without its salt, or empty where it is no text.
func (t Text) String() string {
	if len(t) < saltSize {
		return ""
	}
	return string(t[saltSize:])
}
