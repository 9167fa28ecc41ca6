package report

import (
	"slices"
	"strings"

	"rollbook/model"
	"rollbook/store"
)

// certificateField is what the book calls the name that is shown nowhere but on the certificate.
const certificateField = "certificate name"

// openOf is what is open for a person in a cohort, as the review has it. What is told differently about
// themselves, which a review only names, stands in full on their own page: "not agreed: name: Maya Lopes
// or Maya Lopez".
func openOf(c *store.Cohort, p *store.Person, a model.Account) []string {
	open := append([]string{}, a.Open...)
	for _, q := range notAgreed(c, p) {
		if i := slices.Index(open, "not agreed: "+q.about); i >= 0 {
			open[i] = q.words()
		} else { // a guest's review is empty
			open = append(open, q.words())
		}
	}
	return open
}

// question is something that is told differently about a person.
type question struct {
	about  string
	values []string // each once
}

func (q question) words() string {
	if q.about == certificateField {
		return "not agreed: " + q.about + ": it is told differently"
	}
	return "not agreed: " + q.about + ": " + strings.Join(q.values, " or ")
}

// notAgreed is what is told differently about a person themselves.
func notAgreed(c *store.Cohort, p *store.Person) (all []question) {
	for _, s := range c.Questions(p) {
		value := s.Value
		if value == "" {
			value = "nothing"
		}
		i := slices.IndexFunc(all, func(q question) bool { return q.about == s.About() })
		if i < 0 {
			i, all = len(all), append(all, question{about: s.About()})
		}
		if !slices.Contains(all[i].values, value) {
			all[i].values = append(all[i].values, value)
		}
	}
	return all
}
