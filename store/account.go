package store

import (
	"slices"
	"strings"

	"rollbook/model"
)

// Entry is what a review takes of a person in this cohort.
func (c *Cohort) Entry(p *Person, required model.Required) model.Entry {
	e := model.Entry{Row: p.Row, Trainee: p.Trainee.ID, Enrollment: p.Enrollment, Required: required,
		Marks: make(map[model.ID]model.Mark, len(p.Marks))}
	for block, cell := range p.Marks {
		e.Marks[block] = cell.Mark
		if cell.Disputed() {
			e.Disputed = append(e.Disputed, block)
			if e.Sides == nil {
				e.Sides = map[model.ID]string{}
			}
			e.Sides[block] = cell.SidesWords()
		}
		if cell.Moved {
			e.Moved = append(e.Moved, block)
		}
	}
	for _, s := range c.Questions(p) {
		if field := s.About(); !slices.Contains(e.Questions, field) {
			e.Questions = append(e.Questions, field)
		}
	}
	for i := range p.MakeUps {
		e.MakeUps = append(e.MakeUps, p.MakeUps[i].MakeUp)
	}
	if len(c.Closed) > 0 {
		e.Closed = make(map[int]bool, len(c.Closed))
		for day := range c.Closed {
			e.Closed[day] = true
		}
	}
	return e
}

// Account is what the cohort's rule makes of a person's marks up to a moment.
func (c *Cohort) Account(p *Person, asOf model.Moment, required model.Required) model.Account {
	return model.Review(&c.Cohort, c.Entry(p, required), asOf)
}

// SidesWords says who says what of an attendance in question: "absent by Asha, present by Ben".
func (cell Cell) SidesWords() string {
	var says []string
	for _, s := range cell.Conflict {
		if s.Field.Prop == propAttendance {
			says = append(says, s.Value+" by "+s.By)
		}
	}
	return strings.Join(says, ", ")
}
