package model

import "strings"

// keyed puts a person under a key: those who may be alike have one in common, so that nobody is
// compared with everybody. Two keys of one hash only cost a comparison.
type keyed struct {
	key   uint64
	order uint64 // within the key: those alike are near each other
	at    int32
	near  bool // a key of names that are only near each other
}

// fewMates is how many may have one key for each of them to be compared with all; of more, each is
// compared with the next one, or where names are only near, with the next nearMates.
const (
	fewMates  = 8
	nearMates = 24
)

func (k keyed) reach(size int) int {
	switch {
	case k.near:
		return nearMates
	case size <= fewMates:
		return size
	}
	return 1
}

// The kinds of keys.
const (
	keyEmail = iota + 1
	keyPhone
	keySorted
	keyCompact
	keyLetter
	keyWord
	keySounds
	keyEnds
)

// hash is FNV-1a over a kind of key and texts.
func hash(kind byte, texts ...string) uint64 {
	h := (14695981039346656037 ^ uint64(kind)) * 1099511628211
	for _, text := range texts {
		for i := range len(text) {
			h = (h ^ uint64(text[i])) * 1099511628211
		}
		h *= 1099511628211
	}
	return h
}

// whole are the keys of what is the same as a whole: email, phone, the words, the letters. An email
// or a phone that many have is a worksite's and tells nothing.
func (s *sameness) whole() []keyed {
	emails, phones := map[string]int{}, map[string]int{}
	for i := range s.people {
		emails[s.emails[i]]++
		phones[s.phones[i]]++
	}
	keys := make([]keyed, 0, 3*len(s.people))
	for i := range s.people {
		if phones[s.phones[i]] > mostShare {
			s.phones[i] = ""
		}
		if emails[s.emails[i]] > mostShare {
			s.emails[i] = ""
		}
		if s.emails[i] != "" {
			keys = append(keys, keyed{key: hash(keyEmail, s.emails[i]), at: int32(i)})
		}
		if s.phones[i] != "" {
			keys = append(keys, keyed{key: hash(keyPhone, s.phones[i]), at: int32(i)})
		}
		if f := &s.names[i]; f.compact != "" {
			keys = append(keys, keyed{key: hash(keySorted, f.sorted), at: int32(i)}, keyed{key: hash(keyCompact, f.compact), at: int32(i)})
		}
	}
	return keys
}

// near are the keys of names that are near each other. Of one name, one person stands for all: the
// first of whom of holds, where it holds for any.
func (s *sameness) near(of func(int) bool) []keyed {
	stands := map[string]int{}
	for i := range s.people {
		first, taken := stands[s.names[i].compact]
		if !taken || of != nil && !of(first) && of(i) {
			stands[s.names[i].compact] = i
		}
	}
	var keys []keyed
	for i := range s.people {
		f := &s.names[i]
		if f.compact == "" || stands[f.compact] != i {
			continue
		}
		add := func(key, order uint64) { keys = append(keys, keyed{key: key, order: order, at: int32(i), near: true}) }
		for _, key := range f.letterKeys() {
			add(key, 0)
		}
		add(hash(keySounds, f.figures, f.sounds()), 0)
		if n := len(f.words); n > 1 {
			add(hash(keyEnds, f.words[0], f.words[n-1]), 0)
			for w, word := range f.words {
				add(hash(keyWord, word, f.figures, f.initialsBut(w)), f.shape())
			}
		}
	}
	return keys
}

// mostLetters bounds the names of which every letter is left out once.
const mostLetters = 60

// letterKeys are a name with one letter less, for each letter, and the whole one: names that differ
// in one letter share such a one.
func (f *nameForm) letterKeys() []uint64 {
	if len(f.compact) < 5 || len(f.compact) > mostLetters {
		return nil
	}
	keys := []uint64{hash(keyLetter, f.figures, f.compact)}
	for i, r := range f.compact {
		keys = append(keys, hash(keyLetter, f.figures, f.compact[:i]+f.compact[i+len(string(r)):]))
	}
	return keys
}

// silent are the letters that are mistaken most often.
const silent = "aeiouyhw"

// sounds are the consonants of a name after each word's first letter, doubled ones once: much the
// same for one name spelled in several ways.
func (f *nameForm) sounds() string {
	var out strings.Builder
	for _, word := range f.words {
		last := rune(0)
		for i, r := range word {
			if i > 0 && (r == last || strings.ContainsRune(silent, r)) {
				continue
			}
			out.WriteRune(r)
			last = r
		}
		out.WriteByte(' ')
	}
	return out.String()
}

// initialsBut are the first letters of all words but one.
func (f *nameForm) initialsBut(w int) string {
	var out strings.Builder
	for i, word := range f.words {
		if i != w {
			for _, r := range word {
				out.WriteRune(r)
				break
			}
		}
	}
	return out.String()
}

// shape orders names by their first letters, as far as they fit.
func (f *nameForm) shape() (order uint64) {
	for i := range 8 {
		order <<= 8
		if i < len(f.compact) {
			order |= uint64(f.compact[i])
		}
	}
	return order
}
