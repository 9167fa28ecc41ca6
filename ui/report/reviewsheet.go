package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"rollbook/model"
	"rollbook/store"
)

// Room for the days of a review on paper, in millimetres: all of them together, and what one takes
// at least with its date over it, or with its number alone.
const (
	daysRoom  = 110.0
	dayRoom   = 10.0
	numRoom   = 5.2
	stripSize = 8.0 // points, that the width of strips is measured by
)

// reviewSheet is one cohort as a grid of people by days, what that comes to, and why.
func reviewSheet(r *Reviewed, o Options) sheet {
	c := r.Cohort
	g := &grid{size: stripSize, whole: true, columns: []gridColumn{{head: "row", width: 9, right: true}, {head: "name", width: 30, most: 58}}}
	if o.Certificates {
		g.columns = append(g.columns, gridColumn{head: "name for the certificate", width: 30, most: 50})
	}
	days := daysOnPaper(c)
	days.heads(g, c)
	minutes := minutesOnPaper(r)
	for _, m := range minutes {
		g.columns = append(g.columns, gridColumn{over: "hours:minutes", head: m.head, width: 13, right: true})
	}
	g.columns = append(g.columns, gridColumn{head: "standing", width: 30, share: 1})
	for _, p := range r.People {
		g.rows = append(g.rows, reviewBoxes(r, p, days, minutes, o))
	}
	s := sheet{title: c.Name, under: "Review, counted up to " + asOfWords(r.AsOf, o.Twelve), lines: ruleLines(c), wide: true}
	if len(r.People) == 0 {
		s.parts = []part{{lines: []string{"Nobody is on the roster."}}}
		return s
	}
	g.last = days.totals(r, minutes, o)
	s.parts = []part{{grid: g, after: []string{legend}}}
	if len(r.Guests) > 0 {
		s.parts = append(s.parts, part{title: "Here only to make something up, outside all totals", items: guestItems(r.Guests)})
	}
	if o.Remarks {
		s.parts = append(s.parts, remarkParts(r)...)
	}
	return s
}

// ruleLines say what the marks are read against.
func ruleLines(c *store.Cohort) []string {
	var said []string
	for _, sentence := range c.Rule.Words() {
		said = append(said, Sentence(sentence))
	}
	if len(said) == 0 {
		return nil
	}
	return []string{"The rule: " + strings.Join(said, " ")}
}

// Sentence is words as a sentence: with a capital first letter and a full stop.
func Sentence(words string) string {
	first, n := utf8.DecodeRuneInString(words)
	if words == "" {
		return ""
	}
	words = string(unicode.ToUpper(first)) + words[n:]
	if strings.ContainsAny(words[len(words)-1:], ".!?") {
		return words
	}
	return words + "."
}

func reviewBoxes(r *Reviewed, p ReviewedPerson, days dayColumns, minutes []minuteColumn, o Options) []box {
	row := []box{numberBox(p.Person.Row), {text: p.Person.Name, name: &p.Person.Trainee, row: p.Person.Row}}
	if o.Certificates {
		row = append(row, box{text: p.Person.Certificate})
	}
	row = append(row, days.boxes(r, p)...)
	for _, m := range minutes {
		b := box{text: hoursMinutes(m.of(p.Account)), right: true}
		if m.of(p.Account) == 0 {
			b = box{text: "–", right: true, faint: true}
		}
		row = append(row, b)
	}
	why := p.Account.Why
	if why == "" {
		why = p.Account.Standing.Words()
	}
	if p.Required.State == model.RequiredMissing {
		why += "; " + model.CourseTitle(r.Cohort.Rule.Requires) + " before: not known"
	}
	return append(row, box{small: why})
}

func guestItems(guests []*store.Person) []Item {
	var items []Item
	for _, p := range guests {
		items = append(items, Item{Label: fmt.Sprintf("row %d", p.Row), Text: p.Name})
	}
	return items
}

// remarkParts are the remarks of everybody who has any.
func remarkParts(r *Reviewed) []part {
	var items []Item
	for _, p := range r.People {
		if said := remarksOf(r.Cohort, p.Person); said != "" {
			items = append(items, Item{Label: p.Person.Name, Text: said})
		}
	}
	if len(items) == 0 {
		return nil
	}
	return []part{{title: "Remarks", items: items}}
}
