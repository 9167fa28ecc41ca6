package seal

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
)

// wordList is the English list of BIP-39 (github.com/bitcoin/bips, bip-0039/english.txt, by Marek
// Palatinus, Pavol Rusnak, Aaron Voisine and Sean Bowe, MIT licence): 2,048 common words, in order,
// that differ within their first four letters.
//
//go:embed words.txt
var wordList string

// A recovery code is twelve words of eleven bits each: 128 random bits, then a check of four.
const (
	codeWords  = 12
	codeSize   = 16 // bytes
	wordBits   = 11
	checkShift = 4
)

// ErrCode is returned for twelve words of the list that are no recovery code.
var ErrCode = errors.New("the recovery code has a wrong word, or two that changed places")

// NewRecovery makes a recovery code of 128 bits from chance: twelve words to be written on paper.
// They are the words that BIP-39 has for those bits.
func NewRecovery(chance io.Reader) ([]string, error) {
	var code [codeSize]byte
	if _, err := io.ReadFull(chance, code[:]); err != nil {
		return nil, fmt.Errorf("make a recovery code: %w", err)
	}
	return wordsOf(code), nil
}

func wordsOf(code [codeSize]byte) []string {
	list := strings.Fields(wordList)
	bits := append(code[:], checkOf(code[:])<<checkShift)
	words := make([]string, codeWords)
	for i := range words {
		words[i] = list[bitsAt(bits, i*wordBits)]
	}
	return words
}

// bitsAt are the eleven bits that begin at a bit.
func bitsAt(data []byte, at int) (n int) {
	for bit := at; bit < at+wordBits; bit++ {
		n = n<<1 | int(data[bit/8]>>(7-bit%8)&1)
	}
	return n
}

// checkOf are the first four bits of the hash of a code.
func checkOf(code []byte) byte {
	sum := sha256.Sum256(code)
	return sum[0] >> checkShift
}

// readCode reads a recovery code, in letters of any case, whatever stands between the words. isCode
// is false for what can't be one: other than twelve words of the list.
func readCode(text []byte) (s Secret, isCode bool, err error) {
	lower := bytes.ToLower(text)
	defer clear(lower)
	words := bytes.FieldsFunc(lower, func(r rune) bool { return !unicode.IsLetter(r) })
	if len(words) != codeWords {
		return s, false, nil
	}
	list := strings.Fields(wordList)
	code := make([]byte, codeSize+1)
	for i, word := range words {
		n, found := slices.BinarySearchFunc(list, word, func(have string, want []byte) int { return bytes.Compare([]byte(have), want) })
		if !found {
			clear(code)
			return s, false, nil
		}
		for bit := range wordBits {
			at := i*wordBits + bit
			code[at/8] |= byte(n>>(wordBits-1-bit)&1) << (7 - at%8)
		}
	}
	if code[codeSize]>>checkShift != checkOf(code[:codeSize]) {
		clear(code)
		return s, true, ErrCode
	}
	return Secret{Recovery, code[:codeSize:codeSize]}, true, nil
}
