package intake

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"strings"
	"testing"
)

func TestHeadingsAreRecognisedInAnyCaseAndPunctuation(t *testing.T) {
	tests := map[Field][]string{
		Name:        {"Name", "FULL NAME", "full_name", "Full-Name:", "Participant", "Attendee", "Trainee name", "FullName", "Preferred Name", "preferred_name*", "Chosen name", "Goes by", "Nickname", "What name do you go by?", "Name you go by", "Teilnehmer"},
		First:       {"First Name", "FIRST", "Given name", "Forename", "Vorname", "Prénom"},
		Last:        {"Last Name", "Surname", "Family_Name", "Nachname", "Apellidos"},
		Say:         {"Name pronunciation", "Say it like", "Phonetic spelling", "How do you pronounce your name?"},
		Pronouns:    {"Pronouns", "PRONOUNS (optional)", "Preferred pronouns", "What are your pronouns?"},
		Certificate: {"Name on certificate", "Certificate name", "How should your name appear on the certificate?"},
		Email:       {"Email", "E-mail address", "EMAIL_ADDRESS", "e mail", "EmailAddress", "Your email address", "Courriel"},
		Phone:       {"Phone", "Mobile", "Cell", "Phone #", "Cell phone number", "Tel.", "Telephone No"},
		Worksite:    {"Worksite", "Agency", "Employer", "Organization", "Organisation name", "Site", "Agency / Organization", "Where do you work?"},
	}
	for f, list := range tests {
		for _, h := range list {
			m, err := Recognise([]string{"Order no.", h}, Overrides{})
			if err != nil || !reflect.DeepEqual(m.Columns[f], []int{1}) {
				t.Errorf("%q is not taken for %s: %v %v", h, f, m.Columns, err)
			}
		}
	}
}

func TestHeadingsOfOtherThingsAreLeftOut(t *testing.T) {
	for _, h := range []string{"Order #", "Emergency contact name", "Emergency phone", "Supervisor's email", "Course name", "Username", "Buyer name", "Ticket type", "Timestamp", "Attendee #", "Attendee status", "", "Notes"} {
		if m, err := Recognise([]string{h}, Overrides{}); err != nil || len(m.Columns) > 0 {
			t.Errorf("%q became %v (%v)", h, m.Columns, err)
		}
	}
}

func TestWhatIsNeverKeptIsSaidToBeLeftOut(t *testing.T) {
	header := []string{"Name", "DOB", "Date of birth", "SSN", "Social Security Number", "Primary diagnosis", "License number", "MaineCare ID", "Shoe size"}
	m, err := Recognise(header, Overrides{})
	check(t, err)
	left := m.LeftOut(Table{Header: header})
	if len(left) != len(header)-1 {
		t.Fatalf("left out: %v", left)
	}
	for _, l := range left {
		if never := l.Name != "Shoe size"; l.Never != never || never != strings.Contains(l.Sentence(), "keeps no birth dates") {
			t.Errorf("%+v says %q", l, l.Sentence())
		}
	}
}

func TestPreferredAndLegalNamesGoWhereTheyBelong(t *testing.T) {
	tests := []struct {
		header, cells     string
		name, certificate string
	}{
		{"Preferred name|Legal name", "Robin|Robert Alan Kay", "Robin Kay", "Robert Alan Kay"},
		{"Preferred name|Legal name|Last name", "Robin|Robert Alan Kay|Kaye", "Robin Kaye", "Robert Alan Kay"},
		{"Preferred name|Legal name", "Robin Q|Robert Alan Kay", "Robin Q", "Robert Alan Kay"},
		{"Preferred name|Legal name", "|Robert Kay", "Robert Kay", "Robert Kay"},
		{"Preferred name|Legal name", "Robin|Robert Kay Jr.", "Robin Kay", "Robert Kay Jr."},
		{"Preferred name|Legal name", "Robin|Kay", "Robin", "Kay"},
		{"Name|Legal name", "Robin Kay|Robert Kay", "Robin Kay", "Robert Kay"},
		{"Preferred name|Full name", "Robin|Robert Kay", "Robin Kay", "Robert Kay"},
		{"Preferred name|First Name (legal)|Last Name (legal)", "Robin|Robert|Kay", "Robin Kay", "Robert Kay"},
		{"Nickname|First name|Last name", "Robin|Robert|Kay", "Robin Kay", "Robert Kay"},
		{"Nickname|First name|Last name", "|Robert|Kay", "Robert Kay", "Robert Kay"},
		{"Preferred first name|Preferred last name|Legal first name|Legal last name", "Robin|Quill|Robert|Kay", "Robin Quill", "Robert Kay"},
		{"Preferred first name|Preferred last name|Legal first name|Legal last name", "Robin||Robert|Kay", "Robin Kay", "Robert Kay"},
		{"Preferred first name|Last name", "Robin|Kay", "Robin Kay", ""},
		{"Legal name", "Robert Kay", "Robert Kay", "Robert Kay"},
		{"First name|Last name", "Robert|Kay", "Robert Kay", ""},
		{"First name|Last name", "Robert|", "Robert", ""},
		{"Full name|First name|Last name", "Robert Kay|Robert|Kay", "Robert Kay", ""},
		{"Name|Certificate name", "Robin Kay|Robert Kay", "Robin Kay", "Robert Kay"},
	}
	for _, tt := range tests {
		header := strings.Split(tt.header, "|")
		m, err := Recognise(header, Overrides{})
		check(t, err)
		r := People(Table{Header: header, Rows: []Row{{Line: 2, Cells: strings.Split(tt.cells, "|")}}}, m)
		if len(r.People) != 1 || r.People[0].Name != tt.name || r.People[0].Certificate != tt.certificate {
			t.Errorf("%s: %s yields %+v %v; want %q, %q", tt.header, tt.cells, r.People, r.Faults, tt.name, tt.certificate)
		}
	}
}

func TestMapTakesHeadingsLettersAndNumbers(t *testing.T) {
	header := []string{"Wer", "Post", "", "Vor", "Nach"}
	tests := []struct {
		specs []string
		want  map[Field][]int
	}{
		{[]string{"name=wer"}, map[Field][]int{Name: {0}}},
		{[]string{"NAME=A", "email=b"}, map[Field][]int{Name: {0}, Email: {1}}},
		{[]string{"name=1", "phone=C"}, map[Field][]int{Name: {0}, Phone: {2}}},
		{[]string{"certificate=Vor", "certificate=Nach", "name=Wer"}, map[Field][]int{Name: {0}, Certificate: {3, 4}}},
	}
	for _, tt := range tests {
		o, err := ParseMap(tt.specs)
		check(t, err)
		m, err := Recognise(header, o)
		if err != nil || !maps.EqualFunc(m.Columns, tt.want, func(a, b []int) bool { return reflect.DeepEqual(a, b) }) {
			t.Errorf("%v yields %v (%v), want %v", tt.specs, m.Columns, err, tt.want)
		}
	}
}

func TestMapComesBeforeWhatIsRecognised(t *testing.T) {
	header := []string{"Name", "Email", "Rufname", "Given", "Family"}
	o, err := ParseMap([]string{"first=Given", "last=Family", "email=-"})
	check(t, err)
	m, err := Recognise(header, o)
	check(t, err)
	if _, ok := m.Columns[Name]; ok || m.Columns[Email] != nil || m.Columns[First][0] != 3 {
		t.Errorf("columns are %v", m.Columns)
	}
}

func TestWrongMapNamesWhatThereIs(t *testing.T) {
	for spec, want := range map[string]error{"name": ErrMap, "name=": ErrMap, "=Name": ErrNoField, "birthday=DOB": ErrNoField} {
		_, err := ParseMap([]string{spec})
		if !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", spec, err, want)
		}
		if want == ErrNoField && !strings.Contains(fmt.Sprint(err), "name, first, last, say, pronouns, certificate, email, phone, worksite") {
			t.Errorf("%q: %v doesn't list the fields", spec, err)
		}
	}
	o, err := ParseMap([]string{"name=Nobody"})
	check(t, err)
	if _, err := Recognise([]string{"Wer", ""}, o); !errors.Is(err, ErrNoColumn) || !strings.Contains(err.Error(), "'Wer', 'column B'") {
		t.Errorf("error is %v", err)
	}
	o, err = ParseMap([]string{"name=Z"})
	check(t, err)
	if _, err := Recognise([]string{"Wer"}, o); !errors.Is(err, ErrNoColumn) {
		t.Errorf("a letter beyond the last column: %v", err)
	}
}

func TestFileWithoutNamesIsSaid(t *testing.T) {
	m, err := Recognise([]string{"Wer", "Email"}, Overrides{})
	check(t, err)
	if err := m.Check(); !errors.Is(err, ErrNoName) || !strings.Contains(err.Error(), "'Wer', 'Email'") {
		t.Errorf("error is %v", err)
	}
}

func TestMappingScreenCanSetAndAsk(t *testing.T) {
	m := Mapping{Header: []string{"A", "B"}}
	m.Set(Name, 1)
	m.Set(Certificate, 1)
	if got := m.FieldsOf(1); !reflect.DeepEqual(got, []Field{Name, Certificate}) {
		t.Errorf("fields of B are %v", got)
	}
	m.Set(Name)
	if len(m.FieldsOf(0)) != 0 || len(m.Columns) != 1 {
		t.Errorf("columns are %v", m.Columns)
	}
}

func TestColumnsBeyondZHaveTwoLetters(t *testing.T) {
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA"} {
		if got := columnLetter(i); got != want {
			t.Errorf("column %d is %s, want %s", i, got, want)
		}
		if back, ok := byPlace(want); !ok || back != i {
			t.Errorf("%s is column %d", want, back)
		}
	}
}
