package model

import (
	"slices"
	"strings"
	"unicode"
)

// nameForm is a name in the forms in which names are compared.
type nameForm struct {
	name    string
	words   []string // without case, accents and punctuation
	bare    string   // the words with blanks between
	sorted  string   // the words in order of the alphabet
	compact string   // the words without blanks
	figures string   // digits in it
}

func formOf(name string) nameForm {
	f := nameForm{name: name, bare: BareName(name)}
	f.words = strings.Fields(f.bare)
	f.sorted = SortedWords(f.bare)
	f.compact = strings.Join(f.words, "")
	f.figures = strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, f.bare)
	return f
}

// BareName is a name as Fold gives it, without punctuation: letters, figures and single blanks. A
// hyphen parts words, an apostrophe and a full stop do not.
func BareName(name string) string {
	bare := strings.Map(func(r rune) rune {
		switch {
		case r == '\'' || r == '.':
			return -1
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			return r
		}
		return ' '
	}, Fold(name))
	return strings.Join(strings.Fields(bare), " ")
}

// SortedWords is a text whose words may stand in any order.
func SortedWords(text string) string {
	words := strings.Fields(text)
	slices.Sort(words)
	return strings.Join(words, " ")
}

// SameEnds reports that two bare names have the same first and last word, and one of them more
// between. What both have between must not speak against it: a middle name, or its initial.
func SameEnds(a, b string) bool {
	x, y := strings.Fields(a), strings.Fields(b)
	return sameEnds(x, y)
}

func sameEnds(x, y []string) bool {
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) < 2 || len(x) == len(y) && !initials(x, y) || x[0] != y[0] || x[len(x)-1] != y[len(y)-1] {
		return false
	}
	at := 1
	for _, word := range x[1 : len(x)-1] {
		for at < len(y)-1 && !sameMiddle(word, y[at]) {
			at++
		}
		if at++; at > len(y)-1 {
			return false
		}
	}
	return true
}

// initials reports that names of as many words differ in that one gives an initial for a middle name.
func initials(x, y []string) bool {
	differ := false
	for i := 1; i < len(x)-1; i++ {
		differ = differ || x[i] != y[i]
		if !sameMiddle(x[i], y[i]) {
			return false
		}
	}
	return differ
}

func sameMiddle(a, b string) bool {
	if a == b {
		return true
	}
	x, y := []rune(a), []rune(b)
	return x[0] == y[0] && (len(x) == 1 || len(y) == 1)
}

// compareNames says how much two names say for one person, 0 for nothing, and why in words.
func compareNames(a, b *nameForm) (int, string) {
	switch {
	case a.compact == "" || b.compact == "" || a.figures != b.figures:
		return 0, ""
	case a.compact == b.compact && len(a.words) == 1 && len(b.words) == 1 && !wordless(a.bare):
		return oneWordWeight, "the same name, of one word"
	case a.name == b.name:
		return sameNameWeight, "the same name"
	case a.compact == b.compact:
		return writtenWeight, writtenOtherwise(a, b)
	case a.sorted == b.sorted:
		return orderWeight, "the same names in another order"
	}
	switch lettersApart(a, b) {
	case 1:
		return oneLetterWeight, "the names differ in one letter"
	case 2:
		return twoLettersWeight, "the names differ in two letters"
	}
	if sameEnds(a.words, b.words) {
		return middleWeight, "the same first and last name"
	}
	return 0, ""
}

// wordless reports a name in a script that writes first and last name without a blank.
func wordless(bare string) bool {
	return strings.IndexFunc(bare, func(r rune) bool {
		return !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai,
			unicode.Lao, unicode.Khmer, unicode.Myanmar)
	}) < 0
}

// writtenOtherwise says in what two names differ that have the same letters.
func writtenOtherwise(a, b *nameForm) string {
	var in []string
	x, y := spelling(a.name), spelling(b.name)
	if !strings.EqualFold(x, y) {
		in = append(in, "an accent")
	}
	switch {
	case strings.Count(a.name, "-") != strings.Count(b.name, "-"):
		in = append(in, "a hyphen")
	case a.bare != b.bare:
		in = append(in, "spacing")
	}
	if len(in) == 0 && x != y {
		in = append(in, "capitals")
	}
	if len(in) == 0 {
		in = append(in, "punctuation or spacing")
	}
	return "the names differ in " + strings.Join(in, " and ")
}

// spelling is a name's letters as they are written, accents and case among them.
func spelling(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, name)
}
