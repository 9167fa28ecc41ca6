package review

import (
	"fmt"
	"strings"

	"rollbook/model"
	"rollbook/store"
)

// says is what is known of a person in a block, a sentence each.
func (p *cellPage) says(q *store.Person, b model.Block) []string {
	r, cell := p.r, q.Cell(b.ID)
	d, _ := r.Cohort.Day(b.Day)
	over := r.AsOf().Ended(d.Date, b)
	switch {
	case b.Cancelled || d.Cancelled:
		return []string{"cancelled: it counts for nobody"}
	case !q.Covers(b):
		if len(q.Guest) > 0 {
			return []string{"not here for this"}
		}
		return []string{outside(q, b.Day) + ": it counts for nobody"}
	case cell.Mark.State == model.Unmarked && !over && !cell.Disputed():
		return []string{"to come"}
	}
	said := []string{markWords(r, q, b)}
	if r.Curtain {
		return said
	}
	if cell.Told {
		said[0] += "; told us ahead"
	}
	if cell.By != "" {
		said[0] += fmt.Sprintf(" (%s, %s)", cell.By, r.Moment(cell.At))
	}
	return append(append(said, p.texts(q, cell)...), p.toDo(q, b, cell, over)...)
}

// texts are what people wrote beside a mark.
func (p *cellPage) texts(q *store.Person, cell store.Cell) (said []string) {
	if cell.Remark != "" {
		said = append(said, "remark: "+cell.Remark)
	}
	if cell.OwnWords != "" {
		said = append(said, q.Name+" says: "+cell.OwnWords)
	}
	return said
}

// toDo is what was missed and made up of a block, and what can be done about it.
func (p *cellPage) toDo(q *store.Person, b model.Block, cell store.Cell, over bool) (said []string) {
	r := p.r
	for _, made := range q.MakeUps {
		if made.Block == b.ID {
			said = append(said, madeUpWords(made))
		}
	}
	if why := mustWords(r.Cohort.Rule, b); why != "" {
		said = append(said, why)
	}
	for _, side := range cell.Conflict {
		said = append(said, fmt.Sprintf("%s says %s: %s", side.By, side.About(), side.Value))
	}
	missed := cell.Mark.In(b).Missed(b)
	switch owing := r.Cohort.Owing(q, b.ID); {
	case len(cell.Conflict) > 0:
		return append(said, "not agreed: d goes there, then v settles it")
	case cell.Mark.State == model.Unmarked && over:
		return append(said, "not marked yet: d goes there to mark it")
	case owing > 0:
		return append(said, model.DescribeMinutes(owing)+" can still be made up: m")
	case missed > 0 && missed <= r.Cohort.Rule.GraceMinutes:
		return append(said, "within the grace of the rule: counts as attended")
	case missed > 0 && len(q.Guest) == 0:
		return append(said, "all that was missed is made up")
	}
	return said
}

// mustWords says that a block must be attended, and why; empty where it may be missed.
func mustWords(rule model.Rule, b model.Block) string {
	var what []string
	if mustDay(rule, b.Day) {
		what = append(what, fmt.Sprintf("day %d", b.Day))
	}
	if mustTopic(rule, b.Topic) {
		what = append(what, b.Topic)
	}
	if len(what) == 0 {
		return ""
	}
	return strings.Join(what, " and ") + " must be attended"
}

// madeUpWords are one make-up in words.
func madeUpWords(m store.MakeUp) string {
	words := fmt.Sprintf("%s made up on %s", model.DescribeMinutes(m.Minutes), m.Date.Words())
	if m.InCohort.IsZero() {
		words += ", one to one"
	} else {
		words += ", in another cohort"
	}
	if m.With != "" {
		words += ", with " + m.With
	}
	return words
}
