package model

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// who reads a person as the tables write one: "name | email | phone".
func who(text string) (t Trainee) {
	parts := append(strings.Split(text, "|"), "", "")
	t.Name, t.Email, t.Phone = strings.TrimSpace(parts[0]), strings.TrimSpace(parts[1]), strings.TrimSpace(parts[2])
	return t
}

func TestWhoMayBeOnePersonIsFoundAndSaidWhy(t *testing.T) {
	for _, c := range []struct{ a, b, why string }{
		{"Maya Roy", "Maya Roy", "the same name"},
		{"Maya Roy", "maya roy", "the names differ in capitals"},
		{"Zoë Müller", "Zoe Muller", "the names differ in an accent"},
		{"José Núñez", "Jose Nunez", "the names differ in an accent"},
		{"Søren Łukasz", "Soren Lukasz", "the names differ in an accent"},
		{"Anna Smith-Jones", "Anna Smith Jones", "the names differ in a hyphen"},
		{"Renée Saint-Cyr", "Renee SaintCyr", "the names differ in an accent and a hyphen"},
		{"Mary Ann Doe", "Maryann Doe", "the names differ in spacing"},
		{"Siobhan O'Brien", "Siobhan OBrien", "the names differ in punctuation or spacing"},
		{"Siobhan O'Brien", "Siobhan O’Brien", "the names differ in punctuation or spacing"},
		{"Noor Ali", "Ali Noor", "the same names in another order"},
		{"Nguyễn Văn An", "An Van Nguyen", "the same names in another order"},
		{"Anna Smith-Jones", "Smith Jones Anna", "the same names in another order"},
		{"Jon Smith", "John Smith", "the names differ in one letter"},
		{"Maya Roy", "Maja Roy", "the names differ in one letter"},
		{"Catherine Doe", "Katherine Doe", "the names differ in one letter"},
		{"Michael Brown", "Micheal Brown", "the names differ in one letter"},
		{"Jon Smith", "John Smyth", "the names differ in two letters"},
		{"Olga Gonzales", "Olga Gonsalez", "the names differ in two letters"},
		{"Kathryn Doe", "Katheryne Doe", "the names differ in two letters"},
		{"Maryann Smith", "Mary Ann Smyth", "the names differ in one letter"},
		{"Charlotte", "Charlote", "the names differ in one letter"},
		{"Наталья Иванова", "Наталия Иванова", "the names differ in one letter"},
		{"Anna Marie Smith", "Anna Smith", "the same first and last name"},
		{"Anna M. Smith", "Anna Marie Smith", "the same first and last name"},
		{"王 小伟", "王小伟", "the names differ in spacing"},
		{"王伟", "王伟", "the same name"},
		{"Maya", "maya", "the same name, of one word"},
		{"Maya Roy | m@x.example", "M. R. | M@X.example", "the same email"},
		{"Maya Roy | | +1 (207) 555-0100", "Pia Hall | | 207.555.0100", "the same phone"},
		{"Maya Roy | m@x.example | 2075550100", "Maya Roi | m@x.example | 2075550100",
			"the same email; the same phone"}, // Roy and Roi are too short for a letter to say anything
		{"Maya Royal | m@x.example", "Máya Royal | m@x.example", "the same email; the names differ in an accent"},
		{"Maya Roy | m@x.example", "Maya Roy | roy@y.example", "the same name; but other emails"},
	} {
		got := LikelySame([]Trainee{who(c.a), who(c.b)})
		if len(got) != 1 || got[0].A != 0 || got[0].B != 1 || got[0].Why != c.why {
			t.Errorf("%s and %s: %+v, not %q", c.a, c.b, got, c.why)
		}
		if turned := LikelySame([]Trainee{who(c.b), who(c.a)}); len(turned) != 1 || turned[0].Why != c.why {
			t.Errorf("%s and %s: %+v, not %q", c.b, c.a, turned, c.why)
		}
	}
}

func TestWhoMayWellBeTwoPeopleIsNotSuggested(t *testing.T) {
	for _, c := range [][2]string{
		{"Maya Roy", "Noor Ali"},
		{"Dan Smith", "Don Smith"},
		{"Kim Lee", "Tim Lee"},
		{"Maria", "Marie"},
		{"Anna Smith", "Hanna Smith"},
		{"Maya Roy", "Maya Stone"},
		{"Maya", "Maya Roy"}, // a first name alone says something within a cohort only
		{"Anna Marie Smith", "Anna Louise Smith"},
		{"Anna B. Smith", "Anna C. Smith"},
		{"Person 1 of 12", "Person 2 of 12"},
		{"Mark Hansen", "Erik Hansen"},
		{"Alice Brown", "Alina Brown"},
		{"王伟", "王芳"},
		{"Maya Roy | | 555", "Pia Hall | | 555"}, // no phone number
		{"| ", "|"},
		{"Maya Roy |", "Pia Hall |"},
		{"…", "—"},
	} {
		if got := LikelySame([]Trainee{who(c[0]), who(c[1])}); len(got) != 0 {
			t.Errorf("%s and %s: %+v", c[0], c[1], got)
		}
	}
}

func TestTheNameForTheCertificateMakesNoPair(t *testing.T) {
	people := []Trainee{{Name: "River Stone", Certificate: "Robert Stone"}, {Name: "Robert Stone"}, {Name: "Ash", Certificate: "Robert Stone"}}
	if got := LikelySame(people); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

func TestTheLikeliestPairsComeFirst(t *testing.T) {
	people := []Trainee{who("Jon Smith"), who("John Smith | j@x.example"), who("Johnny S | j@x.example"), who("Pia Hall"), who("Hall Pia"), who("Pia Hall")}
	var order [][2]int
	for _, a := range LikelySame(people) {
		order = append(order, [2]int{a.A, a.B})
	}
	if want := [][2]int{{1, 2}, {3, 5}, {3, 4}, {4, 5}, {0, 1}}; !slices.Equal(order, want) {
		t.Errorf("the order is %v", order)
	}
}

func TestAWorksitesPhoneAndMailboxSayNothing(t *testing.T) {
	var people []Trainee
	for _, name := range []string{"Maya Roy", "Noor Ali", "Pia Hall", "Olga Stone", "Ben West"} {
		people = append(people, who(name+" | desk@worksite.example | 207 555 0100"))
	}
	if got := LikelySame(people); len(got) != 0 {
		t.Errorf("%+v", got)
	}
	if got := LikelySame(people[:mostShare]); len(got) != mostShare*(mostShare-1)/2 || got[0].Why != "the same email; the same phone" {
		t.Errorf("of fewer people: %+v", got)
	}
}

func TestOnlyPairsOfThoseAskedAboutAreGiven(t *testing.T) {
	people := []Trainee{who("Maya Royal"), who("Maja Royal"), who("Maja Royal"), who("Pia Hall"), who("Pia Hall")}
	got := LikelySameAs(people, func(i int) bool { return i == 2 })
	var pairs [][2]int
	for _, a := range got {
		pairs = append(pairs, [2]int{a.A, a.B})
	}
	if want := [][2]int{{1, 2}, {0, 2}}; !slices.Equal(pairs, want) {
		t.Errorf("as the third: %+v", got)
	}
}

func TestAFirstNameAloneFindsTheFullNamesThatBeginWithIt(t *testing.T) {
	people := []Trainee{who("Zoe"), who("Zoë Müller"), who("Zoey Hall"), who("Chris"), who("Christopher Ray"), who("An"),
		who("Anna Smith"), who("Pia | p@x.example"), who("Pia Hall | hall@x.example"), who("Olga"), who("olga stone")}
	var pairs [][2]int
	for _, a := range FirstNames(people) {
		if a.Why != "one goes by a first name alone, with which the other's name begins" {
			t.Errorf("why: %s", a.Why)
		}
		pairs = append(pairs, [2]int{a.A, a.B})
	}
	if want := [][2]int{{0, 1}, {3, 4}, {9, 10}}; !slices.Equal(pairs, want) {
		t.Errorf("found %v", pairs)
	}
	var many []Trainee
	for i := range 2 * mostShare {
		many = append(many, who(fmt.Sprintf("Maya Stone%d", i)))
	}
	if got := FirstNames(append(many, who("Maya"))); len(got) != 0 {
		t.Errorf("one of many: %+v", got)
	}
}

// syllables make names that look like names: many near each other, few the same.
var syllables = []string{"ma", "ri", "an", "jo", "el", "sa", "no", "ka", "li", "tor", "ben", "ste", "han", "wi", "dor"}

func madeUpNames(n int) []Trainee {
	word := func(k int) string {
		a, b, c := k%15, k/15%15, k/225%15
		return syllables[a] + syllables[b] + syllables[c]
	}
	people := make([]Trainee, n)
	for i := range people {
		people[i] = Trainee{Name: word(i*7919) + " " + word(i*104729+3), Email: fmt.Sprintf("p%d@x.example", i)}
	}
	return people
}

// crowds are lists on which comparing everybody with everybody would take minutes.
func crowds() map[string][]Trainee {
	same, phone, surname := make([]Trainee, 20_000), make([]Trainee, 20_000), madeUpNames(5_000)
	for i := range same {
		same[i] = Trainee{Name: "Maya Roy"}
		phone[i] = Trainee{Name: fmt.Sprintf("Person %d", i), Phone: "207 555 0100"}
	}
	for i := range surname {
		surname[i].Name = strings.Fields(surname[i].Name)[0] + " Smith"
	}
	return map[string][]Trainee{"5,000 names": madeUpNames(5_000), "20,000 of one name": same, "20,000 with one phone": phone, "5,000 of one last name": surname}
}

func TestManyPeopleAreComparedInNoTime(t *testing.T) {
	for name, people := range crowds() {
		began := time.Now()
		got := append(LikelySame(people), FirstNames(people)...)
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("%s: %v", name, took)
		}
		if len(got) > MostAlike {
			t.Errorf("%s: %d pairs", name, len(got))
		}
	}
}

func BenchmarkLikelySame(b *testing.B) {
	for name, people := range crowds() {
		b.Run(name, func(b *testing.B) {
			pairs := 0
			for b.Loop() {
				pairs = len(LikelySame(people))
			}
			b.ReportMetric(float64(pairs), "pairs")
		})
	}
}
