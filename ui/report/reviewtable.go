package report

import (
	"fmt"
	"strings"

	"rollbook/model"
	"rollbook/store"
)

// reviewTable is a row a person, with what each day was.
func reviewTable(reviews Reviews, o Options) table {
	columns := []column{{"cohort", words, 22}, {"as of", date, 12}, {"row", number, 6}, {"name", words, 26}}
	if o.Certificates {
		columns = append(columns, column{"certificate name", words, 26})
	}
	for _, head := range []string{"scheduled", "attended", "missed", "made up", "unmarked", "outside", "allowance left", "to make up"} {
		columns = append(columns, column{head + " minutes", number, 11})
	}
	columns = append(columns, column{"missed days", words, 11}, column{"part days", words, 11},
		column{"must attend before joining", words, 20}, column{"required", words, 10}, column{"conflicts", number, 9},
		column{"standing", words, 22}, column{"why", words, 40}, column{"open", words, 50})
	days := reviews.days
	for n := range days {
		columns = append(columns, column{fmt.Sprintf("day %d", n+1), words, 11})
	}
	if o.Remarks {
		columns = append(columns, column{"remarks", words, 40})
	}
	if o.Notes {
		columns = append(columns, column{"notes", words, 50})
	}
	return table{name: "review", columns: columns, rows: func(emit func([]cell) error) error {
		return reviews.people(func(r *Reviewed, p ReviewedPerson) error {
			return emit(reviewRow(r, p, days, o))
		})
	}}
}

func reviewRow(r *Reviewed, p ReviewedPerson, days int, o Options) []cell {
	a := &p.Account
	row := []cell{textCell(r.Cohort.Name), dateCell(r.AsOf.Date), numberCell(p.Person.Row), textCell(p.Person.Name)}
	if o.Certificates {
		row = append(row, textCell(p.Person.Certificate))
	}
	for _, n := range []int{a.Scheduled, a.Attended, a.Missed, a.MadeUp, a.Unmarked, a.Outside, a.AllowanceLeft, a.ToMakeUp} {
		row = append(row, numberCell(n))
	}
	row = append(row, daysCell(a.MissedDays), daysCell(a.PartDays), textCell(strings.Join(a.BeforeJoining, ", ")),
		textCell(string(p.Required.State)), numberCell(a.Conflicts), textCell(a.Standing.Words()), textCell(a.Why),
		textCell(strings.Join(a.Open, "; ")))
	states := make([]cell, days)
	for i := range states {
		states[i].none = true
	}
	for _, d := range a.Days {
		if d.Day >= 1 && d.Day <= days {
			states[d.Day-1] = textCell(dayWords(d.State))
		}
	}
	row = append(row, states...)
	if o.Remarks {
		row = append(row, textCell(remarksOf(r.Cohort, p.Person)))
	}
	if o.Notes {
		row = append(row, textCell(notesOf(r.Cohort, p.Person)))
	}
	return row
}

// dayWords is the state of a day in words.
func dayWords(s model.DayState) string {
	switch s {
	case model.DayUnmarked:
		return "not marked"
	case model.DayUpcoming:
		return "to come"
	case model.DayNotEnrolled:
		return "not enrolled"
	}
	return string(s)
}

// remarksOf are the remarks on a person's blocks, and what the person says to them, a line each.
func remarksOf(c *store.Cohort, p *store.Person) string {
	var said []string
	for _, d := range c.Days {
		for _, b := range c.BlocksOf(d.Number) {
			known := p.Cell(b.ID)
			head := fmt.Sprintf("day %d, %s: ", d.Number, b.Start)
			if known.Remark != "" {
				said = append(said, head+known.Remark)
			}
			if known.OwnWords != "" {
				said = append(said, head+"in their own words: "+known.OwnWords)
			}
		}
	}
	return strings.Join(said, "\n")
}

// notesOf are the notes about a person, a paragraph each. Those about days and topics are nobody's.
func notesOf(c *store.Cohort, p *store.Person) string {
	var said []string
	for _, n := range c.Notes {
		if !n.Trainee.IsZero() && c.Person(n.Trainee) == p {
			it := noteItem("", n, "their")
			said = append(said, it.Text+"\n"+strings.Join(it.Under, "\n"))
		}
	}
	return strings.Join(said, "\n\n")
}

// dayTable is a row for every person and day.
func dayTable(reviews Reviews) table {
	columns := []column{{"cohort", words, 22}, {"row", number, 6}, {"name", words, 26}, {"day", number, 6}, {"date", date, 12},
		{"state", words, 13}, {"scheduled minutes", number, 11}, {"missed minutes", number, 11}, {"made up minutes", number, 11},
		{"unmarked minutes", number, 11}}
	return table{name: "days", columns: columns, rows: func(emit func([]cell) error) error {
		return reviews.people(func(r *Reviewed, p ReviewedPerson) error {
			for _, d := range p.Account.Days {
				err := emit([]cell{textCell(r.Cohort.Name), numberCell(p.Person.Row), textCell(p.Person.Name), numberCell(d.Day), dateCell(d.Date),
					textCell(dayWords(d.State)), numberCell(d.Scheduled), numberCell(d.Missed), numberCell(d.MadeUp), numberCell(d.Unmarked)})
				if err != nil {
					return err
				}
			}
			return nil
		})
	}}
}

// topicTable is a row for every person and topic.
func topicTable(reviews Reviews) table {
	columns := []column{{"cohort", words, 22}, {"row", number, 6}, {"name", words, 26}, {"topic", words, 30},
		{"scheduled minutes", number, 11}, {"missed minutes", number, 11}, {"made up minutes", number, 11}, {"unmarked minutes", number, 11}}
	return table{name: "topics", columns: columns, rows: func(emit func([]cell) error) error {
		return reviews.people(func(r *Reviewed, p ReviewedPerson) error {
			for _, t := range p.Account.Topics {
				err := emit([]cell{textCell(r.Cohort.Name), numberCell(p.Person.Row), textCell(p.Person.Name), textCell(t.Topic),
					numberCell(t.Scheduled), numberCell(t.Missed), numberCell(t.MadeUp), numberCell(t.Unmarked)})
				if err != nil {
					return err
				}
			}
			return nil
		})
	}}
}

// makeUpTable is a row for every make-up.
func makeUpTable(reviews Reviews) table {
	columns := []column{{"cohort", words, 22}, {"row", number, 6}, {"name", words, 26}, {"day", number, 6}, {"topic", words, 30},
		{"start", clock, 8}, {"minutes", number, 9}, {"date", date, 12}, {"one to one", words, 10}, {"with", words, 20}, {"by", words, 16}, {"at", moment, 18}}
	return table{name: "make-ups", columns: columns, rows: func(emit func([]cell) error) error {
		return reviews.people(func(r *Reviewed, p ReviewedPerson) error {
			for _, m := range p.Person.MakeUps {
				b, _ := r.Cohort.Block(m.Block)
				err := emit([]cell{textCell(r.Cohort.Name), numberCell(p.Person.Row), textCell(p.Person.Name), numberCell(b.Day), textCell(b.Topic),
					clockCell(b.Start), numberCell(m.Minutes), dateCell(m.Date), yesCell(m.InCohort.IsZero()), textCell(m.With), textCell(m.By), momentCell(m.At)})
				if err != nil {
					return err
				}
			}
			return nil
		})
	}}
}
