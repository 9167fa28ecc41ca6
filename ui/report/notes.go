package report

import (
	"fmt"
	"slices"
	"strings"

	"rollbook/store"
)

// aboutWords says what a note is about.
func aboutWords(c *store.Cohort, n store.Note) string {
	switch {
	case !n.Trainee.IsZero():
		return c.Called(n.Trainee)
	case n.Topic != "":
		return n.Topic
	}
	return fmt.Sprintf("day %d", n.Day)
}

// noteTable is a row a note.
func noteTable(cohorts Cohorts) table {
	columns := []column{{"cohort", words, 22}, {"about", words, 26}, {"text", words, 60}, {"own words", words, 40},
		{"written together", words, 10}, {"by", words, 16}, {"at", moment, 18}}
	return table{name: "notes", columns: columns, rows: func(emit func([]cell) error) error {
		return cohorts(func(c *store.Cohort) error {
			for _, n := range c.Notes {
				err := emit([]cell{textCell(c.Name), textCell(aboutWords(c, n)), textCell(n.Text), textCell(n.OwnWords),
					yesCell(n.Together), textCell(n.By), momentCell(n.At)})
				if err != nil {
					return err
				}
			}
			return nil
		})
	}}
}

// noteSheet are the notes of a cohort, oldest first.
func noteSheet(c *store.Cohort) sheet {
	s := sheet{title: c.Name, under: "Notes"}
	if len(c.Notes) == 0 {
		return s
	}
	var items []Item
	for _, n := range c.Notes {
		items = append(items, noteItem(aboutWords(c, n), n, "their"))
	}
	s.parts = []part{{items: items}}
	return s
}

// noteItem is a note as it is read: what it says, then the own words of the person, who wrote it
// and when. Whose is "their", or "your" on the person's own page.
func noteItem(label string, n store.Note, whose string) Item {
	it := Item{Label: label, Text: n.Text, Note: n.ID}
	if n.OwnWords != "" {
		it.Under = append(it.Under, "In "+whose+" own words: "+n.OwnWords)
	}
	written := "Written by " + n.By + ", " + n.At.Format("Mon 2 Jan 2006")
	if n.Together {
		written += ", together with " + map[string]string{"their": "the person", "your": "you"}[whose]
	}
	it.Under = append(it.Under, written+".")
	return it
}

// placed are the notes of a cohort that have not found their mark yet.
type placed struct {
	c    *store.Cohort
	left []store.Note
}

func placeNotes(c *store.Cohort) *placed { return &placed{c, slices.Clone(c.Notes)} }

// at takes those out that are about the person, the day or the topic of a mark.
func (pl *placed) at(p *store.Person, day int, topic string) string {
	if len(pl.left) == 0 {
		return ""
	}
	var said []string
	pl.left = slices.DeleteFunc(pl.left, func(n store.Note) bool {
		here := n.Day == day || n.Topic != "" && n.Topic == topic || !n.Trainee.IsZero() && pl.c.Person(n.Trainee) == p
		if here {
			it := noteItem("", n, "their")
			said = append(said, aboutWords(pl.c, n)+": "+it.Text+"\n"+strings.Join(it.Under, "\n"))
		}
		return here
	})
	return strings.Join(said, "\n\n")
}
