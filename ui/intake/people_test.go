package intake

import (
	"strings"
	"testing"
)

func peopleOf(t *testing.T, csv string) Result {
	t.Helper()
	table, err := readBytes([]byte(csv), Options{})
	check(t, err)
	m, err := Recognise(table.Header, Overrides{})
	check(t, err)
	return People(table, m)
}

func namesOf(r Result) string {
	var out []string
	for _, p := range r.People {
		out = append(out, p.Name)
	}
	return strings.Join(out, " | ")
}

func TestLastFirstIsTurnedForColumnsNotForCells(t *testing.T) {
	tests := []struct{ csv, want string }{
		{"Name\n\"Smith, Jo\"\n\"Roe, Al\"\n", "Jo Smith | Al Roe"},
		{"Name\n\"Smith, Jo\"\n", "Jo Smith"},
		{"Name\n\"Smith, Jr.\"\n", "Smith, Jr."},
		{"Name\nJo Smith\n\"Al Roe, LCSW\"\nKim Lee\n", "Jo Smith | Al Roe, LCSW | Kim Lee"},
		{"Name\nJo Smith\n\"Roe, Al\"\nKim Lee\n", "Jo Smith | Roe, Al | Kim Lee"},
		{"Name\n\"Smith, Jr., Jo\"\n\"King III, Martin\"\n\"Roe, Al, Jr.\"\n", "Jo Smith Jr. | Martin King III | Al Roe Jr."},
		{"\"Name (Last, First)\"\n\"Smith, Jo\"\nCher\nMadonna\n", "Jo Smith | Cher | Madonna"},
		{"Email,Name\na@b.org,\"Ma, Yo-Yo\"\nc@d.org,\"Li, Na\"\n", "Yo-Yo Ma | Na Li"},
	}
	for _, tt := range tests {
		if got := namesOf(peopleOf(t, tt.csv)); got != tt.want {
			t.Errorf("%q yields %s; want %s", tt.csv, got, tt.want)
		}
	}
}

func TestBadCellsAreNamedByLineColumnAndReason(t *testing.T) {
	tests := []struct{ row, want string }{
		{",a@b.org,", "line 2, Name: there is no name"},
		{"Jo Smith,ab.org,", "line 2, Email: 'ab.org' has no @"},
		{"Jo Smith,a@b.org;c@d.org,", "line 2, Email: 'a@b.org;c@d.org' is two addresses: keep one"},
		{"Jo Smith,a@@b.org,", "line 2, Email: 'a@@b.org' has more than one @"},
		{"Jo Smith,a b@c.org,", "line 2, Email: 'a b@c.org' is not an email address"},
		{"Jo Smith,a@b,", "line 2, Email: 'a@b' is not whole: an email address is name@place.org"},
		{"Jo Smith & Al Roe,,", "line 2, Name: 'Jo Smith & Al Roe' is two names in one cell: give each person a row"},
		{"Jo and Al Roe,,", "line 2, Name: 'Jo and Al Roe' is two names in one cell: give each person a row"},
		{"Jo Smith / Al Roe,,", "line 2, Name: 'Jo Smith / Al Roe' is two names in one cell: give each person a row"},
		{"\"Jo Smith\nAl Roe\",,", "line 2, Name: 'Jo Smith Al Roe' is two names in one cell: give each person a row"},
		{"a@b.org,,", "line 2, Name: 'a@b.org' is an email address, not a name"},
		{"#REF!,,", "line 2, Name: '#REF!' is an error of the spreadsheet"},
		{"207,,", "line 2, Name: '207' is not a name"},
		{"Smith,Jo,a@b.org,207", "line 2, column D: '207' stands right of the last heading: put a cell that holds the separator in quotation marks"},
	}
	for _, tt := range tests {
		r := peopleOf(t, "Name,Email,Phone\n"+tt.row+"\nKim Lee,kim@example.org,\n")
		if len(r.Faults) != 1 || r.Faults[0].String() != tt.want {
			t.Errorf("%q: faults are %v; want %s", tt.row, r.Faults, tt.want)
		}
		if got := namesOf(r); got != "Kim Lee" {
			t.Errorf("%q: people are %s", tt.row, got)
		}
	}
}

func TestNamesThatOnlyLookOddAreKept(t *testing.T) {
	for _, name := range []string{"Anders Sandberg", "D'Andre O'Neil", "Mary-Jane Roe", "Jo (JJ) Smith", "Rand Ander", "X Æ Ash", "J. R. R. Roe", "Roe 3rd", "Dana Holland"} {
		if got := namesOf(peopleOf(t, "Name,Email\n"+name+",a@b.org\n")); got != name {
			t.Errorf("%q became %q", name, got)
		}
	}
}

func TestTextIsCleanedCutAndComposed(t *testing.T) {
	long := strings.Repeat("x", 250)
	r := peopleOf(t, "Name,Worksite\nZoe\u0308  \t Roe\u00a0\u202e,\x1b[1mBangor\x1b[0m\nKim Lee,"+long+"\nAl Roe,\"two\nlines\"\n")
	if len(r.People) != 3 || r.People[0].Name != "Zoë Roe" || r.People[0].Worksite != "Bangor" || len(r.People[1].Worksite) != 200 || r.People[2].Worksite != "two lines" {
		t.Fatalf("people are %+v", r.People)
	}
	want := []string{
		"line 2, Name: characters that can't be shown were taken out",
		"line 2, Worksite: characters that can't be shown were taken out",
		"line 3, Worksite: was cut to 200 characters",
	}
	if len(r.Warnings) != len(want) {
		t.Fatalf("warnings are %v", r.Warnings)
	}
	for i, w := range want {
		if r.Warnings[i].String() != w {
			t.Errorf("warning is %q, want %q", r.Warnings[i], w)
		}
	}
}

func TestEmailsLoseTheirWrapping(t *testing.T) {
	for cell, want := range map[string]string{
		"mailto:a@b.org": "a@b.org", "Jo Smith <a@b.org>": "a@b.org", " A@b.org ": "A@b.org", "n/a": "", "-": "", "none": "",
	} {
		r := peopleOf(t, "Name,Email,Phone\nJo Smith,"+cell+",1\n")
		if len(r.People) != 1 || r.People[0].Email != want {
			t.Errorf("%q became %+v %v", cell, r.People, r.Faults)
		}
	}
}

func TestRowsWithNothingUsedAreSkipped(t *testing.T) {
	r := peopleOf(t, "Name,Email,Seen\nJo Smith,a@b.org,x\n,,x\n,,\n")
	if len(r.People) != 1 || len(r.Faults) != 0 || len(r.Skipped) != 1 || r.Skipped[0] != 3 {
		t.Errorf("result is %+v", r)
	}
}
