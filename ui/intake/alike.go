package intake

import (
	"slices"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"rollbook/model"
)

// sameName is a name as it is compared: case and spacing aside, accents not.
func sameName(s string) string { return cases.Fold().String(norm.NFC.String(oneLine(s))) }

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
	if d := model.PhoneDigits(a.Phone); d != "" && d == model.PhoneDigits(b.Phone) {
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
	x, y := model.BareName(a.Name), model.BareName(b.Name)
	switch {
	case x == "" || y == "":
		return 0, nil
	case x == y:
		return 90, []string{"same name without accents"}
	case model.SortedWords(x) == model.SortedWords(y):
		return 88, []string{"first and last name swapped"}
	case x == model.BareName(b.Certificate) || y == model.BareName(a.Certificate):
		return 85, []string{"same name as for the certificate"}
	case model.OneLetter(x, y):
		return 80, []string{"one letter differs"}
	case model.SameEnds(x, y):
		return 75, []string{"same first and last name"}
	}
	return 0, nil
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
	if d := model.PhoneDigits(t.Phone); d != "" {
		out = append(out, "p "+d)
	}
	bare := model.BareName(t.Name)
	out = append(out, "w "+model.SortedWords(bare), "s "+sameName(t.Name), "n "+bare)
	if c := model.BareName(t.Certificate); c != "" {
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
