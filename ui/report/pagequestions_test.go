package report_test

import (
	"slices"
	"strings"
	"testing"

	"rollbook/model"
	"rollbook/ui/report"
)

func TestWhatIsToldDifferentlyIsOnThePageOnceAndInTheReviewByName(t *testing.T) {
	d := spring(t)
	one, other := d.c.Row(3).Trainee, d.c.Row(4).Trainee
	one.Phone, other.Phone, one.Certificate, other.Certificate = "207 555 0101", "207 555 0102", "Mary Lin", "Mary Lynn"
	d.do(append(d.c.EditTrainee(one), d.c.EditTrainee(other)...), nil)
	j, err := d.book.PlanJoin(one.ID, other.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.book.Save(j.Draft).Wait(); err != nil {
		t.Fatal(err)
	}
	if d.c, err = d.book.Load(d.c.Cohort.ID); err != nil {
		t.Fatal(err)
	}
	about := func(open []string) (said []string) {
		for _, words := range open {
			if strings.HasPrefix(words, "not agreed") {
				said = append(said, words)
			}
		}
		return said
	}
	r := d.review()
	i := slices.IndexFunc(r.People, func(p report.ReviewedPerson) bool { return p.Person.Row == 3 })
	want := []string{"not agreed: name", "not agreed: certificate name", "not agreed: phone"}
	if got := about(r.People[i].Account.Open); !slices.Equal(got, want) || r.People[i].Account.Conflicts != 3 {
		t.Errorf("the review says %q, with %d conflicts", got, r.People[i].Account.Conflicts)
	}
	check := func(got []string) {
		t.Helper()
		if len(got) != 3 || !strings.HasPrefix(got[0], "not agreed: name: ") || !strings.Contains(got[0], " or ") ||
			got[1] != "not agreed: certificate name: it is told differently" ||
			!strings.Contains(got[2], "207 555 0101") || !strings.Contains(got[2], "207 555 0102") {
			t.Errorf("the page says %q", got)
		}
	}
	check(about(d.page(3).Open))

	maya := d.c.Row(3).Trainee
	d.cohort("Autumn round", model.DateOf(2026, 9, 7), nil)
	edits, _, err := d.c.EnrollGuest(maya, []model.ID{d.block(1, 1)})
	d.do(edits, err)
	if d.c, err = d.book.Load(d.c.Cohort.ID); err != nil {
		t.Fatal(err)
	}
	check(about(d.page(1).Open)) // whose review is empty
}
