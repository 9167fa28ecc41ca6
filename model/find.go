package model

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// How well a name answers a query, the better the higher.
const (
	noMatch = iota
	insideMatch
	wordMatch
	exactMatch
)

// Matches reports whether query is a part of name, whatever the case or accents. An empty query is
// part of no name.
func Matches(query, name string) bool { return match(Fold(query), Fold(name)) > noMatch }

// Find gives the items that a part of a name may mean: those called just that; else those where a
// word begins with it; else those that have it anywhere. One item is an unambiguous answer. The
// slice is the caller's, in the order of items.
func Find[T any](query string, items []T, name func(T) string) (matches []T) {
	query = Fold(query)
	best := noMatch + 1
	for _, item := range items {
		m := match(query, Fold(name(item)))
		if m > best {
			best, matches = m, nil
		}
		if m == best {
			matches = append(matches, item)
		}
	}
	return matches
}

// match compares two folded texts.
func match(query, name string) int {
	if query == "" {
		return noMatch
	}
	if query == name {
		return exactMatch
	}
	found := noMatch
	for at := 0; ; {
		i := strings.Index(name[at:], query)
		if i < 0 {
			return found
		}
		found = insideMatch
		before, _ := utf8.DecodeLastRuneInString(name[:at+i])
		if at+i == 0 || !unicode.IsLetter(before) && !unicode.IsDigit(before) && !unicode.IsMark(before) {
			return wordMatch
		}
		_, n := utf8.DecodeRuneInString(name[at+i:])
		at += i + n
	}
}

// Letters that Unicode has no accent to take from, as people without them on the keyboard type them.
var plainLetters = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d",
	"ð", "d", "þ", "th", "ħ", "h", "’", "'", "‘", "'", "ʼ", "'")

// Fold brings a text into the form in which names are compared: without case and accents, white
// space collapsed. Marks that spell, such as the vowels of Devanagari, stay.
func Fold(text string) string {
	if isASCII(text) {
		return strings.Join(strings.Fields(strings.ToLower(text)), " ") // the same, in a tenth of the time
	}
	return foldAny(text)
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func foldAny(text string) string {
	folded := strings.Map(func(r rune) rune {
		if isAccent(r) {
			return -1
		}
		return unicode.ToLower(unicode.ToUpper(r)) // there and back: ς and σ become one
	}, norm.NFD.String(text))
	return strings.Join(strings.Fields(norm.NFC.String(plainLetters.Replace(folded))), " ")
}

// isAccent reports whether a mark is one that people leave out when they type: accents of Latin,
// Greek and Cyrillic, the points of Hebrew and the vowel signs of Arabic.
func isAccent(r rune) bool {
	switch {
	case r < 0x300:
		return false
	case r <= 0x36f, r >= 0x1ab0 && r <= 0x1aff, r >= 0x1dc0 && r <= 0x1dff, r >= 0xfe20 && r <= 0xfe2f:
		return true
	case r >= 0x591 && r <= 0x5c7, r >= 0x64b && r <= 0x652:
		return unicode.Is(unicode.Mn, r)
	}
	return false
}
