package seal

import (
	"fmt"
	"io"
	"strings"
)

// RandomWords are n words of the list that recovery codes are of, each of eleven random bits from
// chance. They carry no check: they are for a passphrase.
func RandomWords(chance io.Reader, n int) ([]string, error) {
	bits := make([]byte, (n*wordBits+7)/8)
	defer clear(bits)
	if _, err := io.ReadFull(chance, bits); err != nil {
		return nil, fmt.Errorf("choose words: %w", err)
	}
	list, words := strings.Fields(wordList), make([]string, n)
	for i := range words {
		words[i] = list[bitsAt(bits, i*wordBits)]
	}
	return words, nil
}
