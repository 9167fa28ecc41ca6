package intake

import (
	"slices"
	"strings"

	"rollbook/model"
)

// Known is a person whom the book knows: of this cohort or of another.
type Known struct {
	ID model.ID
	model.Trainee
	Row      int // in the cohort; 0 where not enrolled in it
	InCohort bool
}

// Kind says what a row of the file is to the people known.
type Kind int

// The kinds of a finding.
const (
	New     Kind = iota // nobody known is like this person
	Same                // somebody known, and nothing that the file says differs
	Changed             // somebody known, and Changes differ
	Likely              // perhaps somebody known or of an earlier line: a person decides
)

// String is the kind's word on the screen.
func (k Kind) String() string { return [...]string{"new", "same", "changed", "likely known"}[k&3] }

// Change is a field in which the file differs from what is known. An empty cell changes nothing.
type Change struct {
	Field    Field
	From, To string
}

// Candidate is somebody whom a row may mean: known, or of an earlier line of the file.
type Candidate struct {
	Known *Known // nil for one of the file
	Line  int    // line of the file; 0 for one who is known
	Alike int    // 0 to 100: how alike the two are
	Why   []string
	rule  bool // same email, or same name and no differing email
}

// Finding is what the comparison says of one person of the file.
type Finding struct {
	Person     Person
	Kind       Kind
	Known      *Known      // who it is, where Kind is Same or Changed
	Changes    []Change    // where Kind is Changed; in the order of Fields
	Candidates []Candidate // most alike first; Known is among them
	// TwiceInFile is the earlier line with the same email, or the same name and no differing
	// email; 0 where there is none.
	TwiceInFile int
}

// sure is how alike somebody must be to be taken for the same without asking: the name and no
// email that speaks against it.
const sure = 95

// Compare says of each person, in the file's order, whether they are known. It changes nobody and
// decides nothing: Likely ones are for a person to look at, or for Skip where nobody is there.
// Findings point into known.
func Compare(people []Person, known []Known) []Finding {
	inBook, inFile := newIndex(), newIndex()
	for i := range known {
		inBook.add(i, &known[i].Trainee)
	}
	out := make([]Finding, len(people))
	taken := map[int]bool{}
	for i := range people {
		f := Finding{Person: people[i]}
		best, certain := f.fromBook(inBook, known)
		f.fromFile(inFile, people)
		switch {
		case certain && !taken[best] && f.TwiceInFile == 0:
			taken[best] = true
			f.Known = &known[best]
			f.Kind = Same
			if f.Changes = changes(known[best].Trainee, people[i].Trainee); len(f.Changes) > 0 {
				f.Kind = Changed
			}
		case len(f.Candidates) > 0:
			f.Kind = Likely
		}
		slices.SortStableFunc(f.Candidates, func(a, b Candidate) int { return b.Alike - a.Alike })
		inFile.add(i, &people[i].Trainee)
		out[i] = f
	}
	return out
}

// fromBook adds the candidates among the people known. It is certain of one who alone is alike
// enough; in the cohort comes before out of it.
func (f *Finding) fromBook(in *index, known []Known) (best int, certain bool) {
	alike, rivals := 0, 0
	for _, i := range in.near(&f.Person.Trainee) {
		c, ok := compareTwo(f.Person.Trainee, known[i].Trainee)
		if !ok {
			continue
		}
		c.Known = &known[i]
		f.Candidates = append(f.Candidates, c)
		weight := 2 * c.Alike
		if known[i].InCohort {
			weight++
		}
		switch {
		case weight > alike:
			best, alike, rivals = i, weight, 0
		case weight == alike:
			rivals++
		}
	}
	return best, alike >= 2*sure && rivals == 0
}

// fromFile adds the candidates among the earlier lines of the file.
func (f *Finding) fromFile(in *index, people []Person) {
	for _, i := range in.near(&f.Person.Trainee) {
		c, ok := compareTwo(f.Person.Trainee, people[i].Trainee)
		if !ok {
			continue
		}
		c.Line = people[i].Line
		f.Candidates = append(f.Candidates, c)
		if c.rule && (f.TwiceInFile == 0 || c.Line < f.TwiceInFile) {
			f.TwiceInFile = c.Line
		}
	}
}

// Skip reports whether an import without anybody to ask leaves this person out and lists them: a
// row with the same email, or the same name and no differing email, as somebody of the cohort or
// of an earlier line. Somebody known only outside the cohort isn't skipped: they are to be
// enrolled (as Finding.Known where the comparison is certain).
func Skip(f Finding) bool {
	return slices.ContainsFunc(f.Candidates, func(c Candidate) bool {
		return c.rule && (c.Known == nil || c.Known.InCohort)
	})
}

// NoLonger are those of the cohort whom the file doesn't list: nobody in it is them, or so like
// them that they may be. The order is known's; nobody is removed by being here.
func NoLonger(people []Person, known []Known) []Known {
	listed := map[*Known]bool{}
	for _, f := range Compare(people, known) {
		for _, c := range f.Candidates {
			if c.Known != nil && (c.Known == f.Known || f.Known == nil && c.Alike >= 75) {
				listed[c.Known] = true
			}
		}
	}
	var out []Known
	for i := range known {
		if known[i].InCohort && !listed[&known[i]] {
			out = append(out, known[i])
		}
	}
	return out
}

// changes are the fields that the file says otherwise than the book.
func changes(from, to model.Trainee) []Change {
	var out []Change
	was, is := fieldValues(from), fieldValues(to)
	for _, f := range Fields() {
		a, b := was[f], is[f]
		if b == "" || a == b || f == Email && strings.EqualFold(a, b) || f == Phone && model.PhoneDigits(a) != "" && model.PhoneDigits(a) == model.PhoneDigits(b) {
			continue
		}
		out = append(out, Change{f, a, b})
	}
	return out
}

func fieldValues(t model.Trainee) map[Field]string {
	return map[Field]string{
		Name: t.Name, Say: t.Say, Pronouns: t.Pronouns, Certificate: t.Certificate,
		Email: t.Email, Phone: t.Phone, Worksite: t.Worksite,
	}
}
