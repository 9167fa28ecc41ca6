package intake

import (
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rollbook/model"
)

func person(line int, name, email string) Person {
	return Person{Line: line, Trainee: model.Trainee{Name: name, Email: email}}
}

func knownAs(id byte, name, email string, inCohort bool) Known {
	return Known{ID: model.ID{id}, Trainee: model.Trainee{ID: model.ID{id}, Name: name, Email: email}, Row: int(id), InCohort: inCohort}
}

func TestHowAlikeTwoPeopleAreIsSaidInWords(t *testing.T) {
	known := model.Trainee{Name: "Zoë Lévesque", Email: "zoe@example.org", Phone: "(207) 555-0101", Certificate: "Zara Lévesque"}
	tests := []struct {
		name, email, phone string
		kind               Kind
		alike              int
		why                string
		skip               bool
	}{
		{"Zoë Lévesque", "zoe@example.org", "", Same, 100, "same name, same email", true},
		{"zoë  LÉVESQUE", "ZOE@Example.org", "", Changed, 100, "same name, same email", true},
		{"Zoë Lévesque", "", "", Same, 95, "same name", true},
		{"Zoë Lévesque", "other@example.org", "", Likely, 75, "same name, another email", false},
		{"Zoe Levesque", "", "", Likely, 90, "same name without accents", false},
		{"Zoe Levesque", "zoe@example.org", "", Likely, 94, "same name without accents, same email", true},
		{"Lévesque Zoë", "", "", Likely, 88, "first and last name swapped", false},
		{"Zara Lévesque", "", "", Likely, 85, "same name as for the certificate", false},
		{"Zoé Lévesqu", "", "", Likely, 80, "one letter differs", false},
		{"Zoë Marie Lévesque", "", "", Likely, 75, "same first and last name", false},
		{"Kim Lee", "zoe@example.org", "", Likely, 90, "same email", true},
		{"Kim Lee", "kim@example.org", "+1 207 555 0101", Likely, 60, "same phone", false},
		{"Kim Lee", "kim@example.org", "207 555 0199", New, 0, "", false},
	}
	for _, tt := range tests {
		p := Person{Line: 2, Trainee: model.Trainee{Name: tt.name, Email: tt.email, Phone: tt.phone}}
		f := Compare([]Person{p}, []Known{{ID: model.ID{1}, Trainee: known, Row: 1, InCohort: true}})[0]
		alike, why := 0, ""
		if len(f.Candidates) > 0 {
			alike, why = f.Candidates[0].Alike, strings.Join(f.Candidates[0].Why, ", ")
		}
		if f.Kind != tt.kind || alike != tt.alike || why != tt.why || Skip(f) != tt.skip {
			t.Errorf("%s %s %s: %s %d %q skip %t; want %s %d %q %t", tt.name, tt.email, tt.phone, f.Kind, alike, why, Skip(f), tt.kind, tt.alike, tt.why, tt.skip)
		}
	}
}

func TestChangesAreListedAndEmptyCellsChangeNothing(t *testing.T) {
	known := Known{ID: model.ID{1}, InCohort: true, Trainee: model.Trainee{Name: "Maya Ortiz", Email: "maya@example.org", Phone: "207-555-0101", Pronouns: "she/her", Worksite: "Sweetser"}}
	p := Person{Line: 2, Trainee: model.Trainee{Name: "Maya Ortiz", Email: "Maya@Example.org", Phone: "+1 (207) 555 0101", Worksite: "Amistad", Say: "MY-ah"}}
	f := Compare([]Person{p}, []Known{known})[0]
	want := []Change{{Say, "", "MY-ah"}, {Worksite, "Sweetser", "Amistad"}}
	if f.Kind != Changed || f.Known == nil || f.Known.ID != known.ID || !reflect.DeepEqual(f.Changes, want) {
		t.Errorf("finding is %+v", f)
	}
}

func TestTwoOfTheFileAreShownToAPerson(t *testing.T) {
	people := []Person{
		person(2, "Maya Ortiz", "maya@example.org"), person(3, "Noor Haddad", "noor@example.org"),
		person(4, "M. Ortiz", "MAYA@example.org"), person(5, "noor haddad", ""), person(6, "Noor Haddad", "n2@example.org"), person(7, "Maya Ortis", ""),
	}
	want := []struct {
		kind  Kind
		twice int
		skip  bool
	}{{New, 0, false}, {New, 0, false}, {Likely, 2, true}, {Likely, 3, true}, {Likely, 5, true}, {Likely, 0, false}}
	for i, f := range Compare(people, nil) {
		if f.Kind != want[i].kind || f.TwiceInFile != want[i].twice || Skip(f) != want[i].skip {
			t.Errorf("line %d is %s, twice %d, skip %t; want %+v", f.Person.Line, f.Kind, f.TwiceInFile, Skip(f), want[i])
		}
	}
}

func TestKnownOnlyElsewhereIsEnrolledRatherThanSkipped(t *testing.T) {
	f := Compare([]Person{person(2, "Maya Ortiz", "maya@example.org")}, []Known{knownAs(1, "Maya Ortiz", "maya@example.org", false)})[0]
	if f.Kind != Same || f.Known == nil || Skip(f) {
		t.Errorf("finding is %+v, skip %t", f, Skip(f))
	}
}

func TestOneOfTheCohortComesBeforeTheSameNameElsewhere(t *testing.T) {
	f := Compare([]Person{person(2, "Maya Ortiz", "")}, []Known{knownAs(1, "Maya Ortiz", "", false), knownAs(2, "Maya Ortiz", "", true)})[0]
	if f.Kind != Same || f.Known.Row != 2 {
		t.Errorf("finding is %+v", f)
	}
}

func TestTwoKnownOfOneNameAreLeftToThePerson(t *testing.T) {
	f := Compare([]Person{person(2, "Maya Ortiz", "")}, []Known{knownAs(1, "Maya Ortiz", "", true), knownAs(2, "Maya Ortiz", "", true)})[0]
	if f.Kind != Likely || len(f.Candidates) != 2 || f.Known != nil {
		t.Errorf("finding is %+v", f)
	}
}

func TestNoLongerListedAreOnlyThoseOfTheCohort(t *testing.T) {
	known := []Known{
		knownAs(1, "Maya Ortiz", "maya@example.org", true), knownAs(2, "Noor Haddad", "noor@example.org", true),
		knownAs(3, "Sam Doe", "", true), knownAs(4, "Elsewhere Person", "", false), knownAs(5, "Zoe Levesque", "", true),
	}
	left := NoLonger([]Person{person(2, "Maya Ortiz", ""), person(3, "Someone Else", "noor@example.org"), person(4, "Zoë Lévesque", "")}, known)
	if len(left) != 1 || left[0].Name != "Sam Doe" {
		t.Errorf("no longer listed: %+v", left)
	}
}

func TestImportingEachShapeTwiceAddsNobody(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "*.json"))
	check(t, err)
	for _, golden := range files {
		path := strings.TrimSuffix(golden, ".json")
		over, err := ParseMap(mapped[filepath.Base(path)])
		check(t, err)
		table, err := Read(path, Options{Headings: over.Headings()})
		check(t, err)
		m, err := Recognise(table.Header, over)
		check(t, err)
		people := People(table, m).People
		var known []Known
		for _, f := range Compare(people, nil) {
			if !Skip(f) {
				known = append(known, Known{ID: model.ID{byte(len(known) + 1)}, Trainee: f.Person.Trainee, InCohort: true})
			}
		}
		for _, f := range Compare(people, known) {
			if !Skip(f) {
				t.Errorf("%s line %d (%s) would be added again", path, f.Person.Line, f.Person.Name)
			}
		}
		if left := NoLonger(people, known); len(left) > 0 {
			t.Errorf("%s: no longer listed: %+v", path, left)
		}
	}
}

// slowSkip is the rule of the document without any index.
func slowSkip(p Person, others []model.Trainee) bool {
	return slices.ContainsFunc(others, func(o model.Trainee) bool {
		sameEmail := p.Email != "" && strings.EqualFold(p.Email, o.Email)
		differing := p.Email != "" && o.Email != "" && !sameEmail
		return sameEmail || strings.EqualFold(p.Name, o.Name) && !differing
	})
}

func TestSkipIsTheRuleWhateverTheOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		name := rapid.SampledFrom([]string{"Maya Ortiz", "maya ortiz", "Noor Haddad", "Noor Hadad", "Zoë", "Zoe", "王小明"})
		email := rapid.SampledFrom([]string{"", "a@b.org", "A@b.org", "c@d.org"})
		var known []Known
		var others []model.Trainee
		for i := range rapid.IntRange(0, 5).Draw(rt, "known") {
			k := knownAs(byte(i+1), name.Draw(rt, "name"), email.Draw(rt, "email"), rapid.Bool().Draw(rt, "in cohort"))
			known = append(known, k)
			if k.InCohort {
				others = append(others, k.Trainee)
			}
		}
		var people []Person
		for i := range rapid.IntRange(1, 6).Draw(rt, "people") {
			people = append(people, person(i+2, name.Draw(rt, "name"), email.Draw(rt, "email")))
		}
		for _, f := range Compare(people, known) {
			if want := slowSkip(f.Person, others); Skip(f) != want {
				rt.Fatalf("line %d %s %s: skip is %t among %+v and %+v", f.Person.Line, f.Person.Name, f.Person.Email, Skip(f), people, known)
			}
			others = append(others, f.Person.Trainee)
		}
	})
}

func TestOneLetterMeansOneLetter(t *testing.T) {
	for pair, want := range map[[2]string]bool{
		{"maya ortiz", "maya ortis"}: true, {"maya ortiz", "maya ortizz"}: true, {"maya ortiz", "mya ortiz"}: true, {"maya ortiz", "maya ortzi"}: true,
		{"maya ortiz", "maya orxxz"}: false, {"ann", "anna"}: false, {"maya ortiz", "maya"}: false, {"sandy", "sandt"}: true,
	} {
		a := model.Trainee{Name: pair[0]}
		b := model.Trainee{Name: pair[1]}
		if model.OneLetter(pair[0], pair[1]) != want || model.OneLetter(pair[1], pair[0]) != want {
			t.Errorf("%v: want %t", pair, want)
		}
		if want && !slices.ContainsFunc(keys(&a), func(k string) bool { return slices.Contains(keys(&b), k) }) {
			t.Errorf("%v share no key", pair)
		}
	}
}

func fiveThousand() (people []Person, known []Known) {
	for i := range 5000 {
		people = append(people, person(i+2, fmt.Sprintf("Person%d Number%d", i, i*7), fmt.Sprintf("p%d@example.org", i)))
		known = append(known, Known{ID: model.ID{byte(i), byte(i >> 8)}, Trainee: people[i].Trainee, InCohort: true})
	}
	return people, known
}

func TestEachOfFiveThousandIsTheirOwnMatch(t *testing.T) {
	people, known := fiveThousand()
	for i, f := range Compare(people, known) {
		if f.Kind != Same || f.Known != &known[i] {
			t.Fatalf("line %d is %s", f.Person.Line, f.Kind)
		}
	}
}

func BenchmarkCompareFiveThousand(b *testing.B) {
	people, known := fiveThousand()
	for b.Loop() {
		Compare(people, known)
	}
}
