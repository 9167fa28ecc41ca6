package intake

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"rollbook/model"
)

// sameName is a name as it is compared: case and spacing aside, accents not.
func sameName(s string) string { return cases.Fold().String(norm.NFC.String(oneLine(s))) }

// bareName is a name without accents, punctuation and case: letters and single blanks.
func bareName(s string) string {
	if i := strings.IndexFunc(s, func(r rune) bool { return r >= 0x80 }); i >= 0 {
		// Made anew each time: a transformer keeps state.
		bare, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), s)
		if err == nil && strings.TrimSpace(bare) != "" {
			s = bare
		}
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\'' || r == '\u2019' || r == '.':
			return -1
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			return r
		}
		return ' '
	}, s)
	return cases.Fold().String(oneLine(s))
}

// sortedWords is a name whose words may stand in any order.
func sortedWords(bare string) string {
	words := strings.Fields(bare)
	slices.Sort(words)
	return strings.Join(words, " ")
}

// digits are the figures of a phone number, without the 1 that North America puts before it.
func digits(phone string) string {
	d := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, phone)
	if len(d) == 11 && d[0] == '1' {
		return d[1:]
	}
	return d
}

// compareTwo says how alike two people are, and why; ok is false where nothing speaks for it.
func compareTwo(a, b model.Trainee) (c Candidate, ok bool) {
	sameEmail := a.Email != "" && strings.EqualFold(a.Email, b.Email)
	otherEmail := a.Email != "" && b.Email != "" && !sameEmail
	c.Alike, c.Why = alikeNames(a, b)
	exact := c.Alike == sure
	c.rule = sameEmail || exact && !otherEmail
	switch {
	case sameEmail:
		c.Why = append(c.Why, "same email")
		if exact {
			c.Alike = 100
		} else {
			c.Alike = max(90, min(c.Alike+5, 94))
		}
	case otherEmail && c.Alike > 0:
		c.Alike -= 20
		c.Why = append(c.Why, "another email")
	}
	if d := digits(a.Phone); len(d) >= 7 && d == digits(b.Phone) {
		c.Why = append(c.Why, "same phone")
		if c.Alike == 0 {
			c.Alike = 60
		} else if c.Alike < 90 {
			c.Alike += 5
		}
	}
	return c, c.Alike > 0
}

// alikeNames is how alike two names are by themselves.
func alikeNames(a, b model.Trainee) (alike int, why []string) {
	if x := sameName(a.Name); x != "" && x == sameName(b.Name) {
		return sure, []string{"same name"}
	}
	x, y := bareName(a.Name), bareName(b.Name)
	switch {
	case x == "" || y == "":
		return 0, nil
	case x == y:
		return 90, []string{"same name without accents"}
	case sortedWords(x) == sortedWords(y):
		return 88, []string{"first and last name swapped"}
	case x == bareName(b.Certificate) || y == bareName(a.Certificate):
		return 85, []string{"same name as for the certificate"}
	case oneLetter(x, y):
		return 80, []string{"one letter differs"}
	case sameEnds(x, y):
		return 75, []string{"same first and last name"}
	}
	return 0, nil
}

// oneLetter reports that one letter was changed, added, left out, or two neighbours stand the
// other way round. Short names differ by one letter too often for that to say anything.
func oneLetter(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) < 5 || len(y)-len(x) > 1 {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	if len(x) < len(y) {
		return slices.Equal(x[i:], y[i+1:])
	}
	if i == len(x) || slices.Equal(x[i+1:], y[i+1:]) {
		return true
	}
	return i+1 < len(x) && x[i] == y[i+1] && x[i+1] == y[i] && slices.Equal(x[i+2:], y[i+2:])
}

// sameEnds reports the same first and last word with something else between: a middle name.
func sameEnds(a, b string) bool {
	x, y := strings.Fields(a), strings.Fields(b)
	return len(x) > 1 && len(y) > 1 && len(x) != len(y) && x[0] == y[0] && x[len(x)-1] == y[len(y)-1]
}

// index finds people who may be alike without comparing everybody with everybody.
type index struct {
	by map[string][]int
}

func newIndex() *index { return &index{by: map[string][]int{}} }

func (x *index) add(i int, t *model.Trainee) {
	for _, k := range keys(t) {
		x.by[k] = append(x.by[k], i)
	}
}

// nearMost bounds how many are compared with one person, where a file gives all the same phone.
const nearMost = 64

// near are those who share a key with t, in order, each once.
func (x *index) near(t *model.Trainee) []int {
	var out []int
	for _, k := range keys(t) {
		list := x.by[k]
		out = append(out, list[:min(len(list), nearMost)]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// keys are under what a person is found: two people who are alike by compareTwo share one. A name
// with one letter less is a key, because names that differ in one letter share such a one.
func keys(t *model.Trainee) []string {
	var out []string
	if t.Email != "" {
		out = append(out, "e "+strings.ToLower(t.Email))
	}
	if d := digits(t.Phone); len(d) >= 7 {
		out = append(out, "p "+d)
	}
	bare := bareName(t.Name)
	out = append(out, "w "+sortedWords(bare), "s "+sameName(t.Name), "n "+bare)
	if c := bareName(t.Certificate); c != "" {
		out = append(out, "n "+c)
	}
	if words := strings.Fields(bare); len(words) > 1 {
		out = append(out, "x "+words[0]+" "+words[len(words)-1])
	}
	if letters := []rune(bare); len(letters) >= 5 && len(letters) <= 60 {
		out = append(out, "d "+bare)
		for i := range letters {
			out = append(out, "d "+string(letters[:i])+string(letters[i+1:]))
		}
	}
	return out
}
