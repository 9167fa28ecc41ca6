package model

import (
	"cmp"
	"slices"
	"strings"
)

// Alike are two records that may be one person. A person decides: nothing is joined by it.
type Alike struct {
	A, B int    // indexes of the people, A the smaller
	Why  string // what speaks for it and against it, in words: "the same email; the names differ in an accent"

	weight int
}

// MostAlike is how many pairs LikelySame and FirstNames give at most: the likeliest ones.
const MostAlike = 500

// How much each likeness says. Only their order means anything.
const (
	sameEmailWeight  = 90
	sameNameWeight   = 80
	writtenWeight    = 75 // the same but for capitals, accents, spacing or a hyphen
	orderWeight      = 70
	oneLetterWeight  = 60
	samePhoneWeight  = 55
	middleWeight     = 50
	twoLettersWeight = 45
	oneWordWeight    = 40
	firstNameWeight  = 20

	alsoWeight  = 15 // for each further thing that is the same
	otherWeight = 12 // against, where both have an email and they differ
)

// LikelySame finds who may be in the list twice: by the same email or phone, or by names that differ
// in how they are written, in the order of their words, in a letter or two, or in a name between first
// and last. The likeliest come first. Of many with one name or one phone only neighbours are paired:
// joined one by one they are one person all the same.
//
// The name for the certificate takes no part: a pair would tell whose it is.
func LikelySame(people []Trainee) []Alike { return LikelySameAs(people, nil) }

// LikelySameAs is LikelySame for those pairs in which of holds for one of the two; nil holds for all.
func LikelySameAs(people []Trainee, of func(int) bool) []Alike {
	s := newSameness(people)
	return s.pairs(of, append(s.whole(), s.near(of)...), s.compare)
}

// sameness is what the records of a list are compared by.
type sameness struct {
	people []Trainee
	names  []nameForm
	emails []string // in lower case
	phones []string // digits; empty where too few or shared by too many to tell one person from another
}

// mostShare is how many may have an email or a phone before it is taken for a worksite's.
const mostShare = 4

func newSameness(people []Trainee) *sameness {
	s := &sameness{people: people, names: make([]nameForm, len(people)), emails: make([]string, len(people)), phones: make([]string, len(people))}
	for i, p := range people {
		s.names[i] = formOf(p.Name)
		s.emails[i] = strings.ToLower(strings.TrimSpace(p.Email))
		s.phones[i] = PhoneDigits(p.Phone)
	}
	return s
}

// PhoneDigits are the figures of a phone number, without the 1 that North America puts before it; of
// fewer than seven nothing, since they don't tell whose phone it is.
func PhoneDigits(phone string) string {
	d := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, phone)
	if len(d) == 11 && d[0] == '1' {
		d = d[1:]
	}
	if len(d) < 7 {
		return ""
	}
	return d
}

// pairs compares within each run of one key every person with the next few, and gives the likeliest.
func (s *sameness) pairs(of func(int) bool, keys []keyed, compare func(a, b int) (Alike, bool)) []Alike {
	slices.SortFunc(keys, func(a, b keyed) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.order, b.order), cmp.Compare(a.at, b.at))
	})
	seen := map[[2]int32]bool{}
	var out []Alike
	for first := 0; first < len(keys); {
		end := first + 1
		for end < len(keys) && keys[end].key == keys[first].key {
			end++
		}
		reach := keys[first].reach(end - first)
		for i := first; i < end; i++ {
			for j := i + 1; j < min(end, i+1+reach); j++ {
				pair := [2]int32{min(keys[i].at, keys[j].at), max(keys[i].at, keys[j].at)}
				if pair[0] == pair[1] || seen[pair] || of != nil && !of(int(pair[0])) && !of(int(pair[1])) {
					continue
				}
				seen[pair] = true
				if a, ok := compare(int(pair[0]), int(pair[1])); ok {
					out = append(out, a)
				}
			}
		}
		first = end
	}
	return likeliest(out)
}

func likeliest(found []Alike) []Alike {
	slices.SortFunc(found, func(a, b Alike) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
	return found[:min(len(found), MostAlike)]
}

// compare says whether and why two may be one person.
func (s *sameness) compare(a, b int) (Alike, bool) {
	got := Alike{A: a, B: b}
	var why []string
	add := func(weight int, words string) {
		if got.weight > 0 {
			weight = max(weight, got.weight) + alsoWeight
		}
		got.weight = weight
		why = append(why, words)
	}
	if s.emails[a] != "" && s.emails[a] == s.emails[b] {
		add(sameEmailWeight, "the same email")
	}
	if s.phones[a] != "" && s.phones[a] == s.phones[b] {
		add(samePhoneWeight, "the same phone")
	}
	if weight, words := compareNames(&s.names[a], &s.names[b]); weight > 0 {
		add(weight, words)
	}
	if got.weight == 0 {
		return got, false
	}
	if s.emails[a] != s.emails[b] && s.emails[a] != "" && s.emails[b] != "" {
		got.weight -= otherWeight
		why = append(why, "but other emails")
	}
	got.Why = strings.Join(why, "; ")
	return got, true
}
