package report

import (
	"slices"
	"strings"

	"rollbook/store"
)

// certificateField is what the book calls the name that is shown nowhere but on the certificate.
const certificateField = "certificate name"

// notAgreed says what is told differently about a person themselves: "not agreed: name: Maya Lopes or
// Maya Lopez".
func notAgreed(c *store.Cohort, p *store.Person) (said []string) {
	var about []string
	values := map[string][]string{}
	for _, s := range c.Questions(p) {
		field := s.About()
		if _, seen := values[field]; !seen {
			about = append(about, field)
		}
		value := s.Value
		if value == "" {
			value = "nothing"
		}
		if !slices.Contains(values[field], value) {
			values[field] = append(values[field], value)
		}
	}
	for _, field := range about {
		words := strings.Join(values[field], " or ")
		if field == certificateField {
			words = "it is told differently"
		}
		said = append(said, "not agreed: "+field+": "+words)
	}
	return said
}
