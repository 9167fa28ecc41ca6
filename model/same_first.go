package model

import (
	"cmp"
	"slices"
	"strings"
)

// shortestFirst is the shortest first name that may stand for a longer one, as Chris for Christopher.
const shortestFirst = 3

// FirstNames finds, among people of one cohort, those who go by one word alone with which the full
// name of another begins, as a walk-in does. It says little, and nothing where more than a few have such
// a name, or where emails differ.
func FirstNames(people []Trainee) []Alike {
	forms := make([]nameForm, len(people))
	var full []int // those with more than one word, in order of their bare names
	for i := range people {
		if forms[i] = formOf(people[i].Name); len(forms[i].words) > 1 {
			full = append(full, i)
		}
	}
	slices.SortFunc(full, func(a, b int) int {
		return cmp.Or(strings.Compare(forms[a].bare, forms[b].bare), cmp.Compare(a, b))
	})
	var out []Alike
	for i := range people {
		if len(forms[i].words) != 1 {
			continue
		}
		for _, j := range beginning(forms[i].bare, full, forms) {
			a, b := people[i], people[j]
			if a.Email != "" && b.Email != "" && !strings.EqualFold(a.Email, b.Email) {
				continue
			}
			out = append(out, Alike{A: min(i, j), B: max(i, j), weight: firstNameWeight,
				Why: "one goes by a first name alone, with which the other's name begins"})
		}
	}
	return likeliest(out)
}

// beginning are those of full whose first word is word, or who begin with it where nobody's is; none
// where they are more than a few.
func beginning(word string, full []int, forms []nameForm) []int {
	from, _ := slices.BinarySearchFunc(full, word, func(i int, word string) int { return strings.Compare(forms[i].bare, word) })
	var same, begin []int
	for _, i := range full[from:] {
		switch {
		case forms[i].words[0] == word:
			same = append(same, i)
		case len([]rune(word)) >= shortestFirst && strings.HasPrefix(forms[i].words[0], word):
			begin = append(begin, i)
		case !strings.HasPrefix(forms[i].bare, word):
			return fewOf(same, begin)
		}
		if len(same) > mostShare {
			return nil
		}
	}
	return fewOf(same, begin)
}

func fewOf(same, begin []int) []int {
	if len(same) > 0 {
		return same
	}
	if len(begin) > mostShare {
		return nil
	}
	return begin
}
