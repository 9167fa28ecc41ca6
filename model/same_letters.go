package model

// The shortest words in which a letter or two may differ and still say something: short names differ
// by a letter too often, and the first letter is the last to be mistaken.
const (
	oneLetterIn  = 4 // the longer of the two words: Jon and John
	firstLetter  = 6 // the shorter: Katherine and Catherine
	twoLettersIn = 7 // the shorter: Gonzales and Gonsalez
	aloneIn      = 6 // the shorter, where the name has no other word
	joinedIn     = 8 // the shorter, of names whose words are parted otherwise
)

// OneLetter reports that one letter was changed, added, left out, or two neighbours stand the other way
// round, in texts long enough for that to say anything.
func OneLetter(a, b string) bool {
	x, y := []rune(a), []rune(b)
	return min(len(x), len(y)) >= 5 && apart(x, y, 1) == 1
}

// lettersApart is in how many letters two names differ, 1 or 2, where that few say something; else 0.
func lettersApart(a, b *nameForm) int {
	if len(a.words) != len(b.words) {
		x, y := []rune(a.compact), []rune(b.compact)
		if min(len(x), len(y)) >= joinedIn && apart(x, y, 1) == 1 {
			return 1
		}
		return 0
	}
	sum := 0
	for i := range a.words {
		if a.words[i] == b.words[i] {
			continue
		}
		x, y := []rune(a.words[i]), []rune(b.words[i])
		d := apart(x, y, 2-sum)
		if sum += d; sum > 2 || !telling(x, y, d, len(a.words) == 1) {
			return 0
		}
	}
	return sum
}

// telling reports whether d letters of two words that differ are few for words so long.
func telling(x, y []rune, d int, alone bool) bool {
	shorter, longer := min(len(x), len(y)), max(len(x), len(y))
	switch {
	case longer < oneLetterIn,
		d > 1 && shorter < twoLettersIn,
		x[0] != y[0] && shorter < firstLetter,
		alone && shorter < aloneIn:
		return false
	}
	return true
}

// apart counts how many letters have to be changed, added, left out or swapped with their neighbour
// to make y of x; most+1 for any number above most.
func apart(x, y []rune, most int) int {
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(y)-len(x) > most {
		return most + 1
	}
	before, last, row := make([]int, len(x)+1), make([]int, len(x)+1), make([]int, len(x)+1)
	for i := range last {
		last[i] = i
	}
	for j := 1; j <= len(y); j++ {
		row[0] = j
		least := row[0]
		for i := 1; i <= len(x); i++ {
			changed := 1
			if x[i-1] == y[j-1] {
				changed = 0
			}
			row[i] = min(last[i]+1, row[i-1]+1, last[i-1]+changed)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[i] = min(row[i], before[i-2]+1)
			}
			least = min(least, row[i])
		}
		if least > most {
			return most + 1
		}
		before, last, row = last, row, before
	}
	return min(last[len(x)], most+1)
}
